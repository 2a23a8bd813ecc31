"""Decoded sound of any form, brought to one."""

from fractions import Fraction

import numpy as np
import pytest
from av.audio.frame import AudioFrame

from reviewer.media.resampled import CHANNELS, COUNT, Resampled, is_sane


def a_frame(*, rate: int, layout: str = "mono", count: int = 1000, at: int | None = 0) -> AudioFrame:
    frame = AudioFrame(format="s16", layout=layout, samples=count)
    for plane in frame.planes:
        plane.update(np.full(plane.buffer_size // 2, 8192, np.int16).tobytes())
    frame.sample_rate, frame.time_base = rate, Fraction(1, rate)
    frame.pts = at
    return frame


@pytest.mark.parametrize(("rate", "layout"), [(8000, "mono"), (44100, "stereo"), (48000, "5.1"), (96000, "mono")])
def test_whatever_comes_in_the_same_form_comes_out_with_its_time(rate: int, layout: str) -> None:
    resampled = Resampled("stereo", 48000)
    parts = [p for n in range(10) for p in resampled.take(a_frame(rate=rate, layout=layout, at=rate + 1000 * n))]
    parts += resampled.rest()
    assert all(samples.shape[0] == 2 and samples.dtype == np.float32 for samples, _ in parts)
    assert sum(samples.shape[1] for samples, _ in parts) == pytest.approx(10_000 * 48000 / rate, abs=100)
    assert float(parts[0][1] or 0) == pytest.approx(1, abs=0.002)


def test_a_stream_may_change_its_form_on_the_way_and_nothing_is_lost() -> None:
    resampled = Resampled("stereo", 48000)
    frames = [a_frame(rate=48000), a_frame(rate=24000, at=500), a_frame(rate=48000, layout="stereo", at=3000)]
    parts = [p for frame in frames for p in resampled.take(frame)]
    parts += resampled.rest()
    assert sum(samples.shape[1] for samples, _ in parts) == pytest.approx(1000 + 2000 + 1000, abs=50)


def test_frames_of_damaged_packets_are_told_from_sound() -> None:
    assert is_sane(a_frame(rate=8000))
    assert not is_sane(a_frame(rate=8000, count=0))
    assert not is_sane(a_frame(rate=8000, layout=f"{CHANNELS + 1} channels", count=1))
    assert not is_sane(a_frame(rate=8000, count=COUNT + 1))
