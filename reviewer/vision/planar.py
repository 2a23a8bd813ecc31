"""The corners of something flat: as parts of the box around them, and where they go from one picture to the next."""

from collections.abc import Mapping, Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Corners = NDArray[np.float64]
"""Shape (4, 2): x, y, clockwise from the thing's own top left."""

Cast = NDArray[np.float64]
"""Shape (4, 2): corners as parts of the box around them, from its top left."""

WHOLE: Cast = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
"""The corners of the box itself."""

FEWEST = 10
"""Points that must hold: four fix a homography, and the rest have to agree with it."""

AGREE = 0.6
"""Part of the points that must fit the motion."""

MISS = 1.5
"""Pixels that a point may lie beside where the motion puts it."""

PLAIN = 40.0
"""Length in pixels of the shortest side under which the points lie too close together to tell perspective from their
own noise: the corners then turn and grow only. By homographies a plate 30 pixels high became one of 38 in a second."""

ODD = 0.12
"""How far a corner may lie from where turning and growing alone would put it, in parts of the longest side."""

LEAST, MOST = 0.75, 1.33
"""How many times its area one step may leave it with."""


def carried_corners(corners: Corners, *, starts: Corners, ends: Corners) -> Corners | None:
    """The corners after the motion of the points `starts` (n, 2) to `ends` (n, 2); None where that is not to be had.

    A homography (Hartley and Zisserman, Multiple View Geometry, 2004, section 4.1), by consensus of the points, where
    the thing is large enough; a similarity otherwise, and where the homography bends it more than one step can.
    """
    if len(starts) < FEWEST:
        return None
    similar, held = cv2.estimateAffinePartial2D(starts, ends, method=cv2.RANSAC, ransacReprojThreshold=MISS)
    if similar is None or held is None or held.mean() < AGREE:
        return None
    turned = corners @ similar[:, :2].T + similar[:, 2]
    bent = _bent(corners, starts=starts, ends=ends)
    sides = np.linalg.norm(np.roll(turned, -1, axis=0) - turned, axis=1)
    if bent is not None and np.linalg.norm(bent - turned, axis=1).max() <= ODD * sides.max():
        turned = bent
    before, after = (_area(c) for c in (corners, turned))
    sound = np.isfinite(turned).all() and LEAST * abs(before) <= abs(after) <= MOST * abs(before)
    return np.asarray(turned, np.float64) if sound and before * after > 0 else None


def cast_of(corners: Corners, box: NDArray[np.floating[Any]]) -> Cast:
    """The corners as parts of the box (x, y, width, height)."""
    return np.asarray((corners - box[:2]) / np.maximum(box[2:], 1e-6), np.float64)


def corners_of(cast: Cast, box: NDArray[np.floating[Any]]) -> Corners:
    """The corners in the box (x, y, width, height)."""
    return np.asarray(box[:2] + cast * box[2:], np.float64)


def hull_of(corners: Corners) -> NDArray[np.float64]:
    """The box (x, y, width, height) around the corners."""
    low, high = corners.min(axis=0), corners.max(axis=0)
    return np.concatenate([low, high - low])


def cast_over(casts: Mapping[int, Cast], numbers: Sequence[int]) -> NDArray[np.float64]:
    """The cast in each of the frames `numbers`, (n, 4, 2): between those that are known on straight lines."""
    known = sorted(casts)
    values = np.stack([casts[n] for n in known]).reshape(len(known), 8)
    columns = [np.interp(numbers, known, values[:, k]) for k in range(8)]
    return np.stack(columns, axis=1).reshape(len(numbers), 4, 2)


def level(grey: NDArray[np.uint8], corners: Corners) -> NDArray[np.uint8]:
    """The picture between the corners, upright, 24 x 24; beyond its edges the picture repeats its border."""
    square = (WHOLE * 24 - 0.5).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(square, (corners - 0.5).astype(np.float32))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpPerspective(grey, matrix, (24, 24), flags=flags, borderMode=cv2.BORDER_REPLICATE).astype(np.uint8)


def _bent(corners: Corners, *, starts: Corners, ends: Corners) -> Corners | None:
    """The corners by a homography; None for what is small, and where the points do not agree on one."""
    if np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1).min() < PLAIN:
        return None
    matrix, held = cv2.findHomography(starts, ends, method=cv2.RANSAC, ransacReprojThreshold=MISS)
    if matrix is None or held.mean() < AGREE:
        return None
    return np.asarray(cv2.perspectiveTransform(corners[None], matrix)[0], np.float64)


def _area(corners: Corners) -> float:
    """The area by the shoelace formula, negative for what is wound the other way."""
    x, y = corners.T
    return float((x * np.roll(y, -1) - y * np.roll(x, -1)).sum() / 2)
