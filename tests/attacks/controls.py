"""The ordinary effects that are computed from the picture itself: what the attacks are known to undo.

None of them is offered. They are here so that an attack that finds nothing under an effect of the program has to show
first that it finds something under these.
"""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.frame import Frame, Plane
from reviewer.core.geometry import Box
from tests.attacks.films import Covering

CELL = 10
"""Pixels of a cell of the live mosaic: about seven across a face, as the program's own has."""

SIGMA = 4.0
"""Pixels of the live blur: features of a face run into one another."""

TURNS = 2.5
"""Radians by which the live swirl turns the middle."""

Change = Callable[[Plane, int], NDArray[np.uint8]]
"""Given the pixels of one plane in the box, and 1 for luma or 2 for chroma: what is shown instead."""


def live_mosaic(frame: Frame, box: Box, region: str) -> Frame:
    """The mean of each cell of the picture's own grid: in motion every frame has other pixels in a cell."""
    left, top = int(box.x), int(box.y)

    def change(pixels: Plane, step: int) -> NDArray[np.uint8]:
        cell = CELL // step
        return mosaic(pixels, cell=cell, start=(-(top // step) % cell, -(left // step) % cell))

    return _changed(frame, box, change)


def live_blur(frame: Frame, box: Box, region: str) -> Frame:
    """The picture, blurred."""
    return _changed(frame, box, lambda pixels, step: cv2.GaussianBlur(pixels, (0, 0), SIGMA / step).astype(np.uint8))


def live_swirl(frame: Frame, box: Box, region: str) -> Frame:
    """The picture, twisted about the middle of the box."""
    return _changed(frame, box, lambda pixels, _: swirled(pixels, TURNS))


def mosaic(pixels: NDArray[np.uint8], *, cell: int, start: tuple[int, int]) -> NDArray[np.uint8]:
    """The mean of each cell; `start` are the rows and columns to where the first whole cell begins."""
    made = pixels.copy()
    for top in range(start[0] - cell, pixels.shape[0], cell):
        for left in range(start[1] - cell, pixels.shape[1], cell):
            at = slice(max(0, top), max(0, top + cell)), slice(max(0, left), max(0, left + cell))
            if made[at].size:
                made[at] = round(float(pixels[at].mean()))
    return made


def swirled(pixels: NDArray[np.uint8], turns: float) -> NDArray[np.uint8]:
    """Turned about the middle, by `turns` radians there and by less further out; the opposite turns undo it."""
    height, width = pixels.shape
    x, y = np.meshgrid(np.arange(width) - (width - 1) / 2, np.arange(height) - (height - 1) / 2)
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    reach = min(height, width) / 2
    angle = angle + turns * np.maximum(0, 1 - radius / reach)
    to_x = (radius * np.cos(angle) + (width - 1) / 2).astype(np.float32)
    to_y = (radius * np.sin(angle) + (height - 1) / 2).astype(np.float32)
    return np.asarray(cv2.remap(pixels, to_x, to_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT), np.uint8)


CONTROLS: dict[str, Covering] = {"mosaic": live_mosaic, "blur": live_blur, "swirl": live_swirl}


def _changed(frame: Frame, box: Box, change: Change) -> Frame:
    planes = []
    for plane, step in zip(frame.planes, (1, 2, 2), strict=True):
        rows = slice(int(box.y) // step, int(box.bottom) // step)
        columns = slice(int(box.x) // step, int(box.right) // step)
        made = plane.copy()
        made[rows, columns] = change(np.ascontiguousarray(plane[rows, columns]), step)
        planes.append(made)
    return replace(frame, luma=planes[0], blue=planes[1], red=planes[2])
