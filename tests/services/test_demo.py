"""Making the demo's recording as a job."""

from pathlib import Path

import pytest

from reviewer.core.errors import DiskError
from reviewer.media.demo_footage import FRAMES
from reviewer.services import demo


def test_the_recording_is_made_in_a_new_folder_and_its_progress_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = demo.demo_steps
    monkeypatch.setattr(demo, "demo_steps", lambda target, portrait: steps(target, portrait, start=0, end=3))
    job = demo.make_demo(tmp_path / "a" / "b")
    told = [next(job) for _ in range(3)]
    with pytest.raises(StopIteration) as stop:
        next(job)
    assert [(progress.done, progress.total) for progress in told] == [(n, FRAMES) for n in (1, 2, 3)]
    assert stop.value.value == tmp_path / "a" / "b" / "street.mp4"
    assert stop.value.value.stat().st_size > 1000


def test_a_file_where_the_folder_should_be_is_a_failure_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DiskError, match="cannot be made"):
        next(demo.make_demo(tmp_path / "file"))
