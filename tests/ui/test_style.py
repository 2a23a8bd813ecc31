"""What is written can be read in every theme, and the theme can be changed while the window is open."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton, QToolTip
from pytestqt.qtbot import QtBot

from reviewer.core.preferences import Theme
from reviewer.core.region import Decision
from reviewer.ui.application import make_application
from reviewer.ui.icons import icon
from reviewer.ui.main_window import MainWindow
from reviewer.ui.style import CONTRAST_SHEET, DECISION_COLOURS, GROUND, SHEET, choose, dress, palette

OURS = (Theme.LIGHT, Theme.DARK, Theme.CONTRAST)
Role = QPalette.ColorRole
WRITTEN = [
    (Role.WindowText, Role.Window),
    (Role.WindowText, Role.Midlight),
    (Role.Text, Role.Base),
    (Role.Text, Role.AlternateBase),
    (Role.ButtonText, Role.Button),
    (Role.ButtonText, Role.Window),
    (Role.ButtonText, Role.Midlight),
    (Role.HighlightedText, Role.Highlight),
    (Role.ToolTipText, Role.ToolTipBase),
    (Role.PlaceholderText, Role.Window),
    (Role.PlaceholderText, Role.Base),
    (Role.PlaceholderText, Role.AlternateBase),
    (Role.Link, Role.Base),
    (Role.Link, Role.Window),
    (Role.LinkVisited, Role.Base),
    (Role.LinkVisited, Role.Window),
]
"""What stands in letters of one role on a ground of another somewhere in the window."""


@pytest.fixture
def application() -> Iterator[QApplication]:
    """In the light at the end, as every test finds it."""
    application = make_application()
    yield application
    choose(application, Theme.SYSTEM)
    dress(application, Theme.LIGHT)


@pytest.mark.parametrize("theme", OURS)
@pytest.mark.parametrize(("ink", "ground"), WRITTEN)
def test_text_has_contrast_enough_to_be_read(theme: Theme, ink: Role, ground: Role) -> None:
    made = palette(theme)
    assert ratio(made.color(ink), made.color(ground)) >= (7.0 if theme is Theme.CONTRAST else 4.5)  # WCAG 2.2, AAA, AA


@pytest.mark.parametrize("theme", OURS)
def test_what_most_text_is_written_in_has_more(theme: Theme) -> None:
    made = palette(theme)
    for ink, ground in ((Role.WindowText, Role.Window), (Role.Text, Role.Base), (Role.ButtonText, Role.Button)):
        assert ratio(made.color(ink), made.color(ground)) >= 7.0, ink


def test_what_cannot_be_pressed_can_still_be_read_in_high_contrast() -> None:
    made, group = palette(Theme.CONTRAST), QPalette.ColorGroup.Disabled
    for role in (Role.WindowText, Role.Text, Role.ButtonText):
        assert ratio(made.color(group, role), QColor("#000000")) >= 7.0


@pytest.mark.parametrize("decision", Decision)
def test_the_colour_of_every_decision_shows_on_the_dark_ground(decision: Decision) -> None:
    assert ratio(DECISION_COLOURS[decision], GROUND) >= 7.0


@pytest.mark.parametrize(("sheet", "least"), [(SHEET, 4.5), (CONTRAST_SHEET, 7.0)])
def test_every_rule_that_names_both_its_colours_can_be_read(sheet: str, least: float) -> None:
    found = 0
    for rule in re.findall(r"\{([^}]*)\}", sheet):
        ink = re.search(r"(?<![-\w])color: (#\w+)", rule)
        ground = re.search(r"background: (#\w+)", rule)
        if ink and ground:
            found += 1
            assert ratio(QColor(ink[1]), QColor(ground[1])) >= least, rule
    assert found >= 3


def test_the_edges_of_high_contrast_stand_out_from_what_they_surround() -> None:
    edges = re.findall(r"border[-\w]*: [^;]*(#\w+)", CONTRAST_SHEET)
    assert len(edges) > 10
    for edge in set(edges) - {"#000000"}:
        assert ratio(QColor(edge), QColor("#000000")) >= 7.0, edge


@pytest.mark.parametrize("theme", OURS)
def test_an_empty_box_can_be_seen(qtbot: QtBot, application: QApplication, theme: Theme) -> None:
    dress(application, theme)
    box = QCheckBox()
    qtbot.addWidget(box)
    box.show()
    qtbot.waitExposed(box)
    drawn = box.grab().toImage()
    ground = drawn.pixelColor(drawn.width() - 1, drawn.height() // 2)
    row = [drawn.pixelColor(x, drawn.height() // 2) for x in range(drawn.width())]
    assert max(ratio(colour, ground) for colour in row) >= 3.0  # WCAG 2.2, section 1.4.11


@pytest.mark.parametrize("theme", OURS)
@pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)")  # the offscreen screen has no window manager
def test_a_tip_can_be_read(application: QApplication, theme: Theme) -> None:
    dress(application, theme)
    try:
        QToolTip.showText(QPoint(10, 10), "A tip with words in it")
        shown = [w for w in QApplication.topLevelWidgets() if w.inherits("QTipLabel") and w.isVisible()]
        drawn = shown[0].grab().toImage()
        ground = drawn.pixelColor(2, drawn.height() // 2)
        row = [drawn.pixelColor(x, y) for x in range(drawn.width()) for y in range(drawn.height())]
        assert max(ratio(colour, ground) for colour in row) >= 7.0
    finally:
        QToolTip.hideText()


@pytest.mark.parametrize("theme", OURS)
def test_the_focus_is_seen_by_more_than_a_shade(qtbot: QtBot, application: QApplication, theme: Theme) -> None:
    dress(application, theme)
    button = QPushButton("Release")
    button.setObjectName("other")
    qtbot.addWidget(button)
    button.show()
    qtbot.waitExposed(button)
    without = button.grab().toImage()
    button.setFocus()
    qtbot.waitUntil(button.hasFocus)
    focused = button.grab().toImage()
    at = [(x, y) for x in range(focused.width()) for y in range(focused.height())]
    changed = [ratio(focused.pixelColor(x, y), without.pixelColor(x, y)) for x, y in at]
    assert sum(r >= 3.0 for r in changed) >= 2 * (button.width() + button.height() - 8)  # WCAG 2.2, section 2.4.13


def test_the_icons_follow_into_the_dark_and_back(application: QApplication, window: MainWindow) -> None:
    lightness = []
    for theme in (Theme.LIGHT, Theme.DARK, Theme.CONTRAST, Theme.LIGHT):
        choose(application, theme)
        drawn = window.commands["open_footage"].icon().pixmap(24, 24).toImage()
        at = [(x, y) for x in range(drawn.width()) for y in range(drawn.height())]
        solid = [drawn.pixelColor(x, y) for x, y in at if drawn.pixelColor(x, y).alpha() > 200]
        lightness.append(max(c.lightness() for c in solid))
    light, dark, contrast, again = lightness
    assert light < 100 < dark <= contrast
    assert again == light


def test_what_plays_can_still_be_stopped_by_its_button_in_other_colours(
    application: QApplication, window: MainWindow
) -> None:
    window.commands.show_playing(True, window.palette())
    choose(application, Theme.DARK)
    drawn = window.commands["play"].icon().pixmap(20, 20).toImage()
    assert drawn == icon("pause", window.palette()).pixmap(20, 20).toImage()
    assert drawn != icon("play", window.palette()).pixmap(20, 20).toImage()


def test_the_theme_of_the_system_comes_back_when_it_is_chosen(application: QApplication) -> None:
    before = application.palette().color(Role.Window)
    choose(application, Theme.CONTRAST)
    assert application.palette().color(Role.Window) == QColor("#000000")
    choose(application, Theme.SYSTEM)
    assert application.palette().color(Role.Window) == before


def ratio(ink: QColor, ground: QColor) -> float:
    """The contrast ratio of WCAG 2.2, section 1.4.3."""
    light, dark = sorted((_luminance(ink), _luminance(ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
