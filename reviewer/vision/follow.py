"""Follows every find through a segment of footage, forward and backward in time.

The forward walk starts a trail at every find that no trail explains and carries it by optical flow from frame to
frame; finds on the way pin it down. The backward walk carries each trail to the time before its first find. A
trail never waits for a confirmation: weak ones are dropped at the very end, when all evidence is in.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from reviewer.core.detection import Detection
from reviewer.vision.motion import Grey, carry, likeness
from reviewer.vision.trail import FOLLOWED, PACES, Place, Trail, overlap

LOST_TRUST = 0.2
"""Share of flow points under which a trail counts as lost in that step."""

LOST_STEPS = 4
"""Steps in a row without trust after which a trail ends; a passing occlusion is shorter."""

UNLIKE = 0.2
"""Correlation with the last find under which a carried box no longer shows the same thing."""

UNSURE = 0.4
"""Part of its patience that a trail has while its finds are too weak to hide something for them."""

HOPELESS = 0.4
"""Evidence under which a trail is not carried backward: one weak find that nothing followed up."""

SAME = 0.2
"""Intersection over union from which a find belongs to a trail."""

REACH = 0.7
"""Distance of centres, in sizes of the larger box, within which a find may belong to a trail it barely overlaps."""

VISIBLE = 0.25
"""Share of a box that must lie in the picture for it to be followed further."""


@dataclass(frozen=True, slots=True)
class Material:
    """What following works on: the luma of each frame of a segment at one size, and the finds of the scanned ones.

    `first` is the number of the first frame in the footage; `scale` is grey pixels per frame pixel; `rate` is frames
    a second, only used to turn seconds of patience into steps. `core` is the first and last frame of the segment
    itself: what lies beyond belongs to its neighbours too, and is only for what their detectors may not see.
    """

    first: int
    core: tuple[int, int]
    greys: Sequence[Grey]
    finds: dict[int, list[Detection]]
    scale: float
    rate: float

    def grey(self, frame: int) -> Grey:
        """The luma of that frame."""
        return self.greys[frame - self.first]

    @property
    def last(self) -> int:
        """The number of the last frame."""
        return self.first + len(self.greys) - 1


class _Walker:
    """A trail on its way through time, with what it needs to know when to stop."""

    def __init__(self, trail: Trail, frame: int) -> None:
        self.trail = trail
        self.at = frame
        self.pinned = frame
        self.lost = 0

    @property
    def place(self) -> Place:
        return self.trail.boxes[self.at]


def follow(material: Material) -> list[Trail]:
    """All trails of a segment, without holes, weak ones included; boxes in pixels of the upright frame."""
    trails: list[Trail] = []
    claimed: set[int] = set()
    start, end = material.core
    _walk(material, range(start, material.last + 1), trails=trails, claimed=claimed)
    trails = [t for t in trails if t.convincing or t.evidence >= HOPELESS or _at_the_border(t, material)]
    claimed = {id(d) for n, finds in material.finds.items() for d in finds if _held(d, n, trails=trails)}
    _walk(material, range(end, material.first - 1, -1), trails=trails, claimed=claimed, seeds=list(trails))
    trails = _joined(trails)
    for trail in trails:
        trail.fill()
    return trails


def _held(find: Detection, frame: int, *, trails: list[Trail]) -> bool:
    """Whether a trail is pinned to the find; those of dropped trails are free for the backward walk."""
    box = find.box
    place = (box.x, box.y, box.width, box.height)
    return any(frame in t.anchors and tuple(t.boxes[frame]) == place for t in trails if t.subject is find.subject)


def _at_the_border(trail: Trail, material: Material) -> bool:
    """Whether a neighbouring segment may have the rest of the evidence."""
    start, end = material.core
    return trail.first <= start or trail.last >= end


def _walk(
    material: Material, order: range, *, trails: list[Trail], claimed: set[int], seeds: Iterable[Trail] | None = None
) -> None:
    """Carry trails through the frames of `order`; without `seeds`, finds that nothing explains start new ones."""
    waiting: dict[int, list[Trail]] = {}
    for seed in seeds or ():
        waiting.setdefault(seed.first, []).append(seed)
    walkers: list[_Walker] = []
    for frame in order:
        walkers = [w for w in walkers if _inside(frame, material) or w.pinned != w.at]
        if walkers:
            walkers = _carried(material, walkers, frame=frame, step=order.step)
        free = [d for d in material.finds.get(frame, ()) if id(d) not in claimed]
        for walker, find in _matched(walkers, free):
            walker.trail.found(frame, find)
            walker.pinned, walker.lost = frame, 0
            claimed.add(id(find))
        if seeds is None:
            started = [_started(d, frame) for d in free if id(d) not in claimed]
            claimed.update(id(d) for d in free)
            trails.extend(started)
            walkers += [_Walker(t, frame) for t in started]
        else:
            walkers += [_Walker(t, frame) for t in waiting.get(frame, ())]


def _inside(frame: int, material: Material) -> bool:
    """Whether a frame is the segment's own; a trail that was found in the last such frame goes on in its neighbour."""
    return material.core[0] <= frame <= material.core[1]


def _started(detection: Detection, frame: int) -> Trail:
    trail = Trail(detection.subject)
    trail.found(frame, detection)
    return trail


def _carried(material: Material, walkers: list[_Walker], *, frame: int, step: int) -> list[_Walker]:
    """Move the walkers on to `frame`; those that end are left out."""
    before, after = material.grey(frame - step), material.grey(frame)
    moved = carry(before, after, boxes=np.stack([w.place for w in walkers]) * material.scale)
    height, width = (side / material.scale for side in after.shape)
    alive = []
    for walker, box, trust in zip(walkers, moved.boxes / material.scale, moved.trust, strict=True):
        if moved.cut and trust < FOLLOWED:
            continue
        walker.trail.carried(frame, box, trust=float(trust))
        walker.at = frame
        walker.lost = walker.lost + 1 if trust < LOST_TRUST else 0
        if _goes_on(walker, material) and _visible(box, width=width, height=height):
            alive.append(walker)
    return alive


def _goes_on(walker: _Walker, material: Material) -> bool:
    """Whether a walker still follows its subject; one that drifted on to something else gives those steps back."""
    step = 1 if walker.at > walker.pinned else -1
    away = abs(walker.at - walker.pinned)
    patience = PACES[walker.trail.subject].coast * (1.0 if walker.trail.convincing else UNSURE)
    if walker.lost >= LOST_STEPS or away > patience * material.rate:
        return False
    if away % 5 == 0 and _unlike(walker, material):
        walker.trail.cut_back(walker.at - 5 * step, step=step)
        return False
    return True


def _unlike(walker: _Walker, material: Material) -> bool:
    pinned = walker.trail.boxes[walker.pinned] * material.scale
    here = walker.place * material.scale
    return likeness(material.grey(walker.pinned), material.grey(walker.at), box_a=pinned, box_b=here) < UNLIKE


def _visible(box: Place, *, width: float, height: float) -> bool:
    across = min(box[0] + box[2], width) - max(box[0], 0.0)
    down = min(box[1] + box[3], height) - max(box[1], 0.0)
    return bool(max(0.0, across) * max(0.0, down) >= VISIBLE * box[2] * box[3])


def _matched(walkers: list[_Walker], finds: list[Detection]) -> list[tuple[_Walker, Detection]]:
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
