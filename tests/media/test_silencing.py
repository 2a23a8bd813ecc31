"""What is silenced is not in the copy, to the sample; the rest is; and a copy that is not silent there is found out."""

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.region import Decision
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.timing import Span, Tick
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.media.silencing import Heard, Quiet, hushed, quiet_of
from reviewer.media.unsilenced import heard
from reviewer.media.writer import CopyWriter
from tests.support.footage import Clip, Sound, make

BASE = Fraction(1, 1000)


def silence(start: int, end: int, *, streams: frozenset[int] | None = None, shown: bool = False) -> Silence:
    decision = Decision.REJECTED if shown else Decision.CONFIRMED
    span = Span(Tick(start), Tick(end))
    return Silence(id=SilenceId(f"{start}"), span=span, streams=streams, decision=decision)


def copied(source: Path, target: Path, *, quiet: Quiet) -> None:
    recording = probe(source)
    with (
        FrameReader(source, recording) as reader,
        CopyWriter(target, source, recording=recording, sound=Heard(quiet=quiet)) as writer,
    ):
        for frame in reader.frames():
            writer.write(frame)
        writer.finish()


def sound_of(path: Path, stream: int = 0) -> tuple[np.ndarray, int]:
    with av.open(str(path)) as container:
        frames = list(container.decode(container.streams.audio[stream]))
    return np.concatenate([np.atleast_2d(f.to_ndarray()) for f in frames], axis=1), frames[0].sample_rate


def test_silences_that_touch_are_one_and_those_that_were_rejected_are_none() -> None:
    quiet = quiet_of([silence(0, 500), silence(500, 900), silence(950, 990, shown=True)], [1], time_base=BASE)
    assert quiet == {1: ((Fraction(0), Fraction(9, 10)),)}


def test_a_silence_of_one_stream_leaves_the_others_as_they_are() -> None:
    quiet = quiet_of([silence(0, 500, streams=frozenset({2}))], [1, 2], time_base=BASE)
    assert quiet == {1: (), 2: ((Fraction(0), Fraction(1, 2)),)}


def test_every_sample_that_a_silence_touches_is_nought_and_no_other() -> None:
    samples = np.ones((2, 100), np.float32)
    result = hushed(samples, 1000, rate=1000, quiet=[(Fraction(10205, 10000), Fraction(10305, 10000))])
    assert np.flatnonzero(result[0] == 0).tolist() == list(range(20, 31))
    assert (result[0] == result[1]).all()
    assert samples.all(), "what was decoded stays as it was"
    assert hushed(samples, 1000, rate=1000, quiet=[(Fraction(2), Fraction(3))]) is samples


@given(st.lists(st.integers(0, 400), max_size=12, unique=True), st.integers(-50, 400), st.integers(0, 90))
def test_of_many_silences_those_that_touch_the_samples_are_found_and_no_others(
    edges: list[int], position: int, count: int
) -> None:
    ends = sorted(edges)
    quiet = [(Fraction(a, 7), Fraction(b, 7)) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    result = hushed(np.ones((1, count), np.float32), position, rate=10, quiet=quiet)
    silent = [
        any(n < end * 10 and n + 1 > start * 10 for start, end in quiet) for n in range(position, position + count)
    ]
    assert (result[0] == 0).tolist() == silent


@pytest.mark.parametrize("first", [0, 4500])
def test_a_copy_is_silent_where_it_should_be_and_heard_elsewhere(tmp_path: Path, first: int) -> None:
    start = first / 90000
    tone = Sound(tone=440.0, duration=2.0, start=start)
    source = make(tmp_path / "a.mp4", Clip(frames=60, first=first, sounds=(tone, Sound(tone=300.0, start=start))))
    streams = [s.index for s in probe(source).sounds]
    stretch = (Fraction(1, 2), Fraction(1))
    copied(source, tmp_path / "b.mp4", quiet={streams[0]: (stretch,)})
    samples, rate = sound_of(tmp_path / "b.mp4")
    offset = round(probe(tmp_path / "b.mp4").sounds[0].start * rate)
    inside = samples[:, rate // 2 + 600 - offset : rate - 600 - offset]
    assert np.abs(inside).max() < 0.003
    assert np.abs(samples[:, rate + 600 - offset : rate + 4000 - offset]).max() > 0.2
    assert list(heard(tmp_path / "b.mp4", {0: (stretch,)})) == []
    assert list(heard(tmp_path / "b.mp4", {1: (stretch,)})) == [(1, stretch)], "the other stream was left alone"


def test_a_copy_that_is_silent_a_tenth_of_a_second_too_late_is_found_out(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", Clip(frames=60, sounds=(Sound(tone=440.0),)))
    index = probe(source).sounds[0].index
    copied(source, tmp_path / "b.mp4", quiet={index: ((Fraction(6, 10), Fraction(1)),)})
    stretch = (Fraction(1, 2), Fraction(1))
    assert list(heard(tmp_path / "b.mp4", {0: (stretch,)})) == [(0, stretch)]
