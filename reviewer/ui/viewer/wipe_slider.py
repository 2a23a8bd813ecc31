"""The line between original and released as a slider under the picture, for the keys and for screen readers."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSlider, QWidget

STEPS = 1000
"""Places that the line can be put to from edge to edge."""

HEIGHT, KNOB = 22, 6.0
"""Pixels of the screen, and half the width of what is taken hold of."""

LIGHT, EDGE = QColor("#ffffff"), QColor("#101215")
"""It lies over pictures of any colour, in every theme: light with a dark edge."""

OWN_KEYS = (
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End),
    *(Qt.Key.Key_PageUp, Qt.Key.Key_PageDown, Qt.Key.Key_Up, Qt.Key.Key_Down),
)
"""Keys that move the line while the slider has the focus; elsewhere they go through the footage."""


class WipeSlider(QSlider):
    """Tells as `wiped` where the line is to run, from 0 at the left edge of the picture to 1 at the right."""

    wiped = Signal(float)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setRange(0, STEPS)
        self.setSingleStep(STEPS // 100)
        self.setPageStep(STEPS // 10)
        self.setAccessibleName("Line between original and released")
        self.setToolTip("Original on the left of the line, as released on the right")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.SplitHCursor)
        self.valueChanged.connect(lambda value: self.wiped.emit(value / STEPS))
        self.hide()

    def put(self, wipe: float) -> None:
        """Show where the line runs."""
        self.setValue(round(wipe * STEPS))

    def lie_under(self, picture: QRectF, *, bottom: int) -> None:
        """Span the picture, `picture` in pixels of the parent, at the bottom of the window."""
        self.setGeometry(round(picture.left()), bottom - HEIGHT, max(60, round(picture.width())), HEIGHT)

    def event(self, event: QEvent) -> bool:
        """Have the keys that move the line before the window's shortcuts take them."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride and _moves_line(event):
            event.accept()
            return True
        return super().event(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Have the line run under the pointer."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self.put(event.position().x() / max(1, self.width()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Have the line follow the pointer."""
        self.mousePressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rail with a knob right under the line; a ring around the knob says that the keys move it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        knob = QPointF(min(max(self.width() * self.value() / STEPS, KNOB), self.width() - KNOB), middle)
        for colour, width in ((EDGE, 4.0), (LIGHT, 2.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(QPointF(0, middle), QPointF(self.width(), middle))
        if self.hasFocus():
            for colour, width in ((EDGE, 4.0), (LIGHT, 2.0)):
                painter.setPen(QPen(colour, width))
                painter.drawEllipse(knob, KNOB + 3, KNOB + 3)
        painter.setPen(QPen(EDGE, 1.5))
        painter.setBrush(LIGHT)
        painter.drawEllipse(knob, KNOB, KNOB)


def _moves_line(event: QKeyEvent) -> bool:
    return event.key() in OWN_KEYS and event.modifiers() == Qt.KeyboardModifier.NoModifier
