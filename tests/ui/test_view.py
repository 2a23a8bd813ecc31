"""Gestures with the mouse over the picture."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.core.detection import Subject
from reviewer.core.edits import AddRegions, RemoveRegions, Respan
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Decision, Keyframe, Region, RegionId, Shape
from reviewer.core.timing import Span, Tick
from reviewer.ui.main_window import MainWindow
from reviewer.ui.viewer.handles import Handle
from tests.support.window import PLACES, FakeUser, see

FACE, PLATE = RegionId("r-face-1"), RegionId("r-plate-1")
LEFT = Qt.MouseButton.LeftButton


def on_screen(window: MainWindow, x: float, y: float) -> QPoint:
    """Where a pixel of the footage lies on the view."""
    return window.page.view.mapFromScene(x, y)


def drag(window: MainWindow, start: tuple[float, float], *, end: tuple[float, float], release: bool = True) -> None:
    viewport = window.page.view.viewport()
    QTest.mousePress(viewport, LEFT, Qt.KeyboardModifier.NoModifier, on_screen(window, *start))
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    for at in (middle, end):
        QTest.mouseMove(viewport, on_screen(window, *at))
    if release:
        QTest.mouseRelease(viewport, LEFT, Qt.KeyboardModifier.NoModifier, on_screen(window, *end))


def box(window: MainWindow, region: RegionId) -> Box:
    tick = window.projector.tick
    assert tick is not None
    found = window.desk.review.regions[region].box_at(tick)
    assert found is not None
    return found


def near(found: Box, expected: Box) -> bool:
    """Within a pixel of the footage or of the screen, whichever is larger."""
    return all(
        abs(a - b) <= 1.0
        for a, b in zip(
            (found.x, found.y, found.right, found.bottom),
            (expected.x, expected.y, expected.right, expected.bottom),
            strict=True,
        )
    )


def test_a_click_selects_a_region_and_a_click_beside_all_lets_go(desk: MainWindow) -> None:
    viewport = desk.page.view.viewport()
    QTest.mouseClick(viewport, LEFT, pos=on_screen(desk, *PLACES["face-1"][1].centre))
    assert desk.desk.selected == (FACE,)
    QTest.mouseClick(viewport, LEFT, pos=on_screen(desk, 160, 230))
    assert desk.desk.selected == ()
    assert not desk.commands["undo"].text().startswith("&Undo reshape")


def test_a_drag_moves_a_region_as_one_edit_at_the_tick_on_show(qtbot: QtBot, desk: MainWindow) -> None:
    desk.projector.seek(10)
    see(qtbot, desk, number=10)
    start = PLACES["face-1"][1]
    edits = desk.desk.place.history.stack.count() if desk.desk.place else 0
    drag(desk, start.centre, end=(start.centre[0] - 60, start.centre[1] + 20))
    assert near(box(desk, FACE), start.moved(-60, 20))
    region = desk.desk.review.regions[FACE]
    assert [k.tick for k in region.keyframes] == [region.span.start, desk.projector.tick]
    assert desk.desk.place is not None
    assert desk.desk.place.history.stack.count() == edits + 1
    assert desk.commands["undo"].text() == "&Undo reshape region"


@pytest.mark.parametrize("handle", [Handle.SOUTH_EAST, Handle.WEST])
def test_a_drag_of_a_handle_resizes_the_selected_region(desk: MainWindow, handle: Handle) -> None:
    desk.desk.select(FACE)
    start = PLACES["face-1"][1]
    x, y = handle.at(start)
    drag(desk, (x, y), end=(x + 12 * handle.across, y + 12 * handle.down))
    across, down = 12 * abs(handle.across), 12 * abs(handle.down)
    left = start.x - (12 if handle.across < 0 else 0)
    assert near(box(desk, FACE), Box(left, start.y, start.width + across, start.height + down))


def test_a_drag_previews_without_touching_the_review_and_esc_commits_nothing(desk: MainWindow) -> None:
    before = desk.desk.review
    start = PLACES["face-1"][1]
    drag(desk, start.centre, end=(60, 60), release=False)
    assert desk.page.view.busy
    assert desk.desk.review is before
    desk.commands["let_go"].trigger()
    assert not desk.page.view.busy
    QTest.mouseRelease(desk.page.view.viewport(), LEFT, pos=on_screen(desk, 60, 60))
    assert desk.desk.review is before
    assert desk.desk.selected == (FACE,)


def test_a_drag_that_loses_the_window_commits_nothing(desk: MainWindow) -> None:
    before = desk.desk.review
    drag(desk, PLACES["face-1"][1].centre, end=(60, 60), release=False)
    QApplication.sendEvent(desk.page.view, QFocusEvent(QFocusEvent.Type.FocusOut))
    QTest.mouseRelease(desk.page.view.viewport(), LEFT, pos=on_screen(desk, 60, 60))
    assert desk.desk.review is before


def test_a_region_is_drawn_from_here_to_the_end_and_selected(qtbot: QtBot, desk: MainWindow) -> None:
    desk.projector.seek(6)
    see(qtbot, desk, number=6)
    desk.page.regions.findChild(type(desk.page.regions._subject)).setCurrentIndex(2)
    desk.commands["draw"].trigger()
    drag(desk, (20, 180), end=(90, 220))
    (drawn,) = [r for r in desk.desk.review.regions.values() if r.track is None]
    assert desk.desk.selected == (drawn.id,)
    assert drawn.subject is Subject.TEXT
    assert drawn.decision is Decision.CONFIRMED
    assert near(box(desk, drawn.id), Box(20, 180, 70, 40))
    assert desk.desk.footage is not None
    index = desk.desk.footage.recording.index
    assert (drawn.span.start, drawn.span.end) == (index.tick(6), index.end)
    assert not desk.page.view.drawing


def test_a_drawing_that_is_too_small_makes_nothing_and_can_be_begun_again(desk: MainWindow) -> None:
    before = desk.desk.review
    desk.commands["draw"].trigger()
    drag(desk, (20, 180), end=(22, 181))
    assert desk.desk.review is before
    assert desk.page.view.drawing
    desk.commands["let_go"].trigger()
    assert not desk.page.view.drawing


def test_keys_nudge_the_selected_region_and_shift_makes_it_far(desk: MainWindow) -> None:
    desk.desk.select(FACE)
    start = PLACES["face-1"][1]
    for name in ("nudge_right", "nudge_right", "nudge_up_far"):
        desk.commands[name].trigger()
    assert box(desk, FACE) == start.moved(2, -10)
    desk.commands["undo"].trigger()
    assert box(desk, FACE) == start


BAND = Outline(((20, 150), (60, 140), (150, 200), (110, 215)))
"""A polygon beside what else is found."""


def test_a_polygon_is_picked_moved_and_taken_back_with_its_outline(qtbot: QtBot, desk: MainWindow) -> None:
    start = desk.desk.review.regions[FACE].span.start
    polygon = replace(
        desk.desk.review.regions[PLATE],
        id=RegionId("p"),
        keyframes=(Keyframe.around(start, BAND),),
        shape=Shape.POLYGON,
    )
    desk.desk.apply(AddRegions((polygon,)))
    desk.projector.seek(10)
    see(qtbot, desk, number=10)
    viewport = desk.page.view.viewport()
    QTest.mouseClick(viewport, LEFT, pos=on_screen(desk, 135, 150))  # in its hull, and beside it
    assert desk.desk.selected == ()
    drag(desk, (85, 178), end=(125, 168))
    moved = region(desk, RegionId("p"))
    assert desk.desk.selected == (RegionId("p"),)
    assert [k.tick for k in moved.keyframes] == [start, desk.projector.tick]
    outline = moved.keyframes[1].outline
    assert outline is not None
    assert near(outline.box, BAND.box.moved(40, -10))
    assert outline.corners[1] == pytest.approx((100, 130), abs=1)
    desk.commands["undo"].trigger()
    assert region(desk, RegionId("p")) == polygon


def region(window: MainWindow, name: RegionId) -> Region:
    return window.desk.review.regions[name]


def test_starts_here_and_ends_here_set_the_span_and_never_an_empty_one(qtbot: QtBot, desk: MainWindow) -> None:
    assert desk.desk.footage is not None
    index = desk.desk.footage.recording.index
    desk.desk.select(FACE)
    desk.projector.seek(30)
    see(qtbot, desk, number=30)
    desk.commands["ends_here"].trigger()
    assert region(desk, FACE).span.end == index.after(30)
    desk.projector.seek(35)
    see(qtbot, desk, number=35)
    desk.commands["starts_here"].trigger()
    assert region(desk, FACE).span.start == index.tick(0)
    desk.projector.seek(30)
    see(qtbot, desk, number=30)
    desk.commands["starts_here"].trigger()
    assert region(desk, FACE).span.start == index.tick(30)
    for _ in range(2):
        desk.commands["undo"].trigger()
    assert region(desk, FACE).span == index.span


def test_the_released_view_takes_no_gestures(qtbot: QtBot, desk: MainWindow, user: FakeUser) -> None:
    desk.commands["released"].trigger()
    see(qtbot, desk, number=0)
    before = desk.desk.review
    drag(desk, PLACES["face-1"][1].centre, end=(60, 60))
    desk.commands["draw"].trigger()
    assert not desk.page.view.drawing
    assert desk.desk.review is before
    assert not user.problems


def test_zooming_by_keys_goes_to_the_selected_region_and_fit_shows_all(desk: MainWindow) -> None:
    view = desk.page.view
    desk.desk.select(PLATE)
    whole = view.scale_now
    assert view.fits
    for _ in range(5):
        desk.commands["zoom_in"].trigger()
    assert view.scale_now > whole * 2
    middle = view.mapToScene(view.viewport().rect().center())
    assert abs(middle.y() - PLACES["plate-1"][1].centre[1]) < 40
    desk.commands["actual"].trigger()
    assert view.scale_now == pytest.approx(1 / view.devicePixelRatioF())
    desk.commands["fit"].trigger()
    assert view.scale_now == pytest.approx(whole)


def test_pictures_are_asked_for_in_the_size_they_are_shown_in(qtbot: QtBot, desk: MainWindow, tmp_path: Path) -> None:
    for _ in range(20):
        desk.commands["zoom_out"].trigger()
    wanted = desk.page.view.wanted_size()
    assert wanted is not None
    assert wanted[0] < 320

    def arrived() -> bool:
        shown = desk.projector.shown
        return shown is not None and shown.pixels.shape[:2] == (wanted[1], wanted[0])

    qtbot.waitUntil(arrived, timeout=5000)


def test_a_drag_of_a_region_that_is_taken_away_meanwhile_commits_nothing(desk: MainWindow, user: FakeUser) -> None:
    drag(desk, PLACES["face-1"][1].centre, end=(60, 60), release=False)
    desk.desk.apply(RemoveRegions((FACE,)))
    assert not desk.page.view.busy
    QTest.mouseRelease(desk.page.view.viewport(), LEFT, pos=on_screen(desk, 60, 60))
    assert set(desk.desk.review.regions) == {PLATE}
    assert not user.problems


def test_taking_hold_of_a_region_stops_playing(qtbot: QtBot, desk: MainWindow) -> None:
    desk.commands["play"].trigger()
    QTest.mouseClick(desk.page.view.viewport(), LEFT, pos=on_screen(desk, *PLACES["face-1"][1].centre))
    assert desk.projector.speed == 0
    assert desk.desk.selected == (FACE,)


def test_going_to_a_region_that_begins_between_two_frames_shows_the_first_in_which_it_is_hidden(
    qtbot: QtBot, desk: MainWindow
) -> None:
    assert desk.desk.footage is not None
    index = desk.desk.footage.recording.index
    ticks = {20: index.tick(20), 21: Tick(index.tick(20) + 1), 0: index.tick(0)}
    for expected, start in ticks.items():
        desk.desk.apply(Respan(FACE, Span(start, index.end)))
        desk.desk.select(FACE)
        desk.commands["go_to"].trigger()
        see(qtbot, desk, number=expected)
        assert desk.projector.tick is not None
        assert desk.desk.review.regions[FACE].box_at(desk.projector.tick) is not None
