"""Something the reviewer hides: its path through time, its shape, its effect, its decision."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType, Self

from reviewer.core.detection import Subject, TrackId
from reviewer.core.geometry import Box, hull
from reviewer.core.outline import Outline
from reviewer.core.timing import Span, Tick

RegionId = NewType("RegionId", str)


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


@dataclass(frozen=True, slots=True)
class Keyframe:
    """The box of a region at a tick, and for a polygon its outline, of which the box is the hull.

    Without an outline a polygon hides its whole box. Raises ValueError when box and outline do not agree.
    """

    tick: Tick
    box: Box
    outline: Outline | None = None

    def __post_init__(self) -> None:
        if self.outline is not None and self.outline.box != self.box:
            raise ValueError("the box of a keyframe has to be the hull of its outline")

    @classmethod
    def around(cls, tick: Tick, outline: Outline) -> Self:
        """The keyframe of an outline."""
        return cls(tick, outline.box, outline)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A shape that moves through its span on straight lines between keyframes.

    `keyframes` rise strictly by tick and are never empty. `effect` is a name in the effects catalogue, or None
    for that of the profile. `track` names the evidence it was proposed from, None for one drawn by hand;
    `touched` says that a person has changed its path, so a new analysis leaves it alone.
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

    def __post_init__(self) -> None:
        if not self.keyframes:
            raise ValueError("a region needs at least one keyframe")

    @property
    def hides(self) -> bool:
        """Whether the region is covered in a copy."""
        return self.decision is not Decision.REJECTED

    def box_at(self, tick: Tick) -> Box | None:
        """The box hidden at `tick`, of a polygon the hull of what is hidden; None outside the span.

        Before the first keyframe and after the last the nearest box is held,
        so a region never uncovers its subject inside its span.
        """
        stretch = self._stretch(tick)
        if stretch is None:
            return None
        a, b, part = stretch
        if self.shape is not Shape.POLYGON:
            return a.box.towards(b.box, part) if part else a.box
        outline = _between(a, b, part=part)
        if outline is not None:
            return outline.box
        if a.outline is None and b.outline is None:
            return a.box.towards(b.box, part) if part else a.box
        return hull((a.box, b.box)) if part else a.box

    def outline_at(self, tick: Tick) -> Outline | None:
        """What a polygon hides at `tick`; None outside the span and where the whole box is hidden.

        Corners go on straight lines between keyframes that have equally many. Between others nothing says where the
        edge runs: the hull of both boxes is hidden, and at a keyframe without an outline its box.
        """
        if self.shape is not Shape.POLYGON:
            return None
        stretch = self._stretch(tick)
        return None if stretch is None else _between(stretch[0], stretch[1], part=stretch[2])

    def _stretch(self, tick: Tick) -> tuple[Keyframe, Keyframe, float] | None:
        """The keyframes around `tick` and how far it is from the one to the other, 0 at or beyond a keyframe."""
        if tick not in self.span:
            return None
        after = bisect_right(self.keyframes, tick, key=lambda k: k.tick)
        if after in (0, len(self.keyframes)):
            held = self.keyframes[max(after - 1, 0)]
            return held, held, 0.0
        a, b = self.keyframes[after - 1], self.keyframes[after]
        return a, b, (tick - a.tick) / (b.tick - a.tick)

    def with_keyframe(self, keyframe: Keyframe) -> Self:
        """The same region with its box at that tick set."""
        others = (k for k in self.keyframes if k.tick != keyframe.tick)
        path = sorted([*others, keyframe], key=lambda k: k.tick)
        return replace(self, keyframes=tuple(path))


def _between(a: Keyframe, b: Keyframe, *, part: float) -> Outline | None:
    """The outline `part` of the way from one keyframe to the next; None where it is not known."""
    if a.outline is None or not part:
        return None if a.outline is None else a.outline.unfolded()
    if b.outline is None or len(a.outline.corners) != len(b.outline.corners):
        return None
    return a.outline.towards(b.outline, part).unfolded()
