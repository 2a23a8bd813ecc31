"""Whom a copy is for, and so what hides, in which colour, and what is heard."""

from dataclasses import dataclass
from enum import StrEnum


class SoundPolicy(StrEnum):
    """What happens to the sound of the footage in a copy."""

    KEEP = "keep"
    SILENT = "silent"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Profile:
    """How a copy is made; `effect` is a name in the effects catalogue, `fill` is red, green, blue from 0 to 255."""

    effect: str = "solid"
    fill: tuple[int, int, int] = (0, 0, 0)
    sound: SoundPolicy = SoundPolicy.KEEP
