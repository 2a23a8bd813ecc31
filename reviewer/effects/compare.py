"""Compare a picture of a copy with what it should be: covered where it was decided, the original's elsewhere.

Thresholds allow for what an H.264 encoder takes away at the quality that copies are written with (x264, superfast,
CRF 20), and were set from honest copies of noisy, dark, fast and night footage. Between a picture and its honest
encoding, over blocks of eight by eight pixels, the mean of luma differed by at most 6 levels and that of chroma by 3;
the mean squared error of luma was at most 70 in flat blocks and 150 in the busiest, with 245 seen once.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.frame import Frame, Plane
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile, Quality
from reviewer.effects.patch import Patch

BLOCK = 8
"""Pixels across and down a block of luma; a block of chroma is as many samples."""

LUMA_STEP = 12.0
CHROMA_STEP = 6.0
"""Levels by which the mean of a block may differ."""

NOISE = 260.0
BUSY = 0.12
"""The mean squared error that a block may have: NOISE, and BUSY times the variance that it should have."""

QUIET = 0.6
"""Root mean square error below which nothing of the interior can be in it."""

DETAIL = 2.0
"""Standard deviation of an original's fine structure above which it has detail to look for."""

ENOUGH = 200
"""Pixels that a correlation needs; less agree by chance."""


@dataclass(frozen=True, slots=True)
class Rim:
    """How far inside its edge a region is judged, and how strictly.

    Ringing reaches `pixels` into regions whose least side is `side` or more; `level` is the root mean square error in
    luma that what is further inside may have. Detail survives when the error's correlation with the original's fine
    structure exceeds `likeness` and it holds more than `share` of that.
    """

    side: int
    pixels: int
    level: float
    likeness: float
    share: float


LOSS = {Quality.SMALLEST: 1.6}
"""How many times more than usual the encoder may leave inside of what is covered: of a mosaic in small pictures up to
7.5 levels at the smallest quality and 4.8 at the usual one, where what is not covered leaves 23 at least."""

RIMS = (Rim(24, 4, 5.0, 0.35, 0.1), Rim(12, 2, 7.0, 0.6, 0.3), Rim(0, 0, 10.0, 0.6, 0.5))
"""The widest that fits is used; in small regions ringing reaches everywhere."""

Levels = NDArray[np.integer[Any] | np.floating[Any]]
"""What OpenCV makes of planes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """How a picture of a copy departs from what it should be.

    `altered` is the smallest box around the blocks that differ, None when none does; `bare` are positions, in the
    patches given, of regions whose interior is not what covers them; `shown` of those where the original shows through.
    """

    altered: Box | None
    bare: tuple[int, ...] = ()
    shown: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return self.altered is not None or bool(self.bare) or bool(self.shown)


def loss_of(profile: Profile) -> float:
    """How many times more than usual the encoder may take away: also that of a computer's graphics, which differ."""
    return LOSS[Quality.SMALLEST] if profile.hardware else LOSS.get(profile.quality, 1.0)


def compare(
    copy: Frame, expected: Frame, *, original: Frame | None, patches: Iterable[Patch], loss: float = 1.0
) -> Differences:
    """How `copy` departs from `expected`, which is the original with `patches` covered; all of one size.

    `loss` is how many times more than usual may be left inside of what is covered (see `loss_of`). Without the
    `original` nothing is said about detail that shows through. Raises ValueError for unequal sizes.
    """
    if any(a.shape != b.shape for a, b in zip(copy.planes, expected.planes, strict=True)):
        raise ValueError("pictures of different sizes cannot be compared")
    apart = cv2.absdiff(copy.luma, expected.luma)
    squared = cv2.multiply(apart, apart, dtype=cv2.CV_16U)
    bare, shown = [], []
    for position, place in enumerate(patches):
        inside, rim = _interior(place)
        error = _mean(squared[place.luma], inside) ** 0.5
        if error > loss * rim.level:
            bare.append(position)
        elif original is not None and error > QUIET:
            was, at = original.luma[place.luma], place.luma
            if _survives(copy.luma[at], expected.luma[at], original=was, inside=inside, rim=rim):
                shown.append(position)
    return Differences(altered=_altered(copy, expected, squared=squared), bare=tuple(bare), shown=tuple(shown))


def _altered(copy: Frame, expected: Frame, *, squared: Levels) -> Box | None:
    """The smallest box around the blocks of luma or chroma that differ by more than a codec makes them."""
    luma = _luma_blocks(copy.luma, expected.luma, squared=squared)
    chroma = _chroma_blocks(copy.blue, expected.blue) | _chroma_blocks(copy.red, expected.red)
    boxes = [_around(luma, BLOCK), _around(chroma, 2 * BLOCK)]
    found = [b for b in boxes if b is not None]
    if not found:
        return None
    left, top = min(b.x for b in found), min(b.y for b in found)
    right = min(max(b.right for b in found), copy.width)
    bottom = min(max(b.bottom for b in found), copy.height)
    return Box(left, top, right - left, bottom - top)


def _luma_blocks(copy: Plane, expected: Plane, *, squared: Levels) -> NDArray[np.bool_]:
    error = _blocks(squared)
    different = error > LUMA_STEP**2
    if not different.any():  # a mean cannot be further off than the root of the mean square
        return np.asarray(different, np.bool_)
    is_mean, should_mean = _blocks(copy.astype(np.float32)), _blocks(expected.astype(np.float32))
    should_square = _blocks(cv2.multiply(expected, expected, dtype=cv2.CV_16U))
    variance = np.maximum(should_square - should_mean**2, 0)
    wrong = (np.abs(is_mean - should_mean) > LUMA_STEP) | (error > NOISE + BUSY * variance)
    return np.asarray(different & wrong, np.bool_)


def _chroma_blocks(copy: Plane, expected: Plane) -> NDArray[np.bool_]:
    return np.asarray(np.abs(_blocks(copy) - _blocks(expected)) > CHROMA_STEP, np.bool_)


def _blocks(plane: Levels) -> NDArray[np.float32]:
    """The mean of each block, float32 in steps of the plane's type; where the edge cuts a block, it is repeated."""
    down, right = -plane.shape[0] % BLOCK, -plane.shape[1] % BLOCK
    if down or right:
        plane = cv2.copyMakeBorder(plane, 0, down, 0, right, cv2.BORDER_REPLICATE)
    size = (plane.shape[1] // BLOCK, plane.shape[0] // BLOCK)
    return cv2.resize(plane, size, interpolation=cv2.INTER_AREA).astype(np.float32)


def _around(blocks: NDArray[np.bool_], side: int) -> Box | None:
    rows, columns = np.nonzero(blocks)
    if not rows.size:
        return None
    x, y = int(columns.min()), int(rows.min())
    return Box(x * side, y * side, (int(columns.max()) + 1 - x) * side, (int(rows.max()) + 1 - y) * side)


def _interior(place: Patch) -> tuple[NDArray[np.bool_], Rim]:
    """Which pixels of the patch lie inside the rim that ringing reaches, and that rim."""
    mask = place.luma_mask
    height, width = place.bottom - place.top, place.right - place.left
    touched = np.ones((height, width), np.uint8) if mask is None else mask.astype(np.uint8)
    across = min(height, width) if mask is None else min(height, width, _thickness(touched))
    for rim in RIMS:
        if across >= rim.side:
            kernel = np.ones((2 * rim.pixels + 1, 2 * rim.pixels + 1), np.uint8)
            within = cv2.erode(touched, kernel, borderType=cv2.BORDER_CONSTANT, borderValue=(0,)).astype(np.bool_)
            if within.any():
                return within, rim
    return touched.astype(np.bool_), RIMS[-1]


def _thickness(touched: NDArray[np.uint8]) -> float:
    """How many pixels what is touched is across where it is thickest: what lies aslant may be thin in a large patch."""
    walled = cv2.copyMakeBorder(touched, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=(0,))
    return 2 * float(cv2.distanceTransform(walled, cv2.DIST_L2, cv2.DIST_MASK_PRECISE).max())


def _mean(values: Levels, inside: NDArray[np.bool_]) -> float:
    return float(cv2.mean(values, mask=inside.astype(np.uint8))[0])


def _survives(copy: Plane, expected: Plane, *, original: Plane, inside: NDArray[np.bool_], rim: Rim) -> bool:
    """Whether what is left over inside a patch is like the original's fine structure there."""
    if int(inside.sum()) < ENOUGH:
        return False
    left = _fine(cv2.subtract(copy, expected, dtype=cv2.CV_32F))[inside]
    was = _fine(original)[inside]
    spread, common = float(was.std()), float(np.mean((left - left.mean()) * (was - was.mean())))
    if spread < DETAIL:
        return False
    return common > rim.likeness * spread * float(left.std()) and common > rim.share * spread**2


def _fine(values: Levels) -> NDArray[np.float32]:
    """What remains of a picture without what is smooth over nine pixels."""
    wide = values.astype(np.float32)
    return np.asarray(cv2.subtract(wide, cv2.blur(wide, (9, 9))), np.float32)
