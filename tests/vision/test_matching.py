"""Which finds and which trails are one subject."""

from dataclasses import replace

import numpy as np
import pytest

from reviewer.core.detection import Detection, Subject
from reviewer.core.geometry import Box
from reviewer.vision import matching
from reviewer.vision.matching import joined, matched, others_than
from reviewer.vision.trail import Place, Trail

FACE, PLATE = Subject.FACE, Subject.PLATE


def find(x: float, *, width: float = 40, subject: Subject = FACE) -> Detection:
    return Detection(subject, Box(x, 100, width, 50), 0.9, "test")


def at(x: float, *, width: float = 40, subject: Subject = FACE) -> tuple[Subject, Place]:
    return subject, np.array([x, 100.0, width, 50.0])


def trail(frames: range, found: list[int], *, x: float = 0.0, speed: float = 2.0) -> Trail:
    made = Trail(FACE)
    for number in frames:
        made.carried(number, np.array([x + speed * number, 100.0, 40.0, 50.0]), trust=0.9)
    for number in found:
        made.anchors[number] = 0.8
    return made


def test_each_find_goes_to_the_place_that_it_fits_best_and_each_is_used_once() -> None:
    assert matched([at(0), at(20)], [find(18), find(2), find(400)]) == [(1, 0), (0, 1)]


def test_a_find_that_barely_touches_fits_when_it_is_near_and_of_like_size() -> None:
    assert matched([at(0)], [find(28)]) == [(0, 0)]
    assert matched([at(0)], [find(36)]) == []
    assert matched([at(0)], [find(35, width=8)]) == []


def test_a_plate_is_no_face_and_without_finds_there_are_no_pairs() -> None:
    assert matched([at(0)], [find(0, subject=PLATE)]) == []
    assert matched([at(0)], []) == []


def test_only_what_lies_near_is_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    real = matching._fit
    monkeypatch.setattr(matching, "_fit", lambda a, b: compared.append(1) or real(a, b))
    places = [at(60.0 * n) for n in range(1000)]
    assert len(matched(places, [find(60.0 * n + 3) for n in range(1000)])) == 1000
    assert len(compared) <= 3000


def test_a_path_that_runs_into_where_another_was_found_is_one_with_it() -> None:
    (whole,) = joined([trail(range(10, 30), [20]), trail(range(15), [2])])
    assert (whole.first, whole.last, sorted(whole.anchors)) == (0, 29, [2, 20])


def test_two_found_at_overlapping_times_or_apart_stay_two() -> None:
    assert len(joined([trail(range(30), [2, 25]), trail(range(30), [20])])) == 2
    assert len(joined([trail(range(15), [2]), trail(range(10, 30), [20], x=90)])) == 2
    assert len(joined([trail(range(9), [2]), trail(range(10, 30), [20])])) == 2


def test_a_find_in_a_place_that_is_taken_is_none_and_of_two_in_one_place_the_better_stays() -> None:
    weak, strong = replace(find(204), score=0.3), replace(find(200), score=0.8)
    assert others_than([at(0)[1]], [find(4), find(30), weak, strong]) == [find(30), strong]
    assert others_than([], []) == []
