"""Groups lines of text into blocks: a paragraph, a page, a table, a screen, the words of a sign.

A detector that looks anew cannot know what it saw before, so grouping must not hang on any one line: the gaps that it
bridges are as wide as a line that was missed, and what bounds a block is how much of its hull lines cover.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewer.core.geometry import Box, hull

ALIKE = 1.7
"""How much higher one line may be than another of its block: a line of capitals beside one without any is a third."""

BESIDE, UNDER = 2.5, 2.0
"""Gaps between neighbours at most, in heights of the lower one: between the cells of a table and the words of a sign;
and between rows, which is room for one line that was missed."""

SHARED = 0.5, 0.25
"""Part of the lower one's height that two lines beside each other share, and of the shorter one's length that two rows
share."""

PARALLEL = math.radians(20)
"""Difference of slopes up to which two lines run alike."""

ROUND = 1.5
"""Length in heights under which the slope of a line says nothing: a letter or two."""

FILLED, DENSE = 0.3, 0.5
"""Part of a block's hull that its lines cover at least, so that it does not swallow the street between two signs. Rows
far apart, as in a table, fill two fifths, whatever the look; a limit near that would part them in one look and not in
the next. Of a dense block more is text than what is covered may be where a check takes a find for explained."""

INSIDE = 0.8
"""Part of a block that lies in another one from which it is a part of it: hiding both would hide no more."""

ROUNDS = 3
"""How often neighbours are tried at most: a block that has grown may fill what was too empty before."""

TURNS = np.radians(np.arange(0, 180, 15))
"""Directions in which the extent of a block is known, so that a page that lies askew has a tight hull, too."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text as a rectangle in pixels of a picture: its middle, sides, slope in radians, and score.

    `length` is its longer side, which runs at `slope` to the right (0) and downward (positive), from -pi/2 to pi/2.
    """

    x: float
    y: float
    length: float
    height: float
    slope: float
    score: float

    @property
    def area(self) -> float:
        """Pixels inside."""
        return self.length * self.height

    def corners(self) -> NDArray[np.float64]:
        """Shape (4, 2): x and y."""
        along = np.array([math.cos(self.slope), math.sin(self.slope)]) * self.length / 2
        across = np.array([-math.sin(self.slope), math.cos(self.slope)]) * self.height / 2
        middle = np.array([self.x, self.y])
        return np.stack([middle + s * along + t * across for s, t in ((1, 1), (1, -1), (-1, -1), (-1, 1))])

    @property
    def box(self) -> Box:
        """The upright box around it."""
        (x, y), (right, bottom) = self.corners().min(axis=0).tolist(), self.corners().max(axis=0).tolist()
        return Box(x, y, right - x, bottom - y)


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together, by their positions, in the upright box around them.

    `score` is the mean of their scores, each weighed by its area and by itself: a smudge that was taken for a line
    beside a plain one does not make that one doubtful.
    """

    box: Box
    score: float
    lines: tuple[int, ...]


def blocks(lines: Sequence[Line], *, filled: float = FILLED) -> list[Block]:
    """The blocks that the lines make, each line in one of them; boxes in pixels of the lines' picture.

    `filled` is the part of a block's hull that its lines cover at least.
    """
    forest, links = _Forest(lines, filled=filled), sorted(neighbours(lines))
    for _ in range(ROUNDS):
        left = [link for link in links if not forest.joined(link[1], link[2])]
        if len(left) == len(links):
            break
        links = left
    return _without_parts([block_of(group, lines) for group in forest.groups()], lines)


def block_of(group: Sequence[int], lines: Sequence[Line]) -> Block:
    """The block that lines of these positions make."""
    weights = [lines[n].area * lines[n].score for n in group]
    score = sum(w * lines[n].score for w, n in zip(weights, group, strict=True)) / max(sum(weights), 1e-9)
    return Block(hull(lines[n].box for n in group), score, tuple(sorted(group)))


def neighbours(lines: Sequence[Line]) -> Iterator[tuple[float, int, int]]:
    """Pairs of lines that may be of one block, by their positions, with the gap between them in heights.

    Of each pair the longer line says what is beside and what is under it. The rest are looked at all at once.
    """
    order = sorted(range(len(lines)), key=lambda n: -lines[n].length)
    corners = np.array([lines[n].corners() for n in order]).reshape(-1, 4, 2)
    low, high = corners.min(axis=1), corners.max(axis=1)
    height = np.array([lines[n].height for n in order])
    for position, number in enumerate(order):
        line, after = lines[number], position + 1
        reach = BESIDE * line.height
        near = ((low[after:] <= high[position] + reach) & (high[after:] >= low[position] - reach)).all(axis=1)
        near &= (height[after:] <= ALIKE * line.height) & (height[after:] * ALIKE >= line.height)
        others = after + np.flatnonzero(near)
        gaps = _gaps(line, [lines[order[other]] for other in others], corners=corners[others])
        yield from ((gap, number, order[other]) for other, gap in zip(others, gaps, strict=True) if gap < math.inf)


def _gaps(line: Line, others: Sequence[Line], *, corners: NDArray[np.float64]) -> list[float]:
    """How far each of the others, with its `corners`, is from the line in heights; infinite where it is no neighbour.

    Measured along the line and across it.
    """
    away = corners - (line.x, line.y)
    turned = away @ np.array(
        [[math.cos(line.slope), -math.sin(line.slope)], [math.sin(line.slope), math.cos(line.slope)]]
    )
    sides = np.array([line.length, line.height])
    first, last = turned.min(axis=1), turned.max(axis=1)
    shared = np.minimum(last, sides / 2) - np.maximum(first, -sides / 2)
    found = []
    for other, (along, across) in zip(others, shared.tolist(), strict=True):
        low = min(line.height, other.height)
        beside = across >= SHARED[0] * low and along >= -BESIDE * low
        under = along >= SHARED[1] * min(line.length, other.length) and across >= -UNDER * low
        alike = (beside or under) and _parallel(line, other)
        found.append(max(0.0, -along, -across) / low if alike else math.inf)
    return found


def _parallel(a: Line, b: Line) -> bool:
    if min(a.length / a.height, b.length / b.height) < ROUND:
        return True
    apart = abs(a.slope - b.slope) % math.pi
    return min(apart, math.pi - apart) <= PARALLEL


class _Forest:
    """Which lines are one block so far, how far each block reaches in every direction, and what its lines cover.

    (Disjoint sets; the extents are a discrete oriented polytope, whose best rectangle stands for the hull.)
    """

    def __init__(self, lines: Sequence[Line], *, filled: float) -> None:
        self._filled = filled
        self._parents = list(range(len(lines)))
        self._areas = [line.area for line in lines]
        corners = np.array([line.corners() for line in lines]).reshape(-1, 4, 2)
        reach = corners @ np.stack([np.cos(TURNS), np.sin(TURNS)])
        self._low, self._high = reach.min(axis=1), reach.max(axis=1)

    def joined(self, a: int, b: int) -> bool:
        """Whether two lines are in one block; they are put into one if their blocks together are filled enough."""
        a, b = self._root(a), self._root(b)
        if a == b:
            return True
        low, high = np.minimum(self._low[a], self._low[b]), np.maximum(self._high[a], self._high[b])
        spans, area = high - low, self._areas[a] + self._areas[b]
        quarter = len(TURNS) // 2
        if area < self._filled * float((spans[:quarter] * spans[quarter:]).min()):
            return False
        self._parents[b] = a
        self._areas[a], self._low[a], self._high[a] = area, low, high
        return True

    def groups(self) -> list[list[int]]:
        """The positions of the lines of each block, in their order."""
        found: dict[int, list[int]] = {}
        for number in range(len(self._parents)):
            found.setdefault(self._root(number), []).append(number)
        return list(found.values())

    def _root(self, number: int) -> int:
        while self._parents[number] != number:
            self._parents[number] = self._parents[self._parents[number]]
            number = self._parents[number]
        return number


def _without_parts(found: Sequence[Block], lines: Sequence[Line]) -> list[Block]:
    """The blocks, each with those that lie in it made parts of it: small print between the words of a sign."""
    order = sorted(found, key=lambda block: -block.box.area)
    sides = np.array([(b.box.x, b.box.y, b.box.right, b.box.bottom) for b in order]).reshape(-1, 4)
    holders = list(range(len(order)))
    parts: dict[int, list[int]] = {}
    for number, block in enumerate(order):
        low, high = np.maximum(sides[:number, :2], sides[number, :2]), np.minimum(sides[:number, 2:], sides[number, 2:])
        shared = np.clip(high - low, 0, None).prod(axis=1)
        inside = np.flatnonzero(shared >= INSIDE * max(block.box.area, 1e-9))
        if inside.size:
            holders[number] = holders[int(inside[0])]
        parts.setdefault(holders[number], []).extend(block.lines)
    return [block_of(group, lines) for group in parts.values()]
