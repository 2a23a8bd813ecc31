"""Whom a copy is for, and so what hides, in which colour, and what is heard."""

from dataclasses import dataclass
from enum import StrEnum

from reviewer.core.stamp import Stamp


class SoundPolicy(StrEnum):
    """What happens to the sound of the footage in a copy."""

    KEEP = "keep"
    SILENT = "silent"
    NONE = "none"


class Quality(StrEnum):
    """How the picture of a copy is encoded: what its size, its time and its likeness to the original are traded for."""

    SMALLEST = "smallest"
    BALANCED = "balanced"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Profile:
    """How a copy is made; `effect` is a name in the effects catalogue, `fill` is red, green, blue from 0 to 255.

    `stamp` is written over every picture, None for nothing. With `hardware` an encoder of the computer's graphics is
    asked first; where there is none that serves, or it fails, the program's own encodes.
    """

    effect: str = "solid"
    fill: tuple[int, int, int] = (0, 0, 0)
    sound: SoundPolicy = SoundPolicy.KEEP
    quality: Quality = Quality.BALANCED
    hardware: bool = False
    stamp: Stamp | None = None
