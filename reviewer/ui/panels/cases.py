"""The open case: what it is called, where it lies, and the footage in it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem

from reviewer.core.timing import clock
from reviewer.ui.desk import Desk
from reviewer.ui.section import Section
from reviewer.ui.words import short

ROWS = 3
"""Recordings that are listed without scrolling."""

BESIDE = 7
"""Pixels above and below the text of a row together, and around all rows."""


class CasePanel(Section):
    """Shows the footage of the case; the one that is chosen comes on the desk."""

    def __init__(self, desk: Desk) -> None:
        super().__init__("Case")
        self._desk = desk
        self._where = QLabel()
        self._where.setObjectName("quiet")
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.list = QListWidget()
        self.list.setAccessibleName("Footage of the case")
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.body.addWidget(self._where)
        self.body.addWidget(self.list)
        self.list.currentRowChanged.connect(self._choose)
        desk.case_changed.connect(self._fill)
        desk.footage_changed.connect(self._follow)
        self._fill()

    def _fill(self) -> None:
        case = self._desk.case
        self.list.blockSignals(True)
        self.list.clear()
        if case is None:
            self.note("")
            self._where.setText("No case is open.")
        else:
            self.note("read-only" if case.read_only else "saved as you go")
            self._where.setText(case.title)
            self._where.setToolTip(str(case.folder))
            for footage in case.footage():
                item = QListWidgetItem(f"{footage.path.name}   {short(clock(footage.recording.duration))[:-3]}")
                item.setToolTip(str(footage.path))
                item.setData(Qt.ItemDataRole.UserRole, footage)
                self.list.addItem(item)
        rows = max(1, min(ROWS, self.list.count()))
        self.list.setFixedHeight((self.list.fontMetrics().height() + BESIDE) * rows + BESIDE)
        self.list.blockSignals(False)
        self._follow()

    def _follow(self) -> None:
        shown = self._desk.footage
        self.list.blockSignals(True)
        for row in range(self.list.count()):
            if shown is not None and self.list.item(row).data(Qt.ItemDataRole.UserRole).id == shown.id:
                self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _choose(self, row: int) -> None:
        if row >= 0:
            self._desk.show_footage(self.list.item(row).data(Qt.ItemDataRole.UserRole))
