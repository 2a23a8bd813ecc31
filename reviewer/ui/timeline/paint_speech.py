"""The strip along the foot of the sound: hatched where somebody seems to speak."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen

from reviewer.core.speaking import Speech
from reviewer.ui.timeline.bands import Band
from reviewer.ui.timeline.look import Look
from reviewer.ui.timeline.paint_strips import GAP
from reviewer.ui.timeline.scene import Scene

HEIGHT = 5.0
"""Pixels that the strip is high: enough for the hatching to be seen, little of the waveform's own height."""


def paint_speech(painter: QPainter, scene: Scene, *, look: Look, band: Band, speech: Speech) -> None:
    """Hatched, with a line above, so that it is told from the waveform without its colour."""
    if band.stream is None:
        return
    top = band.top + band.height - GAP - HEIGHT
    for start, end in speech.of(band.stream):
        left, right = (scene.scale.x_of(seconds / float(scene.time_base)) for seconds in (start, end))
        left, right = max(left, -20.0), min(max(right, left + 2), scene.wide + 20)
        if right <= left:
            continue
        strip = QRectF(left, top, right - left, HEIGHT)
        painter.fillRect(strip, look.ground)
        painter.fillRect(strip, QBrush(look.speech, Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(look.speech, look.edge))
        painter.drawLine(strip.topLeft(), strip.topRight())
