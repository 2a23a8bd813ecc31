"""Every action can be reached by a menu and by keys, and says what it does."""

from collections import Counter

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QProgressBar,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.ui.actions import MENUS
from reviewer.ui.dialogs.intake import IntakeDialog
from reviewer.ui.dialogs.release import ReleaseDialog
from reviewer.ui.dialogs.shortcuts import ShortcutsDialog
from reviewer.ui.icons import folder
from reviewer.ui.main_window import MainWindow
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


def test_every_action_is_bound_to_something(window: MainWindow) -> None:
    for name in window.commands.names():
        assert window.commands[name].receivers("2triggered(bool)") > 0, name


def test_no_two_entries_of_a_menu_share_a_mnemonic() -> None:
    for title, menu in MENUS.items():
        letters = [s.text[s.text.index("&") + 1].lower() for s in menu.values() if "&" in s.text]
        assert len(letters) == len(set(letters)), title


def test_every_icon_has_a_drawing() -> None:
    named = {s.icon for menu in MENUS.values() for s in menu.values() if s.icon} | {"pause"}
    assert named <= {p.stem for p in folder().glob("*.svg")}


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


def test_every_control_of_the_dialogs_has_an_accessible_name(qtbot: QtBot, user: FakeUser) -> None:
    assert user.file is not None
    dialogs = [
        IntakeDialog(user.file, "Case"),
        ReleaseDialog(Review(), profile=Profile(), target=user.file),
        ShortcutsDialog(),
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
    assert on == {"open_footage", "open_case", "models", "quit", "shortcuts", "about"}


def test_the_list_of_shortcuts_narrows_as_one_types(qtbot: QtBot) -> None:
    dialog = ShortcutsDialog()
    qtbot.addWidget(dialog)
    rows = range(dialog.table.rowCount())
    assert len(rows) == sum(len(menu) for menu in MENUS.values())
    dialog.search.setText("REJECT")
    left = [dialog.table.item(row, 0) for row in rows if not dialog.table.isRowHidden(row)]
    assert [cell.text() for cell in left if cell] == ["Regions: Reject"]
