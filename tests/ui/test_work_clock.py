from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer.ui.work_clock import PAUSE, WorkClock


class Time:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_time_between_inputs_counts_and_a_long_pause_does_not(qtbot: QtBot) -> None:
    widget, time = QWidget(), Time()
    qtbot.addWidget(widget)
    clock = WorkClock(widget, now=time)
    for wait in (0, 5, PAUSE, PAUSE + 1, 7):
        time.now += wait
        clock.touch()
    assert clock.seconds == 5 + PAUSE + 7


def test_it_counts_on_from_what_was_kept_and_not_from_when_the_footage_was_opened(qtbot: QtBot) -> None:
    widget, time = QWidget(), Time()
    qtbot.addWidget(widget)
    clock = WorkClock(widget, now=time)
    clock.touch()
    clock.begin(1000.0)
    for _ in range(2):
        time.now += 30
        clock.touch()
    assert clock.seconds == 1030


def test_keys_and_clicks_in_the_window_are_inputs(qtbot: QtBot) -> None:
    window, time = QWidget(), Time()
    inner = QWidget(window)
    inner.setGeometry(0, 0, 50, 50)
    qtbot.addWidget(window)
    with qtbot.waitExposed(window, timeout=10_000):
        window.show()
    clock = WorkClock(inner, now=time)
    clock.watch()
    handle = window.windowHandle()
    QTest.keyClick(handle, Qt.Key.Key_A)
    time.now += 3
    QTest.mouseClick(handle, Qt.MouseButton.LeftButton)
    assert clock.seconds == 3


def test_a_key_that_does_something_is_an_input_as_well(qtbot: QtBot) -> None:
    window, time, done = QWidget(), Time(), list[bool]()
    action = QAction("Do", window)
    action.setShortcut("D")
    action.triggered.connect(lambda *_: done.append(True))
    window.addAction(action)
    qtbot.addWidget(window)
    with qtbot.waitActive(window, timeout=10_000):
        window.show()
        window.activateWindow()
    clock = WorkClock(window, now=time)
    clock.watch()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_D)
    qtbot.waitUntil(lambda: bool(done), timeout=5000)
    time.now += 3
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton)
    assert clock.seconds == 3
