"""Where each doubt stands under a review: open, settled by a person, or answered by what is covered now."""

from collections import defaultdict
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Subject, TrackId
from reviewer.core.doubt import Doubt, DoubtKind
from reviewer.core.footage import Recording
from reviewer.core.geometry import Box
from reviewer.core.region import KeyframeSource, Region, Shape
from reviewer.core.review import Review, changed
from reviewer.core.timing import Span, Tick, tick_at
from reviewer.services.docket import LOOK, Docket, Item
from reviewer.services.jobs import finished

COVERED, WHOLE = 0.8, 0.999
"""Share of a place that has to lie under regions to count as covered, and of the whole picture: the edges of a find
are not exact, those of the picture are."""

GRID = 12
"""Points across and down a place at which it is asked whether they are covered."""

OWN = frozenset({DoubtKind.BRIDGED, DoubtKind.SMALL})
"""Doubts about what a track's own region does already: as it was proposed it cannot answer them."""

ANYWHERE = frozenset({DoubtKind.SMALL})
"""Doubts that are about the rest of the picture, whatever their box says."""


class Standing(StrEnum):
    """Whether a doubt, or all of an item's, still waits for a person."""

    OPEN = "open"
    SETTLED = "settled"
    COVERED = "covered"
    SHOWN = "shown"
    """A person has rejected all regions of the track that it is about: nothing of it needs covering."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a footage's doubts are settled.

    `settled` and `total` are in frames with something uncovered, as the shares of the items are; `left` items and
    `faint` ones are open; `by_hand` were settled by a person.
    """

    settled: float = 0.0
    total: float = 0.0
    left: int = 0
    faint: int = 0
    by_hand: int = 0

    @property
    def part(self) -> float:
        """The share of the risk that is settled, from 0 to 1; 1 only when nothing is open."""
        if not self.left and not self.faint:
            return 1.0
        return min(self.settled / self.total, 0.994) if self.total > 0 else 0.0


class Standings:
    """What has become of the doubts of one docket; asked again after each edit, it looks only at what that touched."""

    def __init__(self, docket: Docket, recording: Recording) -> None:
        self._docket, self._index = docket, recording.index
        video = recording.video
        self._look = tick_at(LOOK / 2, video.time_base)
        self._picture = Box(0, 0, video.width, video.height)
        self._doubts = [d for item in docket.items for d in item.doubts]
        self._ids = [d.id for d in self._doubts]
        self._starts = np.array([d.span.start for d in self._doubts], np.int64)
        self._ends = np.array([d.span.end for d in self._doubts], np.int64)
        self._of_track: dict[TrackId, list[int]] = defaultdict(list)
        for number, doubt in enumerate(self._doubts):
            if doubt.track is not None:
                self._of_track[doubt.track].append(number)
        ends = np.cumsum([0, *(len(i.doubts) for i in docket.items)]).tolist()
        self._members = {id(item): range(a, b) for item, a, b in zip(docket.items, ends, ends[1:], strict=False)}
        self._answers = [Standing.OPEN] * len(self._doubts)
        self._stale = np.zeros(len(self._doubts), bool)
        self._review = Review()

    def update(self, review: Review) -> None:
        """Take in what has changed since the review before."""
        finished(self.updating(review))

    def updating(self, review: Review) -> Generator[None, None, None]:
        """As `update`, a doubt at a time; what was not looked at yet stands as it stood.

        A new round may begin before this one has ended: what it left undone is done then.
        """
        self.turn_to(review)
        there = _There(review)
        for number in np.flatnonzero(self._stale).tolist():
            self._answers[number] = self._answer(self._doubts[number], there)
            self._stale[number] = False
            yield

    def turn_to(self, review: Review) -> int:
        """Note what has changed since the review before; says how many doubts have to be looked at."""
        before, self._review = self._review, review
        for region in _either(before, review):
            self._stale |= (self._starts < region.span.end) & (region.span.start < self._ends)
            if region.track is not None:
                self._stale[self._of_track.get(region.track, [])] = True
        return int(self._stale.sum())

    def of(self, item: Item) -> Standing:
        """Where an item of the docket stands: open while one of its doubts is."""
        stands = {self._stand(n) for n in self._members[id(item)]}
        order = (Standing.OPEN, Standing.SETTLED, Standing.COVERED, Standing.SHOWN)
        return next((s for s in order if s in stands), Standing.SETTLED)

    def tally(self) -> Tally:
        """How much is settled and what is left; a share of an item counts as settled when all of it is."""
        settled, left, faint, by_hand = self._docket.unplaced, 0, 0, 0
        for item in self._docket.items:
            standing = self.of(item)
            if standing is Standing.OPEN:
                left, faint = left + (not item.faint), faint + item.faint
            else:
                settled += item.share
                by_hand += standing is Standing.SETTLED
        return Tally(settled, self._docket.total, left, faint, by_hand)

    def _stand(self, number: int) -> Standing:
        return Standing.SETTLED if self._ids[number] in self._review.settled else self._answers[number]

    def _answer(self, doubt: Doubt, there: "_There") -> Standing:
        own = there.of_track.get(doubt.track, []) if doubt.track is not None else []
        if own and not any(r.hides for r in own):
            return Standing.SHOWN
        regions = [r for r in there.at(doubt.tick) if not (doubt.kind in OWN and _as_proposed(r, doubt))]
        covered = self._all_of_it(doubt, regions) if _anywhere(doubt) else self._its_place(doubt, regions)
        return Standing.COVERED if covered else Standing.OPEN

    def _its_place(self, doubt: Doubt, regions: Sequence[Region]) -> bool:
        """Whether what its box holds in its frame is covered, and by what is there in all the other frames as well."""
        assert doubt.box is not None
        place = doubt.box.clipped(self._picture.width, self._picture.height)
        share, by = _covered(place, regions, tick=doubt.tick, round_one=doubt.subject is Subject.FACE)
        span = doubt.span
        if doubt.kind is DoubtKind.DISAGREEMENT:
            # It was seen in one frame; its span is only how far the next such look is away.
            span = Span(max(span.start, Tick(doubt.tick - self._look)), min(span.end, Tick(doubt.tick + self._look)))
        return share >= COVERED and self._throughout(span, by)

    def _all_of_it(self, doubt: Doubt, regions: Sequence[Region]) -> bool:
        """Whether the whole picture is covered in all of its frames."""
        if not regions:
            return False
        told = [_covered(self._picture, regions, tick=t) for t in self._telling(doubt.span, regions)]
        return all(share >= WHOLE and self._throughout(doubt.span, by) for share, by in told)

    def _telling(self, span: Span, regions: Sequence[Region]) -> list[Tick]:
        """The ticks at which what is covered all the time has to be asked: in between, edges go on straight lines."""
        first, stop = np.searchsorted(self._index.ticks, (span.start, span.end)).tolist()
        if first >= stop:
            return [span.start]
        ends = (self._index.tick(first), self._index.tick(stop - 1))
        return [*ends, *(k.tick for r in regions for k in r.keyframes if ends[0] < k.tick < ends[1])]

    def _throughout(self, span: Span, regions: Sequence[Region]) -> bool:
        """Whether in each frame of the span one of the regions at least is there."""
        first, stop = np.searchsorted(self._index.ticks, (span.start, span.end)).tolist()
        hidden = np.zeros(stop - first, bool)
        for region in regions:
            hidden |= _hiding(region, self._index.ticks[first:stop])
        return bool(hidden.all())


class _There:
    """The regions of a review, by the time that they are there and by their track."""

    def __init__(self, review: Review) -> None:
        self._regions = [r for r in review.regions.values() if r.hides]
        self._starts = np.array([r.span.start for r in self._regions], np.int64)
        self._ends = np.array([r.span.end for r in self._regions], np.int64)
        self.of_track: dict[TrackId, list[Region]] = defaultdict(list)
        for region in review.regions.values():
            if region.track is not None:
                self.of_track[region.track].append(region)

    def at(self, tick: Tick) -> list[Region]:
        """Those that hide during a span that holds `tick`, gaps or not."""
        found = np.flatnonzero((self._starts <= tick) & (tick < self._ends)).tolist()
        return [self._regions[n] for n in found]


def _either(before: Review, after: Review) -> Iterator[Region]:
    """What was changed, as it was and as it is."""
    for name in changed(before, after):
        for review in (before, after):
            if name in review.regions:
                yield review.regions[name]


def _anywhere(doubt: Doubt) -> bool:
    return doubt.box is None or doubt.kind in ANYWHERE


def _as_proposed(region: Region, doubt: Doubt) -> bool:
    """Whether a region of the doubt's own track lies in its frames where the analysis put it, and nobody else."""
    if region.track is None or region.track != doubt.track:
        return False
    span = doubt.span
    return not any(k.source is not KeyframeSource.PROPOSED and k.tick in span for k in region.keyframes)


def _covered(
    place: Box, regions: Sequence[Region], *, tick: Tick, round_one: bool = False
) -> tuple[float, list[Region]]:
    """The share of a place, or of the ellipse in it, that is hidden at `tick`, and by which regions."""
    if not place.area:
        return 0.0, []
    part = (np.arange(GRID) + 0.5) / GRID
    across, down = (a.ravel() for a in np.meshgrid(part, part))
    if round_one:
        kept = (across - 0.5) ** 2 + (down - 0.5) ** 2 <= 0.25
        across, down = across[kept], down[kept]
    x, y = place.x + across * place.width, place.y + down * place.height
    hidden, by = np.zeros(len(x), bool), []
    for region in regions:
        box = region.box_at(tick)
        if region.inverse or box is None or not box.shared(place):
            continue
        inside = _inside(region, tick, at=(x, y))
        if inside.any():
            hidden |= inside
            by.append(region)
    others = [r for r in regions if r.inverse and tick in r.span]
    if others:  # together they show what lies in any of them
        hidden |= ~np.logical_or.reduce([_inside(r, tick, at=(x, y)) for r in others])
        by += others
    return float(hidden.mean()), by


def _inside(region: Region, tick: Tick, *, at: tuple[NDArray[np.float64], NDArray[np.float64]]) -> NDArray[np.bool_]:
    """Which points lie in the region's shape at `tick`."""
    x, y = at
    box, outline = region.box_at(tick), region.outline_at(tick)
    if outline is not None:
        return np.asarray(outline.inside(x, y), np.bool_)
    if box is None or not box.area:
        return np.zeros(len(x), np.bool_)
    if region.shape is Shape.ELLIPSE:
        middle = box.centre
        away = ((x - middle[0]) / (box.width / 2)) ** 2 + ((y - middle[1]) / (box.height / 2)) ** 2
        return np.asarray(away <= 1, np.bool_)
    return np.asarray((x >= box.x) & (x < box.right) & (y >= box.y) & (y < box.bottom), np.bool_)


def _hiding(region: Region, ticks: NDArray[np.int64]) -> NDArray[np.bool_]:
    """In which frames it hides something: in its gaps only what is inverse does."""
    hidden = (ticks >= region.span.start) & (ticks < region.span.end)
    for gap in () if region.inverse else region.gaps:
        hidden &= ~((ticks >= gap.start) & (ticks < gap.end))
    return np.asarray(hidden, np.bool_)
