"""The names at the left: what each band shows, and whose lanes are whose."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from reviewer.ui.timeline.bands import Band, Kind
from reviewer.ui.timeline.look import Look
from reviewer.ui.timeline.scene import Scene

NAMES = {Kind.MARKS: "Marks", Kind.FILM: "Film", Kind.SOUND: "Sound", Kind.RISK: "Risk", Kind.SEEN: "Watched"}

WIDEST = 110.0
"""Pixels of the widest name of a person; what is longer is cut short."""

NARROW = 440.0
"""Pixels of a widget in which there is no room for names beside the footage."""


def gutter(scene: Scene, metrics: QFontMetricsF, *, width: float) -> float:
    """Pixels that the names take; none in a narrow widget."""
    if width < NARROW:
        return 0.0
    names = [*NAMES.values(), *(h.person for h in scene.lanes.headings)]
    return min(max(metrics.horizontalAdvance(name) for name in names), WIDEST) + 10


def paint_gutter(painter: QPainter, scene: Scene, *, look: Look, band: Band) -> None:
    """The names of one band, over whatever reaches under them."""
    wide = scene.scale.gutter
    if not wide:
        return
    painter.fillRect(QRectF(0, band.top, wide, band.height), look.ground)
    metrics = QFontMetricsF(painter.font())
    for name, area in _names(scene, band):
        if area.height() >= metrics.ascent() * 0.7:
            text = metrics.elidedText(name, Qt.TextElideMode.ElideRight, wide - 8)
            painter.setPen(look.ink)
            place = QRectF(4, area.center().y() - metrics.height() / 2, wide - 8, metrics.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)
    painter.setPen(QPen(look.faint, 1))
    painter.drawLine(QPointF(wide - 0.5, band.top), QPointF(wide - 0.5, band.bottom))


def _names(scene: Scene, band: Band) -> Iterator[tuple[str, QRectF]]:
    area = QRectF(0, band.top, scene.scale.gutter, band.height - 2)
    if band.kind is Kind.LANES:
        for heading in scene.lanes.headings:
            yield heading.person, QRectF(0, scene.top_of(heading.first), area.width(), scene.row_height - 3)
    elif band.kind is Kind.SOUND and len(scene.streams) > 1 and band.stream is not None:
        yield f"Sound {scene.streams.index(band.stream) + 1}", area
    elif band.kind in NAMES:
        yield NAMES[band.kind], area
