"""Regions in the window, for tests of what is done to them by its actions."""

from pytestqt.qtbot import QtBot

from reviewer.core.region import Region, RegionId
from reviewer.core.timing import Span
from reviewer.ui.main_window import MainWindow
from tests.support.window import see

FACE, PLATE = RegionId("r-face-1"), RegionId("r-plate-1")
"""What the made-up detectors lead to."""


def region(window: MainWindow, name: RegionId = FACE) -> Region:
    """The region of that name as it is now."""
    return window.desk.review.regions[name]


def frames(window: MainWindow, first: int, *, stop: int) -> Span:
    """The time of the frames from `first` up to but not including `stop`."""
    assert window.desk.footage is not None
    index = window.desk.footage.recording.index
    return Span(index.tick(first), index.after(stop - 1))


def covered(window: MainWindow, name: RegionId = FACE) -> set[int]:
    """The frames in which something of a region is hidden."""
    assert window.desk.footage is not None
    ticks = window.desk.footage.recording.index.ticks
    return {n for n, tick in enumerate(ticks.tolist()) if region(window, name).present_at(tick)}


def trigger(window: MainWindow, name: str) -> None:
    """Trigger an action, which must not be grey."""
    action = window.commands[name]
    assert action.isEnabled(), f"{name} is grey"
    action.trigger()


def go(qtbot: QtBot, window: MainWindow, *, number: int) -> None:
    """Show the frame of that number."""
    window.projector.seek(number)
    see(qtbot, window, number=number)


def said(window: MainWindow) -> str:
    """What the status bar says."""
    return window.statusBar().currentMessage()


def last_step(window: MainWindow) -> str:
    """What undo would take back."""
    assert window.desk.place is not None
    return window.desk.place.history.stack.undoText()
