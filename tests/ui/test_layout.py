"""The window stands where it stood, its parts as they were set, and never where nobody can reach it."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QTabWidget, QWidget
from pytestqt.qtbot import QtBot

from reviewer.store.settings_file import SettingsFile
from reviewer.ui.desk_page import PANELS
from reviewer.ui.layout import WINDOW, Layout, Place, full_screen, unpacked, within_reach
from reviewer.ui.main_window import MainWindow
from reviewer.ui.remembered import Remembered

MAIN, LEFT = QRect(0, 0, 1920, 1040), QRect(-1280, 0, 1280, 1024)
LEAST = QSize(800, 460)
FIRST = QSize(600, 500)


class Room:
    """A window with a splitter and tabs, laid out by what a file of settings holds."""

    def __init__(self, settings: Path) -> None:
        self.window = QMainWindow()
        self.window.setMinimumSize(300, 200)
        self.window.resize(FIRST)
        self.splitter, self.tabs = QSplitter(Qt.Orientation.Horizontal), QTabWidget()
        for name in ("Doubts", "Regions", "Gallery"):
            self.tabs.addTab(QWidget(), name)
        self.splitter.addWidget(QWidget())
        self.splitter.addWidget(self.tabs)
        self.splitter.setSizes([300, 300])
        self.window.setCentralWidget(self.splitter)
        self.remembered = Remembered(SettingsFile(settings), self.window)
        self.layout = Layout(
            self.window, self.remembered, splitters={"across": self.splitter}, tabs={"right": self.tabs}
        )


@pytest.fixture
def rooms(qtbot: QtBot, tmp_path: Path) -> Iterator[list[Room]]:
    """Two windows one after the other, over the same settings, the first one shown."""
    made: list[Room] = []
    room = Room(tmp_path)
    qtbot.addWidget(room.window)
    room.window.show()
    qtbot.waitExposed(room.window)
    made.append(room)
    yield made
    for each in made:
        each.window.close()


def again(qtbot: QtBot, rooms: list[Room], tmp_path: Path) -> Room:
    rooms[0].layout.keep()
    rooms[0].window.close()
    room = Room(tmp_path)
    qtbot.addWidget(room.window)
    room.window.show()
    qtbot.waitExposed(room.window)
    rooms.append(room)
    return room


def test_everything_stands_the_next_time_where_it_stood(qtbot: QtBot, rooms: list[Room], tmp_path: Path) -> None:
    first = rooms[0]
    first.window.setGeometry(QRect(40, 60, 520, 420))
    first.splitter.setSizes([200, 320])
    sizes = first.splitter.sizes()
    first.tabs.setCurrentIndex(2)
    second = again(qtbot, rooms, tmp_path)
    assert second.window.geometry() == QRect(40, 60, 520, 420)
    assert second.splitter.sizes() == sizes
    assert second.tabs.currentIndex() == 2


def test_a_window_that_filled_its_screen_does_so_again_and_knows_its_place_besides(
    qtbot: QtBot, rooms: list[Room], tmp_path: Path
) -> None:
    rooms[0].window.setGeometry(QRect(40, 60, 520, 420))
    rooms[0].window.showMaximized()
    second = again(qtbot, rooms, tmp_path)
    assert second.window.isMaximized()
    assert unpacked(second.remembered.preferences.layout[WINDOW]) == Place(QRect(40, 60, 520, 420), filling=True)


def test_a_layout_is_kept_a_moment_after_it_was_changed_too(qtbot: QtBot, rooms: list[Room]) -> None:
    first = rooms[0]
    first.layout._settled.setInterval(1)
    first.tabs.setCurrentIndex(1)
    qtbot.waitUntil(lambda: first.remembered.preferences.layout.get("right") == b"\x01")


def test_reset_puts_all_back_as_at_first_and_keeps_nothing(qtbot: QtBot, rooms: list[Room], tmp_path: Path) -> None:
    first = rooms[0]
    usual = first.splitter.sizes()
    first.window.setGeometry(QRect(5, 60, 420, 300))
    first.splitter.setSizes([300, 100])
    first.tabs.setCurrentIndex(2)
    first.layout.keep()
    first.window.showMaximized()
    first.layout.reset()
    assert first.window.size() == FIRST
    assert not first.window.isMaximized()
    assert first.splitter.sizes() == usual
    assert first.tabs.currentIndex() == 0
    assert SettingsFile(tmp_path).load().layout == {}


def test_a_window_moved_where_no_screen_is_any_more_comes_back(qtbot: QtBot, rooms: list[Room]) -> None:
    first = rooms[0]
    first.window.setGeometry(QRect(5000, 5000, 420, 300))
    first.layout.bring_back()
    room = QGuiApplication.primaryScreen().availableGeometry()
    assert room.contains(first.window.geometry())


@pytest.mark.parametrize("layout", [{}, {WINDOW: b"junk", "across": b"junk", "right": b"\x09"}, {"right": b""}])
def test_nonsense_in_the_settings_leaves_everything_as_at_first(
    qtbot: QtBot, tmp_path: Path, layout: dict[str, bytes]
) -> None:
    SettingsFile(tmp_path).change(lambda p: p.laid_out(layout))
    room = Room(tmp_path)
    qtbot.addWidget(room.window)
    assert room.window.size() == FIRST
    assert room.tabs.currentIndex() == 0


def test_the_window_takes_all_of_its_screen_and_stands_again_as_before(qtbot: QtBot, rooms: list[Room]) -> None:
    window = rooms[0].window
    window.setGeometry(QRect(40, 60, 520, 420))
    full_screen(window, True)
    assert window.isFullScreen()
    full_screen(window, False)
    assert not window.isFullScreen()
    qtbot.waitUntil(lambda: window.geometry() == QRect(40, 60, 520, 420))


@pytest.mark.parametrize(
    "wanted",
    [
        QRect(100, 100, 1280, 760),
        QRect(-1200, 40, 900, 700),
        QRect(-600, 100, 1200, 760),  # across both
        QRect(1700, 100, 1280, 760),  # hanging out at the right, with enough to take hold of
    ],
)
def test_a_window_that_can_be_reached_stays_where_it_was_put(wanted: QRect) -> None:
    assert within_reach(wanted, [MAIN, LEFT], least=LEAST) == wanted


@pytest.mark.parametrize(
    ("wanted", "screens"),
    [
        (QRect(-1200, 40, 900, 700), [MAIN]),  # the screen at the left was unplugged
        (QRect(2500, 100, 1280, 760), [MAIN]),
        (QRect(1850, 100, 1280, 760), [MAIN]),  # too little to take hold of
        (QRect(100, -300, 1280, 760), [MAIN]),  # its title above the edge
        (QRect(100, 1060, 1280, 760), [MAIN]),
        (QRect(100, 100, 3840, 2160), [MAIN]),  # from a larger screen
        (QRect(100, 100, 1280, 760), [QRect(0, 0, 960, 520)]),  # the screen is scaled to 200 % now
        (QRect(3000, -2000, 1000, 700), [QRect(0, 30, 1366, 700), LEFT]),
    ],
)
def test_a_window_out_of_reach_comes_back_whole(wanted: QRect, screens: list[QRect]) -> None:
    found = within_reach(wanted, screens, least=LEAST)
    assert any(screen.adjusted(2, 32, 0, 0).contains(found) for screen in screens)
    assert found.size() == wanted.size().boundedTo(found.size())


def test_on_a_screen_smaller_than_the_window_can_be_its_title_is_in_reach() -> None:
    found = within_reach(QRect(0, 0, 1280, 760), [QRect(0, 0, 640, 400)], least=LEAST)
    assert found.topLeft().x() == 2
    assert found.topLeft().y() == 32
    assert found.size() == LEAST


STAND = """
import sys
from pathlib import Path
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QMainWindow
from reviewer.store.settings_file import SettingsFile
from reviewer.ui.desk_page import PANELS
from reviewer.ui.layout import Layout
from reviewer.ui.main_window import MainWindow
from reviewer.ui.remembered import Remembered
application, window = QApplication([]), QMainWindow()
layout = Layout(window, Remembered(SettingsFile(Path(sys.argv[1])), window), splitters={}, tabs={})
window.show()
if len(sys.argv) > 2:
    window.setGeometry(QRect(*map(int, sys.argv[2:])))
application.processEvents()
layout.keep()
print(*window.geometry().getRect(), len(application.screens()))
"""
"""A window that stands where it stood, or is moved, on the screens that the platform is told of."""


def stands(folder: Path, *, screens: int, at: tuple[int, ...] = ()) -> list[int]:
    """Where the window stands in a process with so many screens of 1000x800 beside each other, and how many it has."""
    each = [
        {"name": f"screen {n}", "x": 1000 * n, "y": 0, "width": 1000, "height": 800, "dpr": 1} for n in range(screens)
    ]
    for screen in each:
        screen |= {"logicalDpi": 96, "logicalBaseDpi": 96}
    told = folder / f"{screens}.json"
    told.write_text(json.dumps({"screens": each}), encoding="utf-8")
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={told}"}
    done = subprocess.run(
        [sys.executable, "-c", STAND, str(folder / "settings"), *map(str, at)],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
        timeout=60,
    )
    return [int(word) for word in done.stdout.split()]


def test_a_window_on_a_screen_that_is_unplugged_comes_to_the_one_that_is_left(tmp_path: Path) -> None:
    assert stands(tmp_path, screens=2, at=(1200, 100, 500, 400)) == [1200, 100, 500, 400, 2]
    assert stands(tmp_path, screens=2) == [1200, 100, 500, 400, 2]
    x, y, width, height, count = stands(tmp_path, screens=1)
    assert count == 1
    assert (width, height) == (500, 400)
    assert 0 <= x <= 500
    assert 0 <= y <= 400


@pytest.mark.parametrize("theme", ["theme_light", "theme_contrast"])
def test_the_names_of_eight_tabs_fit_beside_the_picture(desk: MainWindow, theme: str) -> None:
    desk.commands[theme].trigger()
    desk.page.tabs.insertTab(0, QWidget(), "Practice")
    bar = desk.page.tabs.tabBar()
    assert bar.count() == 8
    assert sum(bar.tabRect(n).width() for n in range(bar.count())) <= PANELS
