"""Turn a frame's planes into the small pictures that detectors and trackers work on."""

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.frame import Frame

Picture = NDArray[np.uint8]
"""Blue, green, red, shape (height, width, 3)."""


def bgr(frame: Frame, *, size: tuple[int, int] | None = None) -> Picture:
    """The frame as a BGR picture of `size` (width, height), its own size when None.

    The planes are scaled before the colours are mixed, which costs a fraction of the other order. The
    colours are those of limited-range BT.601, near enough for a detector; what a person sees is made elsewhere.
    """
    width, height = size or (frame.width, frame.height)
    even = (width + width % 2, height + height % 2)
    packed = np.empty((even[1] * 3 // 2, even[0]), np.uint8)
    packed[: even[1]] = _scaled(frame.luma, even)
    half = (even[0] // 2, even[1] // 2)
    chroma = packed[even[1] :].reshape(-1)
    for position, plane in enumerate((frame.blue, frame.red)):
        part = chroma[position * half[0] * half[1] : (position + 1) * half[0] * half[1]]
        part[:] = _scaled(plane, half).reshape(-1)
    return cv2.cvtColor(packed, cv2.COLOR_YUV2BGR_I420)[:height, :width].astype(np.uint8, copy=False)


def grey(frame: Frame, *, area: int) -> NDArray[np.uint8]:
    """The luma, of at most about `area` pixels, its proportions kept."""
    scale = (area / (frame.width * frame.height)) ** 0.5
    if scale >= 1:
        return np.ascontiguousarray(frame.luma)
    return _scaled(frame.luma, (max(1, round(frame.width * scale)), max(1, round(frame.height * scale))))


def fitted(frame: Frame, *, area: int, most: float = 2.0) -> tuple[int, int]:
    """The size (width, height), in steps of 32, that holds about `area` pixels in the frame's proportions.

    Never more than `most` times the frame's own size: beyond that there is nothing more to see.
    """
    scale = min(most, (area / (frame.width * frame.height)) ** 0.5)
    across, down = (max(32, round(side * scale / 32) * 32) for side in (frame.width, frame.height))
    return across, down


def _scaled(plane: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    if (plane.shape[1], plane.shape[0]) == size:
        return plane
    smaller = size[0] * size[1] < plane.size
    result = cv2.resize(plane, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
    return result.astype(np.uint8, copy=False)
