"""What a form of number plate is: its size, its rows of characters, its colours and what else is printed on it."""

import string
from dataclasses import dataclass

import numpy as np

from tests.training.glyphs import Lettering

Colour = tuple[int, int, int]

WHITE: Colour = (236, 240, 240)
YELLOW: Colour = (20, 196, 246)
BLACK: Colour = (22, 20, 20)
BLUE: Colour = (150, 60, 10)
GREEN: Colour = (70, 120, 20)
RED: Colour = (40, 30, 190)
SILVER: Colour = (190, 192, 192)


WRIGHT = Lettering(bar_one=True)
"""After the prescribed UK characters: 79 by 50 mm with a stroke of 14 mm."""
PLAIN = (
    Lettering(0.16, 0.6, 0.45),
    Lettering(0.14, 0.58, 0.35),
    Lettering(0.17, 0.55, 0.5),
    Lettering(0.15, 0.62, 0.3, square=False),
)
"""Sans serifs of common weight."""
THIN = (Lettering(0.125, 0.58, 0.5, square=False), Lettering(0.12, 0.5, 0.45), Lettering(0.11, 0.55, 0.35))
"""Light sans serifs."""
ODD = (
    *(Lettering(0.13, 0.58, 0.4, hershey=k) for k in range(4)),
    Lettering(0.2, 0.6, 0.2),
    Lettering(0.18, 0.5, 0.15),
    Lettering(0.1, 0.7, 0.5, square=False),
)
"""Less common hands, also for signs and stickers."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of characters; lengths in millimetres, `y` the row's centre as part of the plate's height.

    A pattern is spelled by `spell`: "A" a letter, "9" a digit, "#" either, a lower-case letter itself, "*" a sign
    of the form's script, "@" room for a seal, and " ", "-", "." as they stand.
    """

    patterns: tuple[str, ...]
    y: float = 0.5
    tall: float = 79.0
    wide: float = 50.0
    stroke: float = 14.0
    space: float = 11.0
    group: float = 33.0
    signs: float = 1.0


@dataclass(frozen=True, slots=True)
class Band:
    """An upright stripe at one end of the plate, `width` in millimetres, with letters and perhaps stars or a flag."""

    side: str
    colours: tuple[Colour, ...]
    width: float
    letters: tuple[str, ...] = ("",)
    badge: str = ""


@dataclass(frozen=True, slots=True)
class Legend:
    """A line of small print: spelled like a row, or words when empty; centre as parts of the plate's sides."""

    text: str
    x: float
    y: float
    tall: float
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Strip:
    """A coloured rectangle under the characters; sides as parts of the plate's."""

    left: float
    top: float
    right: float
    bottom: float
    colour: Colour


@dataclass(frozen=True, slots=True)
class Scheme:
    """The colours of ground, characters and border; `lower` is the ground's colour at the bottom where it blends."""

    ground: Colour
    ink: Colour
    border: Colour | None = None
    lower: Colour | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """One form of plate: size in millimetres, rows, and the choices that may be made for a single plate."""

    name: str
    width: float
    height: float
    rows: tuple[Row, ...]
    schemes: tuple[Scheme, ...]
    bands: tuple[Band | None, ...] = (None,)
    legends: tuple[Legend, ...] = ()
    strips: tuple[Strip, ...] = ()
    letterings: tuple[Lettering, ...] = PLAIN
    script: str = "han"
    corner: float = 8.0
    share: float = 1.0
    emblem: Colour | None = None


def any_hand(rng: np.random.Generator) -> Lettering:
    """One of all letterings, for writing that is on no plate."""
    hands = (*PLAIN, *THIN, *ODD)
    return hands[int(rng.integers(len(hands)))]


_LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ" * 3 + "IOQ"
"""Letters of a plate; I, O and Q are rare, as most countries leave them out of most series."""


def spell(pattern: str, rng: np.random.Generator) -> str:
    """The characters for a pattern of a row; signs of the script and seals stay "*" and "@"."""

    def one(mark: str) -> str:
        if mark == "A":
            return _LETTERS[int(rng.integers(len(_LETTERS)))]
        if mark == "9":
            return string.digits[int(rng.integers(10))]
        if mark == "#":
            return one("A" if rng.random() < 0.5 else "9")
        return mark.upper()

    return "".join(one(mark) for mark in pattern)


_STARTS, _VOWELS, _ENDS = (
    ("B", "C", "D", "F", "G", "L", "M", "N", "P", "R", "S", "T", "V", "ST", "TR"),
    "AEIOU",
    "NRSTL",
)


def word(rng: np.random.Generator, syllables: int = 0) -> str:
    """A made-up word in capitals, for mottos, dealers' names and signs."""
    count = syllables or int(rng.integers(1, 4))
    parts = [
        _STARTS[int(rng.integers(len(_STARTS)))] + _VOWELS[int(rng.integers(5))] + _ENDS[int(rng.integers(5))] * int(k)
        for k in rng.integers(0, 2, count)
    ]
    return "".join(parts)
