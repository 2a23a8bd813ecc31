"""How the window looks: palettes in light, dark and high contrast that follow the system, and decisions' colours."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from reviewer.core.preferences import Theme
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
    _Role.LinkVisited: "#6a3fa0",
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
    _Role.LinkVisited: "#c3a6ff",
    _Role.Mid: "#454a54",
    _Role.Midlight: "#3a3f48",
    _Role.Dark: "#15171b",
    _Role.Light: "#4a505b",
    _Role.Shadow: "#0d0e11",
}

CONTRAST: Roles = {
    _Role.Window: "#000000",
    _Role.WindowText: "#ffffff",
    _Role.Base: "#000000",
    _Role.AlternateBase: "#000000",
    _Role.Text: "#ffffff",
    _Role.Button: "#000000",
    _Role.ButtonText: "#ffffff",
    _Role.ToolTipBase: "#ffff00",
    _Role.ToolTipText: "#000000",
    _Role.PlaceholderText: "#e0e0e0",
    _Role.Highlight: "#ffff00",
    _Role.HighlightedText: "#000000",
    _Role.Accent: "#ffff00",
    _Role.Link: "#ffff00",
    _Role.LinkVisited: "#ffff00",
    _Role.Mid: "#ffffff",
    _Role.Midlight: "#3a3a3a",
    _Role.Dark: "#ffffff",
    _Role.Light: "#ffffff",
    _Role.Shadow: "#ffffff",
}
"""White and yellow on black, edges in white: what can be pressed or read shows by more than a shade."""

ROLES: Mapping[Theme, Roles] = {Theme.LIGHT: LIGHT, Theme.DARK: DARK, Theme.CONTRAST: CONTRAST}

BOXES = ("QCheckBox", "QRadioButton", "QTableWidget")
"""Widgets with boxes to tick; in the colours of all others an empty one could hardly be seen in the dark."""

DISABLED: Mapping[Theme, str] = {Theme.LIGHT: "#8b919d", Theme.DARK: "#767c88", Theme.CONTRAST: "#a6a6a6"}

SHEET = """
QToolBar { border: none; padding: 4px 6px; spacing: 4px; }
QToolButton { padding: 4px 7px; border: 1px solid transparent; border-radius: 5px; }
QToolButton:hover { background: palette(midlight); }
QToolButton:pressed, QToolButton:checked { background: palette(midlight); border-color: palette(mid); }
QToolButton:focus { border-color: palette(accent); }
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
QPushButton#other:focus { border: 2px solid palette(accent); }
QPushButton#recent { padding: 6px 12px; text-align: left; border: 1px solid palette(mid); border-radius: 5px; }
QPushButton#recent:hover { background: palette(midlight); }
QPushButton#recent:focus { border: 2px solid palette(accent); }
QPushButton#recent:disabled { color: palette(placeholder-text); border-style: dotted; }
QPushButton#main { padding: 10px 22px; font-weight: 600; background: palette(highlight);
    color: palette(highlighted-text); border: 1px solid palette(highlight); border-radius: 6px; }
QPushButton#main:focus { border: 2px solid palette(window-text); }
QSplitter::handle { background: palette(midlight); }
QTreeView, QListWidget, QTableWidget, QPlainTextEdit { border: 1px solid palette(mid); border-radius: 4px; }
QTreeView:focus, QListWidget:focus, QTableWidget:focus, QPlainTextEdit:focus { border: 2px solid palette(accent); }
QTreeView::item, QListWidget::item { padding: 3px 2px; }
QStatusBar::item { border: none; }
"""

CONTRAST_SHEET = """
QToolButton, QPushButton, QPushButton#other, QPushButton#recent, QComboBox, QLineEdit, QKeySequenceEdit, QSpinBox
    { border: 2px solid #ffffff; border-radius: 3px; padding: 3px 6px; background: #000000; color: #ffffff; }
QLineEdit { padding: 0px 1px; }
QToolButton:hover, QPushButton:hover, QComboBox:hover { background: #3a3a3a; }
QToolButton:pressed, QToolButton:checked, QPushButton:pressed { background: #000000; color: #ffff00;
    border: 3px solid #ffff00; padding: 2px 5px; }
QToolButton:disabled, QPushButton:disabled, QComboBox:disabled { color: #a6a6a6; border: 2px dotted #a6a6a6; }
QToolButton:focus, QPushButton:focus, QComboBox:focus, QLineEdit:focus, QKeySequenceEdit:focus, QSpinBox:focus,
    QPushButton#main:focus, QPushButton#other:focus, QPushButton#recent:focus
    { border: 4px double #ffff00; padding: 1px 4px; }
QPushButton#main, QPushButton#other { padding: 10px 22px; }
QPushButton#main { background: #ffff00; color: #000000; border: 2px solid #ffff00; }
QPushButton#recent:disabled { border: 2px dotted #e0e0e0; color: #e0e0e0; }
QPushButton#main:focus { border: 4px double #000000; padding: 8px 20px; }
QPushButton#other:focus { padding: 8px 20px; }
QLabel#quiet:focus { border: 2px solid #ffff00; background: #000000; }
QLabel#banner[released="false"], QLabel#banner[released="true"], QLabel#notice { background: #000000;
    border: 3px solid #ffffff; }
QLabel#banner[released="false"], QLabel#notice { color: #ffff00; border-color: #ffff00; }
QMenuBar { border-bottom: 2px solid #ffffff; }
QMenu { border: 2px solid #ffffff; background: #000000; color: #ffffff; }
QMenu::item:selected, QMenuBar::item:selected { background: #ffff00; color: #000000; }
QMenu::item:disabled { color: #a6a6a6; }
QMenu::item:disabled:selected { background: #000000; color: #a6a6a6; border: 2px dotted #ffff00; }
QTreeView, QListWidget, QTableWidget, QPlainTextEdit, QTabWidget::pane { border: 2px solid #ffffff; }
QTreeView:focus, QListWidget:focus, QTableWidget:focus, QPlainTextEdit:focus { border: 4px solid #ffff00; }
QHeaderView::section { background: #000000; color: #ffffff; border: 1px solid #ffffff; padding: 3px; }
QTabBar::tab { background: #000000; color: #ffffff; border: 2px solid #ffffff; padding: 5px 5px; }
QTabBar::tab:selected { background: #ffff00; color: #000000; }
QTabBar:focus { border: 2px solid #ffff00; }
QSplitter::handle { background: #ffffff; }
QProgressBar { border: 2px solid #ffffff; background: #000000; color: #ffffff; text-align: center; }
QProgressBar::chunk { background: #5c5c00; }
"""
"""Over the sheet of all themes: edges, and the focus as a thick or double line that shows without its colour too."""

TIP = "QToolTip {{ color: {ink}; background: {ground}; padding: 4px 6px; border: none; }}"
"""With its colours in it: a tip that has a sheet takes its ink from the palette, and its ground from elsewhere."""

CHOSEN = "reviewer-theme"
"""The property of the application that holds the theme which was chosen for it."""


def follow_system(application: QApplication) -> None:
    """Fusion in the chosen theme; without one in the system's light or dark, now and whenever the system changes."""
    application.setStyle("Fusion")
    if application.property(CHOSEN) is None:
        application.setProperty(CHOSEN, str(Theme.SYSTEM))
    application.styleHints().colorSchemeChanged.connect(lambda _: _wear(application))
    _wear(application)


def choose(application: QApplication, theme: Theme) -> None:
    """Wear this theme from now on; frames that the system draws turn light or dark with it, where they can."""
    if application.property(CHOSEN) != str(theme):
        application.setProperty(CHOSEN, str(theme))
        schemes = {Theme.LIGHT: Qt.ColorScheme.Light, Theme.SYSTEM: Qt.ColorScheme.Unknown}
        application.styleHints().setColorScheme(schemes.get(theme, Qt.ColorScheme.Dark))
        _wear(application)


def _wear(application: QApplication) -> None:
    theme = Theme(application.property(CHOSEN))
    if theme is Theme.SYSTEM:
        application.setPalette(QPalette())
        if not _is_stark(application.palette()):
            theme = Theme.DARK if _is_dark(application) else Theme.LIGHT
    dress(application, theme)


def dress(application: QApplication, theme: Theme) -> None:
    """The colours of a theme; SYSTEM leaves those of the system as they are, which one of high contrast needs."""
    sheet = SHEET
    application.setStyleSheet("")  # with one on, each change of a palette would have every widget styled once more
    if theme is Theme.SYSTEM:
        application.setPalette(QPalette())
        for name in BOXES:
            application.setPalette(QPalette(), name)  # type: ignore[arg-type]
    else:
        application.setPalette(palette(theme))
        for name in BOXES:
            application.setPalette(boxes(theme), name)  # type: ignore[arg-type]  # takes text, whatever its types say
        sheet += CONTRAST_SHEET if theme is Theme.CONTRAST else ""
        sheet += TIP.format(ink=ROLES[theme][_Role.ToolTipText], ground=ROLES[theme][_Role.ToolTipBase])
    application.setStyleSheet(sheet)  # again each time: what is on show takes its colours from it, not the palette


def palette(theme: Theme) -> QPalette:
    """The colours of every role in a theme that is not the system's."""
    made = QPalette()
    for role, colour in ROLES[theme].items():
        made.setColor(role, QColor(colour))
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(DISABLED[theme]))
    return made


def boxes(theme: Theme) -> QPalette:
    """The same for what can be ticked; Fusion outlines it in this window colour made 1.4 times darker."""
    made = palette(theme)
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
