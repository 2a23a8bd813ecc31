"""What is written over every picture of a copy, so that nobody takes it for the original."""

from dataclasses import dataclass
from enum import StrEnum


class Corner(StrEnum):
    """Where in the picture a stamp stands."""

    TOP_LEFT = "top left"
    TOP_RIGHT = "top right"
    BOTTOM_LEFT = "bottom left"
    BOTTOM_RIGHT = "bottom right"


SMALLEST, LARGEST = 0.015, 0.1
"""The least and greatest height of a stamp's letters, as parts of the picture's height: below, 360 lines are illegible;
above, too much of the picture is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A line of text in a corner: `text`, `reference`, and with `clock` the time in the original of what is shown.

    `size` is the height of its letters as a part of the picture's height. Raises ValueError for a size that is none.
    """

    text: str = "REDACTED COPY"
    reference: str = ""
    clock: bool = True
    corner: Corner = Corner.TOP_LEFT
    size: float = 0.03

    def __post_init__(self) -> None:
        if not SMALLEST <= self.size <= LARGEST:
            raise ValueError("the letters of a stamp are a fiftieth to a tenth of the picture's height")
