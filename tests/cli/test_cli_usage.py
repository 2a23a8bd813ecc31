"""Words that make no sense: status 2, one sentence on stderr with what to do, nothing on stdout, nothing made."""

from pathlib import Path

import pytest

from reviewer.cli import main
from reviewer.cli.arguments import COMMANDS
from tests.cli.conftest import Run
from tests.support.stand_ins import StandIns


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["redact"], "the following arguments are required: VIDEO, -o"),
        (["redact", "interview.mp4"], "the following arguments are required: -o"),
        (["redact", "interview.mp4", "-o", "a.mp4", "--nonsense"], "unrecognized arguments: --nonsense"),
        (["redact", "interview.mp4", "-o", "a.mp4", "--find", "faces"], '--find does not know "faces"'),
        (["redact", "interview.mp4", "-o", "a.mp4", "--find", "face,,plate"], '--find does not know ""'),
        (["redact", "interview.mp4", "-o", "a.mp4", "--find", ""], '--find does not know ""'),
        (["redact", "interview.mp4", "-o", "a.mp4", "--profile", "slow"], '--profile does not know "slow"'),
        (["redact", "interview.mp4", "-o", "a.mp4", "--effect", "pixels"], '--effect does not know "pixels"'),
        (["redact", "interview.mp4", "-o", "a.mp4", "--fill", "red"], '--fill does not understand "red"'),
        (["redact", "interview.mp4", "-o", "a.mp4", "--fill", "ff00ff00"], "--fill does not understand"),
        (["redact", "interview.mp4", "-o", "a.mp4", "--sound", "loud"], '--sound does not know "loud"'),
        (["redact", "interview.mp4", "interview.mp4", "-o", "folder"], "One recording is named twice"),
        (["redact", "interview.mp4", "b.mp4", "-o", "copies.mp4"], "There is no folder"),
        (["redact", "interview.mp4", "b.mp4", "-o", "no/where"], "There is no folder"),
        (["redact", "interview.mp4", "b.mp4", "-o", "interview.mp4"], "is a file"),
        (["redact", "interview.mp4", "-o", "interview.mp4"], "is the original itself"),
        (["redact", "interview.mp4", "-o", "../{here}/interview.mp4"], "is the original itself"),
        (["redact", "interview.mp4", "-o", "."], "does not end in .mp4"),
        (["redact", "interview.mp4", "-o", "copy.avi"], "does not end in .mp4"),
        (["redact", "interview.mp4", "-o", "no/where.mp4"], "There is no folder"),
        (["tracks"], "the following arguments are required: CASE, -o"),
        (["check"], "the following arguments are required: COPY"),
        (["audit", "a", "b"], "unrecognized arguments: b"),
        (["nonsense"], "There is no case nonsense, and no command of that name"),
        (["redcat", "interview.mp4", "-o", "a.mp4"], "unrecognized arguments"),
    ],
)
def test_a_command_that_makes_no_sense_is_told_in_a_sentence(
    words: list[str], sentence: str, video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    words = [word.replace("{here}", video.parent.name) for word in words]
    assert run(*words) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert len(said.err.strip().splitlines()) == 2
    assert "Traceback" not in said.err
    assert said.out == ""
    assert [path.name for path in video.parent.iterdir()] == ["interview.mp4"]


def test_what_exists_already_is_never_replaced(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    for name in ("copy.mp4", "copy.mp4.manifest.json", "copy.CHECK-OPEN.mp4"):
        there = video.with_name(name)
        there.write_bytes(b"mine")
        assert run("redact", video, "-o", "copy.mp4") == 2
        assert f"{name} is there already" in capsys.readouterr().err
        assert there.read_bytes() == b"mine"
        there.unlink()


def test_a_folder_with_the_name_of_a_copy_is_refused(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    video.with_name("copy.mp4").mkdir()
    assert run("redact", video, "-o", "copy.mp4") == 2
    assert "is a folder" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([*([command] if command else []), "--help"])
    assert left.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith(f"usage: reviewer {command}".rstrip())
    assert "exit status: 0 done;" in said


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    import tomllib

    text = (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--version"])
    assert capsys.readouterr().out.strip() == f"reviewer {tomllib.loads(text)['project']['version']}"


def test_a_window_is_refused_where_there_is_no_screen(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("QT_QPA_PLATFORM", "DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("platform.system", lambda: "Linux")
    assert run() == 2
    assert "There is no screen" in capsys.readouterr().err
