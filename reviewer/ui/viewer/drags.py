"""Drags that change no region: moving the picture about, moving the line of the wipe, and the rubber band."""

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, QRectF

from reviewer.core.geometry import Box
from reviewer.core.region import RegionId
from reviewer.ui.viewer.handles import Shown
from reviewer.ui.viewer.zoom import ZoomView


class Drag(Protocol):
    """From press to release, in pixels of the window."""

    def move(self, at: QPoint) -> None:
        """The pointer is here."""

    def finish(self) -> None:
        """The button is let go."""


class Pan:
    """Moves the picture about under the pointer."""

    def __init__(self, view: ZoomView, start: QPoint) -> None:
        self._view, self._at = view, start

    def move(self, at: QPoint) -> None:
        """Keep what was taken hold of under the pointer."""
        self._view.pan(self._at - at)
        self._at = at

    def finish(self) -> None:
        """It stays where it is."""


class SlideLine:
    """Moves the line between original and released; `slid` is told where it runs, 0 to 1."""

    def __init__(self, view: ZoomView, slid: Callable[[float], None]) -> None:
        self._view, self._slid = view, slid

    def move(self, at: QPoint) -> None:
        """Have the line run under the pointer."""
        room = self._view.item.boundingRect()
        if room.width():
            self._slid((self._view.mapToScene(at).x() - room.left()) / room.width())

    def finish(self) -> None:
        """It stays where it is."""


class Band:
    """A rectangle from the press to the pointer; `banded` is told which regions it touches."""

    def __init__(
        self, view: ZoomView, start: QPoint, *, shown: Sequence[Shown], banded: Callable[[tuple[RegionId, ...]], None]
    ) -> None:
        self._view, self._start, self._shown, self._banded = view, start, shown, banded
        self._end = start

    @property
    def rect(self) -> QRectF:
        """The rectangle in pixels of the window."""
        return QRectF(QRect(self._start, self._end).normalized())

    def move(self, at: QPoint) -> None:
        """Pull it to the pointer."""
        self._end = at

    def finish(self) -> None:
        """Tell what it touches."""
        one, other = self._view.mapToScene(self._start), self._view.mapToScene(self._end)
        left, top = min(one.x(), other.x()), min(one.y(), other.y())
        box = Box(left, top, abs(one.x() - other.x()), abs(one.y() - other.y()))
        self._banded(tuple(s.region for s in self._shown if s.box.shared(box) > 0))
