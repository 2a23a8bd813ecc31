"""What a press, a drag and a release do to a region: previews that end in one edit, or in nothing.

A gesture knows nothing of the screen. The view moves it, draws its `box`, and commits its `edit` on release;
to cancel is to forget it.
"""

from dataclasses import dataclass
from typing import Protocol

from reviewer.core.detection import Subject
from reviewer.core.edits import AddRegions, Edit, Reshape
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Decision, Keyframe, Region, RegionId
from reviewer.core.timing import Span, Tick
from reviewer.ui.viewer.handles import Handle, Shown

SMALLEST = 4.0
"""Pixels: the least side of a region; what is drawn smaller was a click."""

STILL = 0.5
"""Pixels of the frame within which a press and its release are in the same place."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The frame that a gesture works on: its tick and its size in pixels."""

    tick: Tick
    width: int
    height: int


class Gesture(Protocol):
    """One drag of the mouse, from press to release."""

    @property
    def region(self) -> RegionId | None:
        """The region it changes, None for one that it draws."""

    @property
    def box(self) -> Box:
        """How the region would lie if the gesture ended now."""

    @property
    def outline(self) -> Outline | None:
        """What of that box would be hidden, None for all of it."""

    def move(self, x: float, y: float) -> None:
        """The pointer is at `x`, `y` in pixels of the frame."""

    def edit(self) -> Edit | None:
        """What to commit on release, None when nothing has changed."""


class Move:
    """Carries a region about, and its outline with it; its middle stays inside the picture."""

    def __init__(self, shown: Shown, *, grip: tuple[float, float], stage: Stage) -> None:
        self.region: RegionId | None = shown.region
        self.box = shown.box
        self._shown, self._grip, self._stage = shown, grip, stage

    @property
    def outline(self) -> Outline | None:
        """The outline where the region is carried to."""
        return _carried(self._shown, self.box)

    def move(self, x: float, y: float) -> None:
        """Shift the box by as much as the pointer went."""
        self.box = kept_inside(self._shown.box.moved(x - self._grip[0], y - self._grip[1]), self._stage)

    def edit(self) -> Edit | None:
        """The new place at the tick on show."""
        return _reshape(self._shown, self.box, tick=self._stage.tick)


class Resize:
    """Pulls a region by one handle; the opposite edge stays, and the box never turns inside out.

    An outline is stretched with its box.
    """

    def __init__(self, shown: Shown, *, handle: Handle, stage: Stage) -> None:
        self.region: RegionId | None = shown.region
        self.box = shown.box
        self._shown, self._handle, self._stage = shown, handle, stage

    @property
    def outline(self) -> Outline | None:
        """The outline in the box as it is pulled."""
        return _carried(self._shown, self.box)

    def move(self, x: float, y: float) -> None:
        """Bring the edges of the handle to the pointer."""
        start, handle = self._shown.box, self._handle
        left, right = _pulled((start.x, start.right), handle.across, to=x)
        top, bottom = _pulled((start.y, start.bottom), handle.down, to=y)
        self.box = Box(left, top, right - left, bottom - top)

    def edit(self) -> Edit | None:
        """The new size at the tick on show."""
        return _reshape(self._shown, self.box, tick=self._stage.tick)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a new region will be: its id, what it hides, and when."""

    id: RegionId
    subject: Subject
    span: Span


class Draw:
    """Pulls a new region open; the part of it that lies in the picture counts."""

    def __init__(self, drawn: Drawn, start: tuple[float, float], *, stage: Stage) -> None:
        self.region: RegionId | None = None
        self.outline: Outline | None = None
        self._drawn, self._start, self._stage = drawn, start, stage
        self.box = Box(*start, 0.0, 0.0)

    def move(self, x: float, y: float) -> None:
        """Open the box from where the drag began to the pointer, in any direction."""
        left, top = min(x, self._start[0]), min(y, self._start[1])
        full = Box(left, top, abs(x - self._start[0]), abs(y - self._start[1]))
        self.box = full.clipped(self._stage.width, self._stage.height)

    def edit(self) -> Edit | None:
        """The new region, which a person drew and so has decided on; nothing when it is too small to be meant."""
        if min(self.box.width, self.box.height) < SMALLEST:
            return None
        region = Region(
            id=self._drawn.id,
            subject=self._drawn.subject,
            span=self._drawn.span,
            keyframes=(Keyframe(self._stage.tick, self.box),),
            decision=Decision.CONFIRMED,
            touched=True,
        )
        return AddRegions((region,))


def nudge(region: Region, by: tuple[float, float], *, stage: Stage) -> Edit | None:
    """Shift a region by pixels across and down at the tick on show; None when it is not there or cannot go further."""
    box = region.box_at(stage.tick)
    if box is None:
        return None
    shown = Shown(region.id, box, region.outline_at(stage.tick))
    return _reshape(shown, kept_inside(box.moved(*by), stage), tick=stage.tick)


def kept_inside(box: Box, stage: Stage) -> Box:
    """The box moved so that its middle lies in the picture."""
    x, y = box.centre
    return box.moved(min(max(x, 0.0), stage.width) - x, min(max(y, 0.0), stage.height) - y)


def _pulled(edges: tuple[float, float], side: int, *, to: float) -> tuple[float, float]:
    low, high = edges
    if side < 0:
        return min(to, high - SMALLEST), high
    return (low, max(to, low + SMALLEST)) if side > 0 else edges


def _carried(shown: Shown, box: Box) -> Outline | None:
    return None if shown.outline is None else shown.outline.carried(shown.box, box)


def _reshape(shown: Shown, box: Box, *, tick: Tick) -> Edit | None:
    start = shown.box
    changes = (box.x - start.x, box.y - start.y, box.right - start.right, box.bottom - start.bottom)
    if max(abs(c) for c in changes) < STILL:
        return None
    outline = _carried(shown, box)
    return Reshape(shown.region, Keyframe(tick, box) if outline is None else Keyframe.around(tick, outline))
