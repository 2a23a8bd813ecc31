"""Icons in the colours of the palette, drawn from resources/icons."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from reviewer.core.places import resources

SIZES = (20, 30, 40)
"""Pixels: those of a button on a screen that is scaled to 100, 150 and 200 %; every other size is made from these."""


def icon(name: str, palette: QPalette) -> QIcon:
    """The icon `name` in the text colour of `palette`, greyed where disabled; raises FileNotFoundError.

    Where there is a drawing of that name with _off, it stands for what can be on or off, and is off.
    """
    made, off = QIcon(), folder() / f"{name}_off.svg"
    groups = {QIcon.Mode.Normal: QPalette.ColorGroup.Active, QIcon.Mode.Disabled: QPalette.ColorGroup.Disabled}
    drawings = {QIcon.State.On: folder() / f"{name}.svg", QIcon.State.Off: off}
    for state, file in drawings.items() if off.exists() else [(QIcon.State.Off, folder() / f"{name}.svg")]:
        drawing = file.read_text(encoding="utf-8")
        for mode, group in groups.items():
            colour = palette.color(group, QPalette.ColorRole.ButtonText)
            for size in SIZES:
                made.addPixmap(_drawn(drawing, colour, size=size), mode, state)
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
