"""Every action can be reached by a menu and by keys, and says what it does."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QMainWindow,
    QProgressBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reviewer.core.preferences import Theme
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.ui import icons
from reviewer.ui.actions import Actions
from reviewer.ui.dialogs.help import HelpDialog, folder, pages
from reviewer.ui.dialogs.intake import IntakeDialog
from reviewer.ui.dialogs.release import ReleaseDialog
from reviewer.ui.dialogs.release_words import ReleaseQuestion
from reviewer.ui.dialogs.shortcuts import ShortcutsDialog
from reviewer.ui.main_window import MainWindow
from reviewer.ui.menus import MENUS
from reviewer.ui.shortcuts import refused, standard
from tests.support.values import a_footage
from tests.support.window import FakeUser

CONTROLS = QAbstractButton | QAbstractItemView | QComboBox | QLineEdit | QProgressBar


def test_every_action_stands_in_a_menu_with_keys_of_its_own_and_a_sentence(window: MainWindow) -> None:
    in_menus = [a.objectName() for menu in window.commands.menus for a in menu.actions() if not a.isSeparator()]
    assert in_menus == window.commands.names()
    keys = Counter(k.toString() for name in window.commands.names() for k in window.commands[name].shortcuts())
    assert not [k for k, uses in keys.items() if uses > 1]
    for name in window.commands.names():
        assert window.commands[name].shortcuts(), name
        assert window.commands[name].statusTip(), name
        assert window.commands[name].shortcut().toString() in window.commands[name].toolTip(), name


def test_every_action_is_bound_to_something(qtbot: QtBot, window: MainWindow) -> None:
    other = QMainWindow()
    qtbot.addWidget(other)
    bare = Actions(other, other.menuBar())  # which the menus listen to already
    signal = "2triggered(bool)"
    idle = [n for n in bare.names() if window.commands[n].receivers(signal) <= bare[n].receivers(signal)]
    assert idle == []


def test_no_two_entries_of_a_menu_share_a_mnemonic() -> None:
    for title, menu in MENUS.items():
        letters = [s.text[s.text.index("&") + 1].lower() for s in menu.values() if "&" in s.text]
        assert len(letters) == len(set(letters)), title


def test_every_icon_has_a_drawing() -> None:
    named = {s.icon for menu in MENUS.values() for s in menu.values() if s.icon} | {"pause"}
    assert named <= {p.stem for p in icons.folder().glob("*.svg")}


def nameless(widget: QWidget) -> list[str]:
    """The controls on show that a screen reader could say nothing of."""
    return [
        f"{type(c).__name__} {c.objectName()}"
        for c in widget.findChildren(QWidget)
        if isinstance(c, CONTROLS)
        and c.isVisibleTo(widget)
        and not c.objectName().startswith("qt_")
        and not (c.accessibleName() or (isinstance(c, QAbstractButton) and c.text()))
    ]


def test_every_control_of_the_window_has_an_accessible_name(desk: MainWindow) -> None:
    assert nameless(desk) == []


def test_every_control_of_the_empty_window_has_an_accessible_name(window: MainWindow) -> None:
    assert nameless(window) == []


def test_every_control_of_the_dialogs_has_an_accessible_name(qtbot: QtBot, window: MainWindow, user: FakeUser) -> None:
    assert user.file is not None
    dialogs = [
        IntakeDialog(user.file, "Case"),
        ReleaseDialog(
            ReleaseQuestion(footage=a_footage(), review=Review(), profile=Profile(), target=user.file.parent / "pack")
        ),
        ShortcutsDialog(window.shell.shortcuts),
        HelpDialog(pages(folder())),
    ]
    for dialog in dialogs:
        qtbot.addWidget(dialog)
        assert nameless(dialog) == [], type(dialog).__name__


def test_every_button_can_be_reached_by_the_tab_key(desk: MainWindow) -> None:
    stuck = [
        b.accessibleName() or b.text()
        for b in desk.findChildren(QToolButton)
        if b.isVisible()
        and b.isEnabled()
        and not b.objectName().startswith("qt_")
        and not b.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert stuck == []


def test_the_space_bar_presses_a_focused_button_and_otherwise_plays(qtbot: QtBot, desk: MainWindow) -> None:
    desk.activateWindow()
    button = next(b for b in desk.page.transport.findChildren(QToolButton) if b.defaultAction().objectName() == "last")
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert desk.projector.number == 47
    assert desk.projector.speed == 0
    desk.page.view.setFocus()
    qtbot.keyClick(desk.page.view, Qt.Key.Key_Space)
    assert desk.projector.speed == 1
    qtbot.keyClick(desk.page.view, Qt.Key.Key_Space)
    assert desk.projector.speed == 0


def test_without_footage_only_what_can_be_done_can_be_pressed(window: MainWindow) -> None:
    on = {name for name in window.commands.names() if window.commands[name].isEnabled()}
    always = {"open_footage", "open_case", "sample_case", "models", "quit", "help", "shortcuts", "about", "full_screen"}
    of_the_window = {"reset_layout", "next_pane", "previous_pane", *(f"theme_{theme}" for theme in Theme)}
    assert on == always | of_the_window


def test_no_action_has_keys_at_first_that_the_system_needs() -> None:
    assert {keys: refused(keys) for own in standard().values() for keys in own if refused(keys)} == {}
