"""The picture alone in a window without a frame: on another screen when there is one, else over all of this one."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QScreen
from PySide6.QtWidgets import QWidget

from reviewer.ui.viewer.layers import Layers
from reviewer.ui.viewer.zoom import ZoomView


class SecondScreen(ZoomView):
    """Shows the very picture of another view, in a size of its own, and what is not covered with the same words on it.

    It closes with the window it belongs to, with the screen it is on, and with Esc.
    """

    opened = Signal(bool)
    """It was opened, or closed."""

    def __init__(self, window: QWidget, *, item: Layers) -> None:
        super().__init__(window, item=item)
        self.setWindowFlags(Qt.WindowType.Window | Qt.WindowType.FramelessWindowHint)
        self.setMinimumSize(0, 0)
        self.setWindowTitle("Picture – Reviewer")
        self.setAccessibleName("Picture on its own")
        self._window = window
        self._on: QScreen | None = None
        window.installEventFilter(_Gone(window, self.close, parent=self))
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication), "there is a window"
        application.screenRemoved.connect(self._lose)

    def open(self) -> None:
        """Fill a screen other than the window's, without taking the keys from it; or else the window's own."""
        here = self._window.screen()
        others = [screen for screen in QGuiApplication.screens() if screen != here]
        self._on = others[0] if others else here
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, bool(others))
        self.setScreen(self._on)
        self.setGeometry(self._on.geometry())
        self.showFullScreen()
        self.fit()
        self.opened.emit(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Say that it is closed."""
        super().hideEvent(event)
        self._on = None
        self.opened.emit(False)

    def _lose(self, screen: QScreen) -> None:
        """Close when its screen is unplugged: the system would put it over the window, in the way of the work."""
        if screen == self._on:
            self.close()


class _Gone(QObject):
    """Calls `then` when a window is closed; one that the system puts away for a moment is not."""

    def __init__(self, window: QWidget, then: Callable[[], object], *, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._then = window, then

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what happens to the window, and let it happen."""
        if watched is self._window and event.type() is QEvent.Type.Hide and not event.spontaneous():
            self._then()
        return False
