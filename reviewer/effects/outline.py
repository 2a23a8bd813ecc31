"""Flat grey with a line around it: what is hidden, and nothing else, is plain to see."""

import numpy as np
from numpy.typing import NDArray

from reviewer.core.frame import Plane
from reviewer.core.outline import Outline
from reviewer.core.region import Shape
from reviewer.effects.cells import GREY, NEUTRAL
from reviewer.effects.effect import Area, flat
from reviewer.effects.grade import Grade, Letter
from reviewer.effects.measured import MEASURED

LINE = 205
"""Luma of the line."""

PART, LEAST = 1 / 24, 2.0
"""Thickness of the line: a part of the lesser side of the box, and pixels at least."""

SHIFT = 4
"""Bits behind the point in which OpenCV is told where corners lie: a sixteenth of a pixel."""

FAR = 20_000.0
"""Pixels from the area beyond which corners cannot be told to OpenCV, which counts in 32 bits; no line then."""


class OutlineOnly:
    """Draws the edge of the region's shape on flat grey."""

    name = "outline"
    grade = Grade(
        Letter.A,
        "Every pixel is replaced by one constant, and the edge of the region is drawn; nothing of the interior is "
        "used.",
        "By construction. The line follows the shape that was decided, which a hand or a detector's box made, and not "
        "the edge of what lies under it.",
        "Hair, clothes, build, gait and voice stay, and so does the shape of the region: one drawn closely around "
        "someone tells their outline.",
        MEASURED["outline"],
    )

    def tones(self, area: Area) -> tuple[Plane, Plane, Plane]:
        """The line on the ground, as luma alone."""
        thick = max(LEAST, PART * min(abs(area.box.width), abs(area.box.height)))
        if area.shape is Shape.POLYGON and area.outline is not None:
            line = _along(area.outline, area, thick=thick)
        elif area.shape is Shape.ELLIPSE:
            line = _round(area, thick=thick)
        else:
            line = _around(area, thick=thick)
        return np.where(line, np.uint8(LINE), np.uint8(GREY)), flat(NEUTRAL), flat(NEUTRAL)


def _inward(area: Area) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How many pixels each column and each row lies from the nearer edge of the box, inward."""
    width, height = max(abs(area.box.width), 1.0), max(abs(area.box.height), 1.0)
    across, down = area.across(1), area.down(1)
    return np.minimum(across, 1 - across) * width, np.minimum(down, 1 - down) * height


def _around(area: Area, *, thick: float) -> NDArray[np.bool_]:
    columns, rows = _inward(area)
    return np.asarray((columns < thick)[None, :] | (rows < thick)[:, None], np.bool_)


def _round(area: Area, *, thick: float) -> NDArray[np.bool_]:
    """Outside an ellipse that is smaller by the line: what lies outside the larger one is not covered anyway."""
    width, height = max(abs(area.box.width), 1.0), max(abs(area.box.height), 1.0)
    across = (area.across(1) - 0.5) * width / max(width / 2 - thick, 0.5)
    down = (area.down(1) - 0.5) * height / max(height / 2 - thick, 0.5)
    return np.asarray(across[None, :] ** 2 + down[:, None] ** 2 > 1.0, np.bool_)


def _along(outline: Outline, area: Area, *, thick: float) -> NDArray[np.bool_]:
    import cv2  # large: the window lists effects before it draws any

    drawn = np.zeros((area.bottom - area.top, area.right - area.left), np.uint8)
    corners = np.array(outline.corners, np.float64) - (area.left, area.top)
    if np.abs(corners).max() < FAR:
        # Half of the line lies outside the shape, where nothing is covered; a pixel counts by its middle.
        points = np.rint((corners - 0.5) * (1 << SHIFT)).astype(np.int32)
        cv2.polylines(drawn, [points], True, (1,), round(2 * thick), cv2.LINE_8, SHIFT)
    return drawn.astype(np.bool_)
