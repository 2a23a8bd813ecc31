"""The first page: what to do first, and what to go on with, each with its key."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from reviewer.core.preferences import MOST_RECENT
from reviewer.services.recent import Recent
from reviewer.ui.actions import Actions
from reviewer.ui.welcome import Welcome

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")  # the offscreen screen has no window manager

CASES = [
    Recent(Path("/cases/SAR & 14")),
    Recent(Path("/cases/gone"), "the folder is not there"),
    *(Recent(Path(f"/a very long way to where the cases of the county lie/{n}")) for n in range(MOST_RECENT - 2)),
]


class Room:
    """The page in a window with the actions, at a size of the smallest window."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.actions = Actions(self.window, self.window.menuBar())
        for name in ("original", "released", "wipe", "behind"):
            self.actions[name].setEnabled(False)  # as without footage: their keys are digits too
        self.page = Welcome(self.actions)
        self.window.setCentralWidget(self.page)
        self.window.resize(800, 460)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitActive(self.window)

    def button(self, text: str) -> QPushButton:
        return next(b for b in self.page.findChildren(QPushButton) if b.text().startswith(text))


@pytest.fixture
def room(qtbot: QtBot) -> Room:
    return Room(qtbot)


def test_the_keys_on_the_buttons_follow_those_of_the_actions(room: Room) -> None:
    assert room.button("Open footage").text() == "Open footage…   Ctrl+O"
    room.actions.set_keys("open_footage", ("F4", "Ctrl+O"))
    assert room.button("Open footage").text() == "Open footage…   F4"
    room.actions.set_keys("open_footage", ())
    assert room.button("Open footage").text() == "Open footage…"


def test_without_recent_cases_nothing_is_said_of_them(room: Room) -> None:
    assert room.page.recent == []
    assert not room.page._heading.isVisible()


def test_each_recent_case_has_a_key_of_one_stroke(qtbot: QtBot, room: Room) -> None:
    room.page.show_recent(CASES)
    qtbot.waitUntil(room.page.recent[-1].isVisible)
    wanted: list[Path] = []
    room.page.wanted.connect(wanted.append)
    for number in range(1, MOST_RECENT + 1):
        qtbot.keyClick(room.window, Qt.Key(Qt.Key.Key_0 + number))
    assert wanted == [case.folder for case in CASES if not case.missing]


def test_a_missing_case_is_grey_and_says_why(room: Room) -> None:
    room.page.show_recent(CASES)
    there, gone = room.page.recent[:2]
    assert there.isEnabled()
    assert "SAR && 14" in there.text()
    assert not gone.isEnabled()
    assert gone.text() == "2   gone  –  the folder is not there"
    assert "the folder is not there" in gone.accessibleName()


def test_other_cases_take_the_place_of_those_before(qtbot: QtBot, room: Room) -> None:
    room.page.show_recent(CASES)
    room.page.show_recent(CASES[:1])
    qtbot.waitUntil(lambda: len([b for b in room.page.findChildren(QPushButton) if b.objectName() == "recent"]) == 1)
    assert len(room.page.recent) == 1
    wanted: list[Path] = []
    room.page.wanted.connect(wanted.append)
    qtbot.keyClick(room.window, Qt.Key.Key_3)
    qtbot.keyClick(room.window, Qt.Key.Key_1)
    assert wanted == [CASES[0].folder]


def test_eight_cases_fit_across_the_smallest_window(room: Room) -> None:
    room.page.show_recent(CASES)
    room.page.widget().adjustSize()
    bar = room.page.horizontalScrollBar()
    assert bar.maximum() == 0
    assert all(b.width() <= room.page.viewport().width() // 2 for b in room.page.recent)
