"""What explains a find in a picture of a copy: it lies under what is covered, or in what a person decided to show."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Detection
from reviewer.core.footage import VideoStream
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.profile import Profile
from reviewer.core.region import Region, Shape
from reviewer.core.review import Review
from reviewer.core.stamp import Stamp
from reviewer.core.timing import Tick
from reviewer.effects.cover import grid_of, patches
from reviewer.effects.patch import Grid, patch
from reviewer.effects.stamp import stamped

EXPLAINED = 0.6
"""Share of a find that has to lie under what is covered, or in what a person decided to show."""

FINE = 24
"""Points across and down a find at which it is asked whether they lie in an outline."""


class Why(StrEnum):
    """What explains a find."""

    COVERED = "covered"
    SHOWN = "shown"


class Explained:
    """What explains finds in one picture, which shows what the footage does at `tick` and was made by `profile`.

    `video` is that of the copy.
    """

    def __init__(self, frame: Frame, tick: Tick, *, review: Review, profile: Profile, video: VideoStream) -> None:
        self._grid, self._tick, self._review, self._profile = grid_of(frame), tick, review, profile
        self._video = video
        self._drawn: NDArray[np.bool_] | None = None

    def why(self, find: Detection) -> Why | None:
        """What explains the find, whose box lies in the picture; None when nothing does."""
        if _hidden(find, self._covered(), grid=self._grid) >= EXPLAINED:
            return Why.COVERED
        # What a region leaves that hides all but itself was decided to be shown too.
        left = (_Shown.at(self._tick, r) for r in self._review.regions.values() if r.hides is r.inverse)
        return Why.SHOWN if any(s is not None and s.part(find) >= EXPLAINED for s in left) else None

    def hides(self, box: Box) -> bool:
        """Whether a place is covered so far that nothing found there could be a hit."""
        seen = box.clipped(self._grid.width, self._grid.height)
        return seen.area <= 0 or _part(self._covered(), seen) >= 1.0

    def _covered(self) -> NDArray[np.bool_]:
        """Which pixels of luma are covered or lie under the stamp; made when it is first asked, which is seldom."""
        if self._drawn is None:
            grid, profile = self._grid, self._profile
            stamp = _stamp_over(profile.stamp, self._video, grid=grid)
            drawn = np.zeros((grid.height, grid.width), np.bool_) if stamp is None else stamp.copy()
            for _, _, place in patches(self._review, self._tick, grid=grid, usual=profile.effect):
                drawn[place.luma] |= True if place.luma_mask is None else place.luma_mask
            self._drawn = drawn
        return self._drawn


@lru_cache(maxsize=4)
def _stamp_over(stamp: Stamp | None, video: VideoStream, *, grid: Grid) -> NDArray[np.bool_] | None:
    """Which pixels of luma a stamp alters: where it makes two plain pictures unlike what they were."""
    if stamp is None:
        return None
    altered = np.zeros((grid.height, grid.width), np.bool_)
    for level in (60, 180):
        luma = np.full((grid.height, grid.width), level, np.uint8)
        half = np.full(((grid.height + 1) // 2, (grid.width + 1) // 2), 128, np.uint8)
        plain = Frame(Tick(0), luma, half, half, grid.interlaced)
        altered |= stamped(plain, stamp, video=video).luma != level
    altered.setflags(write=False)
    return altered


def _hidden(find: Detection, covered: NDArray[np.bool_], *, grid: Grid) -> float:
    """The share of a find inside the picture that is covered: of its outline, where it has one that lies in it."""
    place = patch(find.box, Shape.POLYGON, grid=grid, outline=find.outline) if find.outline is not None else None
    if place is not None and place.luma_mask is not None:
        return float(covered[place.luma][place.luma_mask].mean())
    return _part(covered, find.box)


def _part(covered: NDArray[np.bool_], box: Box) -> float:
    rows = slice(int(box.y), max(int(box.y) + 1, round(box.bottom)))
    columns = slice(int(box.x), max(int(box.x) + 1, round(box.right)))
    return float(covered[rows, columns].mean())


@dataclass(frozen=True, slots=True)
class _Shown:
    """Where a region lies that a person decided to show."""

    box: Box
    outline: Outline | None

    @classmethod
    def at(cls, tick: Tick, region: Region) -> "_Shown | None":
        """Where `region` lies at `tick`; None where it does not."""
        box = region.box_at(tick)
        return None if box is None else cls(box, region.outline_at(tick))

    def part(self, find: Detection) -> float:
        """The share of a find that lies in it."""
        if self.outline is None:
            return find.box.shared(self.box) / find.box.area
        parts = (np.arange(FINE) + 0.5) / FINE
        x, y = np.meshgrid(find.box.x + parts * find.box.width, find.box.y + parts * find.box.height)
        own = np.ones(x.shape, np.bool_) if find.outline is None else find.outline.inside(x, y)
        return float(self.outline.inside(x, y)[own].mean()) if own.any() else 0.0
