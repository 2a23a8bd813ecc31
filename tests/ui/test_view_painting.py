"""Holding and following in the real window: the footage plays slowly while the button is down."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.core.edits import Lock
from reviewer.core.region import KeyframeSource, Region, RegionId
from reviewer.core.timing import Span
from reviewer.ui.main_window import MainWindow
from reviewer.ui.viewer.gesture_view import LOCKED
from reviewer.ui.viewer.gestures_draw import Tool
from reviewer.ui.viewer.gestures_paint import CLICKED, SPEED
from tests.support.pointer import click, move, on_screen, place_of, press, release
from tests.support.window import PLACES, WAIT, FakeUser

FACE = RegionId("r-face-1")
FACE_AT = PLACES["face-1"][1]


def wheel(window: MainWindow, at: tuple[float, float], *, notches: int) -> None:
    view = window.page.view
    place = QPointF(on_screen(window, at))
    event = QWheelEvent(
        place,
        QPointF(view.viewport().mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


def play_to(qtbot: QtBot, window: MainWindow, number: int) -> None:
    qtbot.waitUntil(
        lambda: window.projector.shown is not None and window.projector.shown.number >= number, timeout=WAIT
    )


def drawn(window: MainWindow) -> list[Region]:
    return [r for r in window.desk.review.regions.values() if r.track is None]


def test_what_is_held_and_followed_becomes_a_region_of_the_frames_that_were_shown(
    qtbot: QtBot, desk: MainWindow
) -> None:
    desk.commands["paint"].trigger()
    press(desk, (60, 60))
    assert desk.projector.speed == SPEED
    for number in (1, 2, 3, 4):
        play_to(qtbot, desk, number)
        move(desk, (60 + 10 * number, 60 + 5 * number))
    assert not drawn(desk)
    last = desk.projector.shown
    assert last is not None
    release(desk, (100, 80))
    assert desk.projector.speed == 0
    (region,) = drawn(desk)
    assert desk.desk.footage is not None
    index = desk.desk.footage.recording.index
    assert region.span == Span(index.tick(0), index.after(last.number))
    assert {k.source for k in region.keyframes} == {KeyframeSource.HAND}
    first, end = region.box_at(index.tick(0)), region.box_at(last.tick)
    assert first is not None
    assert end is not None
    assert first.contains(60, 60)
    assert end.contains(100, 80)
    assert end.centre[0] > first.centre[0] + 20
    assert desk.desk.selected == (region.id,)
    assert desk.page.view.tool is None


def test_a_press_in_the_selected_region_paints_its_path(qtbot: QtBot, desk: MainWindow) -> None:
    desk.desk.select(FACE)
    before = desk.desk.review.regions[FACE]
    desk.commands["paint"].trigger()
    press(desk, FACE_AT.centre)
    play_to(qtbot, desk, 2)
    move(desk, (FACE_AT.centre[0] - 40, FACE_AT.centre[1]))
    release(desk, (FACE_AT.centre[0] - 40, FACE_AT.centre[1]))
    after = desk.desk.review.regions[FACE]
    assert not drawn(desk)
    assert after.span == before.span
    assert after.touched
    assert place_of(desk, FACE).contains(FACE_AT.centre[0] - 40, FACE_AT.centre[1])
    desk.commands["undo"].trigger()
    assert desk.desk.review.regions[FACE] is before


@pytest.mark.parametrize("stop", ["esc", "focus", "undo", "view", "footage"])
def test_painting_that_is_broken_off_commits_nothing_and_the_footage_stops(
    qtbot: QtBot, desk: MainWindow, user: FakeUser, stop: str
) -> None:
    desk.desk.select(FACE)
    desk.commands["nudge_left"].trigger()
    count = desk.desk.place.history.stack.index() if desk.desk.place else 0
    desk.commands["paint"].trigger()
    press(desk, FACE_AT.centre)
    play_to(qtbot, desk, 1)
    move(desk, (60, 60))
    if stop == "focus":
        QApplication.sendEvent(desk.page.view, QFocusEvent(QFocusEvent.Type.FocusOut))
    else:
        name = {"esc": "let_go", "undo": "undo", "view": "released", "footage": "close_case"}[stop]
        desk.commands[name].trigger()
    assert desk.projector.speed == 0
    assert not desk.page.view.painting
    release(desk, (60, 60))
    if desk.desk.place is not None:
        assert desk.desk.place.history.stack.index() == count - (stop == "undo")
    assert not user.problems


def test_the_wheel_and_the_keys_set_the_size_of_the_brush_before_and_while_it_is_held(
    qtbot: QtBot, desk: MainWindow
) -> None:
    desk.commands["paint"].trigger()
    scale = desk.page.view.scale_now
    wheel(desk, (60, 60), notches=5)
    assert desk.page.view.scale_now == scale
    press(desk, (60, 60))
    desk.commands["grow"].trigger()
    play_to(qtbot, desk, 1)
    move(desk, (61, 61))
    release(desk, (61, 61))
    (region,) = drawn(desk)
    plain = 240 * 0.1 * 1.1**6
    assert region.keyframes[0].box.width == pytest.approx(plain, rel=0.2)
    assert region.keyframes[0].box.width > plain
    wheel(desk, (60, 60), notches=1)
    assert desk.page.view.scale_now > scale


def test_a_click_paints_nothing_and_says_so_and_a_locked_region_is_not_painted(
    desk: MainWindow, user: FakeUser
) -> None:
    desk.desk.apply(Lock((FACE,), True))
    desk.desk.select(FACE)
    before = desk.desk.review
    desk.commands["paint"].trigger()
    click(desk, FACE_AT.centre)
    assert desk.statusBar().currentMessage() == LOCKED
    assert desk.projector.speed == 0
    click(desk, (60, 60))
    assert desk.statusBar().currentMessage() == CLICKED
    assert desk.desk.review is before
    assert desk.page.view.tool is Tool.PAINT
    assert not user.problems
