"""Which frames show a region best, first and last, and what of them: values that load no decoder."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from reviewer.core.copy import Hit
from reviewer.core.detection import Origin, Track
from reviewer.core.footage import Footage, Recording
from reviewer.core.geometry import Box
from reviewer.core.region import Region, RegionId
from reviewer.core.timing import Tick
from reviewer.services.pictures import Failed

MARGIN = 0.35
"""Part of the longer side that is shown around a subject on each side: hair and shoulders, the car around a plate."""

LEAST = 32.0
"""Pixels a side that are shown at least: in less, nobody knows what they look at."""

INSIDE = 0.02
"""Part of the picture at its edges in which a subject counts as half outside."""

HALF_OUTSIDE = 0.5
"""What such a look is worth beside one that is well inside."""

ALMOST = 0.8
"""Of the value of the best look, what one must have that is nearer to a keyframe, and so sooner decoded."""


class Moment(StrEnum):
    """Which look at a region: the best one, the first, the last."""

    BEST = "best"
    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True)
class Sight:
    """What of the frame `number` is to be seen of a region: `box` in pixels of the upright frame."""

    region: RegionId
    moment: Moment
    number: int
    box: Box


@dataclass(frozen=True, slots=True)
class Sights:
    """The looks at one region, in the order of Moment, and the longer side of its largest box in pixels."""

    looks: tuple[Sight, Sight, Sight]
    size: float


@dataclass(frozen=True, slots=True, eq=False)
class Crop:
    """A sight that was fetched: `pixels` has shape (height, width, 4): blue, green, red and an unused byte."""

    sight: Sight
    tick: Tick
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Cropped:
    """Crops of a footage that have just been fetched; `missing` are sights whose frames cannot be decoded."""

    footage: Footage
    crops: tuple[Crop, ...]
    missing: tuple[Sight, ...] = ()


CropEvent = Cropped | Failed


class CropSource(Protocol):
    """Fetches crops; see services.crops for the one that decodes."""

    def wanted(self, footage: Footage | None, sights: Sequence[Sequence[Sight]]) -> None:
        """Fetch these sights of `footage` and no others: group after group, each in the order of time."""

    def close(self) -> None:
        """Give everything back."""


MakeCrops = Callable[[Callable[[CropEvent], None]], CropSource]
"""Makes a source of crops; the function it is given is called on a thread of the source's own."""


def of_hit(hit: Hit) -> Sight:
    """What of a copy is to be seen of a hit; its region is the hit's id.

    Its number is the tick in the original, from which services.hit_crops tells the copy's own frame.
    """
    side = max(hit.box.width, hit.box.height)
    reach = max((1 + 2 * MARGIN) * side, LEAST)
    x, y = hit.box.centre
    around = Box(x - reach / 2, y - reach / 2, reach, reach)
    return Sight(RegionId(hit.id), Moment.BEST, hit.tick, around)


class Chooser:
    """Chooses the sights of the regions of one recording."""

    def __init__(self, recording: Recording) -> None:
        self._index = recording.index
        self._keys = np.flatnonzero(recording.index.keyframes)
        self._width, self._height = recording.video.width, recording.video.height

    def sights(self, region: Region, track: Track | None) -> Sights:
        """The best, the first and the last look at a region.

        With a track these are frames in which its subject is; the best is a large, sure find, well inside the picture.
        Without one they are the middle, the first and the last frame of the region.
        """
        first, last = self._numbers(region)
        if track is not None:
            here = np.flatnonzero((track.ticks >= self._index.tick(first)) & (track.ticks <= self._index.tick(last)))
            if len(here):
                return self._of_track(region, track, here=here)
        numbers = ((first + last) // 2, first, last)
        looks = tuple(self._sight(region, m, number=n, box=None) for m, n in zip(Moment, numbers, strict=True))
        size = max(max(k.box.width, k.box.height) for k in region.keyframes)
        return Sights((looks[0], looks[1], looks[2]), size)

    def _of_track(self, region: Region, track: Track, *, here: NDArray[np.intp]) -> Sights:
        def look(moment: Moment, position: int) -> Sight:
            box = None if region.touched else track.box(position)
            number = self._index.number(Tick(int(track.ticks[position])))
            return self._sight(region, moment, number=number, box=box)

        size = float(track.boxes[here, 2:].max())
        best, first, last = self._best(track, here), int(here[0]), int(here[-1])
        return Sights((look(Moment.BEST, best), look(Moment.FIRST, first), look(Moment.LAST, last)), size)

    def _numbers(self, region: Region) -> tuple[int, int]:
        """The first and the last frame in which the region hides something."""
        first, end = (int(n) for n in np.searchsorted(self._index.ticks, (region.span.start, region.span.end)))
        first = min(first, len(self._index) - 1)
        return first, max(first, end - 1)

    def _best(self, track: Track, here: NDArray[np.intp]) -> int:
        """The position in the track of the best look, of those at `here`."""
        found = here[track.origins[here] == Origin.DETECTED]
        found = found if len(found) else here
        boxes = track.boxes[found].astype(np.float64)
        edge_x, edge_y = INSIDE * self._width, INSIDE * self._height
        inside = (boxes[:, 0] >= edge_x) & (boxes[:, 0] + boxes[:, 2] <= self._width - edge_x)
        inside &= (boxes[:, 1] >= edge_y) & (boxes[:, 1] + boxes[:, 3] <= self._height - edge_y)
        value = track.scores[found] * np.sqrt(np.maximum(boxes[:, 2] * boxes[:, 3], 0))
        value *= np.where(inside, 1.0, HALF_OUTSIDE)
        good = np.flatnonzero(value >= ALMOST * value.max())
        if not len(good):
            return int(found[0])
        numbers = np.searchsorted(self._index.ticks, track.ticks[found[good]])
        before = np.searchsorted(self._keys, numbers, side="right") - 1
        run_up = numbers - (self._keys[np.maximum(before, 0)] if len(self._keys) else 0)
        return int(found[good[np.lexsort((-value[good], run_up))[0]]])

    def _sight(self, region: Region, moment: Moment, *, number: int, box: Box | None) -> Sight:
        around = box or region.box_at(self._index.tick(number)) or _held(region, self._index.tick(number))
        return Sight(region.id, moment, number, squared(around, self._width, height=self._height))


def _held(region: Region, tick: Tick) -> Box:
    """Where the region lies nearest to a tick at which it lies nowhere."""
    return min(region.keyframes, key=lambda k: abs(k.tick - tick)).box


def squared(box: Box, width: float, *, height: float) -> Box:
    """A square around the box with MARGIN, moved into a picture of `width` by `height`, and no larger than it."""
    side = max(LEAST, max(box.width, box.height) * (1 + 2 * MARGIN))
    x, y = box.centre
    across, down = min(side, width), min(side, height)
    left = min(max(x - across / 2, 0.0), width - across)
    top = min(max(y - down / 2, 0.0), height - down)
    return Box(round(left), round(top), round(across), round(down))
