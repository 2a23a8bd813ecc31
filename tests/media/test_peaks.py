"""Peaks: every stream and channel, at their time on the clock, to the very last sample."""

from pathlib import Path

import numpy as np
import pytest

from reviewer.core.loudness import SoundPeaks, Waveform
from reviewer.media.peaks import waveform_of
from reviewer.media.probe import probe
from reviewer.services.jobs import finished
from tests.support.footage import Clip, Sound, corrupt, make

CLIP = Clip(frames=60)


def of(path: Path) -> Waveform:
    return finished(waveform_of(path, probe(path)))


def loud(sound: SoundPeaks, *, over: int = 60) -> list[float]:
    """The seconds at which it is louder than `over`."""
    return [round(sound.start + at / 100, 2) for at in np.flatnonzero(sound.high.max(axis=0) > over)]


@pytest.mark.parametrize(("codec", "name", "rate"), [("pcm_s16le", "a.mov", 44100), ("aac", "a.mp4", 48000)])
def test_a_click_stands_where_it_is_heard(tmp_path: Path, codec: str, name: str, rate: int) -> None:
    sound = Sound(codec=codec, rate=rate, clicks=(0.505, 1.235), duration=2.0)
    (peaks,) = of(make(tmp_path / name, Clip(frames=60, sounds=(sound,)))).sounds
    assert loud(peaks) == pytest.approx([0.5, 1.23], abs=0.011)
    assert peaks.start == pytest.approx(0.0, abs=0.03)


def test_the_last_part_of_a_second_is_not_forgotten(tmp_path: Path) -> None:
    sound = Sound(codec="pcm_s16le", duration=1.337, clicks=(1.335,))
    (peaks,) = of(make(tmp_path / "a.mov", Clip(frames=60, sounds=(sound,)))).sounds
    assert peaks.low.shape == (1, 134)
    assert loud(peaks) == [1.33]


def test_every_stream_and_every_channel_has_its_own(tmp_path: Path) -> None:
    first, second = Sound(clicks=(0.5,), layout="stereo"), Sound(clicks=(1.0,), rate=22050)
    one, other = of(make(tmp_path / "a.mp4", Clip(frames=60, sounds=(first, second)))).sounds
    assert (one.channels, other.channels) == (2, 1)
    assert one.stream != other.stream
    assert loud(one) == pytest.approx([0.5], abs=0.011)
    assert loud(other) == pytest.approx([1.0], abs=0.011)


def test_sound_that_starts_late_stands_late(tmp_path: Path) -> None:
    sound = Sound(codec="pcm_s16le", start=0.6, clicks=(1.2,), duration=1.4)
    (peaks,) = of(make(tmp_path / "a.mov", Clip(frames=60, sounds=(sound,)))).sounds
    assert peaks.start == pytest.approx(0.6, abs=0.02)
    assert loud(peaks) == pytest.approx([1.2], abs=0.02)


def test_a_gap_is_silent_and_what_follows_stays_in_its_place(tmp_path: Path) -> None:
    sound = Sound(tone=400, clicks=(2.505,), duration=3.0, gap=(1.0, 2.0))
    (peaks,) = of(make(tmp_path / "a.mkv", Clip(frames=90, sounds=(sound,)))).sounds
    assert loud(peaks) == pytest.approx([2.5], abs=0.02)
    low, high = peaks.over(1.2, 1.9, count=1)
    assert (int(low[0, 0]), int(high[0, 0])) == (0, 0)
    assert int(peaks.over(0.2, 0.9, count=1)[1][0, 0]) > 15


def test_damaged_packets_are_counted_and_silent(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=60, sounds=(Sound(tone=400, clicks=(1.5,)),)))
    whole = of(path)
    corrupt(path, {20, 21, 22}, kind="audio")
    found = of(path)
    assert found.lost > 0
    assert found.sounds[0].low.shape[1] == pytest.approx(whole.sounds[0].low.shape[1], abs=5)
    assert loud(found.sounds[0])[-1] == pytest.approx(1.5, abs=0.02)


def test_silent_footage_has_none(tmp_path: Path) -> None:
    assert of(make(tmp_path / "a.mp4", CLIP)).sounds == ()


def test_peaks_hold_what_the_samples_reach(tmp_path: Path) -> None:
    sound = Sound(codec="pcm_s16le", tone=100, duration=1.0)
    (peaks,) = of(make(tmp_path / "a.mov", Clip(frames=30, sounds=(sound,)))).sounds
    assert int(peaks.high.max()) == 26  # 0.2 of full scale, rounded outwards
    assert int(peaks.low.min()) == -26
