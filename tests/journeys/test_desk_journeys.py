"""What an officer does at the desk, each through the real window on footage with a real face."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.core.detection import TrackId
from reviewer.core.geometry import Box
from reviewer.core.region import Decision, KeyframeSource, Region
from reviewer.core.timing import Span, Tick
from reviewer.media.practice_scene import MIRRORED, PERSON
from reviewer.services.lessons import ENOUGH
from reviewer.services.practice import EARLY, seen
from reviewer.services.standings import Standing
from reviewer.ui.desk_page import STRIP
from reviewer.ui.main_window import MainWindow
from tests.support.listening import loudness_between
from tests.support.window import WAIT, FakeUser, see

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def press(window: MainWindow, name: str) -> None:
    assert window.commands[name].isEnabled(), name
    window.commands[name].trigger()
    user = window.user
    assert isinstance(user, FakeUser)
    assert not user.problems, user.problems


def go(qtbot: QtBot, window: MainWindow, *, number: int) -> None:
    window.projector.seek(number)
    see(qtbot, window, number=number)


def of_track(window: MainWindow, track: str) -> Region:
    return next(r for r in window.desk.review.regions.values() if r.track == TrackId(track))


def drag_in_picture(window: MainWindow, box: Box, modifiers: Qt.KeyboardModifier = NONE) -> None:
    view = window.page.view
    start, end = (view.mapFromScene(x, y) for x, y in ((box.x, box.y), (box.right, box.bottom)))
    QTest.mousePress(view.viewport(), LEFT, modifiers, start)
    QTest.mouseMove(view.viewport(), QPoint((start.x() + end.x()) // 2, (start.y() + end.y()) // 2))
    QTest.mouseMove(view.viewport(), end)
    QTest.mouseRelease(view.viewport(), LEFT, modifiers, end)


def box_of(what: str, number: int) -> Box:
    where = seen(what)
    return Box(*(float(v) for v in where.boxes[int(np.searchsorted(where.frames, number))]))


def share_covered(window: MainWindow, what: str, part: slice = slice(None)) -> float:
    """In which share of its frames a thing is covered."""
    where, index, review = seen(what), window.desk.place.footage.recording.index, window.desk.review  # type: ignore[union-attr]
    rows = zip(where.frames[part].tolist(), where.boxes[part].tolist(), strict=True)
    hits = []
    for number, box in rows:
        tick, place = index.tick(number), Box(*box)
        boxes = [r.box_at(tick) for r in review.hidden_at(tick)]
        hits.append(any(b is not None and b.shared(place) >= ENOUGH * place.area for b in boxes))
    return float(np.mean(hits))


def test_footage_is_looked_at_in_every_way(qtbot: QtBot, desk: MainWindow) -> None:
    page, projector = desk.page, desk.projector
    assert "NOT FOR RELEASE" in page.banner.text()
    press(desk, "forwards")
    qtbot.waitUntil(lambda: projector.number > 5, timeout=WAIT)
    press(desk, "faster")
    assert projector.speed > 1
    press(desk, "pause")
    assert projector.speed == 0
    press(desk, "go_to_time")
    QTest.keyClicks(QApplication.focusWidget(), "0:05.00")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    see(qtbot, desk, number=125)
    press(desk, "step_back")
    see(qtbot, desk, number=124)
    press(desk, "step_forward")
    see(qtbot, desk, number=125)
    for name, unredacted in (("released", False), ("wipe", True), ("behind", True), ("original", True)):
        press(desk, name)
        see(qtbot, desk, number=125)
        assert ("NOT FOR RELEASE" in page.banner.text()) is unredacted, name
    press(desk, "actual")
    assert not page.view.fits
    press(desk, "fit")
    assert page.view.fits


def test_a_face_that_was_missed_is_drawn_once_and_followed_to_where_it_can_be_seen(
    qtbot: QtBot, desk: MainWindow
) -> None:
    go(qtbot, desk, number=100)
    assert share_covered(desk, MIRRORED) == 0
    press(desk, "draw")
    drag_in_picture(desk, box_of(MIRRORED, 100).grown(0.4))
    (drawn,) = desk.desk.selected
    own = desk.desk.review.regions[drawn].keyframes
    assert [k.source for k in own] == [KeyframeSource.HAND]
    press(desk, "follow")
    qtbot.waitUntil(lambda: not desk.work.busy, timeout=120_000)
    assert share_covered(desk, MIRRORED) > 0.95
    assert own[0] in desk.desk.review.regions[drawn].keyframes, "what a person set stays where it is"
    press(desk, "undo")
    assert desk.desk.review.regions[drawn].keyframes == own
    press(desk, "redo")
    assert share_covered(desk, MIRRORED) > 0.95


def test_regions_are_trimmed_split_uncovered_and_locked_and_all_of_it_can_be_undone(
    qtbot: QtBot, desk: MainWindow
) -> None:
    before = desk.desk.review
    first = of_track(desk, "face-1")
    index = desk.desk.place.footage.recording.index  # type: ignore[union-attr]
    desk.desk.select(first.id)
    last = index.number(Tick(first.span.end - 1))
    go(qtbot, desk, number=last + EARLY)
    press(desk, "extend_here")
    assert share_covered(desk, PERSON, slice(-EARLY, None)) < 1, "it is held where it was; the face has moved on"
    go(qtbot, desk, number=60)
    press(desk, "uncover_here")
    assert desk.desk.review.regions[first.id].box_at(index.tick(60)) is None
    press(desk, "cover_here")
    assert desk.desk.review.regions[first.id].gaps == ()
    press(desk, "split")
    assert len(desk.desk.review.regions) == len(before.regions) + 1
    press(desk, "lock")
    locked = {r.id for r in desk.desk.review.regions.values() if r.locked}
    assert locked
    press(desk, "remove")
    assert locked <= desk.desk.review.regions.keys()
    desk.page.tabs.setCurrentIndex(desk.page.tabs.indexOf(desk.fittings.history))
    while desk.commands["undo"].isEnabled():
        press(desk, "undo")
    assert desk.desk.review == before


def test_the_timeline_is_zoomed_marked_and_worked_on(qtbot: QtBot, desk: MainWindow, user: FakeUser) -> None:
    timeline = desk.page.timeline
    whole = timeline.x_of(int(tick_of(desk, 300))) - timeline.x_of(int(tick_of(desk, 0)))
    press(desk, "timeline_in")
    assert timeline.x_of(int(tick_of(desk, 300))) - timeline.x_of(int(tick_of(desk, 0))) > whole
    press(desk, "timeline_all")
    go(qtbot, desk, number=125)
    press(desk, "set_in")
    go(qtbot, desk, number=149)
    press(desk, "set_out")
    assert desk.desk.review.in_out == Span(tick_of(desk, 125), tick_of(desk, 150))
    user.note = "the address is read out"
    press(desk, "marker")
    (marker,) = desk.desk.review.markers.values()
    assert (marker.tick, marker.note) == (tick_of(desk, 149), user.note)
    tree = of_track(desk, "face-3")
    bar = timeline.bar(tree.id)
    assert bar is not None
    middle = QPoint(round((bar.left + bar.right) / 2), round(bar.top + bar.height / 2))
    QTest.mouseClick(timeline, LEFT, NONE, middle)
    assert desk.desk.selected == (tree.id,)


def tick_of(window: MainWindow, number: int) -> Tick:
    assert window.desk.footage is not None
    return window.desk.footage.recording.index.tick(number)


def still_open(window: MainWindow) -> int:
    queue = window.fittings.doubts.queue
    return sum(queue.standing(item) is Standing.OPEN for item in queue.items)


def test_every_doubt_is_settled_by_keys_alone(qtbot: QtBot, desk: MainWindow) -> None:
    qtbot.waitUntil(lambda: still_open(desk) > 0, timeout=WAIT)
    at_first = still_open(desk)
    press(desk, "next_doubt")
    for _ in range(at_first):
        qtbot.wait(50)
        press(desk, "settle_right")
        qtbot.wait(50)
    qtbot.waitUntil(lambda: still_open(desk) == 0, timeout=WAIT)
    assert len(desk.desk.review.settled) == 5
    assert "100 %" in desk.fittings.doubts.progress.text
    press(desk, "undo")
    qtbot.waitUntil(lambda: still_open(desk) == 1, timeout=WAIT)


def test_many_are_decided_on_at_once_in_the_gallery(qtbot: QtBot, desk: MainWindow) -> None:
    press(desk, "show_gallery")
    first, back = of_track(desk, "face-1"), of_track(desk, "face-2")
    desk.desk.select(first.id, back.id)
    press(desk, "join_person")
    people = {desk.desk.review.regions[r].person for r in (first.id, back.id)}
    assert people == {"Person 1"}
    press(desk, "confirm")
    decided = [desk.desk.review.regions[r].decision for r in (first.id, back.id)]
    assert decided == [Decision.CONFIRMED, Decision.CONFIRMED]
    desk.desk.select(of_track(desk, "face-3").id)
    press(desk, "false_next")
    assert of_track(desk, "face-3").decision is Decision.REJECTED
    assert desk.desk.selected != (of_track(desk, "face-3").id,)


@pytest.mark.timeout(400)
@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen screen has no window manager to hint to
def test_what_is_silenced_is_silent_in_the_copy(qtbot: QtBot, desk: MainWindow, tmp_path: Path) -> None:
    go(qtbot, desk, number=125)
    press(desk, "set_in")
    go(qtbot, desk, number=149)
    press(desk, "set_out")
    press(desk, "silence")
    (silence,) = desk.desk.review.silences.values()
    assert silence.span == Span(tick_of(desk, 125), tick_of(desk, 150))
    press(desk, "release")
    qtbot.waitUntil(lambda: desk.report_dialog is not None, timeout=240_000)
    assert desk.report_dialog is not None
    desk.report_dialog.close()
    assert desk.desk.case is not None
    copy = desk.desk.case.copies()[-1]
    assert loudness_between(copy.path, (5.05, 5.95)) < 0.003
    assert loudness_between(copy.path, (3.0, 4.0)) > 0.02


def test_the_whole_window_can_be_worked_by_keys_and_dressed_as_one_likes(qtbot: QtBot, desk: MainWindow) -> None:
    QTest.keyClick(desk, Qt.Key.Key_F8)
    assert desk.page.tabs.currentWidget() is desk.fittings.gallery
    QTest.keyClick(desk, Qt.Key.Key_F5)
    assert desk.page.tabs.currentWidget() is desk.fittings.doubts.panel
    for theme in ("theme_dark", "theme_contrast", "theme_light", "theme_system"):
        press(desk, theme)
        assert desk.commands[theme].isChecked()
    before = desk.page.down.sizes()
    desk.page.down.setSizes([200, 600])
    assert desk.page.down.sizes() != before
    press(desk, "reset_layout")
    assert abs(desk.page.down.sizes()[1] - STRIP) < 40
