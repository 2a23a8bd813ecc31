"""What a copy leaves behind is listed in a child, which may die without harm."""

from pathlib import Path

import pytest

from reviewer.core.footage import Footage, FootageId
from reviewer.core.profile import SoundPolicy
from reviewer.core.removal import Kind
from reviewer.media.probe import probe
from reviewer.services import removal
from reviewer.services.jobs import finished
from reviewer.services.removal import kept_line, removals
from reviewer.services.workers import DiedError, Limits, in_child
from tests.support.footage import Clip, Sound, make
from tests.support.leaky import PLANTED, mp4


def a_footage(path: Path) -> Footage:
    return Footage(id=FootageId("f"), path=path, size=path.stat().st_size, sha256="0" * 64, recording=probe(path))


def test_the_table_comes_out_of_the_child_with_progress_in_seconds(tmp_path: Path) -> None:
    steps = removals(a_footage(mp4(tmp_path / "a.mp4")))
    seen = []
    while True:
        try:
            seen.append(next(steps))
        except StopIteration as stop:
            table = stop.value
            break
    assert all(p.total is None or p.done <= p.total for p in seen)
    said = " ".join(row.value for row in table)
    assert all(text in said for text in PLANTED)
    assert {Kind.LOCATION, Kind.THUMBNAIL, Kind.TIME, Kind.USER_DATA, Kind.REST} <= {row.kind for row in table}


def test_a_child_that_grows_too_large_is_ended_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    footage = a_footage(make(tmp_path / "a.mp4", Clip(frames=5)))
    monkeypatch.setattr(removal, "in_child", lambda *a, **k: in_child(*a, **k, limits=Limits(memory=1)))
    with pytest.raises(DiedError, match=r"a\.mp4"):
        finished(removals(footage))


def test_what_is_kept_is_told_in_a_line(tmp_path: Path) -> None:
    recording = probe(make(tmp_path / "a.mp4", Clip(frames=5, sounds=(Sound(duration=0.2), Sound(duration=0.2)))))
    assert "the picture and 2 sound streams" in kept_line(recording, SoundPolicy.KEEP)
    assert "the picture and no sound" in kept_line(recording, SoundPolicy.NONE)
