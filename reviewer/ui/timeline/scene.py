"""Everything that the timeline shows, as one value, and where in the widget each part of it lies."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from reviewer.core.analysis import Appraisal
from reviewer.core.footage import Footage, FrameIndex
from reviewer.core.region import Keyframe, Region, RegionId
from reviewer.core.review import Review
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.timing import Span, Tick, clock, seconds
from reviewer.ui.timeline.bands import Band, Kind
from reviewer.ui.timeline.lanes import Lanes
from reviewer.ui.timeline.moments import Moments
from reviewer.ui.timeline.scale import SIDE, Scale

ROOMY, TIGHT = 18.0, 13.0
"""Pixels of a lane where all of them fit, and at least; with more lanes than fit they scroll."""

BETWEEN = 3.0
"""Pixels between two bars, one above the other."""

THIN = 2.0
"""Pixels of the shortest bar: one that is narrower could not be seen."""

APART = 9.0
"""Pixels that keyframes lie apart on average where they are drawn: nearer they would hide one another."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Where the bar of a region lies, in pixels of the widget; part of it may lie outside."""

    left: float
    right: float
    top: float
    height: float

    def holds(self, x: float, y: float, *, around: float = 0.0) -> bool:
        """Whether a point lies in it, or so near to its left or right."""
        return self.left - around <= x < self.right + around and self.top <= y < self.top + self.height


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What is shown of one footage and how.

    `seen` is uint8, one entry a frame: 0 not watched, 1 at up to its own speed or step by step, 2 at up to twice that,
    3 faster; empty where that is not recorded. `scroll` is by how many pixels the lanes are scrolled.
    """

    footage: Footage
    scale: Scale
    bands: tuple[Band, ...] = ()
    lanes: Lanes = field(default_factory=Lanes)
    review: Review = field(default_factory=Review)
    appraisal: Appraisal = field(default_factory=Appraisal)
    moments: Moments = field(default_factory=Moments)
    seen: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    selected: frozenset[RegionId] = frozenset()
    silences: frozenset[SilenceId] = frozenset()
    editable: bool = False
    scroll: float = 0.0

    @property
    def index(self) -> FrameIndex:
        """The frames of the footage."""
        return self.footage.recording.index

    @property
    def time_base(self) -> Fraction:
        """Seconds in a tick."""
        return self.footage.recording.video.time_base

    @property
    def streams(self) -> tuple[int, ...]:
        """The sound streams of the footage."""
        return tuple(s.index for s in self.footage.recording.sounds)

    @property
    def per_frame(self) -> float:
        """Pixels that a frame is wide on average."""
        whole = self.scale.whole
        return (whole.end - whole.start) / max(1, len(self.index)) / self.scale.per_pixel

    @property
    def wide(self) -> float:
        """Pixels from the left of the widget to its right."""
        return self.scale.left + self.scale.width + SIDE

    def band(self, kind: Kind) -> Band | None:
        """The first band of a kind, None where there is none."""
        return next((b for b in self.bands if b.kind is kind), None)

    def band_at(self, y: float) -> Band | None:
        """The band at a height."""
        return next((b for b in self.bands if b.holds(y)), None)

    @property
    def lane_band(self) -> Band:
        """Where the lanes lie."""
        return self.bands[-1]

    @property
    def row_height(self) -> float:
        """Pixels from one lane to the next."""
        return min(max((self.lane_band.height - 4) / max(1, self.lanes.count), TIGHT), ROOMY)

    @property
    def overhang(self) -> float:
        """By how many pixels the lanes can be scrolled."""
        return max(0.0, self.lanes.count * self.row_height + 4 - self.lane_band.height)

    def top_of(self, row: int) -> float:
        """The upper edge of the bars in a lane."""
        return self.lane_band.top + 3 - self.scroll + row * self.row_height

    def rows(self) -> tuple[int, int]:
        """The first lane that can be seen, and the one after the last."""
        first = int(max(0.0, self.scroll - 3) // self.row_height)
        return first, int((self.scroll + self.lane_band.height) // self.row_height) + 1

    def row_at(self, y: float) -> int:
        """The lane at a height, counted from the top; there may be none of that number."""
        return int((y - self.lane_band.top - 3 + self.scroll + BETWEEN / 2) // self.row_height)

    def bar(self, region: RegionId) -> Bar | None:
        """Where a region's bar lies; None for one that has none."""
        at = self.lanes.place.get(region)
        return None if at is None else self.bar_of(at)

    def bar_of(self, at: int) -> Bar:
        """Where the bar of the region at that place in the columns lies."""
        lanes = self.lanes
        return self.bar_over(Span(Tick(int(lanes.starts[at])), Tick(int(lanes.ends[at]))), row=int(lanes.rows[at]))

    def bar_over(self, span: Span, *, row: int) -> Bar:
        """Where a bar over a span would lie in a lane."""
        left = self.scale.x_of(span.start)
        right = max(self.scale.x_of(span.end), left + THIN)
        return Bar(left, right, self.top_of(row), self.row_height - BETWEEN)

    def keyframes(self, region: Region) -> Sequence[Keyframe]:
        """The keyframes of a region that are drawn, none where there is no room for them."""
        seen, path = self.scale.visible, region.keyframes
        first = bisect_left(path, seen.start, key=lambda k: k.tick)
        after = bisect_right(path, seen.end, key=lambda k: k.tick)
        if after - first > 1:  # there may be one a frame: they are counted, not looked at
            wide = self.scale.x_of(path[after - 1].tick) - self.scale.x_of(path[first].tick)
            if wide / (after - first - 1) < APART:
                return ()
        return path[first:after]

    def silences_of(self, stream: int | None) -> list[Silence]:
        """The silences that are about a sound stream."""
        return [s for s in self.review.silences.values() if s.streams is None or stream in s.streams]

    def said(self, tick: int) -> str:
        """The clock since the first picture, as in 0:01:07.480."""
        return clock(seconds(Tick(tick - self.scale.whole.start), self.time_base))
