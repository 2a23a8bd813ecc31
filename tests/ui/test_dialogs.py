"""Questions and messages before the window."""

import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QListWidget
from pytestqt.qtbot import QtBot

from reviewer.core.copy import CheckReport, Copy, Finding, Hit, Point, Settled, Settlement
from reviewer.core.detection import Subject
from reviewer.core.errors import CaseError
from reviewer.core.footage import FootageId
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.settings import Search
from reviewer.core.timing import Tick
from reviewer.ui.dialogs.intake import Intake, IntakeDialog, default_folder
from reviewer.ui.dialogs.problem import install_hooks, problem_of
from reviewer.ui.dialogs.report import POINTS, ReportDialog

OK = QDialogButtonBox.StandardButton.Ok


def test_a_case_goes_beside_its_footage_unless_told_otherwise(tmp_path: Path, qtbot: QtBot) -> None:
    footage = tmp_path / "Überfall 1.mp4"
    dialog = IntakeDialog(footage, "")
    qtbot.addWidget(dialog)
    assert dialog.answer == Intake(footage, tmp_path / "Überfall 1 case", Search())


def test_a_folder_that_is_taken_by_something_else_is_not_proposed_for_a_case(tmp_path: Path) -> None:
    (tmp_path / "a case").mkdir()
    assert default_folder(tmp_path / "a.mp4") == tmp_path / "a case 2"
    (tmp_path / "a case" / "case.db").touch()
    assert default_folder(tmp_path / "a.mp4") == tmp_path / "a case"


def test_footage_is_added_to_the_open_case_unless_told_otherwise(tmp_path: Path, qtbot: QtBot) -> None:
    dialog = IntakeDialog(tmp_path / "a.mp4", "SAR 2211")
    qtbot.addWidget(dialog)
    assert dialog.answer.folder is None
    dialog.new.setChecked(True)
    assert dialog.answer.folder == tmp_path / "a case"
    dialog.folder.setText(" ")
    assert not dialog.buttons.button(OK).isEnabled()


def test_looking_for_nothing_means_no_analysis(tmp_path: Path, qtbot: QtBot) -> None:
    dialog = IntakeDialog(tmp_path / "a.mp4", "")
    qtbot.addWidget(dialog)
    for box in dialog.choice.finds.values():
        box.setChecked(False)
    assert dialog.answer.search is None
    dialog.choice.finds[Subject.TEXT].setChecked(True)
    assert dialog.answer.search == Search(frozenset({Subject.TEXT}))


def a_copy(report: CheckReport) -> Copy:
    return Copy(
        footage=FootageId("f"), path=Path("copy.mp4"), sha256="0", profile=Profile(), released="", report=report
    )


def test_the_report_lists_findings_and_leads_to_the_hits(qtbot: QtBot) -> None:
    hit = Hit(frame=3, tick=Tick(90), seconds=3.0, subject=Subject.FACE, box=Box(1, 2, 3, 4), score=0.41, detector="x")
    findings = (Finding(Point.TICKS, True, "All frames are there."), Finding(Point.CONTENTS, False, "A stream more."))
    dialog = ReportDialog(a_copy(CheckReport(findings, (hit,))))
    qtbot.addWidget(dialog)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert said[0] == "The check is open: 1 place to look at and 1 point that did not hold. The copy's name says so."
    assert "✓  All frames are there." in said
    assert "✗  A stream more." in said
    hits = dialog.findChild(QListWidget)
    with qtbot.waitSignal(dialog.wanted) as wanted:
        hits.itemActivated.emit(hits.item(0))
    assert wanted.args == [hit]
    with qtbot.waitSignal(dialog.wanted) as wanted:
        dialog.decide.click()
    assert wanted.args == [None]


def test_a_report_without_open_hits_offers_no_decision(qtbot: QtBot) -> None:
    dialog = ReportDialog(a_copy(CheckReport((Finding(Point.TICKS, True, "All frames are there."),))))
    qtbot.addWidget(dialog)
    assert dialog.decide.isHidden()


def test_the_report_says_what_was_decided_on_each_hit_and_which_points_nobody_looked_at(qtbot: QtBot) -> None:
    hits = tuple(
        Hit(frame=n, tick=Tick(n), seconds=n, subject=Subject.FACE, box=Box(n, 2, 3, 4), score=0.41, detector="x")
        for n in range(3)
    )
    report = CheckReport((Finding(Point.TICKS, True, "All frames are there."),), hits)
    for hit, how in zip(hits, (Settlement.COVER, Settlement.LAWFUL), strict=False):
        report = report.settling(hit.id, Settled(how=how, reason="r", by="me", at="now"))
    dialog = ReportDialog(a_copy(report))
    qtbot.addWidget(dialog)
    said = [label.text() for label in dialog.findChildren(QLabel)]
    assert said[0].startswith("The check is open: 1 place to look at and 1 place to cover.")
    assert [dialog.hits.item(n).text().rsplit("   ", 1)[1] for n in range(3)] == [
        "to be covered",
        "lawful to show",
        "open",
    ]
    assert sum(text.startswith("–  Not looked at yet") for text in said) == len(Point) - 1
    assert set(POINTS) == set(Point)


def test_the_folder_of_the_copy_is_opened_from_the_report(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    copy = replace(a_copy(CheckReport(())), path=tmp_path / "pack" / "pack.mp4")
    dialog = ReportDialog(copy)
    qtbot.addWidget(dialog)
    dialog.open_folder.click()
    assert [Path(p) for p in opened] == [tmp_path / "pack"]


def test_the_report_never_promises_that_nothing_is_left(qtbot: QtBot) -> None:
    dialog = ReportDialog(a_copy(CheckReport((Finding(Point.TICKS, True, "All frames are there."),))))
    qtbot.addWidget(dialog)
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert "looks at held" in said
    assert "clean" not in said


def test_what_the_user_can_act_on_is_told_with_its_advice_and_without_a_report(own_home: Path) -> None:
    problem = problem_of(CaseError("The case is in use.", "Close it there."))
    assert (problem.sentence, problem.advice, problem.defect) == ("The case is in use.", "Close it there.", False)
    assert not list(own_home.rglob("problem-*.txt"))


def test_a_defect_is_told_with_a_report_that_names_no_footage(own_home: Path) -> None:
    try:
        raise KeyError("/recordings/Jane Doe/assault.mp4")
    except KeyError as error:
        problem = problem_of(error, ["/recordings/Jane Doe/assault.mp4"])
    (report,) = own_home.rglob("problem-*.txt")
    assert problem.defect
    assert str(report) in problem.advice
    written = report.read_text(encoding="utf-8")
    assert "KeyError" in written
    assert "test_dialogs.py" in written
    assert "Jane" not in written
    assert "assault" not in written


@pytest.mark.logs("an error that nothing caught")
def test_errors_that_nothing_catches_are_shown_from_any_thread() -> None:
    shown: list[BaseException] = []
    back = install_hooks(shown.append)
    try:
        sys.excepthook(ValueError, ValueError("here"), None)
        thread = threading.Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
    finally:
        back()
    assert [type(e) for e in shown] == [ValueError, ZeroDivisionError]
