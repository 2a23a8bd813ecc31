"""Looks at the frames of one segment: whole frames with the detectors now and then, every frame for motion."""

import math
from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.vision.detector import Detector
from reviewer.vision.follow import Walk, follow, followed_back, hopeless
from reviewer.vision.matching import others_than
from reviewer.vision.material import Material
from reviewer.vision.motion import patch
from reviewer.vision.picture import grey
from reviewer.vision.scene import Scene
from reviewer.vision.seeking import Closer, Seeking, seeks
from reviewer.vision.trail import PACES, Tracklet, Trail, packed

GREY_AREA = 960 * 540
"""Pixels of the luma that motion is measured on, and kept for a segment; half of 1080p keeps a 30-pixel plate
measurable."""

CLOSER = 0.15
"""Score of a find of a closer look: about half of what the same face scores in a whole frame."""

CLOSER_LOOKS = 8
"""Closer looks into one frame at most, those at the best established first: a crowd must not take all the time."""


DOUBTFUL, SECOND_SIDE = 0.45, 160
"""Score under which a find is looked at again, in a crop of so many pixels, and counts with the mean of both scores.
With that 97.9 % of faces are found at 0.02 false finds a frame, where one look finds 95.9 % at 0.05
(tests/bench/detectors.py)."""

SECOND_LOOKS = 10
"""Doubtful finds of one frame that are looked at again at most, the best first."""


@dataclass(frozen=True, slots=True)
class Scanner:
    """A detector and the seconds between two looks; `others` take turns with it, each seeing the frame its own way.

    `closer` looks again at the places of what is followed and was not found this time, and takes what scores `near`
    there; finds under `doubtful` it looks at a second time. Where the picture moves by `hurry` of its width in the time
    from one look to the next, there is one more half way.
    """

    detector: Detector
    every: float
    others: tuple[Detector, ...] = ()
    closer: Closer | None = None
    near: float = CLOSER
    hurry: float = math.inf
    doubtful: float = DOUBTFUL

    def looking(self, turn: int) -> Detector:
        """Whose look it is at the so manieth turn."""
        looks = (self.detector, *self.others)
        return looks[turn % len(looks)]


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


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What came of a segment: everything followed in it, weak or not, and what its own frames are like."""

    tracklets: list[Tracklet]
    scene: Scene


def look(frames: Iterable[Frame], segment: Segment, *, scanners: Sequence[Scanner]) -> Generator[int, None, Looked]:
    """Find and follow everything in a segment, a pure function of its frames; yields the frames seen so far.

    Frames are scanned at even distances in the footage, and the first one after a cut; so are the first of the footage
    and its last one, unless it has just been. The last of one segment is the first of the next: into it both carry what
    they follow, so that they can be linked.
    """
    rota = _Rota(segment, scanners)
    begin = segment.first - segment.before
    material = Material(begin, (segment.first, segment.last), segment.rate)
    seek = seeks(material, _seeking(scanners))
    walk, trails = Walk(material, step=1, seek=seek), list[Trail]()
    for number, frame in enumerate(frames, begin):
        _take(material, frame)
        if number >= segment.first:
            due = rota.due(number, material=material)
            moving = due or walk.due(number)
            if moving:
                walk.move(number)
            finds = [find for scanner, detector in due for find in _scanned(frame, detector, scanner=scanner)]
            walk.pin(number, finds)
            for scanner in dict.fromkeys(scanner for scanner, _ in due if scanner.closer):
                closer = _closer(frame, scanner, walk=walk, number=number)
                walk.pin(number, closer)
                finds += closer
            if moving:
                walk.seek(number, finds)
            if finds:
                material.finds[number] = finds
            trails += walk.start(number, finds)
        yield min(max(0, number - segment.first + 1), segment.last - segment.first + 1)
    walk.move(material.last)
    if len(material.greys) <= segment.before:
        return Looked([], Scene.joined([]))
    material.core = (segment.first, min(segment.last, material.last))
    back = followed_back(material, trails, seek=seek)
    own = slice(segment.before, material.core[1] - begin + 1)
    followed = [packed(t, looks=_looks(t, material)) for t in back]
    return Looked(followed + _dropped(trails, material), material.sight.scene(own))


def _dropped(trails: Sequence[Trail], material: Material) -> list[Tracklet]:
    """What nobody followed back: evidence of what may be missed, and of nothing else."""
    dropped = [t for t in trails if hopeless(t, material)]
    for trail in dropped:
        trail.fill()
    return [packed(t) for t in dropped]


def _looks(trail: Trail, material: Material) -> NDArray[np.uint8]:
    """The luma inside the first and the last find of a trail."""
    ends = (min(trail.anchors), max(trail.anchors))
    return np.stack([patch(material.grey(n), trail.boxes[n] * material.scale) for n in ends])


def _take(material: Material, frame: Frame) -> None:
    picture = grey(frame, area=GREY_AREA)
    material.scale = (picture.size / (frame.width * frame.height)) ** 0.5
    material.add(picture)


def _seeking(scanners: Sequence[Scanner]) -> dict[Subject, Seeking]:
    """Who looks for what flow has lost."""
    return {s.detector.subject: Seeking(s.closer, s.near) for s in reversed(scanners) if s.closer is not None}


def _closer(frame: Frame, scanner: Scanner, *, walk: Walk, number: int) -> list[Detection]:
    """What a closer look finds where something was expected and not found."""
    assert scanner.closer is not None
    subject = scanner.detector.subject
    places = [Box(*(float(v) for v in place)) for place in walk.missing(number, subject)[:CLOSER_LOOKS]]
    looks = [scanner.closer.detect_near(frame, place, threshold=scanner.near) for place in places]
    return others_than(walk.found(number, subject), [find for find in looks if find is not None])


class _Rota:
    """Whose turn it is to look at a frame."""

    def __init__(self, segment: Segment, scanners: Sequence[Scanner]) -> None:
        self._segment, self._scanners = segment, scanners
        self._last = dict.fromkeys(range(len(scanners)), -math.inf)

    def due(self, number: int, *, material: Material) -> list[tuple[Scanner, Detector]]:
        """Whoever is due by the number of the frame in its footage, everyone after a cut.

        At the very first and the very last frame everyone who has not just looked; half way between two looks whom the
        camera's motion hurries. So it does not matter for which frames are looked at where segments begin.
        """
        segment, turn, changed = self._segment, [], material.sight.cuts[-1]
        if not segment.first <= number <= segment.last:
            return []
        for position, scanner in enumerate(self._scanners):
            every = max(1.0, scanner.every * segment.rate)
            count = round(number / every)
            end = number == segment.last and not segment.after and number - self._last[position] >= every / 2
            between = round((math.floor(number / every) + 0.5) * every) == number
            hurried = between and _moved(material, number, frames=every) >= scanner.hurry
            if changed or end or hurried or round(count * every) == number:
                self._last[position] = number
                turn.append((scanner, scanner.looking(count)))
        return turn


def _moved(material: Material, number: int, *, frames: float) -> float:
    """How far the picture moved in the frames before this one, as far as they are at hand, in parts of its width."""
    path = material.sight.motion[max(1, number - material.first - round(frames) + 1) : number - material.first + 1]
    return float(np.linalg.norm(path, axis=1).sum()) if path else 0.0


def look_around(frames: Iterable[Frame], segment: Segment, *, finds: dict[int, list[Detection]]) -> Tracklet:
    """Follow the finds, of one subject, both ways through a segment that holds their frames, as one tracklet."""
    material = Material(segment.first, (segment.first, segment.last), segment.rate, finds=finds)
    for frame in frames:
        _take(material, frame)
    material.core = (segment.first, material.last)
    trails = follow(material)
    whole = trails[0]
    for other in trails[1:]:
        whole.absorb(other)
    whole.fill()
    return packed(whole)


def _scanned(frame: Frame, detector: Detector, *, scanner: Scanner) -> list[Detection]:
    finds, closer = detector.detect(frame, threshold=PACES[detector.subject].keep), scanner.closer
    if closer is None:
        return finds
    doubtful = [find for find in finds if find.score < scanner.doubtful][:SECOND_LOOKS]
    second = {id(find): closer.detect_near(frame, find.box, threshold=0.05, side=SECOND_SIDE) for find in doubtful}
    return [_weighed(find, second[id(find)]) if id(find) in second else find for find in finds]


def _weighed(find: Detection, second: Detection | None) -> Detection:
    """A find whose score is the mean of two looks, the second being none at all if need be."""
    return replace(find, score=(find.score + (second.score if second else 0.0)) / 2)
