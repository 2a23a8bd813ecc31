"""For how long somebody has worked on the footage on show: the time between what they do, without the pauses."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

PAUSE = 60.0
"""Seconds without a key or a click from which on somebody is not at work; none of a longer pause is counted."""

INPUT = frozenset(
    {
        QEvent.Type.ShortcutOverride,
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
    }
)
"""What reaches a window when somebody is at it; of a key that is a shortcut only the first of these does."""


class WorkClock(QObject):
    """Counts while keys, clicks and the pointer reach the window that `widget` is in."""

    def __init__(self, widget: QWidget, *, now: Callable[[], float] = monotonic) -> None:
        super().__init__(widget)
        self._widget, self._now = widget, now
        self._watched: QObject | None = None
        self._last: float | None = None
        self.seconds = 0.0

    def begin(self, seconds: float) -> None:
        """Count on from this many seconds; the time before the next input is not counted."""
        self.seconds, self._last = seconds, None

    def touch(self) -> None:
        """Somebody has done something just now."""
        now = self._now()
        if self._last is not None and now - self._last <= PAUSE:
            self.seconds += now - self._last
        self._last = now

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Listen to what reaches the window, and let it pass."""
        if event.type() in INPUT:
            self.touch()
        return False

    def watch(self) -> None:
        """Listen to the window as the system sees it: far fewer events pass there than reach its widgets."""
        window = self._widget.window().windowHandle()
        if window is not None and window is not self._watched:
            window.installEventFilter(self)
            self._watched = window
