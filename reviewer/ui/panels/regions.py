"""The list of regions: what is hidden, from when to when, what was decided, and where it comes from."""

from bisect import bisect_left
from collections.abc import Collection

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QTreeView,
)

from reviewer.core.detection import Subject
from reviewer.core.region import Decision, RegionId
from reviewer.ui.actions import Actions
from reviewer.ui.desk import Desk
from reviewer.ui.panels.estimate_line import EstimateLine
from reviewer.ui.panels.region_rows import DOUBT, FROM, RegionRows
from reviewer.ui.section import Section, action_button
from reviewer.ui.words import SUBJECTS

DECIDING = ("confirm", "reject", "remove")
BESIDE = 12
"""Pixels beside the text of a cell, on both sides together."""

HINT = "No regions yet.\n\nPress Ctrl+F to find faces and plates,\nor N to draw a region yourself."
LOOKING = "No regions yet: the search is under way.\n\nMeanwhile you can watch the recording,\nor press N to draw."
FOUND_NOTHING = (
    "No regions: the detectors found nothing.\n\nThat does not mean that there is nothing. Watch the recording,\n"
    "and press N to draw a region, or Ctrl+F to search more thoroughly."
)
"""Instead of the hint, while the footage is being searched, and once it has been."""


class RegionsPanel(Section):
    """Shows the regions of the footage on show; its selection and the desk's are one."""

    wanted = Signal(object)
    """The RegionId to go to."""

    def __init__(self, desk: Desk, actions: Actions) -> None:
        super().__init__("Regions")
        self._desk = desk
        self._rows = RegionRows()
        self._list = self._make_list()
        self._hint = QLabel(HINT)
        self._hint.setObjectName("quiet")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._hint)
        self._pages.addWidget(self._list)
        self._search = self._make_search()
        self._subject = QComboBox()
        for subject, word in SUBJECTS.items():
            self._subject.addItem(word, subject)
        self._subject.setAccessibleName("What a drawn region hides")
        self._subject.setToolTip("What the next drawn region hides")
        self._following = self._looking = self._behind = False
        deciding, drawing = QHBoxLayout(), QHBoxLayout()
        for name in DECIDING:
            deciding.addWidget(action_button(actions[name]))
        deciding.addStretch(1)
        drawing.addWidget(action_button(actions["draw"]))
        drawing.addWidget(self._subject)
        drawing.addStretch(1)
        self.body.addWidget(self._search)
        self.body.addWidget(self._pages, 1)
        self.body.addWidget(EstimateLine(desk))
        self.body.addLayout(deciding)
        self.body.addLayout(drawing)
        desk.review_changed.connect(self._fill)
        desk.selection_changed.connect(self._follow)
        self._fill()

    @property
    def subject(self) -> Subject:
        """What the next drawn region hides."""
        return Subject(self._subject.currentData())

    @property
    def search(self) -> QLineEdit:
        """Where a plate is looked for in the list; there once plates have been read."""
        return self._search

    @property
    def list(self) -> QTreeView:
        """The table of regions."""
        self._catch_up()
        return self._list

    def expect(self, looking: bool) -> None:
        """Say while there are no regions whether the footage on show is being searched."""
        if looking is not self._looking:
            self._looking = looking
            self._fill()

    def neighbour(self, step: int, *, among: Collection[RegionId] | None = None) -> RegionId | None:
        """The region `step` rows further down the list, as it is sorted and narrowed, than the current one.

        The ends join; only those `among` count if that is given. None where no region is shown.
        """
        self._catch_up()
        rows = [row for row in range(self._rows.rowCount()) if not self._list.isRowHidden(row, QModelIndex())]
        rows = [row for row in rows if among is None or self._rows.region(row) in among]
        if not rows:
            return None
        current = self._rows.rows_of(self._desk.selected[-1:])
        if not current:
            at = 0 if step > 0 else -1
        elif current[0] in rows:
            at = (rows.index(current[0]) + step) % len(rows)
        else:  # it is not among them: go on from where it would stand
            after = bisect_left(rows, current[0])
            at = (after if step > 0 else after - 1) % len(rows)
        return self._rows.region(rows[at])

    def sort_by_doubt(self) -> None:
        """List the regions with the greatest doubt first, or in the order of time when they are listed so."""
        header, down = self._list.header(), Qt.SortOrder.DescendingOrder
        by_doubt = header.sortIndicatorSection() == DOUBT and header.sortIndicatorOrder() is down
        header.setSortIndicator(*((FROM, Qt.SortOrder.AscendingOrder) if by_doubt else (DOUBT, down)))

    def _sort(self, column: int, order: Qt.SortOrder) -> None:
        self._rows.order(column, descending=order is Qt.SortOrder.DescendingOrder)
        self._fill()

    def _make_search(self) -> QLineEdit:
        made = QLineEdit()
        made.setPlaceholderText("Search, as in AB12 or Plate 3")
        made.setAccessibleName("Search the list of regions")
        made.setClearButtonEnabled(True)
        made.textChanged.connect(self._narrow)
        return made

    def _make_list(self) -> QTreeView:
        made = QTreeView()
        made.setModel(self._rows)
        made.setRootIsDecorated(False)
        made.setUniformRowHeights(True)
        made.setAllColumnsShowFocus(True)
        made.setAlternatingRowColors(True)
        made.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        made.setTextElideMode(Qt.TextElideMode.ElideRight)
        made.setAccessibleName("Regions")
        made.setAccessibleDescription("Up and Down select, Enter goes there, C confirms, X rejects, Delete removes")
        made.header().setStretchLastSection(True)
        made.header().setSectionsClickable(True)
        made.header().setSortIndicatorShown(True)
        made.header().setSortIndicator(FROM, Qt.SortOrder.AscendingOrder)
        made.header().sortIndicatorChanged.connect(self._sort)
        made.header().setAccessibleName("Columns of the list of regions")
        made.selectionModel().selectionChanged.connect(self._chosen)
        made.activated.connect(self._go)
        return made

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what has changed while another tab was on show."""
        super().showEvent(event)
        self._catch_up()

    def _catch_up(self) -> None:
        if self._behind:
            self._behind = False
            self._refill()

    def _fill(self) -> None:
        # Thousands of rows take longer than an edit may take to be seen, and behind another tab nobody sees them.
        self._behind = self.isHidden() and self.parentWidget() is not None
        place, altered = self._desk.place, self._desk.altered
        if self._behind:
            return
        if place is not None and altered is not None and self._rows.update(place, altered):
            self._count()
        else:
            self._refill()

    def _refill(self) -> None:
        self._following = True
        try:
            self._rows.fill(self._desk.place)
            self._fit()
        finally:
            self._following = False
        place = self._desk.place
        self._search.setVisible(place is not None and any(t.reading for t in place.tracks.values()))
        self._narrow()
        searched = place is not None and len(place.appraisal.risk) > 0 and not place.tracks
        self._hint.setText(LOOKING if self._looking else FOUND_NOTHING if searched else HINT)
        self._pages.setCurrentWidget(self._list if self._desk.review.regions else self._hint)
        self._count()
        self._follow()

    def _count(self) -> None:
        regions = self._desk.review.regions.values()
        left = sum(r.decision is Decision.PROPOSED for r in regions)
        self.note(f"{len(regions)}, {left} to decide" if regions else "")

    def _fit(self) -> None:
        """Make each column as wide as its longest text; the list itself would lay out every cell for that."""
        metrics, header = self._list.fontMetrics(), self._list.header()
        left = self._list.viewport().width()
        for column in range(self._rows.columnCount()):
            width = metrics.horizontalAdvance(self._rows.longest(column)) + BESIDE
            width = max(width, header.sectionSizeHint(column), left if column == self._rows.columnCount() - 1 else 0)
            header.resizeSection(column, width)
            left -= width

    def _narrow(self) -> None:
        """Show the rows that are searched for, and all while nothing is."""
        wanted = set(self._rows.rows_with(self._search.text() if not self._search.isHidden() else ""))
        for row in range(self._rows.rowCount()):
            hidden = row not in wanted
            if hidden is not self._list.isRowHidden(row, QModelIndex()):  # to hide or show one lays all out again
                self._list.setRowHidden(row, QModelIndex(), hidden)

    def _chosen(self, *_: QItemSelection) -> None:
        if self._following:
            return
        rows = sorted(index.row() for index in self._list.selectionModel().selectedRows())
        current = self._list.currentIndex().row()
        ordered = [r for r in rows if r != current] + [r for r in rows if r == current]
        self._desk.select(*(self._rows.region(row) for row in ordered))

    def _follow(self) -> None:
        """Select in the list what is selected on the desk."""
        if self._behind:
            return
        self._following = True
        try:
            model = self._list.selectionModel()
            selection = QItemSelection()
            for row in self._rows.rows_of(self._desk.selected):
                selection.select(self._rows.index(row, 0), self._rows.index(row, self._rows.columnCount() - 1))
            model.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            last = self._rows.rows_of(self._desk.selected[-1:])
            if last:
                index = self._rows.index(last[0], 0)
                model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
                self._list.scrollTo(index)
        finally:
            self._following = False

    def _go(self, index: QModelIndex) -> None:
        region: RegionId = self._rows.region(index.row())
        self.wanted.emit(region)
