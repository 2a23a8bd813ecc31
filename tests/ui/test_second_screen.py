"""The picture alone on a screen: opened, left, and unplugged."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from reviewer.ui.main_window import MainWindow
from reviewer.ui.viewer.layers import Layers
from reviewer.ui.viewer.second_screen import SecondScreen
from reviewer.ui.viewer.sights import TAG_GROUND, Sight
from reviewer.ui.viewer.view import PictureView
from tests.support.window import WAIT, see


@pytest.fixture
def plain(qtbot: QtBot) -> Iterator[QMainWindow]:
    window = QMainWindow()
    window.setMinimumSize(640, 400)
    qtbot.addWidget(window)
    view = PictureView()
    window.setCentralWidget(view)
    window.show()
    view.open((640, 360), aspect=1.0)
    yield window
    window.close()


def second_of(window: MainWindow) -> SecondScreen:
    beside = window.page.view.beside
    assert isinstance(beside, SecondScreen)
    return beside


def the_item(window: QMainWindow) -> Layers:
    view = window.centralWidget()
    assert isinstance(view, PictureView)
    return view.item


def tagged(second: SecondScreen) -> bool:
    image = second.grab().toImage()
    return any(
        image.pixelColor(x, y) == TAG_GROUND for x in range(0, image.width(), 2) for y in range(0, image.height(), 2)
    )


def test_it_fills_a_screen_without_a_frame_and_esc_leaves_it(qtbot: QtBot, plain: QMainWindow) -> None:
    second = SecondScreen(plain, item=the_item(plain))
    told: list[bool] = []
    second.opened.connect(told.append)
    second.open()
    assert second.isFullScreen()
    assert second.isWindow()
    assert second.windowFlags() & Qt.WindowType.FramelessWindowHint
    assert second.size() == second.screen().size()
    assert second.fits
    QTest.keyClick(second, Qt.Key.Key_Escape)
    assert not second.isVisible()
    assert told == [True, False]


def test_a_screen_that_is_unplugged_closes_it_and_another_does_not(qtbot: QtBot, plain: QMainWindow) -> None:
    second = SecondScreen(plain, item=the_item(plain))
    application = QGuiApplication.instance()
    assert isinstance(application, QGuiApplication)
    second.open()
    application.screenRemoved.emit(None)
    assert second.isVisible()
    application.screenRemoved.emit(second.screen())
    assert not second.isVisible()
    application.screenRemoved.emit(plain.screen())
    second.open()
    assert second.isVisible()
    second.close()


def test_it_goes_with_the_window(qtbot: QtBot, plain: QMainWindow) -> None:
    second = SecondScreen(plain, item=the_item(plain))
    second.open()
    plain.close()
    assert not second.isVisible()


def test_in_the_program_it_shows_the_same_picture_with_the_same_words(qtbot: QtBot, desk: MainWindow) -> None:
    action = desk.commands["second_screen"]
    action.trigger()
    second = second_of(desk)
    assert second.isVisible()
    assert action.isChecked()
    assert tagged(second)
    assert second.item is desk.page.view.item
    desk.commands["released"].trigger()
    qtbot.waitUntil(lambda: second.item.shows, timeout=WAIT)
    assert not tagged(second)
    desk.commands["wipe"].trigger()
    qtbot.waitUntil(lambda: second.item.shows, timeout=WAIT)
    assert second.item.sight is Sight.WIPE
    assert tagged(second)
    desk.projector.seek(7)
    see(qtbot, desk, number=7)
    action.trigger()
    assert not second.isVisible()
    assert not action.isChecked()
    second.open()
    QTest.keyClick(second, Qt.Key.Key_Escape)
    assert not action.isChecked()


def test_pictures_are_asked_for_in_the_larger_of_both_sizes(qtbot: QtBot, desk: MainWindow) -> None:
    view, second = desk.page.view, second_of(desk)
    for _ in range(8):
        desk.commands["zoom_out"].trigger()
    alone = view.wanted_size()
    assert alone is not None
    second.open()
    both = view.wanted_size()
    assert both is None or both > alone
    qtbot.waitUntil(lambda: desk.projector.view.size == both, timeout=WAIT)
    second.close()
    assert view.wanted_size() == alone
    qtbot.waitUntil(lambda: desk.projector.view.size == alone, timeout=WAIT)


def test_it_closes_with_the_case(desk: MainWindow) -> None:
    second_of(desk).open()
    assert second_of(desk).item.shows
    desk.commands["close_case"].trigger()
    assert not second_of(desk).item.shows
    assert not second_of(desk).isVisible()
    assert not desk.commands["second_screen"].isEnabled()
