"""Keyframes as diamonds on the bars: each of two pictures, made once and put down wherever there is one."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPen, QPixmap, QPolygonF

from reviewer.core.region import KeyframeSource
from reviewer.ui.timeline.look import Look
from reviewer.ui.timeline.scene import BETWEEN, Scene
from reviewer.ui.timeline.visible import Seen

OUTER, INNER = 4.5, 2.5
"""Pixels from the middle of a diamond to its corners, and to those of the hole in a hollow one."""

HALF = 6.0
"""Pixels from the middle of its picture to the sides: room for the edge around it."""


def paint_keyframes(painter: QPainter, scene: Scene, *, shown: Seen, look: Look) -> None:
    """Diamonds where there is room: filled where a person set the keyframe, hollow where it was found or followed."""
    ratio = painter.device().devicePixelRatioF()
    filled, hollow = (_stamp(look, hole=hole, ratio=ratio) for hole in (False, True))
    middle = (scene.row_height - BETWEEN) / 2 - HALF
    scale = scene.scale
    for at, row in zip(shown.at.tolist(), shown.rows.tolist(), strict=True):
        y = scene.top_of(row) + middle
        for keyframe in scene.keyframes(scene.lanes.regions[scene.lanes.ids[at]]):
            by_hand = keyframe.source is KeyframeSource.HAND
            painter.drawPixmap(QPointF(scale.x_of(keyframe.tick) - HALF, y), filled if by_hand else hollow)


def diamond(x: float, y: float, *, size: float) -> QPolygonF:
    """A square on its corner."""
    return QPolygonF([QPointF(x, y - size), QPointF(x + size, y), QPointF(x, y + size), QPointF(x - size, y)])


def _stamp(look: Look, *, hole: bool, ratio: float) -> QPixmap:
    side = round(2 * HALF * ratio)
    pixmap = QPixmap(side, side)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(look.ground, 1))
    painter.setBrush(look.ink)
    painter.drawPolygon(diamond(HALF, HALF, size=OUTER))
    if hole:
        painter.setBrush(look.ground)
        painter.drawPolygon(diamond(HALF, HALF, size=INNER))
    painter.end()
    return pixmap
