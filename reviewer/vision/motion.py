"""Carries boxes from one frame to the next by sparse optical flow, and notices cuts."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

Grey = NDArray[np.uint8]
Boxes = NDArray[np.floating[Any]]
"""Shape (n, 4): x, y, width, height, in pixels of the grey picture."""

GRID = 5
"""Points along each side of a box; 25 survive some occlusion and cost little."""

ROUND_TRIP = 1.0
"""Pixels that a point may miss its start by when followed there and back (Kalal, Forward-Backward Error, 2010)."""

CUT_DIFFERENCE = 28.0
"""Mean change of grey levels from which two frames may belong to different shots."""

CUT_FOLLOWED = 0.3
"""Share of followed points below which such frames do."""

LARGEST_ZOOM = 0.12
"""How much a box may change its size from one frame to the next."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one step made of the boxes: where they are, how well they were followed (0 to 1), and the camera's motion.

    `trust` is the share of a box's points that came back to their start. `cut` says that the two frames seem to belong
    to different shots; a flash or a caption looks alike, so what is still followed well goes on all the same.
    `camera` is the median motion of the whole picture in pixels.
    """

    boxes: Boxes
    trust: NDArray[np.float64]
    camera: NDArray[np.float64]
    cut: bool


def carry(before: Grey, after: Grey, *, boxes: Boxes) -> Step:
    """Follow `boxes` from one grey picture to the next of the same size.

    Each box moves by the median motion of its points and scales by the median change of their distances
    (Kalal, Tracking-Learning-Detection, 2012); one that was lost moves with the camera.
    """
    height, width = before.shape
    everywhere = np.array([[0.0, 0.0, width, height]])
    starts = np.concatenate([_grid(b) for b in np.concatenate([everywhere, boxes])]).astype(np.float32)
    ends, good = _follow(before, after, starts=starts)
    share = GRID * GRID
    camera_good = good[:share]
    moved = (ends - starts)[:share][camera_good]
    camera = np.median(moved, axis=0).astype(np.float64) if len(moved) >= 4 else np.zeros(2)
    cut = _is_cut(before, after, followed=float(camera_good.mean()))
    carried, trust = boxes.copy(), np.zeros(len(boxes))
    for i in range(len(boxes)):
        part = slice((i + 1) * share, (i + 2) * share)
        trust[i] = good[part].mean()
        carried[i] = _moved(boxes[i], starts[part][good[part]], ends=ends[part][good[part]], otherwise=camera)
    return Step(carried, trust, camera, cut=cut)


def likeness(a: Grey, b: Grey, *, box_a: Boxes, box_b: Boxes) -> float:
    """How alike the two pictures are inside the two boxes: normalised correlation, -1 to 1; 0 where flat."""
    first, second = _patch(a, box_a), _patch(b, box_b)
    scale = float(first.std() * second.std())
    return float(((first - first.mean()) * (second - second.mean())).mean() / scale) if scale > 1.0 else 0.0


def _grid(box: Boxes) -> NDArray[np.float64]:
    """GRID x GRID points spread over the inner four fifths of a box."""
    places = 0.1 + 0.8 * (np.arange(GRID) + 0.5) / GRID
    x, y = np.meshgrid(box[0] + places * box[2], box[1] + places * box[3])
    return np.stack([x.ravel(), y.ravel()], axis=1)


def _follow(before: Grey, after: Grey, *, starts: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    options = {"winSize": (15, 15), "maxLevel": 3, "criteria": (3, 12, 0.03)}
    ends, found, _ = cv2.calcOpticalFlowPyrLK(before, after, starts, None, **options)  # type: ignore[call-overload]
    back, returned, _ = cv2.calcOpticalFlowPyrLK(after, before, ends, None, **options)  # type: ignore[call-overload]
    missed = np.linalg.norm(back - starts, axis=1)
    good = (found.ravel() == 1) & (returned.ravel() == 1) & (missed <= ROUND_TRIP)
    return ends, good


def _moved(
    box: Boxes, starts: NDArray[np.float32], *, ends: NDArray[np.float32], otherwise: NDArray[np.float64]
) -> NDArray[np.float64]:
    if len(starts) < 4:
        return np.array([box[0] + otherwise[0], box[1] + otherwise[1], box[2], box[3]])
    motion = np.median(ends - starts, axis=0)
    middle, now = np.median(starts, axis=0), np.median(ends, axis=0)
    spread = float(np.median(np.linalg.norm(starts - middle, axis=1)))
    zoom = float(np.median(np.linalg.norm(ends - now, axis=1))) / spread if spread > 1.0 else 1.0
    zoom = min(max(zoom, 1 - LARGEST_ZOOM), 1 + LARGEST_ZOOM)
    width, height = box[2] * zoom, box[3] * zoom
    x = box[0] + motion[0] - (width - box[2]) / 2
    y = box[1] + motion[1] - (height - box[3]) / 2
    return np.array([x, y, width, height])


def _is_cut(before: Grey, after: Grey, *, followed: float) -> bool:
    if followed > CUT_FOLLOWED:
        return False
    step = max(1, before.shape[1] // 160)
    small = before[::step, ::step].astype(np.int16) - after[::step, ::step]
    return float(np.abs(small).mean()) > CUT_DIFFERENCE


def _patch(grey: Grey, box: Boxes) -> NDArray[np.float32]:
    """The picture inside a box, 24 x 24; what lies outside the picture repeats its border."""
    x, y, width, height = box
    scale = np.array([[width / 24, 0, x + width / 48 - 0.5], [0, height / 24, y + height / 48 - 0.5]], np.float64)
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    patch = cv2.warpAffine(grey, scale, (24, 24), flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return patch.astype(np.float32)
