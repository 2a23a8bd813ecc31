"""Speech: judged in a child, kept for the next time, and judged again when what is kept is no good."""

from pathlib import Path

import numpy as np
import pytest

from reviewer.core.footage import Footage, FootageId
from reviewer.media.probe import probe
from reviewer.services.jobs import finished
from reviewer.services.kept_columns import FOLDER
from reviewer.services.speech import speech
from tests.support.footage import Clip, make
from tests.support.voices import RATE, recorded, spoken


def footage_of(path: Path) -> Footage:
    return Footage(id=FootageId("f"), path=path, size=path.stat().st_size, sha256="ab" * 32, recording=probe(path))


@pytest.fixture
def footage(tmp_path: Path) -> Footage:
    quiet = np.zeros(2 * RATE, np.float32)
    voice = spoken("My name is Jane Smith, and I live at number twelve.")
    return footage_of(recorded(tmp_path / "Überfall.mkv", np.concatenate([quiet, voice, quiet])[None]))


def test_a_voice_is_found_where_it_is_with_progress_and_kept(footage: Footage, tmp_path: Path) -> None:
    steps = speech(footage, work=tmp_path)
    assert next(steps).done >= 0
    found = finished(steps)
    stretches = found.of(footage.recording.sounds[0].index)
    assert stretches
    assert stretches[0][0] == pytest.approx(2.1, abs=0.3)
    assert stretches[-1][1] < footage.recording.duration - 1
    footage.path.unlink()  # what comes now can only come from what was kept
    again = finished(speech(footage, work=tmp_path))
    assert again.of(footage.recording.sounds[0].index) == stretches


@pytest.mark.parametrize("damage", [b"", b"text", b"PK\x03\x04cut"])
def test_what_is_no_good_is_judged_again(footage: Footage, tmp_path: Path, damage: bytes) -> None:
    found = finished(speech(footage, work=tmp_path))
    (kept,) = (tmp_path / FOLDER).iterdir()
    kept.write_bytes(damage)
    again = finished(speech(footage, work=tmp_path))
    index = footage.recording.sounds[0].index
    assert again.of(index) == found.of(index)


def test_footage_without_sound_has_no_speech(tmp_path: Path) -> None:
    assert finished(speech(footage_of(make(tmp_path / "a.mp4", Clip(frames=10))), work=tmp_path)).sounds == ()
