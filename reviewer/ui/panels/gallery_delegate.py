"""Paints a tile: three looks at a region, what was decided, whose it is, and where in time it lies."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reviewer.core.region import Decision
from reviewer.services.sights import Moment
from reviewer.ui.panels.crop_shelf import CropShelf
from reviewer.ui.panels.gallery_model import GalleryModel, Tile
from reviewer.ui.style import DASHES, DECISION_COLOURS, GROUND
from reviewer.ui.words import MARKS

BEST, OTHER = 80.0, 50.0
"""Pixels a side of the best look, in which a face is to be known again, and of the first and the last."""

EDGE, GAP, BAR = 5.0, 4.0, 4.0
"""Pixels around a tile and between its parts, and the height of the bar that is the footage's length."""

LEAST_BAR = 3.0
"""Pixels of the bar that are filled at least: what is there for a moment only must be seen too."""

FADED = 0.45
"""How much of the pictures is seen of a region that was rejected."""

Role = QPalette.ColorRole
Index = QModelIndex | QPersistentModelIndex


class GalleryDelegate(QStyledItemDelegate):
    """All tiles are of one size; colours are those of the palette, but for the decision's own."""

    def __init__(self, model: GalleryModel, shelf: CropShelf) -> None:
        super().__init__()
        self._model, self._shelf = model, shelf

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As large as three looks, two lines of text and the bar."""
        return tile_size(QFontMetricsF(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one tile."""
        tile = self._model.tiles[index.row()]
        rect, state = QRectF(option.rect), option.state
        palette, font = option.palette, option.font
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        _paint_ground(painter, rect, palette=palette, state=state)
        ink = palette.color(Role.HighlightedText if chosen else Role.Text)
        painter.setFont(font)
        for moment, place in places(rect).items():
            self._paint_look(painter, place, tile=tile, moment=moment, palette=palette)
        _paint_sign(painter, places(rect)[Moment.BEST], decision=tile.region.decision)
        painter.setPen(ink)
        self._paint_words(painter, rect, tile=tile, font=font)
        _paint_bar(painter, _bar(rect, QFontMetricsF(font)), tile=tile, palette=palette, lit=chosen)
        painter.restore()

    def _paint_look(self, painter: QPainter, place: QRectF, *, tile: Tile, moment: Moment, palette: QPalette) -> None:
        look = next(s for s in tile.sights.looks if s.moment is moment)
        picture = self._shelf.get(look)
        painter.fillRect(place, GROUND if picture is not None else palette.color(Role.Midlight))
        if picture is not None:
            painter.setOpacity(1.0 if tile.region.hides else FADED)
            painter.drawPixmap(_fitted(picture, place), picture, QRectF(picture.rect()))
            painter.setOpacity(1.0)
        pen = QPen(DECISION_COLOURS[tile.region.decision], 2, DASHES[tile.region.decision])
        painter.setPen(pen if moment is Moment.BEST else QPen(palette.color(Role.Mid), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(place)

    def _paint_words(self, painter: QPainter, rect: QRectF, *, tile: Tile, font: QFont) -> None:
        bold = QFont(font)
        bold.setBold(True)
        line = QFontMetricsF(font).height()
        small = places(rect)[Moment.FIRST]
        whose = QRectF(small.left(), small.bottom() + 2, 2 * OTHER + GAP, BEST - OTHER - 2)
        below = QRectF(rect.left() + EDGE, rect.top() + EDGE + BEST + 2, rect.width() - 2 * EDGE, line)
        painter.setFont(bold)
        if tile.region.person:
            _elided(painter, whose, text=tile.region.person, metrics=QFontMetricsF(bold))
        struck = QFont(bold)
        struck.setStrikeOut(tile.region.decision is Decision.REJECTED)
        painter.setFont(struck)
        _elided(painter, below, text=tile.name, metrics=QFontMetricsF(struck))
        painter.setFont(font)
        _elided(painter, below.translated(0, line), text=self._model.brief(tile), metrics=QFontMetricsF(font))


def tile_size(metrics: QFontMetricsF) -> QSize:
    """Width and height of every tile, for text of that font."""
    width = 2 * EDGE + BEST + 2 * (GAP + OTHER)
    return QSize(round(width), round(2 * EDGE + BEST + 2 + 2 * metrics.height() + GAP + BAR))


def places(rect: QRectF) -> dict[Moment, QRectF]:
    """Where in a tile each look lies."""
    best = QRectF(rect.left() + EDGE, rect.top() + EDGE, BEST, BEST)
    first = QRectF(best.right() + GAP, best.top(), OTHER, OTHER)
    return {Moment.BEST: best, Moment.FIRST: first, Moment.LAST: first.translated(OTHER + GAP, 0)}


def moment_at(rect: QRectF, point: QPointF) -> Moment | None:
    """Which look of a tile lies under a point, if any."""
    return next((moment for moment, place in places(rect).items() if place.contains(point)), None)


def _paint_ground(painter: QPainter, rect: QRectF, *, palette: QPalette, state: QStyle.StateFlag) -> None:
    inner = rect.adjusted(1.5, 1.5, -1.5, -1.5)
    chosen, hovered = state & QStyle.StateFlag.State_Selected, state & QStyle.StateFlag.State_MouseOver
    painter.setPen(QPen(palette.color(Role.Highlight if chosen or hovered else Role.Mid), 1))
    painter.setBrush(palette.color(Role.Highlight if chosen else Role.AlternateBase))
    painter.drawRoundedRect(inner, 4, 4)
    if state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(palette.color(Role.HighlightedText if chosen else Role.Text), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(inner.adjusted(1.5, 1.5, -1.5, -1.5), 3, 3)


def _paint_sign(painter: QPainter, best: QRectF, *, decision: Decision) -> None:
    """The decision's sign in the corner of the best look, as over the picture: dark, in the decision's colour."""
    metrics = QFontMetricsF(painter.font())
    side = metrics.height() + 2
    label = QRectF(best.left(), best.top(), side, side)
    painter.fillRect(label, GROUND)
    painter.setPen(DECISION_COLOURS[decision])
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, MARKS[decision])


def _bar(rect: QRectF, metrics: QFontMetricsF) -> QRectF:
    top = rect.top() + EDGE + BEST + 2 + 2 * metrics.height() + GAP / 2
    return QRectF(rect.left() + EDGE, top, rect.width() - 2 * EDGE, BAR)


def _paint_bar(painter: QPainter, bar: QRectF, *, tile: Tile, palette: QPalette, lit: bool) -> None:
    """The footage's length as a line, and as a bar on it the part in which the region is there."""
    colour = palette.color(Role.HighlightedText if lit else Role.Text)
    painter.fillRect(QRectF(bar.left(), bar.center().y() - 0.5, bar.width(), 1), colour)
    width = max(LEAST_BAR, (tile.ends - tile.begins) * bar.width())
    left = min(bar.left() + tile.begins * bar.width(), bar.right() - width)
    painter.fillRect(QRectF(left, bar.top(), width, bar.height()), colour)


def _fitted(picture: QPixmap, place: QRectF) -> QRectF:
    """Where in `place` the picture lies, as large as it fits with its shape kept."""
    scale = min(place.width() / picture.width(), place.height() / picture.height())
    fitted = QRectF(0, 0, picture.width() * scale, picture.height() * scale)
    fitted.moveCenter(place.center())
    return fitted


def _elided(painter: QPainter, place: QRectF, *, text: str, metrics: QFontMetricsF) -> None:
    side = Qt.AlignmentFlag.AlignLeft if QApplication.isLeftToRight() else Qt.AlignmentFlag.AlignRight
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, place.width())
    painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)
