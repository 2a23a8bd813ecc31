"""Outlines in pixels of the upright frame: polygons that may lie aslant, as a plate seen from the side does."""

from dataclasses import dataclass
from math import isfinite
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from reviewer.core.geometry import Box

Corner = tuple[float, float]
"""x and y."""

FEWEST, MOST = 3, 1000
"""Corners that an outline has at least and at most: what is drawn by hand has dozens, and each costs time a frame."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A polygon; its `corners` go round it, those of a plate clockwise from the plate's own top left.

    Raises ValueError for fewer corners than FEWEST, more than MOST, and numbers that are not finite.
    """

    corners: tuple[Corner, ...]

    def __post_init__(self) -> None:
        if not FEWEST <= len(self.corners) <= MOST:
            raise ValueError(f"an outline has {FEWEST} to {MOST} corners, not {len(self.corners)}")
        if not all(isfinite(x) and isfinite(y) for x, y in self.corners):
            raise ValueError("an outline has corners that are no places")

    @classmethod
    def of(cls, box: Box) -> Self:
        """The four corners of a box, clockwise from its top left."""
        return cls(((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)))

    @property
    def box(self) -> Box:
        """The smallest upright box around it."""
        left, top = min(x for x, _ in self.corners), min(y for _, y in self.corners)
        return Box(left, top, max(x for x, _ in self.corners) - left, max(y for _, y in self.corners) - top)

    def towards(self, other: "Outline", part: float) -> "Outline":
        """The outline `part` of the way (0 to 1) to `other`, corner by corner.

        Raises ValueError when `other` has another number of corners.
        """
        pairs = zip(self.corners, other.corners, strict=True)
        return Outline(tuple((a + (c - a) * part, b + (d - b) * part) for (a, b), (c, d) in pairs))

    def carried(self, before: Box, after: Box) -> "Outline":
        """The outline taken along when the box `before` around it is moved and resized to `after`.

        What has no width or no height is only shifted that way.
        """
        across = after.width / before.width if before.width else 1.0
        down = after.height / before.height if before.height else 1.0
        return Outline(
            tuple((after.x + (x - before.x) * across, after.y + (y - before.y) * down) for x, y in self.corners)
        )

    def unfolded(self) -> "Outline":
        """The outline itself, or where four corners cross over, the same four in an order in which they do not.

        A quadrilateral folds when its corners are mixed up or turn over between two keyframes; what it was drawn
        around lies all over its hull then.
        """
        if len(self.corners) != 4:
            return self
        a, b, c, d = self.corners
        if _cross_over((a, b), (c, d)):
            return Outline((a, c, b, d))
        return Outline((a, b, d, c)) if _cross_over((b, c), (d, a)) else self

    def contains(self, x: float, y: float) -> bool:
        """Whether the point lies in what the outline hides."""
        return bool(self.inside(np.array([x]), np.array([y]))[0])

    def inside(self, x: NDArray[np.floating[Any]], y: NDArray[np.floating[Any]]) -> NDArray[np.bool_]:
        """Which of these points lie in what the outline hides: those that it goes round, however often, either way.

        `x` and `y` have the same shape of any number of dimensions, and so has what is given back.
        """
        corners = self.unfolded().corners
        turns = np.zeros(np.shape(x), np.int64)
        with np.errstate(over="ignore", invalid="ignore"):  # corners ages away
            for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True):
                side = (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0)
                turns += (y0 <= y) & (y < y1) & (side > 0)
                turns -= (y1 <= y) & (y < y0) & (side < 0)
        return np.asarray(turns != 0, np.bool_)


def _cross_over(one: tuple[Corner, Corner], other: tuple[Corner, Corner]) -> bool:
    """Whether two lines run through one another, not merely touch."""
    (a, b), (c, d) = one, other
    return _side(c, one) * _side(d, one) < 0 and _side(a, other) * _side(b, other) < 0


def _side(point: Corner, line: tuple[Corner, Corner]) -> int:
    """On which side of the line the point lies, -1 or 1; 0 on it."""
    a, b = line
    turn = (b[0] - a[0]) * (point[1] - a[1]) - (b[1] - a[1]) * (point[0] - a[0])
    return (turn > 0) - (turn < 0)
