"""The hits of one copy as rows: what is said of each, and how it is painted beside its picture."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reviewer.core.copy import Copy, Hit, HitId, Settled
from reviewer.core.footage import Recording
from reviewer.services.sights import of_hit
from reviewer.ui.hit_words import at_length, stands, title, why
from reviewer.ui.panels.crop_shelf import CropShelf
from reviewer.ui.style import GROUND
from reviewer.ui.words import tip

SIDE, EDGE = 84.0, 5.0
"""Pixels a side of a hit's picture, in which a face is to be known, and around it."""

LINES = 3
"""Lines of text for the reason: the longest take three in a panel of the usual width."""

Role = QPalette.ColorRole
Index = QModelIndex | QPersistentModelIndex
TOP = QModelIndex()
"""The parent of every row."""


class HitRows(QAbstractListModel):
    """One row a hit, in the order of time; rows stay where only decisions have changed."""

    def __init__(self) -> None:
        super().__init__()
        self._recording: Recording | None = None
        self._hits: tuple[Hit, ...] = ()
        self._settled: dict[HitId, Settled] = {}

    @property
    def hits(self) -> tuple[Hit, ...]:
        """The hits in their order."""
        return self._hits

    def fill(self, copy: Copy | None, recording: Recording | None) -> None:
        """Show the hits of this copy, or none."""
        hits = () if copy is None else tuple(sorted(copy.report.hits, key=lambda h: (h.tick, h.id)))
        settled = {} if copy is None else dict(copy.report.settled)
        if hits == self._hits and recording is self._recording:
            self._settled = settled
            if hits:
                self.dataChanged.emit(self.index(0), self.index(len(hits) - 1))
            return
        self.beginResetModel()
        self._hits, self._settled, self._recording = hits, settled, recording
        self.endResetModel()

    def settled(self, hit: Hit) -> Settled | None:
        """What was decided on it."""
        return self._settled.get(hit.id)

    def row_of(self, hit: HitId) -> int | None:
        """The row in which a hit stands."""
        return next((n for n, each in enumerate(self._hits) if each.id == hit), None)

    def texts(self, row: int) -> tuple[str, str, str]:
        """What is suspected and when, what was decided, and why it is suspected."""
        assert self._recording is not None
        hit = self._hits[row]
        return title(hit, self._recording), stands(self.settled(hit)), why(hit)

    def rowCount(self, parent: Index = TOP) -> int:
        """How many hits there are."""
        return 0 if parent.isValid() else len(self._hits)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What is said of a hit; what it looks like is the delegate's."""
        if not index.isValid() or index.row() >= len(self._hits) or self._recording is None:
            return None
        hit = self._hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return title(hit, self._recording)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return at_length(hit, self.settled(hit), recording=self._recording)
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(at_length(hit, self.settled(hit), recording=self._recording))
        return None


class HitDelegate(QStyledItemDelegate):
    """The picture on the left; beside it what, when, what was decided, and why it is suspected."""

    def __init__(self, rows: HitRows, shelf: CropShelf) -> None:
        super().__init__()
        self._rows, self._shelf = rows, shelf

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the picture, or as the text where that is larger."""
        text = (2 + LINES) * QFontMetricsF(option.font).height()
        return QSize(200, round(2 * EDGE + max(SIDE, text)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one hit."""
        rect, palette = QRectF(option.rect), option.palette
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if chosen:
            painter.fillRect(rect, palette.color(Role.Highlight))
        picture = QRectF(rect.left() + EDGE, rect.top() + EDGE, SIDE, SIDE)
        self._paint_picture(painter, picture, hit=self._rows.hits[index.row()], palette=palette)
        painter.setPen(palette.color(Role.HighlightedText if chosen else Role.Text))
        beside = QRectF(
            picture.right() + 2 * EDGE, picture.top(), rect.right() - picture.right() - 3 * EDGE, rect.height()
        )
        self._paint_words(painter, beside, texts=self._rows.texts(index.row()), font=option.font)
        painter.setPen(QPen(palette.color(Role.Mid), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _paint_picture(self, painter: QPainter, place: QRectF, *, hit: Hit, palette: QPalette) -> None:
        picture = self._shelf.get(of_hit(hit))
        painter.fillRect(place, GROUND if picture is not None else palette.color(Role.Midlight))
        if picture is not None:
            scale = min(place.width() / picture.width(), place.height() / picture.height())
            fitted = QRectF(0, 0, picture.width() * scale, picture.height() * scale)
            fitted.moveCenter(place.center())
            painter.drawPixmap(fitted, picture, QRectF(picture.rect()))

    def _paint_words(self, painter: QPainter, place: QRectF, *, texts: tuple[str, str, str], font: QFont) -> None:
        bold, metrics = QFont(font), QFontMetricsF(font)
        bold.setBold(True)
        line = metrics.height()
        what, state, reason = texts
        painter.setFont(bold)
        first = QRectF(place.left(), place.top(), place.width(), line)
        painter.drawText(first, Qt.AlignmentFlag.AlignLeft, _elided(what, QFontMetricsF(bold), room=place.width()))
        painter.setFont(font)
        painter.drawText(
            first.translated(0, line), Qt.AlignmentFlag.AlignLeft, _elided(state, metrics, room=place.width())
        )
        rest = QRectF(place.left(), place.top() + 2 * line, place.width(), LINES * line)
        painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap, reason)


def _elided(text: str, metrics: QFontMetricsF, *, room: float) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
