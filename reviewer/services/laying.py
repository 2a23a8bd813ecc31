"""Turns how a region lies in each frame into few keyframes, with the room for speed that proposals have."""

from collections.abc import Iterator, Mapping, Set
from functools import partial
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from reviewer.core.footage import FrameIndex
from reviewer.core.outline import Outline
from reviewer.core.region import Keyframe
from reviewer.core.timing import Tick
from reviewer.services.bends import bends
from reviewer.services.chasing import Laid
from reviewer.services.proposals import SLACK, keyframes_along


def keyframes_of(path: Mapping[int, Laid], index: FrameIndex, *, fixed: Set[int]) -> tuple[Keyframe, ...]:
    """Few keyframes that hold what the region hides in every frame of a path, by the numbers of the frames.

    At the frames `fixed` there are none: a person has set one there, and the path goes on beside it.
    """
    found: list[Keyframe] = []
    for run in _runs(path, fixed):
        ticks = np.array([index.tick(number) for number in run], np.int64)
        laid = [path[number] for number in run]
        outlines = [each.outline for each in laid]
        if outlines[0] is None:
            found += keyframes_along(np.array([_sides(each) for each in laid], np.float64), ticks)
        else:
            corners = np.array([o.corners for o in outlines if o is not None], np.float64)
            found += _outlined(corners, ticks, rooms=np.array([each.room for each in laid]))
    return tuple(found)


def _runs(path: Mapping[int, Laid], fixed: Set[int]) -> Iterator[list[int]]:
    """Frames in a row between the fixed ones whose shapes have equally many corners."""

    def kind(number: int) -> tuple[int, int]:
        outline = path[number].outline
        return sum(f < number for f in fixed), len(outline.corners) if outline is not None else 0

    for _, run in groupby((n for n in sorted(path) if n not in fixed), key=kind):
        yield list(run)


def _sides(laid: Laid) -> tuple[float, float, float, float]:
    box = laid.box.grown(2 * laid.room)
    return box.x, box.y, box.right, box.bottom


def _outlined(
    corners: NDArray[np.float64], ticks: NDArray[np.int64], *, rooms: NDArray[np.float64]
) -> Iterator[Keyframe]:
    """Keyframes along outlines of shape (n, corners, 2), each grown about its middle by its room and by the slack."""
    low, high = corners.min(axis=1), corners.max(axis=1)
    sides = np.maximum(high - low, 1e-6)
    slack = SLACK * sides.min(axis=1)
    more = 1 + 2 * (rooms[:, None] + slack[:, None] / sides)
    middle = (low + high)[:, None] / 2
    grown = middle + (corners - middle) * more[:, None]
    times = ticks.astype(np.float64)
    for i in bends(len(ticks), partial(_straight, times=times, grown=grown, slack=slack)):
        outline = Outline(tuple((round(float(x), 2), round(float(y), 2)) for x, y in grown[i]))
        yield Keyframe.around(Tick(int(ticks[i])), outline)


def _straight(
    a: int, b: int, *, times: NDArray[np.float64], grown: NDArray[np.float64], slack: NDArray[np.float64]
) -> bool:
    """Whether straight lines from frame `a` to `b` miss no corner by more than the slack."""
    part = ((times[a : b + 1] - times[a]) / (times[b] - times[a]))[:, None, None]
    line = grown[a] + (grown[b] - grown[a]) * part
    missed = np.linalg.norm(line - grown[a : b + 1], axis=2).max(axis=1)
    return bool((missed <= slack[a : b + 1]).all())
