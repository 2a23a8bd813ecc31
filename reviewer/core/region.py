"""Something the reviewer hides: its path through time, its shape, its effect, its decision, and whom it belongs to."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from itertools import pairwise
from typing import NewType, Self

from reviewer.core.detection import Subject, TrackId
from reviewer.core.geometry import Box, hull
from reviewer.core.outline import Outline
from reviewer.core.timing import Span, Tick

RegionId = NewType("RegionId", str)
PersonId = NewType("PersonId", str)
"""What someone in the case is called, as in Person 3 or Requester; unique in the case."""


class Decision(StrEnum):
    """What a person has said of a region; a proposed region is hidden until someone rejects it."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class Shape(StrEnum):
    """What of the box is hidden."""

    RECTANGLE = "rectangle"
    ELLIPSE = "ellipse"
    POLYGON = "polygon"


class KeyframeSource(IntEnum):
    """Who put a keyframe where it is; what a person set no job may move."""

    PROPOSED = 0
    HAND = 1
    FOLLOWED = 2


@dataclass(frozen=True, slots=True)
class Keyframe:
    """The box of a region at a tick, and for a polygon its outline, of which the box is the hull.

    Without an outline a polygon hides its whole box. Raises ValueError when box and outline do not agree.
    """

    tick: Tick
    box: Box
    outline: Outline | None = None
    source: KeyframeSource = KeyframeSource.PROPOSED

    def __post_init__(self) -> None:
        if self.outline is not None and self.outline.box != self.box:
            raise ValueError("the box of a keyframe has to be the hull of its outline")

    @classmethod
    def around(cls, tick: Tick, outline: Outline, *, source: KeyframeSource = KeyframeSource.PROPOSED) -> Self:
        """The keyframe of an outline."""
        return cls(tick, outline.box, outline, source)


Stretch = tuple[Keyframe, Keyframe, float]
"""Two keyframes and a part of the way from the one to the other, 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A shape that moves through its span on straight lines between keyframes.

    `keyframes` rise strictly by tick and are never empty. `effect` is a name in the effects catalogue, or None
    for that of the profile. `track` names the evidence it was proposed from, None for one drawn by hand;
    `touched` says that a person has changed its path, so a new analysis leaves it alone.

    In `gaps`, which lie in the span, rise and do not meet, its subject is outside and nothing of it is hidden. With
    `inverse` everything but the shape is hidden, in a gap all of the picture. What is `locked` is not to be changed.
    `label` is what an effect that writes words writes over it; it is part of the copy, so it names nobody.
    Raises ValueError for a path or gaps that are none.
    """

    id: RegionId
    subject: Subject
    span: Span
    keyframes: tuple[Keyframe, ...]
    shape: Shape = Shape.RECTANGLE
    decision: Decision = Decision.PROPOSED
    effect: str | None = None
    reason: str = ""
    track: TrackId | None = None
    touched: bool = False
    gaps: tuple[Span, ...] = ()
    inverse: bool = False
    locked: bool = False
    person: PersonId | None = None
    label: str = ""

    def __post_init__(self) -> None:
        if not self.keyframes:
            raise ValueError("a region needs at least one keyframe")
        if self.gaps:
            apart = all(a.end < b.start for a, b in pairwise(self.gaps))
            inside = self.span.start <= self.gaps[0].start and self.gaps[-1].end <= self.span.end
            if not (apart and inside and all(g.start < g.end for g in self.gaps)):
                raise ValueError("the gaps of a region lie in its span, apart from one another")

    @property
    def hides(self) -> bool:
        """Whether the region is covered in a copy."""
        return self.decision is not Decision.REJECTED

    def box_at(self, tick: Tick) -> Box | None:
        """The box of its shape at `tick`, of a polygon the hull; None outside the span and in a gap.

        Before the first keyframe and after the last the nearest box is held,
        so a region never uncovers its subject inside its span.
        """
        return self._box(self._stretch(tick)) if self.present_at(tick) else None

    def outline_at(self, tick: Tick) -> Outline | None:
        """What a polygon's shape is at `tick`; None where it is not there and where that is its whole box.

        Corners go on straight lines between keyframes that have equally many. Between others nothing says where the
        edge runs: the hull of both boxes is hidden, and at a keyframe without an outline its box.
        """
        if self.shape is not Shape.POLYGON:
            return None
        outline = _between(self._stretch(tick)) if self.present_at(tick) else None
        return None if outline is None else outline.unfolded()

    def _stretch(self, tick: Tick) -> Stretch:
        """The keyframes around `tick` and how far it is from the one to the other, 0 at or beyond a keyframe."""
        after = bisect_right(self.keyframes, tick, key=lambda k: k.tick)
        if after in (0, len(self.keyframes)):
            held = self.keyframes[max(after - 1, 0)]
            return held, held, 0.0
        a, b = self.keyframes[after - 1], self.keyframes[after]
        return a, b, (tick - a.tick) / (b.tick - a.tick)

    def _box(self, stretch: Stretch) -> Box:
        """The box between two keyframes."""
        a, b, part = stretch
        outline = _between(stretch) if self.shape is Shape.POLYGON else None
        if outline is not None:
            return outline.box
        if self.shape is not Shape.POLYGON or (a.outline is None and b.outline is None):
            return a.box.towards(b.box, part) if part else a.box
        return hull((a.box, b.box)) if part else a.box

    def present_at(self, tick: Tick) -> bool:
        """Whether its subject is there: inside the span and not in a gap."""
        return tick in self.span and not any(tick in gap for gap in self.gaps)

    def keyframe_at(self, tick: Tick) -> Keyframe:
        """How it lies at `tick`, as a keyframe; at a keyframe that one, beyond the ends the nearest one's place.

        In a gap it is where it would lie without one.
        """
        stretch = self._stretch(tick)
        a, b, _ = stretch
        if a.tick == tick:
            return a
        box = self._box(stretch)
        outlines = [k.outline for k in (a, b) if k.outline is not None]
        if self.shape is not Shape.POLYGON or not outlines:
            return Keyframe(tick, box)
        outline = _between(stretch)
        if outline is None:  # another number of corners than on either side, so that the hull stays what is hidden
            counts = {len(o.corners) for o in outlines}
            outline = _edges(box, next(n for n in range(5, 8) if n not in counts))
        return Keyframe.around(tick, outline)

    def with_keyframe(self, keyframe: Keyframe) -> Self:
        """The same region with its box at that tick set."""
        others = (k for k in self.keyframes if k.tick != keyframe.tick)
        path = sorted([*others, keyframe], key=lambda k: k.tick)
        return replace(self, keyframes=tuple(path))

    def over(self, span: Span) -> Self:
        """The same region hidden during `span`, with what of its gaps lies in it."""
        cut = (Span(max(g.start, span.start), min(g.end, span.end)) for g in self.gaps)
        return replace(self, span=span, gaps=tuple(g for g in cut if g.start < g.end))


def _between(stretch: Stretch) -> Outline | None:
    """The outline on the way from one keyframe to the next, corner by corner; None where it is not known."""
    a, b, part = stretch
    if a.outline is None or not part:
        return a.outline
    if b.outline is None or len(a.outline.corners) != len(b.outline.corners):
        return None
    return a.outline.towards(b.outline, part)


def _edges(box: Box, count: int) -> Outline:
    """The edges of a box as an outline of so many corners, those beyond four along its top."""
    more = count - 3
    top = tuple((box.x + box.width * i / more, box.y) for i in range(more))
    return Outline((*top, (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)))
