"""What lies over the timeline and changes often: the playhead, the selection, and what is being dragged."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from reviewer.core.timing import Tick
from reviewer.ui.timeline.bands import Kind
from reviewer.ui.timeline.gestures import Preview
from reviewer.ui.timeline.look import Look
from reviewer.ui.timeline.paint_bars import bars
from reviewer.ui.timeline.paint_cuts import paint_kept
from reviewer.ui.timeline.paint_keyframes import diamond
from reviewer.ui.timeline.paint_ruler import paint_flag, paint_stretch
from reviewer.ui.timeline.paint_strips import silence_area
from reviewer.ui.timeline.scene import BETWEEN, Scene
from reviewer.ui.timeline.visible import seen


def paint_outside(painter: QPainter, scene: Scene, *, look: Look) -> None:
    """Shade what lies before in and after out."""
    span, ruler = scene.review.in_out, scene.band(Kind.RULER)
    if span is None or ruler is None:
        return
    left, right = scene.scale.x_of(span.start), scene.scale.x_of(span.end)
    tall = scene.lane_band.bottom - ruler.bottom
    gutter = scene.scale.gutter
    painter.fillRect(QRectF(gutter, ruler.bottom, max(0.0, left - gutter), tall), look.outside)
    painter.fillRect(QRectF(max(right, gutter), ruler.bottom, max(0.0, scene.wide - right), tall), look.outside)


def paint_selection(painter: QPainter, scene: Scene, *, look: Look) -> None:
    """A light edge in a dark one around every bar and every silence that is selected."""
    rects = _selected(scene)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for stroke, colour in ((4.0, look.ground), (2.0, look.chosen)):
        painter.setPen(QPen(colour, stroke))
        painter.drawRects(rects)


def _selected(scene: Scene) -> list[QRectF]:
    rects = []
    if scene.selected:
        shown, band = seen(scene), scene.lane_band
        chosen = np.fromiter((scene.lanes.ids[at] in scene.selected for at in shown.at.tolist()), np.bool_)
        inner = QRectF(-60, band.top, scene.wide + 120, band.height)
        rects = [rect.intersected(inner) for rect in bars(scene, shown.only(chosen))]
    for sound in (b for b in scene.bands if b.kind is Kind.SOUND):
        quiet = (s for s in scene.silences_of(sound.stream) if s.id in scene.silences)
        rects += [silence_area(scene, s, band=sound).adjusted(1, 1, -1, -1) for s in quiet]
    return rects


def paint_preview(painter: QPainter, scene: Scene, *, preview: Preview, look: Look) -> None:
    """How it would be if the gesture ended now, the place it is drawn to, and the time there."""
    x = scene.scale.x_of(preview.at)
    if preview.snapped is not None:
        painter.setPen(QPen(look.snap, 1, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(x, 0), QPointF(x, scene.lane_band.bottom))
    if preview.region is not None:
        _paint_region(painter, scene, preview=preview, look=look)
    elif preview.marker is not None:
        marks = scene.band(Kind.MARKS)
        if marks is not None:
            paint_flag(painter, preview.marker, x=x, look=look, band=marks)
    elif preview.kept and preview.span is not None:
        paint_kept(painter, scene, span=preview.span, look=look)
    elif preview.span is not None:
        _paint_span(painter, scene, preview=preview, look=look)
    paint_time(painter, scene, tick=preview.at, look=look)


def _paint_region(painter: QPainter, scene: Scene, *, preview: Preview, look: Look) -> None:
    at = scene.lanes.place.get(preview.region) if preview.region is not None else None
    if at is None:
        return
    row = int(scene.lanes.rows[at])
    middle = scene.top_of(row) + (scene.row_height - BETWEEN) / 2
    if preview.span is not None:
        bar = scene.bar_over(preview.span, row=row)
        left, right = max(bar.left, -20.0), min(bar.right, scene.wide + 20)
        painter.setBrush(QBrush(QColor(255, 255, 255, 70)))
        painter.setPen(QPen(look.snap, 2))
        painter.drawRect(QRectF(left, bar.top, right - left, bar.height))
    if preview.keyframe is not None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(look.snap, 1, Qt.PenStyle.DotLine))
        painter.drawLine(
            QPointF(scene.scale.x_of(preview.keyframe), middle), QPointF(scene.scale.x_of(preview.at), middle)
        )
        painter.setPen(QPen(look.ground, 1))
        painter.setBrush(look.snap)
        painter.drawPolygon(diamond(scene.scale.x_of(preview.at), middle, size=6))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_span(painter: QPainter, scene: Scene, *, preview: Preview, look: Look) -> None:
    """A silence in the bands of the streams that it is about, or in and out."""
    assert preview.span is not None, "only called for those that have one"
    left, right = scene.scale.x_of(preview.span.start), scene.scale.x_of(preview.span.end)
    marks = scene.band(Kind.MARKS)
    if preview.stretch:
        if marks is not None:
            paint_stretch(painter, (left, right), look=look, band=marks)
        return
    painter.setPen(QPen(look.snap, 2))
    painter.setBrush(QBrush(look.silent, Qt.BrushStyle.DiagCrossPattern))
    for band in scene.bands:
        if band.kind is Kind.SOUND and (preview.streams is None or band.stream in preview.streams):
            painter.drawRect(QRectF(left, band.top + 1, max(1.0, right - left), band.height - 4))


def paint_time(painter: QPainter, scene: Scene, *, tick: Tick, look: Look) -> None:
    """The time of what is dragged, in the ruler."""
    ruler = scene.band(Kind.RULER)
    if ruler is None:
        return
    text = scene.said(tick)
    metrics = QFontMetricsF(painter.font())
    wide = metrics.horizontalAdvance(text) + 10
    left = min(max(scene.scale.x_of(tick) - wide / 2, 0.0), scene.wide - wide)
    place = QRectF(left, ruler.top, wide, ruler.height - 1)
    painter.fillRect(place, look.snap)
    painter.setPen(QColor("#000000"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def paint_playhead(painter: QPainter, scene: Scene, *, tick: Tick, look: Look) -> None:
    """A line through all bands where the window is, with a handle in the ruler."""
    ruler = scene.band(Kind.RULER)
    x = scene.scale.x_of(tick)
    if ruler is None or not scene.scale.gutter <= x <= scene.wide:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.ground, 3.5))
    painter.drawLine(QPointF(x, ruler.bottom), QPointF(x, scene.lane_band.bottom))
    painter.setPen(QPen(look.playhead, 1.5))
    painter.drawLine(QPointF(x, ruler.bottom - 4), QPointF(x, scene.lane_band.bottom))
    painter.setPen(QPen(look.ground, 1))
    painter.setBrush(look.playhead)
    low = ruler.bottom - 1
    painter.drawPolygon(QPolygonF([QPointF(x - 5.5, low - 9), QPointF(x + 5.5, low - 9), QPointF(x, low)]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
