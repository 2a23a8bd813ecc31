"""What is looked for in a transcript: the kinds of things that identify people, the watch-list, and what was found."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What sort of thing a term of the watch-list, or something found in a transcript, is."""

    NAME = "name"
    ADDRESS = "address"
    BIRTH = "birth"
    PHONE = "phone"
    POSTCODE = "postcode"
    PLATE = "plate"
    EMAIL = "email"
    NUMBER = "number"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must not be heard anywhere in the case, as somebody has written it down.

    Raises ValueError for one without a letter or a figure.
    """

    kind: Kind
    text: str

    def __post_init__(self) -> None:
        if not any(c.isalnum() for c in self.text):
            raise ValueError("a term has letters or figures")


@dataclass(frozen=True, slots=True)
class Match:
    """The words from `first` up to but not including `end` may give something away; `why` is a sentence.

    `term` is what on the watch-list they are like; None for what was found by its form alone.
    """

    first: int
    end: int
    kind: Kind
    why: str
    term: Term | None = None
