"""Paint regions over the picture: a line and a sign for each decision, handles on the selected one."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from reviewer.core.region import Decision, RegionId
from reviewer.ui.style import DASHES, DECISION_COLOURS
from reviewer.ui.viewer.handles import Handle
from reviewer.ui.words import MARKS

HANDLE, SMALL_HANDLE = 9.0, 6.0
"""Side of a handle in pixels of the screen; small ones, at the corners alone, leave a small face to be seen."""

ROOMY = 48.0
"""Pixels of the screen: the least side of a box that has room for all its handles."""

ROOM_FOR_NAME = 28.0
"""Pixels of the screen: narrower boxes bear their sign alone, so that names do not hide the faces beside them."""

HALO = QColor(0, 0, 0, 170)
INK = QColor("#101215")
SUSPECT = QColor("#ff7ad9")
SUSPECTED = "! suspected"
HATCH = QColor(63, 208, 127, 120)
"""Over what a region hides that hides all but its shape: the covered part shows by lines, not by a shade."""
ALL_BUT = "all but this"
PADLOCK = 13.0
"""Pixels of the screen for the sign of what is locked, beside its name."""


@dataclass(frozen=True, slots=True)
class Outline:
    """A region to paint, its box in pixels of the screen, and of anything but a rectangle its corners.

    With `handles` it can be pulled and turned, by `turn`; `grips` are the corners that can be pulled one by one.
    """

    region: RegionId
    name: str
    decision: Decision
    box: QRectF
    selected: bool = False
    handles: bool = False
    corners: QPolygonF | None = None
    locked: bool = False
    inverse: bool = False
    grips: tuple[QPointF, ...] = ()
    turn: QPointF | None = None


def paint_outlines(painter: QPainter, outlines: Sequence[Outline]) -> None:
    """Paint them, the selected ones on top, and every label over every line."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ordered = sorted(outlines, key=lambda o: o.selected)
    for outline in ordered:
        _paint_box(painter, outline)
    for outline in ordered:
        _paint_label(painter, outline, colour=DECISION_COLOURS[outline.decision])


def paint_hit(painter: QPainter, box: QRectF, *, told: bool = True) -> None:
    """Paint a place that is suspected with a line of its own kind, and a word where it is to be told."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((HALO, 6.0), (SUSPECT, 3.0)):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(box.adjusted(-8, -8, 8, 8))
    if not told:
        return
    metrics = QFontMetricsF(painter.font())
    label = QRectF(0, 0, metrics.horizontalAdvance(SUSPECTED) + 12, metrics.height() + 4)
    label.moveCenter(QPointF(box.center().x(), box.bottom() + 14 + label.height() / 2))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(SUSPECT)
    painter.drawRoundedRect(label, 3, 3)
    painter.setPen(INK)
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, SUSPECTED)


def paint_hidden(painter: QPainter, room: QRectF, *, shown: Sequence[QPolygonF]) -> None:
    """Hatch all of the picture in `room` but these shapes: what regions hide that hide all but themselves."""
    covered, left = QPainterPath(), QPainterPath()
    covered.addRect(room)
    for shape in shown:
        part = QPainterPath()
        part.setFillRule(Qt.FillRule.WindingFill)
        part.addPolygon(shape)
        part.closeSubpath()
        left = left.united(part)
    painter.fillPath(covered.subtracted(left), QBrush(HATCH, Qt.BrushStyle.DiagCrossPattern))


def paint_brush(painter: QPainter, box: QRectF) -> None:
    """Paint how large the region would be that the pointer is about to paint."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, line in ((HALO, Qt.PenStyle.SolidLine), (QColor("#ffffff"), Qt.PenStyle.DashLine)):
        painter.setPen(QPen(colour, 5.0 if colour is HALO else 2.2, line))
        painter.drawRect(box)


def paint_band(painter: QPainter, box: QRectF) -> None:
    """Paint the rectangle in which regions are about to be selected."""
    painter.setBrush(QColor(255, 255, 255, 36))
    painter.setPen(QPen(QColor("#ffffff"), 1.0, Qt.PenStyle.DashLine))
    painter.drawRect(box)


def _paint_box(painter: QPainter, outline: Outline) -> None:
    colour, width = DECISION_COLOURS[outline.decision], 2.5 if outline.selected else 1.6
    painter.setBrush(QColor(255, 255, 255, 28) if outline.selected else Qt.BrushStyle.NoBrush)
    edge = QPolygonF(outline.box) if outline.corners is None else outline.corners
    painter.setPen(QPen(HALO, width + 2))
    painter.drawPolygon(edge, Qt.FillRule.WindingFill)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width, DASHES[outline.decision]))
    painter.drawPolygon(edge)
    if outline.decision is Decision.REJECTED:
        painter.drawLine(outline.box.topLeft(), outline.box.bottomRight())
        painter.drawLine(outline.box.topRight(), outline.box.bottomLeft())
    if outline.handles:
        if outline.corners is not None:  # the handles are those of the box
            painter.setPen(QPen(colour, 1, Qt.PenStyle.DotLine))
            painter.drawRect(outline.box)
        _paint_turn(painter, outline, colour=colour)
        _paint_handles(painter, outline.box, colour=colour)
        painter.setBrush(INK)
        painter.setPen(QPen(colour, 2))
        for corner in outline.grips:
            painter.drawEllipse(corner, HANDLE / 2, HANDLE / 2)


def _paint_label(painter: QPainter, outline: Outline, *, colour: QColor) -> None:
    roomy = outline.selected or outline.inverse or outline.box.width() >= ROOM_FOR_NAME
    text = f"{MARKS[outline.decision]} {outline.name}" if outline.name and roomy else MARKS[outline.decision]
    text = f"{text}: {ALL_BUT}" if outline.inverse else text
    metrics = QFontMetricsF(painter.font())
    sign = PADLOCK if outline.locked else 0.0
    width, height = metrics.horizontalAdvance(text) + 10 + sign, metrics.height() + 2
    top = outline.box.top() - height - 3
    if top < painter.viewport().top() / painter.device().devicePixelRatio():
        top = outline.box.bottom() + 3
    label = QRectF(outline.box.left() - 1, top, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour if outline.selected else QColor(16, 18, 21, 235))
    painter.drawRoundedRect(label, 3, 3)
    ink = INK if outline.selected else colour
    if outline.locked:
        _paint_padlock(painter, QPointF(label.right() - PADLOCK, label.center().y()), colour=ink)
    painter.setPen(ink)
    painter.drawText(label.adjusted(0, 0, -sign, 0), Qt.AlignmentFlag.AlignCenter, text)


def _paint_padlock(painter: QPainter, at: QPointF, *, colour: QColor) -> None:
    """A shackle over a body; `at` is the middle of its left edge."""
    painter.setPen(QPen(colour, 1.5))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawArc(QRectF(at.x() + 1.5, at.y() - 6, 5, 7), 0, 180 * 16)
    painter.drawLine(at + QPointF(1.5, -2.5), at + QPointF(1.5, -1))
    painter.drawLine(at + QPointF(6.5, -2.5), at + QPointF(6.5, -1))
    painter.fillRect(QRectF(at.x(), at.y() - 1, 8, 6), colour)


def _paint_turn(painter: QPainter, outline: Outline, *, colour: QColor) -> None:
    if outline.turn is None:
        return
    below = outline.turn.y() > outline.box.center().y() and outline.turn.y() > outline.box.bottom()
    edge = QPointF(outline.turn.x(), outline.box.bottom() if below else outline.box.top())
    for ink, width in ((HALO, 4.0), (colour, 1.6)):
        painter.setPen(QPen(ink, width))
        painter.drawLine(edge, outline.turn)
    painter.setPen(QPen(INK, 1))
    painter.setBrush(colour)
    painter.drawEllipse(outline.turn, HANDLE / 2 + 1, HANDLE / 2 + 1)


def _paint_handles(painter: QPainter, box: QRectF, *, colour: QColor) -> None:
    painter.setPen(QPen(INK, 1))
    painter.setBrush(colour)
    roomy = min(box.width(), box.height()) >= ROOMY
    half = (HANDLE if roomy else SMALL_HANDLE) / 2
    for handle in Handle:
        if not (roomy or (handle.across and handle.down)):
            continue
        x = box.left() + box.width() * (handle.across + 1) / 2
        y = box.top() + box.height() * (handle.down + 1) / 2
        painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))
