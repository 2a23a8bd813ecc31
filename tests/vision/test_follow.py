"""Following: forward, backward, over gaps, not over cuts; weak finds; what ends a trail."""

from dataclasses import replace

import numpy as np
import pytest

from reviewer.core.detection import Detection, Origin, Subject
from reviewer.core.geometry import Box
from reviewer.vision.follow import Walk, follow
from reviewer.vision.material import Material
from reviewer.vision.trail import Trail, packed
from tests.vision.moving import Street


def material(street: Street, finds: dict[int, list[tuple[Box, float]]], *, subject: Subject = Subject.FACE) -> Material:
    detections = {n: [Detection(subject, b, s, "test") for b, s in found] for n, found in finds.items()}
    made = Material(0, (0, street.frames - 1), 25.0, finds=detections)
    for luma in street.lumas():
        made.add(luma)
    return made


def worst_overlap(trail: Trail, street: Street) -> float:
    boxes = (Box(*(float(v) for v in trail.boxes[n])) for n in trail.boxes)
    return min(b.overlap(street.box(n)) for n, b in zip(trail.boxes, boxes, strict=True))


def test_one_find_is_followed_forward_and_backward_in_time() -> None:
    street = Street()
    (trail,) = follow(material(street, {20: [(street.box(20), 0.9)]}))
    assert trail.first == 0
    assert trail.last == 39
    assert worst_overlap(trail, street) > 0.8


@pytest.mark.parametrize("speed", [(0.0, 0.0), (9.0, -2.0), (-2.0, 3.0)])
def test_a_fast_or_resting_subject_is_followed_alike(speed: tuple[float, float]) -> None:
    street = Street(frames=25, speed=speed)
    (trail,) = follow(material(street, {12: [(street.box(12), 0.9)]}))
    assert len(trail.boxes) == 25
    assert worst_overlap(trail, street) > 0.7


def test_finds_pin_the_path_and_what_flow_missed_by_is_spread_over_the_gap() -> None:
    street = Street(speed=(0, 0))
    elsewhere = street.box(0).moved(12, 0)
    (trail,) = follow(material(street, {0: [(street.box(0), 0.9)], 10: [(elsewhere, 0.9)]}))
    assert trail.boxes[10][0] == pytest.approx(elsewhere.x)
    assert trail.boxes[5][0] == pytest.approx(street.box(0).x + 6, abs=1)


def test_a_cut_ends_a_trail_in_both_directions() -> None:
    street = Street(cut_at=15)
    (before,) = follow(material(street, {3: [(street.box(3), 0.9)]}))
    assert before.last == 14
    after = follow(material(street, {20: [(Box(300, 200, 50, 60), 0.9)]}))
    assert min(t.first for t in after) == 15


def test_a_subject_that_leaves_the_picture_is_not_followed_beyond_it() -> None:
    street = Street(frames=60, speed=(-5, 0))
    (trail,) = follow(material(street, {5: [(street.box(5), 0.9)]}))
    assert trail.last < 35


def test_a_gap_between_finds_is_followed_and_says_so() -> None:
    street = Street()
    (trail,) = follow(material(street, {2: [(street.box(2), 0.9)], 30: [(street.box(30), 0.8)]}))
    assert trail.origin(2) is Origin.DETECTED
    assert trail.origin(16) is Origin.FOLLOWED
    assert worst_overlap(trail, street) > 0.8


def test_a_weak_find_alone_convinces_nobody_but_several_along_one_path_do() -> None:
    street = Street()
    (alone,) = follow(material(street, {0: [(street.box(0), 0.2)]}))
    assert not alone.convincing
    finds = {n: [(street.box(n), 0.25)] for n in range(0, 40, 5)}
    (often,) = follow(material(street, finds))
    assert often.convincing
    assert len(often.anchors) == 8


def test_a_weak_find_continues_a_trail_backward_from_a_strong_one() -> None:
    street = Street()
    trails = follow(material(street, {0: [(street.box(0), 0.2)], 30: [(street.box(30), 0.9)]}))
    (trail,) = [t for t in trails if t.convincing]
    assert trail.first == 0
    assert 30 in trail.anchors


def test_a_weak_find_that_was_dropped_alone_pins_a_trail_that_comes_back_to_it() -> None:
    street = Street(frames=60)
    finds = {10: [(street.box(10).moved(6, 0), 0.2)], 45: [(street.box(45), 0.9)]}
    given = replace(material(street, finds), rate=40.0)
    (trail,) = [t for t in follow(given) if t.convincing]
    assert sorted(trail.anchors) == [10, 45]


def test_two_subjects_present_at_once_are_never_joined() -> None:
    street = Street(speed=(0, 0))
    other = Box(400, 100, 48, 60)
    finds = {n: [(street.box(n), 0.9), (other, 0.9)] for n in (0, 10, 20)}
    trails = follow(material(street, finds))
    assert len(trails) == 2


def test_a_packed_trail_has_one_entry_a_frame_without_holes() -> None:
    trail = Trail(Subject.PLATE)
    trail.found(4, Detection(Subject.PLATE, Box(0, 0, 40, 10), 0.9, "test"))
    trail.found(8, Detection(Subject.PLATE, Box(40, 0, 40, 10), 0.7, "test"))
    trail.fill()
    tracklet = packed(trail)
    assert (tracklet.first, tracklet.last) == (4, 8)
    assert tracklet.boxes[:, 0].tolist() == [0, 10, 20, 30, 40]
    assert tracklet.origins.tolist() == [0, 2, 2, 2, 0]
    assert np.all(tracklet.scores[1:4] == 0)


def test_what_no_detector_sees_at_the_border_is_followed_into_the_neighbour_s_frames() -> None:
    street = Street()
    given = material(street, {20: [(street.box(20), 0.9)]})
    (trail,) = follow(replace(given, core=(10, 30)))
    assert (trail.first, trail.last) == (0, 39)


def test_what_is_found_in_the_shared_frame_is_left_to_the_neighbour_beyond_it() -> None:
    street = Street()
    given = material(street, {10: [(street.box(10), 0.9)], 30: [(street.box(30), 0.9)]})
    (trail,) = follow(replace(given, core=(10, 30)))
    assert (trail.first, trail.last) == (10, 30)


def test_what_was_followed_rightly_before_an_occlusion_stays_covered() -> None:
    street = Street(frames=30, speed=(6, 0))
    given = material(street, {0: [(street.box(0), 0.9)]})
    for number in range(9, 30):  # a wall like nothing seen before, from where the patch is in frame 9 on
        given.greys[number] = given.greys[number].copy()
        given.greys[number][:, 150:] = np.arange(490, dtype=np.uint8) * 7
    (trail,) = follow(given)
    assert trail.last >= 7


@pytest.mark.parametrize("known", [True, False])
def test_what_flow_has_lost_is_not_found_where_another_track_is_already(known: bool) -> None:
    street = Street()
    given = material(street, {0: [(street.box(0), 0.9)]})
    (there,) = follow(given)
    lost = Trail(Subject.FACE)
    lost.found(20, Detection(Subject.FACE, street.box(20).moved(30, 0), 0.9, "test"))
    lost.trust[20] = 0.1
    near = Detection(Subject.FACE, street.box(20), 0.6, "test")
    walk = Walk(
        given, step=-1, seek={Subject.FACE: lambda number, place: near}, done=[there, lost] if known else [lost]
    )
    walk.join(20, [lost])
    walk.seek(20)
    assert (lost.anchors[20] == 0.6) is not known
