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
    """Which frames to look at: their numbers from `first` to `last`, both included, and frames a second."""

    first: int
    last: int
    rate: float


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
    due = {id(s): float(segment.first) for s in scanners}
    number = segment.first
    for number, frame in enumerate(frames, segment.first):
        picture = grey(frame, width=GREY_WIDTH)
        scale = picture.shape[1] / frame.width
        everything = not greys or _changed(greys[-1], picture)
        greys.append(picture)
        for scanner in scanners:
            waiting = number >= due[id(scanner)] - scanner.every * segment.rate / 2
            if everything or number >= due[id(scanner)] - 0.5 or (number == segment.last and waiting):
                finds.setdefault(number, []).extend(_scanned(frame, scanner.detector))
                due[id(scanner)] = number + scanner.every * segment.rate
        yield number - segment.first + 1
    if not greys:
        return []
    trails = follow(Material(segment.first, greys, finds, scale, segment.rate))
    return [packed(t) for t in trails]


def look_around(frames: Iterable[Frame], segment: Segment, *, finds: dict[int, list[Detection]]) -> Tracklet:
    """Follow the finds, of one subject, both ways through a segment that holds their frames, as one tracklet."""
    greys: list[Grey] = []
    scale = 1.0
    for frame in frames:
        greys.append(grey(frame, width=GREY_WIDTH))
        scale = greys[-1].shape[1] / frame.width
    trails = follow(Material(segment.first, greys, finds, scale, segment.rate))
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
