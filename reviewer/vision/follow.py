"""Follows every find through a segment of footage, forward and backward in time.

The forward walk starts a trail at every find that no trail explains and carries it by optical flow from frame to
frame; finds on the way pin it down. The backward walk carries each trail to the time before its first find. A
trail never waits for a confirmation: weak ones are dropped at the very end, when all evidence is in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from reviewer.core.detection import Detection, Subject
from reviewer.vision.motion import Grey, carry, likeness
from reviewer.vision.scene import Sight
from reviewer.vision.trail import FOLLOWED, PACES, Place, Trail, overlap

LOST_TRUST = 0.2
"""Share of flow points under which a trail counts as lost in that step."""

STRIDE = 0.08
"""Seconds between two steps of flow at most. What lies between is put where the camera's motion, which is known for
every frame, and an even motion of its own would have it."""

LOST_FRAMES = 4
"""Frames in a row without trust after which a trail ends; a passing occlusion is shorter."""

COMPARED = 5
"""Frames after which what is followed is compared with the last find."""

UNLIKE = 0.2
"""Correlation with the last find under which a carried box no longer shows the same thing."""

UNSURE = 0.4
"""Part of its patience that a trail has while its finds are too weak to hide something for them."""

HOPELESS = 0.4
"""Evidence under which a trail is not carried backward: one weak find that nothing followed up."""

SLOWER = 0.8
"""Part of its own motion that a subject keeps in each step in which it is not seen."""

SAME = 0.2
"""Intersection over union from which a find belongs to a trail."""

REACH = 0.7
"""Distance of centres, in sizes of the larger box, within which a find may belong to a trail it barely overlaps."""

VISIBLE = 0.25
"""Share of a box that must lie in the picture for it to be followed further."""


@dataclass(slots=True, eq=False)
class Material:
    """What following works on: the luma of each frame of a segment at one size, and the finds of the scanned ones.

    `first` is the number of the first frame in the footage; `scale` is grey pixels per frame pixel; `rate` is frames
    a second, only used to turn seconds of patience into steps. `core` is the first and last frame of the segment
    itself: what lies beyond belongs to its neighbours too, and is only for what their detectors may not see.
    """

    first: int
    core: tuple[int, int]
    rate: float
    scale: float = 1.0
    greys: list[Grey] = field(default_factory=list)
    sight: Sight = field(default_factory=Sight)
    finds: dict[int, list[Detection]] = field(default_factory=dict)

    def add(self, grey: Grey) -> None:
        """Take in the luma of the next frame."""
        self.greys.append(grey)
        self.sight.see(grey)

    def grey(self, frame: int) -> Grey:
        """The luma of that frame."""
        return self.greys[frame - self.first]

    def cut_between(self, frame: int, other: int) -> bool:
        """Whether two neighbouring frames seem to be of different shots."""
        return self.sight.cuts[max(frame, other) - self.first]

    def camera(self, start: int, end: int) -> Place:
        """How far the picture moves in grey pixels from one frame to another, which may be the earlier one."""
        low, high = sorted((start, end))
        motion = np.sum(self.sight.motion[low + 1 - self.first : high + 1 - self.first], axis=0)
        return np.asarray(motion * (self.greys[0].shape[1] * (1 if end > start else -1)))

    @property
    def stride(self) -> int:
        """Frames from one step of flow to the next."""
        return max(1, int(STRIDE * self.rate + 0.01))

    @property
    def last(self) -> int:
        """The number of the last frame."""
        return self.first + len(self.greys) - 1


class Walker:
    """A trail on its way through time, with what it needs to know when to stop."""

    def __init__(self, trail: Trail, frame: int) -> None:
        self.trail = trail
        self.at = frame
        self.pinned = frame
        self.compared = frame
        self.lost = 0
        self.drift: Place = np.zeros(2)
        """Its own motion apart from the camera's, in grey pixels a frame."""

    @property
    def place(self) -> Place:
        """Where it is, in pixels of the frame."""
        return self.trail.boxes[self.at]


class Walk:
    """Carries trails through the frames of a segment in one direction of time, and pins them to finds."""

    def __init__(self, material: Material, *, step: int, claimed: set[int] | None = None) -> None:
        self._material, self._step = material, step
        self._claimed = claimed if claimed is not None else set()
        self.walkers: list[Walker] = []

    def move(self, frame: int) -> None:
        """Go on to a later frame in the direction of the walk; walkers that end are left behind."""
        material = self._material
        for stop in self._stops(frame):
            if self.walkers:
                start = self.walkers[0].at
                self.walkers = [w for w in self.walkers if _inside(stop, material) or w.pinned != w.at]
                self.walkers = _carried(material, self.walkers, start=start, frame=stop)

    def due(self, frame: int) -> bool:
        """Whether a step is due, so that none is longer than the stride and none leads over the segment's ends."""
        if frame in self._material.core:
            return True
        return bool(self.walkers) and abs(frame - self.walkers[0].at) >= self._material.stride

    def _stops(self, frame: int) -> list[int]:
        """The frames to go by, `frame` last: no step leads over a cut and on."""
        if not self.walkers or self.walkers[0].at == frame:
            return []
        at, stops = self.walkers[0].at, []
        for number in range(at + self._step, frame, self._step):
            if self._material.cut_between(number, number + self._step) or self._material.cut_between(
                number - self._step, number
            ):
                stops.append(number)
        return [*stops, frame]

    def pin(self, frame: int, finds: Sequence[Detection]) -> None:
        """Give each find that nobody has claimed to the walker that it fits."""
        free = [d for d in finds if id(d) not in self._claimed]
        waiting = [w for w in self.walkers if w.pinned != frame]
        for walker, find in _matched(waiting, free):
            walker.trail.found(frame, find)
            walker.pinned, walker.compared, walker.lost = frame, frame, 0
            self._claimed.add(id(find))

    def missing(self, frame: int, subject: Subject) -> list[Place]:
        """Where those of a subject are that were not found in this frame, the best established first."""
        left = [w for w in self.walkers if w.pinned != frame and w.trail.subject is subject]
        return [w.place for w in sorted(left, key=lambda w: -w.trail.evidence)]

    def start(self, frame: int, finds: Sequence[Detection]) -> list[Trail]:
        """A trail for each find that is still free."""
        started = []
        for find in finds:
            if id(find) not in self._claimed:
                self._claimed.add(id(find))
                started.append(Trail(find.subject))
                started[-1].found(frame, find)
        self.walkers += [Walker(t, frame) for t in started]
        return started

    def join(self, frame: int, trails: Sequence[Trail]) -> None:
        """Have trails that begin in this frame come along."""
        self.walkers += [Walker(t, frame) for t in trails]


def follow(material: Material) -> list[Trail]:
    """All trails of a segment, without holes, weak ones included; boxes in pixels of the upright frame."""
    walk = Walk(material, step=1)
    trails: list[Trail] = []
    for frame in range(material.core[0], material.last + 1):
        finds = material.finds.get(frame, [])
        if not (finds or walk.due(frame) or frame == material.last):
            continue
        walk.move(frame)
        walk.pin(frame, finds)
        trails += walk.start(frame, finds)
    return followed_back(material, trails)


def followed_back(material: Material, trails: list[Trail]) -> list[Trail]:
    """What becomes of the trails of the forward walk: carried to before their first finds, joined, without holes."""
    trails = [t for t in trails if not hopeless(t, material)]
    claimed = {id(d) for n, finds in material.finds.items() for d in finds if _held(d, n, trails=trails)}
    waiting: dict[int, list[Trail]] = {}
    for trail in trails:
        waiting.setdefault(trail.first, []).append(trail)
    walk = Walk(material, step=-1, claimed=claimed)
    for frame in range(material.core[1], material.first - 1, -1):
        if not (frame in material.finds or frame in waiting or walk.due(frame) or frame == material.first):
            continue
        walk.move(frame)
        walk.pin(frame, material.finds.get(frame, []))
        walk.join(frame, waiting.get(frame, []))
    joined = _joined(trails)
    for trail in joined:
        trail.fill()
    return joined


def hopeless(trail: Trail, material: Material) -> bool:
    """Whether a trail of the forward walk is dropped: a weak find or two, and no neighbour may have more evidence."""
    return not trail.convincing and trail.evidence < HOPELESS and not _at_the_border(trail, material)


def _held(find: Detection, frame: int, *, trails: list[Trail]) -> bool:
    """Whether a trail is pinned to the find; those of dropped trails are free for the backward walk."""
    box = find.box
    place = (box.x, box.y, box.width, box.height)
    return any(frame in t.anchors and tuple(t.boxes[frame]) == place for t in trails if t.subject is find.subject)


def _at_the_border(trail: Trail, material: Material) -> bool:
    """Whether a neighbouring segment may have the rest of the evidence."""
    start, end = material.core
    return trail.first <= start or trail.last >= end


def _inside(frame: int, material: Material) -> bool:
    """Whether a frame is the segment's own; a trail that was found in the last such frame goes on in its neighbour."""
    return material.core[0] <= frame <= material.core[1]


def _carried(material: Material, walkers: list[Walker], *, start: int, frame: int) -> list[Walker]:
    """Move the walkers from `start` on to `frame`; those that end are left out."""
    if not walkers:
        return []
    count = abs(frame - start)
    camera, cut = material.camera(start, frame), count == 1 and material.cut_between(start, frame)
    boxes = np.stack([w.place for w in walkers]) * material.scale
    expected = camera + np.stack([w.drift for w in walkers]) * count
    moved = carry(material.grey(start), material.grey(frame), boxes=boxes, expected=expected)
    height, width = (side / material.scale for side in material.grey(frame).shape)
    alive = []
    for i, (walker, trust) in enumerate(zip(walkers, moved.trust.tolist(), strict=True)):
        if cut and trust < FOLLOWED:
            continue
        _note(material, walker, box=moved.boxes[i] / material.scale, frame=frame, trust=trust)
        walker.lost = walker.lost + count if trust < LOST_TRUST else 0
        own = _middle(moved.boxes[i]) - _middle(boxes[i]) - camera
        walker.drift = own / count if trust >= FOLLOWED else walker.drift * SLOWER**count
        if _goes_on(walker, material) and _visible(walker.place, width=width, height=height):
            alive.append(walker)
    return alive


def _note(material: Material, walker: Walker, *, box: Place, frame: int, trust: float) -> None:
    """Note where a walker is now, and where it must have been in the frames since."""
    start, before = walker.at, walker.place
    step = 1 if frame > start else -1
    own = box.copy() - before
    own[:2] -= material.camera(start, frame) / material.scale
    for number in range(start + step, frame, step):
        place = before + own * (abs(number - start) / abs(frame - start))
        place[:2] += material.camera(start, number) / material.scale
        walker.trail.carried(number, place, trust=trust)
    walker.trail.carried(frame, box, trust=trust)
    walker.at = frame


def _middle(box: Place) -> Place:
    return np.asarray(box[:2] + box[2:] / 2)


def _goes_on(walker: Walker, material: Material) -> bool:
    """Whether a walker still follows its subject; one that drifted on to something else gives those steps back."""
    step = 1 if walker.at > walker.pinned else -1
    away = abs(walker.at - walker.pinned)
    patience = PACES[walker.trail.subject].coast * (1.0 if walker.trail.convincing else UNSURE)
    if walker.lost >= LOST_FRAMES or away > patience * material.rate:
        return False
    if abs(walker.at - walker.compared) >= COMPARED:
        if _unlike(walker, material):
            walker.trail.cut_back(walker.compared, step=step)
            return False
        walker.compared = walker.at
    return True


def _unlike(walker: Walker, material: Material) -> bool:
    pinned = walker.trail.boxes[walker.pinned] * material.scale
    here = walker.place * material.scale
    return likeness(material.grey(walker.pinned), material.grey(walker.at), box_a=pinned, box_b=here) < UNLIKE


def _visible(box: Place, *, width: float, height: float) -> bool:
    across = min(box[0] + box[2], width) - max(box[0], 0.0)
    down = min(box[1] + box[3], height) - max(box[1], 0.0)
    return bool(max(0.0, across) * max(0.0, down) >= VISIBLE * box[2] * box[3])


def _matched(walkers: list[Walker], finds: list[Detection]) -> list[tuple[Walker, Detection]]:
    """Pairs of a walker and the find that is its subject, best fit first, each at most once."""
    offers = []
    for w, walker in enumerate(walkers):
        for f, find in enumerate(finds):
            if find.subject is walker.trail.subject:
                fit = _fit(walker.place, np.array([find.box.x, find.box.y, find.box.width, find.box.height]))
                if fit > 0:
                    offers.append((fit, w, f))
    pairs, used_walkers, used_finds = [], set(), set()
    for _, w, f in sorted(offers, reverse=True):
        if w not in used_walkers and f not in used_finds:
            used_walkers.add(w)
            used_finds.add(f)
            pairs.append((walkers[w], finds[f]))
    return pairs


def _fit(a: Place, b: Place) -> float:
    """How well two boxes could be one subject: their overlap, or a little when they are near and of like size."""
    shared = overlap(a, b)
    if shared >= SAME:
        return shared
    size_a, size_b = float(np.sqrt(a[2] * a[3])), float(np.sqrt(b[2] * b[3]))
    if not 0.6 <= size_a / size_b <= 1.67:
        return 0.0
    apart = float(np.hypot(a[0] + a[2] / 2 - b[0] - b[2] / 2, a[1] + a[3] / 2 - b[1] - b[3] / 2))
    reach = REACH * max(size_a, size_b)
    return SAME * (1 - apart / reach) if apart < reach else 0.0


def _joined(trails: list[Trail]) -> list[Trail]:
    """Make one of trails that turn out to be one subject: one's path runs into where the other was found."""
    trails = sorted(trails, key=lambda t: min(t.anchors))
    result: list[Trail] = []
    for trail in trails:
        partner = next((r for r in result if _continues(r, trail)), None)
        if partner is None:
            result.append(trail)
        else:
            partner.absorb(trail)
    return result


def _continues(earlier: Trail, later: Trail) -> bool:
    """Whether `later` is `earlier` found again: never when both were found at overlapping times."""
    if earlier.subject is not later.subject or max(earlier.anchors) >= min(later.anchors):
        return False
    common = earlier.boxes.keys() & later.boxes.keys()
    if not common:
        return False
    fits = [overlap(earlier.boxes[n], later.boxes[n]) for n in common]
    return float(np.median(fits)) >= SAME
