"""Every stream as one channel at one rate, in its place, whatever it is and however damaged."""

from pathlib import Path

import numpy as np
import pytest

from reviewer.media.mono import RATE, mono_of
from reviewer.media.probe import probe
from tests.support.footage import Clip, Sound, corrupt, make


def gathered(path: Path) -> dict[int, np.ndarray]:
    found: dict[int, list[np.ndarray]] = {}
    ends: dict[int, int] = {}
    for part in mono_of(path, probe(path)):
        assert part.at == ends.get(part.stream, part.at), "parts follow on from one another"
        ends[part.stream] = part.at + len(part.samples)
        found.setdefault(part.stream, []).append(part.samples)
    return {stream: np.concatenate(parts) for stream, parts in found.items()}


@pytest.mark.parametrize("layout", ["mono", "stereo", "5.1"])
def test_a_click_is_where_it_was(tmp_path: Path, layout: str) -> None:
    sound = Sound(codec="pcm_s16le", layout=layout, clicks=(1.25,), duration=3.0)
    path = make(tmp_path / "a.mkv", Clip(frames=90, sounds=(sound,)))
    (samples,) = gathered(path).values()
    assert np.flatnonzero(np.abs(samples) > 0.2)[0] / RATE == pytest.approx(1.25, abs=0.002)
    assert len(samples) == pytest.approx(3 * RATE, abs=64)


def test_streams_are_told_apart_and_footage_without_sound_has_none(tmp_path: Path) -> None:
    both = make(tmp_path / "a.mp4", Clip(frames=30, sounds=(Sound(), Sound(rate=44100))))
    assert sorted(gathered(both)) == sorted(s.index for s in probe(both).sounds)
    assert gathered(make(tmp_path / "b.mp4", Clip(frames=10))) == {}


def test_damaged_packets_are_silence(tmp_path: Path) -> None:
    clip = Clip(frames=90, sounds=(Sound(tone=440.0, duration=3.0),))
    path = corrupt(make(tmp_path / "a.mp4", clip), set(range(40, 60)), kind="audio")
    (samples,) = gathered(path).values()
    assert len(samples) == pytest.approx(3 * RATE, abs=2048)
