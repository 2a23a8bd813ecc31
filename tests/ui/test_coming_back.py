"""After a crash the window is where it was; after an orderly end it offers what it was at."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer.core.preferences import Held
from reviewer.core.region import RegionId
from reviewer.services.living import this_process
from reviewer.store.settings_file import SettingsFile, settings_folder
from reviewer.ui.coming_back import BACK
from reviewer.ui.main_window import MainWindow
from tests.support.footage import Clip, make
from tests.support.window import FakeUser, open_footage, see, the_window

KILLED = """
import os, sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from tests.support.window import FakeUser, fake_propose, FakeDetectors
from reviewer import app
from reviewer.core.region import RegionId
from reviewer.core.settings import Search
from reviewer.ui.application import make_application
import dataclasses
application = make_application()
user = FakeUser(file=Path(sys.argv[1]), folder=Path(sys.argv[2]), search=Search())
means = dataclasses.replace(app.real_means(), analyse=FakeDetectors().analyse, propose=fake_propose)
window = app.build(means=means, user=user)
window.show()
window.commands["open_footage"].trigger()
until = time.monotonic() + 30
def wait(there):
    while not there() and time.monotonic() < until:
        application.processEvents()
    assert there()
wait(lambda: window.projector.shown is not None and len(window.desk.review.regions) == 2)
window.projector.seek(31)
window.desk.select(RegionId("r-plate-1"))
window.page.view.actual()
wait(lambda: window.projector.shown.number == 31)
window.shell.whereabouts._look()
os.kill(os.getpid(), 9)
"""
"""A window that is killed while it is in the middle of something."""


@pytest.fixture
def killed(recording: Path, user: FakeUser) -> Path:
    """The folder of the case that a window had open when it was killed."""
    assert user.folder is not None
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(recording), str(user.folder)], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == -9, done.stderr
    return user.folder


@contextmanager
def started(qtbot: QtBot, user: FakeUser, given: Path | None = None) -> Iterator[MainWindow]:
    """The window as the program starts it."""
    with the_window(qtbot, user) as window:
        window.shell.start(given)
        yield window


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")
def test_after_a_crash_the_window_is_where_it_was(qtbot: QtBot, killed: Path, user: FakeUser) -> None:
    with started(qtbot, user) as window:
        assert window.desk.case is not None
        assert window.desk.case.folder == killed
        see(qtbot, window, number=31)
        assert window.desk.selected == (RegionId("r-plate-1"),)
        assert set(window.desk.review.regions) == {"r-face-1", "r-plate-1"}
        assert not window.page.view.fits
        assert window.statusBar().currentMessage().startswith(BACK)
        assert user.problems == []


@pytest.mark.skipif(sys.platform == "win32", reason="a process is killed by a signal")
def test_a_window_that_is_told_what_to_open_does_not_come_back_to_something_else(
    qtbot: QtBot, killed: Path, user: FakeUser, tmp_path: Path
) -> None:
    with started(qtbot, user, given=tmp_path / "other") as window:
        assert window.desk.case is None
        assert SettingsFile(settings_folder()).load().held == ()


def crashed(folder: Path, *, returned: bool = False) -> None:
    """As if a window had been killed that had the case in `folder` open."""
    process, began = this_process()
    held = Held(folder, process, began - 3600, returned)  # of the same number as this, but long before it
    SettingsFile(settings_folder()).change(lambda p: p.opening(held))


def test_a_second_crash_at_once_leaves_the_case_closed_so_that_the_window_can_start(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    crashed(tmp_path / "case", returned=True)
    with started(qtbot, FakeUser()) as second:
        assert second.desk.case is None
        assert "ended twice with the case “case” open" in second.statusBar().currentMessage()
        assert second.shell.remembered.preferences.held == ()


def test_a_case_that_is_gone_since_the_crash_is_told_and_offered_in_grey(qtbot: QtBot, tmp_path: Path) -> None:
    crashed(tmp_path / "gone")
    user = FakeUser()
    with started(qtbot, user) as window:
        assert window.desk.case is None
        assert "“gone” that was open cannot be opened now: There is no folder" in window.statusBar().currentMessage()
        assert user.problems == []
        qtbot.waitUntil(lambda: [b.isEnabled() for b in window.welcome.recent] == [False])


def test_the_case_of_another_window_that_is_open_is_left_to_it(qtbot: QtBot, desk: MainWindow) -> None:
    with started(qtbot, FakeUser()) as second:
        assert second.desk.case is None
        assert second.statusBar().currentMessage() == ""
        assert desk.desk.case is not None
        assert [h.folder for h in second.shell.remembered.preferences.held] == [desk.desk.case.folder]


def test_while_it_comes_back_a_crash_counts_as_the_second_until_the_window_has_stood(
    qtbot: QtBot, desk: MainWindow, user: FakeUser
) -> None:
    assert user.folder is not None
    desk.close()
    crashed(user.folder)
    with started(qtbot, FakeUser()) as window:
        assert [h.returned for h in SettingsFile(settings_folder()).load().held] == [True]
        window.shell.coming_back._has_stood()
        assert [h.returned for h in SettingsFile(settings_folder()).load().held] == [False]


def test_after_an_orderly_end_the_case_is_offered_and_opened_by_its_key(
    qtbot: QtBot, desk: MainWindow, user: FakeUser
) -> None:
    desk.projector.seek(12)
    desk.desk.select(RegionId("r-face-1"))
    desk.close()
    assert SettingsFile(settings_folder()).load().held == ()
    with started(qtbot, user) as window:
        assert window.desk.case is None
        (button,) = window.welcome.recent
        assert button.text().startswith("1   case")
        button.click()
        see(qtbot, window, number=12)
        assert window.desk.selected == (RegionId("r-face-1"),)


def test_a_closed_case_is_offered_at_once(desk: MainWindow) -> None:
    desk.commands["close_case"].trigger()
    assert [b.text().split()[1] for b in desk.welcome.recent] == ["case"]


def test_each_footage_has_a_place_of_its_own_and_the_last_one_is_shown_again(
    qtbot: QtBot, desk: MainWindow, user: FakeUser, tmp_path: Path
) -> None:
    user.file, user.add = make(tmp_path / "second.mp4", Clip(frames=20)), True
    first = desk.desk.footage
    desk.projector.seek(12)
    open_footage(qtbot, desk)
    desk.projector.seek(5)
    assert first is not None
    desk.desk.show_footage(first)
    see(qtbot, desk, number=12)
    case = desk.desk.case
    assert case is not None
    desk.desk.show_footage(case.footage()[1])
    see(qtbot, desk, number=5)
    desk.close()
    with started(qtbot, user) as window:
        window.open(case.folder)
        see(qtbot, window, number=5)
        assert window.desk.footage is not None
        assert window.desk.footage.path.name == "second.mp4"


@pytest.mark.parametrize(
    "kept", [3, [], {}, {"footage": 1, "spots": {"a": {}}}, {"footage": None, "spots": {"a": {"tick": 1e400}}}]
)
def test_nonsense_about_where_it_was_opens_the_case_at_its_beginning(
    qtbot: QtBot, desk: MainWindow, user: FakeUser, kept: object
) -> None:
    case = desk.desk.case
    assert case is not None
    desk.commands["close_case"].trigger()
    folder = case.folder
    desk.open(folder)
    assert desk.desk.case is not None
    desk.desk.case.desk.keep("whereabouts", kept)
    desk.shell.whereabouts._kept = repr(desk.shell.whereabouts._told())
    desk.commands["close_case"].trigger()
    desk.open(folder)
    see(qtbot, desk, number=0)
    assert user.problems == []


def test_a_case_that_can_only_be_read_is_left_as_it_is(qtbot: QtBot, desk: MainWindow, user: FakeUser) -> None:
    with started(qtbot, FakeUser()) as second:
        case = desk.desk.case
        assert case is not None
        second.open(case.folder)
        assert second.desk.case is not None
        assert second.desk.case.read_only
        second.projector.seek(7)
        second.shell.whereabouts.keep()
        assert second.user.problems == []  # type: ignore[attr-defined]


def test_the_recent_cases_do_not_hold_more_than_folders(desk: MainWindow) -> None:
    text = (settings_folder() / "settings.json").read_text(encoding="utf-8")
    assert "berfall 1.mp4" not in text
    assert "case" in text
