"""One step of optical flow: in cells around each box, whatever its size, near where it was expected."""

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.vision.motion import carry, likeness, patch, similarity
from tests.vision.moving import texture

GROUND = texture(540, 960, seed=3)


def shifted(dx: float, dy: float, *, zoom: float = 1.0) -> NDArray[np.uint8]:
    matrix = np.array([[zoom, 0, dx + (1 - zoom) * 480], [0, zoom, dy + (1 - zoom) * 270]])
    return cv2.warpAffine(GROUND, matrix, (960, 540), borderMode=cv2.BORDER_REFLECT).astype(np.uint8)


def boxes(*sides: tuple[float, float, float, float]) -> NDArray[np.float64]:
    return np.array(sides, np.float64)


@pytest.mark.parametrize("size", [(9, 12), (40, 12), (60, 80), (300, 380)])
def test_boxes_of_every_size_move_with_what_is_in_them(size: tuple[int, int]) -> None:
    start = boxes((400, 120, *size))
    step = carry(GROUND, shifted(3, -2), boxes=start, expected=np.zeros((1, 2)))
    assert step.trust[0] > 0.8
    assert step.boxes[0, :2] - start[0, :2] == pytest.approx([3, -2], abs=0.4 + 0.01 * max(size))


def test_a_motion_that_was_expected_may_be_far_larger_than_a_cell() -> None:
    start = boxes((400, 220, 30, 40))
    far = shifted(120, 40)
    assert carry(GROUND, far, boxes=start, expected=np.array([[118.0, 41.0]])).trust[0] > 0.8
    assert carry(GROUND, far, boxes=start, expected=np.zeros((1, 2))).trust[0] < 0.3


def test_what_is_lost_goes_where_it_was_expected_and_keeps_its_size() -> None:
    start = boxes((400, 220, 30, 40))
    other = texture(540, 960, seed=8)
    step = carry(GROUND, other, boxes=start, expected=np.array([[5.0, 1.0]]))
    assert step.trust[0] < 0.3
    flat = carry(np.full_like(GROUND, 90), np.full_like(GROUND, 90), boxes=start, expected=np.array([[5.0, 1.0]]))
    assert flat.boxes[0, 2:] == pytest.approx([30, 40])


def test_a_box_grows_with_what_is_in_it() -> None:
    start = boxes((440, 230, 80, 80))
    step = carry(GROUND, shifted(0, 0, zoom=1.06), boxes=start, expected=np.zeros((1, 2)))
    assert step.boxes[0, 2] == pytest.approx(80 * 1.06, rel=0.02)


def test_many_boxes_are_followed_as_each_of_them_alone() -> None:
    many = boxes(*((40 + 70 * i, 40 + 40 * (i % 9), 20 + 5 * i, 24 + 5 * i) for i in range(11)))
    after = shifted(2, 2)
    together = carry(GROUND, after, boxes=many, expected=np.zeros((len(many), 2)))
    for i in range(len(many)):
        alone = carry(GROUND, after, boxes=many[i : i + 1], expected=np.zeros((1, 2)))
        assert together.boxes[i] == pytest.approx(alone.boxes[0], abs=0.6)


@pytest.mark.parametrize("box", [(-200, -100, 50, 50), (955, 535, 30, 30), (0, 0, 0, 0), (-100, -100, 2000, 2000)])
def test_boxes_beyond_the_picture_break_nothing(box: tuple[float, float, float, float]) -> None:
    step = carry(GROUND, shifted(1, 1), boxes=boxes(box), expected=np.zeros((1, 2)))
    assert np.isfinite(step.boxes).all()


def test_a_picture_is_like_itself_unlike_another_and_a_flat_one_like_nothing() -> None:
    here, there = np.array([100.0, 100, 40, 40]), np.array([500.0, 300, 40, 40])
    assert likeness(GROUND, GROUND, box_a=here, box_b=here) == pytest.approx(1, abs=0.01)
    assert likeness(GROUND, GROUND, box_a=here, box_b=there) < 0.6
    assert similarity(patch(GROUND, here), np.full((24, 24), 9, np.uint8)) == 0


def test_a_flash_does_not_shake_off_what_is_followed() -> None:
    start = boxes((400, 220, 30, 40))
    flash = cv2.add(shifted(3, 1) // 2, 70.0).astype(np.uint8)
    step = carry((GROUND // 2).astype(np.uint8), flash, boxes=start, expected=np.zeros((1, 2)))
    assert step.trust[0] > 0.8
