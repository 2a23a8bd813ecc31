"""Flat squares: the look of a mosaic over data that is already destroyed.

The squares are cells of the region, not averages of the picture: see reviewer.effects.cells.
"""

import numpy as np
from numpy.typing import NDArray

from reviewer.core.frame import Plane
from reviewer.effects.cells import ACROSS, DOWN, cells
from reviewer.effects.effect import Area
from reviewer.effects.grade import Grade, Letter
from reviewer.effects.measured import MEASURED


class Mosaic:
    """Draws the region's cells with hard edges."""

    name = "mosaic"
    grade = Grade(
        Letter.A,
        "The squares are drawn from the region's number, not from the picture; nothing of the interior is used.",
        "By construction. A mosaic of the picture itself is read by machines: McPherson, Shokri and Shmatikov, "
        "Defeating Image Obfuscation with Deep Learning, 2016.",
        "Hair, clothes, build, gait and voice stay.",
        MEASURED["mosaic"],
    )

    def tones(self, area: Area) -> tuple[Plane, Plane, Plane]:
        """The cells, each pixel with the tone of the cell that its middle lies in."""
        tile = cells(area.seed, over=area.box)
        luma = _drawn(tile.luma, area, step=1)
        return luma, _drawn(tile.blue, area, step=2), _drawn(tile.red, area, step=2)


def _drawn(tones: NDArray[np.float32], area: Area, *, step: int) -> Plane:
    columns = np.clip(area.across(step) * ACROSS, 0, ACROSS - 1).astype(np.intp)
    rows = np.clip(area.down(step) * DOWN, 0, DOWN - 1).astype(np.intp)
    return np.take(np.take(tones.astype(np.uint8), columns, axis=1), rows, axis=0)
