"""Spans put into as few lanes as they need, so that none overlaps another in its lane."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Laying:
    """What is laid: from when to when, in which group, and with what it shares a lane; all of the same length."""

    starts: Column
    ends: Column
    groups: Column
    shares: Sequence[str]

    def free(self, inner: Column, number: int, *, wish: int) -> int:
        """A lane of its group in which `number` fits: the one wished for, one of what it shares with, or the first.

        `inner` are the lanes of the others, -1 for those that have none yet.
        """
        same = (self.groups == self.groups[number]) & (inner >= 0)
        over = same & (self.starts < self.ends[number]) & (self.ends > self.starts[number])
        taken = set(inner[over].tolist())
        share = self.shares[number]
        mates = (int(inner[at]) for at in np.flatnonzero(same).tolist() if self.shares[at] == share)
        for lane in (wish, *mates):
            if lane >= 0 and lane not in taken:
                return lane
        return next(lane for lane in range(len(taken) + 1) if lane not in taken)


def pack(laying: Laying) -> Column:
    """The lane within its group for each: the first that is free at its time, in the order of when they begin."""
    inner = [0] * len(laying.starts)
    for group in np.unique(laying.groups).tolist():
        units = _units(laying, np.flatnonzero(laying.groups == group))
        for lane, members in _first_fit(units):
            for number in members:
                inner[number] = lane
    return np.array(inner, np.int64)


Unit = tuple[int, int, list[int]]
"""From when to when, and who: several that share a lane and do not overlap are laid as one."""


def _units(laying: Laying, members: NDArray[np.intp]) -> list[Unit]:
    listed = members.tolist()
    if len({laying.shares[number] for number in listed}) == len(listed):  # as most are: nobody shares
        order = members[np.lexsort((laying.ends[members], laying.starts[members]))]
        spans = zip(laying.starts[order].tolist(), laying.ends[order].tolist(), order.tolist(), strict=True)
        return [(start, end, [number]) for start, end, number in spans]
    starts, ends = laying.starts.tolist(), laying.ends.tolist()
    sharing: dict[str, list[int]] = defaultdict(list)
    for number in listed:
        sharing[laying.shares[number]].append(number)
    units: list[Unit] = []
    for numbers in sharing.values():
        if len(numbers) > 1:
            numbers.sort(key=lambda n: starts[n])
            if any(starts[b] < ends[a] for a, b in pairwise(numbers)):
                units += [(starts[n], ends[n], [n]) for n in numbers]
                continue
        units.append((starts[numbers[0]], ends[numbers[-1]], numbers))
    units.sort(key=lambda unit: unit[:2])
    return units


def _first_fit(units: list[Unit]) -> list[tuple[int, list[int]]]:
    """The lowest lane that is free for each unit, given in the order of when they begin: two heaps, no search."""
    ending: list[tuple[int, int]] = []
    free: list[int] = []
    lanes = 0
    placed = []
    for start, end, members in units:
        while ending and ending[0][0] <= start:
            heappush(free, heappop(ending)[1])
        if free:
            lane = heappop(free)
        else:
            lane, lanes = lanes, lanes + 1
        heappush(ending, (end, lane))
        placed.append((lane, members))
    return placed
