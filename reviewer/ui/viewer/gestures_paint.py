"""Hold and follow: while the footage plays slowly, the pointer says in every frame where the region is."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from reviewer.core.edits import AddRegions, Edit
from reviewer.core.geometry import Box, hull
from reviewer.core.region import Keyframe, KeyframeSource, Region, Shape
from reviewer.core.shape_edits import Redraw
from reviewer.core.spans import without
from reviewer.core.timing import Span, Tick
from reviewer.services.bends import bends
from reviewer.ui.viewer.gestures import SMALLEST, Stage, kept_inside
from reviewer.ui.viewer.gestures_draw import Drawn
from reviewer.ui.viewer.handles import Shown

SPEED = 0.25
"""Times the footage's own speed while it is painted: a hand keeps up with someone who walks past."""

SLACK = 0.05
"""Part of its least side by which the region is larger than what was painted, so that few keyframes hold it all."""

LARGEST = 4.0
"""Times the picture's height: the highest brush, which covers all of the picture wherever the pointer is."""

CLICKED = "Hold the button down on it while the footage plays, and follow it: nothing was drawn."


@dataclass(frozen=True, slots=True)
class Painting:
    """What is painted: a new region, or the path of one that is there; `ends` gives the tick at which a frame ends."""

    drawn: Drawn
    region: Region | None
    ends: Callable[[Tick], Tick]


class Paint:
    """Notes where the pointer is in each frame on show; the region it ends in hides all of that.

    In a frame that is on show for a while a rectangle hides every place where the pointer was meanwhile. An ellipse and
    a polygon are put where it was last, with a keyframe in every frame: one in a larger box does not hold one in a
    smaller.
    """

    def __init__(self, painting: Painting, start: Shown, *, grip: tuple[float, float], stage: Stage) -> None:
        self._painting, self._start, self._stage = painting, start, stage
        x, y = start.box.centre
        self._aside = (x - grip[0], y - grip[1])
        self._pointer, self._tick, self._held = grip, stage.tick, False
        self._width, self._height = start.box.width, start.box.height
        self._painted: dict[Tick, Box] = {stage.tick: self.box}

    @property
    def box(self) -> Box:
        """Where the region is now, with its middle in the picture."""
        x, y = self._pointer[0] + self._aside[0], self._pointer[1] + self._aside[1]
        box = Box(x - self._width / 2, y - self._height / 2, self._width, self._height)
        return kept_inside(box, self._stage)

    @property
    def size(self) -> tuple[float, float]:
        """Its width and height in pixels of the frame."""
        return self._width, self._height

    @property
    def shown(self) -> Sequence[Shown]:
        """The region under the pointer."""
        outline = self._start.outline
        return [replace(self._start, box=self.box, outline=outline and outline.carried(self._start.box, self.box))]

    @property
    def refusal(self) -> str:
        """A click is no painting."""
        return "" if self._held else CLICKED

    def move(self, x: float, y: float) -> None:
        """Follow the pointer."""
        self._pointer, self._held = (x, y), True
        self._note()

    def resize(self, by: float) -> None:
        """Make the region larger by `by` of its size, smaller when that is below 0."""
        width, height = self._width * (1 + by), self._height * (1 + by)
        if min(width, height) >= SMALLEST and height <= LARGEST * self._stage.height:
            self._width, self._height = width, height
            self._note()

    def go_on(self, tick: Tick) -> None:
        """Another frame is on show."""
        if tick != self._tick:
            self._tick, self._held = tick, True
            self._note()

    def edit(self) -> Edit | None:
        """The new region during the frames that were painted, or the path that was painted in the one there is."""
        if self.refusal:
            return None
        path = thinned(self._painted) if self._start.shape is Shape.RECTANGLE else _every(self._painted)
        span = Span(path[0].tick, self._painting.ends(path[-1].tick))
        region, drawn = self._painting.region, self._painting.drawn
        if region is None:
            new = drawn.region(path[0], Shape.RECTANGLE)
            return AddRegions((replace(new, span=span, keyframes=path),))
        return Redraw(self._over(region, path, span=span), "Paint region")

    def _over(self, region: Region, path: tuple[Keyframe, ...], *, span: Span) -> Region:
        own = (self._carried(k) for k in path)
        others = (k for k in region.keyframes if k.tick not in span)
        whole = Span(min(region.span.start, span.start), max(region.span.end, span.end))
        keyframes = tuple(sorted((*others, *own), key=lambda k: k.tick))
        return replace(region, span=whole, keyframes=keyframes, gaps=without(region.gaps, span))

    def _carried(self, keyframe: Keyframe) -> Keyframe:
        outline = self._start.outline
        if outline is None:
            return keyframe
        carried = outline.carried(self._start.box, keyframe.box)
        return Keyframe.around(keyframe.tick, carried, source=KeyframeSource.HAND)

    def _note(self) -> None:
        before = self._painted.get(self._tick)
        whole = before is not None and self._start.shape is Shape.RECTANGLE
        self._painted[self._tick] = hull((before, self.box)) if before is not None and whole else self.box


def thinned(painted: dict[Tick, Box]) -> tuple[Keyframe, ...]:
    """Few keyframes whose straight lines hold every painted box; they rise by tick, and a person set them."""
    ticks = sorted(painted)
    sides = np.array([(b.x, b.y, b.right, b.bottom) for b in (painted[t] for t in ticks)], np.float64)
    slack = np.maximum(SLACK * (sides[:, 2:] - sides[:, :2]).min(axis=1), 1.0)
    grown = sides + slack[:, None] * np.array([-1.0, -1.0, 1.0, 1.0])
    at = np.array(ticks, np.float64)
    kept = bends(len(ticks), partial(_holds, at=at, sides=sides, grown=grown))
    return tuple(_keyframe(ticks[i], grown[i]) for i in kept)


def _every(painted: dict[Tick, Box]) -> tuple[Keyframe, ...]:
    return tuple(Keyframe(tick, painted[tick], source=KeyframeSource.HAND) for tick in sorted(painted))


def _holds(a: int, b: int, *, at: NDArray[np.float64], sides: NDArray[np.float64], grown: NDArray[np.float64]) -> bool:
    """Whether the straight line from position `a` to `b` holds what was painted in every frame between them."""
    part = ((at[a : b + 1] - at[a]) / (at[b] - at[a]))[:, None]
    line = grown[a] + (grown[b] - grown[a]) * part
    between = sides[a : b + 1]
    return bool((line[:, :2] <= between[:, :2]).all() and (line[:, 2:] >= between[:, 2:]).all())


def _keyframe(tick: Tick, sides: NDArray[np.float64]) -> Keyframe:
    left, top, right, bottom = (float(v) for v in sides)
    return Keyframe(tick, Box(left, top, right - left, bottom - top), source=KeyframeSource.HAND)
