"""Follows every find through a segment of footage, forward and backward in time.

The forward walk starts a trail at every find that no trail explains and carries it by optical flow from frame to
frame; finds on the way pin it down. The backward walk carries each trail to the time before its first find. A
trail never waits for a confirmation: weak ones are dropped at the very end, when all evidence is in.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from reviewer.core.detection import Detection, Subject
from reviewer.vision.matching import SAME, joined, matched, place_of
from reviewer.vision.material import Material, Seek
from reviewer.vision.motion import Grey, Step, carry, patch, similarity
from reviewer.vision.planar import WHOLE, Cast, carried_corners, cast_of, corners_of, hull_of, level
from reviewer.vision.trail import FOLLOWED, PACES, Place, Trail, overlap

LOST_TRUST = 0.2
"""Share of flow points under which a trail counts as lost in that step."""

LOST = 0.3
"""Seconds without trust after which a trail ends; a passing occlusion is shorter, and where a picture is too dark for
flow, a detector has its turn again."""

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

SEEKS, SOUGHT = 4, 0.5
"""Walkers that are looked for in one step at most when flow loses them, those with the most evidence first, and the
seconds since their last find up to which that is done."""

FLOWN = 300
"""Walkers that are carried by flow in one step at most, those with the most evidence first: a wall of posters must not
take a minute for each second. The rest go where the camera's motion and their own take them until the next look, and
count as bridged."""

VISIBLE = 0.25
"""Share of a box that must lie in the picture for it to be followed further."""


class Walker:
    """A trail on its way through time, with what it needs to know when to stop."""

    def __init__(self, trail: Trail, frame: int) -> None:
        self.trail = trail
        self.at = frame
        self.pinned = frame
        self.compared = frame
        self.lost = 0
        self.cast = trail.casts.get(frame)
        self.drift: Place = np.zeros(2)
        """Its own motion apart from the camera's, in grey pixels a frame."""

    @property
    def place(self) -> Place:
        """Where it is, in pixels of the frame."""
        return self.trail.boxes[self.at]


class Walk:
    """Carries trails through the frames of a segment in one direction of time, and pins them to finds."""

    def __init__(
        self, material: Material, *, step: int, seek: Mapping[Subject, Seek] | None = None, done: Sequence[Trail] = ()
    ) -> None:
        """`seek` is how what flow loses is looked for, by subject.

        `done` are the trails that a walk in the other direction has made; their finds are claimed.
        """
        self._material, self._step, self._seek, self._done = material, step, seek or {}, done
        self._claimed = _held(done, material)
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
        for position, other in matched([(w.trail.subject, w.place) for w in waiting], free):
            walker, find = waiting[position], free[other]
            _pin(walker, find, frame=frame, material=self._material)
            self._claimed.add(id(find))

    def seek(self, frame: int, finds: Sequence[Detection] = ()) -> None:
        """Look for what flow has just lost: who walks past close by moves further than flow can follow.

        A find that others have been pinned to is none; one of `finds` in the same place is claimed with it.
        """
        sought = [w for w in self.walkers if w.trail.subject in self._seek]
        for walker in _losing(sought, frame, patience=SOUGHT * self._material.rate):
            find = self._seek[walker.trail.subject](frame, walker.place)
            if find is None or any(_same(find, place) for place in self._places(frame, but=walker)):
                continue
            _pin(walker, find, frame=frame, material=self._material)
            self._claimed |= {id(d) for d in finds if _same(d, walker.place)}

    def _places(self, frame: int, *, but: Walker) -> Iterator[Place]:
        """Where everything else is in that frame."""
        yield from (w.place for w in self.walkers if w is not but)
        yield from (t.boxes[frame] for t in self._done if t is not but.trail and frame in t.boxes)

    def missing(self, frame: int, subject: Subject) -> list[Place]:
        """Where those of a subject are that were not found in this frame, the best established first."""
        left = [w for w in self.walkers if w.pinned != frame and w.trail.subject is subject]
        return [w.place for w in sorted(left, key=lambda w: -w.trail.evidence)]

    def found(self, frame: int, subject: Subject) -> list[Place]:
        """Where those of a subject are that were found in this frame."""
        return [w.place for w in self.walkers if w.pinned == frame and w.trail.subject is subject]

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


def followed_back(
    material: Material, trails: list[Trail], *, seek: Mapping[Subject, Seek] | None = None
) -> list[Trail]:
    """What becomes of the trails of the forward walk: carried to before their first finds, joined, without holes.

    Finds that only dropped trails are pinned to are free for the backward walk.
    """
    trails = [t for t in trails if not hopeless(t, material)]
    waiting: dict[int, list[Trail]] = {}
    for trail in trails:
        waiting.setdefault(trail.first, []).append(trail)
    walk = Walk(material, step=-1, seek=seek, done=trails)
    for frame in range(material.core[1], material.first - 1, -1):
        if not (frame in material.finds or frame in waiting or walk.due(frame) or frame == material.first):
            continue
        walk.move(frame)
        walk.pin(frame, material.finds.get(frame, []))
        walk.seek(frame, material.finds.get(frame, []))
        walk.join(frame, waiting.get(frame, []))
    whole = joined(trails)
    for trail in whole:
        trail.fill()
    return whole


def hopeless(trail: Trail, material: Material) -> bool:
    """Whether a trail of the forward walk is dropped: a weak find or two, and no neighbour may have more evidence."""
    return not trail.convincing and trail.evidence < HOPELESS and not _at_the_border(trail, material)


def _held(trails: Sequence[Trail], material: Material) -> set[int]:
    """The finds, by their identity, that trails are pinned to."""
    held = {(t.subject, n, *t.boxes[n].tolist()) for t in trails for n in t.anchors}
    everything = ((number, find) for number, finds in material.finds.items() for find in finds)
    return {id(find) for number, find in everything if (find.subject, number, *place_of(find).tolist()) in held}


def _pin(walker: Walker, find: Detection, *, frame: int, material: Material) -> None:
    """Put a walker where it was found; how it moves is known from that where flow had lost it."""
    trail, count = walker.trail, abs(frame - walker.pinned)
    lost = trail.trust.get(frame, 1.0) < FOLLOWED
    before = _middle(trail.boxes[walker.pinned] * material.scale)
    trail.found(frame, find)
    if lost and count:
        own = _middle(trail.boxes[frame] * material.scale) - before - material.camera(walker.pinned, frame)
        walker.drift = own / count
    walker.pinned, walker.compared, walker.lost = frame, frame, 0
    walker.cast = trail.casts.get(frame, walker.cast)


def _losing(walkers: Sequence[Walker], frame: int, *, patience: float) -> list[Walker]:
    """What flow has lost by this frame, and that was found not long ago."""
    lost = [
        w
        for w in walkers
        if w.trail.trust[frame] < FOLLOWED and abs(frame - w.pinned) <= patience and w.trail.convincing
    ]
    return sorted(lost, key=lambda w: -w.trail.evidence)[:SEEKS]


def _same(find: Detection, place: Place) -> bool:
    return overlap(place_of(find), place) >= SAME


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
    moved = _stepped(material, walkers, boxes=boxes, expected=expected, frames=(start, frame))
    height, width = (side / material.scale for side in material.grey(frame).shape)
    alive = []
    for i, (walker, trust) in enumerate(zip(walkers, moved.trust.tolist(), strict=True)):
        if cut and trust < FOLLOWED:
            continue
        box, cast = _turned(walker, moved, number=i, before=boxes[i])
        _note(material, walker, box=box / material.scale, frame=frame, trust=trust)
        walker.cast = cast
        if cast is not None:
            walker.trail.casts[frame] = cast
        walker.lost = walker.lost + count if trust < LOST_TRUST else 0
        own = _middle(box) - _middle(boxes[i]) - camera
        walker.drift = own / count if trust >= FOLLOWED else walker.drift * SLOWER**count
        if _goes_on(walker, material) and _visible(walker.place, width=width, height=height):
            alive.append(walker)
    return alive


def _turned(walker: Walker, moved: Step, *, number: int, before: Place) -> tuple[Place, Cast | None]:
    """The box and the cast of a walker after a step; what has corners turns as something flat does where that shows."""
    if walker.cast is None or moved.trust[number] < FOLLOWED:
        return moved.boxes[number], walker.cast
    starts, ends = moved.points(number)
    corners = carried_corners(corners_of(walker.cast, before), starts=starts, ends=ends)
    if corners is None:
        return moved.boxes[number], walker.cast
    box = hull_of(corners)
    return box, cast_of(corners, box)


def _stepped(
    material: Material, walkers: list[Walker], *, boxes: Place, expected: Place, frames: tuple[int, int]
) -> Step:
    """Where the walkers' boxes are one step on, in grey pixels, and how far to trust that."""
    before, after = (material.grey(frame) for frame in frames)
    casts = np.stack([WHOLE if w.cast is None else w.cast for w in walkers])
    if len(walkers) <= FLOWN:
        return carry(before, after, boxes=boxes, expected=expected, casts=casts)
    flown = sorted(range(len(walkers)), key=lambda n: -walkers[n].trail.evidence)[:FLOWN]
    step = Step.unseen(boxes, expected=expected, trust=LOST_TRUST)
    step.put(flown, carry(before, after, boxes=boxes[flown], expected=expected[flown], casts=casts[flown]))
    return step


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
    if walker.lost >= LOST * material.rate or away > patience * material.rate:
        return False
    if abs(walker.at - walker.compared) >= COMPARED:
        if _unlike(walker, walker.at, material=material):
            # What came before it left the subject stays: until then it was in the right place.
            while walker.at != walker.compared and _unlike(walker, walker.at, material=material):
                walker.at -= step
            walker.trail.cut_back(walker.at, step=step)
            return False
        walker.compared = walker.at
    return True


def _unlike(walker: Walker, frame: int, *, material: Material) -> bool:
    """Whether what is at its place in a frame looks like something else than what was found last."""
    return similarity(*(_look(walker.trail, n, material=material) for n in (walker.pinned, frame))) < UNLIKE


def _look(trail: Trail, frame: int, *, material: Material) -> Grey:
    """The luma inside a trail's corners in a frame, or inside its box where it has none."""
    box, cast = trail.boxes[frame] * material.scale, trail.cast_near(frame)
    return patch(material.grey(frame), box) if cast is None else level(material.grey(frame), corners_of(cast, box))


def _visible(box: Place, *, width: float, height: float) -> bool:
    across = min(box[0] + box[2], width) - max(box[0], 0.0)
    down = min(box[1] + box[3], height) - max(box[1], 0.0)
    return bool(max(0.0, across) * max(0.0, down) >= VISIBLE * box[2] * box[3])
