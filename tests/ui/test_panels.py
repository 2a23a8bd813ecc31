"""The list of regions, the timeline, the case and the work beside the picture."""

import threading
from collections.abc import Generator

import pytest
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Subject, TrackId
from reviewer.core.doubt import Doubt, DoubtKind, risk_of
from reviewer.core.errors import DiskError
from reviewer.core.region import Decision, RegionId
from reviewer.core.timing import Span, Tick
from reviewer.services.jobs import Progress
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panels.jobs import RESUMES, time_left
from reviewer.ui.panels.region_rows import COLUMNS
from reviewer.ui.panels.regions import FOUND_NOTHING, HINT, LOOKING
from reviewer.ui.work import Estimate
from tests.support.window import FakeUser, see

FACE, PLATE = RegionId("r-face-1"), RegionId("r-plate-1")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    """With the list of regions in front."""
    window.page.show_tab("regions")
    return window


def rows(window: MainWindow) -> list[list[str]]:
    model = window.page.regions.list.model()
    return [[str(model.index(row, column).data()) for column in range(len(COLUMNS))] for row in range(model.rowCount())]


def test_the_list_tells_what_is_hidden_when_and_what_is_doubtful_about_it(desk: MainWindow) -> None:
    assert rows(desk) == [
        ["Face 1", "0:00.00", "0:01.60", "? Proposed", "–"],
        ["Plate 1", "0:00.00", "0:01.60", "? Proposed", "–"],
    ]
    appraise(desk, doubt(DoubtKind.VANISHED, 0.2, track="plate-1"), doubt(DoubtKind.SMALL, 0.1, track="plate-1"))
    assert [row[4] for row in rows(desk)] == ["–", "vanishes"]
    tip = desk.page.regions.list.model().index(1, 4).data(Qt.ItemDataRole.ToolTipRole).replace("\n", " ")
    assert "A plate vanishes inside the picture; it may still be there." in tip
    assert "Seen by a detector in 50 % of its frames" in tip


def appraise(window: MainWindow, *doubts: Doubt) -> None:
    """Give the footage on show these doubts."""
    place = window.desk.place
    assert place is not None
    risk = risk_of(doubts, place.footage.recording.index.ticks)
    place.appraisal = Appraisal(doubts, risk)
    window.desk.review_changed.emit()


def doubt(kind: DoubtKind, weight: float, *, track: str) -> Doubt:
    return Doubt(kind, Span(Tick(0), Tick(10**6)), Tick(0), weight, Subject.PLATE, None, TrackId(track))


def test_the_list_can_be_sorted_by_doubt_and_back_and_the_selection_stays(desk: MainWindow) -> None:
    appraise(desk, doubt(DoubtKind.SMALL, 0.1, track="face-1"), doubt(DoubtKind.VANISHED, 0.2, track="plate-1"))
    desk.desk.select(FACE)
    desk.commands["by_doubt"].trigger()
    assert [row[0] for row in rows(desk)] == ["Plate 1", "Face 1"]
    assert [index.row() for index in desk.page.regions.list.selectionModel().selectedRows()] == [1]
    assert desk.desk.selected == (FACE,)
    desk.commands["reject"].trigger()  # what changes the review does not change the order
    assert [row[0] for row in rows(desk)] == ["Plate 1", "Face 1"]
    desk.commands["by_doubt"].trigger()
    assert [row[0] for row in rows(desk)] == ["Face 1", "Plate 1"]


def test_going_through_the_regions_follows_the_list_as_it_is_sorted(desk: MainWindow) -> None:
    appraise(desk, doubt(DoubtKind.VANISHED, 0.2, track="plate-1"))
    desk.commands["by_doubt"].trigger()
    for expected in (PLATE, FACE, PLATE):
        desk.commands["next_region"].trigger()
        assert desk.desk.selected == (expected,)
    desk.commands["previous_region"].trigger()
    assert desk.desk.selected == (FACE,)


def test_a_click_on_a_heading_sorts_by_it(qtbot: QtBot, desk: MainWindow) -> None:
    appraise(desk, doubt(DoubtKind.VANISHED, 0.2, track="plate-1"))
    header = desk.page.regions.list.header()
    place = QPoint(header.sectionViewportPosition(4) + 8, header.height() // 2)
    for expected in (["Face 1", "Plate 1"], ["Plate 1", "Face 1"]):
        qtbot.mouseClick(header.viewport(), LEFT, pos=place)
        assert [row[0] for row in rows(desk)] == expected


def read_plates(qtbot: QtBot, window: MainWindow) -> None:
    window.commands["read_plates"].trigger()
    qtbot.waitUntil(lambda: not window.work.busy and "AB12CDE" in rows(window)[1][0], timeout=5000)


def test_plates_are_read_when_it_is_asked_for_and_the_list_tells_what_they_say(
    qtbot: QtBot, desk: MainWindow, user: FakeUser
) -> None:
    before = desk.desk.review
    read_plates(qtbot, desk)
    assert [row[0] for row in rows(desk)] == ["Face 1", "Plate 1 · AB12CDE 0.88"]
    tip = desk.page.regions.list.model().index(1, 0).data(Qt.ItemDataRole.ToolTipRole).replace("\n", " ")
    assert "Read as AB12CDE, with a score of 0.88; fits the form of: United Kingdom, since 2001" in tip
    assert desk.desk.review is before
    assert not user.problems
    assert desk.desk.case is not None
    assert desk.desk.footage is not None
    kept = desk.desk.case.tracks(desk.desk.footage.id)
    assert [t.reading.text for t in kept if t.reading] == ["AB12CDE"]


def test_the_list_is_searched_for_a_plate_once_plates_were_read(qtbot: QtBot, desk: MainWindow) -> None:
    search, shown = desk.page.regions.search, desk.page.regions.list
    assert not search.isVisible()
    read_plates(qtbot, desk)
    assert search.isVisible()

    def visible() -> list[int]:
        return [row for row in range(2) if not shown.isRowHidden(row, QModelIndex())]

    for text, found in (("ab12", [1]), ("ABI2 c", [1]), ("face", [0]), ("XY99", []), ("", [0, 1])):
        search.setText(text)
        assert visible() == found


def test_going_through_the_regions_passes_over_those_that_a_search_hides(qtbot: QtBot, desk: MainWindow) -> None:
    read_plates(qtbot, desk)
    desk.desk.select(FACE)
    desk.page.regions.search.setText("AB12")
    for name in ("next_region", "next_region", "previous_region"):
        desk.commands[name].trigger()
        assert desk.desk.selected == (PLATE,)
    desk.desk.select(FACE)
    desk.commands["previous_region"].trigger()
    assert desk.desk.selected == (PLATE,)
    desk.page.regions.search.setText("nothing is called so")
    desk.commands["next_region"].trigger()
    assert desk.desk.selected == (PLATE,)


def test_no_text_of_the_list_is_cut_off(qtbot: QtBot, desk: MainWindow) -> None:
    read_plates(qtbot, desk)
    appraise(desk, doubt(DoubtKind.BRIDGED, 0.2, track="plate-1"))
    listed = desk.page.regions.list
    for column in range(len(COLUMNS)):
        assert listed.columnWidth(column) >= listed.sizeHintForColumn(column)
    assert not listed.horizontalScrollBar().isVisible()


def test_after_a_search_that_found_nothing_the_list_does_not_say_that_nothing_is_there(desk: MainWindow) -> None:
    appraise(desk)
    desk.desk.select(FACE, PLATE)
    desk.commands["remove"].trigger()
    assert HINT in hints(desk)
    place = desk.desk.place
    assert place is not None
    place.tracks.clear()
    desk.desk.review_changed.emit()
    assert FOUND_NOTHING in hints(desk)
    assert "does not mean that there is nothing" in FOUND_NOTHING


def test_while_the_first_search_is_under_way_the_list_says_so(qtbot: QtBot, window: MainWindow, user: FakeUser) -> None:
    user.search = None
    window.commands["open_footage"].trigger()
    qtbot.waitUntil(lambda: window.projector.shown is not None, timeout=30_000)
    assert HINT in hints(window)
    before = window.work.submit("Before", waiting(go := threading.Event()), done=lambda _: None)
    window.commands["analyse"].trigger()
    assert LOOKING in hints(window)
    window.work.cancel(window.work.entries[-1])
    go.set()
    qtbot.waitUntil(lambda: before.over and not window.work.busy, timeout=5000)
    assert HINT in hints(window)


def hints(window: MainWindow) -> list[str]:
    return [label.text() for label in window.page.regions.findChildren(QLabel) if label.isVisible()]


def test_plates_are_read_only_where_some_were_found(qtbot: QtBot, window: MainWindow, user: FakeUser) -> None:
    user.search = None
    window.commands["open_footage"].trigger()
    qtbot.waitUntil(lambda: window.projector.shown is not None, timeout=30_000)
    assert window.commands["analyse"].isEnabled()
    assert not window.commands["read_plates"].isEnabled()


def test_without_regions_the_list_says_how_to_get_some(qtbot: QtBot, window: MainWindow, user: FakeUser) -> None:
    user.search = None
    window.commands["open_footage"].trigger()
    qtbot.waitUntil(lambda: window.projector.shown is not None, timeout=30_000)
    told = [label.text() for label in window.page.regions.findChildren(QLabel) if label.isVisible()]
    assert any("Ctrl+F" in text for text in told)
    assert not window.page.regions.list.isVisible()


def select_row(window: MainWindow, row: int, *, more: bool = False) -> None:
    model = window.page.regions.list.model()
    flags = QItemSelectionModel.SelectionFlag.Rows
    flags |= QItemSelectionModel.SelectionFlag.Select if more else QItemSelectionModel.SelectionFlag.ClearAndSelect
    window.page.regions.list.selectionModel().setCurrentIndex(model.index(row, 0), flags)


def test_selecting_in_the_list_selects_on_the_desk_and_the_other_way_round(desk: MainWindow) -> None:
    select_row(desk, 1)
    assert desk.desk.selected == (PLATE,)
    desk.desk.select(FACE)
    chosen = {index.row() for index in desk.page.regions.list.selectionModel().selectedRows()}
    assert chosen == {0}


def test_several_regions_are_decided_at_once_and_undone_at_once(desk: MainWindow) -> None:
    select_row(desk, 0)
    select_row(desk, 1, more=True)
    assert set(desk.desk.selected) == {FACE, PLATE}
    desk.commands["reject"].trigger()
    assert {r.decision for r in desk.desk.review.regions.values()} == {Decision.REJECTED}
    assert [row[3] for row in rows(desk)] == ["✗ Rejected", "✗ Rejected"]
    desk.commands["undo"].trigger()
    assert {r.decision for r in desk.desk.review.regions.values()} == {Decision.PROPOSED}
    assert set(desk.desk.selected) == {FACE, PLATE}


def test_keys_confirm_reject_and_remove_what_is_selected_in_the_list(qtbot: QtBot, desk: MainWindow) -> None:
    desk.activateWindow()
    select_row(desk, 0)
    desk.page.regions.list.setFocus()
    qtbot.keyClick(desk.page.regions.list, Qt.Key.Key_C)
    assert desk.desk.review.regions[FACE].decision is Decision.CONFIRMED
    qtbot.keyClick(desk.page.regions.list, Qt.Key.Key_X)
    assert desk.desk.review.regions[FACE].decision is Decision.REJECTED
    qtbot.keyClick(desk.page.regions.list, Qt.Key.Key_Delete)
    assert set(desk.desk.review.regions) == {PLATE}
    assert desk.desk.selected == ()
    for _ in range(3):
        qtbot.keyClick(desk.page.regions.list, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.desk.review.regions[FACE].decision is Decision.PROPOSED


def test_enter_in_the_list_goes_to_where_the_region_begins(qtbot: QtBot, desk: MainWindow) -> None:
    desk.activateWindow()
    desk.projector.seek(20)
    see(qtbot, desk, number=20)
    select_row(desk, 1)
    desk.page.regions.list.setFocus()
    qtbot.keyClick(desk.page.regions.list, Qt.Key.Key_Return)
    see(qtbot, desk, number=0)


def test_a_click_on_the_timeline_goes_there_and_on_a_bar_selects_its_region(qtbot: QtBot, desk: MainWindow) -> None:
    timeline = desk.page.timeline
    assert desk.desk.footage is not None
    index = desk.desk.footage.recording.index
    x = round(timeline.x_of(index.tick(24)) + 2)
    QTest.mouseClick(timeline, LEFT, pos=QPoint(x, 5))
    see(qtbot, desk, number=24)
    assert desk.desk.selected == ()
    bar = timeline.bar(PLATE)
    assert bar is not None
    QTest.mouseClick(timeline, LEFT, pos=QPoint(round((bar.left + bar.right) / 2), round(bar.top + bar.height / 2)))
    assert desk.desk.selected == (PLATE,)


def test_every_place_on_the_timeline_lies_in_the_footage(desk: MainWindow) -> None:
    timeline = desk.page.timeline
    assert desk.desk.footage is not None
    index = desk.desk.footage.recording.index
    assert timeline.tick_at(-50) == index.tick(0)
    assert timeline.tick_at(10_000) == index.end - 1
    for number in (0, 7, 47):
        assert index.number(timeline.tick_at(timeline.x_of(index.tick(number)) + 1)) == number


def test_work_under_way_is_shown_and_can_be_cancelled(qtbot: QtBot, window: MainWindow, user: FakeUser) -> None:
    cleaned = threading.Event()

    def slow() -> Generator[Progress, None, None]:
        try:
            for done in range(10_000):
                threading.Event().wait(0.01)
                yield Progress(done, 10_000, "counting")
        finally:
            cleaned.set()

    window.work.submit("Counting", slow(), done=lambda _: None)
    window.work.submit("Next", slow(), done=lambda _: None)
    jobs = window.page.jobs
    qtbot.waitUntil(lambda: any("Counting" in t or "left" in t for t in texts(jobs.rows()[0])), timeout=5000)
    assert "Waiting for its turn" in texts(jobs.rows()[1])
    for row in jobs.rows():
        row.button.click()
    assert "Stopping…" in texts(jobs.rows()[0])
    qtbot.waitUntil(lambda: not window.work.busy, timeout=5000)
    assert cleaned.is_set()
    assert "Stopped; nothing unfinished is left behind" in texts(jobs.rows()[0])
    assert not user.problems


def test_a_search_that_is_stopped_says_that_it_can_go_on(qtbot: QtBot, desk: MainWindow) -> None:
    before = desk.work.submit("Before", waiting(go := threading.Event()), done=lambda _: None)
    desk.commands["analyse"].trigger()
    search = desk.work.entries[-1]
    desk.work.cancel(search)
    go.set()
    qtbot.waitUntil(lambda: before.over and search.over, timeout=5000)
    assert RESUMES in texts(desk.page.jobs.rows()[-1])
    assert "goes on from what is finished" in RESUMES


def test_footage_that_is_being_searched_is_not_searched_twice_and_that_is_said(
    qtbot: QtBot, desk: MainWindow, user: FakeUser
) -> None:
    before = desk.work.submit("Before", waiting(go := threading.Event()), done=lambda _: None)
    desk.commands["analyse"].trigger()
    count = len(desk.work.entries)
    for name in ("analyse", "read_plates"):
        desk.statusBar().clearMessage()
        desk.commands[name].trigger()
        assert "is being worked on already" in desk.statusBar().currentMessage()
    assert len(desk.work.entries) == count
    go.set()
    qtbot.waitUntil(lambda: before.over and not desk.work.busy, timeout=5000)
    assert not user.problems


def waiting(go: threading.Event) -> Generator[Progress, None, None]:
    while not go.wait(0.01):
        yield Progress(0, None)


def texts(row: object) -> list[str]:
    assert hasattr(row, "findChildren")
    return [label.text() for label in row.findChildren(QLabel)]


def test_work_that_fails_is_told_with_its_advice(qtbot: QtBot, window: MainWindow, user: FakeUser) -> None:
    def failing() -> Generator[Progress, None, None]:
        yield Progress(0, 1)
        raise DiskError("The disk is full.", "Make room.")

    window.work.submit("Copying", failing(), done=lambda _: None)
    qtbot.waitUntil(lambda: bool(user.problems), timeout=5000)
    (problem,) = user.problems
    assert (problem.sentence, problem.advice, problem.defect) == ("The disk is full.", "Make room.", False)
    assert "✗ Failed: The disk is full." in texts(window.page.jobs.rows()[0])


def test_work_that_was_cleared_by_hand_can_be_taken_off_again(qtbot: QtBot, window: MainWindow) -> None:
    def fine() -> Generator[Progress, None, None]:
        yield Progress(0, 1)

    entry = window.work.submit("Copying", fine(), done=lambda _: None)
    qtbot.waitUntil(lambda: not window.work.busy, timeout=5000)
    window.page.jobs.rows()[0].button.click()
    assert window.page.jobs.rows() == []
    window.work.forget(entry)  # as the panel does after a while
    assert window.work.entries == []


def test_what_failed_leaves_the_list_when_it_is_done_again(qtbot: QtBot, window: MainWindow, user: FakeUser) -> None:
    def failing() -> Generator[Progress, None, None]:
        yield Progress(0, 1)
        raise DiskError("The disk is full.", "Make room.")

    def fine() -> Generator[Progress, None, None]:
        yield Progress(0, 1)

    window.work.submit("Copying", failing(), done=lambda _: None)
    window.work.submit("Something else", failing(), done=lambda _: None)
    qtbot.waitUntil(lambda: len(user.problems) == 2, timeout=5000)
    window.work.submit("Copying", fine(), done=lambda _: None)
    qtbot.waitUntil(lambda: not window.work.busy, timeout=5000)
    assert ["✗ Failed: The disk is full." in texts(row) for row in window.page.jobs.rows()] == [True, False]


def test_an_estimate_waits_until_there_is_something_to_go_by_and_begins_again_with_each_stage() -> None:
    estimate = Estimate()
    assert estimate.left(Progress(0, 100, "a"), 0.0) is None
    assert estimate.left(Progress(10, 100, "a"), 0.2) is None
    assert estimate.left(Progress(15, 100, "a"), 0.6) is None
    assert estimate.left(Progress(20, 100, "a"), 2.2) == pytest.approx(16.0)
    assert estimate.left(Progress(0, 50, "b"), 3.0) is None
    assert estimate.left(Progress(5, 50, "b"), 4.0) is None
    assert estimate.left(Progress(25, 50, "b"), 5.0) == pytest.approx(1.25)
    assert estimate.left(Progress(30, None, "b"), 6.0) is None


def test_what_it_takes_until_the_first_step_is_done_does_not_count_for_the_rest() -> None:
    estimate = Estimate()
    assert estimate.left(Progress(0, 50, "looking"), 0.0) is None
    assert estimate.left(Progress(0, 50, "looking"), 5.0) is None
    assert estimate.left(Progress(1, 50, "looking"), 6.0) is None
    assert estimate.left(Progress(11, 50, "looking"), 7.0) == pytest.approx(3.9)


def test_what_goes_on_from_where_it_was_is_measured_from_there() -> None:
    estimate = Estimate()
    assert estimate.left(Progress(40, 100, "going on from 40%"), 0.0) is None
    assert estimate.left(Progress(42, 100, "going on from 40%"), 4.0) is None
    assert estimate.left(Progress(52, 100, "going on from 40%"), 6.0) == pytest.approx(9.6)


def test_time_left_is_said_as_a_person_would() -> None:
    said = [time_left(s) for s in (2, 41, 61, 3599, 3700)]
    assert said == ["a few seconds left", "45 s left", "2 min left", "1 h 00 min left", "1 h 02 min left"]
