"""A frame's planes as the network takes them: four pixels of luma and one of each colour difference, at half size."""

import cv2
import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]

CHANNELS = 6
"""Of the input: four pixels of luma, Cb and Cr."""

GRAIN = 32
"""Both sides of the frame must be multiples of it: pixels of the frame for one cell of the network's coarsest layer."""

MIDDLE = 128
"""The level that becomes 0: no colour, middling grey. What is padded, by us or by a convolution, looks like it."""


def packed(frame: tuple[Plane, Plane, Plane]) -> NDArray[np.uint8]:
    """Luma, Cb and Cr of a 4:2:0 frame as (6, h, w) bytes, h and w half the frame's sides, rounded up.

    The first four channels are the luma's pixels in reading order: upper left, upper right, lower left, lower right.
    An odd last row or column of luma is repeated.
    """
    luma, blue, red = frame
    high, wide = luma.shape
    if high % 2 or wide % 2:
        luma = np.pad(luma, ((0, high % 2), (0, wide % 2)), mode="edge")
    quarters = [luma[row::2, column::2] for row in (0, 1) for column in (0, 1)]
    return np.stack([*quarters, blue, red])


def scaled(frame: tuple[Plane, Plane, Plane], size: tuple[int, int]) -> tuple[Plane, Plane, Plane]:
    """Luma, Cb and Cr of a frame in another size (width, height), both even."""
    luma, blue, red = frame
    half = (size[0] // 2, size[1] // 2)
    return _resized(luma, size), _resized(blue, half), _resized(red, half)


def fitted(size: tuple[int, int], area: int) -> tuple[int, int]:
    """The even size (width, height) of about `area` pixels in the proportions of `size`; at least 2 x 2."""
    scale = (area / max(1, size[0] * size[1])) ** 0.5
    return max(2, round(size[0] * scale / 2) * 2), max(2, round(size[1] * scale / 2) * 2)


def levels(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Packed planes as the network's input (1, 6, h, w): levels from the middle, padded right and below to the grain.

    Its sides are multiples of GRAIN / 2, at least that.
    """
    step = GRAIN // 2
    high, wide = pixels.shape[1:]
    shape = (1, CHANNELS, max(1, -(-high // step)) * step, max(1, -(-wide // step)) * step)
    result = np.zeros(shape, np.float32)
    np.subtract(pixels, MIDDLE, out=result[0, :, :high, :wide], dtype=np.float32)
    return result


def _resized(plane: Plane, size: tuple[int, int]) -> Plane:
    smaller = size[0] * size[1] < plane.size
    how = cv2.INTER_AREA if smaller else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(plane, size, interpolation=how), np.uint8)
