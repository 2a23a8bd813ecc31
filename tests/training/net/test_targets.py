"""What is asked of the maps is what decoding them gives back."""

import numpy as np
import pytest

from reviewer.vision.plate_maps import STRIDE, decoded
from tests.training.net.targets import Targets, targets

NONE = np.zeros(0, bool)


def plate(x: float, y: float, *, width: float, height: float, angle: float = 0.0) -> np.ndarray:
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [width / 2, height / 2]
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return (corners @ turn + [x, y]).astype(np.float32)


def geometry(wanted: Targets) -> np.ndarray:
    """The maps that a perfect network would give."""
    maps = np.zeros((9, *wanted.heat.shape), np.float32)
    maps[1:, wanted.cells[:, 0], wanted.cells[:, 1]] = wanted.quads.reshape(-1, 8).T / 20
    maps[0] = np.log(20)
    return maps


@pytest.mark.parametrize("angle", [0.0, 0.4, 1.5, -2.9])
@pytest.mark.parametrize(("width", "height"), [(12, 4), (24, 7), (90, 60), (600, 130)])
def test_perfect_maps_give_every_plate_back_to_a_hundredth_of_a_pixel(
    width: float, height: float, angle: float
) -> None:
    quad = plate(403.3, 390.9, width=width, height=height, angle=angle)
    wanted = targets(quad[None], np.array([False]), size=(800, 800))
    found = decoded(wanted.heat, geometry(wanted), threshold=0.5)
    assert len(found.quads) == 1
    assert np.abs(found.quads[0] - quad).max() < 0.01
    assert wanted.weights.sum() == pytest.approx(1)


def test_heat_is_one_at_one_cell_and_follows_the_plates_shape() -> None:
    wanted = targets(plate(400, 400, width=400, height=80)[None], np.array([False]), size=(800, 800))
    assert (wanted.heat == 1).sum() == 1
    row, column = np.argwhere(wanted.heat == 1)[0]
    assert wanted.heat[row, column + 8] > wanted.heat[row + 8, column]


def test_an_ignored_plate_counts_neither_way_unless_another_lies_there() -> None:
    seen, lost = plate(100, 100, width=60, height=16), plate(104, 112, width=60, height=30)
    alone = targets(lost[None], np.array([True]), size=(256, 256))
    assert not alone.counts[112 // STRIDE, 104 // STRIDE]
    assert alone.counts[50, 50]
    assert alone.plates == 0
    assert not alone.heat.any()
    both = targets(np.stack([seen, lost]), np.array([False, True]), size=(256, 256))
    assert both.counts[100 // STRIDE, 100 // STRIDE]
    assert not both.counts[120 // STRIDE, 104 // STRIDE]


def test_a_plate_that_leaves_the_picture_is_asked_for_at_the_middle_of_what_is_left() -> None:
    quad = plate(-10, 100, width=80, height=20)
    wanted = targets(quad[None], np.array([False]), size=(256, 256))
    row, column = np.argwhere(wanted.heat == 1)[0]
    assert (row, column) == (25, 15 // STRIDE)
    found = decoded(wanted.heat, geometry(wanted), threshold=0.5)
    assert np.abs(found.quads[0] - quad).max() < 0.01


def test_a_plate_outside_the_picture_and_one_without_area_ask_for_nothing() -> None:
    quads = np.stack([plate(-100, 100, width=80, height=20), plate(50, 50, width=0, height=0)])
    wanted = targets(quads, np.zeros(2, bool), size=(128, 128))
    assert wanted.plates == 0
    assert not wanted.heat.any()
    assert len(wanted.cells) == 0


def test_no_plates_at_all_make_cold_maps() -> None:
    wanted = targets(np.zeros((0, 4, 2), np.float32), NONE, size=(64, 96))
    assert wanted.heat.shape == (24, 16)
    assert wanted.counts.all()
    assert wanted.quads.shape == (0, 4, 2)


def test_ignored_corners_far_away_do_not_break_the_blot() -> None:
    quad = np.array([[-1e7, 10], [1e7, 10], [1e7, 40], [-1e7, 40]], np.float32)
    wanted = targets(quad[None], np.array([True]), size=(128, 128))
    assert not wanted.counts[5].any()
    assert wanted.counts[25:].all()
