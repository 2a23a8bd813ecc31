"""The queue of doubts beside the picture, and the line that says how far one has come with it."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QProgressBar,
    QStackedWidget,
    QTreeView,
    QWidget,
)

from reviewer.ui.actions import Actions
from reviewer.ui.desk import Desk
from reviewer.ui.docket_words import NO_DOUBTS, NOT_SEARCHED, SORTING, how_far
from reviewer.ui.doubt_queue import DoubtQueue
from reviewer.ui.flow import Flow
from reviewer.ui.panels.doubt_rows import RISK, WHAT, DoubtRows, RiskBar
from reviewer.ui.section import Section, action_button
from reviewer.ui.seen import Seen, seen_said
from reviewer.ui.told import Told

BUTTONS = ("next_doubt", "settle_right", "settle_covered", "unsettle")
BESIDE = 16
"""Pixels beside the text of a cell, on both sides together."""

TICKS = 5000
"""Milliseconds after which the time that was worked is told anew."""

WIDE = 96
"""Pixels for the bar that shows how much is settled."""


class DoubtsPanel(Section):
    """Shows the queue, the riskiest first; Enter or a double click shows the moment."""

    wanted = Signal(object)
    """The Item to look at."""

    def __init__(self, desk: Desk, queue: DoubtQueue, *, seen: Seen, actions: Actions) -> None:
        super().__init__("Doubts")
        self._desk, self._queue = desk, queue
        self._rows = DoubtRows(queue)
        self._list = self._make_list()
        self._hint = QLabel()
        self._hint.setObjectName("quiet")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._hint)
        self._pages.addWidget(self._list)
        self._seen = Told("What was watched")
        self._seen.setObjectName("quiet")
        self._seen.setWordWrap(True)
        buttons = Flow()
        for name in BUTTONS:
            buttons.addWidget(action_button(actions[name]))
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(self._seen)
        self.body.addLayout(buttons)
        self.setFocusProxy(self._list)
        queue.changed.connect(self._fill)
        queue.current_changed.connect(self._follow)
        seen.changed.connect(lambda frames: self._seen.setText(seen_said(frames)))
        self._fill()

    @property
    def list(self) -> QTreeView:
        """The table of doubts."""
        return self._list

    @property
    def hint(self) -> str:
        """What is said instead of the table while it is empty; nothing while it is not."""
        return self._hint.text() if self._pages.currentWidget() is self._hint else ""

    def _make_list(self) -> QTreeView:
        made = QTreeView()
        made.setModel(self._rows)
        made.setItemDelegateForColumn(RISK, RiskBar(made))
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setAllColumnsShowFocus(True)
        made.setAlternatingRowColors(True)
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.setAccessibleName("Doubts, the riskiest first")
        made.setAccessibleDescription("Up and Down move, Enter shows the moment, Y settles it")
        made.header().setStretchLastSection(False)
        made.header().setSectionResizeMode(WHAT, QHeaderView.ResizeMode.Stretch)
        made.header().setSectionsMovable(False)
        made.activated.connect(self._go)
        return made

    def _fill(self) -> None:
        footage = self._desk.footage
        self._rows.fill(footage.recording if footage is not None else None)
        queue, count = self._queue, self._rows.rowCount()
        if count:
            self._fit()
        nothing = NO_DOUBTS if queue.looked_at else NOT_SEARCHED
        self._hint.setText(SORTING if queue.sorting else nothing)
        self._pages.setCurrentWidget(self._list if count else self._hint)
        tally = queue.tally
        faint = f", {tally.faint} faint" if tally.faint else ""
        self.note(f"{count}: {tally.left} open{faint}" if count else "")
        self._follow()

    def _fit(self) -> None:
        """Make each column but the first as wide as its longest text; the list itself would lay out every cell."""
        metrics, header = self._list.fontMetrics(), self._list.header()
        for column in (n for n in range(self._rows.columnCount()) if n != WHAT):
            width = metrics.horizontalAdvance(self._rows.longest(column)) + BESIDE
            header.resizeSection(column, max(width, header.sectionSizeHint(column)))

    def _follow(self) -> None:
        """Have the row of what is looked at be the current one."""
        row = self._rows.row_of(self._queue.current)
        if row is not None and row != self._list.currentIndex().row():
            index = self._rows.index(row, 0)
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self._list.selectionModel().setCurrentIndex(index, flags)
            self._list.scrollTo(index)

    def _go(self, index: QModelIndex) -> None:
        self.wanted.emit(self._rows.item(index.row()))


class DoubtProgress(QWidget):
    """One line, whatever else is on show: how much of the risk is settled, in how long, and what is left."""

    def __init__(self, desk: Desk, queue: DoubtQueue, *, seen: Seen) -> None:
        super().__init__()
        self._desk, self._queue, self._seen = desk, queue, seen
        self._bar, self._text = QProgressBar(), Told("Doubts")
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(WIDE, 10)
        self._bar.setAccessibleName("Estimated risk that is settled")
        self._text.setWordWrap(True)  # at 200 % a line has room for half of it
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 3, 10, 3)
        row.setSpacing(8)
        row.addWidget(self._bar)
        row.addWidget(self._text, 1)
        self._timer = QTimer(self)
        self._timer.setInterval(TICKS)
        self._timer.timeout.connect(self.tell)
        queue.changed.connect(self.tell)
        desk.footage_changed.connect(self.tell)
        self.tell()

    @property
    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def tell(self) -> None:
        """Say how things stand now."""
        there, queue = self._desk.footage is not None, self._queue
        self.setVisible(there)
        self._bar.setVisible(bool(queue.items))
        if queue.items:
            told = how_far(queue.tally, self._seen.seconds)
        else:
            told = SORTING if queue.sorting else NO_DOUBTS if queue.looked_at else NOT_SEARCHED
        self._bar.setValue(int(100 * queue.tally.part))
        if told != self._text.text():
            self._text.setText(told)
            self._text.setToolTip(told)
        if there and queue.items and not self._timer.isActive():
            self._timer.start()
        elif not (there and queue.items):
            self._timer.stop()
