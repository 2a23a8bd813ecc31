"""`reviewer redact --pack` and `reviewer check PACK` from the outside."""

import json
from collections.abc import Generator
from pathlib import Path

import pytest

from reviewer.core.copy import CheckReport
from reviewer.services import check_alone, publishing
from reviewer.services.check import CheckRequest
from reviewer.services.jobs import Progress
from reviewer.services.pack_request import RESTRICTED
from reviewer.services.signing import KEY_NAME
from reviewer.store.cases import Case
from reviewer.store.settings_file import settings_folder
from tests.cli.conftest import Run
from tests.support.stand_ins import HELD, StandIns


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every point of a check of a finished copy holds."""

    def check(_request: CheckRequest) -> Generator[Progress, None, CheckReport]:
        yield Progress(0, 1, "check")
        return HELD

    monkeypatch.setattr(check_alone, "check", check)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_pack_is_made_told_of_recorded_and_checked(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns, held: None
) -> None:
    assert run("redact", video, "-o", "request 7", "--case", "case", "--pack", "--json") == 0
    said = capsys.readouterr().out
    folder = video.parent
    assert names(folder) == ["case", "interview.mp4", "request 7", f"request 7{RESTRICTED}"]
    value = json.loads(said.splitlines()[-1])
    assert value["pack"] == str(folder / "request 7")
    assert value["copy"] == str(folder / "request 7" / "request 7.mp4")
    assert "Pack: request 7, ready to be handed over." in said
    assert f"RESTRICTED, not to be handed over: request 7{RESTRICTED}" in said
    with Case.open(folder / "case", actor="me", read_only=True) as case:
        [copy] = case.copies.released()
        assert copy.path == folder / "request 7" / "request 7.mp4"
    assert run("check", "request 7") == 0
    said = capsys.readouterr().out
    assert "[held] The list of files is signed by the key SHA256:" in said
    assert "Check settled" in said
    assert run("check", f"request 7{RESTRICTED}") == 0
    assert "RESTRICTED: it is not to be disclosed" in capsys.readouterr().out


def test_a_pack_that_was_changed_is_not_settled(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns, held: None
) -> None:
    assert run("redact", video, "-o", "pack", "--pack") == 0
    (video.parent / "pack" / "check report.txt").write_text("All is well.")
    capsys.readouterr()
    assert run("check", "pack") == 4
    said = capsys.readouterr().out
    assert "[BROKEN] These files were changed after they were signed: check report.txt." in said
    assert "Its copy was not looked at" in said


def test_without_the_option_nothing_is_said_of_packs(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    assert run("redact", video, "-o", "copy.mp4", "--json") == 0
    said = capsys.readouterr().out
    assert "pack" not in json.loads(said.splitlines()[-1])
    assert names(video.parent) == ["copy.mp4", "copy.mp4.manifest.json", "interview.mp4"]


def test_an_open_check_makes_no_pack_and_the_copy_keeps_a_name_that_says_so(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    stand_ins.hits = [1, 1, 1, 1]
    assert run("redact", video, "-o", "pack", "--pack", "--json") == 4
    value = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert value["pack"] is None
    assert publishing.OPEN in Path(str(value["copy"])).name
    assert not [name for name in names(video.parent) if name == "pack" or "RESTRICTED" in name]


def test_several_recordings_make_a_folder_of_packs(video: Path, run: Run, stand_ins: StandIns) -> None:
    second = video.with_name("street.v2.mp4")
    second.write_bytes(video.read_bytes())
    assert run("redact", video, second, "-o", "packs", "--pack") == 0
    made = ["interview", f"interview{RESTRICTED}", "street.v2", f"street.v2{RESTRICTED}"]
    assert names(video.parent / "packs") == made


@pytest.mark.parametrize(
    ("output", "sentence"),
    [("pack.mp4", "a pack is a folder"), ("taken", "is there already"), ("nowhere/pack", "no folder")],
)
def test_a_place_where_no_pack_can_be_is_refused_before_any_work(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns, output: str, sentence: str
) -> None:
    (video.parent / "taken").mkdir()
    assert run("redact", video, "-o", output, "--pack") == 2
    assert sentence in capsys.readouterr().err
    assert not stand_ins.searches
    assert names(video.parent) == ["interview.mp4", "taken"]


def test_a_key_that_cannot_be_used_is_told_before_any_work(
    video: Path, run: Run, capsys: pytest.CaptureFixture[str], stand_ins: StandIns
) -> None:
    key = settings_folder() / KEY_NAME
    key.parent.mkdir(parents=True)
    key.write_text("nonsense")
    assert run("redact", video, "-o", "pack", "--pack") == 5
    assert "cannot be used" in capsys.readouterr().err
    assert not stand_ins.searches
    assert names(video.parent) == ["interview.mp4"]


def test_a_folder_that_is_no_pack_cannot_be_checked(video: Path, run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("check", video.parent) == 3
    assert "is no pack" in capsys.readouterr().err
