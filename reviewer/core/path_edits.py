"""Changes to where and when regions are: keyframes, gaps, splitting, joining, and what was followed."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, TypeVar

from reviewer.core.edits import unlocked
from reviewer.core.errors import UsageError
from reviewer.core.region import Decision, Keyframe, KeyframeSource, Region, RegionId, Shape
from reviewer.core.review import Review
from reviewer.core.spans import united, without
from reviewer.core.timing import Span, Tick

Value = TypeVar("Value")

STRONGEST = "solid"
"""The effect of which nothing of a picture is left, in the effects catalogue."""


@dataclass(frozen=True, slots=True)
class RemoveKeyframe:
    """Take out one keyframe; the path goes straight on between its neighbours."""

    region: RegionId
    tick: Tick
    title = "Remove keyframe"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review without it; raises UsageError for the only keyframe, KeyError where there is none, LockedError."""
        (region,) = unlocked(review, (self.region,))
        if all(k.tick != self.tick for k in region.keyframes):
            raise KeyError(self.tick)
        left = tuple(k for k in region.keyframes if k.tick != self.tick)
        if not left:
            raise UsageError("A region needs at least one keyframe.", "Remove the region instead.")
        return review.adding([replace(region, keyframes=left, touched=True)])

    def detail(self) -> dict[str, Any]:
        """The region and the tick."""
        return {"region": self.region, "tick": self.tick}


@dataclass(frozen=True, slots=True)
class MoveKeyframe:
    """Have a region lie where it lies at one tick at another tick instead."""

    region: RegionId
    tick: Tick
    to: Tick
    title = "Move keyframe"

    @property
    def merge_key(self) -> object:
        """Each is a step of its own."""
        return None

    def apply(self, review: Review) -> Review:
        """The review with the keyframe moved, over one that is there; raises KeyError, LockedError."""
        (region,) = unlocked(review, (self.region,))
        moved = next((k for k in region.keyframes if k.tick == self.tick), None)
        if moved is None:
            raise KeyError(self.tick)
        others = tuple(k for k in region.keyframes if k.tick not in (self.tick, self.to))
        own = replace(moved, tick=self.to, source=KeyframeSource.HAND)
        path = tuple(sorted((*others, own), key=lambda k: k.tick))
        return review.adding([replace(region, keyframes=path, touched=True)])

    def detail(self) -> dict[str, Any]:
        """The region and both ticks."""
        return {"region": self.region, "tick": self.tick, "to": self.to}


@dataclass(frozen=True, slots=True)
class Uncover:
    """Say that in part of their span the subjects of regions are not there: nothing of them is hidden during it."""

    regions: tuple[RegionId, ...]
    span: Span
    title = "Uncover frames"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the gap, as far as it lies in each span; raises LockedError."""
        return review.adding([_with_gap(r, self.span) for r in unlocked(review, self.regions)])

    def detail(self) -> dict[str, Any]:
        """The regions and the frames."""
        return {"regions": list(self.regions), "span": [self.span.start, self.span.end]}


@dataclass(frozen=True, slots=True)
class CoverAgain:
    """Take gaps back: during `span` the regions hide again."""

    regions: tuple[RegionId, ...]
    span: Span
    title = "Cover frames again"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review without those gaps; raises LockedError."""
        regions = unlocked(review, self.regions)
        return review.adding([replace(r, gaps=without(r.gaps, self.span), touched=True) for r in regions])

    def detail(self) -> dict[str, Any]:
        """The regions and the frames."""
        return {"regions": list(self.regions), "span": [self.span.start, self.span.end]}


@dataclass(frozen=True, slots=True)
class Split:
    """Make two regions of one: the second, under an id of its own, begins at `tick`."""

    region: RegionId
    tick: Tick
    second: RegionId
    title = "Split region"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with both; what is hidden stays the same. Raises UsageError at an end, LockedError."""
        (region,) = unlocked(review, (self.region,))
        if not region.span.start < self.tick < region.span.end:
            raise UsageError("A region can only be split inside the time that it covers.", "Go to a later frame of it.")
        first = _cut(region, Span(region.span.start, self.tick))
        second = replace(_cut(region, Span(self.tick, region.span.end)), id=self.second)
        return review.adding([first, second])

    def detail(self) -> dict[str, Any]:
        """Both ids and the tick."""
        return {"region": self.region, "tick": self.tick, "second": self.second}


@dataclass(frozen=True, slots=True)
class Join:
    """Make one region of several that follow one another; in between it goes on covering, straight to the next.

    The first by time keeps its id, subject and reason. Where they differ in what was decided the whole is proposed, and
    where they differ in their effect the whole is solid.
    """

    regions: tuple[RegionId, ...]
    title = "Join regions"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the one; raises UsageError for fewer than two and for those that overlap, LockedError."""
        parts = sorted(unlocked(review, self.regions), key=lambda r: r.span.start)
        if len(parts) < 2:
            raise UsageError("Joining takes at least two regions.", "Select regions that follow one another.")
        if any(a.span.overlaps(b.span) for a, b in pairwise(parts)):
            raise UsageError(
                "Regions that cover the same frames cannot be joined into one.",
                "If they are the same person, join them as one person (Ctrl+J). Nothing was changed.",
            )
        if len({r.inverse for r in parts}) > 1:
            raise UsageError("A region that hides all but itself cannot be joined with others.", "Nothing was changed.")
        return review.without(r.id for r in parts[1:]).adding([_joined(parts)])

    def detail(self) -> dict[str, Any]:
        """The regions."""
        return {"regions": list(self.regions)}


@dataclass(frozen=True, slots=True)
class Follow:
    """Put what was followed into a region's path: new keyframes and a wider span.

    Keyframes that a person set stay as they are, whatever was found in their frames.
    """

    region: RegionId
    keyframes: tuple[Keyframe, ...]
    span: Span
    title = "Follow region"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the path; frames that it covered before stay covered.

        Raises ValueError where nothing was followed, and LockedError.
        """
        (region,) = unlocked(review, (self.region,))
        if not self.keyframes:
            raise ValueError("following gives at least one keyframe")
        own = {k.tick: k for k in region.keyframes if k.source is KeyframeSource.HAND}
        kept = {k.tick: k for k in region.keyframes if k.tick not in self.span}
        followed = {k.tick: replace(k, source=KeyframeSource.FOLLOWED) for k in self.keyframes}
        path = tuple(k for _, k in sorted({**kept, **followed, **own}.items()))
        span = Span(min(region.span.start, self.span.start), max(region.span.end, self.span.end))
        return review.adding([replace(region.over(span), keyframes=path, touched=True)])

    def detail(self) -> dict[str, Any]:
        """The region, the frames that were followed and how many keyframes that gave."""
        return {
            "region": self.region,
            "span": [self.span.start, self.span.end],
            "keyframes": len(self.keyframes),
        }


def _with_gap(region: Region, gap: Span) -> Region:
    inside = Span(max(gap.start, region.span.start), min(gap.end, region.span.end))
    if inside.start >= inside.end:
        return region
    return replace(region, gaps=united((*region.gaps, inside)), touched=True)


def _cut(region: Region, span: Span) -> Region:
    """The part of a region during `span`, on the same path: with a keyframe where a line is cut."""
    path = {k.tick: k for k in region.keyframes if span.start <= k.tick <= span.end}
    if region.keyframes[0].tick < span.start:
        path[span.start] = region.keyframe_at(span.start)
    if region.keyframes[-1].tick > span.end:
        path[span.end] = region.keyframe_at(span.end)
    path = path or {span.start: region.keyframe_at(span.start)}
    return replace(region.over(span), keyframes=tuple(k for _, k in sorted(path.items())), touched=True)


def _alike(values: Iterable[Value], otherwise: Value) -> Value:
    """The one value that all are; `otherwise` where they differ."""
    one, *others = dict.fromkeys(values)
    return otherwise if others else one


def _joined(parts: list[Region]) -> Region:
    first = parts[0]
    same = len({r.shape for r in parts}) == 1
    path: dict[Tick, Keyframe] = {}
    for part in parts:
        ends = (part.keyframe_at(part.span.start), part.keyframe_at(Tick(part.span.end - 1)))
        for keyframe in (*ends, *part.keyframes):
            if keyframe.tick in part.span:
                path[keyframe.tick] = (
                    keyframe if same else Keyframe(keyframe.tick, keyframe.box, source=keyframe.source)
                )
    return replace(
        first,
        decision=_alike((r.decision for r in parts), Decision.PROPOSED),
        effect=_alike((r.effect for r in parts), STRONGEST),
        person=next((r.person for r in parts if r.person), None),
        span=Span(first.span.start, parts[-1].span.end),
        keyframes=tuple(k for _, k in sorted(path.items())),
        gaps=united(g for part in parts for g in part.gaps),
        shape=first.shape if same else Shape.RECTANGLE,
        touched=True,
    )
