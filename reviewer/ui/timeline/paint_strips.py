"""The strips between the ruler and the lanes: film, sound, risk, and what has been watched."""

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from reviewer.core.loudness import FULL, Waveform
from reviewer.core.silence import Silence, Treatment
from reviewer.ui.timeline.bands import Band
from reviewer.ui.timeline.columns import Columns, Pixels, image_of, number_of
from reviewer.ui.timeline.film import Film, chosen, pictures, slots
from reviewer.ui.timeline.look import Look
from reviewer.ui.timeline.scene import Scene

GAP = 2.0
"""Pixels between a strip and the next one down."""

LIFT = 0.6
"""The power by which the sound is drawn: speech at a distance is quiet, and would be a line."""

STALE = 0.35
"""How much is seen of a picture that only stands in until the one for its place is there."""

TREATED = {
    Treatment.MUTE: "silenced",
    Treatment.BLEEP: "bleep",
    Treatment.NOISE: "noise",
    Treatment.DISGUISE: "disguised",
}


def paint_film(painter: QPainter, scene: Scene, *, look: Look, band: Band, film: Film | None) -> None:
    """Small pictures side by side, each at its time; faint where it stands in for another."""
    area = QRectF(0, band.top, scene.wide, band.height - GAP)
    painter.fillRect(area, look.band)
    if film is None:
        return
    width = thumb_width(scene, band)
    thumbs = pictures(film, scene.scale, width=width)
    ticks = [t.tick for t in thumbs]
    left, right = scene.scale.x_of(scene.scale.whole.start), scene.scale.x_of(scene.scale.whole.end)
    painter.setClipRect(QRectF(left, area.top(), right - left, area.height()))
    for slot in slots(scene.scale, width):
        found = chosen(slot, thumbs, ticks=ticks, frame=scene.scale.shortest)
        if found is not None:
            pixels, fresh = found[0].pixels, found[1]
            height, wide, _ = pixels.shape
            image = QImage(pixels.data, wide, height, pixels.strides[0], QImage.Format.Format_RGB32)
            painter.setOpacity(1.0 if fresh else STALE)
            painter.drawImage(QRectF(slot.x, area.top(), width - 1, area.height()), image)
    painter.setOpacity(1.0)
    painter.setClipping(False)


def thumb_width(scene: Scene, band: Band) -> float:
    """Pixels that a picture of the footage is wide when it is as high as the band."""
    video = scene.footage.recording.video
    shape = video.width * float(video.sample_aspect) / max(1, video.height)
    return max(16.0, (band.height - GAP) * shape + 1)


def paint_sound(painter: QPainter, scene: Scene, *, look: Look, band: Band, waveform: Waveform | None) -> None:
    """How loud a stream is, with the silences that are about it."""
    area = QRectF(0, band.top, scene.wide, band.height - GAP)
    painter.fillRect(area, look.band)
    image = _wave(scene, look=look, band=band, waveform=waveform, ratio=painter.device().devicePixelRatioF())
    if image is not None:
        painter.drawImage(area.topLeft(), image)
    painter.setPen(QPen(look.faint, 1))
    painter.drawLine(QPointF(0, area.center().y()), QPointF(scene.wide, area.center().y()))
    for silence in scene.silences_of(band.stream):
        place = silence_area(scene, silence, band=band)
        _paint_silence(painter, silence, at=place, look=look)
        if silence.hides:
            inside = QRectF(scene.scale.gutter, band.top, scene.wide - scene.scale.gutter, band.height)
            _paint_treatment(painter, silence, at=place.intersected(inside), look=look)


def silence_area(scene: Scene, silence: Silence, *, band: Band) -> QRectF:
    """Where the block of a silence lies in a band of sound."""
    left = scene.scale.x_of(silence.span.start)
    right = max(scene.scale.x_of(silence.span.end), left + 2)
    left, right = max(left, -20.0), min(right, scene.wide + 20)
    return QRectF(left, band.top, right - left, band.height - GAP)


def _wave(scene: Scene, *, look: Look, band: Band, waveform: Waveform | None, ratio: float) -> QImage | None:
    sound = next((s for s in waveform.sounds if s.stream == band.stream), None) if waveform is not None else None
    if sound is None:
        return None
    count, high = round(scene.wide * ratio), max(1, round((band.height - GAP) * ratio))
    base = scene.time_base
    start, end = (scene.scale.at(x) * float(base) for x in (0, scene.wide))
    low, top = sound.over(start, end, count=count)
    heard = np.stack([low.min(axis=0), top.max(axis=0)]).astype(np.float32) / FULL
    lifted = np.sign(heard) * np.abs(heard) ** LIFT * (high / 2 - 1)
    rows = high / 2 - np.arange(high, dtype=np.float32)[:, None] - 0.5
    inside = (rows >= np.floor(lifted[0])) & (rows <= np.ceil(lifted[1])) & (heard[1] > heard[0])
    return image_of(np.where(inside, number_of(look.wave), np.uint32(0)), ratio=ratio)


def _paint_silence(painter: QPainter, silence: Silence, *, at: QRectF, look: Look) -> None:
    """A dark block, crossed; only its outline, dotted, where somebody has decided that it is heard after all."""
    ink = look.silent
    if silence.hides:
        painter.fillRect(at, QColor(look.ground.red(), look.ground.green(), look.ground.blue(), 190))
        painter.fillRect(at, QBrush(QColor(ink.red(), ink.green(), ink.blue(), 150), Qt.BrushStyle.DiagCrossPattern))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, look.edge, Qt.PenStyle.SolidLine if silence.hides else Qt.PenStyle.DotLine))
    painter.drawRect(at.adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_treatment(painter: QPainter, silence: Silence, *, at: QRectF, look: Look) -> None:
    """What is heard instead, in the middle of what can be seen of the block."""
    text = TREATED[silence.treatment]
    metrics = QFontMetricsF(painter.font())
    wide = metrics.horizontalAdvance(text) + 8
    if wide <= at.width() and metrics.height() <= at.height():
        label = QRectF(at.center().x() - wide / 2, at.center().y() - metrics.height() / 2, wide, metrics.height())
        painter.fillRect(label, look.ground)
        painter.setPen(look.ink)
        painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)


def paint_risk(painter: QPainter, scene: Scene, *, look: Look, band: Band) -> None:
    """A column for the greatest risk of its frames, higher for more, and a mark where each doubt is looked at."""
    area = QRectF(0, band.top, scene.wide, band.height - GAP)
    painter.fillRect(area, look.band)
    ratio = painter.device().devicePixelRatioF()
    count, high = round(scene.wide * ratio), max(1, round(area.height() * ratio))
    risk = scene.appraisal.risk
    if len(risk) == len(scene.index):
        columns = Columns.of(scene.index, scene.scale, count=count, ratio=ratio)
        # The root, since most risks are small and differences between those matter.
        tall = np.ceil(np.sqrt(columns.most(risk)) * high)
        inside = np.arange(high, 0, -1)[:, None] <= tall[None, :]
        colour = QColor(look.risk.red(), look.risk.green(), look.risk.blue(), 170)
        painter.drawImage(area.topLeft(), image_of(np.where(inside, number_of(colour), np.uint32(0)), ratio=ratio))
    _paint_doubts(painter, scene, look=look, area=area)


def _paint_doubts(painter: QPainter, scene: Scene, *, look: Look, area: QRectF) -> None:
    """Filled marks for open doubts, hollow ones below for those that are settled; one where many fall together."""
    moments = scene.moments
    for settled in (True, False):
        xs = scene.scale.xs_of(moments.ticks[moments.settled == settled])
        shown = np.unique(np.round(xs[(xs > -5) & (xs < scene.wide + 5)] / 3) * 3).tolist()
        painter.setPen(QPen(look.settled if settled else look.ground, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush if settled else QBrush(look.ink))
        for x in shown:
            painter.drawPolygon(_mark(x, area.bottom() if settled else area.top(), up=settled))


def _mark(x: float, y: float, *, up: bool) -> QPolygonF:
    """A small triangle whose point is towards the middle of the strip."""
    away = -5.0 if up else 5.0
    return QPolygonF([QPointF(x - 3, y), QPointF(x + 3, y), QPointF(x, y + away)])


def paint_seen(painter: QPainter, scene: Scene, *, look: Look, band: Band) -> None:
    """Solid where it was watched at up to its own speed, hatched closely to twice, widely beyond; empty where not."""
    area = QRectF(0, band.top, scene.wide, band.height - GAP)
    painter.fillRect(area, look.band)
    ratio = painter.device().devicePixelRatioF()
    if len(scene.seen) == len(scene.index):
        count, high = round(scene.wide * ratio), max(1, round(area.height() * ratio))
        columns = Columns.of(scene.index, scene.scale, count=count, ratio=ratio)
        seen = columns.least_watched(scene.seen)
        painter.drawImage(area.topLeft(), image_of(_patterned(seen, high, colours=look.watched), ratio=ratio))
        painter.setPen(QPen(look.faint, 1))
        painter.drawLine(QPointF(0, area.bottom() - 0.5), QPointF(scene.wide, area.bottom() - 0.5))


def _patterned(seen: np.ndarray[tuple[int], np.dtype[np.uint8]], high: int, *, colours: Sequence[QColor]) -> Pixels:
    slant = np.arange(len(seen))[None, :] + np.arange(high)[:, None]
    full, close, wide = (number_of(c) for c in colours)
    none = np.uint32(0)
    pixels: Pixels = np.where(seen[None, :] == 1, full, none)
    pixels = np.where((seen[None, :] == 2) & (slant % 4 < 2), close, pixels)
    return np.where((seen[None, :] == 3) & (slant % 8 < 2), wide, pixels)
