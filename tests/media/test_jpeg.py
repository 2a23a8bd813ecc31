"""Pictures as JPEG come back in their size and their colours."""

import io

import av
import numpy as np
import pytest

from reviewer.media.jpeg import jpeg


@pytest.mark.parametrize(("width", "height"), [(200, 131), (33, 200), (2, 2)])
def test_a_picture_comes_back_in_its_size_and_its_colours(width: int, height: int) -> None:
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[..., 0], pixels[..., 1], pixels[..., 2] = 200, 60, 20
    data = jpeg(pixels)
    assert data.startswith(b"\xff\xd8")
    with av.open(io.BytesIO(data), format="jpeg_pipe") as container:
        [frame] = container.decode(video=0)
    shown = frame.to_ndarray(format="bgr24")
    assert shown.shape == (height, width, 3)
    assert np.abs(shown.astype(int) - pixels[..., :3]).max() <= 6


def test_black_and_white_use_the_full_range() -> None:
    pixels = np.zeros((64, 64, 4), np.uint8)
    pixels[:, 32:] = 255
    with av.open(io.BytesIO(jpeg(pixels)), format="jpeg_pipe") as container:
        [frame] = container.decode(video=0)
    shown = frame.to_ndarray(format="gray")
    assert shown[:, :24].max() <= 4
    assert shown[:, 40:].min() >= 251
