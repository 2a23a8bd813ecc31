"""The queue of doubts as the rows of a table, and how its bars of risk are painted."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reviewer.core.footage import Recording
from reviewer.services.docket import Item
from reviewer.services.standings import Standing
from reviewer.ui.docket_words import REASONS, at_length, part, row, stands
from reviewer.ui.doubt_queue import DoubtQueue
from reviewer.ui.words import from_start, short, tip

COLUMNS = ("Doubt", "At", "Risk", "State")
WHAT, AT, RISK, STATE = range(len(COLUMNS))
PART = Qt.ItemDataRole.UserRole
"""The role under which a cell of the column Risk gives the length of its bar, 0 to 1."""

BAR, GAP = 5, 4
"""Pixels: how high a bar is, and how far from the edges of its cell."""

Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
"""The parent of every row."""


class DoubtRows(QAbstractTableModel):
    """One row an item, in the order of the queue."""

    def __init__(self, queue: DoubtQueue) -> None:
        super().__init__()
        self._queue = queue
        self._items: tuple[Item, ...] = ()
        self._texts: list[tuple[str, str, str]] = []
        self._most = 1.0

    def fill(self, recording: Recording | None) -> None:
        """Show what is in the queue now; the rows stay where only their states have changed."""
        items = self._queue.items if recording is not None else ()
        if items is self._items:
            if items:
                self.dataChanged.emit(self.index(0, STATE), self.index(len(items) - 1, STATE))
            return
        self.beginResetModel()
        self._items = items
        self._most = max((i.share for i in items), default=1.0) or 1.0
        self._texts = [self._told(i, recording) for i in items] if recording is not None else []
        self.endResetModel()

    def item(self, number: int) -> Item:
        """The item in a row."""
        return self._items[number]

    def row_of(self, item: Item | None) -> int | None:
        """The row in which an item stands."""
        return next((n for n, each in enumerate(self._items) if each is item), None)

    def longest(self, column: int) -> str:
        """The longest text in a column, its heading included."""
        if column == STATE:
            return "■ Covered"
        return max((COLUMNS[column], *(texts[column] for texts in self._texts)), key=len)

    def rowCount(self, parent: Index = TOP) -> int:
        """How many items there are."""
        return 0 if parent.isValid() else len(self._items)

    def columnCount(self, parent: Index = TOP) -> int:
        """How many things are told of each."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell."""
        if not index.isValid():
            return None
        item, column = self._items[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(index.row(), column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._at_length(index.row()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = self._text(index.row(), column)
            return self._at_length(index.row()) if column == WHAT else f"{COLUMNS[column]}: {told}"
        if role == PART and column == RISK:
            return item.share / self._most
        if role == Qt.ItemDataRole.TextAlignmentRole and column == RISK:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, *given: Any) -> Any:
        """The names of the columns."""
        orientation, role = given[0], given[1] if len(given) > 1 else Qt.ItemDataRole.DisplayRole
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None

    def _text(self, number: int, column: int) -> str:
        if column != STATE:
            return self._texts[number][column]
        item = self._items[number]
        return stands(self._queue.standing(item), self._queue.verdict(item))

    def _at_length(self, number: int) -> str:
        item = self._items[number]
        standing = self._queue.standing(item)
        told = f"{at_length(item)} It stands for {self._texts[number][RISK]} of the estimated risk. {REASONS[standing]}"
        return f"{told} Enter shows it." if standing is Standing.OPEN else told

    def _told(self, item: Item, recording: Recording) -> tuple[str, str, str]:
        at = from_start(item.tick, recording.index, time_base=recording.video.time_base)
        return row(item), short(at), part(item.share, self._queue.total)


class RiskBar(QStyledItemDelegate):
    """Paints the share of the risk as a bar under its number."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the cell as any other, and the bar over it."""
        super().paint(painter, option, index)
        part = index.data(PART)
        if part is None:
            return
        rect, state, palette = option.rect, option.state, option.palette
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        ink = palette.color(QPalette.ColorRole.HighlightedText if chosen else QPalette.ColorRole.Accent)
        room = QRectF(rect).adjusted(GAP, 0, -GAP, 0)
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        painter.drawRect(QRectF(room.left(), room.bottom() - BAR + 1, max(1.0, part * room.width()), BAR - 2))
        painter.restore()
