"""How the window looks: light and dark palettes that follow the system, and the colours of decisions."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from reviewer.core.region import Decision

GROUND = QColor("#17191d")
"""Behind the picture, in both themes: a neutral dark that does not colour the eye's judgement of a picture."""

DECISION_COLOURS: Mapping[Decision, QColor] = {
    Decision.PROPOSED: QColor("#ffb02e"),
    Decision.CONFIRMED: QColor("#3fd07f"),
    Decision.REJECTED: QColor("#c3c8d0"),
}
"""Over pictures and on the timeline's dark ground; each also has its own sign and its own line or pattern."""

DASHES: Mapping[Decision, Qt.PenStyle] = {
    Decision.PROPOSED: Qt.PenStyle.DashLine,
    Decision.CONFIRMED: Qt.PenStyle.SolidLine,
    Decision.REJECTED: Qt.PenStyle.DotLine,
}

PATTERNS: Mapping[Decision, Qt.BrushStyle] = {
    Decision.PROPOSED: Qt.BrushStyle.BDiagPattern,
    Decision.CONFIRMED: Qt.BrushStyle.SolidPattern,
    Decision.REJECTED: Qt.BrushStyle.NoBrush,
}

STARK = 250
"""Lightness of 255 between text and ground; Fusion's own light and dark stay below 240."""

Roles = Mapping[QPalette.ColorRole, str]
_Role = QPalette.ColorRole

LIGHT: Roles = {
    _Role.Window: "#f3f4f6",
    _Role.WindowText: "#1b1e24",
    _Role.Base: "#ffffff",
    _Role.AlternateBase: "#f7f8fa",
    _Role.Text: "#1b1e24",
    _Role.Button: "#fbfbfc",
    _Role.ButtonText: "#1b1e24",
    _Role.ToolTipBase: "#1b1e24",
    _Role.ToolTipText: "#f3f4f6",
    _Role.PlaceholderText: "#5f6674",
    _Role.Highlight: "#1f5fc4",
    _Role.HighlightedText: "#ffffff",
    _Role.Accent: "#1f5fc4",
    _Role.Link: "#1a56b5",
    _Role.Mid: "#c6cad2",
    _Role.Midlight: "#e2e5ea",
    _Role.Dark: "#9aa1ad",
    _Role.Light: "#ffffff",
    _Role.Shadow: "#6a7180",
}

DARK: Roles = {
    _Role.Window: "#24272d",
    _Role.WindowText: "#e9ebef",
    _Role.Base: "#1b1e23",
    _Role.AlternateBase: "#20232a",
    _Role.Text: "#e9ebef",
    _Role.Button: "#30343c",
    _Role.ButtonText: "#e9ebef",
    _Role.ToolTipBase: "#e9ebef",
    _Role.ToolTipText: "#1b1e23",
    _Role.PlaceholderText: "#9aa1ad",
    _Role.Highlight: "#2f6fdc",
    _Role.HighlightedText: "#ffffff",
    _Role.Accent: "#5b95f5",
    _Role.Link: "#7fb0ff",
    _Role.Mid: "#454a54",
    _Role.Midlight: "#3a3f48",
    _Role.Dark: "#15171b",
    _Role.Light: "#4a505b",
    _Role.Shadow: "#0d0e11",
}

BOXES = ("QCheckBox", "QRadioButton", "QTableWidget")
"""Widgets with boxes to tick; in the colours of all others an empty one could hardly be seen in the dark."""

DISABLED: Mapping[bool, str] = {False: "#8b919d", True: "#767c88"}

SHEET = """
QToolBar { border: none; padding: 4px 6px; spacing: 4px; }
QToolButton { padding: 4px 7px; border: 1px solid transparent; border-radius: 5px; }
QToolButton:hover { background: palette(midlight); }
QToolButton:pressed, QToolButton:checked { background: palette(midlight); border-color: palette(mid); }
QToolButton:focus { border-color: palette(highlight); }
QLabel#heading { font-weight: 600; }
QLabel#title { font-size: 20pt; font-weight: 600; }
QLabel#quiet { color: palette(placeholder-text); }
QLabel#quiet:focus { color: palette(window-text); background: palette(midlight); }
QLabel#banner { padding: 5px 10px; font-weight: 600; }
QLabel#banner[released="false"] { background: #7a2e00; color: #ffffff; }
QLabel#banner[released="true"] { background: #14532d; color: #ffffff; }
QLabel#notice { padding: 5px 10px; background: #6b4e00; color: #ffffff; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton#other { padding: 10px 22px; border: 1px solid palette(mid); border-radius: 6px;
    background: palette(button); }
QPushButton#other:hover { background: palette(midlight); }
QPushButton#other:focus { border: 2px solid palette(highlight); }
QPushButton#main { padding: 10px 22px; font-weight: 600; background: palette(highlight);
    color: palette(highlighted-text); border: 1px solid palette(highlight); border-radius: 6px; }
QPushButton#main:focus { border: 2px solid palette(window-text); }
QSplitter::handle { background: palette(midlight); }
QTreeView, QListWidget, QTableWidget { border: 1px solid palette(mid); border-radius: 4px; }
QTreeView:focus, QListWidget:focus, QTableWidget:focus { border: 2px solid palette(highlight); }
QTreeView::item, QListWidget::item { padding: 3px 2px; }
QStatusBar::item { border: none; }
"""

TIP = "QToolTip {{ color: {ink}; background: {ground}; padding: 4px 6px; border: none; }}"
"""With its colours in it: a tip that has a sheet takes its ink from the palette, and its ground from elsewhere."""


def follow_system(application: QApplication) -> None:
    """Fusion in the system's light or dark, now and whenever the system changes."""
    application.setStyle("Fusion")
    hints = application.styleHints()
    hints.colorSchemeChanged.connect(lambda _: dress(application, dark=_is_dark(application)))
    dress(application, dark=_is_dark(application))


def dress(application: QApplication, *, dark: bool) -> None:
    """Light or dark colours; a system that is set to high contrast keeps its own."""
    application.setPalette(QPalette())
    sheet = SHEET
    if not _is_stark(application.palette()):
        application.setPalette(palette(dark=dark))
        for name in BOXES:
            application.setPalette(boxes(dark=dark), name)  # type: ignore[arg-type]  # takes text, whatever its types say
        sheet += TIP.format(ink=roles(dark=dark)[_Role.ToolTipText], ground=roles(dark=dark)[_Role.ToolTipBase])
    application.setStyleSheet(sheet)  # again each time: what is on show takes its colours from it, not the palette


def roles(*, dark: bool) -> Roles:
    """The colour of every role in light or dark."""
    return DARK if dark else LIGHT


def palette(*, dark: bool) -> QPalette:
    """The colours of every role in light or dark."""
    made = QPalette()
    for role, colour in roles(dark=dark).items():
        made.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(DISABLED[dark]))
    return made


def boxes(*, dark: bool) -> QPalette:
    """The same for what can be ticked; Fusion outlines it in this window colour made 1.4 times darker."""
    made = palette(dark=dark)
    made.setColor(_Role.Window, made.color(_Role.PlaceholderText).lighter(140))
    return made


def _is_stark(system: QPalette) -> bool:
    """Whether the system's own text is as far from its ground as colours can be, which only high contrast is."""
    ink, ground = system.color(_Role.WindowText), system.color(_Role.Window)
    return abs(ink.lightness() - ground.lightness()) > STARK


def _is_dark(application: QApplication) -> bool:
    scheme = application.styleHints().colorScheme()
    if scheme == Qt.ColorScheme.Unknown:  # desktops that tell nothing but their colours
        return application.palette().color(_Role.Window).lightness() < 128
    return scheme == Qt.ColorScheme.Dark
