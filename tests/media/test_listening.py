"""The sound of footage from any moment on: in its place to the sample, all streams together, silent where asked."""

import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from reviewer.core.errors import FootageError
from reviewer.core.silence import Treatment
from reviewer.media.listening import BLOCK, Listener
from reviewer.media.probe import probe
from reviewer.media.silencing import Hidden, Quiet
from reviewer.media.speaker import RATE, Block
from reviewer.media.treatments import tone
from tests.support.footage import Clip, Sound, corrupt, make, truncate
from tests.support.voices import correlation, recorded, voice

CLICKS = tuple(second + 0.5 for second in range(8))
LONG = Clip(frames=240, gop=250, sounds=(Sound(clicks=CLICKS, duration=8),))


@contextmanager
def listening(path: Path) -> Iterator[Listener]:
    listener = Listener(path, probe(path))
    try:
        yield listener
    finally:
        listener.close()


def heard(listener: Listener, start: float, *, quiet: Quiet | None = None) -> Block:
    blocks = list(listener.blocks(start, quiet=quiet or {}))
    assert all(b.shape == (BLOCK, 2) for b in blocks[:-1])
    assert all(b.dtype == np.float32 and np.abs(b).max(initial=0) <= 1 for b in blocks)
    return np.concatenate(blocks)


def clicks_in(samples: Block, *, start: float, level: float = 0.25) -> list[float]:
    found: list[float] = []
    for at in np.flatnonzero(np.abs(samples[:, 0]) > level):
        when = start + float(at) / RATE
        if not found or when - found[-1] > 0.05:
            found.append(when)
    return found


@pytest.mark.parametrize(
    ("name", "sound"),
    [
        ("aac.mp4", Sound(clicks=CLICKS, duration=8)),
        ("other rate.mp4", Sound(rate=16000, clicks=CLICKS, duration=8)),
        ("opus.mkv", Sound(codec="libopus", clicks=CLICKS, duration=8)),
        ("plain.mov", Sound(codec="pcm_s16le", rate=8000, clicks=CLICKS, duration=8)),
    ],
)
def test_every_click_is_heard_in_its_place_from_wherever_one_begins(tmp_path: Path, name: str, sound: Sound) -> None:
    path = make(tmp_path / name, Clip(frames=240, gop=250, sounds=(sound,)))
    with listening(path) as listener:
        for start in (0.0, 5.123, 0.7, 3.0):
            wanted = [c for c in CLICKS if c >= start]
            assert clicks_in(heard(listener, start), start=start) == pytest.approx(wanted, abs=0.002)


def test_streams_are_heard_together_each_from_its_own_start_and_with_its_own_holes(tmp_path: Path) -> None:
    one = Sound(clicks=(1.5, 3.5), start=0.7, duration=7)
    other = Sound(rate=44100, layout="stereo", clicks=(2.5, 6.5), duration=8, gap=(4.0, 5.5))
    path = make(tmp_path / "two.mp4", Clip(frames=240, sounds=(one, other)))
    with listening(path) as listener:
        assert clicks_in(heard(listener, 0.0), start=0.0) == pytest.approx([1.5, 2.5, 3.5, 6.5], abs=0.002)
        assert clicks_in(heard(listener, 4.6), start=4.6) == pytest.approx([6.5], abs=0.002)


def test_what_is_quiet_is_nought_in_the_streams_that_it_is_about(tmp_path: Path) -> None:
    tones = (Sound(tone=440.0, duration=4, codec="pcm_s16le"), Sound(tone=700.0, duration=4, codec="pcm_s16le"))
    path = make(tmp_path / "tones.mov", Clip(frames=120, sounds=tones))
    first, second = (s.index for s in probe(path).sounds)
    stretch = (Hidden(Fraction(1), Fraction(2)),)
    with listening(path) as listener:
        both = heard(listener, 0.5, quiet={first: stretch, second: stretch})
        one = heard(listener, 0.5, quiet={first: stretch})
    inside = slice(RATE // 2, RATE * 3 // 2)
    assert not both[inside].any()
    assert np.abs(both[: RATE // 2]).max() > 0.05
    assert np.abs(one[inside]).max() > 0.02
    assert np.abs(one[inside]).max() < np.abs(one[: RATE // 2]).max()


@pytest.mark.parametrize("treatment", [Treatment.BLEEP, Treatment.NOISE, Treatment.DISGUISE])
def test_what_is_treated_is_heard_as_in_a_copy_from_wherever_one_begins(tmp_path: Path, treatment: Treatment) -> None:
    path = recorded(tmp_path / "a.mkv", np.stack([voice(6), voice(6, seed=2, pitch=200)]))
    index = probe(path).sounds[0].index
    hidden = Hidden(Fraction(2), Fraction(4), treatment, frozenset({1}))
    with listening(path) as listener:
        plain, treated = heard(listener, 0.0), heard(listener, 0.0, quiet={index: (hidden,)})
        later = heard(listener, 3.0, quiet={index: (hidden,)})
    inside = slice(2 * RATE, 4 * RATE)
    assert treated.shape == plain.shape
    assert (treated[:, 0] == plain[:, 0]).all(), "the other channel is heard as it is"
    assert (treated[: 2 * RATE, 1] == plain[: 2 * RATE, 1]).all()
    assert (treated[4 * RATE :, 1] == plain[4 * RATE :, 1]).all()
    assert correlation(treated[inside, 1], plain[inside, 1]) < 0.3
    assert correlation(later[:RATE, 1], plain[3 * RATE : 4 * RATE, 1]) < 0.3
    if treatment is Treatment.BLEEP:
        assert np.allclose(later[:RATE, 1], treated[3 * RATE : 4 * RATE, 1], atol=1e-6)
        assert np.allclose(treated[inside, 1][1000:-1000], tone(2 * RATE, 2 * RATE, rate=RATE)[1000:-1000], atol=1e-6)


def test_packets_that_cannot_be_decoded_are_silence_of_the_same_length(tmp_path: Path) -> None:
    path = corrupt(make(tmp_path / "bad.mp4", LONG), set(range(100, 130)), kind="audio")
    with listening(path) as listener:
        found = clicks_in(heard(listener, 0.0), start=0.0)
    assert found == pytest.approx([c for c in CLICKS if not 2.0 < c < 2.9], abs=0.03)


def test_a_long_hole_is_silence_that_takes_no_memory(tmp_path: Path) -> None:
    sound = Sound(codec="pcm_s16le", rate=8000, clicks=(0.5, 181.5), duration=182, gap=(1.0, 181.0))
    path = make(tmp_path / "hole.mkv", Clip(frames=4, ticks=(0, 30, 60, 5_400), sounds=(sound,)))
    with listening(path) as listener:
        tracemalloc.start()
        loud, at = list[float](), 0
        for block in listener.blocks(0.0):
            loud += [(at + float(i)) / RATE for i in np.flatnonzero(np.abs(block[:, 0]) > 0.25)]
            at += len(block)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert [loud[0], loud[-1]] == pytest.approx([0.5, 181.5], abs=0.003)
    assert all(when < 0.51 or when > 181.49 for when in loud)
    assert at / RATE == pytest.approx(182, abs=0.1)
    assert peak < 20_000_000


def test_asking_anew_ends_what_was_asked_before(tmp_path: Path) -> None:
    with listening(make(tmp_path / "a.mp4", LONG)) as listener:
        before = listener.blocks(0.0)
        next(before)
        assert clicks_in(heard(listener, 6.0), start=6.0) == pytest.approx([6.5, 7.5], abs=0.002)


def test_footage_without_sound_is_silent(tmp_path: Path) -> None:
    with listening(make(tmp_path / "mute.mp4", Clip(frames=10))) as listener:
        assert list(listener.blocks(0.0)) == []


def test_footage_that_stops_early_is_heard_as_far_as_it_goes(tmp_path: Path) -> None:
    path = truncate(make(tmp_path / "cut.mkv", LONG), 0.6)
    with listening(path) as listener:
        found = clicks_in(heard(listener, 0.0), start=0.0)
    assert 2 <= len(found) < len(CLICKS)


def test_footage_that_is_gone_is_told(tmp_path: Path) -> None:
    path = make(tmp_path / "gone.mp4", Clip(frames=4, sounds=(Sound(duration=0.1),)))
    recording = probe(path)
    path.unlink()
    with pytest.raises(FootageError):
        Listener(path, recording)


def test_footage_that_was_changed_for_other_footage_is_told(tmp_path: Path) -> None:
    path = make(tmp_path / "two.mp4", Clip(frames=4, sounds=(Sound(duration=0.1), Sound(duration=0.1))))
    recording = probe(path)
    make(path, Clip(frames=4))
    with pytest.raises(FootageError, match="no longer the recording"):
        Listener(path, recording)


def test_a_stream_that_comes_up_in_the_middle_is_passed_over(tmp_path: Path) -> None:
    parts = []
    for first, clicks, more in ((0, (0.5,), 0), (300, (10.5,), 1), (360, (20.5,), 0)):
        sounds = [Sound(clicks=clicks, start=first / 30, duration=2 if more else 10)]
        sounds += [Sound(tone=300.0, start=first / 30, duration=2)] * more
        clip = Clip(size=(160, 120), frames=60 if more else 300, first=first, sounds=tuple(sounds), noise=20)
        parts.append(make(tmp_path / f"{first}.ts", clip).read_bytes())
    path = tmp_path / "all.ts"
    path.write_bytes(b"".join(parts))
    with av.open(str(path)) as plain, suppress(IndexError):  # what PyAV makes of it by itself, as far as it has probed
        list(plain.demux(plain.streams.audio[0]))
    with listening(path) as listener:
        assert clicks_in(heard(listener, 0.0), start=0.0) == pytest.approx([0.5, 10.5, 20.5], abs=0.03)
