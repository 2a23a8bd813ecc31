"""Looks at the frames of one segment: whole frames with the detectors now and then, every frame for motion."""

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from reviewer.core.detection import Detection
from reviewer.core.frame import Frame
from reviewer.vision.detector import Detector
from reviewer.vision.follow import Material, follow
from reviewer.vision.motion import CUT_DIFFERENCE, Grey
from reviewer.vision.picture import grey
from reviewer.vision.trail import PACES, Tracklet, packed

GREY_WIDTH = 960
"""Width of the luma that motion is measured on; half of 1080p keeps a 30-pixel plate measurable."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """A detector and the seconds between two of its looks."""

    detector: Detector
    every: float


@dataclass(frozen=True, slots=True)
class Segment:
    """Which frames to look at: their numbers from `first` to `last`, both included, and frames a second.

    `before` and `after` are how many frames its neighbours have next to it that are at hand as well: what the segment
    follows goes on into them where no detector sees it at the border.
    """

    first: int
    last: int
    rate: float
    before: int = 0
    after: int = 0


def look(
    frames: Iterable[Frame], segment: Segment, *, scanners: Sequence[Scanner]
) -> Generator[int, None, list[Tracklet]]:
    """Find and follow everything in a segment, a pure function of its frames; yields the frames seen so far.

    The first frame is always scanned, and the first one after a cut; so is the last one, unless it has just been. The
    last of one segment is the first of the next: into it both carry what they follow, so that they can be linked.
    """
    greys: list[Grey] = []
    finds: dict[int, list[Detection]] = {}
    scale = 1.0
    rota = _Rota(segment, scanners)
    begin = segment.first - segment.before
    for number, frame in enumerate(frames, begin):
        picture = grey(frame, width=GREY_WIDTH)
        scale = picture.shape[1] / frame.width
        changed = number > segment.first and _changed(greys[-1], picture)
        greys.append(picture)
        for scanner in rota.due(number, changed=changed):
            finds.setdefault(number, []).extend(_scanned(frame, scanner.detector))
        yield min(max(0, number - segment.first + 1), segment.last - segment.first + 1)
    if len(greys) <= segment.before:
        return []
    core = (segment.first, min(segment.last, begin + len(greys) - 1))
    trails = follow(Material(begin, core, greys, finds, scale, segment.rate))
    return [packed(t) for t in trails]


class _Rota:
    """Whose turn it is to look at a frame."""

    def __init__(self, segment: Segment, scanners: Sequence[Scanner]) -> None:
        self._segment, self._scanners = segment, scanners
        self._next = dict.fromkeys(range(len(scanners)), float(segment.first))

    def due(self, number: int, *, changed: bool) -> list[Scanner]:
        """Everyone at the first frame and after a cut; at the last one whoever has not looked for half a turn."""
        segment = self._segment
        if not segment.first <= number <= segment.last:
            return []
        turn = []
        for position, scanner in enumerate(self._scanners):
            left, every = self._next[position] - number, scanner.every * segment.rate
            if number == segment.first or changed or left <= 0.5 or (number == segment.last and left <= every / 2):
                self._next[position] = number + every
                turn.append(scanner)
        return turn


def look_around(frames: Iterable[Frame], segment: Segment, *, finds: dict[int, list[Detection]]) -> Tracklet:
    """Follow the finds, of one subject, both ways through a segment that holds their frames, as one tracklet."""
    greys: list[Grey] = []
    scale = 1.0
    for frame in frames:
        greys.append(grey(frame, width=GREY_WIDTH))
        scale = greys[-1].shape[1] / frame.width
    core = (segment.first, segment.first + len(greys) - 1)
    trails = follow(Material(segment.first, core, greys, finds, scale, segment.rate))
    whole = trails[0]
    for other in trails[1:]:
        whole.absorb(other)
    whole.fill()
    return packed(whole)


def _scanned(frame: Frame, detector: Detector) -> list[Detection]:
    return detector.detect(frame, threshold=PACES[detector.subject].keep)


def _changed(before: Grey, after: Grey) -> bool:
    """Whether two frames differ so much that there may be a cut between them."""
    if before.shape != after.shape:
        return True
    step = max(1, before.shape[1] // 160)
    difference = before[::step, ::step].astype(np.int16) - after[::step, ::step]
    return float(np.abs(difference).mean()) > CUT_DIFFERENCE
