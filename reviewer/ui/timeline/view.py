"""The footage as a strip: a ruler, a bar for each region with its decision, and where the window is."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.core.footage import Footage
from reviewer.core.region import Region, RegionId
from reviewer.core.timing import Span, Tick, clock
from reviewer.ui.style import DECISION_COLOURS, GROUND, PATTERNS

SIDE = 10
"""Pixels left and right of the strip, so that the first and last frame can be reached."""

RULER = 22
MOST_LANE, BETWEEN = 13.0, 0.25
"""Pixels of a bar at most, and how much of a row is left free below it."""

STEPS = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600)
"""Seconds between two marks of the ruler; the first that leaves room for its label is taken."""

INK, FAINT, PLAYHEAD = QColor("#c9ced8"), QColor("#3b4049"), QColor("#ffffff")


@dataclass(frozen=True, slots=True)
class Lane:
    """A region and the row it lies in, counted from the top."""

    region: Region
    row: int


def packed(regions: Sequence[Region]) -> list[Lane]:
    """A row for each region, the first one that is free at its span; regions are taken in the order of their start."""
    ends: list[Tick] = []
    lanes = []
    for region in sorted(regions, key=lambda r: (r.span.start, r.span.end, r.id)):
        row = next((i for i, end in enumerate(ends) if end <= region.span.start), len(ends))
        ends[row : row + 1] = [region.span.end]
        lanes.append(Lane(region, row))
    return lanes


class Timeline(QWidget):
    """Click or drag to go to a moment; click a bar to select its region."""

    sought = Signal(int)
    """The tick that was pointed at."""
    picked = Signal(object)
    """The RegionId whose bar was clicked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._footage: Footage | None = None
        self._span = Span(Tick(0), Tick(1))
        self._lanes: list[Lane] = []
        self._rows = 1
        self._selected: tuple[RegionId, ...] = ()
        self._tick = Tick(0)
        self._drawn: QPixmap | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Timeline")
        self.setAccessibleDescription("Where the regions lie in the footage. Use the Play menu's keys to move.")
        self.setToolTip("Click or drag to go to a moment; click a bar to select its region")

    def sizeHint(self) -> QSize:
        """As wide as there is room, high enough for a few rows."""
        return QSize(400, 124)

    def load(self, footage: Footage | None) -> None:
        """Show the length of another footage."""
        self._footage = footage
        self._span = footage.recording.index.span if footage else Span(Tick(0), Tick(1))
        self._tick = self._span.start
        self._redraw()

    def lay(self, regions: Sequence[Region], selected: tuple[RegionId, ...]) -> None:
        """Show these regions, some of them selected."""
        self._lanes, self._selected = packed(regions), selected
        self._rows = max((lane.row + 1 for lane in self._lanes), default=1)
        self._redraw()

    def go(self, tick: Tick) -> None:
        """Put the playhead there."""
        self._tick = tick
        self.update()

    def x_of(self, tick: int) -> float:
        """Where a tick lies, in pixels from the left."""
        length = max(1, self._span.end - self._span.start)
        return SIDE + (tick - self._span.start) / length * max(1, self.width() - 2 * SIDE)

    def tick_at(self, x: float) -> Tick:
        """The tick at `x` pixels from the left, inside the footage."""
        length = self._span.end - self._span.start
        part = (x - SIDE) / max(1, self.width() - 2 * SIDE)
        return Tick(min(max(self._span.start + int(part * length), self._span.start), self._span.end - 1))

    def bar(self, lane: Lane) -> QRectF:
        """Where a region's bar lies."""
        row = self._row_height()
        left, right = self.x_of(lane.region.span.start), self.x_of(lane.region.span.end)
        return QRectF(left, RULER + 4 + lane.row * row, max(2.0, right - left), row * (1 - BETWEEN))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw for the new width."""
        super().resizeEvent(event)
        self._redraw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there, and select the bar under the pointer."""
        if self._footage is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        lane = next((lane for lane in self._lanes if self.bar(lane).contains(event.position())), None)
        if lane is not None:
            self.picked.emit(lane.region.id)
        self.sought.emit(self.tick_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub while the button is held."""
        if self._footage is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self.sought.emit(self.tick_at(event.position().x()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the strip as it was drawn last, and the playhead over it."""
        painter = QPainter(self)
        if self._drawn is None:
            self._drawn = self._strip()
        painter.drawPixmap(0, 0, self._drawn)
        if self._footage is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            x = self.x_of(self._tick)
            painter.setPen(QPen(PLAYHEAD, 1.5))
            painter.drawLine(QPointF(x, RULER - 8), QPointF(x, self.height()))
            painter.setBrush(PLAYHEAD)
            painter.drawPolygon(
                QPolygonF([QPointF(x - 5, RULER - 12), QPointF(x + 5, RULER - 12), QPointF(x, RULER - 5)])
            )
        painter.end()  # now, whoever still holds this call's variables

    def _redraw(self) -> None:
        self._drawn = None
        self.update()

    def _row_height(self) -> float:
        """Pixels of a row, so that all of them can be seen."""
        return min(MOST_LANE / (1 - BETWEEN), (self.height() - RULER - 8) / self._rows)

    def _strip(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(GROUND)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        if self._footage is not None:
            self._paint_ruler(painter, self._footage)
            for lane in self._lanes:
                self._paint_bar(painter, lane)
        painter.end()
        return pixmap

    def _paint_ruler(self, painter: QPainter, footage: Footage) -> None:
        seconds = footage.recording.duration
        width = self.width() - 2 * SIDE
        metrics = QFontMetricsF(painter.font())
        label = metrics.horizontalAdvance("0:00:00") + 24
        step = next((s for s in STEPS if s / max(seconds, 1e-6) * width >= label), STEPS[-1])
        painter.setPen(QPen(FAINT, 1))
        painter.drawLine(QPointF(0, RULER), QPointF(self.width(), RULER))
        count = int(seconds / step) if seconds else 0
        for mark in range(min(count, 2000) + 1):
            x = SIDE + mark * step / max(seconds, 1e-6) * width
            painter.setPen(QPen(FAINT, 1))
            painter.drawLine(QPointF(x, RULER - 6), QPointF(x, RULER))
            text = clock(mark * step)[:-4] if step >= 1 else clock(mark * step)[2:-2]
            painter.setPen(INK)
            if x + 4 + metrics.horizontalAdvance(text) > self.width():
                continue
            painter.drawText(QPointF(x + 4, RULER - 8), text)

    def _paint_bar(self, painter: QPainter, lane: Lane) -> None:
        bar, decision = self.bar(lane), lane.region.decision
        colour, chosen = DECISION_COLOURS[decision], lane.region.id in self._selected
        rounding = min(3.0, bar.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour.red(), colour.green(), colour.blue(), 60))
        painter.drawRoundedRect(bar, rounding, rounding)
        painter.setBrush(colour)
        brush = painter.brush()
        brush.setStyle(PATTERNS[decision])
        painter.setBrush(brush)
        edge = min(2.0 if chosen else 1.0, bar.height() / 3)
        painter.setPen(QPen(QColor("#ffffff") if chosen else colour, edge))
        painter.drawRoundedRect(bar, rounding, rounding)
