"""Each change a reviewer can make to a review.

An edit is a value. Applying it to a review gives the next review; the old one
is untouched, which is all that undo needs.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from reviewer.core.detection import Subject
from reviewer.core.errors import LockedError
from reviewer.core.region import Decision, Keyframe, KeyframeSource, PersonId, Region, RegionId, Shape
from reviewer.core.review import Review
from reviewer.core.timing import Span


class Edit(Protocol):
    """One change, with the words that the undo menu and the audit log use for it."""

    @property
    def title(self) -> str:
        """What the undo menu and the audit log call this edit."""

    @property
    def merge_key(self) -> object:
        """Edits in a row with equal keys undo as one; None never merges."""

    def apply(self, review: Review) -> Review:
        """The next review; raises KeyError for a region that is not there."""

    def detail(self) -> dict[str, Any]:
        """What the audit log keeps about this edit."""


def unlocked(review: Review, ids: Iterable[RegionId]) -> list[Region]:
    """These regions of the review; raises KeyError for one that is not there, LockedError for one that is locked."""
    regions = [review.regions[i] for i in ids]
    if any(r.locked for r in regions):
        raise LockedError
    return regions


@dataclass(frozen=True, slots=True)
class Together:
    """Several edits as one, in their order: one step to undo, one event in the log."""

    edits: tuple[Edit, ...]
    title: str
    merge_key: object = None

    def apply(self, review: Review) -> Review:
        """The review after the last of them; raises what each of them raises."""
        for edit in self.edits:
            review = edit.apply(review)
        return review

    def detail(self) -> dict[str, Any]:
        """What each of them keeps."""
        return {"edits": [{"action": e.title, **e.detail()} for e in self.edits]}


@dataclass(frozen=True, slots=True)
class AddRegions:
    """Add what analysis proposed or a reviewer drew."""

    regions: tuple[Region, ...]
    title = "Add regions"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the regions."""
        return review.adding(self.regions)

    def detail(self) -> dict[str, Any]:
        """Their ids."""
        return {"regions": [r.id for r in self.regions]}


@dataclass(frozen=True, slots=True)
class RemoveRegions:
    """Take regions out altogether; unlike a rejection nothing of them stays."""

    regions: tuple[RegionId, ...]
    title = "Remove regions"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review without the regions; raises LockedError."""
        unlocked(review, (i for i in self.regions if i in review.regions))
        return review.without(self.regions)

    def detail(self) -> dict[str, Any]:
        """Their ids."""
        return {"regions": list(self.regions)}


@dataclass(frozen=True, slots=True)
class Reshape:
    """Set a region's box at one tick: a move, a resize or a nudge."""

    region: RegionId
    keyframe: Keyframe
    title = "Reshape region"

    @property
    def merge_key(self) -> object:
        """Nudges of one keyframe undo as one."""
        return ("reshape", self.region, self.keyframe.tick)

    def apply(self, review: Review) -> Review:
        """The review with the keyframe set, as a person's own; raises LockedError."""
        (region,) = unlocked(review, (self.region,))
        own = replace(self.keyframe, source=KeyframeSource.HAND)
        return review.adding([replace(region.with_keyframe(own), touched=True)])

    def detail(self) -> dict[str, Any]:
        """The region, the tick, the box, and of a polygon its corners."""
        box, outline = self.keyframe.box, self.keyframe.outline
        detail = {
            "region": self.region,
            "tick": self.keyframe.tick,
            "box": [round(v, 2) for v in (box.x, box.y, box.width, box.height)],
        }
        if outline is not None:
            detail["corners"] = [[round(x, 2), round(y, 2)] for x, y in outline.corners]
        return detail


@dataclass(frozen=True, slots=True)
class Respan:
    """Set from when to when a region is hidden; outside its keyframes the nearest box is held."""

    region: RegionId
    span: Span
    title = "Change when region is hidden"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the region's span set; raises ValueError for an empty span, and LockedError."""
        if self.span.start >= self.span.end:
            raise ValueError("a region is hidden for at least one tick")
        (region,) = unlocked(review, (self.region,))
        return review.adding([replace(region.over(self.span), touched=True)])

    def detail(self) -> dict[str, Any]:
        """The region and its new span."""
        return {"region": self.region, "span": [self.span.start, self.span.end]}


@dataclass(frozen=True, slots=True)
class Decide:
    """Say of regions that they are right, or that they hide nothing that needs hiding."""

    regions: tuple[RegionId, ...]
    decision: Decision
    merge_key = None

    @property
    def title(self) -> str:
        """The decision in words."""
        return (
            f"Mark {len(self.regions)} regions {self.decision}"
            if len(self.regions) > 1
            else (f"Mark region {self.decision}")
        )

    def apply(self, review: Review) -> Review:
        """The review with the decision on each region; raises LockedError."""
        return review.adding([replace(r, decision=self.decision) for r in unlocked(review, self.regions)])

    def detail(self) -> dict[str, Any]:
        """The regions and the decision."""
        return {"regions": list(self.regions), "decision": self.decision}


@dataclass(frozen=True, slots=True)
class Propose:
    """Replace what an earlier analysis proposed and nobody has decided on by what this one proposes."""

    regions: tuple[Region, ...]
    title = "Propose regions"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the new proposals; regions that a person drew, moved or decided on stay.

        Raises ValueError when a proposal bears the id of one that stays and would take its place.
        """
        kept = review.without(r.id for r in review.regions.values() if _undecided(r))
        taken = [r.id for r in self.regions if r.id in kept.regions]
        if taken:
            raise ValueError(f"a person has worked on {taken}; proposals need ids of their own")
        return kept.adding(self.regions)

    def detail(self) -> dict[str, Any]:
        """The ids of the new proposals."""
        return {"regions": [r.id for r in self.regions]}


def _undecided(region: Region) -> bool:
    own = region.touched or region.locked or region.inverse or region.gaps or region.person or region.reason
    own = own or region.effect or region.label
    return region.track is not None and not own and region.decision is Decision.PROPOSED


@dataclass(frozen=True, slots=True, kw_only=True)
class Alter:
    """Set what regions are, but not where or when: every field that is not None, on all of them.

    An empty `person` or `effect` takes what was set back.
    """

    regions: tuple[RegionId, ...]
    title: str
    subject: Subject | None = None
    shape: Shape | None = None
    effect: str | None = None
    reason: str | None = None
    inverse: bool | None = None
    person: PersonId | None = None
    label: str | None = None
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the regions altered; raises LockedError, but not for whose they are."""
        only_person = set(self._given()) == {"person"}
        regions = [review.regions[i] for i in self.regions] if only_person else unlocked(review, self.regions)
        given: dict[str, Any] = {k: v or None if k in ("person", "effect") else v for k, v in self._given().items()}
        return review.adding([replace(r, **given) for r in regions])

    def detail(self) -> dict[str, Any]:
        """The regions and what was set."""
        return {"regions": list(self.regions), **self._given()}

    def _given(self) -> dict[str, Any]:
        names = ("subject", "shape", "effect", "reason", "inverse", "person", "label")
        return {n: getattr(self, n) for n in names if getattr(self, n) is not None}


@dataclass(frozen=True, slots=True)
class Lock:
    """Keep regions from being changed, or let them be changed again."""

    regions: tuple[RegionId, ...]
    locked: bool
    merge_key = None

    @property
    def title(self) -> str:
        """Which of the two, in words."""
        return f"{'Lock' if self.locked else 'Unlock'} {'regions' if len(self.regions) > 1 else 'region'}"

    def apply(self, review: Review) -> Review:
        """The review with the regions locked or not."""
        return review.adding([replace(review.regions[i], locked=self.locked) for i in self.regions])

    def detail(self) -> dict[str, Any]:
        """The regions and whether they are locked now."""
        return {"regions": list(self.regions), "locked": self.locked}
