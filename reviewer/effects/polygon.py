"""Which blocks of a picture a polygon touches: those that its edge runs through, and those that it goes round."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewer.core.outline import Outline

FAR = 1e6
"""Pixels from the picture's corner beyond which a polygon's corner is so far that its edges cannot be told exactly."""

NEAR = 1e-3
"""Pixels from a block within which an edge counts as touching it: more than rounding can be off by below FAR."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks in a row or in a column: `count` of `step` pixels from `first` on.

    What is up to `slack` pixels before a block belongs to it too.
    """

    first: int
    count: int
    step: int
    slack: int

    @property
    def middles(self) -> Numbers:
        """Where the middle of each block lies."""
        return np.asarray(self.first + (np.arange(self.count) + 0.5) * self.step, np.float64)

    @property
    def edges(self) -> tuple[Numbers, Numbers]:
        """Where each block begins and ends, as far as it reaches."""
        starts = self.first + np.arange(self.count, dtype=np.float64) * self.step
        return starts - self.slack - NEAR, starts + self.step + NEAR

    def met(self, low: Numbers, high: Numbers) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """The number of the first block that the stretch from `low` to `high` meets, and of the first beyond it."""
        first = np.ceil((low - NEAR - self.first) / self.step - 1)
        last = np.floor((high + NEAR - self.first + self.slack) / self.step)
        return self._limited(first), self._limited(last + 1)

    def beyond(self, place: Numbers) -> NDArray[np.intp]:
        """The number of the first block with its middle beyond `place`."""
        return self._limited(np.ceil((place - self.first) / self.step - 0.5))

    def _limited(self, numbers: Numbers) -> NDArray[np.intp]:
        return np.clip(numbers, 0, self.count).astype(np.intp)


def touched(outline: Outline, *, columns: Blocks, rows: Blocks) -> NDArray[np.bool_]:
    """Which blocks the outline touches, bool of shape (rows, columns); all where it reaches too far to tell."""
    corners = np.array(outline.unfolded().corners, np.float64)
    if np.abs(corners).max() > FAR:
        return np.ones((rows.count, columns.count), np.bool_)
    start, end = corners, np.roll(corners, -1, axis=0)
    return _edged(start, end, columns=columns, rows=rows) | _gone_round(start, end, columns=columns, rows=rows)


def inside(outline: Outline, *, columns: Blocks, rows: Blocks) -> NDArray[np.bool_]:
    """Which blocks lie wholly in the outline, bool of shape (rows, columns); none where it reaches too far to tell."""
    corners = np.array(outline.unfolded().corners, np.float64)
    if np.abs(corners).max() > FAR:
        return np.zeros((rows.count, columns.count), np.bool_)
    start, end = corners, np.roll(corners, -1, axis=0)
    edges = _edged(start, end, columns=columns, rows=rows)
    return _gone_round(start, end, columns=columns, rows=rows) & ~edges


def _edged(start: Numbers, end: Numbers, *, columns: Blocks, rows: Blocks) -> NDArray[np.bool_]:
    """The blocks that a line from one of `start` to the one of `end`, shape (n, 2), runs through or along."""
    left, top = np.minimum(start, end).T[..., None]
    right, bottom = np.maximum(start, end).T[..., None]
    above, below = rows.edges
    enters, leaves = np.maximum(top, above), np.minimum(bottom, below)
    one, other = _across(start, end, y=enters), _across(start, end, y=leaves)
    flat = bottom - top < NEAR  # where a line enters and leaves a row cannot be told of one that keeps to it
    low = np.where(flat, left, np.clip(np.minimum(one, other), left, right))
    high = np.where(flat, right, np.clip(np.maximum(one, other), left, right))
    first, stop = columns.met(low, high)
    row = np.broadcast_to(np.arange(rows.count), first.shape)
    met = enters <= leaves
    changes = np.zeros((rows.count, columns.count + 1), np.int32)
    np.add.at(changes, (row[met], first[met]), 1)
    np.add.at(changes, (row[met], stop[met]), -1)
    return np.asarray(changes.cumsum(axis=1)[:, :-1] > 0, np.bool_)


def _gone_round(start: Numbers, end: Numbers, *, columns: Blocks, rows: Blocks) -> NDArray[np.bool_]:
    """The blocks whose middle the outline goes round; with no edge in a block the middle speaks for all of it."""
    y = rows.middles
    from_y, to_y = start[:, 1, None], end[:, 1, None]
    turn = ((from_y <= y) & (y < to_y)).astype(np.int32) - ((to_y <= y) & (y < from_y)).astype(np.int32)
    column = columns.beyond(_across(start, end, y=np.broadcast_to(y, turn.shape)))
    row = np.broadcast_to(np.arange(rows.count), turn.shape)
    changes = np.zeros((rows.count, columns.count + 1), np.int32)
    np.add.at(changes, (row, column), turn)
    return np.asarray(changes.cumsum(axis=1)[:, :-1] != 0, np.bool_)


def _across(start: Numbers, end: Numbers, *, y: Numbers) -> Numbers:
    """How far right each line is in the rows `y`, of shape (n, rows); anything where it does not get there."""
    down = end[:, 1, None] - start[:, 1, None]
    slope = (end[:, 0, None] - start[:, 0, None]) / np.where(np.abs(down) < NEAR, 1.0, down)
    return np.asarray(start[:, 0, None] + (y - start[:, 1, None]) * slope, np.float64)
