"""`reviewer models` from the outside: what is printed, which status, and what a redaction makes of a pack."""

import json
from pathlib import Path

import numpy as np
import pytest

from reviewer.cli.models import _plain
from reviewer.core import places
from tests.cli.conftest import Run
from tests.support import models as m
from tests.support.stand_ins import StandIns


def out(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


def test_a_pack_is_added_listed_switched_and_removed(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = m.a_pack(tmp_path / "from", subject="plate")
    assert run("models", "list") == 0
    assert out(capsys) == "No model packs have been added. The program looks with its own detectors alone.\n"
    assert run("models", "add", path) == 0
    said = capsys.readouterr()
    assert "The model pack bright has been added for you: it looks for plates, licence CC0-1.0, and took" in said.out
    assert "more is found, also wrongly, and it takes longer" in said.out
    assert "Trying the model" in said.err
    assert run("models", "list") == 0
    listed = out(capsys)
    assert "bright: on, for you" in listed
    assert "looks for plates; licence CC0-1.0; from made for a test" in listed
    assert "SHA-256 " in listed
    assert run("models", "off", "bright") == 0
    assert run("models", "list") == 0
    assert "bright: off, for you" in out(capsys)
    assert run("models", "on", "bright") == 0
    assert run("models", "remove", "bright") == 0
    assert "has been removed" in out(capsys)
    assert run("models", "list") == 0
    assert "No model packs" in out(capsys)


def test_a_pack_for_everyone_is_said_to_be_one(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("models", "add", "--everyone", m.a_pack(tmp_path / "from").with_suffix(".onnx")) == 0
    assert "added for everyone on this computer" in out(capsys)
    assert (places.pack_folders().everyone / "bright").is_dir()
    assert run("models", "list") == 0
    assert "bright: on, for everyone" in out(capsys)


def test_finds_in_a_plain_picture_are_noted(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = m.constant(np.array([[[32, 32, 20, 20, 0.95]]], np.float32))
    assert run("models", "add", m.a_pack(tmp_path / "from", data, format="yolov5")) == 0
    assert "Note: it found 1 in that picture, in which there is nothing." in out(capsys)


@pytest.mark.parametrize(
    ("words", "status", "sentence"),
    [
        (["models"], 2, "the following arguments are required: WHAT"),
        (["models", "add"], 2, "the following arguments are required: FILE"),
        (["models", "burn", "x"], 2, "invalid choice: 'burn'"),
        (["models", "add", "no.toml"], 2, "There is no file no.toml"),
        (["models", "add", "torn.toml"], 2, "The manifest torn.toml cannot be used: it is not TOML"),
        (["models", "remove", "yunet"], 2, "There is no model pack 'yunet'"),
        (["models", "remove", ".."], 2, "There is no model pack '..'"),
        (["models", "off", "yunet"], 2, "There is no model pack 'yunet'"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_sentence(
    words: list[str], status: int, sentence: str, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "torn.toml").write_text("name = ")
    assert run(*words) == status
    said = capsys.readouterr()
    assert sentence in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_a_damaged_pack_is_listed_as_such_and_gives_the_terminal_no_orders(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    (places.pack_folders().own / "torn").mkdir(parents=True)
    assert run("models", "list") == 0
    assert "torn: DAMAGED, for you\n  The model pack torn is damaged." in out(capsys)
    assert _plain("a\x1b[31mb\n") == "a?[31mb?"


def test_a_redaction_looks_with_the_packs_that_are_on_and_says_so(
    video: Path, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    assert run("models", "add", m.a_pack(tmp_path / "from")) == 0
    assert run("redact", video, "-o", "one.mp4") == 0
    assert [pack.name for pack in stand_ins.searches[0].packs] == ["bright"]
    assert [pack.name for pack in stand_ins.checks[0].search.packs] == ["bright"]
    assert "Model packs that looked besides the program's own detectors: bright (looks for faces, CC0-1.0" in out(
        capsys
    )
    manifest = json.loads((tmp_path / "one.mp4.manifest.json").read_text())
    assert [(pack["name"], pack["licence"]) for pack in manifest["packs"]] == [("bright", "CC0-1.0")]
    assert run("models", "off", "bright") == 0
    assert run("redact", video, "-o", "two.mp4", "--find", "plate") == 0
    assert stand_ins.searches[1].packs == ()
    assert "Model packs that looked" not in out(capsys)
    assert json.loads((tmp_path / "two.mp4.manifest.json").read_text())["packs"] == []


def test_a_case_is_analysed_again_when_another_pack_has_been_added(
    video: Path, run: Run, tmp_path: Path, stand_ins: StandIns
) -> None:
    assert run("redact", video, "-o", "one.mp4", "--case", "case") == 0
    assert run("redact", video, "-o", "two.mp4", "--case", "case") == 0
    assert len(stand_ins.searches) == 1
    assert run("models", "add", m.a_pack(tmp_path / "from")) == 0
    assert run("redact", video, "-o", "three.mp4", "--case", "case") == 0
    assert len(stand_ins.searches) == 2


def test_a_damaged_pack_that_is_on_keeps_a_redaction_from_beginning(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    (places.pack_folders().own / "torn").mkdir(parents=True)
    assert run("redact", video, "-o", "copy.mp4") == 5
    said = capsys.readouterr().err
    assert "The model pack torn is damaged" in said
    assert "reviewer models off torn" in said
    assert stand_ins.searches == []
