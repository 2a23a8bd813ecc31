"""Which pictures of a copy detectors look at, and where in the others they look closely: beside what is covered.

Whole pictures are looked at throughout, at a pace. Closely, which costs a fiftieth, is looked around every region now
and then, in case it lies beside what it is for; and in every picture shortly before one begins and after it ends, and
in its gaps, in case it begins late or leaves early.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from reviewer.core.detection import Subject
from reviewer.core.footage import FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.region import Region
from reviewer.core.review import Review
from reviewer.core.settings import Depth
from reviewer.core.timing import Span, Tick

LOOK_EVERY = {Depth.FAST: 0.64, Depth.BALANCED: 0.4, Depth.THOROUGH: 0.24}
"""Seconds between two looks: twice the analysis's own for faces; the first comes half of that later than its first,
so that other pictures are looked at."""

SELDOM = {Subject.PLATE: 2, Subject.TEXT: 2}
"""Of how many looks one is for these subjects: they keep their shape, so that one find shows them for seconds."""

FEWEST = 5
"""Looks at even the shortest copy."""

BEYOND = {Depth.FAST: 0.3, Depth.BALANCED: 0.5, Depth.THOROUGH: 1.0}
"""Seconds before a region begins and after it ends in which every picture is looked at closely where it lies then."""

AROUND = {Depth.FAST: 0.4, Depth.BALANCED: 0.2, Depth.THOROUGH: 0.12}
"""Seconds between two close looks around a region."""

TIGHTER = -1 / 3
"""How much smaller than a region its subject is expected: regions are wider than what they cover."""

LARGEST = 0.5
"""Part of the picture from which a region is too large for a close look: whole pictures show what is beside it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is looked for closely, as large as it is expected; `beyond`: no region lies there now."""

    subject: Subject
    box: Box
    beyond: bool


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A span in which a region lies (`beyond` is False), or may be missing."""

    span: Span
    region: Region
    turn: int
    beyond: bool


class Rota:
    """The close looks at a copy: asked in order of time."""

    def __init__(self, review: Review, time_base: Fraction, *, depth: Depth) -> None:
        self._every = max(1, round(Fraction(AROUND[depth]) / time_base))
        hiding = [r for r in review.regions.values() if r.hides and not r.inverse]
        reach = Tick(round(Fraction(BEYOND[depth]) / time_base))
        made = (s for turn, region in enumerate(hiding) for s in _stretches(region, turn, reach=reach))
        self._coming = sorted(made, key=lambda s: s.span.start, reverse=True)
        self._now: list[_Stretch] = []
        self._turns: dict[int, int] = {}

    def places(self, tick: Tick, *, width: int, height: int) -> list[Place]:
        """Where to look closely at `tick` of the footage, in a picture of that size."""
        while self._coming and self._coming[-1].span.start <= tick:
            self._now.append(self._coming.pop())
        self._now = [s for s in self._now if s.span.end > tick]
        found = []
        for stretch in self._now:
            if stretch.beyond or self._due(stretch.turn, tick):
                box = stretch.region.keyframe_at(tick).box
                if 0 < box.area <= LARGEST * width * height:
                    found.append(Place(stretch.region.subject, box.grown(TIGHTER), stretch.beyond))
        return found

    def _due(self, turn: int, tick: Tick) -> bool:
        """Whether it is time for a look around the region of that turn: not all of them in the same picture."""
        at = (tick + turn * self._every // 4) // self._every
        due = self._turns.get(turn) != at
        self._turns[turn] = at
        return due


def _stretches(region: Region, turn: int, *, reach: int) -> Iterator[_Stretch]:
    span = region.span
    for start, end in ((span.start - reach, span.start), (span.end, span.end + reach)):
        yield _Stretch(Span(Tick(start), Tick(end)), region, turn, beyond=True)
    last = span.start
    for gap in region.gaps:
        if last < gap.start:
            yield _Stretch(Span(last, gap.start), region, turn, beyond=False)
        middle = Tick(max(gap.start, gap.end - reach))
        yield _Stretch(Span(gap.start, Tick(min(gap.start + reach, middle))), region, turn, beyond=True)
        yield _Stretch(Span(middle, gap.end), region, turn, beyond=True)
        last = gap.end
    yield _Stretch(Span(last, span.end), region, turn, beyond=False)


def looked_at(index: FrameIndex, time_base: Fraction, *, every: float) -> Iterator[int]:
    """The numbers of the pictures that are looked at, about `every` seconds, fewer in short copies; rising."""
    times = (index.ticks - index.ticks[0]).astype(np.float64) * float(time_base)
    step = min(every, max(float(times[-1]), 0.0) / FEWEST) if len(times) > 1 else every
    if step <= 0:
        yield 0
        return
    # A look is due a quarter of a step after each step, and the first picture after one is looked at. Counted by
    # pictures and not by steps: time stamps may lie ages apart.
    due = np.floor((times + 1e-9 - step / 4) / step)
    yield from np.flatnonzero(np.diff(due, prepend=-1.0) > 0).tolist()
    last = len(times) - 1
    if step / 4 + (due[-1] + 1) * step < times[-1] + step / 2 and not (last and due[-1] > due[-2]):
        yield last
