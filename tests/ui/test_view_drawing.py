"""Drawing over the picture with each tool, and everything that breaks it off."""

from collections.abc import Sequence
from math import cos, pi, sin

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.core.geometry import Box
from reviewer.core.mark_edits import SetInOut
from reviewer.core.region import Decision, KeyframeSource, Region, Shape
from reviewer.core.timing import Span
from reviewer.ui.main_window import MainWindow
from reviewer.ui.viewer.gesture_view import ORIGINAL_ONLY
from reviewer.ui.viewer.gestures_draw import FEW, OUTSIDE, SMALL, Tool
from tests.support.pointer import LEFT, click, drag, move, near, on_screen, place_of, press, release
from tests.support.window import FakeUser, see

CIRCLE = [(60 + 30 * cos(2 * pi * n / 40), 190 + 25 * sin(2 * pi * n / 40)) for n in range(41)]


def drawn(window: MainWindow) -> list[Region]:
    return [r for r in window.desk.review.regions.values() if r.track is None]


def checked(window: MainWindow) -> set[str]:
    return {tool.value for tool in Tool if window.commands[tool.value].isChecked()}


def said(window: MainWindow) -> str:
    return window.statusBar().currentMessage()


def test_an_armed_tool_is_checked_alone_and_put_down_by_its_key_by_esc_and_for_another(desk: MainWindow) -> None:
    for tool in Tool:
        for putting_down in (tool.value, "let_go"):
            desk.commands[tool.value].trigger()
            assert desk.page.view.tool is tool
            assert checked(desk) == {tool.value}
            desk.commands[putting_down].trigger()
            assert desk.page.view.tool is None
            assert checked(desk) == set()
    for tool in Tool:
        desk.commands[tool.value].trigger()
        assert checked(desk) == {tool.value}


def test_an_ellipse_is_drawn_with_a_drag(desk: MainWindow) -> None:
    desk.commands["draw_ellipse"].trigger()
    drag(desk, (20, 180), to=[(90, 220)])
    (region,) = drawn(desk)
    assert region.shape is Shape.ELLIPSE
    assert region.decision is Decision.CONFIRMED
    assert region.keyframes[0].source is KeyframeSource.HAND
    assert near(place_of(desk, region.id), Box(20, 180, 70, 40))
    assert checked(desk) == set()


CORNERS = [(30.0, 170.0), (110.0, 175.0), (100.0, 225.0)]


def test_without_the_mouse_enter_draws_one_in_the_middle_which_keys_can_move(desk: MainWindow) -> None:
    for tool in ("draw", "draw_ellipse"):
        desk.commands[tool].trigger()
        assert desk.page.view.hasFocus()
        QTest.keyClick(desk.page.view, Qt.Key.Key_Return)
        region = drawn(desk)[-1]
        box = place_of(desk, region.id)
        assert box.centre == pytest.approx((160, 120), abs=1)
        assert min(box.width, box.height) > 10
        desk.commands["nudge_left_far"].trigger()
        assert place_of(desk, region.id) == box.moved(-10, 0)
    assert len(drawn(desk)) == 2


def test_a_polygon_is_clicked_corner_by_corner_and_closed_by_a_key_or_a_double_click(desk: MainWindow) -> None:
    for count, end in enumerate((Qt.Key.Key_Return, Qt.Key.Key_Enter, None), 1):
        desk.commands["draw_polygon"].trigger()
        for corner in CORNERS:
            click(desk, corner)
            move(desk, (corner[0] + 9, corner[1] + 9))
        assert len(drawn(desk)) == count - 1
        if end is None:
            QTest.mouseDClick(desk.page.view.viewport(), LEFT, pos=on_screen(desk, CORNERS[-1]))
        else:
            QTest.keyClick(desk.page.view, end)
        assert len(drawn(desk)) == count
        outline = drawn(desk)[-1].keyframes[0].outline
        assert outline is not None
        assert len(outline.corners) == 3
        for found, expected in zip(outline.corners, CORNERS, strict=True):
            assert found == pytest.approx(expected, abs=1)
        assert desk.desk.selected == (drawn(desk)[-1].id,)


def test_backspace_takes_corners_back_and_with_the_last_the_polygon_but_not_the_tool(desk: MainWindow) -> None:
    desk.commands["draw_polygon"].trigger()
    for corner in [*CORNERS, (60, 200)]:
        click(desk, corner)
    QTest.keyClick(desk.page.view, Qt.Key.Key_Backspace)
    QTest.keyClick(desk.page.view, Qt.Key.Key_Return)
    (region,) = drawn(desk)
    assert region.keyframes[0].outline is not None
    assert len(region.keyframes[0].outline.corners) == 3
    desk.commands["draw_polygon"].trigger()
    click(desk, CORNERS[0])
    QTest.keyClick(desk.page.view, Qt.Key.Key_Backspace)
    assert not desk.page.view.busy
    assert desk.page.view.tool is Tool.POLYGON


def test_a_polygon_of_two_corners_is_not_closed_and_goes_on(desk: MainWindow) -> None:
    desk.commands["draw_polygon"].trigger()
    for corner in CORNERS[:2]:
        click(desk, corner)
    QTest.keyClick(desk.page.view, Qt.Key.Key_Return)
    assert said(desk) == FEW
    assert desk.page.view.busy
    assert not drawn(desk)
    click(desk, CORNERS[2])
    QTest.keyClick(desk.page.view, Qt.Key.Key_Return)
    assert len(drawn(desk)) == 1


def test_a_line_drawn_freehand_becomes_a_polygon_of_few_corners(desk: MainWindow) -> None:
    desk.commands["draw_lasso"].trigger()
    drag(desk, CIRCLE[0], to=CIRCLE[1:])
    (region,) = drawn(desk)
    outline = region.keyframes[0].outline
    assert outline is not None
    assert 8 <= len(outline.corners) <= 60
    assert near(place_of(desk, region.id), Box(30, 165, 60, 50), within=2)


LINES: dict[str, Sequence[tuple[float, float]]] = {
    "draw": [(20, 180), (90, 220)],
    "draw_ellipse": [(20, 180), (90, 220)],
    "draw_lasso": CIRCLE,
}


def lose_the_keys(window: MainWindow) -> None:
    QApplication.sendEvent(window.page.view, QFocusEvent(QFocusEvent.Type.FocusOut))


def test_a_drawing_that_loses_the_window_or_is_cancelled_commits_nothing(desk: MainWindow) -> None:
    before = desk.desk.review
    for tool, line in LINES.items():
        for stop in (lambda: lose_the_keys(desk), desk.commands["let_go"].trigger):
            desk.commands[tool].trigger()
            press(desk, line[0])
            move(desk, *line[1:])
            assert desk.page.view.busy
            stop()
            release(desk, line[-1])
            assert desk.desk.review is before
            assert desk.page.view.tool is None


def test_a_polygon_that_is_broken_off_commits_nothing(qtbot: QtBot, desk: MainWindow, user: FakeUser) -> None:
    before = desk.desk.review
    stops = (
        desk.commands["let_go"].trigger,
        lambda: lose_the_keys(desk),
        lambda: (desk.projector.seek(9), see(qtbot, desk, number=9)),
        desk.commands["released"].trigger,
        desk.commands["original"].trigger,
        desk.commands["close_case"].trigger,
    )
    for stop in stops:
        if desk.page.view.item.sight.draws:
            desk.commands["draw_polygon"].trigger()
            for corner in CORNERS:
                click(desk, corner)
            assert desk.page.view.busy
        stop()
        assert not desk.page.view.busy
        assert desk.page.view.tool is None
        QTest.keyClick(desk.page.view, Qt.Key.Key_Return)
        assert desk.desk.footage is None or desk.desk.review is before
        if desk.desk.footage is not None:
            qtbot.waitUntil(lambda: desk.page.view.item.shows)
    assert not user.problems


def test_a_mere_click_draws_nothing_and_says_why(desk: MainWindow) -> None:
    before = desk.desk.review
    for tool in LINES:
        desk.statusBar().clearMessage()
        desk.commands[tool].trigger()
        click(desk, (50, 50))
        assert desk.desk.review is before
        assert said(desk) == SMALL
        assert checked(desk) == {tool}


def test_drawing_beside_the_picture_draws_nothing_and_says_why(desk: MainWindow) -> None:
    before = desk.desk.review
    for _ in range(3):
        desk.commands["zoom_out"].trigger()
    for tool in ("draw", "draw_ellipse"):
        desk.commands[tool].trigger()
        drag(desk, (-40, 20), to=[(-10, 90)])
        assert desk.desk.review is before
        assert said(desk) == OUTSIDE


def test_the_released_view_arms_no_tool_and_says_why(qtbot: QtBot, desk: MainWindow) -> None:
    desk.commands["released"].trigger()
    see(qtbot, desk, number=0)
    for tool in Tool:
        desk.statusBar().clearMessage()
        desk.commands[tool.value].trigger()
        assert desk.page.view.tool is None
        assert checked(desk) == set()
        assert said(desk) == ORIGINAL_ONLY


def test_a_region_is_drawn_from_in_to_out_where_the_frame_lies_between_them(qtbot: QtBot, desk: MainWindow) -> None:
    assert desk.desk.footage is not None
    index = desk.desk.footage.recording.index
    desk.desk.apply(SetInOut(Span(index.tick(5), index.tick(20))))
    for number, expected in ((8, Span(index.tick(5), index.tick(20))), (30, Span(index.tick(30), index.end))):
        desk.projector.seek(number)
        see(qtbot, desk, number=number)
        desk.commands["draw"].trigger()
        drag(desk, (20, 180), to=[(90, 220)])
        assert drawn(desk)[-1].span == expected
        assert drawn(desk)[-1].keyframes[0].tick == index.tick(number)


def test_a_region_begins_in_the_frame_in_which_it_is_drawn_not_where_the_tool_was_taken(
    qtbot: QtBot, desk: MainWindow
) -> None:
    desk.commands["draw"].trigger()
    desk.projector.seek(12)
    see(qtbot, desk, number=12)
    drag(desk, (20, 180), to=[(90, 220)])
    assert desk.desk.footage is not None
    assert drawn(desk)[0].span.start == desk.desk.footage.recording.index.tick(12)
