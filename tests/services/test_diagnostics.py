"""A problem report says where the program went wrong, and nothing about whose footage it was."""

import re
from pathlib import Path

import pytest

from reviewer.core import places
from reviewer.services import diagnostics
from reviewer.services.diagnostics import keep_report, problem_report
from tests.support.models import put


def failure(message: str) -> Exception:
    try:
        try:
            raise KeyError("inner")
        except KeyError as cause:
            raise RuntimeError(message) from cause
    except RuntimeError as error:
        return error


def test_a_report_has_the_trace_the_chain_and_the_versions() -> None:
    report = problem_report(failure("it broke"), command="redact")
    assert "command: redact" in report
    assert "tests/services/test_diagnostics.py" in report
    assert report.index("KeyError") < report.index("RuntimeError: it broke")
    for name in ("av", "numpy", "Python"):
        assert f"\n{name}: " in report


@pytest.mark.parametrize(
    "message",
    [
        "cannot open /evidence/Smith v Jones/interview 3.mp4 twice",
        "cannot open '/evidence/Smith v Jones/interview 3.mp4'",
        "cannot open C:\\evidence\\Smith\\interview.mp4",
        "cannot open interview 3.mp4",
        "INTERVIEW 3 of Smith v Jones",
    ],
)
def test_a_report_names_no_footage(message: str) -> None:
    given = ["/evidence/Smith v Jones/interview 3.mp4", "C:\\evidence\\Smith\\interview.mp4"]
    report = problem_report(failure(message), command="redact", private=given).lower()
    assert "interview" not in report
    assert "smith" not in report
    assert "evidence" not in report


def test_a_report_keeps_places_in_the_programs_own_code() -> None:
    place = Path(diagnostics.__file__)
    report = problem_report(failure(f'File "{place}", line 3'), command="redact")
    assert "reviewer/services/diagnostics.py" in report
    assert str(place) not in report


def test_what_a_child_process_noted_is_in_the_report() -> None:
    error = failure("lost")
    error.add_note("in the child: ZeroDivisionError")
    assert "in the child: ZeroDivisionError" in problem_report(error, command="check")


def test_a_report_is_kept_in_the_users_own_folder(own_home: Path) -> None:
    kept = keep_report("report")
    assert kept is not None
    assert kept.is_relative_to(own_home)
    assert kept.read_text(encoding="utf-8") == "report"


def test_a_report_is_kept_with_temporary_files_where_there_is_no_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr("platformdirs.user_log_path", lambda *_, **__: tmp_path / "file" / "logs")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    kept = keep_report("report")
    assert kept is not None
    assert kept.parent == tmp_path


def test_a_report_names_the_model_packs_and_nothing_of_damaged_ones() -> None:
    assert "model packs: none" in problem_report(ValueError(), command="window")
    own = places.pack_folders().own
    (put(own, "plates") / "manifest.toml").write_text("")
    put(own, "bright")
    told = problem_report(ValueError(), command="window")
    assert re.search(r"^model packs: bright [0-9a-f]{12}, a damaged one$", told, re.MULTILINE)
    own.rename(own.with_name("was own"))
    own.touch()
    assert "model packs: cannot be read" in problem_report(ValueError(), command="window")
