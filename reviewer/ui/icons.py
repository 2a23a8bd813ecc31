"""Icons in the colours of the palette, drawn from resources/icons."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from reviewer.core.places import resources

SIZES = (16, 20, 24, 32, 48, 64)
"""Pixels; the larger ones are for scaled screens."""


def icon(name: str, palette: QPalette) -> QIcon:
    """The icon `name` in the text colour of `palette`, greyed where disabled; raises FileNotFoundError."""
    drawing = (folder() / f"{name}.svg").read_text(encoding="utf-8")
    made = QIcon()
    groups = {QIcon.Mode.Normal: QPalette.ColorGroup.Active, QIcon.Mode.Disabled: QPalette.ColorGroup.Disabled}
    for mode, group in groups.items():
        colour = palette.color(group, QPalette.ColorRole.ButtonText)
        for size in SIZES:
            made.addPixmap(_drawn(drawing, colour, size=size), mode)
    return made


def folder() -> Path:
    """Where the drawings lie."""
    return resources() / "icons"


def _drawn(drawing: str, colour: QColor, *, size: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(drawing.replace("currentColor", colour.name()).encode()))
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
