"""Go from one part of the window to the next by a key, as the Tab key goes from one control to the next."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


class Panes:
    """The parts of the window in order; `parts` is asked each time, since tabs come and go."""

    def __init__(self, parts: Callable[[], Sequence[QWidget]]) -> None:
        self._parts = parts

    def step(self, by: int) -> QWidget | None:
        """Give the focus to the part that is `by` further, where it was in it last; the ends join.

        Returns that part, None where there is none to go to.
        """
        there = [(pane, within) for pane in self._parts() if (within := _entry(pane)) is not None]
        if not there:
            return None
        focus = QApplication.focusWidget()
        here = next((i for i, (pane, _) in enumerate(there) if focus is not None and _holds(pane, focus)), None)
        if here is None:
            here = -1 if by > 0 else 0
        pane, within = there[(here + by) % len(there)]
        within.setFocus(Qt.FocusReason.TabFocusReason)
        return pane


def _holds(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)


def _entry(pane: QWidget) -> QWidget | None:
    """What in the pane the focus goes to: what had it last, the pane itself, or the first that the Tab key reaches."""
    last = pane.focusWidget()
    if last is not None and _takes(last):
        return last
    if _takes(pane):
        return pane
    return next((w for w in pane.findChildren(QWidget) if _takes(w)), None)


def _takes(widget: QWidget) -> bool:
    return bool(widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
