"""What a press, a drag and a release do to regions: previews that end in one edit, or in nothing.

A gesture knows nothing of the screen. The view moves it, draws what it shows, and commits its `edit` on release;
to cancel is to forget it. Those that draw new regions are in gestures_draw, those that turn and pull corners in
gestures_turn, and the one that follows the pointer while the footage plays in gestures_paint.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from reviewer.core.edits import Edit, Reshape, Together
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Keyframe, Region
from reviewer.core.timing import Tick
from reviewer.ui.viewer.handles import Handle, Shown

SMALLEST = 4.0
"""Pixels: the least side of a region; what is drawn smaller was a click."""

STILL = 0.5
"""Pixels of the frame within which a press and its release are in the same place."""


@dataclass(frozen=True, slots=True)
class Stage:
    """The frame that a gesture works on: its tick, its size in pixels, and how wide one is where it is 1 high."""

    tick: Tick
    width: int
    height: int
    aspect: float = 1.0


class Gesture(Protocol):
    """One drag of the mouse, from press to release."""

    @property
    def shown(self) -> Sequence[Shown]:
        """How the regions that it changes, or draws, would lie if it ended now."""

    @property
    def refusal(self) -> str:
        """Why it would end in nothing, as a sentence for the user; empty when there is nothing to say."""

    def move(self, x: float, y: float) -> None:
        """The pointer is at `x`, `y` in pixels of the frame."""

    def edit(self) -> Edit | None:
        """What to commit on release, None when nothing has changed."""


class Move:
    """Carries a region about, its outline with it, and others as far; all their middles stay inside the picture."""

    refusal = ""

    def __init__(self, shown: Shown, *, grip: tuple[float, float], stage: Stage, others: Sequence[Shown] = ()) -> None:
        self._all = (shown, *others)
        self._grip, self._stage = grip, stage
        self._boxes = [s.box for s in self._all]

    @property
    def box(self) -> Box:
        """Where the region is that was taken hold of."""
        return self._boxes[0]

    @property
    def shown(self) -> Sequence[Shown]:
        """The regions where they are carried to."""
        return [_placed(s, box) for s, box in zip(self._all, self._boxes, strict=True)]

    def move(self, x: float, y: float) -> None:
        """Shift the boxes by as much as the pointer went."""
        self._boxes = _moved(self._all, (x - self._grip[0], y - self._grip[1]), stage=self._stage)

    def edit(self) -> Edit | None:
        """The new places at the tick on show."""
        pairs = zip(self._all, self._boxes, strict=True)
        return together((_reshape(s, box, tick=self._stage.tick) for s, box in pairs), title="Move")


class Resize:
    """Pulls a region by one handle; the opposite edge stays, and the box never turns inside out.

    An outline is stretched with its box.
    """

    refusal = ""

    def __init__(self, shown: Shown, *, handle: Handle, stage: Stage) -> None:
        self.box = shown.box
        self._start, self._handle, self._stage = shown, handle, stage

    @property
    def shown(self) -> Sequence[Shown]:
        """The region as it is pulled."""
        return [_placed(self._start, self.box)]

    def move(self, x: float, y: float) -> None:
        """Bring the edges of the handle to the pointer."""
        start, handle = self._start.box, self._handle
        left, right = _pulled((start.x, start.right), handle.across, to=x)
        top, bottom = _pulled((start.y, start.bottom), handle.down, to=y)
        self.box = Box(left, top, right - left, bottom - top)

    def edit(self) -> Edit | None:
        """The new size at the tick on show."""
        return _reshape(self._start, self.box, tick=self._stage.tick)


def shown_at(region: Region, tick: Tick) -> Shown | None:
    """The region as it stands at `tick`; None where it is not there."""
    box = region.box_at(tick)
    return None if box is None else Shown(region.id, box, region.outline_at(tick), region.shape)


def nudge(regions: Iterable[Region], by: tuple[float, float], *, stage: Stage) -> Edit | None:
    """Shift regions by pixels across and down at the tick on show; None when none is there or can go further."""
    here = [s for s in (shown_at(r, stage.tick) for r in regions) if s is not None]
    pairs = zip(here, _moved(here, by, stage=stage), strict=True)
    return together((_reshape(s, box, tick=stage.tick) for s, box in pairs), title="Move")


def resize(regions: Iterable[Region], by: float, *, stage: Stage) -> Edit | None:
    """Make regions larger by `by` of their size (0.1: a tenth), or smaller, about their middles at the tick on show.

    None when none is there or none can become smaller.
    """
    here = [s for s in (shown_at(r, stage.tick) for r in regions) if s is not None]
    large = [s for s in here if by > 0 or min(s.box.width, s.box.height) * (1 + by) >= SMALLEST]
    return together((_reshape(s, s.box.grown(by), tick=stage.tick, still=0.0) for s in large), title="Resize")


def together(edits: Iterable[Edit | None], *, title: str) -> Edit | None:
    """The edits as one step to undo; `title` is what is done, as in Move. Nudges in a row undo as one."""
    found = tuple(e for e in edits if e is not None)
    if len(found) < 2:
        return found[0] if found else None
    return Together(found, f"{title} {len(found)} regions", merge_key=tuple(e.merge_key for e in found))


def kept_inside(box: Box, stage: Stage) -> Box:
    """The box moved so that its middle lies in the picture."""
    x, y = box.centre
    return box.moved(min(max(x, 0.0), stage.width) - x, min(max(y, 0.0), stage.height) - y)


def _moved(shown: Sequence[Shown], by: tuple[float, float], *, stage: Stage) -> list[Box]:
    """The boxes shifted by as much of `by` as leaves every middle in the picture, so that they keep their distances."""
    if not shown:
        return []
    middles = [s.box.centre for s in shown]
    across = _room([x for x, _ in middles], stage.width, by=by[0])
    down = _room([y for _, y in middles], stage.height, by=by[1])
    return [kept_inside(s.box.moved(across, down), stage) for s in shown]


def _room(middles: Sequence[float], size: float, *, by: float) -> float:
    low, high = -min(middles), size - max(middles)
    return min(max(by, low), high) if low <= high else by


def _pulled(edges: tuple[float, float], side: int, *, to: float) -> tuple[float, float]:
    low, high = edges
    if side < 0:
        return min(to, high - SMALLEST), high
    return (low, max(to, low + SMALLEST)) if side > 0 else edges


def _placed(shown: Shown, box: Box) -> Shown:
    return replace(shown, box=box, outline=_carried(shown, box))


def _carried(shown: Shown, box: Box) -> Outline | None:
    return None if shown.outline is None else shown.outline.carried(shown.box, box)


def _reshape(shown: Shown, box: Box, *, tick: Tick, still: float = STILL) -> Edit | None:
    start = shown.box
    changes = (box.x - start.x, box.y - start.y, box.right - start.right, box.bottom - start.bottom)
    if max(abs(c) for c in changes) <= still:
        return None
    outline = _carried(shown, box)
    return Reshape(shown.region, Keyframe(tick, box) if outline is None else Keyframe.around(tick, outline))
