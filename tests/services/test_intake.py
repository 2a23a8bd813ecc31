"""Originals are read, never altered, and known again: what changed since is refused by name."""

import hashlib
import os
import sys
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.services.intake import take_in, verify_unchanged
from reviewer.services.jobs import Progress
from reviewer.services.originals import size_of
from tests.support.footage import Clip, make, truncate


def finish(job: Generator[Progress, None, Any]) -> tuple[Any, list[Progress]]:
    seen = []
    while True:
        try:
            seen.append(next(job))
        except StopIteration as done:
            return done.value, seen


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("intake") / "interview.mp4", Clip(frames=20))


@pytest.fixture(scope="module")
def taken(recording: Path) -> tuple[Footage, list[Progress]]:
    return finish(take_in(recording))


def test_footage_is_known_by_the_fingerprint_of_the_whole_file(
    recording: Path, taken: tuple[Footage, list[Progress]]
) -> None:
    footage, seen = taken
    data = recording.read_bytes()
    assert footage.sha256 == footage.id == hashlib.sha256(data).hexdigest()
    assert footage.size == len(data)
    assert footage.path == recording
    assert footage.path.is_absolute()
    assert len(footage.recording.index) == 20
    assert (seen[-1].done, seen[-1].total) == (len(data), len(data))


def test_a_relative_path_becomes_absolute(recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(recording.parent)
    footage, _ = finish(take_in(Path(recording.name)))
    assert footage.path == recording


def test_intake_leaves_the_original_as_it_was(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=5))
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    path.chmod(0o444)
    finish(take_in(path))
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert list(tmp_path.iterdir()) == [path]


def test_an_unaltered_original_passes(taken: tuple[Footage, list[Progress]]) -> None:
    _, seen = finish(verify_unchanged(taken[0]))
    assert seen[-1].done == taken[0].size


def altered(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def shortened(path: Path) -> None:
    truncate(path, 0.9)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [(altered, "other contents"), (shortened, "bytes instead of"), (Path.unlink, "no longer where it was")],
)
def test_an_original_that_changed_since_is_refused_by_name(tmp_path: Path, change: Any, sentence: str) -> None:
    path = make(tmp_path / "interview.mp4", Clip(frames=10))
    footage, _ = finish(take_in(path))
    change(path)
    with pytest.raises(FootageError, match=sentence) as caught:
        finish(verify_unchanged(footage))
    assert "interview.mp4" in str(caught.value)
    assert caught.value.advice


def test_a_moved_original_is_found_at_the_place_that_the_case_was_told(tmp_path: Path) -> None:
    path = make(tmp_path / "interview.mp4", Clip(frames=10))
    footage, _ = finish(take_in(path))
    moved = path.rename(tmp_path / "moved.mp4")
    finish(verify_unchanged(replace(footage, path=moved)))


def test_what_is_no_file_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    for path, sentence in [
        (tmp_path / "missing.mp4", "There is no file"),
        (tmp_path, "is a folder"),
        (tmp_path / "empty.mp4", "is empty"),
        (tmp_path / ("n" * 300), "cannot be reached"),
    ]:
        with pytest.raises(FootageError, match=sentence) as caught:
            finish(take_in(path))
        assert caught.value.advice


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pipes among its files")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mp4")
    with pytest.raises(FootageError, match="a device or a pipe"):
        size_of(tmp_path / "pipe.mp4")


def test_a_file_that_is_no_recording_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "notes.mp4"
    path.write_text("Notes of the interview\n" * 100, encoding="utf-8")
    with pytest.raises(FootageError) as caught:
        finish(take_in(path))
    assert "notes.mp4" in str(caught.value)
    assert caught.value.advice
