"""Finds what a camera wrote into its pictures: strokes and lines of text that stay put while the scene goes by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.frame import Frame
from reviewer.core.geometry import Box, hull
from reviewer.vision.picture import bgr, fitted, grey
from reviewer.vision.text_blocks import Line
from reviewer.vision.text_map import TextMap

AREA, TEXT_AREA = 500_000, 1_000_000
"""Pixels in which strokes, and text, are looked for: letters of 16 lines in a picture of 1080 are 11 high in these."""

LETTERS = 8.0
"""Height in pixels of the input below which a line is none, as for text elsewhere."""

SCORE = 0.6
"""The least score of a line of text."""

LEVEL = 0.04
"""Slope in radians up to which a line is level, as what a camera writes is; a sign on a wall seldom is to a camera."""

EDGE = 12.0
"""Change of luma from pixel to pixel that is an edge, above what noise and compression do."""

STEADY = 0.85
"""Length of the mean of an edge's direction in parts of its mean strength, from which it is the same edge throughout:
edges that come and go with the scene point everywhere and cancel out."""

OFTEN = 0.8
"""Part of the pictures in which a steady edge is there."""

STILL = 0.2
"""Share of edges that are steady from which the camera stood still. In eight recordings it was 0.03 and less where the
camera moved, and 0.49 and more where it stood."""

SEEN = 0.6
"""Part of the pictures in which a line of text is found at its place: in front of some scenes it is not made out."""

STROKES = 0.02
"""Part of a line's area that steady edges fill where the scene moves: of digits that run only some stay."""

RIM = 0.2
"""Part of the picture at each side in which signs without letters are looked for, and text of a camera that stands
still: cameras write there, and in the middle lies what the footage is about."""

LARGEST, SMALLEST = 0.05, 60
"""Part of the picture that a sign without letters fills at most, and pixels of its steady edges at least."""

REACH = 4
"""Pixels between two strokes of a sign, halved, and the room around it."""

BOTH = 0.2
"""Part of a sign's strokes that run level, and that run upright, at least: a long edge of the scene stays put as well
while the camera turns along it."""

ROOM, FLANK = 0.35, 1.0
"""Room above and below a line and beside it, in its heights: what is written there may grow by a letter."""

LEAST = 4
"""Pictures below which nothing can be said of what stays."""


@dataclass(frozen=True, slots=True)
class Written:
    """Where something is written into every picture, in pixels of the upright frame; `text` says it has letters."""

    box: Box
    text: bool


class BurntIn:
    """Looks at pictures from all over a recording, one after the other; holds its model, and serves one thread."""

    def __init__(self, model: Path) -> None:
        self._text = TextMap(model)
        self._lines: list[list[Line]] = []
        self._size = 0, 0
        self._edges = _Edges()

    @property
    def frames(self) -> int:
        """How many pictures were looked at."""
        return self._edges.frames

    @property
    def still(self) -> bool:
        """Whether the camera stood still, so that strokes of the scene stay put as well."""
        return self._edges.still

    def see(self, frame: Frame, *, text: bool) -> None:
        """Take a picture into account; with `text` its lines, which takes a third of a second."""
        self._size = frame.width, frame.height
        self._edges.see(grey(frame, area=AREA))
        if text:
            self._lines.append(list(self._level(frame)))

    def found(self) -> tuple[Written, ...]:
        """Every place at which something was written throughout; none after fewer than LEAST pictures."""
        if self.frames < LEAST:
            return ()
        steady, still = self._edges.steady(), self.still
        shape = self._edges.shape
        zoom = self._size[0] / shape[1], self._size[1] / shape[0]
        texts = [group for group in _grouped(self._lines) if len({n for n, _ in group}) >= SEEN * len(self._lines)]
        boxes = [_roomy(group) for group in texts if self._holds(group, steady=steady, zoom=zoom)]
        found = [Written(box, text=True) for box in boxes]
        if not still:
            found += [Written(_scaled(box, zoom), text=False) for box in self._edges.signs()]
        clipped = (Written(w.box.clipped(*self._size), w.text) for w in _merged(found))
        return tuple(w for w in clipped if w.box.area > 0)

    def _level(self, frame: Frame) -> Iterator[Line]:
        """The level lines of text, in pixels of the frame."""
        size = fitted(frame, area=TEXT_AREA)
        across, down = frame.width / size[0], frame.height / size[1]
        for line in self._text.sloping(bgr(frame, size=size)):
            if line.height >= LETTERS and line.score >= SCORE and abs(line.slope) <= LEVEL:
                yield Line(line.x * across, line.y * down, line.length * across, line.height * down, 0.0, line.score)

    def _holds(self, group: "Group", *, steady: NDArray[np.bool_], zoom: tuple[float, float]) -> bool:
        """Whether the lines are the camera's: of steady strokes, or where all is steady, at the picture's rim."""
        box = _middle([line for _, line in group])
        if self.still:
            middle = box.y + box.height / 2
            return not RIM * self._size[1] < middle < (1 - RIM) * self._size[1]
        rows = slice(max(0, int(box.y / zoom[1])), int(box.bottom / zoom[1]) + 1)
        columns = slice(max(0, int(box.x / zoom[0])), int(box.right / zoom[0]) + 1)
        part = steady[rows, columns]
        return bool(part.size and part.mean() >= STROKES)


class _Edges:
    """The sum of all edges with their directions, pixel for pixel."""

    def __init__(self) -> None:
        self.frames = 0
        self.shape = 1, 1
        self._across = self._down = self._strength = self._often = np.zeros((1, 1), np.float32)

    @property
    def still(self) -> bool:
        """Whether so many of the edges are steady that the camera must have stood still."""
        every = float(self._often.sum()) / max(1, self.frames)
        return self.frames >= LEAST and float(self.steady().sum()) >= STILL * max(every, 1.0)

    def see(self, luma: NDArray[np.uint8]) -> None:
        """Add a picture; one of another size than the first is brought to that."""
        if self.frames and luma.shape != self.shape:
            luma = np.asarray(cv2.resize(luma, (self.shape[1], self.shape[0])), np.uint8)
        self.shape = luma.shape[0], luma.shape[1]
        across, down = (np.asarray(cv2.Scharr(luma, cv2.CV_32F, *way) / 16, np.float32) for way in ((1, 0), (0, 1)))
        strength = np.hypot(across, down)
        self._across, self._down = self._across + across, self._down + down
        self._strength = self._strength + strength
        self._often = self._often + (strength > EDGE)
        self.frames += 1

    def steady(self) -> NDArray[np.bool_]:
        """Which pixels lie on an edge that is there, and points the same way, throughout."""
        alike = np.hypot(self._across, self._down) >= STEADY * self._strength
        strong = self._strength >= EDGE * self.frames
        return np.asarray(alike & strong & (self._often >= OFTEN * self.frames), np.bool_)

    def signs(self) -> Iterator[Box]:
        """Compact clusters of steady strokes near the picture's sides, in its pixels, with a little room around."""
        steady, (height, width) = self.steady(), self.shape
        grown = cv2.dilate(steady.astype(np.uint8), np.ones((2 * REACH + 1, 2 * REACH + 1), np.uint8))
        count, labels, stats, _ = cv2.connectedComponentsWithStats(grown)
        across, down = (
            np.bincount(labels[steady], np.abs(part[steady]), minlength=count) for part in (self._across, self._down)
        )
        strokes = np.bincount(labels[steady], minlength=count)
        for number in range(1, count):
            x, y, wide, tall, _ = (int(v) for v in stats[number])
            aside = x + wide <= RIM * width or x >= (1 - RIM) * width
            above = y + tall <= RIM * height or y >= (1 - RIM) * height
            fits = strokes[number] >= SMALLEST and wide * tall <= LARGEST * width * height
            both = min(across[number], down[number]) >= BOTH * (across[number] + down[number])
            if fits and both and (aside or above):
                yield Box(x, y, wide, tall)


Group = list[tuple[int, Line]]
"""Lines at one place, each with the number of its picture."""


def _grouped(seen: Sequence[Sequence[Line]]) -> list[Group]:
    """The lines of all pictures by place: those that share most of their height and begin, run or end together."""
    groups: list[Group] = []
    for number, line in ((n, line) for n, lines in enumerate(seen) for line in lines):
        home = next((g for g in groups if _together(_middle([k for _, k in g]), line.box)), None)
        if home is None:
            groups.append([(number, line)])
        else:
            home.append((number, line))
    return groups


def _together(one: Box, other: Box) -> bool:
    low, high = sorted((one.height, other.height))
    down = min(one.bottom, other.bottom) - max(one.y, other.y)
    across = min(one.right, other.right) - max(one.x, other.x)
    return high <= 1.6 * low and down >= 0.7 * low and across >= 0.3 * min(one.width, other.width)


def _middle(lines: Sequence[Line]) -> Box:
    """The median of their boxes, side for side."""
    sides = np.median([(b.x, b.y, b.right, b.bottom) for b in (line.box for line in lines)], axis=0).tolist()
    return Box(sides[0], sides[1], sides[2] - sides[0], sides[3] - sides[1])


def _roomy(group: Group) -> Box:
    """All of the lines, with room around them."""
    whole, height = hull([line.box for _, line in group]), _middle([line for _, line in group]).height
    return Box(
        whole.x - FLANK * height,
        whole.y - ROOM * height,
        whole.width + 2 * FLANK * height,
        whole.height + 2 * ROOM * height,
    )


def _scaled(box: Box, zoom: tuple[float, float]) -> Box:
    return Box(box.x * zoom[0], box.y * zoom[1], box.width * zoom[0], box.height * zoom[1])


def _merged(found: Sequence[Written]) -> list[Written]:
    """Those that meet as one, from top to bottom: the lines of a logo, a sign and the words in it."""
    merged: list[Written] = []
    for each in sorted(found, key=lambda w: (w.box.y, w.box.x)):
        now = each
        while (near := next((w for w in merged if _meet(w.box, now.box)), None)) is not None:
            merged.remove(near)
            now = Written(hull([near.box, now.box]), near.text or now.text)
        merged.append(now)
    return merged


def _meet(one: Box, other: Box) -> bool:
    return min(one.right, other.right) > max(one.x, other.x) and min(one.bottom, other.bottom) > max(one.y, other.y)
