"""Peaks become plates, each once, and no picture can make it long."""

import numpy as np

from reviewer.vision.plate_maps import ALIKE, MOST, Found, decoded, distinct, merged


def box(x: float, y: float, *size: float) -> np.ndarray:
    width, height = size
    return np.array([[x, y], [x + width, y], [x + width, y + height], [x, y + height]], np.float32)


def found(*parts: tuple[np.ndarray, float]) -> Found:
    return Found(np.stack([p[0] for p in parts]), np.array([p[1] for p in parts], np.float32))


def flat(shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Cold maps whose every cell would be a plate of 8 x 2 cells."""
    geometry = np.zeros((9, *shape), np.float32)
    geometry[0] = np.log(4)
    geometry[1:] = (box(-4, -1, 8, 2) / 4).reshape(8, 1, 1)
    return np.zeros(shape, np.float32), geometry


def test_a_peak_is_a_plate_in_pixels_from_the_middle_of_its_cell() -> None:
    heat, geometry = flat((40, 60))
    heat[10, 20], heat[10, 21] = 0.9, 0.7
    result = decoded(heat, geometry, threshold=0.3)
    assert result.scores.tolist() == [np.float32(0.9)]
    assert np.allclose(result.quads[0], box(20.5 * 4 - 16, 10.5 * 4 - 4, 32, 8), atol=1e-3)


def test_nothing_under_the_threshold_is_found() -> None:
    heat, geometry = flat((8, 8))
    heat[4, 4] = 0.29
    assert len(decoded(heat, geometry, threshold=0.3).quads) == 0


def test_several_quads_of_one_plate_become_the_best_of_them() -> None:
    result = distinct(found((box(3, 0, 40, 10), 0.5), (box(0, 0, 40, 10), 0.8), (box(18, 3, 40, 10), 0.4)))
    assert result.scores.tolist() == [np.float32(0.8)]


def test_plates_side_by_side_and_one_over_the_other_all_stay() -> None:
    result = distinct(found((box(0, 0, 40, 10), 0.5), (box(41, 0, 40, 10), 0.8), (box(0, 11, 40, 10), 0.4)))
    assert result.scores.tolist() == [np.float32(v) for v in (0.8, 0.5, 0.4)]


def test_a_small_plate_in_a_large_find_is_not_lost() -> None:
    large, small = box(0, 0, 300, 100), box(140, 45, 30, 8)
    assert ALIKE < (300 * 100 / (30 * 8)) ** 0.5
    assert len(distinct(found((large, 0.9), (small, 0.6))).scores) == 2


def test_a_wall_of_signs_is_bounded_and_keeps_the_best() -> None:
    heat, geometry = flat((270, 480))
    random = np.random.default_rng(1)
    heat[::4, ::9] = random.uniform(0.4, 0.9, heat[::4, ::9].shape)
    result = decoded(heat, geometry, threshold=0.3)
    assert len(result.scores) == MOST
    assert (np.diff(result.scores) <= 0).all()
    assert result.scores[-1] >= np.sort(heat.ravel())[-MOST]


def test_hundreds_of_finds_of_one_plate_become_one() -> None:
    heat, geometry = flat((60, 80))
    geometry[0] = np.log(300)
    heat[:] = 0.5
    assert len(decoded(heat, geometry, threshold=0.3).scores) == 1


def test_cells_that_are_not_numbers_are_no_plates() -> None:
    heat, geometry = flat((20, 20))
    heat[2, 2], heat[8, 8], heat[15, 15], geometry[3, 8, 8] = np.nan, 0.9, 0.8, np.inf
    assert decoded(heat, geometry, threshold=0.3).scores.tolist() == [np.float32(0.8)]


def test_a_size_beyond_all_measure_stays_a_number() -> None:
    heat, geometry = flat((20, 20))
    heat[8, 8], geometry[0, 8, 8] = 0.9, 1e9
    assert np.isfinite(decoded(heat, geometry, threshold=0.3).quads).all()


def test_looks_at_several_sizes_are_merged() -> None:
    first, second = found((box(0, 0, 20, 5), 0.5)), found((box(0, 0, 41, 11), 0.7)).scaled(0.5, 0.5)
    assert merged([first, second]).scores.tolist() == [np.float32(0.7)]
    assert len(merged([]).quads) == 0
