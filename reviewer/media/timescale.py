"""The units in which an MP4 file counts time, chosen so that no frame's time is rounded."""

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from reviewer.core.errors import FootageError
from reviewer.core.footage import FrameIndex
from reviewer.core.timing import Tick
from reviewer.media.opening import KEPT

MOST = 2**31 - 1
"""The largest time scale that FFmpeg writes, and half of what MP4 can hold (ISO/IEC 14496-12 section 8.4.2)."""

LONGEST_STEP = 2**32 - 1
"""The largest step between two samples (section 8.6.1.2)."""


@dataclass(frozen=True, slots=True)
class Timescale:
    """`track` units a second for the picture; a tick is `multiple` / `divisor` of one.

    `movie` units a second tell where each track starts.
    """

    track: int
    movie: int
    multiple: int
    divisor: int

    def units(self, tick: Tick) -> int:
        """The tick in units of the track; exact for every tick of the index that the scale was made for."""
        return tick * self.multiple // self.divisor


def timescale(index: FrameIndex, base: Fraction, *, rates: tuple[int, ...]) -> Timescale:
    """The coarsest scale in which all ticks of `index` are whole; `rates` are the sample rates of the sounds.

    Raises FootageError when MP4 cannot hold times so fine.
    """
    scale, multiple, divisor = base.denominator, base.numerator, 1
    if scale > MOST or _longest(index) * multiple > LONGEST_STEP:
        common = math.gcd(scale, *(int(t) * multiple for t in index.ticks), int(index.end) * multiple)
        scale, divisor = scale // common, common
        if scale > MOST or _longest(index) * multiple // divisor > LONGEST_STEP:
            raise FootageError(
                f"The footage counts time in units of 1/{base.denominator} second, finer than an MP4 file can keep.",
                "Export the recording again from the camera's own software. " + KEPT,
            )
    start = Fraction(int(index.ticks[0])) * base
    movie = math.lcm(start.denominator, *rates)
    while movie < 1000:
        movie *= 10
    if movie > MOST:
        movie = math.lcm(start.denominator, 1000) if start.denominator <= MOST // 1000 else start.denominator
    return Timescale(scale, min(movie, MOST), multiple, divisor)


def _longest(index: FrameIndex) -> int:
    return int(np.diff(index.ticks).max(initial=int(index.after(len(index) - 1) - index.ticks[-1])))
