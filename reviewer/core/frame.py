"""One decoded, upright picture at a tick, as the planes that the encoder takes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewer.core.timing import Tick

Plane = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A picture in planar YUV 4:2:0, 8 bits, in the footage's own colour matrix and range.

    `luma` has shape (height, width); `blue` (Cb) and `red` (Cr) have half of each, rounded up. The arrays
    are read-only: whoever changes a picture copies first. `interlaced` says that alternate rows
    belong to different moments.
    """

    tick: Tick
    luma: Plane
    blue: Plane
    red: Plane
    interlaced: bool = False

    @property
    def width(self) -> int:
        """Pixels across."""
        return int(self.luma.shape[1])

    @property
    def height(self) -> int:
        """Pixels down."""
        return int(self.luma.shape[0])

    @property
    def planes(self) -> tuple[Plane, Plane, Plane]:
        """Luma, Cb, Cr."""
        return self.luma, self.blue, self.red

    def part(self, box: tuple[int, int, int, int]) -> "Frame":
        """What lies inside `box`: x, y, width and height, of which x and y are even; views of the same planes."""
        x, y, width, height = box
        luma = self.luma[y : y + height, x : x + width]
        half = (slice(y // 2, (y + height + 1) // 2), slice(x // 2, (x + width + 1) // 2))
        return Frame(self.tick, luma, self.blue[half], self.red[half], self.interlaced)
