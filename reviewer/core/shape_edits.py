"""The change that gives a region another shape or another path as a whole: turned, a corner pulled, painted over."""

from dataclasses import dataclass, replace
from typing import Any

from reviewer.core.edits import unlocked
from reviewer.core.region import Region
from reviewer.core.review import Review


@dataclass(frozen=True, slots=True)
class Redraw:
    """Put a region in place of the one with its id."""

    region: Region
    title: str = "Redraw region"
    merge_key: object = None

    def apply(self, review: Review) -> Review:
        """The review with the region; raises KeyError when there is none with its id, LockedError when it is locked."""
        unlocked(review, (self.region.id,))
        return review.adding([replace(self.region, touched=True)])

    def detail(self) -> dict[str, Any]:
        """The region, its shape and span, and how many keyframes it has now."""
        region = self.region
        return {
            "region": region.id,
            "shape": region.shape,
            "span": [region.span.start, region.span.end],
            "keyframes": len(region.keyframes),
        }
