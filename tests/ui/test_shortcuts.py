"""Keys can be given to other actions; no two have the same, and what the system needs stays the system's."""

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from reviewer.store.settings_file import SettingsFile
from reviewer.ui.actions import Actions
from reviewer.ui.dialogs.shortcuts import ShortcutsDialog
from reviewer.ui.menus import MENUS
from reviewer.ui.remembered import Remembered
from reviewer.ui.shortcuts import SYSTEM, Shortcuts, effective, portable, refused, standard

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")  # the offscreen screen has no window manager


class Room:
    """A window with the actions in it, and the keys that a file of settings gives them."""

    def __init__(self, qtbot: QtBot, settings: Path) -> None:
        self.window = QMainWindow()
        qtbot.addWidget(self.window)
        self.actions = Actions(self.window, self.window.menuBar())
        self.remembered = Remembered(SettingsFile(settings), self.window)
        self.shortcuts = Shortcuts(self.actions, self.remembered)

    def keys(self, name: str) -> list[str]:
        return [k.toString() for k in self.actions[name].shortcuts()]


@pytest.fixture
def room(qtbot: QtBot, tmp_path: Path) -> Room:
    return Room(qtbot, tmp_path)


def test_at_first_every_action_has_the_keys_of_the_table(room: Room) -> None:
    for name in room.actions.names():
        assert room.shortcuts.of(name) == standard()[name] == tuple(room.keys(name))
        assert not room.shortcuts.own(name)


def test_given_keys_work_are_told_in_the_tip_and_are_there_the_next_time(
    qtbot: QtBot, room: Room, tmp_path: Path
) -> None:
    room.shortcuts.give("analyse", "ctrl+shift+x")
    assert room.keys("analyse") == ["Ctrl+Shift+X"]
    assert room.actions["analyse"].toolTip().endswith("(Ctrl+Shift+X)")
    later = Room(qtbot, tmp_path)
    assert later.keys("analyse") == ["Ctrl+Shift+X"]
    assert later.shortcuts.own("analyse")


def test_keys_that_are_taken_leave_the_action_that_had_them_with_its_others_or_none(room: Room) -> None:
    room.shortcuts.give("confirm", ",")
    room.shortcuts.give("reject", "P")
    assert room.keys("step_back") == ["Left"]
    assert room.keys("propose") == []
    assert room.actions["propose"].toolTip() == room.actions["propose"].statusTip()
    assert room.shortcuts.holder(",") == "confirm"


def test_a_key_that_was_given_can_be_given_on(room: Room) -> None:
    room.shortcuts.give("confirm", "F4")
    room.shortcuts.give("reject", "F4")
    assert room.keys("confirm") == []
    assert room.keys("reject") == ["F4"]


def test_reset_gives_the_first_keys_back_and_takes_them_from_whatever_has_them(room: Room) -> None:
    room.shortcuts.give("confirm", "X")
    room.shortcuts.reset("reject")
    assert room.keys("reject") == ["X"]
    assert room.keys("confirm") == []
    room.shortcuts.reset("confirm")
    assert room.keys("confirm") == ["C"]


def test_reset_of_the_taker_gives_back_what_it_took(room: Room) -> None:
    room.shortcuts.give("confirm", "X")
    room.shortcuts.reset("confirm")
    assert room.keys("reject") == ["X"]


def test_reset_all_leaves_nothing_of_ones_own(room: Room, tmp_path: Path) -> None:
    room.shortcuts.give("confirm", "X")
    room.shortcuts.give("play", "P")
    room.shortcuts.reset_all()
    assert {name: room.shortcuts.of(name) for name in room.actions.names()} == standard()
    assert SettingsFile(tmp_path).load().keys == {}


@pytest.mark.parametrize("keys", [*SYSTEM, "Alt+E", "Ctrl", "Shift", "Ctrl+A, Ctrl+B", "", "no such key"])
def test_keys_that_are_needed_elsewhere_are_refused_in_words_and_change_nothing(room: Room, keys: str) -> None:
    assert refused(keys).endswith(".")
    room.shortcuts.give("confirm", keys)
    assert room.keys("confirm") == ["C"]


@pytest.mark.parametrize("keys", ["C", "Ctrl+Alt+5", "Alt+1", "F12", "Esc", "Shift+;", "Alt+Shift+F"])
def test_other_keys_can_be_had(keys: str) -> None:
    assert refused(keys) == ""


def test_whatever_was_chosen_no_two_actions_share_a_key() -> None:
    chosen = {"play": ("X", "Ctrl+Z"), "gone": ("C",), "confirm": ("X", "Tab", "X"), "draw": ("nonsense",)}
    found = effective(chosen)
    uses = Counter(k for keys in found.values() for k in keys)
    assert not [k for k, count in uses.items() if count > 1]
    assert found["confirm"] == ("X",)
    assert found["play"] == ("Ctrl+Z",)
    assert found["reject"] == found["undo"] == found["draw"] == ()
    assert list(found) == list(standard())


def test_keys_are_written_in_one_way() -> None:
    assert portable("shift+ctrl+a") == portable("Ctrl+Shift+A") == "Ctrl+Shift+A"


def test_sentences_that_name_keys_name_those_that_were_chosen(room: Room) -> None:
    told = "Press Ctrl+F to find, or N to draw. Ctrl+Shift+F finds it again; PgDn goes on. Esc cancels."
    assert room.shortcuts.retold(told) == told
    room.shortcuts.give("analyse", "D")
    room.shortcuts.give("next_region", "\\")
    room.shortcuts.give("let_go", "Ctrl+8")
    room.shortcuts.give("confirm", "N")
    assert room.shortcuts.retold(told) == (
        "Press D to find, or “Rectangle” in the menu to draw. Ctrl+Shift+F finds it again; \\ goes on. Esc cancels."
    )


# The window of shortcuts.


@pytest.fixture
def dialog(qtbot: QtBot, room: Room) -> ShortcutsDialog:
    dialog = ShortcutsDialog(room.shortcuts)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def choose(dialog: ShortcutsDialog, name: str) -> int:
    row = [n for menu in MENUS.values() for n in menu].index(name)
    dialog.table.selectRow(row)
    return row


def told(dialog: ShortcutsDialog, row: int) -> str:
    cell = dialog.table.item(row, 1)
    assert cell is not None
    return cell.text()


def test_keys_are_changed_by_pressing_them(qtbot: QtBot, room: Room, dialog: ShortcutsDialog) -> None:
    row = choose(dialog, "analyse")
    assert not dialog.give_button.isEnabled()
    dialog.pressed.setFocus()
    qtbot.keyClick(dialog.pressed, Qt.Key.Key_F12, Qt.KeyboardModifier.ControlModifier)
    assert "is free" in dialog.said.text()
    dialog.give_button.click()
    assert room.keys("analyse") == ["Ctrl+F12"]
    assert told(dialog, row) == "Ctrl+F12  (changed)"
    assert dialog.pressed.keySequence().isEmpty()
    dialog.reset_button.click()
    assert room.keys("analyse") == ["Ctrl+F"]
    assert told(dialog, row) == "Ctrl+F"
    assert not dialog.reset_button.isEnabled()


def test_keys_that_another_action_has_are_told_and_can_be_taken(room: Room, dialog: ShortcutsDialog) -> None:
    choose(dialog, "confirm")
    dialog.pressed.setKeySequence(QKeySequence("X"))
    assert "X is what “Regions: Reject” has." in dialog.said.text()
    assert dialog.give_button.text() == "&Take it from “Regions: Reject”"
    dialog.give_button.click()
    assert room.keys("confirm") == ["X"]
    assert told(dialog, choose(dialog, "reject")) == "none  (changed)"


def test_keys_that_are_refused_are_told_and_cannot_be_given(room: Room, dialog: ShortcutsDialog) -> None:
    choose(dialog, "confirm")
    for keys in ("Alt+F4", "Ctrl+Tab", "C"):
        dialog.pressed.setKeySequence(QKeySequence(keys))
        assert keys in dialog.said.text()
        assert not dialog.give_button.isEnabled()


def test_the_tab_key_leaves_the_field_of_new_keys(qtbot: QtBot, dialog: ShortcutsDialog) -> None:
    choose(dialog, "confirm")
    dialog.pressed.setFocus()
    qtbot.keyClick(dialog.pressed.focusWidget() or dialog.pressed, Qt.Key.Key_Tab)
    assert dialog.pressed.keySequence().isEmpty()
    assert not dialog.pressed.hasFocus()


def test_all_keys_can_be_reset_at_once(room: Room, dialog: ShortcutsDialog) -> None:
    assert not dialog.reset_all_button.isEnabled()
    room.shortcuts.give("confirm", "X")
    assert dialog.reset_all_button.isEnabled()
    dialog.reset_all_button.click()
    assert room.keys("reject") == ["X"]


def test_the_list_narrows_as_one_types_by_words_and_by_keys(room: Room, dialog: ShortcutsDialog) -> None:
    rows = range(dialog.table.rowCount())
    assert len(rows) == sum(len(menu) for menu in MENUS.values())

    def left() -> list[str]:
        cells = [dialog.table.item(row, 0) for row in rows if not dialog.table.isRowHidden(row)]
        return [cell.text() for cell in cells if cell]

    dialog.search.setText("selected regions are RIGHT")
    assert left() == ["Regions: Confirm"]
    dialog.search.setText("ctrl+r")
    assert "File: Release a copy" in left()
    room.shortcuts.give("confirm", "F12")
    dialog.search.setText("F12")
    assert left() == ["Regions: Confirm"]
