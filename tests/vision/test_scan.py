"""Which frames are looked at, and that a segment is a pure function of its frames."""

from collections import Counter
from collections.abc import Generator
from typing import Any

import numpy as np
import pytest

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.vision.follow import FLOWN
from reviewer.vision.motion import Step
from reviewer.vision.scan import CLOSER_LOOKS, Looked, Scanner, Segment, look, look_around
from reviewer.vision.trail import Tracklet
from tests.vision.moving import SIZE, Street, Written, frame_of, texture


def result_of(steps: Generator[int, None, Looked]) -> list[Tracklet]:
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            result: Looked = stop.value
            return result.tracklets


def looked(street: Street, detector: Written, *, every: float = 0.2) -> list[Tracklet]:
    return result_of(look(street.stream(), Segment(0, street.frames - 1, 25.0), scanners=[Scanner(detector, every)]))


def test_whole_frames_are_looked_at_at_the_scanner_s_pace() -> None:
    detector = Written({})
    looked(Street(frames=26), detector)
    assert detector.asked == [0, 5, 10, 15, 20, 25]


def test_the_last_frame_is_looked_at_unless_it_has_just_been() -> None:
    late, soon = Written({}), Written({})
    looked(Street(frames=30), late)
    looked(Street(frames=28), soon)
    assert late.asked[-1] == 29
    assert soon.asked[-1] == 25


def test_the_first_frame_after_a_cut_is_looked_at_as_well() -> None:
    detector = Written({})
    looked(Street(frames=26, cut_at=12), detector)
    assert 12 in detector.asked


def test_the_same_frames_give_the_same_tracklets() -> None:
    street = Street()
    finds = {n: [(street.box(n), 0.5)] for n in (0, 15, 30)}
    one, two = (looked(street, Written(finds)) for _ in range(2))
    assert [t.boxes.tolist() for t in one] == [t.boxes.tolist() for t in two]
    assert len(one) == 1


def test_a_neighbour_s_frames_are_followed_into_but_not_looked_at() -> None:
    street = Street()
    detector = Written({20: [(street.box(20), 0.9)]})
    segment = Segment(10, 30, 25.0, before=10, after=9)
    (tracklet,) = result_of(look(street.stream(), segment, scanners=[Scanner(detector, 0.2)]))
    assert (min(detector.asked), max(detector.asked)) == (10, 30)
    assert (tracklet.first, tracklet.last) == (0, 39)


def test_a_segment_without_frames_has_no_tracklets() -> None:
    steps = look(iter(()), Segment(0, 0, 25.0), scanners=[])
    with pytest.raises(StopIteration) as stopped:
        next(steps)
    assert stopped.value.value.tracklets == []
    assert len(stopped.value.value.scene) == 0


def test_the_scene_has_one_entry_for_each_frame_of_the_segment_alone() -> None:
    street = Street(frames=40, cut_at=20)
    steps = look(street.stream(), Segment(10, 30, 25.0, before=10, after=9), scanners=[])
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            scene = stop.value.scene
            break
    assert len(scene) == 21
    assert [n + 10 for n in range(21) if scene.cuts[n]] == [20]


def test_a_hit_is_followed_both_ways_without_any_detector() -> None:
    street = Street()
    hit = Detection(Subject.FACE, street.box(25), 0.99, "check")
    tracklet = look_around(street.stream(), Segment(0, 39, 25.0), finds={25: [hit]})
    assert (tracklet.first, tracklet.last) == (0, 39)
    assert tracklet.convincing


def test_looks_take_turns() -> None:
    one, two = Written({}), Written({})
    result_of(look(Street(frames=26).stream(), Segment(0, 25, 25.0), scanners=[Scanner(one, 0.2, (two,))]))
    assert one.asked == [0, 10, 20]
    assert two.asked == [5, 15, 25]


@pytest.mark.parametrize("border", [7, 10, 18])
def test_which_frames_are_looked_at_and_by_whom_does_not_depend_on_where_segments_begin(border: int) -> None:
    one, two = Written({}), Written({})
    frames = list(Street(frames=40).stream())
    for segment in (Segment(0, border, 25.0, after=5), Segment(border, 39, 25.0, before=5)):
        some = frames[segment.first - segment.before : segment.last + segment.after + 1]
        result_of(look(some, segment, scanners=[Scanner(one, 0.2, (two,))]))
    assert sorted(set(one.asked)) == [0, 10, 20, 30, 39]
    assert sorted(set(two.asked)) == [5, 15, 25, 35]


def swept(speed: int) -> list[Frame]:
    """What a camera sees that turns by so many pixels a frame."""
    ground = texture(SIZE[1], 2 * SIZE[0], seed=4)
    return [frame_of(np.ascontiguousarray(ground[:, speed * n : speed * n + SIZE[0]]), n) for n in range(30)]


@pytest.mark.parametrize(("speed", "seen"), [(0, {0, 10, 20, 29}), (16, {0, 5, 10, 15, 20, 25})])
def test_while_the_camera_moves_there_is_one_more_look_half_way(speed: int, seen: set[int]) -> None:
    detector = Written({})
    frames = swept(speed)
    whole = Scanner(detector, 0.4, hurry=0.1)
    result_of(look(frames, Segment(0, 29, 25.0), scanners=[whole]))
    assert set(detector.asked) == seen


def test_whether_the_camera_hurries_does_not_depend_on_where_segments_begin() -> None:
    detector = Written({})
    frames = swept(16)
    for segment in (Segment(0, 14, 25.0, after=10), Segment(14, 29, 25.0, before=10)):
        some = frames[segment.first - segment.before : segment.last + segment.after + 1]
        result_of(look(some, segment, scanners=[Scanner(detector, 0.4, hurry=0.1)]))
    assert set(detector.asked) == {0, 5, 10, 15, 20, 25}


def test_a_cut_right_at_the_border_of_segments_is_looked_at_on_both_sides() -> None:
    detector = Written({})
    frames = list(Street(frames=30, cut_at=12).stream())
    result_of(look(frames[6:], Segment(12, 29, 25.0, before=6), scanners=[Scanner(detector, 0.2)]))
    assert detector.asked[0] == 12


class Passing:
    """Finds the patch of a street where a look comes near enough to it, and notes how often it was asked."""

    def __init__(self, street: Street) -> None:
        self.asked: list[int] = []
        self._street = street

    def detect_near(
        self, frame: Frame, place: Box, *, threshold: float, side: int = 0, reach: float = 0
    ) -> Detection | None:
        box = self._street.box(frame.tick)
        away = max(abs(a - b) / box.width for a, b in zip(place.centre, box.centre, strict=True))
        self.asked.append(frame.tick)
        return Detection(Subject.FACE, box, 0.9, "near") if away <= reach else None


def test_who_passes_faster_than_flow_can_follow_is_looked_for_both_ways_in_time() -> None:
    street = Street(frames=10, speed=(30, 2))
    seen = {5: [(street.box(5), 0.9)]}
    worst = []
    for closer in (Passing(street), None):
        scanner = Scanner(Written(seen), 0.2, closer=closer)
        tracklets = result_of(look(street.stream(), Segment(0, 9, 25.0), scanners=[scanner]))
        covered = {n: Box(*map(float, t.boxes[n - t.first])) for t in tracklets for n in range(t.first, t.last + 1)}
        worst.append(min(covered[n].overlap(street.box(n)) if n in covered else 0.0 for n in range(1, 9)))
    assert worst[0] > 0.6
    assert worst[1] < 0.3


def test_a_wall_of_posters_is_covered_without_following_each_of_them_by_flow(monkeypatch: pytest.MonkeyPatch) -> None:
    carried = list[int]()

    def counted(before: object, after: object, *, boxes: Any, expected: Any, casts: object) -> Step:
        carried.append(len(boxes))
        return Step.unseen(boxes, expected=expected, trust=1.0)

    monkeypatch.setattr("reviewer.vision.follow.carry", counted)
    wall = [(Box(10 * (n % 60), 7 * (n // 60), 8, 6), 0.9) for n in range(3000)]
    posters, still = Written({n: wall for n in (0, 5)}), Street(frames=8, speed=(0, 0))
    tracklets = result_of(look(still.stream(), Segment(0, 7, 25.0), scanners=[Scanner(posters, 0.2)]))
    assert max(carried) <= FLOWN
    assert len(tracklets) == 3000
    assert all((t.first, t.last) == (0, 7) for t in tracklets)


class Near:
    """Finds a face wherever it is asked to look closer, and notes where that was."""

    def __init__(self, score: float) -> None:
        self.asked: list[tuple[int, Box]] = []
        self._score = score

    def detect_near(
        self, frame: Frame, place: Box, *, threshold: float, side: int = 0, reach: float = 0
    ) -> Detection | None:
        if reach:
            return None  # the look for what flow has lost
        self.asked.append((frame.tick, place))
        return Detection(Subject.FACE, place, self._score, "near") if self._score >= threshold else None


def test_what_was_not_found_this_time_is_looked_at_closer_where_it_is_expected() -> None:
    street = Street()
    near = Near(0.2)
    scanner = Scanner(Written({0: [(street.box(0), 0.9)], 20: [(street.box(20), 0.9)]}), 0.2, closer=near)
    (tracklet,) = result_of(look(street.stream(), Segment(0, 39, 25.0), scanners=[scanner]))
    assert [tick for tick, _ in near.asked] == [5, 10, 15, 25, 30, 35, 39]
    assert all(place.overlap(street.box(tick)) > 0.7 for tick, place in near.asked)
    assert tracklet.finds == [0, 5, 10, 15, 20, 25, 30, 35, 39]


def test_a_crowd_gets_only_so_many_closer_looks_a_frame() -> None:
    street = Street(frames=11)
    crowd = {0: [(Box(20 * (n % 30), 20 * (n // 30), 12, 14), 0.9) for n in range(300)]}
    near = Near(0.0)
    result_of(look(street.stream(), Segment(0, 10, 25.0), scanners=[Scanner(Written(crowd), 0.2, closer=near)]))
    assert 0 < max(Counter(tick for tick, _ in near.asked).values()) <= CLOSER_LOOKS


class Nearby(Near):
    """Finds the same face, whatever place near it is asked about."""

    def detect_near(
        self, frame: Frame, place: Box, *, threshold: float, side: int = 0, reach: float = 0
    ) -> Detection | None:
        self.asked.append((frame.tick, place))
        return None if reach else Detection(Subject.FACE, Street(speed=(0, 0)).box(frame.tick), 0.5, "near")


def test_what_is_lost_beside_a_face_that_is_found_is_not_taken_for_that_face() -> None:
    street = Street(frames=16, speed=(0, 0))
    here, beside = street.box(0), street.box(0).moved(22, 0)
    detector = Written({0: [(here, 0.9), (beside, 0.9)], **{n: [(here, 0.9)] for n in (5, 10, 15)}})
    near = Nearby(0.5)
    tracklets = result_of(look(street.stream(), Segment(0, 15, 25.0), scanners=[Scanner(detector, 0.2, closer=near)]))
    assert near.asked
    assert sorted(t.finds for t in tracklets) == [[0], [0, 5, 10, 15]]
