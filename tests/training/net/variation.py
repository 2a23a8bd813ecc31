"""Several views of one training picture: making a picture costs more than learning from it."""

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.vision.quads import Quads, areas, widths, within

LEAST_WIDTH = 10.0
"""Pixels under which a plate is not asked for."""

LEAST_SEEN = 0.4
"""Part of a plate that must be seen for it to be asked for."""

LARGER = 1.3
"""How far a view may enlarge the picture: beyond that it shows pixels, not plates."""

OUTSIDE = (110, 110, 110)
"""Colour beyond the picture's edge, of which a view that turns or shrinks it may show some."""


class Labelled(Protocol):
    """A picture and its plates, as the generator gives them."""

    @property
    def picture(self) -> NDArray[np.uint8]:
        """Blue, green, red: (height, width, 3)."""

    @property
    def corners(self) -> Quads:
        """(n, 4, 2), clockwise from each plate's own top left, in pixels from the picture's edge."""

    @property
    def visible(self) -> NDArray[np.float32]:
        """The part of each plate that is seen."""

    @property
    def ignore(self) -> NDArray[np.bool_]:
        """Which are neither to be found nor to be denied."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A square picture (side, side, 3) in BGR and its plates in it, as Labelled has them."""

    picture: NDArray[np.uint8]
    quads: Quads
    ignore: NDArray[np.bool_]


def view(source: Labelled, side: int, *, rng: np.random.Generator) -> View:
    """A view of `side` pixels: a random part, scaled, seldom turned by some degrees, in half of them mirrored."""
    high, wide = source.picture.shape[:2]
    matrix = _placed((wide, high), side, rng=rng)
    shrinking = float(np.hypot(*matrix[0, :2])) < 0.9
    how = cv2.INTER_AREA if shrinking and not matrix[0, 1] else cv2.INTER_LINEAR
    picture = _warped(source.picture, matrix, side=side, how=how)
    picture = _lit(picture, rng)
    quads = source.corners @ matrix[:, :2].T.astype(np.float32) + matrix[:, 2].astype(np.float32)
    if rng.random() < 0.5:
        picture, quads = np.ascontiguousarray(picture[:, ::-1]), mirrored(quads, side)
    return _judged(View(picture, np.asarray(quads, np.float32), source.ignore.copy()), source)


def mirrored(quads: Quads, width: float) -> Quads:
    """The quads in a picture of `width` pixels seen left to right: they still start top left and run clockwise."""
    flipped = quads.copy()
    flipped[..., 0] = width - flipped[..., 0]
    return flipped[:, [1, 0, 3, 2]]


def _placed(size: tuple[int, int], side: int, *, rng: np.random.Generator) -> NDArray[np.float64]:
    """The affine map (2, 3) from the picture's pixels to the view's."""
    least = min(1.0, side / min(size))
    scale = float(np.exp(rng.uniform(np.log(least), np.log(LARGER))))
    turn = np.radians(float(rng.normal(0, 8))) if rng.random() < 0.2 else 0.0
    cos, sin = np.cos(turn) * scale, np.sin(turn) * scale
    shown = np.array([side, side]) / scale
    room = np.array(size) - shown
    start = np.array([float(rng.uniform(min(0, r), max(0, r))) for r in room])
    middle = start + shown / 2
    rotation = np.array([[cos, -sin], [sin, cos]])
    return np.concatenate([rotation, (side / 2 - rotation @ middle)[:, None]], axis=1)


def _warped(picture: NDArray[np.uint8], matrix: NDArray[np.float64], *, side: int, how: int) -> NDArray[np.uint8]:
    """The view; when it only shrinks, by areas, as a scan of a whole frame does."""
    if how == cv2.INTER_AREA:
        scale = matrix[0, 0]
        before = picture.shape[1::-1]
        size = tuple(max(1, round(s * scale)) for s in before)
        picture = np.asarray(cv2.resize(picture, size, interpolation=how), np.uint8)
        # Whole pixels are not quite the scale that was meant: the warp makes up for the rest.
        rest = np.diag([scale * b / s for b, s in zip(before, size, strict=True)])
        matrix = np.concatenate([rest, matrix[:, 2:]], axis=1)
    # OpenCV's pixels have their middles at whole numbers, ours at halves.
    moved = matrix.copy()
    moved[:, 2] += matrix[:, :2] @ np.array([0.5, 0.5]) - 0.5
    warped = cv2.warpAffine(
        picture, moved, (side, side), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=OUTSIDE
    )
    return np.asarray(warped, np.uint8)


def _lit(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """A little lighter or darker, harder or softer, and seldom without colour."""
    gain, shift = np.exp(rng.normal(0, 0.12)), rng.normal(0, 8)
    table = np.clip(np.arange(256) * gain + shift, 0, 255).astype(np.uint8)
    picture = np.asarray(cv2.LUT(picture, table), np.uint8)
    if rng.random() < 0.05:
        grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
        picture = np.asarray(cv2.merge((grey, grey, grey)), np.uint8)
    return picture


def _judged(shown: View, source: Labelled) -> View:
    """The view with plates ignored that it makes too small or shows too little of; those outside it are left out."""
    side = shown.picture.shape[1]
    high, wide = source.picture.shape[:2]
    before = np.array([_area(within(q, (wide, high))) for q in source.corners])
    scale = areas(shown.quads) / np.maximum(areas(source.corners), 1e-6)
    after = np.array([_area(within(q, (side, side))) for q in shown.quads])
    seen = source.visible * after / np.maximum(before * scale, 1e-6)
    ignore = shown.ignore | (seen < LEAST_SEEN) | (widths(shown.quads) < LEAST_WIDTH)
    inside = after > 0
    return View(shown.picture, shown.quads[inside], ignore[inside])


def _area(part: Quads) -> float:
    return float(areas(part[None])[0]) if len(part) >= 3 else 0.0
