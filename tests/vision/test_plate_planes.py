"""A frame's planes go in as they are, padded with what is neither light nor dark."""

import cv2
import numpy as np
import pytest

from reviewer.vision.plate_planes import fitted, levels, packed, scaled


def test_the_four_pixels_of_a_cell_are_four_channels_in_reading_order() -> None:
    luma = np.arange(24, dtype=np.uint8).reshape(4, 6)
    blue, red = np.full((2, 3), 100, np.uint8), np.full((2, 3), 200, np.uint8)
    pixels = packed((luma, blue, red))
    assert pixels.shape == (6, 2, 3)
    assert pixels[:, 1, 2].tolist() == [16, 17, 22, 23, 100, 200]


def test_an_odd_last_row_and_column_are_repeated() -> None:
    luma = np.arange(15, dtype=np.uint8).reshape(3, 5)
    pixels = packed((luma, np.zeros((2, 3), np.uint8), np.zeros((2, 3), np.uint8)))
    assert pixels[:4, 1, 2].tolist() == [14, 14, 14, 14]


@pytest.mark.parametrize(("size", "padded"), [((2, 2), (16, 16)), ((960, 540), (960, 544)), ((33, 17), (48, 32))])
def test_any_frame_is_padded_to_the_grain_with_the_middle_grey(size: tuple[int, int], padded: tuple[int, int]) -> None:
    pixels = np.full((6, size[1], size[0]), 16, np.uint8)
    tensor = levels(pixels)
    assert tensor.shape == (1, 6, padded[1], padded[0])
    assert (tensor[0, :, : size[1], : size[0]] == -112).all()
    assert tensor.sum() == -112.0 * pixels.size


def test_a_smaller_look_keeps_its_proportions_and_even_sides() -> None:
    assert fitted((1920, 1080), 1280 * 720) == (1280, 720)
    assert fitted((3, 1000), 900) == (2, 548)
    frame = (np.zeros((30, 50), np.uint8), np.zeros((15, 25), np.uint8), np.zeros((15, 25), np.uint8))
    luma, blue, red = scaled(frame, (20, 12))
    assert (luma.shape, blue.shape, red.shape) == ((12, 20), (6, 10), (6, 10))


def test_scaling_does_not_shift_the_picture() -> None:
    luma = np.zeros((80, 80), np.uint8)
    luma[:, 40:] = 200
    chroma = np.full((40, 40), 128, np.uint8)
    small = scaled((luma, chroma, chroma), (40, 40))[0]
    assert cv2.absdiff(small[:, :20], np.zeros((40, 20), np.uint8)).max() == 0
    assert small[:, 20:].min() == 200
