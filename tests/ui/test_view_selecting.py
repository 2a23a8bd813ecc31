"""Selecting several regions over the picture, and changing them together."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.core.edits import AddRegions, Lock
from reviewer.core.geometry import Box
from reviewer.core.path_edits import Uncover
from reviewer.core.region import Keyframe, RegionId
from reviewer.core.timing import Span, Tick
from reviewer.ui.main_window import MainWindow
from reviewer.ui.viewer.gesture_view import LOCKED
from tests.support.pointer import (
    CONTROL,
    LEFT,
    MIDDLE,
    SHIFT,
    click,
    drag,
    move,
    near,
    on_screen,
    place_of,
    press,
    release,
)
from tests.support.window import PLACES, FakeUser, see

FACE, PLATE = RegionId("r-face-1"), RegionId("r-plate-1")
FACE_AT, PLATE_AT = PLACES["face-1"][1], PLACES["plate-1"][1]


def steps(window: MainWindow) -> int:
    assert window.desk.place is not None
    return window.desk.place.history.stack.count()


def test_a_click_with_shift_or_control_adds_and_takes_away_and_without_leaves_one(desk: MainWindow) -> None:
    for key in (SHIFT, CONTROL):
        click(desk, FACE_AT.centre)
        assert desk.desk.selected == (FACE,)
        click(desk, PLATE_AT.centre, keys=key)
        assert desk.desk.selected == (FACE, PLATE)
        click(desk, FACE_AT.centre, keys=key)
        assert desk.desk.selected == (PLATE,)
        click(desk, FACE_AT.centre, keys=key)


def test_a_rubber_band_adds_what_it_touches_and_changes_nothing(desk: MainWindow) -> None:
    before = desk.desk.review
    drag(desk, (170, 230), to=[(190, 180)], keys=SHIFT)
    assert desk.desk.selected == (FACE,)
    drag(desk, (310, 5), to=[(290, 50)], keys=SHIFT)
    assert desk.desk.selected == (FACE, PLATE)
    drag(desk, (5, 5), to=[(20, 20)], keys=SHIFT)
    assert desk.desk.selected == (FACE, PLATE)
    assert desk.desk.review is before


def test_a_rubber_band_is_cancelled_by_esc_though_nothing_is_selected(desk: MainWindow) -> None:
    press(desk, (170, 230), keys=SHIFT)
    move(desk, (180, 200), (190, 180))
    assert desk.page.view.busy
    QTest.keyClick(desk.page.view, Qt.Key.Key_Escape)
    assert not desk.page.view.busy
    release(desk, (190, 180), keys=SHIFT)
    assert desk.desk.selected == ()


def test_all_are_selected_or_all_that_cover_this_frame(qtbot: QtBot, desk: MainWindow) -> None:
    assert desk.desk.footage is not None
    index = desk.desk.footage.recording.index
    later = replace(desk.desk.review.regions[PLATE], id=RegionId("later"), span=Span(index.tick(20), index.end))
    desk.desk.apply(AddRegions((later,)))
    desk.desk.apply(Uncover((FACE,), Span(index.tick(0), index.tick(3))))
    desk.commands["select_all"].trigger()
    assert set(desk.desk.selected) == {FACE, PLATE, later.id}
    desk.commands["select_here"].trigger()
    assert desk.desk.selected == (PLATE,)
    desk.projector.seek(25)
    see(qtbot, desk, number=25)
    desk.commands["select_here"].trigger()
    assert set(desk.desk.selected) == {FACE, PLATE, later.id}


def test_a_drag_of_one_of_several_carries_them_all_in_one_edit(desk: MainWindow) -> None:
    desk.desk.select(FACE, PLATE)
    edits = steps(desk)
    drag(desk, FACE_AT.centre, to=[(FACE_AT.centre[0] - 30, FACE_AT.centre[1] + 10)])
    assert near(place_of(desk, FACE), FACE_AT.moved(-30, 10))
    assert near(place_of(desk, PLATE), PLATE_AT.moved(-30, 10))
    assert steps(desk) == edits + 1
    assert desk.desk.selected == (FACE, PLATE)
    desk.commands["undo"].trigger()
    assert (place_of(desk, FACE), place_of(desk, PLATE)) == (FACE_AT, PLATE_AT)


def test_keys_nudge_all_selected_regions_and_undo_as_one(desk: MainWindow) -> None:
    desk.desk.select(FACE, PLATE)
    for name in ("nudge_right", "nudge_right", "nudge_down_far"):
        desk.commands[name].trigger()
    assert (place_of(desk, FACE), place_of(desk, PLATE)) == (FACE_AT.moved(2, 10), PLATE_AT.moved(2, 10))
    desk.commands["undo"].trigger()
    assert (place_of(desk, FACE), place_of(desk, PLATE)) == (FACE_AT, PLATE_AT)


def test_a_locked_region_is_not_dragged_pulled_or_nudged_and_the_window_says_so(
    desk: MainWindow, user: FakeUser
) -> None:
    desk.desk.apply(Lock((FACE,), True))
    desk.desk.select(FACE)
    before = desk.desk.review
    for start in (FACE_AT.centre, (FACE_AT.right - 1, FACE_AT.bottom - 1)):
        desk.statusBar().clearMessage()
        drag(desk, start, to=[(60, 60)])
        assert desk.statusBar().currentMessage() == LOCKED
    desk.statusBar().clearMessage()
    desk.commands["nudge_left"].trigger()
    assert desk.statusBar().currentMessage() == LOCKED
    assert desk.desk.review is before
    assert desk.desk.selected == (FACE,)
    assert not user.problems


def test_of_several_regions_the_locked_ones_stay_where_they_are(desk: MainWindow, user: FakeUser) -> None:
    desk.desk.apply(Lock((FACE,), True))
    desk.desk.select(FACE, PLATE)
    drag(desk, PLATE_AT.centre, to=[(PLATE_AT.centre[0] - 30, PLATE_AT.centre[1] + 10)])
    assert place_of(desk, FACE) == FACE_AT
    assert near(place_of(desk, PLATE), PLATE_AT.moved(-30, 10))
    desk.commands["grow"].trigger()
    assert place_of(desk, FACE) == FACE_AT
    assert not user.problems


def test_a_region_in_its_gap_can_not_be_clicked(desk: MainWindow) -> None:
    assert desk.desk.footage is not None
    index = desk.desk.footage.recording.index
    desk.desk.apply(Uncover((FACE,), Span(index.tick(0), index.tick(3))))
    click(desk, FACE_AT.centre)
    assert desk.desk.selected == ()


def test_a_drag_beside_all_regions_moves_the_picture_and_no_region(desk: MainWindow) -> None:
    for _ in range(8):
        desk.commands["zoom_in"].trigger()
    view, before = desk.page.view, desk.desk.review
    middle = view.mapToScene(view.viewport().rect().center())
    start = view.viewport().rect().center()
    QTest.mousePress(view.viewport(), LEFT, pos=start)
    for part in (1, 2):
        QTest.mouseMove(view.viewport(), start + QPoint(-20, -15) * part)
    QTest.mouseRelease(view.viewport(), LEFT, pos=start + QPoint(-40, -30))
    assert view.mapFromScene(middle) == start + QPoint(-40, -30)
    assert desk.desk.review is before


def test_the_middle_button_moves_the_picture_also_over_a_region(desk: MainWindow) -> None:
    desk.desk.select(FACE)
    for _ in range(8):
        desk.commands["zoom_in"].trigger()
    view, before = desk.page.view, desk.desk.review
    start = on_screen(desk, FACE_AT.centre)
    QTest.mousePress(view.viewport(), MIDDLE, pos=start)
    QTest.mouseMove(view.viewport(), start + QPoint(-40, -30))
    QTest.mouseRelease(view.viewport(), MIDDLE, pos=start + QPoint(-40, -30))
    assert on_screen(desk, FACE_AT.centre) == start + QPoint(-40, -30)
    assert desk.desk.review is before


def test_a_region_is_turned_by_its_handle_and_by_keys(desk: MainWindow) -> None:
    upright = replace(desk.desk.review.regions[FACE], keyframes=(Keyframe(Tick(0), Box(100, 100, 80, 40)),))
    desk.desk.apply(AddRegions((upright,)))
    desk.desk.select(FACE)
    stem = 3.5 * 8 / desk.page.view.scale_now
    drag(desk, (140, 100 - stem), to=[(140 + 20 + stem, 120 - 20 - stem), (140 + 20 + stem, 120)])
    box = place_of(desk, FACE)
    assert (box.width, box.height) == pytest.approx((40, 80), abs=2)
    assert box.centre == pytest.approx((140, 120), abs=1)
    edits = steps(desk)
    for _ in range(3):
        desk.commands["turn_left"].trigger()
    assert steps(desk) == edits + 1
    assert place_of(desk, FACE).width > 45
    desk.commands["undo"].trigger()
    assert place_of(desk, FACE) == box


def test_one_corner_of_a_polygon_is_dragged(desk: MainWindow) -> None:
    desk.commands["draw_polygon"].trigger()
    for corner in ((30, 170), (110, 175), (100, 225)):
        click(desk, corner)
    QTest.keyClick(desk.page.view, Qt.Key.Key_Return)
    (region,) = desk.desk.selected
    drag(desk, (110, 175), to=[(140, 160)])
    outline = desk.desk.review.regions[region].keyframes[0].outline
    assert outline is not None
    assert outline.corners[1] == pytest.approx((140, 160), abs=1)
    assert outline.corners[0] == pytest.approx((30, 170), abs=1)


def test_keys_make_the_selected_regions_larger_and_back(desk: MainWindow) -> None:
    desk.desk.select(FACE, PLATE)
    desk.commands["grow"].trigger()
    assert near(place_of(desk, FACE), FACE_AT.grown(0.1), within=0.01)
    desk.commands["shrink"].trigger()
    assert near(place_of(desk, FACE), FACE_AT, within=0.01)
    assert near(place_of(desk, PLATE), PLATE_AT, within=0.01)
