"""What the timeline shows: time, marks, film, sound, risk, what was watched, and every region; painted and kept."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer.core.analysis import Appraisal
from reviewer.core.footage import Footage
from reviewer.core.loudness import Waveform
from reviewer.core.region import RegionId
from reviewer.core.review import Review
from reviewer.core.speaking import Speech
from reviewer.core.timing import Span, Tick
from reviewer.ui.timeline.bands import Kind, Wants, banded
from reviewer.ui.timeline.film import Film
from reviewer.ui.timeline.lanes import Lanes, laid
from reviewer.ui.timeline.layers import Given, Layers
from reviewer.ui.timeline.look import look_for
from reviewer.ui.timeline.moments import Moments
from reviewer.ui.timeline.paint_cuts import paint_left_out
from reviewer.ui.timeline.paint_gutter import gutter
from reviewer.ui.timeline.paint_over import paint_outside, paint_playhead, paint_selection
from reviewer.ui.timeline.paint_strips import thumb_width
from reviewer.ui.timeline.scale import Scale
from reviewer.ui.timeline.scene import Scene
from reviewer.ui.timeline.telling import description

LEAST, USUAL = QSize(200, 72), QSize(640, 220)
"""Pixels at least and at first: the ruler and two lanes, and all of it."""

TOLD = 300
"""Milliseconds between two times at least that the screen reader is told where the timeline is."""

WISHED = 60
"""Milliseconds for which the view stays the same before pictures for it are asked for."""


class Canvas(QWidget):
    """Holds the scene of one footage and paints it; how closely it is looked at is for the class that is made of it."""

    arming_changed = Signal(bool)
    """Whether a drag over the sound silences it."""
    scrolled = Signal()
    """Other lanes are on show, or there are more or fewer of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self._tick = Tick(0)
        self._given = Given(look_for(self.palette()), self.font())
        self._layers = Layers(self._given)
        self._armed = False
        self._wish, self._tell = QTimer(self), QTimer(self)
        for timer, wait, ring in ((self._wish, WISHED, self._wish_pictures), (self._tell, TOLD, self._describe)):
            timer.setSingleShot(True)
            timer.setInterval(wait)
            timer.timeout.connect(ring)
        self.setMinimumSize(LEAST)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Timeline")
        self._describe()

    def sizeHint(self) -> QSize:
        """As wide as there is room, high enough for every band and a few lanes."""
        return USUAL

    @property
    def scene(self) -> Scene | None:
        """What is shown, None without footage."""
        return self._scene

    @property
    def armed(self) -> bool:
        """Whether a drag over the sound silences it."""
        return self._armed

    def load(self, footage: Footage | None, *, appraisal: Appraisal | None = None) -> None:
        """Show another footage from its start to its end, or none; film, sound and what was seen are forgotten."""
        self._given.film, self._given.waveform, self._given.names = None, None, {}
        self._given.speech = Speech()
        self._scene = None
        if footage is not None:
            scale = Scale.of(footage.recording.index, self.width())
            self._scene = Scene(footage, scale)
            self._tick = footage.recording.index.tick(0)
        self.arm_silence(on=False)
        self._fit_bands()
        self.appraise(appraisal or Appraisal())

    def lay(self, review: Review, *, names: Mapping[RegionId, str], editable: bool) -> None:
        """Show another review of the same footage."""
        scene = self._scene
        if scene is None:
            return
        before, had = scene.review, (scene.lanes.count, scene.lanes.headings)
        lanes = scene.lanes
        if review.regions is not before.regions:
            lanes = laid(review.regions, scene.lanes) if review.regions else Lanes()
        self._scene = replace(scene, review=review, lanes=lanes, editable=editable)
        if names is not self._given.names or lanes is not scene.lanes:
            self._given.names = names
            self._layers.forget(Kind.LANES)
        if review.silences is not before.silences:
            self._layers.forget(Kind.SOUND)
        if review.markers is not before.markers or review.in_out != before.in_out:
            self._layers.forget(Kind.MARKS)
        if review.settled is not before.settled:
            self._scene = replace(self._scene, moments=scene.moments.settling(review.settled))
            self._layers.forget(Kind.RISK)
        if (lanes.count, lanes.headings) != had:
            self._fit_bands()
        self._changed()

    def appraise(self, appraisal: Appraisal) -> None:
        """Show another risk and other doubts."""
        if self._scene is not None and appraisal is not self._scene.appraisal:
            moments = Moments.of(appraisal, self._scene.review.settled)
            self._scene = replace(self._scene, appraisal=appraisal, moments=moments)
            self._fit_bands()

    def watched(self, seen: NDArray[np.uint8]) -> None:
        """Show how closely each frame was watched, uint8 of shape (frames,); nothing where there are not as many."""
        if self._scene is not None and len(seen) in (0, len(self._scene.index)):
            had = len(self._scene.seen)
            self._scene = replace(self._scene, seen=seen)
            self._layers.forget(Kind.SEEN)
            if had != len(seen):
                self._fit_bands()
            self.update()

    def show_film(self, film: Film | None) -> None:
        """Show the pictures of this film, and ask it for those that are missing."""
        self._given.film = film
        self._fit_bands()

    def film_changed(self) -> None:
        """There are other pictures in the film than before."""
        self._layers.forget(Kind.FILM)
        self.update()

    def hear_speech(self, speech: Speech) -> None:
        """Show where somebody speaks."""
        self._given.speech = speech
        self._layers.forget(Kind.SOUND)
        self.update()

    def hear(self, waveform: Waveform | None) -> None:
        """Show how loud the sound is."""
        self._given.waveform = waveform
        self._layers.forget(Kind.SOUND)
        self.update()

    def arm_silence(self, *, on: bool) -> None:
        """Have the next drag over the sound silence it, or not; the sound is brought into sight for it."""
        if on != self._armed:
            self._armed = on
            self._fit_bands()
            self.arming_changed.emit(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the bands out for the new size."""
        super().resizeEvent(event)
        self._fit_bands()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bands as they were painted last, and what changes often over them."""
        painter = QPainter(self)
        painter.setFont(self.font())
        scene, look = self._scene, self._given.look
        if scene is None:
            painter.fillRect(self.rect(), look.ground)
        else:
            self._layers.paint(painter, scene)
            painter.setClipRect(int(scene.scale.gutter), 0, self.width(), self.height())
            paint_outside(painter, scene, look=look)
            paint_left_out(painter, scene, look=look)
            paint_selection(painter, scene, look=look)
            paint_playhead(painter, scene, tick=self._tick, look=look)
            self.paint_held(painter, scene)
            painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(QPen(self.palette().highlight().color(), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))
        painter.end()  # now, whoever still holds this call's variables

    def paint_held(self, painter: QPainter, scene: Scene) -> None:
        """Paint what is being dragged."""

    def redress(self) -> None:
        """Paint in the colours and the letters that the widget has now."""
        self._given.look, self._given.font = look_for(self.palette()), self.font()
        self._fit_bands()

    def _fit_bands(self) -> None:
        """Lay everything out for the size, the letters and what there is to show."""
        scene = self._scene
        self._layers.forget()
        if scene is not None:
            metrics = QFontMetricsF(self.font())
            wants = Wants(
                line=metrics.height(),
                film=self._given.film is not None,
                sounds=scene.streams,
                risk=len(scene.appraisal.risk) == len(scene.index) or bool(scene.appraisal.doubts),
                seen=len(scene.seen) > 0,
                hearing=self._armed,
            )
            room = gutter(scene, metrics, width=self.width())
            scale = scene.scale.resized(self.width(), gutter=room)
            scene = replace(scene, scale=scale, bands=banded(self.height(), wants))
            self._scene = replace(scene, scroll=min(scene.scroll, scene.overhang))
            self._wish.start()
        self.scrolled.emit()
        self.update()

    def _changed(self) -> None:
        if not self._tell.isActive():
            self._tell.start()
        self.update()

    def _describe(self) -> None:
        told = description(self._scene, self._tick, names=self._given.names, speech=self._given.speech)
        if told != self.accessibleDescription():
            self.setAccessibleDescription(told)

    def _wish_pictures(self) -> None:
        scene, film = self._scene, self._given.film
        band = scene.band(Kind.FILM) if scene is not None else None
        if scene is not None and film is not None and band is not None:
            seen = scene.scale.visible
            pixels = (seen.end - seen.start) / scene.scale.per_pixel
            film.wanted(Span(seen.start, seen.end), max(1, round(pixels / thumb_width(scene, band))))
