"""What a press, a drag and a release on the timeline do: previews that end in one edit, or in nothing.

A gesture knows nothing of the screen. The timeline moves it to a time, draws what it shows, and commits its `edit` on
release; to cancel is to forget it.
"""

from dataclasses import dataclass, replace
from typing import Protocol

from reviewer.core.cut_edits import Keep, LeaveOut
from reviewer.core.edits import Edit, Respan
from reviewer.core.mark_edits import PutMarker, SetInOut
from reviewer.core.marker import Marker
from reviewer.core.path_edits import MoveKeyframe
from reviewer.core.region import Region, RegionId
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.sound_edits import AddSilences, RespanSilence
from reviewer.core.timing import Span, Tick
from reviewer.ui.timeline.scale import Snaps


@dataclass(frozen=True, slots=True)
class Preview:
    """How it would be if the gesture ended now: what moved to where, and the tick to tell beside the pointer.

    `snapped` is the place that it was drawn to; `streams` are those that a silence is about, None for all;
    `stretch` says that the span is that from in to out, `kept` that the copy shows it.
    """

    at: Tick
    span: Span | None = None
    region: RegionId | None = None
    keyframe: Tick | None = None
    marker: Marker | None = None
    silence: SilenceId | None = None
    streams: frozenset[int] | None = None
    snapped: Tick | None = None
    stretch: bool = False
    kept: bool = False


class Gesture(Protocol):
    """One drag of the mouse, from press to release."""

    def move(self, tick: float, *, within: float) -> None:
        """The pointer is at `tick`; what lies within so many ticks draws it, 0 switches that off."""

    @property
    def preview(self) -> Preview:
        """What to draw over the timeline."""

    def edit(self) -> Edit | None:
        """What to commit on release, None when nothing has changed."""


class PullEnd:
    """Pulls the start or the end of a region; at least one frame of it stays."""

    def __init__(self, region: Region, *, start: bool, snaps: Snaps) -> None:
        self._region, self._start, self._snaps = region, start, snaps
        self._span = region.span
        self.preview = Preview(region.span.start if start else region.span.end, region.span, region.id)

    def move(self, tick: float, *, within: float) -> None:
        """Bring the end to the pointer."""
        at, drawn = self._snaps.rest(tick, within=within)
        self._span = pulled(self._region.span, at, start=self._start, snaps=self._snaps)
        self.preview = _spanned(self._span, start=self._start, drawn=at if drawn else None, region=self._region.id)

    def edit(self) -> Edit | None:
        """The region's new span."""
        return Respan(self._region.id, self._span) if self._span != self._region.span else None


class PullSilence:
    """Pulls the start or the end of a silence; at least one frame of it stays."""

    def __init__(self, silence: Silence, *, start: bool, snaps: Snaps) -> None:
        self._silence, self._start, self._snaps = silence, start, snaps
        self._span = silence.span
        at = silence.span.start if start else silence.span.end
        self.preview = Preview(at, silence.span, silence=silence.id, streams=silence.streams)

    def move(self, tick: float, *, within: float) -> None:
        """Bring the end to the pointer."""
        at, drawn = self._snaps.rest(tick, within=within)
        self._span = pulled(self._silence.span, at, start=self._start, snaps=self._snaps)
        shown = _spanned(self._span, start=self._start, drawn=at if drawn else None, region=None)
        self.preview = replace(shown, silence=self._silence.id, streams=self._silence.streams)

    def edit(self) -> Edit | None:
        """The silence's new span."""
        return RespanSilence(self._silence.id, self._span) if self._span != self._silence.span else None


class PullInOut:
    """Pulls the in point or the out point; at least one frame stays between them."""

    def __init__(self, span: Span, *, start: bool, snaps: Snaps) -> None:
        self._before, self._start, self._snaps = span, start, snaps
        self._span = span
        self.preview = Preview(span.start if start else span.end, span, stretch=True)

    def move(self, tick: float, *, within: float) -> None:
        """Bring the point to the pointer."""
        at, drawn = self._snaps.rest(tick, within=within)
        self._span = pulled(self._before, at, start=self._start, snaps=self._snaps)
        shown = _spanned(self._span, start=self._start, drawn=at if drawn else None, region=None)
        self.preview = replace(shown, stretch=True)

    def edit(self) -> Edit | None:
        """The new stretch."""
        return SetInOut(self._span) if self._span != self._before else None


class PullKept:
    """Pulls where a stretch that the copy shows begins or ends; at least one frame of it stays."""

    def __init__(self, span: Span, *, start: bool, snaps: Snaps) -> None:
        self._before, self._start, self._snaps = span, start, snaps
        self._span = span
        self.preview = Preview(span.start if start else span.end, span, kept=True)

    def move(self, tick: float, *, within: float) -> None:
        """Bring the edge to the pointer."""
        at, drawn = self._snaps.rest(tick, within=within)
        self._span = pulled(self._before, at, start=self._start, snaps=self._snaps)
        shown = _spanned(self._span, start=self._start, drawn=at if drawn else None, region=None)
        self.preview = replace(shown, kept=True)

    def edit(self) -> Edit | None:
        """What is kept in addition, or is left out now."""
        old, new = ((s.start if self._start else s.end) for s in (self._before, self._span))
        if old == new:
            return None
        between = Span(min(old, new), max(old, new))
        return Keep(between) if between.start not in self._before else LeaveOut(between, self._snaps.index.span)


class CarryKeyframe:
    """Carries a keyframe to another frame of the region's span, not past the keyframes beside it."""

    def __init__(self, region: Region, tick: Tick, *, snaps: Snaps) -> None:
        self._region, self._tick, self._snaps = region, tick, snaps
        self._to = tick
        self._room = _room(region, tick, snaps=snaps)
        self.preview = Preview(tick, region=region.id, keyframe=tick)

    def move(self, tick: float, *, within: float) -> None:
        """Bring the keyframe to the frame nearest to the pointer."""
        at, drawn = self._snaps.rest(tick, within=within)
        low, high = self._room
        self._to = self._tick if low > high else _frame(self._snaps, min(max(at, low), high))
        snapped = at if drawn and at == self._to else None
        self.preview = Preview(self._to, region=self._region.id, keyframe=self._tick, snapped=snapped)

    def edit(self) -> Edit | None:
        """The keyframe at its new tick."""
        return MoveKeyframe(self._region.id, self._tick, self._to) if self._to != self._tick else None


class CarryMarker:
    """Carries a marker to another frame."""

    def __init__(self, marker: Marker, *, snaps: Snaps) -> None:
        self._marker, self._snaps = marker, snaps
        self._to = marker.tick
        self.preview = Preview(marker.tick, marker=marker)

    def move(self, tick: float, *, within: float) -> None:
        """Bring the marker to the frame nearest to the pointer."""
        at, drawn = self._snaps.rest(tick, within=within)
        self._to = _frame(self._snaps, at)
        self.preview = Preview(self._to, marker=self._marker, snapped=self._to if drawn and at == self._to else None)

    def edit(self) -> Edit | None:
        """The marker at its new tick."""
        return PutMarker(replace(self._marker, tick=self._to)) if self._to != self._marker.tick else None


class DrawSilence:
    """Pulls a new silence open over the sound, in either direction; shorter than a frame it was a click.

    `drawn` is what it will be but for its span; `start` is the tick under the pointer at first.
    """

    def __init__(self, drawn: Silence, start: float, *, snaps: Snaps) -> None:
        self._drawn, self._snaps = drawn, snaps
        self._start = snaps.frame(start)
        self._span = Span(self._start, self._start)
        self.preview = Preview(self._start, self._span, streams=drawn.streams)

    def about(self, streams: frozenset[int] | None) -> None:
        """Make it about other sound streams, None for all."""
        self._drawn = replace(self._drawn, streams=streams)
        self.preview = replace(self.preview, streams=streams)

    def move(self, tick: float, *, within: float) -> None:
        """Open the span from where the drag began to the pointer."""
        at, drawn = self._snaps.rest(tick, within=within)
        self._span = Span(min(self._start, at), max(self._start, at))
        self.preview = Preview(at, self._span, streams=self._drawn.streams, snapped=at if drawn else None)

    def edit(self) -> Edit | None:
        """The new silence."""
        if self._span.start >= self._span.end:
            return None
        return AddSilences((replace(self._drawn, span=self._span),))


def pulled(span: Span, at: Tick, *, start: bool, snaps: Snaps) -> Span:
    """The span with one end brought to `at`, clamped so that a frame of it stays and it lies in the footage."""
    index = snaps.index
    whole = index.span
    at = min(max(at, whole.start), whole.end)
    if start:
        last = index.tick(index.number(Tick(span.end - 1)))
        return Span(min(at, last) if last < span.end else span.start, span.end)
    return Span(span.start, max(at, index.after(index.number(span.start))))


def _spanned(span: Span, *, start: bool, drawn: Tick | None, region: RegionId | None) -> Preview:
    at = span.start if start else span.end
    return Preview(at, span, region, snapped=drawn if drawn == at else None)


def _frame(snaps: Snaps, tick: Tick) -> Tick:
    """The tick of the frame on show at `tick`: of the last one at the end of the footage."""
    return snaps.index.tick(snaps.index.number(tick))


def _room(region: Region, tick: Tick, *, snaps: Snaps) -> tuple[Tick, Tick]:
    """From which frame to which a keyframe can be carried."""
    index = snaps.index
    ticks = [k.tick for k in region.keyframes]
    at = ticks.index(tick)
    low = max(index.tick(0), min(region.span.start, tick))
    high = min(index.tick(len(index) - 1), max(Tick(region.span.end - 1), tick))
    if at > 0:
        low = max(low, index.after(index.number(ticks[at - 1])))
    if at + 1 < len(ticks):
        high = min(high, index.tick(max(0, index.number(Tick(ticks[at + 1] - 1)))))
    return low, high
