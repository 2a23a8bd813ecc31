"""The gallery: everything that was found as pictures, to be decided on many at a time."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QStackedWidget

from reviewer.core.detection import Subject
from reviewer.core.errors import ReviewerError
from reviewer.core.footage import Footage
from reviewer.core.region import Decision
from reviewer.services.pictures import Failed
from reviewer.services.sights import CropEvent, Cropped, CropSource, MakeCrops, Moment, Sight
from reviewer.ui.actions import Actions
from reviewer.ui.bridge import MainThread
from reviewer.ui.desk import Desk
from reviewer.ui.panels.crop_shelf import CropShelf
from reviewer.ui.panels.gallery_delegate import GalleryDelegate
from reviewer.ui.panels.gallery_model import Choice, GalleryModel, Order, Show
from reviewer.ui.panels.gallery_view import GalleryView
from reviewer.ui.section import Section, action_button
from reviewer.ui.viewer.projector import Projector
from reviewer.ui.words import SUBJECTS

DECIDING = ("confirm", "reject", "false_next", "remove")
JOINING = ("join_person", "split_person", "name_person")

AHEAD = 300
"""Tiles beyond those on show whose crops are fetched as well: as many as memory holds with ease."""

SETTLE = 120
"""Milliseconds after the last change before crops are asked for, and tiles sought that are in another frame."""

NOTHING = "Nothing was found yet.\n\nCtrl+F looks for faces and plates,\nand N draws a region by hand."
LOOKING = "Nothing was found yet: the search is under way."
NARROWED = "No region is like that.\n\nChoose “All” above to see every region."
NO_FOOTAGE = "No footage is open.\n\nCtrl+O opens a recording."


class GalleryPanel(Section):
    """Shows every region as its best, first and last crop; its selection and the desk's are one.

    `make` makes the source of the crops when the first are wanted; `close_down` closes it.
    """

    pointed = Signal(object)
    """The RegionId that the pointer is over, None when it is over none."""

    def __init__(
        self, desk: Desk, projector: Projector, *, actions: Actions, main: MainThread, make: MakeCrops
    ) -> None:
        super().__init__("Gallery")
        self._desk, self._projector = desk, projector
        self._shelf = CropShelf()
        self._model = GalleryModel()
        self._delegate = GalleryDelegate(self._model, self._shelf)
        self._list = GalleryView()
        self._list.setModel(self._model)
        self._list.setItemDelegate(self._delegate)
        self._hint = QLabel(NO_FOOTAGE)
        self._hint.setObjectName("quiet")
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint.setWordWrap(True)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._hint)
        self._pages.addWidget(self._list)
        self._order, self._show, self._subject = _orders(), _shows(), _subjects()
        self._following = self._looking = False
        self._trouble = ""
        self._stale = True
        self._footage: Footage | None = None
        self._make: Callable[[], CropSource] = lambda: make(main.call(self._hear))
        self._source: CropSource | None = None
        self._settled = QTimer(self, singleShot=True, interval=SETTLE)
        self._settled.timeout.connect(self._fetch)
        self._moved = QTimer(self, singleShot=True, interval=SETTLE)
        self._moved.timeout.connect(self._arrange)
        self._lay_out(actions)
        self._listen()

    @property
    def list(self) -> GalleryView:
        """The tiles."""
        return self._list

    @property
    def model(self) -> GalleryModel:
        """What stands in them."""
        return self._model

    @property
    def hint(self) -> str:
        """What is said in place of tiles; empty while there are some."""
        return self._hint.text() if self._pages.currentWidget() is self._hint else ""

    def expect(self, looking: bool) -> None:
        """Say while there is nothing to see whether the footage on show is being searched."""
        self._looking = looking
        self._explain()

    def arrange(self, order: Order | None = None, show: Show | None = None) -> None:
        """Arrange the tiles, as the boxes above them do."""
        for box, value in ((self._order, order), (self._show, show)):
            if value is not None:
                box.setCurrentIndex(box.findData(value))

    def close_down(self) -> None:
        """End the fetching of crops."""
        self._settled.stop()
        self._moved.stop()
        if self._source is not None:
            self._source.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what has changed while nobody looked."""
        super().showEvent(event)
        if self._stale:
            self._fill()
        self._follow()
        self._settled.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Fetch nothing that nobody looks at."""
        super().hideEvent(event)
        self._settled.stop()
        self._want_nothing()

    def _lay_out(self, actions: Actions) -> None:
        above, deciding, joining = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for box in (self._order, self._show, self._subject):
            above.addWidget(box)
        above.addStretch(1)
        for row, names in ((deciding, DECIDING), (joining, JOINING)):
            for name in names:
                row.addWidget(action_button(actions[name]))
            row.addStretch(1)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._list.addActions([actions[name] for name in (*DECIDING, *JOINING, "select_person", "go_to")])
        self.body.addLayout(above)
        self.body.addWidget(self._pages, 1)
        self.body.addLayout(deciding)
        self.body.addLayout(joining)

    def _listen(self) -> None:
        self._desk.footage_changed.connect(self._review_changed)
        self._desk.review_changed.connect(self._review_changed)
        self._desk.selection_changed.connect(self._follow)
        self._projector.moved.connect(self._frame_changed)
        self._list.selectionModel().selectionChanged.connect(self._chosen)
        self._list.wanted.connect(self._go)
        self._list.scrolled.connect(self._settled.start)
        self._list.pointed.connect(self._point)
        for box in (self._order, self._show, self._subject):
            box.currentIndexChanged.connect(self._arrange)
        self._review_changed()

    def _review_changed(self) -> None:
        if self._desk.footage is not self._footage:
            self._footage = self._desk.footage
            self._shelf.clear()
            self._trouble = ""
            self.setToolTip("")
            self._want_nothing()
            with self._held():
                self._model.fill(None)  # nothing of it stays behind, whether anybody looks or not
        if self.isVisible():
            self._fill()
        else:
            self._stale = True

    def _fill(self) -> None:
        self._stale = False
        with self._held():
            self._model.choice = self._choice()
            self._model.fill(self._desk.place)
        self._explain()
        self._settled.start()

    def _arrange(self) -> None:
        if self.isVisible():
            with self._held():
                self._model.arrange(self._choice())
            self._explain()
            self._settled.start()
        else:
            self._stale = True

    @contextmanager
    def _held(self) -> Iterator[None]:
        """While the tiles change: the desk's selection stays as it is, and is shown again afterwards."""
        self._following, row = True, self._list.currentIndex().row()
        try:
            yield
        finally:
            self._following = False
        self._follow()
        if row >= 0 and self._model.tiles and not self._list.currentIndex().isValid():
            near = self._model.index(min(row, len(self._model.tiles) - 1))  # the keys go on from where they were
            self._list.selectionModel().setCurrentIndex(near, QItemSelectionModel.SelectionFlag.NoUpdate)

    def _choice(self) -> Choice:
        show = Show(self._show.currentData())
        tick = self._projector.tick if show is Show.HERE else None
        subject = self._subject.currentData()  # a plain text: boxes keep no types
        return Choice(Order(self._order.currentData()), show, Subject(subject) if subject else None, tick)

    def _frame_changed(self) -> None:
        if self._show.currentData() == Show.HERE and not self._moved.isActive():
            self._moved.start()

    def _explain(self) -> None:
        """Say how much is on show, and what to do where nothing is."""
        shown, total = len(self._model.tiles), self._model.total
        left = sum(t.region.decision is Decision.PROPOSED for t in self._model.tiles)
        chosen = len(self._list.selectionModel().selectedIndexes())
        told = [f"{shown} of {total}" if shown != total else f"{total}", f"{left} to decide"]
        told += [f"{chosen} selected"] if chosen > 1 else []
        told += [self._trouble] if self._trouble else []
        self.note(", ".join(told) if total else "")
        if total:
            self._hint.setText(NARROWED)
        elif self._desk.place is None:
            self._hint.setText(NO_FOOTAGE)
        else:
            self._hint.setText(LOOKING if self._looking else NOTHING)
        self._pages.setCurrentWidget(self._list if shown else self._hint)

    def _chosen(self, *_: QItemSelection) -> None:
        if self._following:
            return
        rows = sorted(index.row() for index in self._list.selectionModel().selectedIndexes())
        current = self._list.currentIndex().row()
        ordered = [r for r in rows if r != current] + [r for r in rows if r == current]
        self._desk.select(*(self._model.tiles[row].region.id for row in ordered))
        self._explain()

    def _follow(self) -> None:
        """Select in the gallery what is selected on the desk, as far as it is shown."""
        if self._following or not self.isVisible():
            return
        selection, last = QItemSelection(), None
        for region in self._desk.selected:
            row = self._model.row(region)
            if row is not None:
                last = self._model.index(row)
                selection.select(last, last)
        self._following = True
        try:
            chosen = self._list.selectionModel()
            chosen.select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            if last is not None and last != self._list.currentIndex():
                chosen.setCurrentIndex(last, QItemSelectionModel.SelectionFlag.NoUpdate)
                self._list.scrollTo(last)
        finally:
            self._following = False
        self._explain()

    def _go(self, index: QModelIndex, moment: Moment | None) -> None:
        tile = self._model.tiles[index.row()]
        others = (r for r in self._desk.selected if r != tile.region.id)
        kept = others if tile.region.id in self._desk.selected else ()  # to look at one of many is not to let go
        self._desk.select(*kept, tile.region.id)
        look = next(s for s in tile.sights.looks if s.moment is (moment or Moment.FIRST))
        self._projector.seek(look.number)

    def _point(self, row: int | None) -> None:
        there = row is not None and 0 <= row < len(self._model.tiles)
        self.pointed.emit(self._model.tiles[row].region.id if row is not None and there else None)

    def _fetch(self) -> None:
        """Ask for the crops that are on show and are not there yet, then for those around them."""
        if not self.isVisible() or self._footage is None:
            return
        rows = self._list.rows_on_show()
        around = [r for r in range(rows.start - AHEAD, rows.stop + AHEAD) if r not in rows]
        groups = [list(self._missing(rows, best=True)), list(self._missing(rows, best=False))]
        groups += [list(self._missing(around, best=True)), list(self._missing(around, best=False))]
        groups = [g for g in groups if g]
        if groups and self._source is None:  # not before: what decodes is not loaded while the window opens
            self._source = self._make()
        if self._source is not None:
            self._source.wanted(self._footage, groups)

    def _want_nothing(self) -> None:
        if self._source is not None:
            self._source.wanted(None, ())

    def _missing(self, rows: Iterable[int], *, best: bool) -> Iterator[Sight]:
        for row in rows:
            if 0 <= row < len(self._model.tiles):
                looks = self._model.tiles[row].sights.looks
                yield from (s for s in looks if (s.moment is Moment.BEST) is best and self._shelf.wants(s))

    def _hear(self, event: CropEvent) -> None:
        if isinstance(event, Cropped):
            if event.footage is self._footage:
                self._shelf.add(event.crops)
                self._shelf.miss(event.missing)
                self._list.viewport().update()
        elif isinstance(event, Failed):
            self._trouble = "no pictures"
            reason = str(event.error) if isinstance(event.error, ReviewerError) else "A defect; the log describes it."
            self.setToolTip(reason)
            self._explain()


def _orders() -> QComboBox:
    return _box("The order of the tiles", {order.value: order for order in Order})


def _shows() -> QComboBox:
    return _box("Which regions are shown", {show.value: show for show in Show})


def _subjects() -> QComboBox:
    return _box("Which kind of regions is shown", {"Everything": None} | {f"{w}s": s for s, w in SUBJECTS.items()})


def _box(name: str, items: dict[str, object]) -> QComboBox:
    made = QComboBox()
    for text, value in items.items():
        made.addItem(text, value)
    made.setAccessibleName(name)
    made.setToolTip(name)
    return made
