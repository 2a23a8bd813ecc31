"""Each change to which stretches of the footage a copy shows."""

from dataclasses import dataclass, replace
from typing import Any

from reviewer.core.review import Review
from reviewer.core.spans import united, without
from reviewer.core.timing import Span


@dataclass(frozen=True, slots=True)
class Keep:
    """Show a stretch in the copy; the first one that is kept leaves out all the rest."""

    span: Span
    title = "Keep stretch"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with the stretch kept; raises ValueError for an empty one."""
        if self.span.start >= self.span.end:
            raise ValueError("a stretch lasts at least one tick")
        return replace(review, kept=united((*review.kept, self.span)))

    def detail(self) -> dict[str, Any]:
        """The stretch."""
        return {"span": [self.span.start, self.span.end]}


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Leave a stretch out of the copy; `whole` is all of the footage, which is kept until something is said."""

    span: Span
    whole: Span
    title = "Leave stretch out"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review without the stretch; raises ValueError when nothing would be left of the footage."""
        left = without(review.kept or (self.whole,), self.span)
        if not left:
            raise ValueError("a copy shows at least something")
        return replace(review, kept=() if left == (self.whole,) else left)

    def detail(self) -> dict[str, Any]:
        """The stretch."""
        return {"span": [self.span.start, self.span.end]}


@dataclass(frozen=True, slots=True)
class KeepAll:
    """Show all of the footage in the copy again."""

    title = "Keep all of the footage"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review without cuts."""
        return replace(review, kept=())

    def detail(self) -> dict[str, Any]:
        """Nothing more is to be said."""
        return {}
