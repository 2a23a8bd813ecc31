"""A picture that can be shown in any size: whole, pixel for pixel, or zoomed to the pointer."""

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QGraphicsScene, QGraphicsView, QWidget

from reviewer.ui.style import GROUND
from reviewer.ui.viewer.picture import PictureItem

MARGIN = 12
"""Pixels of the screen around a picture that fits the window."""

ZOOM = 1.25
LEAST, MOST = 0.05, 16.0
"""Times larger with each step, and the smallest and largest that a picture is shown."""


class ZoomView(QGraphicsView):
    """One picture in a scene of its own pixels; those that are not square are shown in their true shape."""

    scaled = Signal()
    """The picture is shown in another size."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene = QGraphicsScene(self)
        self.item = PictureItem()
        self._scene.addItem(self.item)
        self.setScene(self._scene)
        self.setBackgroundBrush(GROUND)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setMinimumSize(QSize(320, 180))
        self._fits = True
        self._aspect = 1.0

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
        self._aspect = aspect
        self._scene.setSceneRect(self.item.boundingRect())
        self.fit()

    def fit(self) -> None:
        """Show the whole picture, and keep it whole when the window changes."""
        self._fits = True
        room = self.item.boundingRect()
        if not room.isEmpty():
            across = (self.viewport().width() - 2 * MARGIN) / (room.width() * self._aspect)
            down = (self.viewport().height() - 2 * MARGIN) / room.height()
            self._zoom_to(max(LEAST, min(across, down)))

    def actual(self) -> None:
        """Show one pixel of the footage as one pixel of the screen."""
        self._fits = False
        middle = self.middle()
        self._zoom_to(1 / self.devicePixelRatioF())
        self.centerOn(middle)

    def zoom(self, steps: int) -> None:
        """Show the picture larger, or with negative steps smaller, about its middle."""
        middle = self.middle()
        self._zoom_by(steps)
        self.centerOn(middle)

    def middle(self) -> QPointF:
        """What zooming by keys goes to, in pixels of the footage."""
        return self.mapToScene(self.viewport().rect().center())

    def wanted_size(self) -> tuple[int, int] | None:
        """The size in pixels of the screen's own that pictures are best scaled to; None for the footage's own."""
        room, ratio = self.item.boundingRect(), self.devicePixelRatioF()
        across, down = self.transform().m11() * ratio, self.transform().m22() * ratio
        if min(across, down) >= 1 or room.isEmpty():
            return None
        return max(2, round(room.width() * across)), max(2, round(room.height() * down))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the picture whole."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer with Ctrl, else scroll."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _zoom_by(self, steps: int) -> None:
        self._fits = False
        self._zoom_to(min(max(self.scale_now * ZOOM**steps, LEAST), MOST))

    def _zoom_to(self, scale: float) -> None:
        self.resetTransform()
        self.scale(scale * self._aspect, scale)
        self.scaled.emit()
