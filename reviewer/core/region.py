"""Something the reviewer hides: its path through time, its shape, its effect, its decision."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NewType, Self

from reviewer.core.detection import Subject, TrackId
from reviewer.core.geometry import Box
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


@dataclass(frozen=True, slots=True)
class Keyframe:
    """The box of a region at a tick."""

    tick: Tick
    box: Box


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
        """The box hidden at `tick`, or None outside the span.

        Before the first keyframe and after the last the nearest box is held,
        so a region never uncovers its subject inside its span.
        """
        if tick not in self.span:
            return None
        after = bisect_right(self.keyframes, tick, key=lambda k: k.tick)
        if after == 0:
            return self.keyframes[0].box
        if after == len(self.keyframes):
            return self.keyframes[-1].box
        a, b = self.keyframes[after - 1], self.keyframes[after]
        return a.box.towards(b.box, (tick - a.tick) / (b.tick - a.tick))

    def with_keyframe(self, keyframe: Keyframe) -> Self:
        """The same region with its box at that tick set."""
        others = (k for k in self.keyframes if k.tick != keyframe.tick)
        path = sorted([*others, keyframe], key=lambda k: k.tick)
        return replace(self, keyframes=tuple(path))
