"""What the tests of the command line share."""

from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.cli import main
from tests.support.footage import Clip, make
from tests.support.stand_ins import StandIns

Run = Callable[..., int]


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> StandIns:
    """The slow parts of the job are told what they find."""
    return StandIns().put(monkeypatch)


@pytest.fixture(scope="session")
def small_recording(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A recording of twelve frames."""
    return make(tmp_path_factory.mktemp("small") / "a.mp4", Clip(frames=12)).read_bytes()


@pytest.fixture
def video(tmp_path: Path, small_recording: bytes) -> Path:
    """A recording of its own for the test, in its folder."""
    path = tmp_path / "interview.mp4"
    path.write_bytes(small_recording)
    return path


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in the test's folder; its exit status."""
    monkeypatch.chdir(tmp_path)
    temporary = tmp_path.with_name(f"{tmp_path.name}-temporary")
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))

    def run(*words: object) -> int:
        status = main([str(word) for word in words])
        assert not list(temporary.iterdir()), "something was left with the temporary files"
        return status

    return run
