"""The colours of the timeline: on its own dark ground in every theme, brighter in high contrast."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette

from reviewer.core.region import Decision
from reviewer.ui.style import DECISION_COLOURS, GROUND, STARK


@dataclass(frozen=True, slots=True)
class Look:
    """What is drawn in which colour; `edge` is how many pixels lines are wide that have to be seen."""

    ground: QColor = field(default_factory=lambda: QColor(GROUND))
    band: QColor = field(default_factory=lambda: QColor("#1e2127"))
    ink: QColor = field(default_factory=lambda: QColor("#c9ced8"))
    faint: QColor = field(default_factory=lambda: QColor("#3b4049"))
    playhead: QColor = field(default_factory=lambda: QColor("#ffffff"))
    chosen: QColor = field(default_factory=lambda: QColor("#ffffff"))
    stretch: QColor = field(default_factory=lambda: QColor("#5aa9ff"))
    outside: QColor = field(default_factory=lambda: QColor(8, 9, 11, 130))
    cut: QColor = field(default_factory=lambda: QColor("#8fd06a"))
    marker: QColor = field(default_factory=lambda: QColor("#e58bff"))
    wave: QColor = field(default_factory=lambda: QColor("#6f8fb3"))
    speech: QColor = field(default_factory=lambda: QColor("#f2d16b"))
    silent: QColor = field(default_factory=lambda: QColor("#ff7a6b"))
    risk: QColor = field(default_factory=lambda: QColor("#ff9d45"))
    settled: QColor = field(default_factory=lambda: QColor("#d5dae3"))
    watched: tuple[QColor, QColor, QColor] = field(
        default_factory=lambda: (QColor("#4fb6a5"), QColor("#3d8f83"), QColor("#3a6d69"))
    )
    snap: QColor = field(default_factory=lambda: QColor("#ffe45c"))
    decisions: Mapping[Decision, QColor] = field(default_factory=lambda: dict(DECISION_COLOURS))
    edge: float = 1.0


def contrasting() -> Look:
    """White, yellow and pure colours on black, with wider lines."""
    return Look(
        ground=QColor("#000000"),
        band=QColor("#000000"),
        ink=QColor("#ffffff"),
        faint=QColor("#8c8c8c"),
        stretch=QColor("#00e5ff"),
        outside=QColor(0, 0, 0, 150),
        cut=QColor("#a8ff60"),
        marker=QColor("#ff8cff"),
        wave=QColor("#bfe3ff"),
        speech=QColor("#ffff66"),
        silent=QColor("#ff8080"),
        risk=QColor("#ffb000"),
        settled=QColor("#e0e0e0"),
        watched=(QColor("#00ffd0"), QColor("#00ffd0"), QColor("#00ffd0")),
        snap=QColor("#ffff00"),
        decisions={
            Decision.PROPOSED: QColor("#ffc233"),
            Decision.CONFIRMED: QColor("#40ff90"),
            Decision.REJECTED: QColor("#ffffff"),
        },
        edge=2.0,
    )


def look_for(palette: QPalette) -> Look:
    """The colours that go with a window in this palette: brighter where it is one of high contrast."""
    ink, ground = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Window)
    return contrasting() if abs(ink.lightness() - ground.lightness()) > STARK else Look()


FILLS: Mapping[Decision, Qt.BrushStyle] = {
    Decision.PROPOSED: Qt.BrushStyle.BDiagPattern,
    Decision.CONFIRMED: Qt.BrushStyle.SolidPattern,
    Decision.REJECTED: Qt.BrushStyle.NoBrush,
}
"""Hatched, solid, empty: what was decided shows without its colour."""
