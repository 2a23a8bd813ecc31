"""Questions and messages before the window."""

import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QLabel, QListWidget
from pytestqt.qtbot import QtBot

from reviewer.core.copy import CheckReport, Copy, Finding, Hit, Point
from reviewer.core.detection import Subject
from reviewer.core.edits import Decide
from reviewer.core.errors import CaseError
from reviewer.core.footage import FootageId
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile, SoundPolicy
from reviewer.core.region import Decision, RegionId
from reviewer.core.review import Review, of
from reviewer.core.settings import Search
from reviewer.core.timing import Tick
from reviewer.ui.dialogs.intake import Intake, IntakeDialog, default_folder
from reviewer.ui.dialogs.problem import install_hooks, problem_of
from reviewer.ui.dialogs.release import ReleaseDialog, covered, wrong_with
from reviewer.ui.dialogs.report import ReportDialog
from tests.support.values import a_region

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


def test_the_release_dialog_gives_back_what_was_chosen(tmp_path: Path, qtbot: QtBot) -> None:
    dialog = ReleaseDialog(Review(), profile=Profile(fill=(255, 255, 255)), target=tmp_path / "copy.mp4")
    qtbot.addWidget(dialog)
    dialog.effect.setCurrentIndex(dialog.effect.findData("mosaic"))
    dialog.sound.setCurrentIndex(dialog.sound.findData(SoundPolicy.SILENT))
    assert dialog.answer.profile == Profile("mosaic", (255, 255, 255), SoundPolicy.SILENT)
    assert dialog.answer.target == tmp_path / "copy.mp4"
    assert dialog.fill.text() == "White"


@pytest.mark.parametrize("name", ["", "   ", "copy.avi", "there.mp4", "no such folder/copy.mp4"])
def test_a_name_under_which_no_copy_can_be_put_is_told_before_any_work(tmp_path: Path, qtbot: QtBot, name: str) -> None:
    (tmp_path / "there.mp4").touch()
    dialog = ReleaseDialog(Review(), profile=Profile(), target=tmp_path / "copy.mp4")
    qtbot.addWidget(dialog)
    assert dialog.buttons.button(OK).isEnabled()
    text = str(tmp_path / name) if name.strip() else name
    dialog.target.setText(text)
    assert not dialog.buttons.button(OK).isEnabled()
    assert wrong_with(text) in [label.text() for label in dialog.findChildren(QLabel)]


def test_the_release_dialog_says_what_will_be_covered_and_what_will_not() -> None:
    assert "No region will be covered" in covered(Review())
    review = of([a_region("a"), a_region("b"), a_region("c")])
    review = Decide((RegionId("a"),), Decision.CONFIRMED).apply(review)
    review = Decide((RegionId("b"),), Decision.REJECTED).apply(review)
    told = covered(review)
    assert "2 regions will be covered, 1 of them proposed and not yet decided; 1 rejected will be shown" in told


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
