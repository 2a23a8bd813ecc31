"""What is painted in each way to look at a picture, and the words on what is not covered."""

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from reviewer.core.timing import Tick
from reviewer.services.pictures import Picture
from reviewer.ui.viewer.sights import NOT_FOR_RELEASE, TAG_GROUND, Sight, banner_words, paint_tag, uncovered
from reviewer.ui.viewer.zoom import ZoomView

SIZE = (320, 200)
OPEN, COVERED = QColor(200, 60, 20), QColor(0, 0, 0)
"""The colour of the original, and of what covers it on the right half."""


def pixels(*, covered: bool) -> NDArray[np.uint8]:
    made = np.empty((SIZE[1], SIZE[0], 4), np.uint8)
    made[:] = (OPEN.blue(), OPEN.green(), OPEN.red(), 255)
    if covered:
        made[:, SIZE[0] // 2 :, :3] = 0
    return made


def a_picture(sight: Sight) -> Picture:
    original = pixels(covered=False) if sight.both else None
    return Picture(0, Tick(0), pixels(covered=sight.covered), sight.covered, original)


@pytest.fixture
def view(qtbot: QtBot) -> ZoomView:
    view = ZoomView()
    qtbot.addWidget(view)
    view.resize(QSize(SIZE[0], SIZE[1]) + QSize(24, 24))
    view.show()
    view.make_room(SIZE, aspect=1.0)
    view.restore_zoom({"fits": False, "scale": 1.0, "x": SIZE[0] / 2, "y": SIZE[1] / 2})
    return view


def colour(view: ZoomView, x: int, y: int) -> QColor:
    """The colour of a pixel of the footage on the screen."""
    at = view.mapFromScene(x, y)
    return view.grab().toImage().pixelColor(at)


def tagged(view: ZoomView) -> set[str]:
    """In which halves of the picture words stand that it is not for release."""
    image = view.grab().toImage()
    left, middle = view.mapFromScene(0, 0).x(), view.mapFromScene(SIZE[0] // 2, 0).x()
    return {
        "left" if x < middle else "right"
        for x in range(left, left + SIZE[0])
        for y in range(view.mapFromScene(0, 0).y(), view.mapFromScene(0, SIZE[1]).y())
        if image.pixelColor(x, y) == TAG_GROUND
    }


@pytest.mark.parametrize("sight", list(Sight))
def test_each_sight_paints_the_original_the_covered_picture_or_both(view: ZoomView, sight: Sight) -> None:
    view.item.look(sight)
    view.item.show_picture(a_picture(sight))
    right = colour(view, 240, 150)
    assert colour(view, 80, 150) == OPEN
    if sight is Sight.ORIGINAL:
        assert right == OPEN
    elif sight is Sight.BEHIND:
        assert right.red() == pytest.approx(0.35 * OPEN.red(), abs=3)
    else:
        assert right == COVERED


@pytest.mark.parametrize("sight", list(Sight))
@pytest.mark.parametrize("made_for", list(Sight))
def test_a_picture_that_was_made_for_another_sight_is_never_shown(
    view: ZoomView, sight: Sight, made_for: Sight
) -> None:
    view.item.look(sight)
    view.item.show_picture(a_picture(made_for))
    alike = sight is made_for or (sight.both and made_for.both)
    assert view.item.shows == alike
    if not alike:
        assert colour(view, 80, 150) not in (OPEN, COVERED)
        assert tagged(view) == set()


@pytest.mark.parametrize(
    ("sight", "halves"),
    [(Sight.ORIGINAL, {"left"}), (Sight.RELEASED, set()), (Sight.WIPE, {"left"}), (Sight.BEHIND, {"left"})],
)
def test_whatever_shows_uncovered_pixels_says_on_the_picture_that_it_is_not_for_release(
    view: ZoomView, sight: Sight, halves: set[str]
) -> None:
    view.item.look(sight)
    view.item.show_picture(a_picture(sight))
    assert tagged(view) == halves


def test_the_words_stay_in_sight_however_far_it_is_zoomed(view: ZoomView) -> None:
    view.item.show_picture(a_picture(Sight.ORIGINAL))
    view.restore_zoom({"fits": False, "scale": 12.0, "x": 300.0, "y": 190.0})
    image = view.grab().toImage()
    found = [1 for x in range(image.width()) for y in range(image.height()) if image.pixelColor(x, y) == TAG_GROUND]
    assert len(found) > 100


def test_the_line_runs_where_it_is_put_and_never_leaves_the_picture(view: ZoomView) -> None:
    view.item.look(Sight.WIPE)
    view.item.show_picture(a_picture(Sight.WIPE))
    view.item.move_line(0.75)
    assert colour(view, 200, 150) == OPEN
    assert colour(view, 300, 150) == COVERED
    for far, near in ((7.0, 1.0), (-3.0, 0.0)):
        view.item.move_line(far)
        assert view.item.wipe == near
    assert view.item.bare.isEmpty()
    assert tagged(view) == set()


def test_the_part_that_is_not_covered() -> None:
    room = QRectF(0, 0, 100, 50)
    assert uncovered(Sight.ORIGINAL, room, wipe=0.2) == room
    assert uncovered(Sight.BEHIND, room, wipe=0.2) == room
    assert uncovered(Sight.RELEASED, room, wipe=0.2).isEmpty()
    assert uncovered(Sight.WIPE, room, wipe=0.2) == QRectF(0, 0, 20, 50)


@pytest.mark.parametrize("width", [300.0, 60.0, 20.0, 6.0])
def test_the_words_fit_into_the_part_they_are_about_or_stand_upright_in_it(qapp: object, width: float) -> None:
    image = QImage(400, 300, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    paint_tag(painter, QRectF(10, 10, width, 280))
    painter.end()
    marked = [x for x in range(400) for y in range(300) if image.pixelColor(x, y) == TAG_GROUND]
    assert marked
    assert min(marked) >= 10
    assert max(marked) <= 10 + max(width, 40)


def test_the_banner_says_not_for_release_of_everything_but_the_released_picture() -> None:
    for sight in Sight:
        assert (NOT_FOR_RELEASE in banner_words(sight, how="solid, black")) == (sight is not Sight.RELEASED)
