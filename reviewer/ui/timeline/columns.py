"""One value for each column of pixels, of many frames or of few, and pictures made of columns."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from reviewer.core.footage import FrameIndex
from reviewer.ui.timeline.scale import Scale

Pixels = NDArray[np.uint32]
"""Shape (height, width), each pixel as alpha, red, green, blue from its highest byte down, colours times alpha."""

WORST_LAST = np.array([0, 3, 2, 1], np.uint8)
"""How well a frame was watched, by how it was: not, then faster than twice, up to twice, up to its own speed."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """The frames of each column: from `first` up to but not including `last`, at least one.

    `there` says of which columns any part lies in the footage.
    """

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    there: NDArray[np.bool_]

    @classmethod
    def of(cls, index: FrameIndex, scale: Scale, *, count: int, ratio: float) -> "Columns":
        """The columns of a picture that is as wide as the widget: `count` of them, `ratio` to a pixel of it."""
        edges = scale.at(0.0) + np.arange(count + 1) / ratio * scale.per_pixel
        left, right = edges[:-1], edges[1:]
        frames = len(index)
        first = np.clip(np.searchsorted(index.ticks, left, side="right") - 1, 0, frames - 1)
        last = np.clip(np.searchsorted(index.ticks, right, side="left"), first + 1, frames)
        there = (right > scale.whole.start) & (left < scale.whole.end)
        return cls(first.astype(np.int64), last.astype(np.int64), there)

    def most(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """The greatest value of each column's frames, 0 where there are none; `values` has one a frame."""
        found: NDArray[np.float32] = np.where(self.there, _ranges(np.maximum, values, columns=self), np.float32(0))
        return found

    def least_watched(self, seen: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """How the frame of each column was watched that was watched least, 4 where there is none."""
        ranks = WORST_LAST[np.minimum(seen, 3)]
        found: NDArray[np.uint8] = np.where(
            self.there, WORST_LAST[_ranges(np.minimum, ranks, columns=self)], np.uint8(4)
        )
        return found


def _ranges(of: np.ufunc, values: NDArray[np.generic], *, columns: Columns) -> NDArray[np.generic]:
    low, high = int(columns.first[0]), int(columns.last[-1])
    part = values[low:high]
    padded = np.concatenate([part, part[-1:]])  # reduceat wants the end of the last range to exist
    pairs = np.column_stack([columns.first - low, columns.last - low]).ravel()
    result: NDArray[np.generic] = of.reduceat(padded, pairs)[::2]
    return result


def number_of(colour: QColor) -> np.uint32:
    """A colour as a pixel."""
    alpha = colour.alpha()
    red, green, blue = (v * alpha // 255 for v in (colour.red(), colour.green(), colour.blue()))
    return np.uint32(alpha << 24 | red << 16 | green << 8 | blue)


def image_of(pixels: Pixels, *, ratio: float) -> QImage:
    """The picture of these pixels, `ratio` of them to one of the widget."""
    whole = np.ascontiguousarray(pixels)
    height, width = whole.shape
    made = QImage(whole.data, width, height, width * 4, QImage.Format.Format_ARGB32_Premultiplied).copy()
    made.setDevicePixelRatio(ratio)
    return made
