"""Reasons for hiding something, as they are offered: a code and words, from a table that a force may change."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reviewer.core.errors import UsageError
from reviewer.core.places import resources

CODE, WORDS = 40, 200
"""Characters of a code and of its words at most: both stand in one line of a schedule."""

APART = ": "
"""What stands between a code and its words where a reason is kept."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason; with `interest` a public interest test has to be on record. `group` is its heading in a list."""

    code: str
    words: str
    group: str = ""
    interest: bool = False

    @property
    def text(self) -> str:
        """As it is kept with a region or a silence, as in Child: someone under 18."""
        return f"{self.code}{APART}{self.words}"


@lru_cache(maxsize=1)
def reasons() -> tuple[Reason, ...]:
    """The table of the installation, in its order; raises UsageError when it is none."""
    return read(resources() / "reasons.toml")


def read(path: Path) -> tuple[Reason, ...]:
    """The reasons in a file; raises UsageError for one that cannot be read, or that says one code twice."""
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("reason", [])
        found = tuple(_reason(entry) for entry in entries)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise _broken(str(error)) from error
    codes = [reason.code for reason in found]
    twice = next((code for code in codes if codes.count(code) > 1), None)
    if twice is not None:
        raise _broken(f"{twice} stands there twice")
    return found


def code_of(text: str) -> str:
    """The code of a reason as it was kept; of one that was typed freely all of it."""
    return text.partition(APART)[0].strip()


def _reason(entry: dict[str, object]) -> Reason:
    code, words, group = (_text(entry, name) for name in ("code", "words", "group"))
    if not code or not words or len(code) > CODE or len(words) > WORDS or APART.strip() in code:
        raise ValueError(f"{code or 'a reason'} needs a short code without a colon, and words")
    return Reason(code, words, group, entry.get("interest", False) is True)


def _text(entry: dict[str, object], name: str) -> str:
    value = entry.get(name, "")
    if not isinstance(value, str) or not value.isprintable():
        raise ValueError(f"{name} is no text of one line")
    return value.strip()


def _broken(why: str) -> UsageError:
    advice = "Reasons can be typed all the same. Put the file resources/reasons.toml right, or install it again."
    return UsageError(f"The list of reasons cannot be read: {why}.", advice)
