"""What a copy leaves behind of the original, as a table that fills while the dialog is open."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QProgressBar,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer.core.removal import Kind, Removed
from reviewer.services.jobs import Progress
from reviewer.ui.told import Told

COLUMNS = ("Kind", "Where", "What", "Bytes", "What it says")
BYTES, SAYS = 3, 4
WIDTHS = {0: 110, 1: 150, BYTES: 70}
"""Pixels of the columns that do not share what is left."""

FIRST = (Kind.LOCATION, Kind.DEVICE, Kind.TIME, Kind.THUMBNAIL, Kind.STREAM, Kind.USER_DATA)
"""What says most about people and places comes first; the rest follows in the order of the file."""

VALUES = "What it says may name people and places; it goes into the restricted schedule alone."


class RemovedPage(QWidget):
    """A table of kind, place and thing; what the things say is shown when it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.told = Told("What is left out")
        self.told.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setAccessibleName("How far the original is listed")
        self.values = QCheckBox("&Show what it says")
        self.values.setToolTip(VALUES)
        self.values.setAccessibleDescription(VALUES)
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setHorizontalHeaderLabels(list(COLUMNS))
        self.table.setAccessibleName("What a copy leaves out")
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.setAlternatingRowColors(True)
        self.table.setWordWrap(True)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for at in range(len(COLUMNS)):
            mode = QHeaderView.ResizeMode.Interactive if at in WIDTHS else QHeaderView.ResizeMode.Stretch
            self.table.horizontalHeader().setSectionResizeMode(at, mode)
        for at, width in WIDTHS.items():
            self.table.setColumnWidth(at, width)
        self.table.setMinimumHeight(120)
        self.table.setColumnHidden(SAYS, True)
        self.values.toggled.connect(lambda shown: self.table.setColumnHidden(SAYS, not shown))
        column = QVBoxLayout(self)
        column.addWidget(self.told)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)
        column.addWidget(self.values)
        self.wait()

    def wait(self) -> None:
        """Say that the original is being listed."""
        self.told.setText("The original is being listed. You need not wait: a copy is made of picture and sound alone.")
        self.bar.setRange(0, 0)
        self.bar.show()

    def progress(self, progress: Progress) -> None:
        """Show how far that has come."""
        self.bar.setRange(0, progress.total or 0)
        self.bar.setValue(progress.done)

    def show_rows(self, rows: Sequence[Removed]) -> None:
        """Show the table."""
        self.bar.hide()
        count = f"{len(rows)} {'thing' if len(rows) == 1 else 'things'}"
        self.told.setText(
            f"{count} besides picture and sound were found, and stay behind: a copy is made of those two alone."
        )
        self.table.setRowCount(len(rows))
        for at, row in enumerate(sorted(rows, key=lambda r: FIRST.index(r.kind) if r.kind in FIRST else len(FIRST))):
            size = f"{row.size:,}" if row.size is not None else ""
            for column, text in enumerate((row.kind.value, row.where, row.what, size, row.value)):
                item = QTableWidgetItem(text)
                if column == BYTES:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(at, column, item)

    def show_failure(self, sentence: str) -> None:
        """Say why the original could not be listed, and that this takes nothing from the copy."""
        self.bar.hide()
        self.told.setText(f"{sentence} A copy is made of picture and sound alone all the same.")
