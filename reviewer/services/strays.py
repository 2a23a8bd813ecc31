"""What the looks of a sample found that nothing covers: strays, each told by one look or by two that agree."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Region
from reviewer.core.review import Review
from reviewer.core.sample import Sample, Sighting
from reviewer.core.timing import Tick
from reviewer.services.jobs import finished

COVERED = 0.6
"""Share of a find that has to lie under regions for the find to count as covered; its edges are not exact."""

SAME = 0.5
"""Share of the smaller of two looks' boxes inside the other from which they found the same thing."""

ALIKE = 5.0
"""How many times larger one of them may be."""

GRID = 12
"""Points across and down a box at which it is asked whether they are covered."""

Scores = tuple[float | None, float | None]
"""Of the first look and of the second; None where that look did not find it."""

Sides = NDArray[np.float64]
"""Shape (n, 4): left, top, right, bottom in pixels of the upright frame."""


@dataclass(frozen=True, slots=True)
class Stray:
    """Something found uncovered in a frame of a sample; the looks are those of its subject, in the sample's order."""

    tick: Tick
    subject: Subject
    box: Box
    scores: Scores


@dataclass(frozen=True, slots=True)
class Tally:
    """What a sample says of one subject under a review: the strays, and how many boxes are covered in each frame.

    What a person decided to show counts neither as uncovered nor as covered.
    """

    subject: Subject
    strays: tuple[Stray, ...]
    covered: tuple[int, ...]


class Witness:
    """The finds of a sample, those of one thing as one: worked out once, and asked about every review."""

    def __init__(self, sample: Sample) -> None:
        self._ticks = [Tick(tick) for tick in sample.ticks.tolist()]
        self._found: dict[Subject, dict[Tick, _Found]] = {}
        for subject in dict.fromkeys(look.subject for look in sample.looks):
            pair = [i for i, look in enumerate(sample.looks) if look.subject is subject]
            if len(pair) == 2:
                self._found[subject] = _agreed_by_tick([s for s in sample.sightings() if s.look in pair], pair=pair)

    def tallies(self, review: Review) -> tuple[Tally, ...]:
        """A tally for each subject that two looks were taken for, in the order of the looks."""
        return finished(self.tallying(review))

    def tallying(self, review: Review) -> Generator[None, None, tuple[Tally, ...]]:
        """As `tallies`, in small steps: of an hour under hundreds of regions they take a second together."""
        there = yield from self._there(review)
        tallies = []
        for subject in self._found:
            tallies.append((yield from self._tally(subject, there)))
        return tuple(tallies)

    def _there(self, review: Review) -> Generator[None, None, "dict[Tick, _There]"]:
        regions = list(review.regions.values())
        starts = np.array([r.span.start for r in regions], np.int64)
        ends = np.array([r.span.end for r in regions], np.int64)
        there = {}
        for tick in self._ticks:
            near = [regions[i] for i in np.flatnonzero((starts <= tick) & (tick < ends)).tolist()]
            there[tick] = _There.of(near, tick)
            yield
        return there

    def _tally(self, subject: Subject, there: dict[Tick, "_There"]) -> Generator[None, None, Tally]:
        strays = []
        for tick, found in self._found[subject].items():
            left = found.covered_part(there[tick], subject) < COVERED
            strays += [Stray(tick, subject, found.boxes[i], found.scores[i]) for i in np.flatnonzero(left).tolist()]
            yield
        covered = (sum(r.hides and r.subject is subject for r in here.regions) for here in there.values())
        return Tally(subject, tuple(strays), tuple(covered))


EVERYWHERE = Box(-1e6, -1e6, 2e6, 2e6)
"""A box that holds every picture."""


@dataclass(frozen=True, slots=True, eq=False)
class _There:
    """The regions of one frame, decided to be shown or not, with where they are: boxes, and outlines of polygons."""

    regions: Sequence[Region]
    sides: Sides
    outlines: Sequence[Outline]

    @classmethod
    def of(cls, regions: Sequence[Region], tick: Tick) -> "_There":
        """Where `regions` are at `tick`."""
        placed = [(r.box_at(tick), r.outline_at(tick)) for r in regions if not r.inverse]
        if any(r.inverse and r.hides for r in regions):
            placed.append((EVERYWHERE, None))  # what it leaves was decided on as well
        boxes = [box for box, outline in placed if box is not None and outline is None]
        return cls(regions, _sides(boxes), [outline for _, outline in placed if outline is not None])


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """The finds of two looks in one frame."""

    boxes: Sequence[Box]
    scores: Sequence[Scores]
    corners: NDArray[np.float64]
    """Shape (n, 4, 2): clockwise from the top left, those of the box where no others are known."""

    def covered_part(self, there: _There, subject: Subject) -> NDArray[np.float64]:
        """The share of what lies between each find's corners, of the ellipse in it for a face, under the regions."""
        across, down = (parts[:, None] for parts in _points(round_one=subject is Subject.FACE))
        top_left, top_right, bottom_right, bottom_left = (self.corners[:, None, i] for i in range(4))
        top, bottom = top_left + across * (top_right - top_left), bottom_left + across * (bottom_right - bottom_left)
        x, y = np.moveaxis(top + down * (bottom - top), -1, 0)
        inside = np.zeros(x.shape, bool)
        for cover in there.sides.tolist():
            inside |= _within(cover, x=x, y=y)
        for outline in there.outlines:
            (hull,) = _sides([outline.box]).tolist()
            if _within(hull, x=x, y=y).any():
                inside |= outline.inside(x, y)
        return np.asarray(inside.mean(axis=1))


def _within(sides: Sequence[float], *, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray((x >= sides[0]) & (x < sides[2]) & (y >= sides[1]) & (y < sides[3]), np.bool_)


def _points(*, round_one: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    part = (np.arange(GRID) + 0.5) / GRID
    across, down = (a.ravel() for a in np.meshgrid(part, part))
    if round_one:
        kept = (across - 0.5) ** 2 + (down - 0.5) ** 2 <= 0.25
        return across[kept], down[kept]
    return across, down


def _agreed_by_tick(sightings: Sequence[Sighting], *, pair: Sequence[int]) -> dict[Tick, _Found]:
    by_tick: dict[Tick, tuple[list[Sighting], list[Sighting]]] = {}
    for sighting in sightings:
        by_tick.setdefault(sighting.tick, ([], []))[pair.index(sighting.look)].append(sighting)
    return {tick: _agreed(first, second) for tick, (first, second) in by_tick.items()}


def _agreed(first: Sequence[Sighting], second: Sequence[Sighting]) -> _Found:
    """The finds of two looks in one frame, those of the same thing as one, where the first look saw it."""
    alike = _alike(_sides([a.box for a in first]), _sides([b.box for b in second]))
    same = np.argwhere(alike >= SAME)
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for i, j in same[np.argsort(-alike[alike >= SAME], kind="stable")].tolist():
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    alone = [b for j, b in enumerate(second) if j not in taken]
    scores: list[Scores] = [(a.score, second[partner[i]].score if i in partner else None) for i, a in enumerate(first)]
    found = [*first, *alone]
    corners = np.array([(s.outline or Outline.of(s.box)).corners for s in found], np.float64).reshape(-1, 4, 2)
    return _Found([s.box for s in found], [*scores, *((None, b.score) for b in alone)], corners)


def _alike(a: Sides, b: Sides) -> NDArray[np.float64]:
    """For each pair the share of the smaller box that lies in the larger, 0 where one is ALIKE times the other."""
    across = np.minimum(a[:, None, 2], b[None, :, 2]) - np.maximum(a[:, None, 0], b[None, :, 0])
    down = np.minimum(a[:, None, 3], b[None, :, 3]) - np.maximum(a[:, None, 1], b[None, :, 1])
    area_a, area_b = (np.maximum((x[:, 2] - x[:, 0]) * (x[:, 3] - x[:, 1]), 1e-6) for x in (a, b))
    small = np.minimum(area_a[:, None], area_b[None, :])
    part = np.maximum(across, 0) * np.maximum(down, 0) / small
    return np.where(np.maximum(area_a[:, None], area_b[None, :]) <= ALIKE * small, part, 0.0)


def _sides(boxes: Sequence[Box]) -> Sides:
    return np.array([(b.x, b.y, b.right, b.bottom) for b in boxes], np.float64).reshape(-1, 4)
