"""The regions of a footage as the rows of a table."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from reviewer.core.detection import TrackId
from reviewer.core.footage import Footage
from reviewer.core.reading import drawn
from reviewer.core.region import Decision, Region, RegionId
from reviewer.core.timing import Tick
from reviewer.ui.desk import Place
from reviewer.ui.doubt_words import About, by_track, doubted, doubted_at_length
from reviewer.ui.words import (
    decided,
    evidence_at_length,
    from_start,
    in_order,
    read,
    read_at_length,
    short,
    tip,
)

COLUMNS = ("Region", "From", "To", "Decision", "Doubt")
FROM, TO, DECISION, DOUBT = range(1, len(COLUMNS))
ROLES = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.FontRole,
    }
)
"""What a cell answers to; it is asked for much else, a dozen times for each time that it is painted."""
FEW = 50
"""Regions that are altered row by row; for more, all rows are made anew."""

Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
"""The parent of every row."""


class RegionRows(QAbstractTableModel):
    """One row a region, in the order in which they begin."""

    def __init__(self) -> None:
        super().__init__()
        self._regions: list[Region] = []
        self._texts: list[tuple[str, ...]] = []
        self._place: Place | None = None
        self._about: Mapping[TrackId, About] = {}
        self._clocks: dict[Tick, str] = {}
        self._by, self._descending = FROM, False

    def fill(self, place: Place | None) -> None:
        """Show the regions of this footage, or none."""
        self.beginResetModel()
        about = by_track(place.appraisal.doubts) if place else {}
        if place is not self._place:
            self._clocks.clear()
        self._place, self._about = place, about
        regions = in_order(place.session.review.regions.values()) if place else []
        named = place.names if place else {}
        self._regions = self._ordered(regions, about)
        self._texts = [self._told(r, named[r.id], place=place) for r in self._regions] if place else []
        self.endResetModel()

    def update(self, place: Place, altered: Collection[RegionId]) -> bool:
        """Show what has become of a few regions in their rows; says whether that could be done, and does nothing else.

        Not where one came or went, or would stand in another row.
        """
        if place is not self._place or len(altered) > FEW or len(place.session.review.regions) != len(self._regions):
            return False
        rows = {row: self._regions[row] for row in self.rows_of(tuple(altered))}
        after = {row: place.session.review.regions.get(r.id) for row, r in rows.items()}
        if len(rows) != len(altered) or any(r is None or not self._stays(rows[row], r) for row, r in after.items()):
            return False
        for row, region in after.items():
            assert region is not None
            self._regions[row] = region
            self._texts[row] = self._told(region, place.names[region.id], place=place)
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))
        return True

    def _stays(self, before: Region, after: Region) -> bool:
        same = (before.span, before.subject) == (after.span, after.subject)
        return same and (self._by != DECISION or before.decision is after.decision)

    def order(self, column: int, *, descending: bool) -> None:
        """Have the next `fill` put the rows in the order of a column; those that are alike in the order of time."""
        self._by, self._descending = column, descending

    def _ordered(self, regions: list[Region], about: Mapping[TrackId, About]) -> list[Region]:
        def doubt(region: Region) -> float:
            known = about.get(region.track) if region.track is not None else None
            return known.risk if known is not None else 0.0

        keys: dict[int, Callable[[Region], Any]] = {
            TO: lambda r: r.span.end,
            DECISION: lambda r: list(Decision).index(r.decision),
            DOUBT: doubt,
        }
        return sorted(regions, key=keys.get(self._by, lambda r: r.span.start), reverse=self._descending)

    def region(self, row: int) -> RegionId:
        """The region in a row."""
        return self._regions[row].id

    def rows_of(self, regions: Sequence[RegionId]) -> list[int]:
        """The rows in which these regions stand."""
        wanted = set(regions)
        return [row for row, region in enumerate(self._regions) if region.id in wanted]

    def longest(self, column: int) -> str:
        """The longest text in a column, its heading included."""
        return max((COLUMNS[column], *(texts[column] for texts in self._texts)), key=len)

    def rows_with(self, wanted: str) -> list[int]:
        """The rows whose name or reading holds `wanted`, however it is written; all where nothing is wanted."""
        if not wanted:
            return list(range(len(self._texts)))
        return [row for row, texts in enumerate(self._texts) if drawn(wanted) in drawn(texts[0])]

    def rowCount(self, parent: Index = TOP) -> int:
        """How many regions there are."""
        return 0 if parent.isValid() else len(self._regions)

    def columnCount(self, parent: Index = TOP) -> int:
        """How many things are told of each."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What stands in a cell, and how it looks."""
        if role not in ROLES or not index.isValid():
            return None
        region, texts = self._regions[index.row()], self._texts[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return texts[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(f"{texts[0]}, {texts[1]} to {texts[2]}, {texts[3]}. {self._at_length(region)}")
        if role == Qt.ItemDataRole.AccessibleTextRole:
            last = index.column() == len(COLUMNS) - 1
            return self._at_length(region) if last else f"{COLUMNS[index.column()]}: {texts[index.column()]}"
        if role == Qt.ItemDataRole.FontRole and region.decision is Decision.REJECTED and index.column() == 0:
            struck = QFont()
            struck.setStrikeOut(True)
            return struck
        return None

    def _told(self, region: Region, name: str, *, place: Place) -> tuple[str, ...]:
        reading = read(region, place.tracks)
        return (
            f"{name} · {reading}" if reading else name,
            self._time(region.span.start, place.footage),
            self._time(region.span.end, place.footage),
            decided(region),
            doubted(region, self._about),
        )

    def _time(self, tick: Tick, footage: Footage) -> str:
        if tick not in self._clocks:  # exact fractions take long, and the times of long footage stay what they are
            video = footage.recording.video
            self._clocks[tick] = short(from_start(tick, footage.recording.index, time_base=video.time_base))
        return self._clocks[tick]

    def _at_length(self, region: Region) -> str:
        return _at_length(region, self._place, about=self._about) if self._place else ""

    def headerData(self, section: int, *given: Any) -> Any:
        """The names of the columns."""
        orientation, role = given[0], given[1] if len(given) > 1 else Qt.ItemDataRole.DisplayRole
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        return None


def _at_length(region: Region, place: Place, *, about: Mapping[TrackId, About]) -> str:
    told = (
        evidence_at_length(region, place.tracks),
        doubted_at_length(region, about),
        read_at_length(region, place.tracks),
    )
    return " ".join(t for t in told if t)
