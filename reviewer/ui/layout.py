"""Where the window and its parts stand: remembered, put back, and never out of reach."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow, QSplitter, QTabWidget, QWidget

from reviewer.ui.remembered import Remembered

WINDOW = "window"
PLACE = struct.Struct("<4i?")
"""Left, top, width and height of the window without its frame in pixels of the screens, and whether it fills one."""

FRAME = QSize(4, 34)
"""Pixels that a system draws around a window: below the edge of the screen nobody could close it or take hold of it."""

CORNER = QPoint(2, 32)
"""Pixels of that frame at the left and above."""

HOLD = QSize(120, 24)
"""Pixels of the window's upper edge that have to be on some screen, so that one can take hold of it by its title."""

SETTLES = 1000
"""Milliseconds without a further change after which the layout is kept."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a window stands without its frame, and whether it fills its screen."""

    rect: QRect
    filling: bool = False

    def packed(self) -> bytes:
        """As bytes to keep."""
        r = self.rect
        return PLACE.pack(r.x(), r.y(), r.width(), r.height(), self.filling)


def unpacked(kept: bytes) -> Place | None:
    """The place that these bytes tell; None for what are no such bytes, or no place for a window."""
    if len(kept) != PLACE.size:
        return None
    x, y, width, height, filling = PLACE.unpack(kept)
    most = 1 << 20  # beyond any desktop, and far from where adding overflows
    if not (0 < width < most and 0 < height < most and abs(x) < most and abs(y) < most):
        return None
    return Place(QRect(x, y, width, height), filling)


def within_reach(wanted: QRect, screens: Sequence[QRect], *, least: QSize) -> QRect:
    """`wanted`, moved and shrunk onto one of the screens where its title would be out of reach or its size too much.

    `screens` are what each screen leaves for windows, the main one first. It goes to the screen that shows most of
    it, or in the middle of the main one when that is gone; it is never made smaller than `least`.
    """
    title = QRect(wanted.topLeft() - CORNER, QSize(wanted.width() + FRAME.width(), HOLD.height()))
    holds = [screen.intersected(title).size() for screen in screens]
    held = any(h.width() >= min(HOLD.width(), title.width()) and h.height() >= HOLD.height() for h in holds)
    home = max(screens, key=lambda s: _area(s.intersected(wanted)))
    size = wanted.size().boundedTo(home.size() - FRAME).expandedTo(least)
    if held and size == wanted.size():
        return wanted
    if _area(home.intersected(wanted)) == 0:
        made = QRect(home.topLeft(), size)
        made.moveCenter(home.center())
        wanted = made
    room = QRect(home.topLeft() + CORNER, home.size() - FRAME)
    x = max(room.left(), min(wanted.x(), room.right() - size.width() + 1))
    y = max(room.top(), min(wanted.y(), room.bottom() - size.height() + 1))
    return QRect(x, y, size.width(), size.height())


class Layout(QObject):
    """Keeps the places of the window and of those splitters and tabs that it is given, each under a name."""

    def __init__(
        self,
        window: QMainWindow,
        remembered: Remembered,
        *,
        splitters: Mapping[str, QSplitter],
        tabs: Mapping[str, QTabWidget],
    ) -> None:
        super().__init__(window)
        self._window, self._remembered = window, remembered
        self._splitters, self._tabs = dict(splitters), dict(tabs)
        self._usual = window.size()
        self._first = {name: each.saveState() for name, each in self._splitters.items()}
        self._settled = QTimer(self)
        self._settled.setSingleShot(True)
        self._settled.setInterval(SETTLES)
        self._settled.timeout.connect(self.keep)
        for splitter in self._splitters.values():
            splitter.splitterMoved.connect(self._settled.start)
        for tab in self._tabs.values():
            tab.currentChanged.connect(self._settled.start)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            # Once the system has moved the window to where it thinks best.
            application.screenRemoved.connect(self._screens_changed)
            application.primaryScreenChanged.connect(self._screens_changed)
        self.restore()

    def _screens_changed(self, _: object) -> None:
        # A method, which goes with this object, and not a function, which the application would call after it.
        QTimer.singleShot(0, self, self.bring_back)

    def restore(self) -> None:
        """Put every part where it was the last time; a part that was nowhere, or whose place is nonsense, stays."""
        kept = self._remembered.preferences.layout
        place = unpacked(kept.get(WINDOW, b""))
        if place is not None:
            self._put(place.rect)
            if place.filling:
                self._window.setWindowState(self._window.windowState() | Qt.WindowState.WindowMaximized)
        for name, splitter in self._splitters.items():
            splitter.restoreState(QByteArray(kept.get(name, b"")))
        for name, tab in self._tabs.items():
            index = kept.get(name, b"")
            if len(index) == 1 and index[0] < tab.count():
                tab.setCurrentIndex(index[0])

    def keep(self) -> None:
        """Remember where every part stands now."""
        self._settled.stop()
        window = self._window
        place = Place(window.normalGeometry(), window.isMaximized()) if window.isVisible() else None
        layout = {WINDOW: place.packed()} if place is not None and place.rect.isValid() else {}
        layout |= {name: bytes(each.saveState().data()) for name, each in self._splitters.items()}
        layout |= {name: bytes([each.currentIndex()]) for name, each in self._tabs.items() if each.count()}
        self._remembered.change(lambda p: p.laid_out(layout))

    def reset(self) -> None:
        """Put every part back where it was at first, and the window in the middle of its screen."""
        window = self._window
        window.setWindowState(
            window.windowState() & ~(Qt.WindowState.WindowMaximized | Qt.WindowState.WindowFullScreen)
        )
        room = window.screen().availableGeometry()
        rect = QRect(room.topLeft(), self._usual)
        rect.moveCenter(room.center())
        self._put(rect)
        for name, splitter in self._splitters.items():
            splitter.restoreState(self._first[name])
        for tab in self._tabs.values():
            tab.setCurrentIndex(0)
        self._settled.stop()
        self._remembered.change(lambda p: p.not_laid_out())

    def bring_back(self) -> None:
        """Move the window onto a screen that is there; what fills its screen is moved by the system."""
        if not self._window.isMaximized() and not self._window.isFullScreen():
            self._put(self._window.geometry())

    def _put(self, rect: QRect) -> None:
        screens = [screen.availableGeometry() for screen in QGuiApplication.screens()]
        if screens:
            rect = within_reach(rect, screens, least=self._window.minimumSize())
            if rect != self._window.geometry():
                self._window.setGeometry(rect)


def sized(dialog: QWidget, wanted: QSize) -> None:
    """Give a dialog this size, or what its screen has room for: at 200 % that is soon less."""
    dialog.resize(wanted.boundedTo(dialog.screen().availableSize() - FRAME))


def full_screen(window: QMainWindow, on: bool) -> None:
    """Have the window take all of its screen, or stand again as it did before."""
    state, full = window.windowState(), Qt.WindowState.WindowFullScreen
    window.setWindowState(state | full if on else state & ~full)


def _area(rect: QRect) -> int:
    return max(0, rect.width()) * max(0, rect.height())
