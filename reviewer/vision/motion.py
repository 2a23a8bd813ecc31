"""Carries boxes from one frame to the next by sparse optical flow inside and around each of them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.vision.planar import WHOLE
from reviewer.vision.scene import relit

Grey = NDArray[np.uint8]
Boxes = NDArray[np.floating[Any]]
"""Shape (n, 4): x, y, width, height, in pixels of the grey picture."""

GRID = 5
"""Points along each side of a box; 25 survive some occlusion and cost little."""

ROUND_TRIP = 1.0
"""Pixels that a point may miss its start by when followed there and back (Kalal, Forward-Backward Error, 2010)."""

FEWEST = 4
"""Points that must hold for a box to be moved by them rather than by what was expected."""

LARGEST_ZOOM = 0.12
"""How much a box may change its size from one frame to the next."""

CELL = (112, 80)
"""Width and height of the picture of one box and what surrounds it; the cost of a step is that of its cells."""

INNER = (72, 40)
"""The most that the box itself takes of its cell; the rest is room to move."""

LARGEST = 1.5
"""How many times a small box is enlarged at most: what lies around a small one helps to follow it."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one step made of the boxes: where they are, and how well they were followed (0 to 1).

    `trust` is the share of a box's points that came back to their start; `starts` and `ends`, (n, points, 2), are where
    these were and are, in pixels of the grey pictures, and `good` (n, points) says which came back.
    """

    boxes: Boxes
    trust: NDArray[np.float64]
    starts: NDArray[np.float64]
    ends: NDArray[np.float64]
    good: NDArray[np.bool_]

    def points(self, number: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where the points of one box that were followed were and are, each (m, 2)."""
        held = self.good[number]
        return self.starts[number, held], self.ends[number, held]

    @classmethod
    def unseen(cls, boxes: Boxes, *, expected: Boxes, trust: float) -> Self:
        """A step in which nobody looked: every box where it was expected."""
        moved, count = np.array(boxes, np.float64), len(boxes)
        moved[:, :2] += expected
        points = np.zeros((count, GRID * GRID, 2))
        return cls(moved, np.full(count, trust), points, points.copy(), np.zeros((count, GRID * GRID), np.bool_))

    def put(self, numbers: Sequence[int], other: Self) -> None:
        """Take over another step's boxes as those of `numbers`."""
        for mine in ("boxes", "trust", "starts", "ends", "good"):
            getattr(self, mine)[numbers] = getattr(other, mine)


def carry(
    before: Grey, after: Grey, *, boxes: Boxes, expected: Boxes, casts: NDArray[np.float64] | None = None
) -> Step:
    """Follow `boxes` from one grey picture to the next of the same size, near where they are `expected` to have moved.

    `expected` has shape (n, 2), pixels right and down. The points lie within the four corners `casts`, (n, 4, 2), parts
    of the boxes from their top left clockwise, or all over the boxes. Each box moves by the median motion of its points
    and scales by the median change of their distances (Kalal, Tracking-Learning-Detection, 2012); one that was lost
    moves as expected. Every box is followed in a cell of its own, scaled so that its details are of one size.
    """
    here, expected = np.asarray(boxes, np.float64), np.asarray(expected, np.float64)
    centres = here[:, :2] + here[:, 2:] / 2
    scales = np.minimum((np.array(INNER) / np.maximum(here[:, 2:], 1.0)).min(axis=1), LARGEST)
    corners, size = _places(len(boxes))
    first, second = np.zeros(size, np.uint8), np.zeros(size, np.uint8)
    for (x, y), centre, there, scale in zip(
        corners.tolist(), centres, centres + expected, scales.tolist(), strict=True
    ):
        part = (slice(y, y + CELL[1]), slice(x, x + CELL[0]))
        first[part] = _cell(before, centre.tolist(), scale=scale)
        second[part] = _cell(after, there.tolist(), scale=scale)
    second = relit(second, like=first)  # flow takes the same thing to stay as light as it was
    # Points as offsets from the centre of their cells, (n, 25, 2).
    starts = _grid(casts) * (here[:, None, 2:] * scales[:, None, None])
    origins = corners[:, None] + np.array(CELL) / 2
    ends, missed = _follow(first, second, starts=(starts + origins).astype(np.float32))
    good = missed <= np.maximum(ROUND_TRIP, scales * ROUND_TRIP)[:, None]
    starts, ends = (p / scales[:, None, None] for p in (starts, ends - origins))
    carried = _moved(here, starts, ends=ends, good=good)
    carried[:, :2] += expected
    middles = centres[:, None]
    return Step(carried, good.mean(axis=1), starts + middles, ends + middles + expected[:, None], good)


def likeness(a: Grey, b: Grey, *, box_a: Boxes, box_b: Boxes) -> float:
    """How alike the two pictures are inside the two boxes: normalised correlation, -1 to 1; 0 where flat."""
    return similarity(patch(a, box_a), patch(b, box_b))


def similarity(a: Grey, b: Grey) -> float:
    """How alike two pictures of the same size are: normalised correlation, -1 to 1; 0 where flat."""
    first, second = a.astype(np.float32), b.astype(np.float32)
    scale = float(first.std() * second.std())
    return float(((first - first.mean()) * (second - second.mean())).mean() / scale) if scale > 1.0 else 0.0


def _places(count: int) -> tuple[NDArray[np.intp], tuple[int, int]]:
    """The top left corners of so many cells, (n, 2), and the shape of the picture that holds them."""
    across = max(1, int(np.ceil(np.sqrt(count * CELL[1] / CELL[0]))))
    numbers = np.arange(count)
    corners = np.stack([numbers % across * CELL[0], numbers // across * CELL[1]], axis=1)
    return corners, (-(-count // across) * CELL[1], across * CELL[0])


def _cell(grey: Grey, centre: Sequence[float], *, scale: float) -> Grey:
    """What lies around `centre`, at that scale; beyond the picture its border is repeated."""
    level = max(0, math.floor(math.log2(1 / scale)))
    step = 1 << level
    spans, starts = [], []
    for side, middle, limit in zip(CELL, centre, (grey.shape[1], grey.shape[0]), strict=True):
        start = middle - side / (2 * scale)
        low = int(min(max(math.floor(start) - step * 2, 0), max(0, limit - step * 2))) // step * step
        high = int(min(max(math.ceil(start + side / scale) + step * 2, low + step * 2), limit))
        spans.append(slice(low, high))
        starts.append((start - low) / step)
    part = grey[spans[1], spans[0]]
    for _ in range(level):  # less detail than the cell can show would only flicker in it
        part = cv2.pyrDown(part).astype(np.uint8, copy=False)
    inner = 1 / (scale * step)
    matrix = np.array([[inner, 0, starts[0]], [0, inner, starts[1]]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    cell = cv2.warpAffine(part, matrix, CELL, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return cell.astype(np.uint8, copy=False)


def _grid(casts: NDArray[np.float64] | None) -> NDArray[np.float64]:
    """GRID x GRID points spread over the inner four fifths of each cast, (n, 25, 2), or of the box itself, (1, 25, 2).

    They are parts of the box's sides from its centre.
    """
    places = 0.5 + 0.8 * ((np.arange(GRID) + 0.5) / GRID - 0.5)
    x, y = (v.ravel()[None, :, None] for v in np.meshgrid(places, places))
    first, second, third, fourth = (c[:, None] for c in np.moveaxis(WHOLE[None] if casts is None else casts, 1, 0))
    return np.asarray((first * (1 - x) + second * x) * (1 - y) + (fourth * (1 - x) + third * x) * y - 0.5, np.float64)


def _follow(
    before: Grey, after: Grey, *, starts: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Where points (n, 25, 2) end, and by how much each misses its start on the way back; infinite when lost."""
    options = {"winSize": (13, 13), "maxLevel": 2, "criteria": (3, 10, 0.03)}
    flat = np.ascontiguousarray(starts.reshape(-1, 2))
    ends, found, _ = cv2.calcOpticalFlowPyrLK(before, after, flat, None, **options)  # type: ignore[call-overload]
    back, returned, _ = cv2.calcOpticalFlowPyrLK(after, before, ends, None, **options)  # type: ignore[call-overload]
    missed = np.linalg.norm(back - flat, axis=1).astype(np.float64)
    missed[(found.ravel() != 1) | (returned.ravel() != 1)] = np.inf
    return ends.reshape(starts.shape), missed.reshape(starts.shape[:2])


def _moved(
    boxes: NDArray[np.float64], starts: NDArray[np.float64], *, ends: NDArray[np.float64], good: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Where points say that boxes are, apart from the motion that was expected of all their points."""
    held = good.sum(axis=1) >= FEWEST
    middle, now = (np.stack([_median(p[..., k], good) for k in (0, 1)], axis=1) for p in (starts, ends))
    motion = np.stack([_median((ends - starts)[..., k], good) for k in (0, 1)], axis=1)
    spread, spread_now = (
        _median(np.linalg.norm(p - m[:, None], axis=2), good) for p, m in ((starts, middle), (ends, now))
    )
    zoom = np.where(spread > 1.0, spread_now / np.maximum(spread, 1e-6), 1.0)
    zoom = np.where(held, np.clip(zoom, 1 - LARGEST_ZOOM, 1 + LARGEST_ZOOM), 1.0)
    motion = np.where(held[:, None], motion, 0.0)
    sizes = boxes[:, 2:] * zoom[:, None]
    corners = boxes[:, :2] + motion - (sizes - boxes[:, 2:]) / 2
    return np.concatenate([corners, sizes], axis=1)


def _median(values: NDArray[np.float64], good: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The median of each row's good values; 0 where a row has none."""
    ordered = np.sort(np.where(good, values, np.inf), axis=1)
    count = good.sum(axis=1)
    rows = np.arange(len(values))
    low, high = ordered[rows, np.maximum(count - 1, 0) // 2], ordered[rows, np.minimum(count // 2, good.shape[1] - 1)]
    return np.where(count > 0, (low + np.where(count > 0, high, 0.0)) / 2, 0.0)


def patch(grey: Grey, box: Boxes) -> Grey:
    """The picture inside a box, 24 x 24; what lies outside the picture repeats its border."""
    x, y, width, height = box
    scale = np.array([[width / 24, 0, x + width / 48 - 0.5], [0, height / 24, y + height / 48 - 0.5]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(grey, scale, (24, 24), flags=flags, borderMode=cv2.BORDER_REPLICATE).astype(np.uint8)
