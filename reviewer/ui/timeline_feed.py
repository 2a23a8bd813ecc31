"""Brings the timeline what is decoded for it: thumbnails as it asks for them, and the sound once it has been read."""

from PySide6.QtCore import QObject

from reviewer.core.footage import Footage
from reviewer.core.loudness import Waveform
from reviewer.core.speaking import Speech
from reviewer.services.films import FilmSource
from reviewer.ui.bridge import MainThread
from reviewer.ui.desk import Desk
from reviewer.ui.means import Means
from reviewer.ui.timeline.view import Timeline
from reviewer.ui.work import Entry, Work


class TimelineFeed(QObject):
    """Follows the desk; what is made for footage that is no longer on show is thrown away."""

    def __init__(self, desk: Desk, timeline: Timeline, *, work: Work, means: Means) -> None:
        super().__init__(timeline)
        self._desk, self._timeline, self._work, self._means = desk, timeline, work, means
        self._main = MainThread(self)
        self._film: FilmSource | None = None
        self._reading: Entry | None = None
        self._listening: Entry | None = None
        self._heard: dict[str, Waveform] = {}
        self._spoken: dict[str, Speech] = {}
        desk.footage_changed.connect(self._follow)

    def close(self) -> None:
        """End the child that makes thumbnails."""
        film, self._film = self._film, None
        if film is not None:
            film.close()

    def _follow(self) -> None:
        footage = self._desk.footage
        if self._reading is not None:
            self._work.cancel(self._reading)
            self._reading = None
        if self._listening is not None:
            self._work.cancel(self._listening)
            self._listening = None
        if footage is None:
            if self._film is not None:
                self._film.show(None)
            self._timeline.show_film(None)
            self._timeline.hear(None)
            self._timeline.hear_speech(Speech())
            return
        if self._film is None:
            arrived = self._main.latest(lambda _: self._timeline.film_changed())
            self._film = self._means.film(arrived)
        self._film.show(footage)
        self._timeline.show_film(self._film)
        self._listen(footage)
        self._find_speech(footage)

    def speech_of(self, footage: Footage) -> Speech | None:
        """Where somebody speaks in a footage; None while nobody has listened to it."""
        return self._spoken.get(footage.sha256)

    def _listen(self, footage: Footage) -> None:
        known = self._heard.get(footage.sha256)
        self._timeline.hear(known)
        case = self._desk.case
        if known is None and footage.recording.sounds and case is not None:
            job = self._means.waveform(footage, None if case.read_only else case.work_folder)
            title = f"Reading the sound of {footage.path.name}"
            self._reading = self._work.beside(title, job, done=lambda found: self._hear(footage, found))

    def _hear(self, footage: Footage, found: Waveform) -> None:
        self._heard[footage.sha256] = found
        here = self._desk.footage
        if here is not None and here.sha256 == footage.sha256:
            self._timeline.hear(found)

    def _find_speech(self, footage: Footage) -> None:
        known = self._spoken.get(footage.sha256)
        self._timeline.hear_speech(known or Speech())
        case = self._desk.case
        if known is None and footage.recording.sounds and case is not None:
            job = self._means.speech(footage, None if case.read_only else case.work_folder)
            title = f"Listening for speech in {footage.path.name}"
            self._listening = self._work.beside(title, job, done=lambda found: self._speak(footage, found))

    def _speak(self, footage: Footage, found: Speech) -> None:
        self._spoken[footage.sha256] = found
        here = self._desk.footage
        if here is not None and here.sha256 == footage.sha256:
            self._timeline.hear_speech(found)
