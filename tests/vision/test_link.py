"""Joining tracklets over segment borders."""

import numpy as np

from reviewer.core.detection import Subject
from reviewer.vision import link as linking
from reviewer.vision.trail import PACES, Tracklet

WEAK = PACES[Subject.FACE].enough / 6 + 0.001
"""A score of which six are evidence enough, and two are not."""


def link(segments: list[list[Tracklet]], *, borders: list[int]) -> list[Tracklet]:
    return linking.link(segments, borders=borders).tracks


def tracklet(first: int, last: int, *, x: float = 0.0, score: float = 0.9, subject: Subject = Subject.FACE) -> Tracklet:
    count = last - first + 1
    boxes = np.tile(np.array([x, 0, 20, 30], np.float32), (count, 1))
    origins = np.ones(count, np.uint8)
    origins[0] = 0
    return Tracklet(subject, first, boxes, origins, np.full(count, score, np.float32))


def test_tracklets_that_agree_in_the_shared_frame_become_one_track() -> None:
    (whole,) = link([[tracklet(0, 10)], [tracklet(10, 20)], [tracklet(20, 25)]], borders=[10, 20])
    assert (whole.first, whole.last, len(whole.boxes)) == (0, 25, 26)


def test_tracklets_that_lie_apart_in_the_shared_frame_stay_two() -> None:
    assert len(link([[tracklet(0, 10)], [tracklet(10, 20, x=100)]], borders=[10])) == 2


def test_a_plate_never_continues_a_face() -> None:
    assert len(link([[tracklet(0, 10)], [tracklet(10, 20, subject=Subject.PLATE)]], borders=[10])) == 2


def test_weak_evidence_adds_up_over_a_border_and_weak_evidence_alone_is_dropped() -> None:
    assert PACES[Subject.FACE].start > WEAK
    weak = [[tracklet(10 * n, 10 * n + 10, score=WEAK)] for n in range(6)]
    assert len(link(weak, borders=[10, 20, 30, 40, 50])) == 1
    assert link(weak[:1], borders=[]) == []


def test_a_tracklet_that_runs_inside_a_longer_one_is_its_twin_and_goes() -> None:
    kept = link([[tracklet(0, 50), tracklet(10, 20, x=2)]], borders=[])
    assert [(t.first, t.last) for t in kept] == [(0, 50)]


def test_a_person_who_passes_another_is_not_a_twin() -> None:
    other = tracklet(10, 20, x=2)
    other.boxes[5:, 0] = 200
    assert len(link([[tracklet(0, 50), other]], borders=[])) == 2


def test_the_better_find_of_the_shared_frame_is_kept() -> None:
    (whole,) = link([[tracklet(0, 10, score=0.5)], [tracklet(10, 20, score=0.9)]], borders=[10])
    assert whole.scores[10] == np.float32(0.9)


def test_laps_over_the_border_count_only_on_their_own_side() -> None:
    before, after = tracklet(0, 14, x=0), tracklet(6, 20, x=1)
    (whole,) = link([[before], [after]], borders=[10])
    assert (whole.first, whole.last, len(whole.boxes)) == (0, 20, 21)
    assert whole.boxes[9][0] == 0
    assert whole.boxes[11][0] == 1


def test_a_subject_that_only_one_side_followed_over_the_border_keeps_its_lap() -> None:
    (whole,) = link([[tracklet(0, 14)], []], borders=[10])
    assert whole.last == 14


def test_twins_are_found_wherever_they_begin_in_long_tracks() -> None:
    long, short = tracklet(0, 2000), [tracklet(n, n + 300) for n in (0, 100, 255, 256, 700, 1700)]
    (kept,) = link([[*short, long]], borders=[])
    assert len(kept.boxes) == 2001
    assert len(link([[tracklet(0, 600), tracklet(500, 700)]], borders=[])) == 2
