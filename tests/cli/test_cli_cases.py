"""`reviewer tracks`, `reviewer audit` and cases that something is wrong with."""

import json
import sqlite3
from pathlib import Path

import pytest

from reviewer.store.cases import DATABASE, Case
from tests.cli.conftest import Run
from tests.support.stand_ins import StandIns


@pytest.fixture
def case(video: Path, run: Run, stand_ins: StandIns, capsys: pytest.CaptureFixture[str]) -> Path:
    assert run("redact", video, "-o", "copy.mp4", "--case", "case") == 0
    capsys.readouterr()
    return video.with_name("case")


def change(case: Path, *statements: str) -> None:
    with sqlite3.connect(case / DATABASE) as connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_tracks_are_one_json_object_a_frame_in_the_order_of_the_contract(
    case: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    target = case.with_name("tracks.jsonl")
    assert run("tracks", case, "-o", "tracks.jsonl") == 0
    assert "12 frames with 24 boxes of 2 tracks are in tracks.jsonl" in capsys.readouterr().out
    lines = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [list(line) for line in lines] == [["frame", "tick", "seconds", "boxes"]] * 12
    assert [line["frame"] for line in lines] == list(range(12))
    assert [line["tick"] for line in lines] == list(range(12))
    assert lines[3]["seconds"] == pytest.approx(0.1)
    assert lines[3]["boxes"][0] == {
        "track": "face-1",
        "subject": "face",
        "x": 200.0,
        "y": 100.0,
        "w": 40.0,
        "h": 50.0,
        "origin": "detected",
        "score": 0.9,
    }
    assert list(lines[3]["boxes"][0]) == ["track", "subject", "x", "y", "w", "h", "origin", "score"]


def test_a_plate_that_was_read_has_its_reading_last(video: Path, run: Run, stand_ins: StandIns) -> None:
    stand_ins.texts = ["AB12CDE"]
    assert run("redact", video, "-o", "copy.mp4", "--case", "read", "--read-plates") == 0
    assert run("tracks", "read", "-o", "tracks.jsonl") == 0
    lines = [json.loads(line) for line in video.with_name("tracks.jsonl").read_text(encoding="utf-8").splitlines()]
    for face, plate in (line["boxes"] for line in lines):
        assert "reading" not in face
        assert list(plate)[-1] == "reading"
        assert plate["reading"] == {"text": "AB12CDE", "pattern": "uk-current", "score": 0.875}


def test_tracks_replace_an_older_list_as_a_whole_and_change_nothing_in_the_case(case: Path, run: Run) -> None:
    before = {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}
    target = case.with_name("tracks.jsonl")
    target.write_text("old", encoding="utf-8")
    assert run("tracks", case, "-o", target) == 0
    assert target.read_text(encoding="utf-8").startswith('{"frame": 0, "tick": 0, "seconds": 0.0, "boxes": [')
    assert {path: path.read_bytes() for path in case.rglob("*") if path.is_file()} == before
    assert not list(case.parent.glob("*.partial"))


@pytest.mark.parametrize("target", [".", "no/where.jsonl", "case"])
def test_tracks_need_a_name_for_a_file(case: Path, run: Run, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("tracks", case, "-o", target) == 2
    assert "is no name for a file" in capsys.readouterr().err


def test_a_whole_log_is_told_with_its_number_of_events(
    case: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("audit", case) == 0
    assert capsys.readouterr().out.startswith("5 events, each sealed with the one before it")


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE audit SET actor = 'nobody' WHERE seq = 3", "at event 3 (Save tracks"),
        ("UPDATE audit SET detail = '{}' WHERE seq = 2", "at event 2 (Add footage"),
        ("DELETE FROM audit WHERE seq = 4", "at event 4 (Release copy"),
        ("DELETE FROM audit WHERE seq = 5", "at event 5"),
    ],
)
def test_the_first_broken_event_is_named(
    case: Path, run: Run, capsys: pytest.CaptureFixture[str], statement: str, sentence: str
) -> None:
    change(case, "DROP TRIGGER audit_fixed", "DROP TRIGGER audit_kept", statement)
    assert run("audit", case) == 5
    out = capsys.readouterr().out
    assert "The log is BROKEN" in out
    assert sentence in out


@pytest.mark.parametrize("command", [("audit", "{case}"), ("tracks", "{case}", "-o", "tracks.jsonl")])
@pytest.mark.parametrize("wrong", ["missing", "folder", "newer", "damaged", "overwritten"])
def test_a_case_that_cannot_be_opened_is_status_5(
    case: Path, run: Run, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], wrong: str
) -> None:
    database = case / DATABASE
    if wrong == "missing":
        case = case.with_name("elsewhere")
    elif wrong == "folder":
        database.unlink()
    elif wrong == "newer":
        change(case, "PRAGMA user_version = 99")
    elif wrong == "damaged":
        data = database.read_bytes()
        database.write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    else:
        database.write_bytes(b"no database at all, just words" * 100)
    assert run(*[word.replace("{case}", str(case)) for word in command]) == 5
    said = capsys.readouterr()
    assert len(said.err.strip().splitlines()) == 2
    assert "Traceback" not in said.err
    assert not case.with_name("tracks.jsonl").exists()


def test_redact_refuses_a_damaged_or_newer_or_busy_case_and_makes_nothing(
    case: Path, video: Path, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    with Case.open(case, actor="Sergeant Busy"):
        assert run("redact", video, "-o", "second.mp4", "--case", case) == 5
    assert "Sergeant Busy" in capsys.readouterr().err
    change(case, "PRAGMA user_version = 99")
    assert run("redact", video, "-o", "second.mp4", "--case", case) == 5
    assert "newer version" in capsys.readouterr().err
    (case / DATABASE).write_bytes(b"x" * 5000)
    assert run("redact", video, "-o", "second.mp4", "--case", case) == 5
    assert not list(video.parent.glob("second*"))
