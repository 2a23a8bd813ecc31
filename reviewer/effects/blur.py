"""Soft tones: the look of a blur over data that is already destroyed.

What is smoothed are cells of the region, not the picture: see reviewer.effects.cells. The area's edge is hard, since
a soft one would mix in what it hides.
"""

import numpy as np
from numpy.typing import NDArray

from reviewer.core.frame import Plane
from reviewer.effects.cells import ACROSS, DOWN, cells
from reviewer.effects.effect import Area
from reviewer.effects.grade import Grade, Letter
from reviewer.effects.measured import MEASURED


class Blur:
    """Draws the region's cells run into one another."""

    name = "blur"
    grade = Grade(
        Letter.A,
        "The tones are drawn from the region's number, not from the picture; nothing of the interior is used.",
        "By construction. A blur of the picture itself is undone: Hill, Zhou, Saul and Shacham, On the "
        "(In)effectiveness of Mosaicing and Blurring as Tools for Document Redaction, 2016.",
        "Hair, clothes, build, gait and voice stay.",
        MEASURED["blur"],
    )

    def tones(self, area: Area) -> tuple[Plane, Plane, Plane]:
        """The cells, with straight-line transitions between the middles of neighbours."""
        tile = cells(area.seed, over=area.box)
        luma = _drawn(tile.luma, area, step=1)
        return luma, _drawn(tile.blue, area, step=2), _drawn(tile.red, area, step=2)


def _drawn(tones: NDArray[np.float32], area: Area, *, step: int) -> Plane:
    columns = _weights(area.across(step), ACROSS)
    rows = _weights(area.down(step), DOWN)
    return (rows @ tones @ columns.T + np.float32(0.5)).astype(np.uint8)


def _weights(parts: NDArray[np.float64], count: int) -> NDArray[np.float32]:
    """How much of each of `count` cells is in each place: shape (places, count), rows that sum to 1."""
    at = np.clip(parts * count - 0.5, 0, count - 1)
    weights: NDArray[np.float64] = np.maximum(0, 1 - np.abs(at[:, None] - np.arange(count)[None, :]))
    return weights.astype(np.float32)
