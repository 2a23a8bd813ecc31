"""The picture with one gesture at a time over it: what begins it, what breaks it off, and what it ends in."""

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QWidget

from reviewer.core.region import Region
from reviewer.services.pictures import Picture
from reviewer.ui.viewer.begin import draw, first_brush, paint, pull
from reviewer.ui.viewer.gestures import Gesture, Stage
from reviewer.ui.viewer.gestures_draw import FEW, Armed, DrawPolygon, Tool
from reviewer.ui.viewer.gestures_paint import Paint
from reviewer.ui.viewer.handles import Shown, Target
from reviewer.ui.viewer.overlay import Overlay
from reviewer.ui.viewer.zoom import ZoomView

LEAST_BRUSH = 4.0
"""Pixels of the footage: the least side of a brush."""

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

LOCKED = "A region that is locked cannot be changed. Unlock it first (Ctrl+K)."
ORIGINAL_ONLY = "Regions are drawn on the original: press 1 to see it."
WENT_ON = "Another frame came on show: nothing was changed."


class GestureView(ZoomView):
    """Holds the tool and the gesture; the release of a gesture emits one edit, or says why there is none."""

    made = Signal(object)
    """An Edit that a gesture ended in."""
    refused = Signal(str)
    """Why a gesture ended in nothing."""
    drawing_changed = Signal(bool)
    """The next press draws a region, or no longer does, or with another tool."""
    painting_changed = Signal(bool)
    """A region is being painted, for which the footage is to play slowly, or no longer is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._overlay = Overlay()
        self._gesture: Gesture | None = None
        self._changing: tuple[Region, ...] = ()
        self._armed: Armed | None = None
        self._brush = (0.0, 0.0)

    @property
    def drawing(self) -> bool:
        """Whether the next press draws a region."""
        return self._armed is not None

    @property
    def tool(self) -> Tool | None:
        """What the next press draws with."""
        return self._armed.tool if self._armed is not None else None

    @property
    def busy(self) -> bool:
        """Whether a gesture is under way."""
        return self._gesture is not None

    @property
    def painting(self) -> bool:
        """Whether a region is being painted."""
        return isinstance(self._gesture, Paint)

    def make_room(self, size: tuple[int, int], *, aspect: float) -> None:
        """Take footage of this width and height in pixels, each `aspect` times as wide as it is high."""
        self._brush = first_brush(size[1], aspect)
        super().make_room(size, aspect=aspect)

    def show_picture(self, picture: Picture | None) -> None:
        """Show a picture, or bare ground; of a gesture on another frame only painting goes on."""
        before, self._picture = self._picture, picture
        self.item.show_picture(picture)
        if isinstance(self._gesture, Paint) and picture is not None:
            self._gesture.go_on(picture.tick)
        elif self._gesture is not None and (picture is None or before is None or picture.tick != before.tick):
            self.cancel()
            self.refused.emit(WENT_ON)
        self.viewport().update()

    def lay(self, overlay: Overlay) -> None:
        """Show these regions over the picture; a gesture on one that is gone, or another by now, is forgotten."""
        self._overlay = overlay
        if any(overlay.everything.get(r.id) is not r for r in self._changing):
            self.cancel()
        self.setAccessibleDescription(overlay.description())
        self.viewport().update()

    def begin_drawing(self, armed: Armed) -> None:
        """Have the next press draw with this tool."""
        self.cancel()
        self._armed = armed
        self.setFocus(Qt.FocusReason.OtherFocusReason)  # for the keys that end a polygon
        self.viewport().setCursor(Qt.CursorShape.CrossCursor)
        self.viewport().update()
        self.drawing_changed.emit(True)

    def resize_brush(self, by: float) -> None:
        """Make what is painted, or will be, larger by `by` of its size, smaller when that is below 0."""
        if isinstance(self._gesture, Paint):
            self._gesture.resize(by)
            self._brush = self._gesture.size
        else:
            width, height = (side * (1 + by) for side in self._brush)
            if min(width, height) >= LEAST_BRUSH and height <= 2 * self.item.boundingRect().height():
                self._brush = width, height
        self.viewport().update()

    def cancel(self) -> bool:
        """Forget the gesture that is under way, and the tool; says whether there was anything to forget."""
        had, was_drawing = self.busy or self.drawing, self.drawing
        self._armed = None
        self._forget()
        self.viewport().unsetCursor()
        if was_drawing:
            self.drawing_changed.emit(False)
        return had

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A gesture that loses the window is not meant."""
        if self.busy:
            self.cancel()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close a polygon, or take its last corner back; draw without the mouse; break off what is under way."""
        gesture, key = self._gesture, event.key()
        if key == Qt.Key.Key_Escape and self.cancel():
            return
        if isinstance(gesture, DrawPolygon) and key in ENTER:
            self._finish()
        elif isinstance(gesture, DrawPolygon) and key == Qt.Key.Key_Backspace:
            if not gesture.take_back():
                self._forget()
            self.viewport().update()
        elif gesture is None and key in ENTER and self.tool in (Tool.RECTANGLE, Tool.ELLIPSE):
            self._draw_in_the_middle()
        else:
            super().keyPressEvent(event)

    def _draw_from(self, at: QPoint) -> None:
        """Begin to draw with the tool."""
        if self._armed is None or not self._overlay.editable:
            return
        grip, stage = self._grip(at), self._stage()
        if not self.item.bare.contains(*grip) and self.item.boundingRect().contains(*grip):
            self.refused.emit(ORIGINAL_ONLY)
        elif self._armed.tool is Tool.PAINT:
            gesture, regions = paint(self._armed, self._overlay, grip=grip, stage=stage, brush=self._brush)
            self._start(gesture, regions)
            if gesture is not None:
                self.painting_changed.emit(True)
        else:
            self._start(draw(self._armed, grip=grip, stage=stage), ())

    def _draw_in_the_middle(self) -> None:
        """Draw a region as large as the brush in the middle of what is in sight; keys can move it afterwards."""
        seen = self.on_screen(self.item.bare) & QRectF(self.viewport().rect())
        if self._armed is None or self._picture is None or not self._overlay.editable or seen.isEmpty():
            return
        (x, y), (width, height) = self._grip(seen.center().toPoint()), self._brush
        gesture = draw(self._armed, grip=(x - width / 2, y - height / 2), stage=self._stage())
        gesture.move(x + width / 2, y + height / 2)
        self._start(gesture, ())
        self._finish()

    def _pull(self, target: Target, at: QPoint) -> None:
        """Begin to pull what the pointer took hold of."""
        if self._overlay.editable:
            self._start(*pull(target, self._overlay, grip=self._grip(at), stage=self._stage()))

    def _start(self, gesture: Gesture | None, regions: tuple[Region, ...]) -> None:
        self._gesture, self._changing = gesture, regions
        if gesture is None:
            self.refused.emit(LOCKED)

    def _finish(self) -> None:
        """End the gesture: one edit, or a word why there is none."""
        gesture = self._gesture
        if gesture is None:
            return
        edit = gesture.edit()
        if edit is None and isinstance(gesture, DrawPolygon) and gesture.refusal == FEW:
            self.refused.emit(FEW)  # and the corners stay
            return
        if edit is not None and self.drawing:
            self.cancel()
        else:
            self._forget()
        if edit is not None:
            self.made.emit(edit)
        elif gesture.refusal:
            self.refused.emit(gesture.refusal)

    def _forget(self) -> None:
        was_painting = self.painting
        self._gesture, self._changing = None, ()
        self.viewport().update()
        if was_painting:
            self.painting_changed.emit(False)

    def _grip(self, at: QPoint) -> tuple[float, float]:
        point = self.mapToScene(at)
        return point.x(), point.y()

    def _stage(self) -> Stage:
        assert self._picture is not None, "gestures begin on a picture"
        room = self.item.boundingRect()
        return Stage(self._picture.tick, round(room.width()), round(room.height()), self.item.aspect)

    def _shown(self) -> list[Shown]:
        return [] if self._picture is None else [s for _, s in self._overlay.placed(self._picture.tick)]
