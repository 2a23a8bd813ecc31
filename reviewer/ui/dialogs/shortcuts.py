"""Every action of the window with its keys, to look up and to search."""

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.ui.actions import MENUS

HEADINGS = ("Action", "Keys", "What it does")


class ShortcutsDialog(QDialog):
    """A table of the actions; typing narrows it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Keyboard shortcuts")
        self.resize(760, 560)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search")
        self.search.setAccessibleName("Search the actions")
        self.search.setClearButtonEnabled(True)
        self.table = QTableWidget(0, len(HEADINGS))
        self.table.setAccessibleName("Actions and their keys")
        self.table.setHorizontalHeaderLabels(HEADINGS)
        self.table.verticalHeader().hide()
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setAccessibleName("Columns of the table")
        self._fill()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.table)
        column.addWidget(buttons)
        self.search.textChanged.connect(self._narrow)

    def _fill(self) -> None:
        for menu, specs in MENUS.items():
            for spec in specs.values():
                keys = " or ".join(QKeySequence(k).toString(QKeySequence.SequenceFormat.NativeText) for k in spec.keys)
                row = self.table.rowCount()
                self.table.insertRow(row)
                name = f"{menu.replace('&', '')}: {spec.text.replace('&', '').rstrip('…')}"
                for column, text in enumerate((name, keys, spec.tip)):
                    self.table.setItem(row, column, QTableWidgetItem(text))

    def _narrow(self, text: str) -> None:
        wanted = text.casefold()
        for row in range(self.table.rowCount()):
            cells = (self.table.item(row, column) for column in range(len(HEADINGS)))
            told = " ".join(cell.text() for cell in cells if cell is not None).casefold()
            self.table.setRowHidden(row, wanted not in told)
