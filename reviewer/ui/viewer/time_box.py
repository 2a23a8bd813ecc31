"""The time of the picture on show, which is also where another is typed."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontDatabase, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

LONGEST = 40
"""Characters that are taken: more than any time has, and little of what was pasted by mistake."""

WIDEST = "0:00:00.000"
"""What there is room for."""


class TimeBox(QLineEdit):
    """Shows a time, or takes one: Enter asks to go there, Esc gives up; either way the keys go back to where they were.

    `typed` carries the text; whoever listens calls `done` when it was good, and else leaves it to be mended.
    """

    typed = Signal(str)
    left = Signal()
    """Nothing is being typed any more."""

    def __init__(self) -> None:
        super().__init__()
        self._time = ""
        self._before: QWidget | None = None
        self.setMaxLength(LONGEST)
        self.setFrame(False)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setFixedWidth(self.fontMetrics().horizontalAdvance(WIDEST) + 12)
        self.setAccessibleName("Time since the start")
        self.setAccessibleDescription("Type a time or a frame to go to, and press Enter")
        self.setToolTip("The time since the start. Type another, or f120 for a frame, to go there (Ctrl+G)")
        self.returnPressed.connect(lambda: self.typed.emit(self.text()))
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_changed)

    def show_time(self, time: str) -> None:
        """Show this time, now or when nothing is being typed any more."""
        self._time = time
        if not self.hasFocus():
            self.setText(time)

    def ask(self) -> None:
        """Have a time typed."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def done(self) -> None:
        """Show the time again, and give the keys back to where they were."""
        before, self._before = self._before, None
        self.setText(self._time)
        if before is not None and before.isVisible():
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.hasFocus():
            self.clearFocus()

    def event(self, event: QEvent) -> bool:
        """Have Esc and Enter here, which mean something else in the rest of the window."""
        keys = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in keys:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give up with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.done()
        else:
            super().keyPressEvent(event)

    def _focus_changed(self, before: QWidget | None, now: QWidget | None) -> None:
        if now is self:
            self._before = before
            self.selectAll()
        elif before is self:
            self.setText(self._time)
            self.left.emit()
