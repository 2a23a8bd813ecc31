"""How well an effect holds: a letter, and what attacks on pictures that it covered could make of them.

The figures are measured by the attack suite in tests/attacks, which fails when they are no longer what it measures.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Letter(StrEnum):
    """A grade; only what has an A is offered for pictures."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"

    @property
    def words(self) -> str:
        """What it means, as in cannot be reversed."""
        return WORDS[self]


WORDS: Mapping[Letter, str] = {
    Letter.A: "cannot be reversed",
    Letter.B: "withstood every attack that was tried",
    Letter.C: "can be reversed in part",
    Letter.D: "can be reversed with some effort",
    Letter.E: "do not use for identity",
}


class Attack(StrEnum):
    """What was tried; all but BODY on what lies inside the region, in a copy that was encoded and decoded again."""

    DETECTION = "detection"
    IDENTITY = "identity"
    LEARNING = "learning"
    MOTION = "motion"
    SHARPENING = "sharpening"
    WORDS = "words"
    BODY = "body"


ATTACKS: Mapping[Attack, str] = {
    Attack.DETECTION: "pictures in which a face detector finds a face again",
    Attack.IDENTITY: "faces named right from among 12 by likeness",
    Attack.LEARNING: "faces named right from among 12 by a classifier that was taught on this very effect",
    Attack.MOTION: "likeness of what was rebuilt from 48 frames in motion to the face",
    Attack.SHARPENING: "likeness of what was sharpened with the known blur to the face",
    Attack.WORDS: "number plates read right from among 24 by trying every one",
    Attack.BODY: "people named right from among 12 by what is in sight around the face",
}
"""What the score of each attack counts: a share, or a correlation; 1 is all of it."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What an attack reached, from 0 to 1: on this effect, by chance, and on its control.

    The control shows that the attack works: the picture uncovered, or covered by the ordinary effect of the same kind,
    which is computed from the picture itself.
    """

    attack: Attack
    score: float
    chance: float
    control: float

    @property
    def told(self) -> str:
        """In words, as in faces named right from among 12 by likeness: 8 % (chance 8 %; on the control 100 %)."""
        score, chance, control = (f"{100 * v:.0f}\N{NO-BREAK SPACE}%" for v in (self.score, self.chance, self.control))
        return f"{ATTACKS[self.attack]}: {score} (chance {chance}; on the control {control})"


@dataclass(frozen=True, slots=True)
class Grade:
    """How well an effect holds, why, the literature or the argument that says so, and what was measured.

    `stays` says what of a person it leaves in sight.
    """

    letter: Letter
    sentence: str
    source: str
    stays: str
    measured: tuple[Measured, ...] = ()

    @property
    def short(self) -> str:
        """The letter with its words, as in A: cannot be reversed."""
        return f"{self.letter}: {self.letter.words}"
