"""The picture with its regions: what is selected by a click, and the gestures that change a region."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QWidget

from reviewer.core.geometry import Box
from reviewer.core.outline import Outline as Corners
from reviewer.core.region import Decision, Region, RegionId
from reviewer.core.timing import Tick
from reviewer.services.pictures import Picture
from reviewer.ui.viewer.gestures import Draw, Drawn, Gesture, Move, Resize, Stage
from reviewer.ui.viewer.handles import Handle, Shown, Target, target_at
from reviewer.ui.viewer.outlines import Outline, paint_hit, paint_outlines
from reviewer.ui.viewer.zoom import ZoomView

REACH = 8.0
"""Pixels of the screen from a handle within which the pointer takes hold of it."""

START = 3.0
"""Pixels of the screen that the pointer may tremble in a click before it counts as a drag."""

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


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over the picture: the regions at its tick, their names, and which may be changed."""

    regions: tuple[Region, ...] = ()
    names: dict[RegionId, str] | None = None
    selected: tuple[RegionId, ...] = ()
    editable: bool = False


class PictureView(ZoomView):
    """Shows one picture at a time; a drag previews, and its release emits one edit."""

    picked = Signal(object)
    """The RegionId that was clicked, or None beside all of them."""
    made = Signal(object)
    """An Edit that a gesture ended in."""
    drawing_changed = Signal(bool)
    """The next drag draws a region, or no longer does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMouseTracking(True)
        self.setAccessibleName("Picture")
        self._picture: Picture | None = None
        self._overlay = Overlay()
        self._press: QPoint | None = None
        self._target: Target | None = None
        self._gesture: Gesture | None = None
        self._drawn: Drawn | None = None
        self._hit: tuple[Tick, Box] | None = None

    @property
    def drawing(self) -> bool:
        """Whether the next drag draws a region."""
        return self._drawn is not None

    @property
    def busy(self) -> bool:
        """Whether a drag is under way."""
        return self._gesture is not None

    def open(self, size: tuple[int, int], *, aspect: float) -> None:
        """Make room for footage of this width and height in pixels, each `aspect` times as wide as it is high."""
        self.cancel()
        self._hit = None
        self.show_picture(None)
        self.make_room(size, aspect=aspect)

    def show_picture(self, picture: Picture | None) -> None:
        """Show a picture, or bare ground."""
        self._picture = picture
        self.item.show_picture(picture)
        self.viewport().update()

    def lay(self, overlay: Overlay) -> None:
        """Show these regions over the picture; a drag of one that is gone is forgotten."""
        self._overlay = overlay
        dragged = self._gesture.region if self._gesture is not None else None
        if dragged is not None and dragged not in {r.id for r in overlay.regions}:
            self.cancel()
        names = overlay.names or {}
        shown = ", ".join(names.get(r.id, "") for r in overlay.regions)
        self.setAccessibleDescription(f"Regions in this frame: {shown}" if shown else "No regions in this frame")
        self.viewport().update()

    def point_out(self, tick: Tick, box: Box) -> None:
        """Mark a place that a check suspects, in the frame at `tick`, until another is marked."""
        self._hit = tick, box
        self.viewport().update()

    def begin_drawing(self, drawn: Drawn) -> None:
        """Have the next drag draw this region."""
        self.cancel()
        self._drawn = drawn
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.drawing_changed.emit(True)

    def cancel(self) -> bool:
        """Forget the drag that is under way, and that one was to draw; says whether there was anything to forget."""
        had = self._gesture is not None or self._drawn is not None
        was_drawing = self._drawn is not None
        self._gesture = self._press = self._target = self._drawn = None
        self.viewport().unsetCursor()
        self.viewport().update()
        if was_drawing:
            self.drawing_changed.emit(False)
        return had

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A drag that loses the window is not meant."""
        if self._gesture is not None:
            self.cancel()
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to draw, or pick what lies under the pointer."""
        if event.button() is not Qt.MouseButton.LeftButton or self._picture is None:
            return
        self._press = event.position().toPoint()
        if self._drawn is None:
            self._target = self._under(event.position())
            self.picked.emit(self._target.region if self._target else None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Preview the drag, or show what a press would take hold of."""
        if self._press is None:
            self._hint(event.position())
            return
        moved = (event.position().toPoint() - self._press).manhattanLength()
        if self._gesture is None and moved > START:
            self._gesture = self._begin()
        if self._gesture is not None:
            at = self.mapToScene(event.position().toPoint())
            self._gesture.move(at.x(), at.y())
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag: one edit, or nothing."""
        if event.button() is not Qt.MouseButton.LeftButton:
            return
        gesture = self._gesture
        drew = self._drawn is not None and self._press is not None
        self._gesture = self._press = self._target = None
        edit = gesture.edit() if gesture is not None else None
        if drew and edit is not None:
            self.cancel()
        if edit is not None:
            self.made.emit(edit)
        self.viewport().update()

    def drawForeground(self, painter: QPainter, rect: QRectF | object) -> None:
        """Paint the regions in pixels of the screen, so that lines and signs stay sharp at any zoom."""
        if self._picture is None:
            return
        painter.save()
        painter.resetTransform()
        if not self._picture.released:
            paint_outlines(painter, self._outlines())
        if self._hit is not None and self._hit[0] == self._picture.tick:
            paint_hit(painter, self._on_screen(self._hit[1]))
        painter.restore()

    def middle(self) -> QPointF:
        """What zooming by keys goes to: the selected region, or else what is in the middle now."""
        chosen = self._overlay.selected[-1:]
        shown = next((s for _, s in self._shown() if chosen == (s.region,)), None)
        return QPointF(*shown.box.centre) if shown is not None else super().middle()

    def _outlines(self) -> list[Outline]:
        names, gesture = self._overlay.names or {}, self._gesture
        outlines = []
        for region, shown in self._shown():
            moving = gesture is not None and gesture.region == region.id
            now: Shown | Gesture = gesture if gesture is not None and moving else shown
            chosen = region.id in self._overlay.selected
            outlines.append(
                Outline(
                    region.id,
                    names.get(region.id, ""),
                    region.decision,
                    self._on_screen(now.box),
                    selected=chosen,
                    handles=self._overlay.editable and self._overlay.selected[-1:] == (region.id,),
                    corners=self._polygon(now.outline),
                )
            )
        if gesture is not None and gesture.region is None:
            outlines.append(Outline(RegionId(""), "", Decision.CONFIRMED, self._on_screen(gesture.box), selected=True))
        return outlines

    def _shown(self) -> list[tuple[Region, Shown]]:
        if self._picture is None:
            return []
        tick = self._picture.tick
        placed = [(r, r.box_at(tick)) for r in self._overlay.regions]
        return [(r, Shown(r.id, box, r.outline_at(tick))) for r, box in placed if box is not None]

    def _polygon(self, outline: Corners | None) -> QPolygonF | None:
        if outline is None:
            return None
        transform = self.viewportTransform()
        return QPolygonF([transform.map(QPointF(x, y)) for x, y in outline.corners])

    def _on_screen(self, box: Box) -> QRectF:
        corner, opposite = QPointF(box.x, box.y), QPointF(box.right, box.bottom)
        transform = self.viewportTransform()
        return QRectF(transform.map(corner), transform.map(opposite))

    def _under(self, position: QPointF) -> Target | None:
        if self._picture is None or self._picture.released:
            return None
        at = self.mapToScene(position.toPoint())
        shown: Sequence[Shown] = [each for _, each in self._shown()]
        selected = self._overlay.selected[-1] if self._overlay.selected else None
        return target_at((at.x(), at.y()), shown, selected=selected, reach=REACH / self.scale_now)

    def _hint(self, position: QPointF) -> None:
        if self._drawn is None:
            target = self._under(position)
            if target is None or not self._overlay.editable:
                self.viewport().unsetCursor()
            else:
                self.viewport().setCursor(CURSORS[target.handle])

    def _begin(self) -> Gesture | None:
        if self._picture is None or self._press is None or not self._overlay.editable:
            return None
        room = self.item.boundingRect()
        stage = Stage(self._picture.tick, round(room.width()), round(room.height()))
        start = self.mapToScene(self._press)
        grip = start.x(), start.y()
        if self._drawn is not None:
            return Draw(self._drawn, grip, stage=stage)
        shown = next((s for _, s in self._shown() if self._target and s.region == self._target.region), None)
        if self._target is None or shown is None:
            return None
        if self._target.handle is None:
            return Move(shown, grip=grip, stage=stage)
        return Resize(shown, handle=self._target.handle, stage=stage)
