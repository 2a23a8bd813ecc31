"""Which pixels a shape touches, rounded outward to what shares a chroma sample.

In 4:2:0 two by two pixels of luma share one sample of each chroma; in interlaced pictures the rows of one field do, so
four rows belong together (ITU-T H.264 section 6.2, figure 6-3). A block is hidden whole as soon as the shape touches
it, in all three planes: no fringe of the original's colour stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, isfinite, pi, sin

import numpy as np
from numpy.typing import NDArray

from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Shape
from reviewer.effects.polygon import Blocks, inside, touched

BLOCK = 2
INTERLACED_BLOCK = 4

ROUND = 96
"""Corners that stand for an ellipse of which all around is hidden; they lie on it, so that less than it shows."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The picture that patches are cut from: its size, and whether alternate rows are of different moments."""

    width: int
    height: int
    interlaced: bool = False

    @property
    def step(self) -> int:
        """Pixels a block is wide and high; both, since an interlaced picture may have been turned upright."""
        return INTERLACED_BLOCK if self.interlaced else BLOCK


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """The part of a picture that a shape touches.

    `left`, `top` (both even), `right` and `bottom` bound it in pixels, inside the picture. `mask` says of each two by
    two pixels whether they are touched, bool of shape (rows, columns) rounded up; None when all are.
    """

    left: int
    top: int
    right: int
    bottom: int
    mask: NDArray[np.bool_] | None = None

    @property
    def luma(self) -> tuple[slice, slice]:
        """Rows and columns in the luma plane."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def chroma(self) -> tuple[slice, slice]:
        """Rows and columns in the chroma planes."""
        return slice(self.top // 2, (self.bottom + 1) // 2), slice(self.left // 2, (self.right + 1) // 2)

    @property
    def luma_mask(self) -> NDArray[np.bool_] | None:
        """The mask by pixel of luma."""
        if self.mask is None:
            return None
        whole = self.mask.repeat(2, axis=0).repeat(2, axis=1)
        return whole[: self.bottom - self.top, : self.right - self.left]


def patch(box: Box, shape: Shape, *, grid: Grid, outline: Outline | None = None) -> Patch | None:
    """What `box`, the ellipse in it, or of a polygon its `outline` touches of the picture; None when that is nothing.

    A polygon without an outline touches what its box does. A box without area touches the block that it lies in.
    Raises ValueError when a number of the box is not finite.
    """
    inner = outline if shape is Shape.POLYGON else None
    box = box if inner is None else inner.box
    if not all(isfinite(v) for v in (box.x, box.y, box.width, box.height)):
        raise ValueError(f"a region has a box that is no box: {box}")
    left, right = _touched(box.x, box.right, size=grid.width, step=grid.step)
    top, bottom = _touched(box.y, box.bottom, size=grid.height, step=grid.step)
    if left >= right or top >= bottom:
        return None
    whole = Patch(left, top, right, bottom)
    if shape is Shape.ELLIPSE:
        return Patch(left, top, right, bottom, _ellipse(box, whole, grid=grid))
    return whole if inner is None else _polygon(inner, whole, grid=grid)


Form = tuple[Box, Shape, Outline | None]
"""A shape as it lies in a frame."""


def remainder(forms: Iterable[Form], *, grid: Grid) -> Patch | None:
    """All of the picture but the blocks that lie wholly in one of the shapes; None when nothing is left of it.

    Raises ValueError when a number of a box is not finite.
    """
    whole = Patch(0, 0, grid.width, grid.height)
    columns = Blocks(0, -(-grid.width // grid.step), grid.step, _slack(grid.width))
    rows = Blocks(0, -(-grid.height // grid.step), grid.step, _slack(grid.height))
    shown = np.zeros((rows.count, columns.count), np.bool_)
    for box, shape, outline in forms:
        if not all(isfinite(v) for v in (box.x, box.y, box.width, box.height)):
            raise ValueError(f"a region has a box that is no box: {box}")
        shown |= inside(_form(box, shape, outline=outline), columns=columns, rows=rows)
    if not shown.any():
        return whole
    mask = _by_twos(~shown, whole, grid=grid)
    return Patch(whole.left, whole.top, whole.right, whole.bottom, mask) if mask.any() else None


def _form(box: Box, shape: Shape, *, outline: Outline | None) -> Outline:
    """The shape by its corners; an ellipse by so many that it bulges out of them by less than a pixel."""
    if shape is Shape.POLYGON and outline is not None:
        return outline
    if shape is not Shape.ELLIPSE:
        return Outline.of(box)
    (x, y), across, down = box.centre, box.width / 2, box.height / 2
    turns = (2 * pi * n / ROUND for n in range(ROUND))
    return Outline(tuple((x + across * cos(t), y + down * sin(t)) for t in turns))


def _slack(size: int) -> int:
    # With an odd number of columns, a picture that was turned half way round has its chroma shifted by one pixel:
    # sample j then belongs to the columns 2j - 1 and 2j. Counting both ways hides the edge in either.
    return size % 2


def _touched(start: float, end: float, *, size: int, step: int) -> tuple[int, int]:
    low, high = min(start, end), max(start, end)
    first = int(low // step) * step
    stop = -int(-(high + _slack(size)) // step) * step
    return max(first, 0), min(max(stop, first + step), size)


def _ellipse(box: Box, whole: Patch, *, grid: Grid) -> NDArray[np.bool_]:
    """Which two by two pixels the ellipse touches: those of whose block the nearest point lies in it."""
    across = _nearest(whole.left, whole.right, step=grid.step, slack=_slack(grid.width), ends=(box.x, box.right))
    down = _nearest(whole.top, whole.bottom, step=grid.step, slack=_slack(grid.height), ends=(box.y, box.bottom))
    return _by_twos(across[None, :] ** 2 + down[:, None] ** 2 <= 1.0 + 1e-9, whole, grid=grid)


def _nearest(first: int, stop: int, *, step: int, slack: int, ends: tuple[float, float]) -> NDArray[np.float64]:
    """How far the nearest point of each block is from the middle between `ends`, as a part of half their distance."""
    middle, half = (ends[0] + ends[1]) / 2, max(abs(ends[1] - ends[0]) / 2, 0.5)
    starts = np.arange(first, stop, step)
    nearest = np.clip(middle, starts - slack, starts + step)
    return np.asarray(np.abs(nearest - middle) / half, np.float64)


def _polygon(outline: Outline, whole: Patch, *, grid: Grid) -> Patch | None:
    """What the outline touches of `whole`, the patch of its hull."""
    step = grid.step
    columns = Blocks(whole.left, -((whole.left - whole.right) // step), step, _slack(grid.width))
    rows = Blocks(whole.top, -((whole.top - whole.bottom) // step), step, _slack(grid.height))
    blocks = touched(outline, columns=columns, rows=rows)
    if blocks.all():
        return whole
    mask = _by_twos(blocks, whole, grid=grid)
    return Patch(whole.left, whole.top, whole.right, whole.bottom, mask) if mask.any() else None


def _by_twos(blocks: NDArray[np.bool_], whole: Patch, *, grid: Grid) -> NDArray[np.bool_]:
    """The mask that a patch has, by two by two pixels, from one by block."""
    repeat = grid.step // 2
    mask = blocks.repeat(repeat, axis=0).repeat(repeat, axis=1)
    return mask[: (whole.bottom - whole.top + 1) // 2, : (whole.right - whole.left + 1) // 2]
