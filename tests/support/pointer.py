"""The mouse over the picture of the real window, in pixels of the footage."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from reviewer.core.geometry import Box
from reviewer.core.region import RegionId
from reviewer.ui.main_window import MainWindow

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton
NO_KEY = Qt.KeyboardModifier.NoModifier
SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Place = tuple[float, float]


def on_screen(window: MainWindow, at: Place) -> QPoint:
    """Where a pixel of the footage lies on the view."""
    return window.page.view.mapFromScene(*at)


def press(window: MainWindow, at: Place, *, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    """Press the left button, and hold it."""
    QTest.mousePress(window.page.view.viewport(), LEFT, keys, on_screen(window, at))


def move(window: MainWindow, *places: Place) -> None:
    """Move the pointer from place to place."""
    for at in places:
        QTest.mouseMove(window.page.view.viewport(), on_screen(window, at))


def release(window: MainWindow, at: Place, *, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    """Let the left button go."""
    QTest.mouseRelease(window.page.view.viewport(), LEFT, keys, on_screen(window, at))


def click(window: MainWindow, at: Place, *, keys: Qt.KeyboardModifier = NO_KEY) -> None:
    """Press the left button and let it go in one place."""
    QTest.mouseClick(window.page.view.viewport(), LEFT, keys, on_screen(window, at))


def drag(window: MainWindow, start: Place, *, to: Sequence[Place], keys: Qt.KeyboardModifier = NO_KEY) -> None:
    """Drag with the left button along a line of places."""
    press(window, start, keys=keys)
    move(window, *_between(start, to))
    release(window, to[-1], keys=keys)


def place_of(window: MainWindow, region: str) -> Box:
    """The box of a region in the frame on show."""
    tick = window.projector.tick
    assert tick is not None
    found = window.desk.review.regions[RegionId(region)].box_at(tick)
    assert found is not None
    return found


def near(found: Box, expected: Box, *, within: float = 1.0) -> bool:
    """Within a pixel of the footage or of the screen, whichever is larger."""
    sides = zip(
        (found.x, found.y, found.right, found.bottom),
        (expected.x, expected.y, expected.right, expected.bottom),
        strict=True,
    )
    return all(abs(a - b) <= within for a, b in sides)


def _between(start: Place, to: Sequence[Place]) -> list[Place]:
    """The places, and one halfway to each: a pointer does not jump."""
    line: list[Place] = []
    for before, after in zip([start, *to], to, strict=False):
        line += [((before[0] + after[0]) / 2, (before[1] + after[1]) / 2), after]
    return line
