"""The top of the timeline: time, markers, in and out."""

from math import ceil

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF

from reviewer.core.marker import Marker
from reviewer.core.timing import clock
from reviewer.ui.timeline.bands import Band
from reviewer.ui.timeline.hits import FLAG
from reviewer.ui.timeline.look import Look
from reviewer.ui.timeline.scene import Scene

STEPS = (
    *(0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5),
    *(1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200),
)
"""Seconds between two times of the ruler; the first that leaves room for its label is taken."""

FRAME = 7.0
"""Pixels that a frame is wide where each has a mark of its own."""

OVERVIEW = 3.0
"""Pixels of the line at the top that says which part of the footage is on show."""


def paint_ruler(painter: QPainter, scene: Scene, *, look: Look, band: Band) -> None:
    """Times since the first picture, a mark for each frame where there is room, and which part is on show."""
    metrics = QFontMetricsF(painter.font())
    step, brief = _step(scene, metrics)
    base = float(scene.time_base)
    whole, seen = scene.scale.whole, scene.scale.visible
    painter.setPen(QPen(look.faint, 1))
    painter.drawLine(QPointF(0, band.bottom - 0.5), QPointF(scene.wide, band.bottom - 0.5))
    if scene.per_frame >= FRAME:
        _paint_frames(painter, scene, band=band)
    first = ceil((seen.start - whole.start) * base / step - 1e-6)
    last = int((seen.end - whole.start) * base / step)
    right = scene.scale.x_of(whole.end)
    for mark in range(first, last + 1):
        x = scene.scale.x_of(whole.start + mark * step / base)
        text = label(mark * step, brief=brief)
        painter.setPen(QPen(look.faint, 1))
        painter.drawLine(QPointF(x, band.bottom - 8), QPointF(x, band.bottom))
        if x + 4 + metrics.horizontalAdvance(text) <= max(right, x + 40):
            painter.setPen(look.ink)
            painter.drawText(QPointF(x + 4, band.bottom - 5), text)
    _paint_overview(painter, scene, look=look)


def label(time: float, *, brief: bool) -> str:
    """The clock at a mark of the ruler: whole seconds where marks are that far apart, otherwise with its parts."""
    told = clock(time)
    return told[:-4] if brief else told.removeprefix("0:")


def _step(scene: Scene, metrics: QFontMetricsF) -> tuple[float, bool]:
    """Seconds between two labels, and whether they are whole ones."""
    per_second = 1 / (float(scene.time_base) * scene.scale.per_pixel)
    for step in STEPS:
        if step * per_second >= metrics.horizontalAdvance(label(0, brief=step >= 1)) + 20:
            return step, step >= 1
    return STEPS[-1], True


def _paint_frames(painter: QPainter, scene: Scene, *, band: Band) -> None:
    seen, ticks = scene.scale.visible, scene.index.ticks
    low, high = np.searchsorted(ticks, (seen.start, seen.end))
    xs = scene.scale.xs_of(ticks[low : high + 1])
    painter.drawLines([QLineF(x, band.bottom - 4, x, band.bottom) for x in xs.tolist()])


def _paint_overview(painter: QPainter, scene: Scene, *, look: Look) -> None:
    scale = scene.scale
    if scale.all:
        return
    width = scene.wide
    whole = scale.whole.end - scale.whole.start
    left = (scale.start - scale.whole.start) / whole * width
    painter.fillRect(QRectF(0, 0, width, OVERVIEW), look.faint)
    painter.fillRect(QRectF(left, 0, max(8.0, scale.length / whole * width), OVERVIEW), look.ink)


def paint_marks(painter: QPainter, scene: Scene, *, look: Look, band: Band) -> None:
    """The stretch that is worked on, and the flags of the markers with as much of their notes as there is room for."""
    painter.fillRect(QRectF(0, band.top, scene.wide, band.height), look.band)
    span = scene.review.in_out
    if span is not None:
        paint_stretch(painter, (scene.scale.x_of(span.start), scene.scale.x_of(span.end)), look=look, band=band)
    shown = sorted(scene.review.markers.values(), key=lambda m: m.tick)
    xs = [scene.scale.x_of(m.tick) for m in shown]
    width = scene.wide
    for at, (marker, x) in enumerate(zip(shown, xs, strict=True)):
        if -FLAG <= x <= width:
            room = (xs[at + 1] if at + 1 < len(xs) else width) - x - FLAG - 4
            paint_flag(painter, marker, x=x, look=look, band=band)
            _paint_note(painter, marker, at=QRectF(x + FLAG + 1, band.top, room, band.height), look=look)


def paint_stretch(painter: QPainter, ends: tuple[float, float], *, look: Look, band: Band) -> None:
    """A line from in to out with a bracket at each, in pixels of the widget."""
    left, right = ends
    low, high = band.top + 2, band.bottom - 2
    painter.setPen(QPen(look.stretch, 2))
    painter.drawLine(QPointF(left, high), QPointF(right, high))
    for x, inwards in ((left, 1), (right, -1)):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.stretch)
        painter.drawPolygon(QPolygonF([QPointF(x, low), QPointF(x + inwards * 7, high), QPointF(x, high)]))


def paint_flag(painter: QPainter, marker: Marker, *, x: float, look: Look, band: Band) -> None:
    """The flag of a marker: with a fold in it where there is a note."""
    top, middle = band.top + 1.5, band.top + 5.5
    painter.setPen(QPen(look.marker, 1.5))
    painter.drawLine(QPointF(x, top), QPointF(x, band.bottom))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.marker)
    tip = x + FLAG - 2
    painter.drawPolygon(QPolygonF([QPointF(x, top), QPointF(tip, middle), QPointF(x, middle + 4)]))
    if marker.note:
        painter.setBrush(look.ground)
        painter.drawEllipse(QPointF(x + 3.5, middle), 1.5, 1.5)


def _paint_note(painter: QPainter, marker: Marker, *, at: QRectF, look: Look) -> None:
    if at.width() < 24 or not marker.note:
        return
    line = marker.note.splitlines()[0][:200] if marker.note.strip() else ""
    text = QFontMetricsF(painter.font()).elidedText(line, Qt.TextElideMode.ElideRight, min(at.width(), 160.0))
    painter.setPen(look.ink)
    painter.drawText(at, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine, text)
