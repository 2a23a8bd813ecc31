"""Each change to markers, to in and out, and to which doubts are settled: nothing of it changes what is hidden."""

from dataclasses import dataclass, replace
from typing import Any

from reviewer.core.doubt import DoubtId, Verdict
from reviewer.core.marker import Marker, MarkerId
from reviewer.core.review import Review
from reviewer.core.timing import Span


@dataclass(frozen=True, slots=True)
class PutMarker:
    """Add a marker, or change its place or its note."""

    marker: Marker
    title = "Set marker"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the marker."""
        return review.marking(self.marker)

    def detail(self) -> dict[str, Any]:
        """The marker's tick; the note stays in the case, it may name people."""
        return {"marker": self.marker.id, "tick": self.marker.tick}


@dataclass(frozen=True, slots=True)
class RemoveMarkers:
    """Take markers out."""

    markers: tuple[MarkerId, ...]
    title = "Remove marker"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review without them."""
        return review.unmarking(self.markers)

    def detail(self) -> dict[str, Any]:
        """Their ids."""
        return {"markers": list(self.markers)}


@dataclass(frozen=True, slots=True)
class SetInOut:
    """Set the stretch that is worked on; None for all of the footage."""

    span: Span | None
    title = "Set in and out"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the stretch; raises ValueError for an empty one."""
        if self.span is not None and self.span.start >= self.span.end:
            raise ValueError("the out point comes after the in point")
        return replace(review, in_out=self.span)

    def detail(self) -> dict[str, Any]:
        """The stretch."""
        return {"span": None if self.span is None else [self.span.start, self.span.end]}


@dataclass(frozen=True, slots=True)
class Settle:
    """Say of doubts that they are settled, and how."""

    doubts: tuple[DoubtId, ...]
    verdict: Verdict
    title = "Settle doubt"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the doubts settled."""
        return review.settling(dict.fromkeys(self.doubts, self.verdict))

    def detail(self) -> dict[str, Any]:
        """The doubts and the verdict."""
        return {"doubts": list(self.doubts), "verdict": self.verdict}


@dataclass(frozen=True, slots=True)
class Unsettle:
    """Open doubts again that were settled."""

    doubts: tuple[DoubtId, ...]
    title = "Open doubt again"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the doubts open."""
        return review.unsettling(self.doubts)

    def detail(self) -> dict[str, Any]:
        """The doubts."""
        return {"doubts": list(self.doubts)}
