from dataclasses import replace

import numpy as np
import pytest

from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.sample import Sample, Sighting
from reviewer.core.timing import Tick
from tests.support.values import a_sample


def test_the_finds_come_one_by_one_with_their_ticks_and_looks() -> None:
    sample = a_sample()
    assert list(sample.sightings()) == [
        Sighting(Tick(0), 0, Box(10, 20, 30, 40), 0.75),
        Sighting(Tick(3003), 1, Box(12, 20, 30, 40), 0.5),
    ]
    assert [look.subject for look in sample.looks] == [Subject.FACE, Subject.FACE]


@pytest.mark.parametrize(
    "wrong",
    [
        {"scores": np.zeros(1, np.float32)},
        {"boxes": np.zeros((2, 3), np.float32)},
        {"frames": np.array([1, 0], np.int32)},
        {"frames": np.array([0, 2], np.int32)},
        {"frames": np.array([-1, 0], np.int32)},
        {"found_by": np.array([0, 2], np.uint8)},
        {"ticks": np.array([3003, 0], np.int64)},
        {"scores": np.array([0.5, np.nan], np.float32)},
        {"boxes": np.array([[0, 0, 1, 1], [0, 0, np.inf, 1]], np.float32)},
        {"quads": np.zeros((1, 4, 2), np.float32)},
        {"quads": np.zeros((2, 4), np.float32)},
        {"quads": np.full((2, 4, 2), np.inf, np.float32)},
        {"quads": np.array([0] * 15 + [np.nan], np.float32).reshape(2, 4, 2)},
    ],
)
def test_what_does_not_belong_together_is_no_sample(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="sample"):
        replace(a_sample(), **wrong)


def test_finds_have_the_corners_that_their_look_told() -> None:
    quads = np.full((2, 4, 2), np.nan, np.float32)
    quads[1] = [(12, 24), (40, 20), (42, 56), (14, 60)]
    outlines = [s.outline for s in replace(a_sample(), quads=quads).sightings()]
    assert outlines == [None, Outline(((12, 24), (40, 20), (42, 56), (14, 60)))]


def test_a_sample_may_have_found_nothing() -> None:
    nothing = Sample((), np.zeros(0, np.int64), *_empty())
    assert list(nothing.sightings()) == []


def _empty() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    return np.zeros(0, np.int32), np.zeros(0, np.uint8), np.zeros((0, 4), np.float32), np.zeros(0, np.float32)
