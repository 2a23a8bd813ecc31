"""Every action of the window with its keys: to look up, to search, and to give other keys."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QKeySequenceEdit,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.ui.dialogs.record_table import record_table
from reviewer.ui.layout import sized
from reviewer.ui.menus import MENUS
from reviewer.ui.shortcuts import Shortcuts, native, refused
from reviewer.ui.told import Told

SIZE = QSize(820, 600)
HEADINGS = ("Action", "Keys", "What it does")
HOW = "Choose an action, go to “New keys” and press them."
NO_KEYS = "none"


class ShortcutsDialog(QDialog):
    """A table of the actions; typing narrows it, and below it the chosen action is given other keys."""

    def __init__(self, shortcuts: Shortcuts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shortcuts = shortcuts
        self._names = [name for menu in MENUS.values() for name in menu]
        self.setWindowTitle("Keyboard shortcuts")
        sized(self, SIZE)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search: an action, or keys")
        self.search.setAccessibleName("Search the actions")
        self.search.setClearButtonEnabled(True)
        self.table = record_table(HEADINGS, name="Actions and their keys")
        self.pressed, self.said = QKeySequenceEdit(), Told("What these keys do")
        self.give_button = QPushButton("&Change")
        self.reset_button, self.reset_all_button = QPushButton("&Reset"), QPushButton("Reset a&ll")
        self._lay_out()
        self._fill()
        self.search.textChanged.connect(self._narrow)
        self.table.itemSelectionChanged.connect(self._choose)
        self.pressed.keySequenceChanged.connect(self._tell)
        self.give_button.clicked.connect(self._give)
        self.reset_button.clicked.connect(lambda: shortcuts.reset(self._chosen()))
        self.reset_all_button.clicked.connect(shortcuts.reset_all)
        shortcuts.changed.connect(self._again)
        self.table.selectRow(0)

    def _lay_out(self) -> None:
        self.pressed.setMaximumSequenceLength(1)
        self.pressed.setClearButtonEnabled(True)
        self.pressed.setAccessibleName("New keys")
        self.pressed.setAccessibleDescription(HOW)
        self.said.setWordWrap(True)
        label = QLabel("&New keys")
        label.setBuddy(self.pressed)
        changing = QHBoxLayout()
        changing.addWidget(label)
        changing.addWidget(self.pressed, 1)
        for button in (self.give_button, self.reset_button):
            changing.addWidget(button)
        for button in (self.give_button, self.reset_button, self.reset_all_button):
            button.setAutoDefault(False)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.reset_all_button, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(changing)
        column.addWidget(self.said)
        column.addWidget(buttons)

    def _fill(self) -> None:
        self.table.setRowCount(len(self._names))
        for menu, specs in MENUS.items():
            for name, spec in specs.items():
                row = self._names.index(name)
                self.table.setItem(row, 0, QTableWidgetItem(f"{_plain(menu)}: {_plain(spec.text)}"))
                self.table.setItem(row, 1, QTableWidgetItem())
                self.table.setItem(row, 2, QTableWidgetItem(spec.tip))
        self._show_keys()

    def _show_keys(self) -> None:
        for row, name in enumerate(self._names):
            keys = " or ".join(map(native, self._shortcuts.of(name))) or NO_KEYS
            cell = self.table.item(row, 1)
            if cell is not None:
                cell.setText(f"{keys}  (changed)" if self._shortcuts.own(name) else keys)

    def _again(self) -> None:
        self._show_keys()
        self._narrow(self.search.text())
        self._choose()

    def _narrow(self, text: str) -> None:
        wanted = text.casefold()
        for row in range(self.table.rowCount()):
            cells = (self.table.item(row, column) for column in range(len(HEADINGS)))
            told = " ".join(cell.text() for cell in cells if cell is not None).casefold()
            self.table.setRowHidden(row, wanted not in told)

    def _chosen(self) -> str:
        return self._names[max(self.table.currentRow(), 0)]

    def _choose(self) -> None:
        self.pressed.clear()
        self._tell()

    def _tell(self) -> None:
        """Say what the keys that were pressed do now, and what the button would make of them."""
        name, keys = self._chosen(), _portable(self.pressed.keySequence())
        holder = self._shortcuts.holder(keys) if keys else None
        said, does, may = f"“{self._words(name)}”. {HOW}", "&Change", False
        if keys and refused(keys):
            said = refused(keys)
        elif keys and holder == name:
            said = f"{native(keys)} is what “{self._words(name)}” has already."
        elif keys and holder is not None:
            said = f"{native(keys)} is what “{self._words(holder)}” has. Taken from there, that is reached by its menu."
            does, may = f"&Take it from “{self._words(holder)}”", True
        elif keys:
            said, may = f"{native(keys)} is free. “{self._words(name)}” will have it, and no other keys.", True
        self.said.setText(said)
        self.give_button.setText(does)
        self.give_button.setEnabled(may)
        self.reset_button.setEnabled(self._shortcuts.own(name))
        self.reset_all_button.setEnabled(self._shortcuts.any_own())

    def _give(self) -> None:
        self._shortcuts.give(self._chosen(), _portable(self.pressed.keySequence()))

    def _words(self, name: str) -> str:
        cell = self.table.item(self._names.index(name), 0)
        return cell.text() if cell is not None else name


def _plain(text: str) -> str:
    return text.replace("&", "").rstrip("…")


def _portable(sequence: QKeySequence) -> str:
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)
