"""Drawing a new region: pulled open as a rectangle or an ellipse, corner by corner, or with one line around it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from math import dist, isfinite

from reviewer.core.detection import Subject
from reviewer.core.edits import AddRegions, Edit
from reviewer.core.geometry import Box
from reviewer.core.outline import FEWEST, Corner, Outline
from reviewer.core.region import Decision, Keyframe, KeyframeSource, Region, RegionId, Shape
from reviewer.core.timing import Span, Tick
from reviewer.ui.viewer.gestures import SMALLEST, Stage
from reviewer.ui.viewer.handles import Shown
from reviewer.ui.viewer.simplify import around, at_most, thinned

CORNERS = 60
"""Corners that a line drawn by hand is thinned to; more cost time in every frame and are hard to take hold of."""

STEP = 1.0
"""Pixels that the pointer goes before a drawn line gets another point."""

MANY = 800
"""Points of a drawn line at which it is thinned while it is being drawn."""

OUTSIDE = "That lies outside of the picture: nothing was drawn."
SMALL = "That was too small to cover anything: nothing was drawn. Drag over what is to be covered."
FEW = "A polygon takes at least three corners: nothing was drawn."
FLAT = "Those corners lie in one line: nothing was drawn."


class Tool(Enum):
    """What the next press begins; the values are the names of the actions."""

    RECTANGLE = "draw"
    ELLIPSE = "draw_ellipse"
    POLYGON = "draw_polygon"
    LASSO = "draw_lasso"
    PAINT = "paint"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a new region will be: its id, what it hides, and when."""

    id: RegionId
    subject: Subject
    span: Span

    def region(self, keyframe: Keyframe, shape: Shape) -> Region:
        """The region, which a person drew and so has decided on."""
        return Region(
            id=self.id,
            subject=self.subject,
            span=self.span,
            keyframes=(keyframe,),
            shape=shape,
            decision=Decision.CONFIRMED,
            touched=True,
        )


@dataclass(frozen=True, slots=True)
class Armed:
    """A tool in hand: what a region will be that is drawn in the frame at a tick, and at which tick a frame ends."""

    tool: Tool
    drawn: Callable[[Tick], Drawn]
    ends: Callable[[Tick], Tick]


class Draw:
    """Pulls a new rectangle or ellipse open; of a rectangle the part of it that lies in the picture counts.

    An ellipse is not cut, it would be another one: it may reach out of the picture.
    """

    def __init__(
        self, drawn: Drawn, start: tuple[float, float], *, stage: Stage, shape: Shape = Shape.RECTANGLE
    ) -> None:
        self._drawn, self._start, self._stage, self._shape = drawn, start, stage, shape
        self._full = Box(*start, 0.0, 0.0)

    @property
    def box(self) -> Box:
        """The box of the region."""
        if self._shape is Shape.ELLIPSE:
            return self._full
        return self._full.clipped(self._stage.width, self._stage.height)

    @property
    def shown(self) -> Sequence[Shown]:
        """The region as it is pulled open."""
        return [Shown(self._drawn.id, self.box, None, self._shape)]

    @property
    def refusal(self) -> str:
        """What is wrong with it."""
        return refused(self._full, self._stage)

    def move(self, x: float, y: float) -> None:
        """Open the box from where the drag began to the pointer, in any direction."""
        left, top = min(x, self._start[0]), min(y, self._start[1])
        self._full = Box(left, top, abs(x - self._start[0]), abs(y - self._start[1]))

    def edit(self) -> Edit | None:
        """The new region; nothing when it is too small to be meant."""
        if self.refusal:
            return None
        keyframe = Keyframe(self._stage.tick, self.box, source=KeyframeSource.HAND)
        return AddRegions((self._drawn.region(keyframe, self._shape),))


class DrawPolygon:
    """Puts corner after corner where the pointer is pressed; the one after them follows the pointer."""

    def __init__(self, drawn: Drawn, start: Corner, *, stage: Stage) -> None:
        self._drawn, self._stage = drawn, stage
        self._corners: list[Corner] = [start]
        self._pointer = start

    @property
    def corners(self) -> Sequence[Corner]:
        """The corners that were put."""
        return self._corners

    @property
    def shown(self) -> Sequence[Shown]:
        """The polygon with the pointer as its last corner; nothing before there is a second one."""
        corners = [*self._corners, *([self._pointer] if self._pointer != self._corners[-1] else [])]
        return _loop(self._drawn.id, corners)

    @property
    def refusal(self) -> str:
        """What is wrong with the corners that were put."""
        return _loop_refused(self._corners, self._stage)

    def move(self, x: float, y: float) -> None:
        """The next corner would lie here."""
        self._pointer = (x, y)

    def press(self, x: float, y: float) -> None:
        """Put a corner here; one in the place of the last is none."""
        self._pointer = (x, y)
        if dist(self._corners[-1], self._pointer) >= STEP:
            self._corners.append(self._pointer)

    def take_back(self) -> bool:
        """Take the last corner away; says whether one is left."""
        self._corners.pop()
        return bool(self._corners)

    def edit(self) -> Edit | None:
        """The new region; nothing with fewer than three corners, or where they hide nothing."""
        return None if self.refusal else _added(self._drawn, self._corners, tick=self._stage.tick)


class DrawLasso:
    """Draws a line around what is to be covered, which is closed and thinned at its end."""

    def __init__(self, drawn: Drawn, start: Corner, *, stage: Stage) -> None:
        self._drawn, self._stage = drawn, stage
        self._line: list[Corner] = [start]

    @property
    def shown(self) -> Sequence[Shown]:
        """The line, closed."""
        return _loop(self._drawn.id, self._line)

    @property
    def refusal(self) -> str:
        """What is wrong with the line."""
        refusal = _loop_refused(self._line, self._stage)
        return SMALL if refusal in (FEW, FLAT) else refusal

    def move(self, x: float, y: float) -> None:
        """Draw the line on to the pointer."""
        if dist(self._line[-1], (x, y)) >= STEP:
            self._line.append((x, y))
        if len(self._line) >= MANY:
            self._line = at_most(thinned(self._line, STEP / 2), MANY // 2)

    def edit(self) -> Edit | None:
        """The new region; nothing when the line goes round nothing."""
        return None if self.refusal else _added(self._drawn, around(self._line, CORNERS), tick=self._stage.tick)


def refused(box: Box, stage: Stage) -> str:
    """Why nothing can be drawn in this box; empty when something can."""
    inside = box.clipped(stage.width, stage.height)
    if not all(isfinite(v) for v in (box.x, box.y, box.width, box.height)):
        return OUTSIDE
    if min(box.width, box.height) < SMALLEST:
        return SMALL
    return OUTSIDE if min(inside.width, inside.height) < SMALLEST else ""


def _added(drawn: Drawn, corners: Sequence[Corner], *, tick: Tick) -> Edit:
    keyframe = Keyframe.around(tick, Outline(tuple(corners)), source=KeyframeSource.HAND)
    return AddRegions((drawn.region(keyframe, Shape.POLYGON),))


def _loop(region: RegionId, corners: Sequence[Corner]) -> Sequence[Shown]:
    if len(corners) < 2:
        return []
    outline = Outline(tuple(corners) if len(corners) >= FEWEST else (*corners, corners[-1]))
    return [Shown(region, outline.box, outline, Shape.POLYGON)]


def _loop_refused(corners: Sequence[Corner], stage: Stage) -> str:
    if len(corners) < FEWEST:
        return FEW
    refusal = refused(Outline(tuple(corners)).box, stage)
    return FLAT if not refusal and _flat(corners) else refusal


def _flat(corners: Sequence[Corner]) -> bool:
    """Whether all corners lie within half the least side of one line."""
    start = corners[0]
    end = max(corners, key=lambda c: dist(start, c))
    length = dist(start, end)
    if not length:
        return True
    across = ((end[0] - start[0]) / length, (end[1] - start[1]) / length)
    off = max(abs((x - start[0]) * across[1] - (y - start[1]) * across[0]) for x, y in corners)
    return off < SMALLEST / 2
