"""Each band of the timeline painted once and kept, until something in it changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QFont, QPainter, QPixmap

from reviewer.core.loudness import Waveform
from reviewer.core.region import RegionId
from reviewer.core.speaking import Speech
from reviewer.ui.timeline.bands import Band, Kind
from reviewer.ui.timeline.film import Film
from reviewer.ui.timeline.look import Look
from reviewer.ui.timeline.paint_bars import paint_bars
from reviewer.ui.timeline.paint_gutter import paint_gutter
from reviewer.ui.timeline.paint_ruler import paint_marks, paint_ruler
from reviewer.ui.timeline.paint_speech import paint_speech
from reviewer.ui.timeline.paint_strips import paint_film, paint_risk, paint_seen, paint_sound
from reviewer.ui.timeline.scene import Scene


@dataclass(slots=True)
class Given:
    """What the bands are painted with besides the scene."""

    look: Look = field(default_factory=Look)
    font: QFont = field(default_factory=QFont)
    film: Film | None = None
    waveform: Waveform | None = None
    speech: Speech = field(default_factory=Speech)
    names: Mapping[RegionId, str] = field(default_factory=dict)


class Layers:
    """A picture for each band; only those that were forgotten are painted anew."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._kept: dict[Band, QPixmap] = {}

    def forget(self, *kinds: Kind) -> None:
        """Have these bands painted anew the next time; all of them when none is named."""
        self._kept = {b: p for b, p in self._kept.items() if kinds and b.kind not in kinds}

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paint every band, in pixels of the widget."""
        ratio = painter.device().devicePixelRatioF()
        for band in scene.bands:
            kept = self._kept.get(band)
            if kept is None or kept.devicePixelRatioF() != ratio:
                kept = self._kept[band] = self._painted(scene, band, ratio=ratio)
            painter.drawPixmap(QPointF(0, band.top), kept)

    def _painted(self, scene: Scene, band: Band, *, ratio: float) -> QPixmap:
        size = QSize(max(1, round(scene.wide * ratio)), max(1, round(band.height * ratio)))
        pixmap = QPixmap(size)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self._given.look.ground)
        painter = QPainter(pixmap)
        painter.setFont(self._given.font)
        painter.translate(0, -band.top)
        self._paint(painter, scene, band=band)
        paint_gutter(painter, scene, look=self._given.look, band=band)
        painter.end()
        return pixmap

    def _paint(self, painter: QPainter, scene: Scene, *, band: Band) -> None:
        given = self._given
        match band.kind:
            case Kind.RULER:
                paint_ruler(painter, scene, look=given.look, band=band)
            case Kind.MARKS:
                paint_marks(painter, scene, look=given.look, band=band)
            case Kind.FILM:
                paint_film(painter, scene, look=given.look, band=band, film=given.film)
            case Kind.SOUND:
                paint_sound(painter, scene, look=given.look, band=band, waveform=given.waveform)
                paint_speech(painter, scene, look=given.look, band=band, speech=given.speech)
            case Kind.RISK:
                paint_risk(painter, scene, look=given.look, band=band)
            case Kind.SEEN:
                paint_seen(painter, scene, look=given.look, band=band)
            case Kind.LANES:
                paint_bars(painter, scene, look=given.look, names=given.names)
