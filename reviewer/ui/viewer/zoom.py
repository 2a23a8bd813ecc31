"""A picture that can be shown in any size: whole, pixel for pixel, zoomed to the pointer, and moved about."""

from math import isfinite

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent, QTransform, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from reviewer.ui.style import GROUND
from reviewer.ui.viewer.layers import Layers
from reviewer.ui.viewer.sights import paint_tag

MARGIN = 12
"""Pixels of the screen around a picture that fits the window."""

ZOOM = 1.25
LEAST, MOST = 0.05, 16.0
"""Times larger with each step, and the smallest and largest that a picture is shown."""

NOTCH = 120
"""Eighths of a degree that a wheel turns from one notch to the next; finer ones tell parts of it."""

LOOSE = 2
"""Pixels of the screen within which what lay under the pointer at the last notch of the wheel still lies there."""

PAN = 0.1
"""Part of the window by which one key moves the picture."""


class ZoomView(QGraphicsView):
    """One picture in a scene of its own pixels; those that are not square are shown in their true shape.

    Given another view's picture it shows that one too, in a size of its own.
    """

    scaled = Signal()
    """The picture is shown in another size, or another part of it."""

    def __init__(self, parent: QWidget | None = None, *, item: Layers | None = None) -> None:
        super().__init__(parent)
        if item is None:
            self.item = Layers()
            scene = QGraphicsScene(self)
            scene.addItem(self.item)
        else:
            self.item, scene = item, item.scene()
        self.setScene(scene)
        self.setBackgroundBrush(GROUND)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumSize(QSize(320, 180))
        self._fits = True
        self._anchor = QPoint(), QPointF()

    @property
    def fits(self) -> bool:
        """Whether the picture follows the size of the window."""
        return self._fits

    @property
    def scale_now(self) -> float:
        """Pixels of the screen for each pixel of the footage, downwards."""
        return self.transform().m22()

    def make_room(self, size: tuple[int, int], *, aspect: float) -> None:
        """Take footage of this width and height in pixels, each `aspect` times as wide as it is high."""
        self.item.resize(*size)
        self.item.aspect = aspect
        self.scene().setSceneRect(self.item.boundingRect())
        self.fit()

    def fit(self) -> None:
        """Show the whole picture, and keep it whole when the window changes."""
        self._fits = True
        room = self.item.boundingRect()
        if not room.isEmpty():
            across = (self.viewport().width() - 2 * MARGIN) / (room.width() * self.item.aspect)
            down = (self.viewport().height() - 2 * MARGIN) / room.height()
            self._scale_to(max(LEAST, min(across, down)))
            self.centerOn(room.center())

    def actual(self) -> None:
        """Show one pixel of the footage as one pixel of the screen's own."""
        self._fits = False
        middle = self.middle()
        self._scale_to(1 / self.devicePixelRatioF())
        self.centerOn(middle)

    def zoom(self, steps: int) -> None:
        """Show the picture larger, or with negative steps smaller, about its middle."""
        middle = self.middle()
        self._zoom_by(steps)
        self.centerOn(middle)

    def zoom_at(self, position: QPoint, steps: float) -> None:
        """Show the picture larger or smaller with what lies at `position` of the window staying there."""
        place, kept = self._anchor
        if place != position or (self.mapFromScene(kept) - position).manhattanLength() > LOOSE:
            kept = self.mapToScene(position)
        self._anchor = position, kept  # from one notch to the next, or whole pixels of the screen would add up
        self._zoom_by(steps)
        self.pan(self.mapFromScene(kept) - position)

    def pan(self, by: QPoint) -> None:
        """Show what lies so many pixels of the screen to the right and below, as far as there is any."""
        for bar, distance in ((self.horizontalScrollBar(), by.x()), (self.verticalScrollBar(), by.y())):
            bar.setValue(bar.value() + distance)
        self.scaled.emit()

    def pan_step(self, across: int, down: int) -> None:
        """Show what lies a tenth of the window to the right (1) or left (-1), and below or above."""
        room = self.viewport().size()
        self.pan(QPoint(round(across * PAN * room.width()), round(down * PAN * room.height())))

    def middle(self) -> QPointF:
        """What zooming by keys goes to, in pixels of the footage."""
        return self.mapToScene(self.viewport().rect().center())

    def zoom_state(self) -> dict[str, object]:
        """How the picture is zoomed, in values that JSON can hold: whether it fits, or its size and middle."""
        if self._fits:
            return {"fits": True}
        middle = self.mapToScene(self.viewport().rect().center())
        return {"fits": False, "scale": self.scale_now, "x": middle.x(), "y": middle.y()}

    def restore_zoom(self, state: object) -> None:
        """Zoom as `zoom_state` said once; what it cannot have said shows the whole picture."""
        known = state if isinstance(state, dict) else {}
        values = [known.get(k) for k in ("scale", "x", "y")]
        numbers = [float(v) for v in values if isinstance(v, int | float) and abs(v) < 1e9 and isfinite(v)]
        if known.get("fits") is not False or len(numbers) != len(values) or numbers[0] <= 0:
            self.fit()
            return
        self._fits = False
        self._scale_to(min(max(numbers[0], LEAST), MOST))
        self.centerOn(numbers[1], numbers[2])
        self.scaled.emit()

    def wanted_size(self) -> tuple[int, int] | None:
        """The size in pixels of the screen's own that pictures are best scaled to; None for the footage's own."""
        room, ratio = self.item.boundingRect(), self.devicePixelRatioF()
        across, down = self.transform().m11() * ratio, self.transform().m22() * ratio
        if min(across, down) >= 1 or room.isEmpty():
            return None
        return max(2, round(room.width() * across)), max(2, round(room.height() * down))

    def on_screen(self, box: QRectF) -> QRectF:
        """Where a rectangle of the footage lies, in pixels of the window."""
        transform = self.viewportTransform()
        return QRectF(transform.map(box.topLeft()), transform.map(box.bottomRight()))

    def in_sight(self) -> QRectF:
        """The part of the picture that lies in the window, in pixels of the window."""
        return self.on_screen(self.item.boundingRect()) & QRectF(self.viewport().rect())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the picture whole."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer; with Shift move across."""
        turned = event.angleDelta()
        notches = (turned.y() or turned.x()) / NOTCH
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.pan(QPoint(round(-notches * PAN * self.viewport().width()), 0))
        elif notches:
            self.zoom_at(event.position().toPoint(), notches)
        event.accept()

    def drawForeground(self, painter: QPainter, rect: QRectF | object) -> None:
        """Write over what is not covered that it is not for release."""
        painter.save()
        painter.resetTransform()
        paint_tag(painter, self.on_screen(self.item.bare) & QRectF(self.viewport().rect()))
        painter.restore()

    def _zoom_by(self, steps: float) -> None:
        self._fits = False
        self._scale_to(min(max(self.scale_now * ZOOM**steps, LEAST), MOST))

    def _scale_to(self, scale: float) -> None:
        self.setTransform(QTransform.fromScale(scale * self.item.aspect, scale))
        self.scaled.emit()
