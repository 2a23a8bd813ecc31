"""Plain geometry of quadrilaterals: arrays (n, 4, 2) of x, y, clockwise from the plate's own top left."""

import cv2
import numpy as np
from numpy.typing import NDArray

Quads = NDArray[np.float32]


def widths(quads: Quads) -> NDArray[np.float32]:
    """The mean length of the upper and the lower side of each."""
    return _mean_length(quads, ((0, 1), (3, 2)))


def heights(quads: Quads) -> NDArray[np.float32]:
    """The mean length of the left and the right side of each."""
    return _mean_length(quads, ((0, 3), (1, 2)))


def boxes(quads: Quads) -> NDArray[np.float32]:
    """The upright boxes around them: (n, 4) of left, top, right, bottom."""
    return np.concatenate([quads.min(axis=1), quads.max(axis=1)], axis=1).reshape(-1, 4)


def areas(quads: Quads) -> NDArray[np.float32]:
    """Their areas, by the shoelace formula; one that is folded or runs the other way round counts as it is wound."""
    x, y = quads[..., 0], quads[..., 1]
    wound = x * np.roll(y, -1, axis=1) - y * np.roll(x, -1, axis=1)
    return np.asarray(np.abs(wound.sum(axis=1)) / 2, np.float32)


def within(quad: Quads, size: tuple[int, int]) -> Quads:
    """The part (m, 2) of one convex quad (4, 2) that lies in a picture of size (width, height); empty when none does.

    Clips one edge of the picture after the other (Sutherland and Hodgman, 1974).
    """
    part = [np.asarray(p, np.float64) for p in quad]
    for axis, bound, sign in ((0, 0.0, 1), (0, float(size[0]), -1), (1, 0.0, 1), (1, float(size[1]), -1)):
        part = _clipped(part, axis, bound=bound, sign=sign)
    return np.asarray(part, np.float32).reshape(-1, 2)


def overlap(first: Quads, second: Quads) -> float:
    """Intersection over union of two convex quads (4, 2)."""
    shared, _ = cv2.intersectConvexConvex(np.ascontiguousarray(first), np.ascontiguousarray(second))
    both = float(areas(first[None])[0] + areas(second[None])[0]) - shared
    return float(shared) / both if both > 0 else 0.0


def _clipped(part: list[NDArray[np.float64]], axis: int, *, bound: float, sign: int) -> list[NDArray[np.float64]]:
    kept: list[NDArray[np.float64]] = []
    for here, there in zip(part, part[1:] + part[:1], strict=True):
        a, b = sign * (here[axis] - bound), sign * (there[axis] - bound)
        if a >= 0:
            kept.append(here)
        if (a >= 0) != (b >= 0):
            kept.append(here + (there - here) * (a / (a - b)))
    return kept


def _mean_length(quads: Quads, sides: tuple[tuple[int, int], ...]) -> NDArray[np.float32]:
    lengths = [np.hypot(*(quads[:, far] - quads[:, near]).T) for near, far in sides]
    return np.asarray(sum(lengths) / len(lengths), np.float32)
