"""The copies of the footage on show, what the check of each says, and its hits, to be settled one by one."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QLabel, QListView, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from reviewer.core.copy import Copy, Hit, HitId
from reviewer.core.errors import ReviewerError
from reviewer.core.footage import Footage, FootageId
from reviewer.core.reasons import reasons
from reviewer.services.copy_places import is_open
from reviewer.services.pictures import Failed
from reviewer.services.settling import unsealable
from reviewer.services.sights import CropEvent, Cropped, CropSource, MakeCrops, of_hit
from reviewer.ui.actions import Actions
from reviewer.ui.bridge import MainThread
from reviewer.ui.desk import Desk
from reviewer.ui.flow import Flow
from reviewer.ui.hit_words import NO_COPY, NO_FOOTAGE, NO_HITS, copy_said, findings_said, standing
from reviewer.ui.panels.crop_shelf import CropShelf
from reviewer.ui.panels.hit_rows import HitDelegate, HitRows
from reviewer.ui.section import Section, action_button
from reviewer.ui.told import Told

BUTTONS = ("next_hit", "cover_hit", "lawful_hit", "not_one_hit", "reopen_hit", "render_again", "seal_copy")

SHARES = (110, 390)
"""How the height is parted between what the check says and the hits, until somebody moves the line between them."""

LEAST = 310
"""Pixels in height for all of it below the choice of the copy: two points, a hit, and every button."""

SETTLE = 120
"""Milliseconds after the last change before pictures are asked for."""


class HitsPanel(Section):
    """Shows one copy at a time; Enter or a double click shows the moment of a hit.

    `make` makes the source of the pictures when the first are wanted; `close_down` closes it.
    """

    wanted = Signal(object)
    """The Hit to look at."""
    chosen = Signal()
    """Another hit or copy is the current one."""
    reasoned = Signal()
    """Enter was pressed where the reason is typed."""

    def __init__(self, desk: Desk, *, actions: Actions, main: MainThread, make: MakeCrops) -> None:
        super().__init__("Check")
        self._desk = desk
        self._copies: list[Copy] = []
        self._shelf, self.rows = CropShelf(), HitRows()
        self._source: CropSource | None = None
        self._make: Callable[[], CropSource] = lambda: make(main.call(self._hear))
        self._settled = QTimer(self, singleShot=True, interval=SETTLE)
        self._settled.timeout.connect(self._fetch)
        self.box, self.reason = _copies_box(), _reason_box()
        self.list = self._make_list()
        self._findings, self._standing, self._hint = QLabel(), Told("Hits"), QLabel()
        self._pages = QStackedWidget()
        self._lay_out(actions)
        self._listen()
        self.fill()

    @property
    def copy(self) -> Copy | None:
        """The copy on show."""
        row = self.box.currentIndex()
        return self._copies[row] if 0 <= row < len(self._copies) else None

    @property
    def hit(self) -> Hit | None:
        """The hit that keys act on."""
        index = self.list.currentIndex()
        return self.rows.hits[index.row()] if index.isValid() and index.row() < len(self.rows.hits) else None

    @property
    def hint(self) -> str:
        """What is said in place of hits; empty while there are some."""
        return self._hint.text() if self._pages.currentWidget() is self._hint else ""

    @property
    def findings(self) -> str:
        """What the six points say, a line each, without marks of style."""
        copy = self.copy
        return "" if copy is None else "\n".join(f"{name}: {said}" for name, said in findings_said(copy.report))

    @property
    def standing(self) -> str:
        """How far the hits are settled, and why the copy cannot be sealed yet."""
        return self._standing.text()

    def fill(self) -> None:
        """Show the copies of the footage on show as the case has them now; the same copy and hit stay in view."""
        before, hit = self.copy, self.hit
        self._copies = self._of_footage()
        with QSignalBlocker(self.box):
            self.box.clear()
            self.box.addItems([copy_said(c) for c in self._copies])
            same = [n for n, c in enumerate(self._copies) if before is not None and c.sha256 == before.sha256]
            self.box.setCurrentIndex(same[0] if same else 0 if self._copies else -1)
        self._show_copy()
        if hit is not None and same:
            self.choose(hit.id)

    def present(self, copy: Copy) -> None:
        """Show this copy, which has just been made."""
        self.fill()
        row = next((n for n, c in enumerate(self._copies) if c.sha256 == copy.sha256), None)
        if row is not None:
            self.box.setCurrentIndex(row)

    def choose(self, hit: HitId) -> None:
        """Make a hit the current one; nothing happens for one that this copy does not have."""
        row = self.rows.row_of(hit)
        if row is not None:
            index = self.rows.index(row)
            self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.list.scrollTo(index)

    def neighbour(self, step: int) -> Hit | None:
        """The next open hit in that direction, from the current one on and around; None where none is open."""
        hits, row = self.rows.hits, self.list.currentIndex().row()
        order = [(row + step * n) % len(hits) for n in range(1, len(hits) + 1)] if hits else []
        return next((hits[n] for n in order if self.rows.settled(hits[n]) is None), None)

    def close_down(self) -> None:
        """End the fetching of pictures."""
        self._settled.stop()
        if self._source is not None:
            self._source.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Fetch what was not fetched while nobody looked."""
        super().showEvent(event)
        self.fill()

    def hideEvent(self, event: QHideEvent) -> None:
        """Fetch nothing that nobody looks at."""
        super().hideEvent(event)
        self._settled.stop()
        if self._source is not None:
            self._source.wanted(None, ())

    def _lay_out(self, actions: Actions) -> None:
        for label in (self._findings, self._standing, self._hint):
            label.setWordWrap(True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setObjectName("quiet")
        self._findings.setTextFormat(Qt.TextFormat.RichText)
        self._findings.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._findings.setContentsMargins(4, 4, 4, 4)
        self._told = told = QScrollArea()
        told.setWidget(self._findings)
        told.setWidgetResizable(True)
        told.setAccessibleName("What the check says")
        self._pages.addWidget(self._hint)
        self._pages.addWidget(self.list)
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.addWidget(told)
        self._split.addWidget(self._below(actions))
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 2)
        self._split.setChildrenCollapsible(False)
        self._split.setSizes(list(SHARES))
        self.body.addWidget(self.box)
        self.put_scrolling(self._split, least=LEAST)
        self.setFocusProxy(self.list)

    def _below(self, actions: Actions) -> QWidget:
        below, buttons = QWidget(), Flow()
        for name in BUTTONS:
            buttons.addWidget(action_button(actions[name]))
        column = QVBoxLayout(below)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages, 1)
        column.addWidget(self._standing)
        column.addWidget(self.reason)
        column.addLayout(buttons)
        return below

    def _make_list(self) -> QListView:
        made = QListView()
        made.setModel(self.rows)
        made.setItemDelegate(HitDelegate(self.rows, self._shelf))
        made.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        made.setAccessibleName("Hits in the order of time")
        made.setAccessibleDescription("Up and Down move, Enter shows the moment")
        return made

    def _listen(self) -> None:
        self._desk.footage_changed.connect(self.fill)
        self._desk.case_changed.connect(self.fill)
        self.box.currentIndexChanged.connect(self._show_copy)
        self.list.activated.connect(self._go)
        self.list.selectionModel().currentChanged.connect(self.chosen)
        line = self.reason.lineEdit()
        assert line is not None
        line.returnPressed.connect(self.reasoned)

    def _of_footage(self) -> list[Copy]:
        """The copies of the footage on show: those that are not sealed first, the latest first."""
        case, footage = self._desk.case, self._desk.footage
        if case is None or footage is None:
            return []
        own = [c for c in reversed(case.copies()) if c.footage == footage.id]
        return sorted(own, key=lambda c: not is_open(c))

    def _show_copy(self) -> None:
        copy, footage = self.copy, self._desk.footage
        self.rows.fill(copy, footage.recording if footage is not None else None)
        self._explain(copy, there=footage is not None)
        if self.rows.hits and not self.list.currentIndex().isValid():
            first = self.neighbour(1) or self.rows.hits[0]
            self.choose(first.id)
        self._settled.start()
        self.chosen.emit()

    def _explain(self, copy: Copy | None, *, there: bool) -> None:
        self.box.setVisible(bool(self._copies))
        self.reason.setVisible(copy is not None and bool(copy.report.hits))
        if copy is None:
            self._findings.clear()
            self._standing.setText("")
            self.note("")
            self._hint.setText(NO_COPY if there else NO_FOOTAGE)
        else:
            lines = (f"<p><b>{escape(name)}</b> {escape(said)}</p>" for name, said in findings_said(copy.report))
            self._findings.setText("".join(lines))
            refused = "" if not is_open(copy) else unsealable(copy.report)
            self._standing.setText(" ".join(t for t in (standing(copy.report), refused) if t))
            self.note(f"{len(copy.report.hits)}: {len(copy.report.open_hits)} open")
            self._hint.setText(NO_HITS)
        self._told.setVisible(copy is not None)
        self._pages.setCurrentWidget(self.list if self.rows.hits else self._hint)

    def _go(self, index: QModelIndex) -> None:
        self.wanted.emit(self.rows.hits[index.row()])

    def _fetch(self) -> None:
        """Ask for the pictures of the hits of the copy on show that are not there yet."""
        copy, footage = self.copy, self._desk.footage
        if not self.isVisible() or copy is None or footage is None:
            return
        sights = [s for s in (of_hit(h) for h in self.rows.hits) if self._shelf.wants(s)]
        if sights and self._source is None:
            self._source = self._make()
        if self._source is not None:
            self._source.wanted(_as_footage(copy, footage), [sights] if sights else [])

    def _hear(self, event: CropEvent) -> None:
        copy = self.copy
        if isinstance(event, Cropped):
            if copy is not None and event.footage.sha256 == copy.sha256:
                self._shelf.add(event.crops)
                self._shelf.miss(event.missing)
                self.list.viewport().update()
        elif isinstance(event, Failed):
            known = isinstance(event.error, ReviewerError)
            self.list.setToolTip(str(event.error) if known else "A defect; the log describes it.")
            self.note("no pictures")


def _as_footage(copy: Copy, footage: Footage) -> Footage:
    """The copy as a source of pictures: its path, with the recording of the original (see services.hit_crops)."""
    return Footage(id=FootageId(copy.sha256), path=copy.path, size=0, sha256=copy.sha256, recording=footage.recording)


def _copies_box() -> QComboBox:
    made = QComboBox()
    made.setAccessibleName("The copy that is shown")
    made.setToolTip("The copies of this footage, those first that are not sealed")
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made


def _reason_box() -> QComboBox:
    made = QComboBox()
    made.setEditable(True)
    made.addItems([r.text for r in reasons()])
    made.setCurrentIndex(-1)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setAccessibleName("Why it may be shown")
    line = made.lineEdit()
    assert line is not None
    line.setPlaceholderText("Why it may be shown")
    return made
