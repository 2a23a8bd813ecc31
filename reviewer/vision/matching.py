"""Finds out which finds and which trails are one subject, without comparing those that lie apart."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Detection, Subject
from reviewer.vision.trail import Place, Trail, overlap

SAME = 0.2
"""Intersection over union from which a find belongs to a trail."""

REACH = 0.7
"""Distance of centres, in sizes of the larger box, within which a find may belong to a trail it barely overlaps."""

ONE = 0.5
"""Intersection over union from which two looks at a frame have seen one face."""

LIKE = (0.6, 1.67)
"""How large one of two that barely overlap may be, as a part of the other."""

Hull = tuple[float, ...]
"""First and last frame, first and last find, and left, top, right and bottom of everywhere that a trail was."""


def matched(places: Sequence[tuple[Subject, Place]], finds: Sequence[Detection]) -> list[tuple[int, int]]:
    """Pairs of a place and the find that is its subject, as positions in both; best fit first, each at most once."""
    boxes = np.array([place_of(find) for find in finds]).reshape(-1, 4)
    offers = []
    for position, (subject, place) in enumerate(places):
        for other in _near(place, boxes):
            if finds[other].subject is subject and (fit := _fit(place, boxes[other])) > 0:
                offers.append((fit, position, int(other)))
    pairs, used, taken = [], set[int](), set[int]()
    for _, position, other in sorted(offers, reverse=True):
        if position not in used and other not in taken:
            used.add(position)
            taken.add(other)
            pairs.append((position, other))
    return pairs


def place_of(find: Detection) -> Place:
    """Where a find is, as trails keep it."""
    return np.array([find.box.x, find.box.y, find.box.width, find.box.height])


def others_than(places: Sequence[Place], finds: Sequence[Detection]) -> list[Detection]:
    """The finds that are in none of the places, and of several in one place the best.

    What is lost near a face that is found must not be taken for that face.
    """
    kept: list[Detection] = []
    for find in sorted(finds, key=lambda d: -d.score):
        here = place_of(find)
        if all(overlap(here, other) < ONE for other in (*places, *map(place_of, kept))):
            kept.append(find)
    return kept


def joined(trails: Sequence[Trail]) -> list[Trail]:
    """Make one of trails that turn out to be one subject: one's path runs into where the other was found."""
    result: list[Trail] = []
    hulls = np.zeros((len(trails), 8))
    for trail in sorted(trails, key=lambda t: min(t.anchors)):
        hull = _hull(trail)
        partner = next((n for n in _meeting(hull, hulls[: len(result)]) if _continues(result[n], trail)), None)
        if partner is None:
            hulls[len(result)] = hull
            result.append(trail)
        else:
            result[partner].absorb(trail)
            hulls[partner] = _hull(result[partner])
    return result


def _near(place: Place, boxes: NDArray[np.floating[Any]]) -> NDArray[np.intp]:
    """Which boxes touch a place, or lie so near that they could be its subject."""
    size = np.sqrt(place[2] * place[3])
    reach = REACH * np.maximum(np.sqrt(boxes[:, 2] * boxes[:, 3]), size)[:, None]
    apart = np.abs(boxes[:, :2] + boxes[:, 2:] / 2 - place[:2] - place[2:] / 2)
    return np.flatnonzero((apart < np.maximum((boxes[:, 2:] + place[2:]) / 2, reach)).all(axis=1))


def _fit(a: Place, b: Place) -> float:
    """How well two boxes could be one subject: their overlap, or a little when they are near and of like size."""
    shared = overlap(a, b)
    if shared >= SAME:
        return shared
    size_a, size_b = float(np.sqrt(a[2] * a[3])), float(np.sqrt(b[2] * b[3]))
    if not LIKE[0] <= size_a / size_b <= LIKE[1]:
        return 0.0
    apart = float(np.hypot(a[0] + a[2] / 2 - b[0] - b[2] / 2, a[1] + a[3] / 2 - b[1] - b[3] / 2))
    reach = REACH * max(size_a, size_b)
    return SAME * (1 - apart / reach) if apart < reach else 0.0


def _hull(trail: Trail) -> Hull:
    boxes = np.array(list(trail.boxes.values()), np.float64)
    low, high = boxes[:, :2].min(axis=0), (boxes[:, :2] + boxes[:, 2:]).max(axis=0)
    return (trail.first, trail.last, min(trail.anchors), max(trail.anchors), *low.tolist(), *high.tolist())


def _meeting(hull: Hull, hulls: NDArray[np.float64]) -> NDArray[np.intp]:
    """Which hulls end their finds before this one's begin, and share frames and a part of the picture with it."""
    first, last, found, _, left, top, right, bottom = hull
    times = (hulls[:, 3] < found) & (hulls[:, 0] <= last) & (hulls[:, 1] >= first)
    across = (hulls[:, 4] < right) & (hulls[:, 6] > left)
    return np.flatnonzero(times & across & (hulls[:, 5] < bottom) & (hulls[:, 7] > top))


def _continues(earlier: Trail, later: Trail) -> bool:
    """Whether `later` is `earlier` found again: never when both were found at overlapping times."""
    if earlier.subject is not later.subject or max(earlier.anchors) >= min(later.anchors):
        return False
    common = earlier.boxes.keys() & later.boxes.keys()
    if not common:
        return False
    fits = [overlap(earlier.boxes[n], later.boxes[n]) for n in common]
    return float(np.median(fits)) >= SAME
