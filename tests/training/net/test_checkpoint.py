from pathlib import Path

import pytest
import torch

from tests.training.net import checkpoint
from tests.training.net.errors import TrainingError


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "run.ckpt"
    checkpoint.save(path, {"step": 3, "weights": torch.arange(4.0), "plan": {"side": 32}})
    state = checkpoint.load(path)
    assert state["step"] == 3
    assert torch.equal(state["weights"], torch.arange(4.0))
    assert [p.name for p in tmp_path.iterdir()] == ["run.ckpt"]


@pytest.mark.parametrize("place", [40, 150, -1])
def test_a_damaged_run_is_refused_with_a_sentence(tmp_path: Path, place: int) -> None:
    path = tmp_path / "run.ckpt"
    checkpoint.save(path, {"weights": torch.arange(4.0)})
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)
    with pytest.raises(TrainingError, match="damaged"):
        checkpoint.load(path)


def test_a_shortened_run_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.ckpt"
    checkpoint.save(path, {"weights": torch.arange(4.0)})
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(TrainingError, match="damaged"):
        checkpoint.load(path)


def test_a_file_of_another_kind_and_one_that_is_missing_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "run.ckpt"
    with pytest.raises(TrainingError, match="cannot be read"):
        checkpoint.load(path)
    for data in (b"", b"PK\x03\x04 something else\n", b"x" * 10_000):
        path.write_bytes(data)
        with pytest.raises(TrainingError, match="no training run"):
            checkpoint.load(path)


class Trap:
    """What a hostile file might hold: something that runs when it is read."""

    def __reduce__(self) -> tuple[object, ...]:
        return (print, ("sprung",))


def test_a_file_that_would_run_something_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "run.ckpt"
    checkpoint.save(path, {"weights": Trap()})
    with pytest.raises(TrainingError, match="cannot be understood"):
        checkpoint.load(path)
    assert "sprung" not in capsys.readouterr().out


def test_an_interrupted_write_leaves_the_run_that_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "run.ckpt"
    checkpoint.save(path, {"step": 1})

    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("tests.training.net.checkpoint.os.fsync", full)
    with pytest.raises(TrainingError, match="cannot be written"):
        checkpoint.save(path, {"step": 2})
    assert checkpoint.load(path)["step"] == 1
