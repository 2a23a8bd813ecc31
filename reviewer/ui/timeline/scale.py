"""From ticks to pixels and back, how close the timeline is looked at, and where what is dragged comes to rest."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, floor
from typing import Self

import numpy as np
from numpy.typing import NDArray

from reviewer.core.footage import FrameIndex
from reviewer.core.timing import Span, Tick

SIDE = 10.0
"""Pixels left and right of the footage, so that the first and last frame can be reached."""

LEAD = 0.1
"""Of the width, how much lies before the playhead when the timeline turns over to the page that it runs into."""

NEAR = 7.0
"""Pixels within which what is dragged is drawn to a place: about half of a finger's tremble on a touch pad."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Which part of the footage is on show, and over how many pixels.

    `start` is the tick `left` pixels from the left of the widget, and `length` the ticks that the next `width` pixels
    show. `shortest` is how many are shown at least: those of one frame.
    """

    whole: Span
    start: float
    length: float
    width: float
    shortest: float = 1.0
    left: float = SIDE

    @classmethod
    def of(cls, index: FrameIndex, width: float) -> Self:
        """All of the footage in a widget of that width."""
        whole = index.span
        length = float(max(1, whole.end - whole.start))
        return cls(whole, float(whole.start), length, 1.0, max(1.0, length / max(1, len(index)))).resized(width)

    @property
    def per_pixel(self) -> float:
        """Ticks in a pixel."""
        return self.length / self.width

    @property
    def all(self) -> bool:
        """Whether all of the footage is on show."""
        return self.length >= self.whole.end - self.whole.start

    @property
    def visible(self) -> Span:
        """What is on show, in whole ticks; what lies in the sides too."""
        margin = SIDE * self.per_pixel
        first = max(self.whole.start, floor(self.start - margin))
        last = min(self.whole.end, ceil(self.start + self.length + margin))
        return Span(Tick(first), Tick(max(last, first + 1)))

    def x_of(self, tick: float) -> float:
        """Where a tick lies, in pixels from the left of the widget."""
        return self.left + (tick - self.start) / self.length * self.width

    def xs_of(self, ticks: NDArray[np.int64]) -> NDArray[np.float64]:
        """The same for many ticks."""
        xs: NDArray[np.float64] = self.left + (ticks - self.start) * np.float64(self.width / self.length)
        return xs

    def at(self, x: float) -> float:
        """The time at `x` pixels from the left, in ticks, wherever that is."""
        return self.start + (x - self.left) / self.width * self.length

    def tick_at(self, x: float) -> Tick:
        """The tick at `x` pixels from the left, inside the footage."""
        return Tick(min(max(floor(self.at(x)), self.whole.start), self.whole.end - 1))

    def zoomed(self, times: float, *, x: float) -> Self:
        """So many times as close, with the time at `x` where it is, as far as there is footage."""
        length = self._lasting(self.length / times)
        return self.showing(self.at(x) - (x - self.left) / self.width * length, length)

    def panned(self, pixels: float) -> Self:
        """What lies so many pixels further to the right, as far as there is footage."""
        return self.showing(self.start + pixels * self.per_pixel, self.length)

    def resized(self, width: float, *, gutter: float = 0.0) -> Self:
        """The same part of the footage in a widget of another width, of which the `gutter` at the left is for names."""
        return replace(self, width=max(1.0, width - gutter - 2 * SIDE), left=gutter + SIDE)

    @property
    def gutter(self) -> float:
        """Pixels at the left of the widget that are for names."""
        return self.left - SIDE

    def turned_to(self, tick: float) -> Self:
        """The page on which `tick` lies: this one where that is so already."""
        if self.start <= tick <= self.start + self.length:
            return self
        return self.showing(tick - LEAD * self.length, self.length)

    def showing(self, start: float, length: float) -> Self:
        """Another part of the footage, as near to the wish as there is footage."""
        length = self._lasting(length)
        last = max(self.whole.end - length, float(self.whole.start))
        return replace(self, length=length, start=min(max(start, float(self.whole.start)), last))

    def _lasting(self, length: float) -> float:
        """As many ticks as can be shown: at least a frame, at most the footage."""
        longest = float(max(1, self.whole.end - self.whole.start))
        return min(max(length, min(self.shortest, longest)), longest)


@dataclass(frozen=True, slots=True, eq=False)
class Snaps:
    """Where something that is dragged can come to rest: at frames, and rather at `places`, which rise."""

    index: FrameIndex
    places: NDArray[np.int64]

    @classmethod
    def of(cls, index: FrameIndex, places: Iterable[int]) -> Self:
        """These places, each at the nearest frame: nothing that is dragged ends between two frames."""
        edges = np.append(index.ticks, index.end)
        wanted = np.fromiter(places, np.int64)
        after = np.clip(np.searchsorted(edges, wanted), 1, len(edges) - 1)
        low, high = edges[after - 1], edges[after]
        return cls(index, np.unique(np.where(wanted - low <= high - wanted, low, high)))

    def frame(self, tick: float) -> Tick:
        """The nearest tick at which one frame gives way to another, also that at which the last one ends."""
        number = self.index.number(Tick(floor(tick)))
        low, high = self.index.tick(number), self.index.after(number)
        return low if tick - low <= high - tick else high

    def rest(self, tick: float, *, within: float) -> tuple[Tick, bool]:
        """The nearest place within so many ticks, or the nearest frame; and whether it is a place."""
        if len(self.places) and within > 0:
            at = int(np.searchsorted(self.places, tick))
            around = self.places[max(0, at - 1) : at + 1]
            nearest = int(around[np.argmin(np.abs(around - tick))])
            if abs(nearest - tick) <= within:
                return Tick(nearest), True
        return self.frame(tick), False
