"""The list of tiles: keys and pointer in it."""

from PySide6.QtCore import QEvent, QModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from reviewer.ui.panels.gallery_delegate import moment_at, tile_size

OWN_KEYS = frozenset(
    {
        Qt.Key.Key_Left,
        Qt.Key.Key_Right,
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)
"""Keys that move through the tiles while the list has the focus, and elsewhere step through the footage."""

WITH = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.KeypadModifier
"""What may be held with them: to select several, or to move without selecting. Elsewhere these keys move regions."""

BESIDE = 4
"""Pixels that the list itself leaves free beside its tiles; with less it would put one fewer in a row."""


class GalleryView(QListView):
    """Tiles side by side; what is pressed and pointed at is told by signals."""

    wanted = Signal(QModelIndex, object)
    """A tile to go to, and the Moment that was pointed at, None for the first frame."""
    pointed = Signal(object)
    """The row that the pointer is over, None when it is over none."""
    scrolled = Signal()
    """Other tiles are on show."""

    def __init__(self) -> None:
        super().__init__()
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # a width that changes lays out twice
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(False)
        self.setMouseTracking(True)
        self.setAccessibleName("Gallery")
        self.setAccessibleDescription(
            "Arrow keys select, with Shift several; with Ctrl they move, Ctrl+Space adds one; Enter goes there"
        )
        self.verticalScrollBar().valueChanged.connect(self.scrolled)
        self.entered.connect(lambda index: self.pointed.emit(index.row()))
        self.viewportEntered.connect(lambda: self.pointed.emit(None))

    def rows_on_show(self) -> range:
        """The rows of the tiles that can be seen, in whole or in part."""
        count = self.model().rowCount() if self.model() is not None else 0
        if not count or self.viewport().height() <= 0:
            return range(0)
        grid = self.gridSize()
        across = max(1, self.viewport().width() // max(1, grid.width()))
        top = self.verticalScrollBar().value()
        first = top // max(1, grid.height()) * across
        last = -(-(top + self.viewport().height()) // max(1, grid.height())) * across
        return range(min(max(first, 0), count), min(last, count))

    def event(self, event: QEvent) -> bool:
        """Keep for the list what moves through it, and Ctrl+A for the tiles that are shown."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~WITH
            everything = event.key() == Qt.Key.Key_A and event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if (plain and event.key() in OWN_KEYS) or everything:
                event.accept()
                return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Make room for the text when its size changes."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the tiles out anew."""
        super().resizeEvent(event)
        self._lay_out()
        self.scrolled.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the current tile."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.wanted.emit(self.currentIndex(), None)
            event.accept()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click goes to the look that it hits."""
        index = self.indexAt(event.position().toPoint())
        if event.button() is Qt.MouseButton.LeftButton and index.isValid():
            self.wanted.emit(index, moment_at(QRectF(self.visualRect(index)), QPointF(event.position())))
            event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        self.pointed.emit(None)

    def _lay_out(self) -> None:
        """Share the width among as many tiles as fit."""
        tile = tile_size(QFontMetricsF(self.font()))
        width = self.viewport().width()
        across = max(1, (width - BESIDE) // tile.width())
        grid = QSize(max(tile.width(), (width - BESIDE) // across), tile.height())
        if grid != self.gridSize():
            self.setGridSize(grid)
