"""What is flat turns as a whole: corners follow the points on it, and never further than one step can take them."""

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.vision.planar import WHOLE, carried_corners, cast_of, cast_over, corners_of, hull_of

Points = NDArray[np.float64]

PLATE = np.array([[100.0, 50.0], [220.0, 60.0], [218.0, 90.0], [98.0, 80.0]])
SHIFT = np.array([[1.0, 0.0, 9.0], [0.0, 1.0, -4.0], [0.0, 0.0, 1.0]])


def points(corners: Points, count: int = 5) -> Points:
    """A grid over the box around the corners."""
    x, y, width, height = hull_of(corners)
    across, down = np.meshgrid(x + width * np.linspace(0.1, 0.9, count), y + height * np.linspace(0.1, 0.9, count))
    return np.stack([across.ravel(), down.ravel()], axis=1)


def projected(matrix: Points, places: Points) -> Points:
    flat = np.concatenate([places, np.ones((len(places), 1))], axis=1) @ matrix.T
    return np.asarray(flat[:, :2] / flat[:, 2:], np.float64)


def turn(degrees: float, *, about: tuple[float, float] = (160.0, 70.0), zoom: float = 1.0) -> Points:
    cosine, sine = zoom * np.cos(np.radians(degrees)), zoom * np.sin(np.radians(degrees))
    x, y = about
    return np.array([[cosine, -sine, x - cosine * x + sine * y], [sine, cosine, y - sine * x - cosine * y], [0, 0, 1]])


@pytest.mark.parametrize("matrix", [turn(4.0), turn(-7.0, zoom=1.05), SHIFT])
def test_corners_turn_grow_and_move_with_the_points(matrix: Points) -> None:
    starts = points(PLATE)
    carried = carried_corners(PLATE, starts=starts, ends=projected(matrix, starts))
    assert carried == pytest.approx(projected(matrix, PLATE), abs=0.1)


def test_perspective_is_followed_where_the_points_are_far_enough_apart() -> None:
    matrix = np.array([[1.0, 0.02, 1.0], [0.01, 1.02, -2.0], [0.00005, 0.0001, 1.0]])
    small = PLATE / 4
    large = 2 * PLATE
    starts = points(large)
    carried = carried_corners(large, starts=starts, ends=projected(matrix, starts))
    assert carried == pytest.approx(projected(matrix, large), abs=0.2)
    noise = np.random.default_rng(2).normal(0, 0.3, (25, 2))
    shaken = carried_corners(small, starts=points(small), ends=points(small) + noise)
    assert shaken is not None
    lengths = [np.linalg.norm(np.roll(c, -1, axis=0) - c, axis=1) for c in (small, shaken)]
    assert lengths[1] / lengths[1].sum() == pytest.approx(lengths[0] / lengths[0].sum(), abs=1e-3)


def test_points_that_left_the_plate_do_not_pull_at_it() -> None:
    starts = points(PLATE)
    ends = projected(turn(5.0), starts)
    ends[:7] += (15.0, 40.0)
    carried = carried_corners(PLATE, starts=starts, ends=ends)
    assert carried == pytest.approx(projected(turn(5.0), PLATE), abs=0.2)


def test_nothing_is_said_where_the_points_are_few_or_do_not_agree() -> None:
    starts = points(PLATE)
    assert carried_corners(PLATE, starts=starts[:9], ends=starts[:9]) is None
    scattered = np.random.default_rng(1).uniform(0, 300, starts.shape)
    assert carried_corners(PLATE, starts=starts, ends=scattered) is None


@pytest.mark.parametrize("matrix", [turn(0.0, zoom=1.3), turn(0.0, zoom=0.7), np.diag([-1.0, 1.0, 1.0])])
def test_a_step_that_no_plate_can_make_is_refused(matrix: Points) -> None:
    starts = points(PLATE)
    assert carried_corners(PLATE, starts=starts, ends=projected(matrix, starts)) is None


def test_all_points_in_one_place_say_nothing() -> None:
    starts = np.full((25, 2), 7.0)
    assert carried_corners(PLATE, starts=starts, ends=starts) is None


def test_corners_go_into_parts_of_a_box_and_back() -> None:
    box = np.array([10.0, 20.0, 40.0, 10.0])
    assert corners_of(cast_of(PLATE, box), box) == pytest.approx(PLATE)
    assert hull_of(corners_of(WHOLE, box)) == pytest.approx(box)
    assert np.isfinite(cast_of(PLATE, np.zeros(4))).all()


def test_between_frames_that_are_known_corners_turn_evenly_and_beyond_them_stay() -> None:
    casts = {4: WHOLE, 8: WHOLE + 0.4}
    over = cast_over(casts, range(2, 11))
    assert over[0] == pytest.approx(WHOLE)
    assert over[4] == pytest.approx(WHOLE + 0.2)
    assert over[-1] == pytest.approx(WHOLE + 0.4)
