"""Words that are proposed to be silenced, as the rows of a table."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from reviewer.core.watched import Match
from reviewer.ui.transcript_desk import TranscriptDesk
from reviewer.ui.transcript_words import KINDS, match_said
from reviewer.ui.words import tip

COLUMNS = ("Words", "What", "At")
WORDS, WHAT, AT = range(len(COLUMNS))
Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
"""The parent of every row."""


class ProposalRows(QAbstractTableModel):
    """One row a match that is open, in order of time; `time` says when a tick is."""

    def __init__(self, spoken: TranscriptDesk, *, time: Callable[[int], str]) -> None:
        super().__init__()
        self._spoken, self._time = spoken, time
        self.matches: tuple[Match, ...] = ()

    def fill(self) -> None:
        """Show what is open now."""
        now = self._spoken.open_matches
        if now != self.matches:
            self.beginResetModel()
            self.matches = now
            self.endResetModel()

    def rowCount(self, parent: Index = TOP) -> int:
        """How many matches there are."""
        return 0 if parent.isValid() else len(self.matches)

    def columnCount(self, parent: Index = TOP) -> int:
        """How many things are told of each."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell."""
        transcript = self._spoken.transcript
        if not index.isValid() or transcript is None:
            return None
        match = self.matches[index.row()]
        cells = (
            match_said(match, transcript.texts),
            KINDS[match.kind],
            self._time(int(transcript.starts[match.first])),
        )
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(match.why)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{cells[0]}: {cells[1]}. {match.why}" if index.column() == WORDS else cells[index.column()]
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        """What stands over a column."""
        across = orientation == Qt.Orientation.Horizontal
        return COLUMNS[section] if across and role == Qt.ItemDataRole.DisplayRole else None
