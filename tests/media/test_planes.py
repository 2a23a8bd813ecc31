"""Pictures with an odd side: copies store their colours at every pixel, and they come back where they were."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from av.video.frame import VideoFrame

from reviewer.core.footage import Footage
from reviewer.core.timing import Tick
from reviewer.media.planes import FrameMaker, fill_planes
from tests.services.check_scenes import footage
from tests.support.footage import Clip


@pytest.fixture
def given(tmp_path: Path) -> Footage:
    return footage(tmp_path, Clip(frames=2, rate=Fraction(2)))


@pytest.mark.parametrize("size", [(321, 240), (320, 243), (321, 243)], ids=str)
def test_colours_of_an_odd_size_are_read_back_as_they_were_spread(given: Footage, size: tuple[int, int]) -> None:
    width, height = size
    picture = VideoFrame(width, height, "yuv444p")
    random = np.random.default_rng(5)
    half = [random.integers(16, 240, ((height + 1) // 2, (width + 1) // 2)).astype(np.uint8) for _ in range(2)]
    blue, red = (np.repeat(np.repeat(p, 2, axis=0), 2, axis=1)[:height, :width] for p in half)
    fill_planes(picture, (np.full((height, width), 90, np.uint8), blue, red))
    frame = FrameMaker(given.recording.video).frame(picture, tick=Tick(0))
    assert np.array_equal(frame.blue, half[0])
    assert np.array_equal(frame.red, half[1])
