"""What something looked like, and where it looks so again: only where nothing else does."""

import numpy as np
import pytest

from reviewer.vision.memory import Memory
from tests.vision.moving import texture

GROUND = texture(240, 320, seed=1)
THING = texture(40, 50, seed=2)
BOX = np.array([100.0, 80.0, 50.0, 40.0])


def moved(across: float, down: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([100.0 + across, 80.0 + down, 50.0, 40.0])


def shown(*places: tuple[int, int]) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    picture = GROUND.copy()
    for x, y in places:
        picture[y : y + 40, x : x + 50] = THING
    return picture


def test_it_is_known_where_it_is_and_not_where_it_is_not() -> None:
    memory = Memory(shown((100, 80)), BOX)
    assert memory.likeness(shown((140, 90)), moved(40, 10)) > 0.95
    assert memory.likeness(shown((140, 90)), BOX) < 0.5


@pytest.mark.parametrize("by", [(0, 0), (12, -7), (-30, 20)])
def test_it_is_found_near_where_it_is_expected(by: tuple[int, int]) -> None:
    memory = Memory(shown((100, 80)), BOX)
    found = memory.place(shown((100 + by[0], 80 + by[1])), BOX, reach=1.0)
    assert found is not None
    place, score = found
    assert np.abs(place[:2] - (100 + by[0], 80 + by[1])).max() < 5
    assert score > 0.85


def test_of_two_that_look_the_same_neither_is_it() -> None:
    memory = Memory(shown((100, 80)), BOX)
    assert memory.place(shown((60, 80), (140, 80)), BOX, reach=1.0) is None


def test_what_is_flat_is_known_by_what_lies_around_it() -> None:
    flat = GROUND.copy()
    flat[80:120, 100:150] = 128
    memory = Memory(flat, BOX)
    assert memory.likeness(flat, BOX) > 0.95
    assert memory.likeness(flat, moved(60, 0)) < 0.6


def test_a_picture_of_nothing_is_like_nothing() -> None:
    blank = np.full((240, 320), 90, np.uint8)
    memory = Memory(blank, BOX)
    assert memory.likeness(blank, BOX) == 0
    assert memory.place(blank, BOX, reach=1.0) is None


def test_how_it_looked_lately_counts_as_well() -> None:
    changed = 255 - shown((100, 80))
    memory = Memory(shown((100, 80)), BOX)
    assert memory.likeness(changed, BOX) < 0
    memory.keep(changed, BOX, time=0.5)
    assert memory.likeness(changed, BOX) > 0.95
    memory.keep(shown(), BOX, time=0.6)  # too soon to be another picture
    assert memory.lately(shown(), BOX) < 0.9
