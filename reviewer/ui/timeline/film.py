"""What the timeline is given to show as a film, and which picture of it goes where."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from math import floor
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from reviewer.core.timing import Span, Tick
from reviewer.ui.timeline.scale import Scale


class Thumb(Protocol):
    """A small picture on show from `tick` on: uint8 of shape (height, width, 4), blue, green, red, unused."""

    @property
    def tick(self) -> Tick:
        """When its frame begins."""

    @property
    def pixels(self) -> NDArray[np.uint8]:
        """The picture."""


class Film(Protocol):
    """Small pictures of one footage: those that are there, and a wish for more."""

    def wanted(self, span: Span, count: int) -> None:
        """Have about `count` of them made over `span`; returns at once."""

    def between(self, span: Span) -> Sequence[Thumb]:
        """Those that are there of `span`, in the order of their ticks."""

    def near(self, tick: Tick) -> Thumb | None:
        """The nearest in time of those that are there."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in the row of pictures: the time at its left, how many ticks it is wide, and where it lies."""

    tick: float
    length: float
    x: float


def slots(scale: Scale, width: float) -> list[Slot]:
    """Places `width` pixels wide, side by side, from the first that can be seen: they stay put when it moves."""
    length = width * scale.per_pixel
    whole, seen = scale.whole, scale.visible
    first = floor((seen.start - whole.start) / length)
    count = int((seen.end - seen.start) / length) + 2
    ticks = (whole.start + at * length for at in range(first, first + count))
    return [Slot(tick, length, scale.x_of(tick)) for tick in ticks if tick < seen.end]


def pictures(film: Film, scale: Scale, *, width: float) -> list[Thumb]:
    """What there is to choose from for places of that width: the pictures on show, or one that stands in for all."""
    seen, margin = scale.visible, round(width * scale.per_pixel) + 1
    there = list(film.between(Span(Tick(seen.start - margin), Tick(seen.end + margin))))
    stands_in = None if there else film.near(Tick((seen.start + seen.end) // 2))
    return there if stands_in is None else [stands_in]


def chosen(slot: Slot, thumbs: Sequence[Thumb], *, ticks: Sequence[int], frame: float) -> tuple[Thumb, bool] | None:
    """The picture for a place, and whether it is of its time; None where there is none at all.

    That is one within the place, or so near before it; any other only stands in until there is one. `ticks` are those
    of the pictures, `frame` is how many a frame is long.
    """
    if not thumbs:
        return None
    after = bisect_right(ticks, slot.tick)
    if after < len(thumbs) and ticks[after] < slot.tick + slot.length:
        inside = thumbs[after]
        before = thumbs[after - 1] if after else inside
        return (before if slot.tick - before.tick < inside.tick - slot.tick else inside), True
    nearest = thumbs[max(after - 1, 0)]
    return nearest, abs(nearest.tick - slot.tick) <= max(slot.length, frame)
