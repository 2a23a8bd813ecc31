"""The waveform: worked out in a child, kept for the next time, and made again when what is kept is no good."""

from pathlib import Path

import numpy as np
import pytest

from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage, FootageId
from reviewer.core.loudness import Waveform
from reviewer.media.probe import probe
from reviewer.services.jobs import finished
from reviewer.services.kept_columns import FOLDER
from reviewer.services.waveform import waveform
from tests.support.footage import Clip, Sound, make


def footage_of(path: Path) -> Footage:
    return Footage(id=FootageId("f"), path=path, size=path.stat().st_size, sha256="ab" * 32, recording=probe(path))


@pytest.fixture
def footage(tmp_path: Path) -> Footage:
    clip = Clip(frames=60, sounds=(Sound(clicks=(0.5,), layout="stereo"), Sound(clicks=(1.5,))))
    return footage_of(make(tmp_path / "Überfall.mp4", clip))


def same(one: Waveform, other: Waveform) -> bool:
    return one.lost == other.lost and all(
        a.stream == b.stream and a.start == b.start and np.array_equal(a.low, b.low) and np.array_equal(a.high, b.high)
        for a, b in zip(one.sounds, other.sounds, strict=True)
    )


def test_it_is_worked_out_with_progress_and_kept(footage: Footage, tmp_path: Path) -> None:
    steps = waveform(footage, work=tmp_path)
    progress = next(steps)
    assert progress.done >= 0
    found = finished(steps)
    assert [s.channels for s in found.sounds] == [2, 1]
    assert int(found.sounds[1].over(1.45, 1.55, count=1)[1].max()) > 60
    kept = tmp_path / FOLDER / f"{footage.sha256}.npz"
    assert [p.name for p in (tmp_path / FOLDER).iterdir()] == [kept.name]
    footage.path.unlink()  # what comes now can only come from what was kept
    assert same(finished(waveform(footage, work=tmp_path)), found)


def test_without_a_folder_nothing_is_kept(footage: Footage, tmp_path: Path) -> None:
    assert len(finished(waveform(footage)).sounds) == 2
    assert [p.name for p in tmp_path.iterdir()] == [footage.path.name]


@pytest.mark.parametrize("damage", ["empty", "text", "cut", "pickled", "other"])
def test_what_is_no_good_is_made_again(footage: Footage, tmp_path: Path, damage: str) -> None:
    found = finished(waveform(footage, work=tmp_path))
    kept = tmp_path / FOLDER / f"{footage.sha256}.npz"
    if damage == "pickled":
        np.savez(kept, form=np.array([{"a": 1}], dtype=object))
    elif damage == "other":
        np.savez(kept, **{"form": np.array([1, 0, 1]), "stream 0": np.array([7]), "start 0": np.array([0.0])})
    else:
        whole = kept.read_bytes()
        kept.write_bytes({"empty": b"", "text": b"no archive", "cut": whole[: len(whole) // 2]}[damage])
    assert same(finished(waveform(footage, work=tmp_path)), found)
    assert same(finished(waveform(footage, work=tmp_path)), found)


def test_a_folder_that_cannot_be_written_costs_nothing(footage: Footage, tmp_path: Path) -> None:
    (tmp_path / FOLDER).write_text("in the way")
    assert len(finished(waveform(footage, work=tmp_path)).sounds) == 2


def test_cancelled_it_leaves_nothing(footage: Footage, tmp_path: Path) -> None:
    steps = waveform(footage, work=tmp_path)
    next(steps)
    steps.close()
    assert not (tmp_path / FOLDER).exists()


def test_footage_without_sound_needs_no_child(tmp_path: Path) -> None:
    steps = waveform(footage_of(make(tmp_path / "a.mp4", Clip(frames=12))), work=tmp_path)
    with pytest.raises(StopIteration) as stop:
        next(steps)
    assert stop.value.value.sounds == ()


def test_footage_that_is_gone_is_said_so(footage: Footage) -> None:
    footage.path.unlink()
    with pytest.raises(FootageError, match="no file"):
        finished(waveform(footage))
