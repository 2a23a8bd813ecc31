"""The queue of doubts: what an officer has to look at, each situation once, the riskiest first.

An analysis doubts single finds, ten at a time where one thing flickers. Doubts about one place and moment are one item
here, and the faint ones of a stretch of footage, too many to be shown one after the other, are one together.
"""

import math
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Subject, TrackId
from reviewer.core.doubt import Doubt, DoubtId
from reviewer.core.footage import FrameIndex, Recording
from reviewer.core.geometry import Box
from reviewer.core.timing import Span, Tick
from reviewer.services.jobs import finished

LONGEST, SHORTEST = 10.0, 1.5
"""Seconds that a loop lasts at most, so that it can be watched attentively, and at least, so that it can be seen."""

AROUND = 0.4
"""Seconds that are played before and after what is doubtful: what was covered there shows what to look for."""

BRIEF, LOOK = 1.5, 1.0
"""Seconds up to which all of a doubt's span is its moment, and those around its frame that are of a longer one."""

APART = 1.0
"""Seconds between moments from which they are no longer one situation."""

NEAR, SPEED = 0.75, 1.5
"""Sizes of a box that another may be away to be the same place, and sizes more for each second in between."""

ALIKE = 2.5
"""How many times larger the one of two boxes in the same place may be."""

FAINT = 0.5
"""Frames with something uncovered that a situation has to stand for to be an item of its own."""

STRETCH, EACH = 9.0, 3.0
"""Seconds that are swept in one go at most, and those of them to each situation that is an item of its own: to loop
through more of them one by one takes longer than to watch the whole stretch, and asks for the same attention."""

NEVER = 1 - 1e-9
"""The heaviest weight that is counted: the logarithm of none would be infinite."""


@dataclass(frozen=True, slots=True)
class Item:
    """One situation to look at: its doubts, the heaviest first, and the stretch to play over and over.

    `share` is how many frames with something uncovered it stands for, as far as the risk can tell. A `sweep` gathers
    what is faint, or too much to be shown one by one, in a stretch; its places are all over the picture.
    """

    doubts: tuple[Doubt, ...]
    loop: Span
    share: float
    sweep: bool = False

    @property
    def faint(self) -> bool:
        """Whether it stands for next to nothing: it comes last, and need not be settled to be done."""
        return self.share < FAINT

    @property
    def ids(self) -> tuple[DoubtId, ...]:
        """What its doubts are called in a review."""
        return tuple(d.id for d in self.doubts)

    @property
    def tick(self) -> Tick:
        """When the frame to show first is on show; lies in the loop."""
        return self.loop.start if self.sweep else self.doubts[0].tick

    @property
    def box(self) -> Box | None:
        """Where to look in that frame; None for all of it."""
        return None if self.sweep else self.doubts[0].box

    @property
    def subject(self) -> Subject | None:
        """What may be uncovered; None where that may be several things."""
        found = {d.subject for d in self.doubts}
        return found.pop() if len(found) == 1 else None

    @property
    def tracks(self) -> tuple[TrackId, ...]:
        """The tracks that it is about, that of the heaviest doubt first."""
        return tuple(dict.fromkeys(d.track for d in self.doubts if d.track is not None))

    @property
    def span(self) -> Span:
        """From where the first of its doubts begins to where the last ends; may be far longer than the loop."""
        return Span(min(d.span.start for d in self.doubts), max(d.span.end for d in self.doubts))


@dataclass(frozen=True, slots=True)
class Docket:
    """All items, the riskiest first; those that are faint come last by that.

    `total` is the sum of the risk over all frames, `unplaced` the part of it in frames about which no doubt was kept:
    the shares of all items and `unplaced` make up `total`.
    """

    items: tuple[Item, ...] = ()
    total: float = 0.0
    unplaced: float = 0.0


def docket(appraisal: Appraisal, recording: Recording) -> Docket:
    """Every doubt of the appraisal in exactly one item; empty where no risk was worked out for these frames."""
    return finished(docketing(appraisal, recording))


def docketing(appraisal: Appraisal, recording: Recording) -> Generator[None, None, Docket]:
    """As `docket`, in small steps: thousands of doubts take a quarter of a second together."""
    index = recording.index
    if len(appraisal.risk) != len(index) or not len(index):
        return Docket()
    doubts = appraisal.doubts
    shares, unplaced = _shares(doubts, appraisal.risk.astype(np.float64), index=index)
    clock = _Clock(index, float(recording.video.time_base))
    moments = []
    for doubt in doubts:
        moments.append(_Moment.of(doubt, clock))
        yield
    groups = yield from _situations(moments)
    made = []
    for group in _gathered(groups, doubts, shares=shares, clock=clock):
        made.append(_item(group, doubts, shares=shares, clock=clock))
        yield
    ordered = sorted(made, key=lambda i: (-i.share, i.loop.start))
    return Docket(tuple(ordered), float(appraisal.risk.sum(dtype=np.float64)), unplaced)


def _shares(
    doubts: Sequence[Doubt], risk: NDArray[np.float64], *, index: FrameIndex
) -> tuple[NDArray[np.float64], float]:
    """The risk of each frame divided among its doubts, summed for each doubt; and the risk that no doubt is there for.

    Doubts are independent causes (see `core.doubt.risk_of`), so each bears the part that its own logarithm has.
    """
    edges = np.array([(d.span.start, d.span.end) for d in doubts], np.int64).reshape(-1, 2)
    first, stop = (np.searchsorted(index.ticks, side) for side in edges.T)
    parts = -np.log1p(-np.minimum([d.weight for d in doubts], NEVER)) if doubts else np.zeros(0)
    steps, counts = np.zeros(len(risk) + 1), np.zeros(len(risk) + 1, np.int64)
    for where, sign in ((first, 1), (stop, -1)):
        np.add.at(steps, where, sign * parts)
        np.add.at(counts, where, sign)
    there = np.cumsum(counts[:-1]) > 0
    sums = np.where(there, np.cumsum(steps[:-1]), 0.0)
    per = np.divide(risk, sums, out=np.zeros_like(risk), where=sums > 1e-12)
    run = np.concatenate([[0.0], np.cumsum(per)])
    placed = float(risk[sums > 1e-12].sum())
    return parts * (run[stop] - run[first]), float(risk.sum()) - placed


@dataclass(frozen=True, slots=True, eq=False)
class _Clock:
    """Seconds from the first picture for ticks, and back to whole frames."""

    index: FrameIndex
    per_tick: float

    def seconds(self, tick: Tick) -> float:
        return (tick - self.index.tick(0)) * self.per_tick

    @property
    def end(self) -> float:
        return self.seconds(self.index.end)

    def span(self, start: float, end: float) -> Span:
        """The frames on show from `start` to `end` in seconds, one at least."""
        first, last = (self.index.number(Tick(round(t / self.per_tick) + self.index.tick(0))) for t in (start, end))
        return Span(self.index.tick(first), self.index.after(last))


@dataclass(frozen=True, slots=True)
class _Moment:
    """When a doubt is to be looked at, in seconds, and where; no place for all of the picture."""

    start: float
    end: float
    at: float
    box: Box | None
    track: TrackId | None

    @classmethod
    def of(cls, doubt: Doubt, clock: _Clock) -> "_Moment":
        start, end, at = (clock.seconds(t) for t in (doubt.span.start, doubt.span.end, doubt.tick))
        if end - start > BRIEF:
            start, end = max(start, at - LOOK / 2), min(end, at + LOOK / 2)
        return cls(min(start, at), max(end, at), at, doubt.box, doubt.track)


def _situations(moments: Sequence[_Moment]) -> Generator[None, None, list[list[int]]]:
    """The moments that are one situation, as groups of their positions: alike in place, close in time, short enough."""
    places = _Places(moments)
    groups: list[list[int]] = []
    of: dict[int, int] = {}
    for number in np.argsort([m.at for m in moments], kind="stable").tolist():
        group = next((g for o in places.like(number) if _fits(groups[(g := of[o])], number, moments=moments)), None)
        if group is None:
            group = len(groups)
            groups.append([])
        groups[group].append(number)
        of[number] = group
        yield
    return groups


def _fits(group: Sequence[int], number: int, *, moments: Sequence[_Moment]) -> bool:
    """Whether a loop could still show all of the group with that moment in it."""
    every = [*group, number]
    whole = max(moments[n].end for n in every) - min(moments[n].start for n in every)
    return whole + 2 * AROUND <= LONGEST


class _Places:
    """Which moments, of those looked at before, are about the same thing."""

    def __init__(self, moments: Sequence[_Moment]) -> None:
        self._moments = moments
        boxes = [m.box or Box(0, 0, 0, 0) for m in moments]
        self._middles = np.array([b.centre for b in boxes], np.float64).reshape(-1, 2)
        self._sizes = np.sqrt(np.maximum([b.area for b in boxes], 1.0))
        self._boxed = np.array([m.box is not None for m in moments], bool)
        self._times = np.array([(m.start, m.end, m.at) for m in moments], np.float64).reshape(-1, 3)
        order = np.argsort(self._times[:, 2], kind="stable")
        self._order, self._ranks = order, np.argsort(order, kind="stable")

    def like(self, number: int) -> Iterator[int]:
        """Those before it that are about the same thing at about the same time, the nearest in time first."""
        start, end, at = self._times[number]
        low = int(np.searchsorted(self._times[self._order, 2], at - LONGEST))
        before = self._order[low : self._ranks[number]]
        starts, ends, ats = self._times[before].T
        close = (starts - end <= APART) & (start - ends <= APART)
        same = self._alike(number, before, apart=np.abs(ats - at))
        track = self._moments[number].track
        mine = np.array([track is not None and self._moments[n].track == track for n in before.tolist()], bool)
        found = before[close & (same | mine)]
        return iter(found[::-1].tolist())

    def _alike(self, number: int, others: NDArray[np.int64], *, apart: NDArray[np.float64]) -> NDArray[np.bool_]:
        if not self._boxed[number]:
            return ~self._boxed[others]
        away = np.hypot(*(self._middles[others] - self._middles[number]).T)
        larger = np.maximum(self._sizes[others], self._sizes[number])
        smaller = np.minimum(self._sizes[others], self._sizes[number])
        near = (away <= (NEAR + SPEED * apart) * larger) & (apart <= APART) & (larger <= ALIKE * smaller)
        return np.asarray(self._boxed[others] & near)


@dataclass(frozen=True, slots=True)
class _Group:
    """The positions of the doubts of one item."""

    members: tuple[int, ...]
    sweep: bool = False


def _gathered(
    groups: Sequence[Sequence[int]], doubts: Sequence[Doubt], *, shares: NDArray[np.float64], clock: _Clock
) -> Iterator[_Group]:
    """The heaviest situations of each stretch by themselves, and the rest of a stretch together.

    What is swept is gathered by the frames of the doubts: nothing in a sweep lies outside of its stretch.
    """
    length = clock.end / max(1, math.ceil(clock.end / STRETCH))
    most = math.ceil(length / EACH)

    def stretch(number: int) -> int:
        return int(clock.seconds(doubts[number].tick) // length)

    stretches: dict[int, list[Sequence[int]]] = {}
    for group in groups:
        plainest = max(group, key=lambda n: float(shares[n]))
        stretches.setdefault(stretch(plainest), []).append(group)
    swept: dict[int, list[int]] = {}
    for within in stretches.values():
        ordered = sorted(within, key=lambda g: -float(shares[list(g)].sum()))
        alone = [g for g in ordered[:most] if shares[list(g)].sum() >= FAINT]
        rest = ordered[len(alone) :]
        if len(rest) == 1:
            alone, rest = ordered, []
        yield from (_Group(tuple(g)) for g in alone)
        for number in (n for g in rest for n in g):
            swept.setdefault(stretch(number), []).append(number)
    yield from (_Group(tuple(members), sweep=len(members) > 1) for members in swept.values())


def _item(group: _Group, doubts: Sequence[Doubt], *, shares: NDArray[np.float64], clock: _Clock) -> Item:
    ordered = sorted(group.members, key=lambda n: (-shares[n], n))
    moments = [_Moment.of(doubts[n], clock) for n in ordered]
    if group.sweep:
        start, end = min(m.at for m in moments), max(m.at for m in moments)
    else:
        start, end = min(m.start for m in moments), max(m.end for m in moments)
    loop = clock.span(*_padded(start, end, clock=clock))
    return Item(tuple(doubts[n] for n in ordered), loop, float(shares[ordered].sum()), group.sweep)


def _padded(start: float, end: float, *, clock: _Clock) -> tuple[float, float]:
    """The stretch with some room around it, in the footage and of a length that can be looked at."""
    more = max(AROUND, (SHORTEST - (end - start)) / 2)
    start, end = start - more, end + more
    start, end = (max(0.0, start), end + max(0.0, -start))
    return max(0.0, start - max(0.0, end - clock.end)), min(end, clock.end)
