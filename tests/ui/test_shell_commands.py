"""The shell of the real window: colours, panes, layout, full screen and help, each by its action."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, QTimer
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from reviewer.core.preferences import Theme
from reviewer.store.settings_file import NAME, SettingsFile, settings_folder
from reviewer.ui.application import make_application
from reviewer.ui.dialogs.about import AboutDialog
from reviewer.ui.dialogs.help import HelpDialog
from reviewer.ui.dialogs.shortcuts import ShortcutsDialog
from reviewer.ui.main_window import MainWindow
from reviewer.ui.style import choose
from tests.support.window import FakeUser, the_window

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")  # the offscreen screen has no window manager


def ground() -> QColor:
    return make_application().palette().color(QPalette.ColorRole.Window)


def test_colours_are_chosen_at_once_and_worn_again_the_next_time(qtbot: QtBot, user: FakeUser) -> None:
    before = ground()
    try:
        with the_window(qtbot, user) as window:
            assert window.commands["theme_system"].isChecked()
            window.commands["theme_contrast"].trigger()
            assert ground() == QColor("#000000")
        choose(make_application(), Theme.SYSTEM)  # as in a new process
        with the_window(qtbot, user) as window:
            assert ground() == QColor("#000000")
            assert window.commands["theme_contrast"].isChecked()
            window.commands["theme_system"].trigger()
            assert ground() == before
    finally:
        choose(make_application(), Theme.SYSTEM)


def test_f6_goes_through_the_parts_of_the_window_and_back(desk: MainWindow) -> None:
    desk.activateWindow()
    desk.page.view.setFocus()
    parts = (desk.page.view, desk.page.timeline, desk.page.cases, desk.page.tabs, desk.page.jobs)

    def here() -> int:
        focus = QApplication.focusWidget()
        return next(i for i, part in enumerate(parts) if focus is part or part.isAncestorOf(focus))

    there = [here()]
    while len(there) == 1 or there[-1] != there[0]:
        desk.commands["next_pane"].trigger()
        there.append(here())
        assert len(there) < 10
    assert len(there) >= 4
    assert there[:-1] == sorted(there[:-1])
    desk.commands["previous_pane"].trigger()
    assert here() == there[-2]


def test_a_part_has_the_focus_again_where_it_was_in_it(desk: MainWindow) -> None:
    desk.activateWindow()
    desk.page.tabs.setCurrentWidget(desk.page.regions)
    desk.page.regions.list.setFocus()
    for _ in range(2):
        desk.commands["next_pane"].trigger()
    for _ in range(2):
        desk.commands["previous_pane"].trigger()
    assert desk.page.regions.list.hasFocus()


def test_the_window_takes_the_whole_screen_and_its_action_follows_however_that_ends(
    qtbot: QtBot, window: MainWindow
) -> None:
    window.shell.start(None)
    window.commands["full_screen"].trigger()
    assert window.isFullScreen()
    assert window.commands["full_screen"].isChecked()
    window.showNormal()  # as when the system takes it back
    qtbot.waitUntil(lambda: not window.commands["full_screen"].isChecked())
    window.commands["full_screen"].trigger()
    assert window.isFullScreen()


def test_the_layout_is_kept_with_the_window_and_can_be_reset(qtbot: QtBot, user: FakeUser) -> None:
    with the_window(qtbot, user) as window:
        window.resize(820, 470)
        window.setGeometry(QRect(10, 50, 820, 470))
        window.page.tabs.setCurrentIndex(window.page.tabs.count() - 1)
    with the_window(qtbot, user) as window:
        assert window.page.tabs.currentIndex() == window.page.tabs.count() - 1
        window.commands["reset_layout"].trigger()
        assert window.page.tabs.currentIndex() == 0
        assert window.shell.remembered.preferences.layout == {}


@pytest.mark.parametrize(
    ("name", "kind"), [("help", HelpDialog), ("shortcuts", ShortcutsDialog), ("about", AboutDialog)]
)
def test_windows_open_by_their_actions(qtbot: QtBot, window: MainWindow, name: str, kind: type[QDialog]) -> None:
    shown: list[QDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        shown.append(dialog)
        dialog.reject()

    QTimer.singleShot(0, look)
    window.commands[name].trigger()
    assert isinstance(shown[0], kind)


@pytest.mark.logs("the settings cannot be read")
def test_damaged_settings_are_said_and_the_window_opens_all_the_same(qtbot: QtBot, user: FakeUser) -> None:
    folder = settings_folder()
    folder.mkdir(parents=True)
    (folder / NAME).write_text("nonsense", encoding="utf-8")
    with the_window(qtbot, user) as window:
        window.shell.start(None)
        assert window.statusBar().currentMessage().startswith("Your settings cannot be read.")
        assert window.isVisible()
        window.shell.remembered.change(lambda p: replace(p, hear=False))
    assert SettingsFile(folder).load().hear is False


def test_what_tries_the_window_out_leaves_the_settings_of_the_user_alone() -> None:
    from reviewer import app

    app.window_check()
    assert not Path(settings_folder()).exists()
