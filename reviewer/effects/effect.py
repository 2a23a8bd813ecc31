"""What an effect is: tones for an area, made without ever seeing the picture that they replace."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from reviewer.core.frame import Plane
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Shape
from reviewer.effects.grade import Grade

Tone = tuple[int, int, int]
"""Luma, Cb and Cr from 0 to 255."""


@dataclass(frozen=True, slots=True)
class Area:
    """Where an effect is asked for tones: a part of the picture, and the region that it belongs to.

    `box` is the region's whole box in pixels of the upright frame, also where it leaves the picture, so that what an
    effect draws moves with the region. `left`, `top` (both even), `right` and `bottom` bound the pixels asked for.
    `seed` is the region's id: all that an effect may draw variety from. `fill` is the profile's colour. `shape` says
    what of the box is hidden, of a polygon within its `outline`; `words` are what an effect that writes writes.
    """

    box: Box
    left: int
    top: int
    right: int
    bottom: int
    seed: str
    fill: Tone
    shape: Shape = Shape.RECTANGLE
    outline: Outline | None = None
    words: str = ""

    def across(self, step: int) -> NDArray[np.float64]:
        """Where in the box each column lies, 0 at its left edge and 1 at its right; `step` is 1 for luma, 2 for chroma.

        A column counts by its middle; a box's edge columns may lie a little below 0 or above 1.
        """
        return _parts(self.left, self.right, step=step, start=self.box.x, length=self.box.width)

    def down(self, step: int) -> NDArray[np.float64]:
        """Where in the box each row lies, 0 at its top and 1 at its bottom; `step` as for `across`."""
        return _parts(self.top, self.bottom, step=step, start=self.box.y, length=self.box.height)


class Effect(Protocol):
    """A look for hidden areas.

    An effect is handed an area and no pixels, so what it draws cannot depend on what it hides. The same area always
    gives the same tones.
    """

    @property
    def name(self) -> str:
        """What the command line, the case and the copy's manifest call it."""

    @property
    def grade(self) -> Grade:
        """What withstood which attack, with the source."""

    def tones(self, area: Area) -> tuple[Plane, Plane, Plane]:
        """Luma of the area's pixels, and Cb and Cr of half as many columns and rows, rounded up.

        Arrays of shape (1, 1) stand for one tone everywhere.
        """


def flat(tone: int) -> Plane:
    """One tone everywhere, as an array of shape (1, 1)."""
    return np.full((1, 1), tone, np.uint8)


def _parts(first: int, stop: int, *, step: int, start: float, length: float) -> NDArray[np.float64]:
    middles = np.arange(first, stop, step) + step / 2
    return np.asarray((middles - start) / max(abs(length), 1.0), np.float64)
