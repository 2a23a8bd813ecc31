"""From the network's maps to plates: peaks of the heat, their corners, and one of several that mean the same plate."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.vision.quads import Quads, areas, boxes, overlap

Maps = NDArray[np.float32]

STRIDE = 4
"""Pixels of the network's input frame for one cell of the maps."""

MOST = 300
"""Peaks that are looked at in one picture, the best: a wall of signs must not cost more than a street."""

SAME = 0.3
"""Intersection over union from which two quads are one plate: plates never lie over one another."""

ALIKE = 2.5
"""How many times larger or smaller a quad may be that is the same plate as the one in which its middle lies."""

LARGEST = 7.0
"""Of the logarithm of a size in cells: 1,100 cells, more than any frame has."""


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """Plates, best first: corners (n, 4, 2) in pixels, clockwise from the plate's own top left, and scores (n,)."""

    quads: Quads
    scores: NDArray[np.float32]

    def scaled(self, x: float, y: float) -> "Found":
        """The same plates in a picture that is so many times wider and higher."""
        return Found(self.quads * np.array([x, y], np.float32), self.scores)

    def moved(self, x: float, y: float) -> "Found":
        """The same plates in a picture that reaches so many pixels further to the left and up."""
        return Found(self.quads + np.array([x, y], np.float32), self.scores)


def decoded(heat: Maps, geometry: Maps, *, threshold: float) -> Found:
    """The plates of at least `threshold` in a heat map (h, w) of probabilities and its geometry (9, h, w).

    Corners are in pixels of the network's input frame, STRIDE times the maps' size. Cells that are
    not numbers are no plates.
    """
    heat = np.nan_to_num(np.ascontiguousarray(heat, np.float32), nan=0.0)
    peaks = (heat >= threshold) & (heat >= np.asarray(cv2.dilate(heat, np.ones((3, 3), np.uint8))))
    rows, columns = np.nonzero(peaks)
    best = np.argsort(-heat[rows, columns], kind="stable")[:MOST]
    rows, columns = rows[best], columns[best]
    numbers = geometry[:, rows, columns].astype(np.float32)
    size = np.exp(np.clip(numbers[0], -LARGEST, LARGEST))
    offsets = numbers[1:].T.reshape(-1, 4, 2) * size[:, None, None]
    middles = np.stack([columns + 0.5, rows + 0.5], axis=1).astype(np.float32)
    quads = np.asarray((middles[:, None] + offsets) * STRIDE, np.float32)
    sound = np.isfinite(quads).all(axis=(1, 2))
    return distinct(Found(quads[sound], heat[rows, columns][sound]))


def distinct(found: Found) -> Found:
    """Of quads that mean the same plate only the best; the work is bounded by MOST."""
    order = np.argsort(-found.scores, kind="stable")[:MOST]
    quads, scores = found.quads[order], found.scores[order]
    alike, near = _alike(quads), _touching(quads)
    open_still = np.ones(len(quads), bool)
    kept = []
    for number in range(len(quads)):
        if not open_still[number]:
            continue
        kept.append(number)
        open_still &= ~alike[number]
        for other in np.nonzero(open_still & near[number])[0]:
            if other > number and overlap(quads[number], quads[other]) >= SAME:
                open_still[other] = False
    return Found(quads[kept], scores[kept])


def merged(parts: list[Found]) -> Found:
    """The plates of several looks at one picture, each plate once."""
    if not parts:
        return Found(np.zeros((0, 4, 2), np.float32), np.zeros(0, np.float32))
    return distinct(Found(np.concatenate([p.quads for p in parts]), np.concatenate([p.scores for p in parts])))


def _alike(quads: Quads) -> NDArray[np.bool_]:
    """(n, n): whether the middle of the second lies in the first, and both are of like size."""
    sides = np.roll(quads, -1, axis=1) - quads
    to_middles = quads.mean(axis=1)[None, :, None] - quads[:, None]
    crossed = sides[:, None, :, 0] * to_middles[..., 1] - sides[:, None, :, 1] * to_middles[..., 0]
    inside = (crossed >= 0).all(axis=2) | (crossed <= 0).all(axis=2)
    size = np.sqrt(np.maximum(areas(quads), 1e-6))
    ratio = size[:, None] / size[None]
    return np.asarray(inside & (ratio <= ALIKE) & (ratio >= 1 / ALIKE), np.bool_)


def _touching(quads: Quads) -> NDArray[np.bool_]:
    """(n, n): whether their upright boxes overlap."""
    around = boxes(quads)
    near, far = around[:, :2], around[:, 2:]
    return np.asarray(((near[:, None] < far[None]) & (near[None] < far[:, None])).all(axis=2), np.bool_)
