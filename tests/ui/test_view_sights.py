"""The four views in the real window, on footage that the real player covers."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.core.edits import Lock
from reviewer.ui.main_window import MainWindow
from reviewer.ui.viewer.sights import NOT_FOR_RELEASE, TAG_GROUND, Sight, banner_words
from reviewer.ui.viewer.wipe_slider import WipeSlider
from tests.support.pointer import click, drag, near, on_screen, place_of
from tests.support.window import PLACES, WAIT, FakeUser

FACE_AT, PLATE_AT = PLACES["face-1"][1], PLACES["plate-1"][1]
BLACK = QColor(0, 0, 0)


def look(qtbot: QtBot, window: MainWindow, sight: Sight) -> None:
    window.commands[sight.value].trigger()
    shown = window.projector
    qtbot.waitUntil(lambda: window.page.view.item.shows and shown.shown is not None, timeout=WAIT)


def colour(window: MainWindow, at: tuple[float, float]) -> QColor:
    return window.page.view.grab().toImage().pixelColor(on_screen(window, at))


def tagged(window: MainWindow) -> bool:
    image = window.page.view.grab().toImage()
    return any(
        image.pixelColor(x, y) == TAG_GROUND for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    )


def slider(window: MainWindow) -> WipeSlider:
    found = window.page.view.findChild(WipeSlider)
    assert isinstance(found, WipeSlider)
    return found


def test_every_view_but_the_released_says_twice_that_it_is_not_for_release(qtbot: QtBot, desk: MainWindow) -> None:
    for sight in (Sight.WIPE, Sight.BEHIND, Sight.RELEASED, Sight.ORIGINAL):
        look(qtbot, desk, sight)
        uncovered = sight is not Sight.RELEASED
        assert desk.commands[sight.value].isChecked()
        assert (NOT_FOR_RELEASE in desk.page.banner.text()) == uncovered
        assert desk.page.banner.property("released") == ("false" if uncovered else "true")
        assert tagged(desk) == uncovered
        assert slider(desk).isVisible() == (sight is Sight.WIPE)


def test_the_wipe_shows_the_original_on_the_left_and_what_is_released_on_the_right(
    qtbot: QtBot, desk: MainWindow
) -> None:
    inside = FACE_AT.centre
    look(qtbot, desk, Sight.ORIGINAL)
    open_colour = colour(desk, inside)
    assert open_colour != BLACK
    look(qtbot, desk, Sight.WIPE)
    assert colour(desk, inside) == BLACK  # the line runs at 160, the face lies to its right
    drag(desk, (160, 20), to=[(300, 20)])
    assert desk.page.view.item.wipe == pytest.approx(300 / 320, abs=0.01)
    desk.desk.select()
    assert colour(desk, inside) == open_colour
    assert slider(desk).value() == pytest.approx(1000 * 300 / 320, abs=8)


def test_keys_move_the_line_while_the_slider_has_the_focus_and_no_frame(qtbot: QtBot, desk: MainWindow) -> None:
    look(qtbot, desk, Sight.WIPE)
    slider(desk).setFocus()
    number = desk.projector.number
    for key, expected in (
        (Qt.Key.Key_Right, 0.51),
        (Qt.Key.Key_Left, 0.5),
        (Qt.Key.Key_End, 1.0),
        (Qt.Key.Key_Home, 0.0),
    ):
        QTest.keyClick(slider(desk), key)
        assert desk.page.view.item.wipe == pytest.approx(expected, abs=0.002)
    assert desk.projector.number == number
    assert slider(desk).accessibleName()
    QTest.mouseClick(slider(desk), Qt.MouseButton.LeftButton, pos=slider(desk).rect().center())
    assert desk.page.view.item.wipe == pytest.approx(0.5, abs=0.01)


def test_in_the_wipe_regions_are_picked_and_moved_on_the_original_s_side_alone(
    qtbot: QtBot, desk: MainWindow, user: FakeUser
) -> None:
    look(qtbot, desk, Sight.WIPE)
    click(desk, FACE_AT.centre)
    assert desk.desk.selected == ()
    desk.page.view._slide(1.0)
    drag(desk, FACE_AT.centre, to=[(60, 60)])
    assert near(place_of(desk, "r-face-1"), FACE_AT.moved(60 - FACE_AT.centre[0], 60 - FACE_AT.centre[1]))
    qtbot.waitUntil(lambda: colour_released(desk, FACE_AT.centre) != BLACK, timeout=WAIT)
    assert colour_released(desk, (60, 60)) == BLACK
    desk.page.view._slide(0.25)
    desk.commands["draw"].trigger()
    before = desk.desk.review
    drag(desk, (200, 200), to=[(260, 230)])
    assert desk.desk.review is before
    assert "original" in desk.statusBar().currentMessage()
    assert not user.problems


def colour_released(window: MainWindow, at: tuple[float, float]) -> QColor:
    """The colour of the covered picture that is on show, whatever is shown of it."""
    picture = window.projector.shown
    assert picture is not None
    height, width = picture.pixels.shape[:2]
    blue, green, red, _ = (int(v) for v in picture.pixels[round(at[1] * height / 240), round(at[0] * width / 320)])
    return QColor(red, green, blue)


def test_see_behind_lets_a_third_of_the_original_through_what_is_covered_and_nothing_else_changes(
    qtbot: QtBot, desk: MainWindow
) -> None:
    look(qtbot, desk, Sight.ORIGINAL)
    beside, inside = colour(desk, (100, 200)), colour(desk, (200, 150))
    look(qtbot, desk, Sight.BEHIND)
    assert colour(desk, (100, 200)) == beside
    found = colour(desk, (200, 150))
    for part, whole in zip(found.getRgb()[:3], inside.getRgb()[:3], strict=True):
        assert part == pytest.approx(0.35 * whole, abs=4)


def test_what_is_changed_while_seeing_behind_is_covered_anew(qtbot: QtBot, desk: MainWindow) -> None:
    look(qtbot, desk, Sight.BEHIND)
    drag(desk, FACE_AT.centre, to=[(60, 60)])
    qtbot.waitUntil(lambda: colour_released(desk, FACE_AT.centre) != BLACK, timeout=WAIT)
    assert colour_released(desk, (60, 60)) == BLACK


def test_a_locked_region_shows_no_handles(desk: MainWindow) -> None:
    desk.desk.select(*desk.desk.review.regions)
    current = desk.page.view._overlay.current
    assert current is not None
    desk.desk.apply(Lock((current,), True))
    assert desk.page.view._overlay.current is None


def test_the_line_is_brought_into_sight_when_the_wipe_begins_far_from_it(qtbot: QtBot, desk: MainWindow) -> None:
    desk.page.view.restore_zoom({"fits": False, "scale": 8.0, "x": 290, "y": 50})
    look(qtbot, desk, Sight.WIPE)
    seen = desk.page.view.mapToScene(desk.page.view.viewport().rect()).boundingRect()
    assert seen.left() < desk.page.view.item.wipe * 320 < seen.right()


def test_a_picture_with_less_detail_than_there_is_says_so_in_every_view() -> None:
    for sight in Sight:
        words = banner_words(sight, how="solid, black", draft=True)
        assert words == f"{banner_words(sight, how='solid, black')}  ·  preview"
