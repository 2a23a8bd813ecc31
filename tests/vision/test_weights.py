"""Models are used only when they are the ones that the manifest names."""

import shutil
from pathlib import Path

import pytest

from reviewer.core import places
from reviewer.core.errors import ReviewerError
from reviewer.vision.onnx_graph import of_any_size
from reviewer.vision.weights import Weights


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("manifest.toml", "centerface.onnx"):
        shutil.copy(places.models() / name, tmp_path / name)
    return tmp_path


def test_a_model_of_the_right_digest_is_used(folder: Path) -> None:
    assert Weights(folder).path("centerface").name == "centerface.onnx"


def test_an_altered_model_is_refused(folder: Path) -> None:
    path = folder / "centerface.onnx"
    path.write_bytes(path.read_bytes()[:-1] + b"\0")
    with pytest.raises(ReviewerError, match="digest differs"):
        Weights(folder).path("centerface")


def test_a_missing_model_is_named(folder: Path) -> None:
    (folder / "centerface.onnx").unlink()
    with pytest.raises(ReviewerError, match="centerface is missing"):
        Weights(folder).path("centerface")


def test_an_unreadable_manifest_is_said_so(folder: Path) -> None:
    (folder / "manifest.toml").write_text("[[model]\n")
    with pytest.raises(ReviewerError, match="list of models"):
        Weights(folder)


@pytest.mark.parametrize("bytes_", [b"\xff\xff", b"\x3a\xff\x01", b"\x3b"])
def test_bytes_that_are_no_model_are_refused(bytes_: bytes) -> None:
    with pytest.raises(ValueError, match="not an ONNX model"):
        of_any_size(bytes_)
