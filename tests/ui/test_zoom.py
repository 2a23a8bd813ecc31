"""Zooming to the pointer, moving about, and coming back to it."""

import json

import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer.ui.viewer.view import PictureView
from reviewer.ui.viewer.zoom import MOST, ZoomView


@pytest.fixture
def view(qtbot: QtBot) -> PictureView:
    view = PictureView()
    qtbot.addWidget(view)
    view.resize(QSize(640, 400))
    view.show()
    view.open((1600, 900), aspect=1.0)
    return view


def wheel(view: ZoomView, at: QPoint, turned: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    event = QWheelEvent(
        QPointF(at),
        QPointF(view.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, turned),
        Qt.MouseButton.NoButton,
        keys,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(view.viewport(), event)


@pytest.mark.parametrize("at", [QPoint(320, 200), QPoint(90, 130), QPoint(560, 260)])
def test_what_lies_under_the_pointer_stays_there_while_the_wheel_zooms(view: PictureView, at: QPoint) -> None:
    under = view.mapToScene(at)
    for turned in (120, 120, 240, 60, 360):
        wheel(view, at, turned)
        found = view.mapFromScene(under)
        assert (found - at).manhattanLength() <= 3
    assert not view.fits
    assert view.scale_now > 4 * 640 / 1600


def test_half_a_notch_zooms_half_as_far_and_there_is_an_end_to_it(view: PictureView) -> None:
    before = view.scale_now
    wheel(view, QPoint(300, 200), 120)
    wheel(view, QPoint(300, 200), -60)
    wheel(view, QPoint(300, 200), -60)
    assert view.scale_now == pytest.approx(before)
    wheel(view, QPoint(300, 200), 120 * 80)
    assert view.scale_now == MOST


def test_shift_and_the_arrow_keys_move_the_picture_about(view: PictureView) -> None:
    view.restore_zoom({"fits": False, "scale": 2.0, "x": 800, "y": 450})
    middle = view.mapToScene(view.viewport().rect().center())
    QTest.keyClick(view, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    moved = view.mapToScene(view.viewport().rect().center())
    assert moved.x() - middle.x() == pytest.approx(32, abs=1)
    assert moved.y() - middle.y() == pytest.approx(-20, abs=1)
    wheel(view, QPoint(300, 200), 120, Qt.KeyboardModifier.ShiftModifier)
    assert view.mapToScene(view.viewport().rect().center()).x() == pytest.approx(middle.x(), abs=1)
    assert view.scale_now == 2.0


def test_the_picture_never_leaves_the_window(view: PictureView) -> None:
    view.restore_zoom({"fits": False, "scale": 2.0, "x": 800, "y": 450})
    view.pan(QPoint(100_000, 100_000))
    assert view.mapToScene(QPoint(639, 399)).x() == pytest.approx(1600, abs=1.5)
    view.pan(QPoint(-100_000, -100_000))
    assert view.mapToScene(QPoint(0, 0)) == QPointF(0, 0)


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_a_hundred_per_cent_is_one_pixel_of_the_screens_own(
    view: PictureView, monkeypatch: pytest.MonkeyPatch, ratio: float
) -> None:
    monkeypatch.setattr(view, "devicePixelRatioF", lambda: ratio)
    view.actual()
    assert view.scale_now * ratio == pytest.approx(1)
    assert view.wanted_size() is None


def test_the_zoom_is_come_back_to_through_json(qtbot: QtBot, view: PictureView) -> None:
    assert view.zoom_state() == {"fits": True}
    view.restore_zoom({"fits": False, "scale": 2.5, "x": 700, "y": 300})
    state = json.loads(json.dumps(view.zoom_state()))
    view.fit()
    view.restore_zoom(state)
    assert not view.fits
    assert view.scale_now == 2.5
    assert (state["x"], state["y"]) == pytest.approx((700, 300), abs=1)
    assert view.zoom_state()["x"] == pytest.approx(state["x"], abs=1)


NONSENSE = [
    None,
    7,
    "x",
    [],
    {},
    {"fits": False},
    {"fits": False, "scale": 0, "x": 1, "y": 1},
    {"fits": False, "scale": float("nan"), "x": 1, "y": 1},
    {"fits": False, "scale": "2", "x": 1, "y": 1},
    {"fits": False, "scale": 1, "x": 1e300, "y": 1},
    {"fits": False, "scale": -1, "x": 1, "y": float("inf")},
]


def test_nonsense_shows_the_whole_picture(view: PictureView) -> None:
    for state in NONSENSE:
        view.restore_zoom({"fits": False, "scale": 2.0, "x": 800, "y": 450})
        view.restore_zoom(state)
        assert view.fits


def test_pixels_that_are_not_square_are_shown_in_their_true_shape_when_zoomed(view: PictureView) -> None:
    view.open((720, 576), aspect=64 / 45)
    wheel(view, QPoint(300, 200), 360)
    assert view.transform().m11() / view.transform().m22() == pytest.approx(64 / 45)
