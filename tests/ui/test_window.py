"""The window as a whole: cases, footage, errors, and closing."""

import sys
import threading
from collections.abc import Generator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer import app
from reviewer.core.copy import CheckReport, Copy, Finding, Hit, Point
from reviewer.core.detection import Subject, Track
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.region import Decision, Region, RegionId
from reviewer.services.jobs import Progress
from reviewer.services.opened import OpenedCase
from reviewer.store.cases import Case
from reviewer.ui.main_window import USUAL, MainWindow
from reviewer.ui.viewer.outlines import SUSPECT
from tests.support.footage import Clip, make
from tests.support.window import FakeUser, fake_propose, open_footage, see, the_window

FACE = RegionId("r-face-1")


def test_the_program_can_tell_that_its_window_opens() -> None:
    app.window_check()


def test_nothing_heavy_is_loaded_before_the_window_is_there(tmp_path: Path) -> None:
    import subprocess

    code = (
        "import sys, reviewer.app as app\n"
        "from reviewer.ui.application import make_application\n"
        "make_application(); window = app.build(); window.show()\n"
        "print([m for m in ('av', 'cv2', 'mediapipe', 'onnxruntime') if m in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_at_first_the_window_fits_on_the_screen(window: MainWindow) -> None:
    fresh = app.build(user=window.user)
    room = fresh.screen().availableSize()
    assert room.width() < USUAL.width()  # as on a screen that is scaled to 200 %
    try:
        assert fresh.width() <= room.width()
        assert fresh.height() <= room.height()
    finally:
        fresh.close()
        fresh.deleteLater()


def test_opened_footage_is_on_show_analysed_and_kept_in_its_case(desk: MainWindow, user: FakeUser) -> None:
    assert user.folder is not None
    assert desk.pages.currentWidget() is desk.page
    assert set(desk.desk.review.regions) == {"r-face-1", "r-plate-1"}
    assert desk.windowTitle() == "Überfall 1.mp4  –  case  –  Reviewer"
    assert "NOT FOR RELEASE" in desk.page.banner.text()
    desk.close()
    with Case.open(user.folder, actor="another") as case:
        (footage,) = case.evidence.footage()
        assert set(case.reviews(footage.id).load().regions) == {"r-face-1", "r-plate-1"}
        assert len(case.evidence.tracks(footage.id)) == 2


def test_footage_that_cannot_be_read_is_told_and_leaves_no_case_behind(
    qtbot: QtBot, window: MainWindow, user: FakeUser, tmp_path: Path
) -> None:
    user.file = tmp_path / "notes.mp4"
    user.file.write_text("this is no recording", encoding="utf-8")
    window.commands["open_footage"].trigger()
    qtbot.waitUntil(lambda: bool(user.problems), timeout=30_000)
    assert not user.problems[0].defect
    assert "notes.mp4" in user.problems[0].sentence
    assert user.folder is not None
    assert not user.folder.exists()
    assert window.pages.currentWidget() is window.welcome


def test_a_second_recording_is_added_to_the_open_case_and_each_keeps_its_own_history(
    qtbot: QtBot, desk: MainWindow, user: FakeUser, tmp_path: Path
) -> None:
    first = desk.desk.footage
    assert first is not None
    user.file, user.add = make(tmp_path / "second.mp4", Clip(frames=8, rate=Clip().rate, noise=3)), True
    desk.commands["open_footage"].trigger()
    qtbot.waitUntil(lambda: desk.desk.footage is not first and not desk.work.busy, timeout=30_000)
    qtbot.waitUntil(lambda: bool(desk.desk.review.regions), timeout=5000)
    assert desk.page.cases.list.count() == 2
    desk.commands["undo"].trigger()
    assert not desk.desk.review.regions
    desk.page.cases.list.setCurrentRow(0)
    assert desk.desk.footage is first
    assert set(desk.desk.review.regions) == {"r-face-1", "r-plate-1"}
    assert desk.commands["undo"].isEnabled()


def test_a_case_that_is_open_elsewhere_is_shown_read_only_and_says_who_holds_it(
    qtbot: QtBot, desk: MainWindow, user: FakeUser
) -> None:
    other_user = FakeUser(folder=user.folder)
    with the_window(qtbot, other_user) as other:
        other.commands["open_case"].trigger()
        see(qtbot, other, number=0)
        assert other.page.notice.isVisible()
        assert "open for changes by" in other.page.notice.text()
        other.desk.select(FACE)
        for name in ("confirm", "reject", "remove", "draw", "analyse", "nudge_left", "starts_here"):
            assert not other.commands[name].isEnabled(), name
        other.commands["release"].trigger()
        assert "open for changes by" in other_user.problems[0].sentence
        assert not other.page.view._overlay.editable
    assert desk.desk.editable


def test_a_folder_that_is_no_case_is_told_and_the_desk_stays_as_it_is(
    desk: MainWindow, user: FakeUser, tmp_path: Path
) -> None:
    case, user.folder = desk.desk.case, tmp_path
    desk.commands["open_case"].trigger()
    assert "is not a case" in user.problems[0].sentence
    assert desk.desk.case is case
    assert desk.desk.review.regions


def test_an_edit_that_cannot_be_saved_is_told_and_changes_nothing(
    desk: MainWindow, user: FakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reviewer.core.errors import DiskError
    from reviewer.store.reviews import ReviewStore

    def refuse(*_: object, **__: object) -> None:
        raise DiskError("The disk is full.", "Make room.")

    monkeypatch.setattr(ReviewStore, "save", refuse)
    before = desk.desk.review
    desk.desk.select(FACE)
    desk.commands["confirm"].trigger()
    desk.commands["undo"].trigger()
    assert [p.sentence for p in user.problems] == ["The disk is full."] * 2
    assert desk.desk.review is before
    assert desk.commands["undo"].isEnabled()


def test_what_a_job_finds_after_its_case_was_put_away_changes_nothing(
    qtbot: QtBot, desk: MainWindow, user: FakeUser
) -> None:
    desk.commands["analyse"].trigger()
    desk.commands["close_case"].trigger()
    qtbot.waitUntil(lambda: not desk.work.busy, timeout=5000)
    qtbot.wait(50)
    assert desk.desk.case is None
    assert not user.problems


def test_what_takes_long_after_a_search_is_not_done_while_the_window_waits(
    qtbot: QtBot, desk: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    where: list[threading.Thread] = []

    def propose(tracks: tuple[Track, ...], footage: Footage) -> tuple[Region, ...]:
        where.append(threading.current_thread())
        return fake_propose(tracks, footage)

    monkeypatch.setattr(desk.operations, "_means", replace(desk.operations._means, propose=propose))
    desk.commands["analyse"].trigger()
    qtbot.waitUntil(lambda: "r-plate-1-run-2" in desk.desk.review.regions, timeout=5000)
    assert len(where) == 1
    assert where[0] is not threading.main_thread()


def test_another_analysis_replaces_what_nobody_has_decided_on_and_leaves_the_rest(
    qtbot: QtBot, desk: MainWindow, user: FakeUser
) -> None:
    desk.desk.select(FACE)
    desk.commands["reject"].trigger()
    desk.commands["analyse"].trigger()
    qtbot.waitUntil(lambda: "r-plate-1-run-2" in desk.desk.review.regions, timeout=5000)
    assert set(desk.desk.review.regions) == {"r-face-1", "r-face-1-run-2", "r-plate-1-run-2"}
    assert desk.desk.review.regions[FACE].decision is Decision.REJECTED
    assert desk.desk.selected == (FACE,)
    desk.commands["undo"].trigger()
    assert set(desk.desk.review.regions) == {"r-face-1", "r-plate-1"}
    assert not user.problems


def test_a_hit_of_the_check_is_gone_to_and_marked_over_the_picture(qtbot: QtBot, desk: MainWindow) -> None:
    assert desk.desk.footage is not None
    index = desk.desk.footage.recording.index
    box = Box(40, 150, 30, 40)
    hit = Hit(frame=12, tick=index.tick(12), seconds=0.4, subject=Subject.FACE, box=box, score=0.4, detector="other")
    copy = Copy(
        footage=desk.desk.footage.id,
        path=Path("copy.mp4"),
        sha256="0",
        profile=Profile(),
        released="",
        report=CheckReport((Finding(Point.DETECTORS, True, "Looked."),), (hit,)),
    )
    assert desk.desk.case is not None
    desk.desk.case.keep_copy(copy)
    before = marked(desk)
    desk._go_to_hit(copy, hit)
    panel = desk.fittings.hits.panel
    assert desk.page.tabs.currentWidget() is panel
    assert panel.hit == hit
    see(qtbot, desk, number=12)
    assert marked(desk) > before + 50
    desk.commands["step_forward"].trigger()
    see(qtbot, desk, number=13)
    assert marked(desk) <= before


def marked(window: MainWindow) -> int:
    """How many points of the view have the colour that hits alone are marked in."""
    view = window.page.view.viewport().grab().toImage()
    points = ((x, y) for x in range(0, view.width(), 2) for y in range(0, view.height(), 2))
    return sum(view.pixelColor(x, y) == SUSPECT for x, y in points)


def test_footage_with_pixels_that_are_not_square_is_shown_in_its_true_shape(
    qtbot: QtBot, window: MainWindow, user: FakeUser, tmp_path: Path
) -> None:
    user.file = make(tmp_path / "wide.mp4", Clip(frames=4, aspect=Fraction(3, 2)))
    open_footage(qtbot, window)
    transform = window.page.view.transform()
    assert transform.m11() / transform.m22() == pytest.approx(1.5)


def test_the_window_closes_only_when_the_user_lets_go_of_work_under_way(
    qtbot: QtBot, window: MainWindow, user: FakeUser
) -> None:
    stopped = threading.Event()

    def endless() -> Generator[Progress, None, None]:
        try:
            while True:
                threading.Event().wait(0.01)
                yield Progress(0, None)
        finally:
            stopped.set()

    window.work.submit("Endless", endless(), done=lambda _: None)
    qtbot.waitUntil(lambda: window.work.entries[0].progress is not None, timeout=5000)
    user.stops = False
    assert not window.close()
    assert window.isVisible()
    user.stops = True
    assert window.close()
    assert stopped.is_set()


def test_closing_ends_the_decoder_and_lets_others_change_the_case(desk: MainWindow, user: FakeUser) -> None:
    assert user.folder is not None
    desk.close()
    commands = [" ".join(c.cmdline()) for c in psutil.Process().children() if c.status() != psutil.STATUS_ZOMBIE]
    assert not [c for c in commands if "spawn_main" in c]
    case = OpenedCase.open(user.folder, actor="another")
    assert not case.read_only
    case.close()


def test_a_picture_that_cannot_be_had_is_told_over_the_picture_and_the_window_goes_on(
    qtbot: QtBot, desk: MainWindow, user: FakeUser
) -> None:
    for child in psutil.Process().children():
        if "spawn_main" in " ".join(child.cmdline()):
            child.kill()
    qtbot.waitUntil(lambda: desk.page._trouble.isVisible(), timeout=10_000)
    assert "unchanged" in desk.page._trouble.text()
    assert desk.page.view.item.image is None
    desk.commands["step_forward"].trigger()
    see(qtbot, desk, number=1)
    assert not desk.page._trouble.isVisible()
    assert not user.problems


@pytest.mark.logs("a defect was shown")
def test_a_defect_is_told_with_the_place_of_its_report(window: MainWindow, user: FakeUser) -> None:
    window.report(RuntimeError("a defect"))
    assert user.problems[0].defect
    assert "report" in user.problems[0].advice


def test_a_recording_that_is_open_already_is_found_again_rather_than_taken_in_twice(
    qtbot: QtBot, desk: MainWindow, user: FakeUser
) -> None:
    user.add = True
    open_footage(qtbot, desk)
    assert desk.page.cases.list.count() == 1
    assert not user.problems


def test_a_recording_that_is_named_at_the_start_is_taken_in(qtbot: QtBot, window: MainWindow, user: FakeUser) -> None:
    assert user.file is not None
    window.open(user.file)
    qtbot.waitUntil(lambda: window.projector.shown is not None, timeout=30_000)
    assert window.desk.footage is not None
    assert window.desk.footage.path == user.file


def test_the_program_runs_with_a_case_and_ends_with_its_window(
    qtbot: QtBot, user: FakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert user.folder is not None
    with Case.create(user.folder, title="SAR 2211", actor="me"):
        pass
    titles: list[str] = []

    def look_and_close() -> None:
        (window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow) and w.isVisible()]
        titles.append(window.windowTitle())
        window.close()

    QTimer.singleShot(300, look_and_close)
    assert app.run(user.folder) == 0
    assert titles == ["SAR 2211  –  Reviewer"]
