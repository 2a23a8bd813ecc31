"""One subject while it is being followed: where it was found, where flow carried it, how far to trust that."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Detection, Origin, Subject
from reviewer.vision.planar import WHOLE, Cast, cast_of, cast_over, corners_of

Place = NDArray[np.floating[Any]]
"""x, y, width, height in pixels of the upright frame."""

FOLLOWED = 0.5
"""Share of flow points that must hold for a carried box to count as followed rather than bridged."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How one kind of subject is followed.

    A find of at least `start` begins a track on its own; weaker ones down to `keep` continue one, or begin one when
    their scores add up to `enough`. On average they must score `mean`: what is looked at again and again and hardly
    ever looks like a face is none. Of what is narrower than `tiny` pixels only finds of `certain` count, and what is
    wider than `large` must score `clear` on average: so near, it is plain what it is, and hiding it hides much. A track
    goes on for `coast` seconds after its last find, while it can be followed.
    """

    start: float
    keep: float
    enough: float
    coast: float
    mean: float = 0.0
    tiny: float = 0.0
    certain: float = 0.0
    large: float = math.inf
    clear: float = 0.0

    def convinced(self, scores: Sequence[float], *, width: float) -> bool:
        """Whether finds of these scores, of something so many pixels wide, are reason enough to hide it."""
        if not scores:
            return False
        if width < self.tiny:
            return max(scores) >= self.certain
        total, mean = sum(scores), self.clear if width > self.large else self.mean
        return total >= mean * len(scores) and (max(scores) >= self.start or total >= self.enough)


PACES = {
    Subject.FACE: Pace(start=0.31, keep=0.15, enough=1.5, coast=2.5, mean=0.18, tiny=9.0, certain=0.56),
    Subject.PLATE: Pace(
        start=0.55, keep=0.3, enough=1.2, coast=3.0, mean=0.38, tiny=12.0, certain=0.55, large=100.0, clear=0.45
    ),
    Subject.TEXT: Pace(start=0.8, keep=0.3, enough=1.0, coast=2.0),
}


@dataclass(slots=True)
class Trail:
    """Boxes by frame number; `anchors` holds the scores of those that a detector found.

    `casts` holds how the corners lie in the box where that is known; between, they turn evenly.
    """

    subject: Subject
    boxes: dict[int, Place] = field(default_factory=dict)
    anchors: dict[int, float] = field(default_factory=dict)
    trust: dict[int, float] = field(default_factory=dict)
    casts: dict[int, Cast] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The first frame with a box."""
        return min(self.boxes)

    @property
    def last(self) -> int:
        """The last frame with a box."""
        return max(self.boxes)

    @property
    def evidence(self) -> float:
        """The scores of all finds together."""
        return sum(self.anchors.values())

    @property
    def convincing(self) -> bool:
        """Whether the finds are strong or many enough to hide something for them."""
        width = float(np.median([self.boxes[n][2] for n in self.anchors]))
        return PACES[self.subject].convinced(list(self.anchors.values()), width=width)

    def found(self, frame: int, detection: Detection) -> None:
        """Pin the trail to a find, and spread what flow had missed by over the frames since the find before.

        Works in both directions of time: the frames between are those carried since the nearest earlier call.
        """
        box = detection.box
        place = np.array([box.x, box.y, box.width, box.height])
        if frame in self.boxes and self.anchors:
            self._correct(frame, place - self.boxes[frame])
        self.boxes[frame] = place
        self.anchors[frame] = detection.score
        self.trust[frame] = 1.0
        self.casts.pop(frame, None)
        if detection.outline is not None and len(detection.outline.corners) == 4:
            self.casts[frame] = cast_of(np.array(detection.outline.corners), place)

    def carried(self, frame: int, place: Place, *, trust: float, cast: Cast | None = None) -> None:
        """Note where flow carried the trail, and how its corners lie there if that was seen."""
        self.boxes[frame] = place
        self.trust[frame] = trust
        if cast is not None:
            self.casts[frame] = cast

    def cast_near(self, frame: int) -> Cast | None:
        """How the corners lie in the box in the nearest frame in which that is known."""
        return self.casts[min(self.casts, key=lambda n: abs(n - frame))] if self.casts else None

    def cut_back(self, frame: int, *, step: int) -> None:
        """Forget everything beyond `frame` in the direction `step` (1 or -1)."""
        for number in [n for n in self.boxes if (n - frame) * step > 0]:
            del self.boxes[number]
            del self.trust[number]
            self.casts.pop(number, None)

    def origin(self, frame: int) -> Origin:
        """How the box in that frame came about."""
        if frame in self.anchors:
            return Origin.DETECTED
        return Origin.FOLLOWED if self.trust[frame] >= FOLLOWED else Origin.BRIDGED

    def score(self, frame: int) -> float:
        """The find's own score, or that of the nearest find lowered by how badly it was followed from there."""
        nearest = min(self.anchors, key=lambda n: abs(n - frame))
        return self.anchors[nearest] * (1.0 if nearest == frame else self.trust[frame])

    def absorb(self, other: "Trail") -> None:
        """Take over the boxes of another trail of the same subject; in frames of both a find wins, else the hull."""
        for frame, place in other.boxes.items():
            mine = self.boxes.get(frame)
            if mine is None or (frame in other.anchors and frame not in self.anchors):
                self.boxes[frame] = place
                self._cast(frame, other.casts.get(frame))
            elif frame not in self.anchors:
                self.boxes[frame] = around(mine, place)
                self._cast(frame, WHOLE if self.casts else None)
            self.trust[frame] = max(self.trust.get(frame, 0.0), other.trust[frame])
        for frame, score in other.anchors.items():
            self.anchors[frame] = max(score, self.anchors.get(frame, 0.0))

    def fill(self) -> None:
        """Bridge frames without a box between frames with one, on a straight line."""
        numbers = sorted(self.boxes)
        for a, b in pairwise(numbers):
            for frame in range(a + 1, b):
                part = (frame - a) / (b - a)
                self.carried(frame, self.boxes[a] * (1 - part) + self.boxes[b] * part, trust=0.0)

    def _cast(self, frame: int, cast: Cast | None) -> None:
        self.casts.pop(frame, None)
        if cast is not None:
            self.casts[frame] = cast

    def _correct(self, frame: int, missed: Place) -> None:
        """Spread `missed` over the carried frames between the nearest anchor and `frame`."""
        nearest = min(self.anchors, key=lambda n: abs(n - frame))
        step = 1 if frame > nearest else -1
        for number in range(nearest + step, frame, step):
            if number in self.boxes:
                self.boxes[number] = self.boxes[number] + missed * ((number - nearest) / (frame - nearest))


@dataclass(frozen=True, slots=True, eq=False)
class Tracklet:
    """A trail packed for the way between processes: one entry a frame from `first` on, boxes in frame pixels.

    `boxes` is float32 of shape (n, 4); `origins` is uint8; `scores` is float32. `looks` is uint8 of shape (2, 24, 24):
    the luma inside its first and its last find, by which it is known again; of length 0 where nobody took them.
    `quads` is float32 of shape (n, 4, 2), the corners clockwise from the subject's own top left; None where only boxes
    are known.
    """

    subject: Subject
    first: int
    boxes: NDArray[np.float32]
    origins: NDArray[np.uint8]
    scores: NDArray[np.float32]
    looks: NDArray[np.uint8] = field(default_factory=lambda: np.zeros((0, 24, 24), np.uint8))
    quads: NDArray[np.float32] | None = None

    @property
    def last(self) -> int:
        """The number of its last frame."""
        return self.first + len(self.boxes) - 1

    @property
    def finds(self) -> list[int]:
        """The numbers of the frames in which a detector found it, rising."""
        return [self.first + int(i) for i in np.flatnonzero(self.origins == Origin.DETECTED)]

    @property
    def convincing(self) -> bool:
        """Whether the finds are strong or many enough to hide something for them."""
        found = self.origins == Origin.DETECTED
        width = float(np.median(self.boxes[found, 2])) if found.any() else 0.0
        return PACES[self.subject].convinced(self.scores[found].tolist(), width=width)


def packed(trail: Trail, *, looks: NDArray[np.uint8] | None = None) -> Tracklet:
    """The trail as arrays, with pictures of its first and last find; it must have no holes (see Trail.fill)."""
    numbers = range(trail.first, trail.last + 1)
    boxes, quads = np.array([trail.boxes[n] for n in numbers], np.float32), _quads(trail, numbers)
    if quads is not None:
        low, high = quads.min(axis=1), quads.max(axis=1)
        boxes = np.concatenate([low, high - low], axis=1)
    return Tracklet(
        trail.subject,
        trail.first,
        boxes,
        np.array([trail.origin(n) for n in numbers], np.uint8),
        np.array([trail.score(n) for n in numbers], np.float32),
        np.zeros((0, 24, 24), np.uint8) if looks is None else looks,
        quads,
    )


def _quads(trail: Trail, numbers: range) -> NDArray[np.float32] | None:
    """The trail's corners in these frames; None where it never had any but those of its boxes."""
    if not trail.casts:
        return None
    casts = cast_over(trail.casts, numbers)
    return np.stack([corners_of(cast, trail.boxes[n]) for n, cast in zip(numbers, casts, strict=True)]).astype(
        np.float32
    )


def quads_of(tracklet: Tracklet) -> NDArray[np.float32]:
    """The corners in each frame of a tracklet, (n, 4, 2): those of its boxes where nothing else is known."""
    if tracklet.quads is not None:
        return tracklet.quads
    return np.asarray(tracklet.boxes[:, None, :2] + WHOLE * tracklet.boxes[:, None, 2:], np.float32)


def around(a: Place, b: Place) -> Place:
    """The smallest box around two."""
    x, y = min(a[0], b[0]), min(a[1], b[1])
    return np.array([x, y, max(a[0] + a[2], b[0] + b[2]) - x, max(a[1] + a[3], b[1] + b[3]) - y])


def overlap(a: Place, b: Place) -> float:
    """Intersection over union."""
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    both = max(0.0, across) * max(0.0, down)
    return float(both / (a[2] * a[3] + b[2] * b[3] - both)) if both > 0 else 0.0
