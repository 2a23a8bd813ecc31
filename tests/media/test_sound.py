"""Sound of every shape finds a form that the copy can hold, and time stamps that stray do not move it."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.media.sound import LAYOUTS, RATES, kept_rate
from reviewer.media.timeline import Samples, Timeline
from reviewer.media.writer import CopyWriter
from tests.support.footage import Clip, Sound, make
from tests.support.listening import clicks_in, loudness


@pytest.mark.parametrize("channels", LAYOUTS)
def test_each_number_of_channels_is_kept(tmp_path: Path, channels: int) -> None:
    sound = Sound(codec="pcm_s16le", layout=LAYOUTS[channels], clicks=(0.1,), duration=0.3)
    source = make(tmp_path / "a.mkv", Clip(frames=6, sounds=(sound,)))
    recording = probe(source)
    with (
        FrameReader(source, recording) as reader,
        CopyWriter(tmp_path / "b.mp4", source, recording=recording) as writer,
    ):
        for frame in reader.frames():
            writer.write(frame)
        writer.finish()
    assert probe(tmp_path / "b.mp4").sounds[0].channels == channels
    assert clicks_in(tmp_path / "b.mp4") == pytest.approx([0.1], abs=0.002)
    assert loudness(tmp_path / "b.mp4")[0] > 0.5


def test_eight_channels_are_mixed_down_to_two(tmp_path: Path) -> None:
    source = tmp_path / "a.mkv"
    with av.open(str(source), "w") as out:
        picture = out.add_stream("mpeg4", rate=25)
        picture.width, picture.height = 64, 48
        stream = out.add_stream("pcm_s16le", rate=48000, layout="7.1")
        stream.time_base = Fraction(1, 48000)
        frame = av.AudioFrame(format="s16", layout="7.1", samples=9600)
        frame.planes[0].update(np.full((9600, 8), 9000, np.int16).tobytes())
        frame.sample_rate, frame.pts, frame.time_base = 48000, 0, Fraction(1, 48000)
        out.mux(picture.encode(av.VideoFrame(64, 48, "yuv420p")) + picture.encode(None))
        out.mux(stream.encode(frame) + stream.encode(None))
    recording = probe(source)
    assert recording.sounds[0].channels == 8
    with (
        FrameReader(source, recording) as reader,
        CopyWriter(tmp_path / "b.mp4", source, recording=recording) as writer,
    ):
        writer.write(reader.read(0))
        writer.finish()
    assert probe(tmp_path / "b.mp4").sounds[0].channels == 2
    assert loudness(tmp_path / "b.mp4")[0] > 0.1


def test_a_rate_that_aac_does_not_know_becomes_the_next_higher() -> None:
    assert [kept_rate(rate) for rate in RATES] == list(RATES)
    assert (kept_rate(37800), kept_rate(6000), kept_rate(192000)) == (44100, 7350, 96000)


def _laid(timeline: Timeline, *parts: tuple[list[float], Fraction | None]) -> list[tuple[int, list[float]]]:
    blocks: list[tuple[int, Samples]] = []
    for samples, at in parts:
        blocks += timeline.lay(np.array([samples], np.float32), at=at)
    blocks += timeline.rest()
    return [(position, [float(v) for v in block[0]]) for position, block in blocks]


def test_a_gap_becomes_silence() -> None:
    timeline = Timeline(1, 100, block=4, latest=10_000)
    blocks = _laid(timeline, ([1, 1], Fraction(0)), ([2, 2], Fraction(6, 100)))
    assert blocks == [(0, [1, 1, 0, 0]), (4, [0, 0, 2, 2])]


def test_an_overlap_is_heard_once() -> None:
    timeline = Timeline(1, 100, block=8, latest=10_000)
    assert _laid(timeline, ([1] * 6, Fraction(0)), ([2] * 6, Fraction(1, 100))) == [(0, [1] * 6 + [2])]


def test_stamps_that_stray_by_rounding_move_nothing() -> None:
    timeline = Timeline(1, 1000, block=8, latest=10_000)
    assert _laid(timeline, ([1] * 4, Fraction(1)), ([2] * 4, Fraction(1005, 1000))) == [(1000, [1] * 4 + [2] * 4)]


def test_a_stamp_far_beyond_the_end_is_not_followed() -> None:
    timeline = Timeline(1, 100, block=8, latest=1000)
    assert _laid(timeline, ([1] * 4, Fraction(0)), ([2] * 4, Fraction(36000))) == [(0, [1] * 4 + [2] * 4)]


def test_sound_may_begin_before_zero() -> None:
    timeline = Timeline(1, 100, block=4, latest=1000)
    assert _laid(timeline, ([1] * 4, Fraction(-2, 100))) == [(-2, [1] * 4)]
