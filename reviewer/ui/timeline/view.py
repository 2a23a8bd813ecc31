"""The timeline with its mouse and keys: going to a time, selecting, dragging, looking closer and further along."""

from collections.abc import Mapping
from html import escape

from PySide6.QtCore import QEvent, QPointF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCursor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollBar, QToolTip, QWidget

from reviewer.core.analysis import Appraisal
from reviewer.core.footage import Footage
from reviewer.core.region import RegionId
from reviewer.core.review import Review
from reviewer.core.timing import Tick
from reviewer.ui.timeline.hits import Spot, What, spot
from reviewer.ui.timeline.paint_over import paint_preview
from reviewer.ui.timeline.pointer import Pointer
from reviewer.ui.timeline.scene import Scene
from reviewer.ui.timeline.surface import Surface
from reviewer.ui.timeline.telling import LEFT_OUT_HERE, is_left_out, tip
from reviewer.ui.words import tip as lines

NOTCH = 120
"""What a wheel turns by when it clicks once, in eighths of a degree."""

ALONG, DOWN = 80.0, 36.0
"""Pixels by which a click of the wheel moves along in time, and down the lanes."""

BEYOND = 30
"""Milliseconds between two steps of looking further while something is dragged out at a side."""

RUN = 0.25
"""Of how far the pointer is beyond the side, how much each of those steps goes on."""

LENT = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)
"""Why the keys may leave the timeline for a moment, after which a silence still waits to be drawn."""

CURSORS = {
    **dict.fromkeys(
        (What.START, What.END, What.IN, What.OUT, What.SILENCE_START, What.SILENCE_END), Qt.CursorShape.SizeHorCursor
    ),
    **dict.fromkeys((What.KEPT_START, What.KEPT_END), Qt.CursorShape.SplitHCursor),
    **dict.fromkeys((What.KEYFRAME, What.MARKER), Qt.CursorShape.OpenHandCursor),
    **dict.fromkeys((What.BAR, What.SILENCE, What.PERSON, What.DOUBT), Qt.CursorShape.PointingHandCursor),
}


class Timeline(Surface):
    """Click or drag to go to a moment, click a bar to select its region, drag what can be moved; Esc cancels."""

    sought = Signal(int)
    """The tick that was pointed at."""
    picked = Signal(object)
    """The tuple of RegionIds that are to be selected."""
    silences_picked = Signal(object)
    """The tuple of SilenceIds that are to be selected."""
    made = Signal(object)
    """The Edit that a gesture ended in."""
    noted = Signal(object)
    """The MarkerId whose note is to be changed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pointer = Pointer(lambda: self.scene, lambda: self._tick, parent=self)
        for signal, to in (
            (self._pointer.sought, self.sought),
            (self._pointer.picked, self.picked),
            (self._pointer.silences_picked, self.silences_picked),
        ):
            signal.connect(to)
        self._pointer.made.connect(self._make)
        self._pointer.changed.connect(self.update)
        self._grip: float | None = None
        self._beyond = QTimer(self)
        self._beyond.setInterval(BEYOND)
        self._beyond.timeout.connect(self._run_on)
        self._bar = QScrollBar(Qt.Orientation.Vertical, self)
        self._bar.setAccessibleName("Lanes of the timeline")
        self._bar.setCursor(Qt.CursorShape.ArrowCursor)
        self._bar.hide()
        self._bar.valueChanged.connect(lambda value: self.scroll_to(float(value)))
        self.scrolled.connect(self._show_bar)
        self.arming_changed.connect(self._arm)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def busy(self) -> bool:
        """Whether something is being dragged, or waits to be drawn."""
        return self._pointer.dragging or self.armed

    def cancel(self) -> bool:
        """Forget what is being dragged, or that a silence was to be drawn; says whether there was anything."""
        self._beyond.stop()
        if self._pointer.cancel():
            return True
        armed = self.armed
        self.arm_silence(on=False)
        return armed

    def load(self, footage: Footage | None, *, appraisal: Appraisal | None = None) -> None:
        """Show another footage from its start to its end, or none; what is held is forgotten."""
        self._beyond.stop()
        self._pointer.cancel()
        super().load(footage, appraisal=appraisal)

    def lay(self, review: Review, *, names: Mapping[RegionId, str], editable: bool) -> None:
        """Show another review; what is held is forgotten where that is another one now, or not to be changed."""
        self._pointer.heed(review, editable=editable)
        super().lay(review, names=names, editable=editable)

    def go(self, tick: Tick) -> None:
        """Put the playhead there; the page stays while the button is held, lest it slips away under the pointer."""
        if self._pointer.busy or self._grip is not None:
            self._tick = tick
            self.update()
        else:
            super().go(tick)

    def paint_held(self, painter: QPainter, scene: Scene) -> None:
        """Paint what is being dragged."""
        preview = self._pointer.preview
        if preview is not None:
            paint_preview(painter, scene, preview=preview, look=self._given.look)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of what lies there, or of the whole timeline with the middle button."""
        if event.button() is Qt.MouseButton.MiddleButton:
            self._grip = event.position().x()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif event.button() is Qt.MouseButton.LeftButton:
            self._pointer.press(event.position(), event.modifiers())
        elif self._pointer.dragging:
            self.cancel()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held; show what can be done where nothing is."""
        at = event.position()
        if self._grip is not None:
            self.pan(self._grip - at.x())
            self._grip = at.x()
        elif self._pointer.busy:
            self._pointer.move(at, event.modifiers())
            self._beyond.start() if self._overshoot(at.x()) else self._beyond.stop()
        else:
            self._show_cursor(at, event.modifiers())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave what is held where it is."""
        if event.button() is Qt.MouseButton.MiddleButton:
            self._grip = None
        elif event.button() is Qt.MouseButton.LeftButton:
            self._beyond.stop()
            self._pointer.release(event.modifiers())
        self._show_cursor(event.position(), event.modifiers())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Change the note of a marker; anywhere else it is one more click."""
        found = self._spot(event.position())
        if found is not None and found.marker is not None and event.button() is Qt.MouseButton.LeftButton:
            self.noted.emit(found.marker)
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Look closer with Ctrl, further along with Shift or sideways, and at other lanes otherwise."""
        turned = event.angleDelta()
        keys = event.modifiers()
        if keys & Qt.KeyboardModifier.ControlModifier:
            self.zoom(turned.y() / NOTCH, x=event.position().x())
        elif turned.x() or keys & Qt.KeyboardModifier.ShiftModifier:
            self.pan(-(turned.x() or turned.y()) / NOTCH * ALONG)
        elif self.scene is not None:
            self.scroll_to(self.scene.scroll - turned.y() / NOTCH * DOWN)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc cancels; all other keys are the window's."""
        if not (event.key() == Qt.Key.Key_Escape and self.cancel()):
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Whatever takes the keys away ends what is being dragged, and commits nothing."""
        self._beyond.stop()
        self._pointer.cancel()
        if event.reason() not in LENT:
            self.arm_silence(on=False)
        self.update()
        super().focusOutEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keys come here."""
        self.update()
        super().focusInEvent(event)

    def event(self, event: QEvent) -> bool:
        """Esc comes here before the window while something is dragged; tips say what lies under the pointer."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            if event.key() == Qt.Key.Key_Escape and self.busy:
                event.accept()
                return True
        elif isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._show_tip(event)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Take on the colours and the letters of a new theme."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.redress()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the bar for the lanes at their right."""
        super().resizeEvent(event)
        self._show_bar()

    def _make(self, edit: object) -> None:
        self.arm_silence(on=False)
        self.made.emit(edit)

    def _arm(self, on: bool) -> None:
        self._pointer.armed = on

    def _spot(self, at: QPointF) -> Spot | None:
        return spot(self.scene, at.x(), y=at.y()) if self.scene is not None else None

    def _show_cursor(self, at: QPointF, keys: Qt.KeyboardModifier) -> None:
        found = self._spot(at)
        draws = self.armed or bool(keys & Qt.KeyboardModifier.AltModifier)
        if found is None:
            self.unsetCursor()
        elif draws and found.what in (What.SOUND, What.SILENCE):
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.setCursor(CURSORS.get(found.what, Qt.CursorShape.ArrowCursor))

    def _show_tip(self, event: QHelpEvent) -> None:
        at = QPointF(event.pos())
        found = self._spot(at)
        if self.scene is None or found is None:
            QToolTip.hideText()
        else:
            told = lines(tip(self.scene, found, y=at.y(), names=self._given.names))
            if at.x() >= self.scene.scale.gutter and is_left_out(self.scene, self.scene.scale.tick_at(at.x())):
                told = f"{told}\n{LEFT_OUT_HERE}"
            QToolTip.showText(event.globalPos(), literal(told), self)

    def _overshoot(self, x: float) -> float:
        """By how much the pointer is beyond the footage on show, 0 inside."""
        scene = self.scene
        if scene is None:
            return 0.0
        return min(0.0, x - scene.scale.gutter) or max(0.0, x - scene.wide)

    def _run_on(self) -> None:
        """Look further while something is held beyond a side."""
        at = QPointF(self.mapFromGlobal(QCursor.pos()))
        over = self._overshoot(at.x())
        if over and self._pointer.busy:
            self.pan(over * RUN)
            self._pointer.move(at, Qt.KeyboardModifier.NoModifier)
        else:
            self._beyond.stop()

    def _show_bar(self) -> None:
        scene = self.scene
        over = scene.overhang if scene is not None and scene.bands else 0.0
        self._bar.setVisible(over > 0)
        if scene is not None and over > 0:
            band, wide = scene.lane_band, self._bar.sizeHint().width()
            self._bar.setGeometry(self.width() - wide, round(band.top), wide, round(band.height))
            self._bar.setRange(0, round(over))
            self._bar.setPageStep(max(1, round(band.height)))
            self._bar.setSingleStep(round(scene.row_height))
            if self._bar.value() != round(scene.scroll):
                self._bar.blockSignals(True)  # it follows; it would scroll to the nearest whole pixel
                self._bar.setValue(round(scene.scroll))
                self._bar.blockSignals(False)


def literal(text: str) -> str:
    """A text such that a tip shows it letter by letter: a note that looks like HTML could have it open files."""
    return f"<p style='white-space:pre'>{escape(text)}</p>" if "<" in text else text
