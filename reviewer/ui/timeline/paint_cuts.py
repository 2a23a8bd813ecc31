"""What a copy leaves out of the footage, hatched over the timeline, and the edges of what it shows."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from reviewer.core.spans import without
from reviewer.core.timing import Span
from reviewer.ui.timeline.bands import Kind
from reviewer.ui.timeline.look import Look
from reviewer.ui.timeline.scene import Scene

LEFT_OUT = "left out of the copy"

VEIL = 150
"""How dark a stretch is that is left out, of 255: what lies under it can still be read."""

TALL, WIDE = 9.0, 8.0
"""Pixels of the handle at an edge, at the bottom of the ruler."""


def paint_left_out(painter: QPainter, scene: Scene, *, look: Look) -> None:
    """Hatch what the copy leaves out, in words too where there is room, and draw a handle at each edge."""
    ruler, kept = scene.band(Kind.RULER), scene.review.kept
    if ruler is None or not kept:
        return
    gone: tuple[Span, ...] = (scene.index.span,)
    for span in kept:
        gone = without(gone, span)
    for span in gone:
        _paint_gone(painter, scene, span=span, look=look)
    for span in kept:
        for tick, inwards in ((span.start, 1), (span.end, -1)):
            _paint_handle(painter, QPointF(scene.scale.x_of(tick), ruler.bottom - 1), inwards=inwards, look=look)


def paint_kept(painter: QPainter, scene: Scene, *, span: Span, look: Look) -> None:
    """A frame around a stretch that the copy would show, through all bands."""
    ruler = scene.band(Kind.RULER)
    if ruler is not None:
        painter.setPen(QPen(look.cut, 2))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(_area(scene, span, top=ruler.bottom))


def _area(scene: Scene, span: Span, *, top: float) -> QRectF:
    # What lies far outside would be no different: painters count pixels in 24 bits.
    left = max(scene.scale.x_of(span.start), -50.0)
    right = min(scene.scale.x_of(span.end), scene.wide + 50.0)
    return QRectF(left, top, max(0.0, right - left), max(0.0, scene.lane_band.bottom - top))


def _paint_gone(painter: QPainter, scene: Scene, *, span: Span, look: Look) -> None:
    ruler = scene.band(Kind.RULER)
    area = _area(scene, span, top=ruler.bottom if ruler is not None else 0.0)
    if area.width() <= 0:
        return
    veil = QColor(look.ground)
    veil.setAlpha(VEIL)
    painter.fillRect(area, veil)
    painter.fillRect(area, QBrush(look.faint, Qt.BrushStyle.FDiagPattern))
    metrics = QFontMetricsF(painter.font())
    seen = area.intersected(QRectF(scene.scale.gutter, area.top(), scene.wide - scene.scale.gutter, area.height()))
    wide = metrics.horizontalAdvance(LEFT_OUT) + 10
    if seen.width() < wide + 4:
        return
    place = QRectF(seen.center().x() - wide / 2, seen.bottom() - metrics.height() - 4, wide, metrics.height() + 2)
    painter.fillRect(place, look.ground)
    painter.setPen(look.ink)
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, LEFT_OUT)


def _paint_handle(painter: QPainter, at: QPointF, *, inwards: int, look: Look) -> None:
    """A flag that points into what is kept."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.ground, 1))
    painter.setBrush(look.cut)
    top = QPointF(at.x(), at.y() - TALL)
    painter.drawPolygon(QPolygonF([at, top, QPointF(at.x() + inwards * WIDE, at.y())]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
