"""Which region lies in which lane, and what of it is drawn: in columns, so that thousands are found at once.

People have lanes of their own, at the top, in the order of their names. The other regions lie in the first lane that
is free, those of one track in the same one. After an edit what has not changed stays where it was.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import IntFlag

import numpy as np
from numpy.typing import NDArray

from reviewer.core.region import Decision, PersonId, Region, RegionId
from reviewer.core.review import differing
from reviewer.ui.timeline.packing import Column, Laying, pack

DECISIONS = tuple(Decision)
"""A decision is kept in a column as its place in here."""

FEW = 64
"""Changes after which the lanes are laid anew, which is faster then than finding a place for each."""

NOBODY = 1 << 20
"""The group of regions that belong to no person: below all that do."""


class Trait(IntFlag):
    """What a bar shows besides its decision."""

    HAND = 1
    LOCKED = 2
    INVERSE = 4
    GAPS = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """The lanes of one person: from row `first`, so many `rows`."""

    person: PersonId
    first: int
    rows: int


@dataclass(frozen=True, slots=True, eq=False)
class Lanes:
    """The regions of a review in columns, all of the same length; `place` says where in them each region is.

    `starts` and `ends` are int64 ticks, `rows` count from the top, `decisions` index DECISIONS, `traits` are Traits.
    `groups` and `inner` are the person and the lane within those of that person. There are `count` rows.
    """

    regions: Mapping[RegionId, Region] = field(default_factory=dict)
    ids: tuple[RegionId, ...] = ()
    place: Mapping[RegionId, int] = field(default_factory=dict)
    starts: Column = field(default_factory=lambda: np.zeros(0, np.int64))
    ends: Column = field(default_factory=lambda: np.zeros(0, np.int64))
    groups: Column = field(default_factory=lambda: np.zeros(0, np.int64))
    inner: Column = field(default_factory=lambda: np.zeros(0, np.int64))
    decisions: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    traits: NDArray[np.uint8] = field(default_factory=lambda: np.zeros(0, np.uint8))
    rows: Column = field(default_factory=lambda: np.zeros(0, np.int64))
    headings: tuple[Heading, ...] = ()
    count: int = 0

    def within(self, start: float, end: float) -> NDArray[np.intp]:
        """Where in the columns the regions are that share a time with the ticks from `start` to `end`."""
        return np.flatnonzero((self.starts < end) & (self.ends > start))

    def here(self, tick: int) -> int:
        """How many regions' spans hold that tick."""
        return int(np.count_nonzero((self.starts <= tick) & (self.ends > tick)))


def laid(regions: Mapping[RegionId, Region], before: Lanes | None = None) -> Lanes:
    """The lanes of these regions; with those `before` an edit, as like them as can be."""
    listed = list(regions.values())
    ids = tuple(regions)
    place = {region: at for at, region in enumerate(ids)}
    count = len(listed)
    starts = np.fromiter((r.span.start for r in listed), np.int64, count)
    ends = np.fromiter((r.span.end for r in listed), np.int64, count)
    groups, people = _groups(listed)
    laying = Laying(starts, ends, groups, tuple(r.track or r.id for r in listed))
    inner = _kept(regions, before, laying=laying) if before is not None and before.ids else None
    if inner is None:
        inner = pack(laying)
    rows, headings = _rows(groups, inner, people=people)
    return Lanes(
        regions=regions,
        ids=ids,
        place=place,
        starts=starts,
        ends=ends,
        groups=groups,
        inner=inner,
        decisions=np.fromiter((_DECISION[r.decision] for r in listed), np.uint8, count),
        traits=np.fromiter((_traits(r) for r in listed), np.uint8, count),
        rows=rows,
        headings=headings,
        count=int(rows.max()) + 1 if count else 0,
    )


_DECISION = {decision: at for at, decision in enumerate(DECISIONS)}


def _traits(region: Region) -> int:
    # Plain numbers: enums that are joined for each of thousands of regions take longer than all else together.
    return (region.track is None) + 2 * region.locked + 4 * region.inverse + 8 * bool(region.gaps)


def _groups(listed: list[Region]) -> tuple[Column, list[PersonId]]:
    people = sorted({r.person for r in listed if r.person}, key=_natural)
    number: dict[PersonId | None, int] = {person: at for at, person in enumerate(people)}
    return np.fromiter((number.get(r.person, NOBODY) for r in listed), np.int64, len(listed)), people


def _natural(person: PersonId) -> list[tuple[int, str]]:
    """Person 2 before Person 10."""
    return [(int(part), "") if part.isdecimal() else (0, part.casefold()) for part in re.split(r"(\d+)", person)]


def _kept(regions: Mapping[RegionId, Region], before: Lanes, *, laying: Laying) -> Column | None:
    """Each region in its group's lane from before, and a place for the few that changed; None when they are many."""
    changed = differing(before.regions, regions)
    moved = [i for i in changed if i in regions and not _stays(regions[i], before.regions.get(i))]
    if len(moved) > min(FEW, len(regions) - 1):
        return None
    known = (before.place.get(i, -1) for i in regions)
    at = np.fromiter(known, np.int64, len(regions))
    inner = np.where(at >= 0, before.inner[at], -1)
    place = {region: number for number, region in enumerate(regions)}
    numbers = [place[i] for i in moved]
    if not numbers:
        return inner
    wishes = inner[numbers]
    inner[numbers] = -1
    order = np.lexsort((np.array(numbers), laying.starts[numbers]))  # what changed comes as a set, in no order
    for number, wish in zip(np.array(numbers)[order].tolist(), wishes[order].tolist(), strict=True):
        inner[number] = laying.free(inner, number, wish=wish)
    return inner


def _stays(region: Region, before: Region | None) -> bool:
    return before is not None and (region.span, region.person, region.track) == (
        before.span,
        before.person,
        before.track,
    )


def _rows(groups: Column, inner: Column, *, people: Iterable[PersonId]) -> tuple[Column, tuple[Heading, ...]]:
    """Rows from the top without empty ones, and which of them are whose."""
    if not len(groups):
        return np.zeros(0, np.int64), ()
    keys, rows = np.unique(groups * NOBODY + inner, return_inverse=True)
    owners = keys // NOBODY
    headings = []
    for number, person in enumerate(people):
        first, last = (int(v) for v in np.searchsorted(owners, (number, number + 1)))
        headings.append(Heading(person, first, last - first))
    return rows.astype(np.int64), tuple(headings)
