"""Which frames are looked at, and that a segment is a pure function of its frames."""

from collections.abc import Generator

import pytest

from reviewer.core.detection import Detection, Subject
from reviewer.vision.scan import Scanner, Segment, look, look_around
from reviewer.vision.trail import Tracklet
from tests.vision.moving import Street, Written


def result_of(steps: Generator[int, None, list[Tracklet]]) -> list[Tracklet]:
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            result: list[Tracklet] = stop.value
            return result


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
    assert stopped.value.value == []


def test_a_hit_is_followed_both_ways_without_any_detector() -> None:
    street = Street()
    hit = Detection(Subject.FACE, street.box(25), 0.99, "check")
    tracklet = look_around(street.stream(), Segment(0, 39, 25.0), finds={25: [hit]})
    assert (tracklet.first, tracklet.last) == (0, 39)
    assert tracklet.convincing
