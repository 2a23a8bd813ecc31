"""The picture under the mouse: what a press picks, takes hold of or draws, and everything that is painted over it."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from reviewer.core.geometry import Box
from reviewer.core.timing import Tick
from reviewer.ui.viewer.begin import brush_at
from reviewer.ui.viewer.drags import Band, Drag, Pan, SlideLine
from reviewer.ui.viewer.gesture_view import GestureView
from reviewer.ui.viewer.gestures_draw import SMALL, DrawPolygon, Tool
from reviewer.ui.viewer.handles import Handle, Target, target_at
from reviewer.ui.viewer.outlines import paint_band, paint_brush, paint_hit
from reviewer.ui.viewer.overlay import REACH, paint_overlay
from reviewer.ui.viewer.sights import Sight
from reviewer.ui.viewer.wipe_slider import WipeSlider
from reviewer.ui.viewer.zoom import NOTCH, ZoomView

START = 3.0
"""Pixels of the screen that the pointer may tremble in a click before it counts as a drag."""

BRUSH_STEP = 0.1
"""Part of its size by which a notch of the wheel makes the brush larger."""

CURSORS = {
    Handle.NORTH_WEST: Qt.CursorShape.SizeFDiagCursor,
    Handle.SOUTH_EAST: Qt.CursorShape.SizeFDiagCursor,
    Handle.NORTH_EAST: Qt.CursorShape.SizeBDiagCursor,
    Handle.SOUTH_WEST: Qt.CursorShape.SizeBDiagCursor,
    Handle.NORTH: Qt.CursorShape.SizeVerCursor,
    Handle.SOUTH: Qt.CursorShape.SizeVerCursor,
    Handle.EAST: Qt.CursorShape.SizeHorCursor,
    Handle.WEST: Qt.CursorShape.SizeHorCursor,
    None: Qt.CursorShape.SizeAllCursor,
}

PANS: Mapping[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
"""Keys that move the picture about with Shift."""

SHIFT = Qt.KeyboardModifier.ShiftModifier
ADDING = SHIFT | Qt.KeyboardModifier.ControlModifier


class PictureView(GestureView):
    """Shows one picture at a time; a click selects, a drag previews, and its release emits one edit."""

    pressed = Signal()
    """Something was pressed, and has to stay under the pointer."""
    picked = Signal(object)
    """The RegionId that was clicked, or None beside all of them."""
    toggled = Signal(object)
    """The RegionId that was clicked with Shift or Ctrl."""
    banded = Signal(object)
    """A tuple of the RegionIds that a rubber band touched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setAccessibleName("Picture")
        self.beside: ZoomView | None = None
        self._press: QPoint | None = None
        self._hover: QPoint | None = None
        self._target: Target | None = None
        self._drag: Drag | None = None
        self._hits: tuple[Tick, tuple[Box, ...]] | None = None
        self._slider = WipeSlider(self)
        self._slider.wiped.connect(self._slide)
        self.scaled.connect(self._lay_slider)

    @property
    def busy(self) -> bool:
        """Whether a drag is under way."""
        return super().busy or self._drag is not None

    def open(self, size: tuple[int, int], *, aspect: float) -> None:
        """Make room for footage of this width and height in pixels, each `aspect` times as wide as it is high."""
        self.cancel()
        self._hits = None
        self.show_picture(None)
        self.make_room(size, aspect=aspect)
        if self.beside is not None:
            self.beside.fit()

    def look(self, sight: Sight) -> None:
        """Look at pictures another way; a drag that is under way is forgotten."""
        self.cancel()
        self.item.look(sight)
        if sight is Sight.WIPE:
            self._bring_line()
        self._slider.setVisible(sight is Sight.WIPE)
        self._lay_slider()
        self.viewport().update()

    def point_out(self, tick: Tick, *places: Box) -> None:
        """Mark places that are suspected in the frame at `tick`, the first one by a word, until others are marked."""
        self._hits = tick, places
        self.viewport().update()

    def cancel(self) -> bool:
        """Forget the drag that is under way, and the tool; says whether there was anything to forget."""
        dragged = self._drag is not None
        self._press = self._target = self._drag = None
        return super().cancel() or dragged

    def wanted_size(self) -> tuple[int, int] | None:
        """The size of pictures that is best here and where else they are shown; None for the footage's own."""
        here = super().wanted_size()
        if here is None or self.beside is None or not self.beside.isVisible():
            return here
        there = self.beside.wanted_size()
        return None if there is None else max(here, there)

    def middle(self) -> QPointF:
        """What zooming by keys goes to: the selected region, or else what is in the middle now."""
        chosen = self._overlay.selected[-1:]
        shown = next((s for s in self._shown() if chosen == (s.region,)), None)
        return QPointF(*shown.box.centre) if shown is not None else super().middle()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A drag that loses the window is not meant."""
        if self.busy or self._press is not None:
            self.cancel()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """With Shift move the picture about."""
        if event.modifiers() == SHIFT and event.key() in PANS:
            self.pan_step(*PANS[event.key()])
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to draw, to move the picture or the line about, or pick what lies under the pointer."""
        at = event.position().toPoint()
        if self._drag is not None or not self.item.shows:
            return
        if event.button() is Qt.MouseButton.MiddleButton and not self.busy:
            self._drag = Pan(self, at)
        elif event.button() is Qt.MouseButton.LeftButton:
            self._press_left(at, event.modifiers())
        self.viewport().update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Close a polygon; for anything else it is a second press."""
        if isinstance(self._gesture, DrawPolygon) and event.button() is Qt.MouseButton.LeftButton:
            self._finish()
        else:
            self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Preview the drag, or show what a press would take hold of."""
        at = self._hover = event.position().toPoint()
        if self._drag is not None:
            self._drag.move(at)
        elif self._press is not None and self._gesture is None and (at - self._press).manhattanLength() > START:
            self._begin(self._press)
        elif self._gesture is None:
            self._hint(at)
        if self._gesture is not None:
            self._gesture.move(*self._grip(at))
        if self.busy or self.tool is Tool.PAINT:
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag: one edit, or nothing."""
        left = event.button() is Qt.MouseButton.LeftButton
        press, target = self._press, self._target
        if self._drag is not None and (left or event.button() is Qt.MouseButton.MiddleButton):
            drag, self._drag = self._drag, None
            drag.finish()
        elif left:
            self._press = self._target = None
            if self._gesture is not None:
                if not isinstance(self._gesture, DrawPolygon):
                    self._finish()
            elif press is not None and self.drawing:
                self.refused.emit(SMALL)
            elif press is not None and target is not None and len(self._overlay.selected) > 1:
                self.picked.emit(target.region)  # a click after all: of several only this one
        self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        """There is no pointer that could paint any more."""
        self._hover = None
        self.viewport().update()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom to the pointer, or with the brush in hand make it larger or smaller."""
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        if self.tool is Tool.PAINT and plain and event.angleDelta().y():
            self.resize_brush((1 + BRUSH_STEP) ** (event.angleDelta().y() / NOTCH) - 1)
            event.accept()
        else:
            super().wheelEvent(event)

    def drawForeground(self, painter: QPainter, rect: QRectF | object) -> None:
        """Paint the regions in pixels of the screen, so that lines and signs stay sharp at any zoom."""
        if self._picture is not None and self.item.shows:
            painter.save()
            painter.resetTransform()
            if self.item.sight.draws:
                if self.item.sight is Sight.WIPE:
                    painter.setClipRect(self.on_screen(self.item.bare))
                moving = self._gesture.shown if self._gesture is not None else ()
                paint_overlay(painter, self._overlay, tick=self._picture.tick, moving=moving, view=self)
                painter.setClipping(False)
            self._paint_tools(painter, self._picture.tick)
            painter.restore()
        super().drawForeground(painter, rect)

    def _paint_tools(self, painter: QPainter, tick: Tick) -> None:
        if self._hits is not None and self._hits[0] == tick:
            for number, place in enumerate(self._hits[1]):
                paint_hit(painter, self._box_on_screen(place), told=not number)
        if isinstance(self._drag, Band):
            paint_band(painter, self._drag.rect)
        if self.tool is Tool.PAINT and self._gesture is None and self._hover is not None:
            paint_brush(painter, self._box_on_screen(brush_at(self._grip(self._hover), self._brush)))

    def _box_on_screen(self, box: Box) -> QRectF:
        return self.on_screen(QRectF(QPointF(box.x, box.y), QPointF(box.right, box.bottom)))

    def _press_left(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        if isinstance(self._gesture, DrawPolygon):
            self._gesture.press(*self._grip(at))
        elif self.tool is Tool.PAINT:
            self._draw_from(at)
        elif self.tool is Tool.POLYGON:
            self.pressed.emit()
            self._draw_from(at)
        elif self.drawing:
            self.pressed.emit()
            self._press = at
        elif self._on_line(at):
            self._drag = SlideLine(self, self._slide)
        else:
            self._take_hold(at, modifiers)

    def _take_hold(self, at: QPoint, modifiers: Qt.KeyboardModifier) -> None:
        self.pressed.emit()
        target = self._under(at)
        if target is not None and modifiers & ADDING:
            self.toggled.emit(target.region)
        elif target is not None:
            self._press, self._target = at, target
            if target.region not in self._overlay.selected:
                self.picked.emit(target.region)
        elif modifiers & SHIFT and self.item.sight.draws:
            self._drag = Band(self, at, shown=self._shown(), banded=self.banded.emit)
        else:
            self.picked.emit(None)
            self._drag = Pan(self, at)

    def _begin(self, press: QPoint) -> None:
        if self.drawing:
            self._draw_from(press)
        elif self._target is not None:
            self._pull(self._target, press)
        if self._gesture is None:
            self._press = None

    def _under(self, at: QPoint) -> Target | None:
        point = self._grip(at)
        reach = REACH / self.scale_now
        split = self.item.sight is Sight.WIPE and not self.item.bare.adjusted(-9e9, -9e9, 0, 9e9).contains(*point)
        if not self.item.sight.draws or split:
            return None
        return target_at(point, self._shown(), selected=self._overlay.current, reach=reach)

    def _on_line(self, at: QPoint) -> bool:
        if self.item.sight is not Sight.WIPE:
            return False
        return abs(self.on_screen(self.item.bare).right() - at.x()) <= REACH

    def _hint(self, at: QPoint) -> None:
        if self.drawing:
            return
        target = self._under(at)
        if self._on_line(at):
            self.viewport().setCursor(Qt.CursorShape.SplitHCursor)
        elif target is None or not self._overlay.editable:
            self.viewport().unsetCursor()
        elif target.turns or target.corner is not None:
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            region = self._overlay.region(target.region)
            locked = region is not None and region.locked
            self.viewport().setCursor(Qt.CursorShape.ForbiddenCursor if locked else CURSORS[target.handle])

    def _slide(self, wipe: float) -> None:
        """Have the line run elsewhere, and the slider with it."""
        self.item.move_line(wipe)
        self._slider.put(self.item.wipe)
        self.viewport().update()

    def _bring_line(self) -> None:
        """Put the line in the middle of what is in sight, unless it is in sight already."""
        seen, room = self.in_sight(), self.item.boundingRect()
        x = self.on_screen(room).left() + self.item.wipe * self.on_screen(room).width()
        if not seen.left() < x < seen.right() and room.width() > 0:
            self.item.move_line(self.mapToScene(seen.center().toPoint()).x() / room.width())
        self._slider.put(self.item.wipe)

    def _lay_slider(self) -> None:
        self._slider.lie_under(self.in_sight(), bottom=self.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the slider of the wipe under the picture."""
        super().resizeEvent(event)
        self._lay_slider()
