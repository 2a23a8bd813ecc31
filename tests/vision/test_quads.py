import numpy as np
import pytest

from reviewer.vision.quads import areas, boxes, heights, overlap, widths, within

SQUARE = np.array([[0, 0], [4, 0], [4, 2], [0, 2]], np.float32)


def test_sides_area_and_box_of_a_turned_plate() -> None:
    turn = np.array([[0, 1], [-1, 0]], np.float32)
    turned = (SQUARE @ turn)[None]
    assert widths(turned)[0] == pytest.approx(4)
    assert heights(turned)[0] == pytest.approx(2)
    assert areas(turned)[0] == pytest.approx(8)
    assert boxes(turned)[0].tolist() == [-2, 0, 0, 4]


def test_what_lies_in_the_picture_is_cut_along_its_edges() -> None:
    part = within(SQUARE - 1, (2, 10))
    assert areas(part[None])[0] == pytest.approx(2)
    assert part.min() == 0
    assert len(within(SQUARE + 50, (20, 20))) == 0


def test_overlap_is_intersection_over_union_whichever_way_a_quad_runs() -> None:
    moved = SQUARE + np.array([2, 0], np.float32)
    assert overlap(SQUARE, moved) == pytest.approx(1 / 3, abs=1e-4)
    assert overlap(SQUARE, moved[::-1].copy()) == pytest.approx(1 / 3, abs=1e-4)
    assert overlap(SQUARE, SQUARE + 9) == 0
    assert overlap(SQUARE * 0, SQUARE * 0) == 0
