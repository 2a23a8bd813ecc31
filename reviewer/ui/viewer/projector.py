"""Where in the footage the window is, and what the player is asked for: stepping, playing, scrubbing, the view."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from reviewer.core.footage import Footage
from reviewer.core.profile import Profile, SoundPolicy
from reviewer.core.review import Review
from reviewer.core.timing import Span, Tick
from reviewer.services.pace import heard_at
from reviewer.services.pictures import Event, Failed, Picture, PicturePlayer, Unheard, View
from reviewer.ui.bridge import MainThread
from reviewer.ui.means import MakePlayer

FASTEST = 8.0
"""Times the footage's own speed; each press of J or L doubles it up to this."""

SPEEDS = (0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0, FASTEST)
"""Times the footage's own speed, from slow enough for a hand to follow to fast enough to look for something."""

LOUDNESS = (0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 1.0)
"""Times as loud as recorded: even steps to the ear, 3 to 6 dB; what is louder would be cut off."""


class Projector(QObject):
    """Drives one player at a time; everything happens on the main thread and nothing waits."""

    pictured = Signal(object)
    """A Picture is to be shown."""
    moved = Signal()
    """Another frame is wanted or on show."""
    speed_changed = Signal()
    """It plays, stops, or plays at another speed."""
    tuned = Signal()
    """The speed to play at, the loudness or the loop is another."""
    failed = Signal(object)
    """The picture cannot be had, for the reason given."""
    unheard = Signal(object)
    """The sound cannot be heard, for the reason given; the pictures go on."""

    def __init__(self, main: MainThread, make: MakePlayer, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._main, self._make = main, make
        self._player: PicturePlayer | None = None
        self._footage: Footage | None = None
        self._view = View()
        self._loop: Span | None = None
        self.number = 0
        self.speed = 0.0
        self.tempo = 1.0
        self.volume, self.hears = 1.0, True
        self.shown: Picture | None = None

    @property
    def view(self) -> View:
        """How pictures are shown."""
        return self._view

    @property
    def tick(self) -> Tick | None:
        """The tick of the picture on show, which is what lies under the pointer; None while there is none."""
        return self.shown.tick if self.shown else None

    @property
    def loop(self) -> Span | None:
        """What is played over and over, in ticks; None for all of the footage, once."""
        return self._loop

    @loop.setter
    def loop(self, span: Span | None) -> None:
        if span != self._loop:
            self._loop = span
            if self.speed > 0:
                self._play(self.number, self.speed)
            self.tuned.emit()

    @property
    def has_sound(self) -> bool:
        """Whether the footage on show has any sound."""
        return self._footage is not None and bool(self._footage.recording.sounds)

    @property
    def silent_because(self) -> str:
        """Why nothing is heard while it plays, in a few words; empty when something is."""
        if not self.has_sound:
            return "the footage has no sound"
        if not self.hears:
            return "sound is off"
        if self._view.released and self._view.profile.sound is not SoundPolicy.KEEP:
            return "the copy has no sound"
        return "" if heard_at(self.speed or self.tempo) else "no sound at this speed"

    def load(self, footage: Footage | None, *, number: int = 0) -> None:
        """Show another footage at the frame `number`, or none."""
        self.close()
        self._footage, self.shown, self.number, self._loop = footage, None, number, None
        self._set_speed(0.0)
        if footage is not None:
            hear = _Ear(self, footage)
            pictures, rest = self._main.latest(hear), self._main.call(hear)
            self._player = self._make(footage, lambda e: pictures(e) if isinstance(e, Picture) else rest(e))
            self._player.look(self._view)
            self._player.hear(self.volume if self.hears else 0.0)
            self._player.show(number)
        self.moved.emit()

    def seek(self, number: int) -> None:
        """Go to the frame `number`, or the nearest there is, and stay there."""
        if self._footage is None or self._player is None:
            return
        index = self._footage.recording.index
        self.number = min(max(number, 0), len(index) - 1)
        here = Span(index.tick(self.number), index.after(self.number))
        if self._loop is not None and not here.overlaps(self._loop):
            self._loop = None  # whoever goes elsewhere is not led back
            self.tuned.emit()
        self._set_speed(0.0)
        self._player.show(self.number)
        self.moved.emit()

    def seek_tick(self, tick: Tick) -> None:
        """Go to the frame that is on show at `tick`."""
        if self._footage is not None:
            self.seek(self._footage.recording.index.number(tick))

    def step(self, frames: int) -> None:
        """Go that many frames on, or back."""
        self.seek(self.number + frames)

    def last(self) -> None:
        """Go to the last frame."""
        if self._footage is not None:
            self.seek(len(self._footage.recording.index) - 1)

    def toggle(self) -> None:
        """Play from here at the speed that is set, from the start again at the end; or stop here."""
        if self.speed:
            self.stop()
        elif self._footage is not None:
            at_end = self.number >= len(self._footage.recording.index) - 1
            self._play(0 if at_end else self.number, self.tempo)

    def shuttle(self, direction: int) -> None:
        """Play forwards (1) or backwards (-1), twice as fast each time."""
        same = self.speed * direction > 0
        self._play(self.number, min(abs(self.speed) * 2, FASTEST) * direction if same else float(direction))

    def play_at(self, speed: float) -> None:
        """Play from here at so many times the footage's own speed, and on past the end of a loop."""
        if self._player is not None:
            self._set_speed(speed)
            self._player.play(self.number, speed=speed)

    def play_loop(self, speed: float) -> None:
        """Play from here at so many times the footage's own speed, over and over where there is a loop."""
        self._play(self.number, speed)

    def change_speed(self, steps: int) -> None:
        """Play, now or next, that many of SPEEDS faster; slower below 0."""
        now = abs(self.speed) or self.tempo
        beyond = [s for s in SPEEDS if (s - now) * steps > 0]
        if beyond:
            self.set_speed(beyond[min(steps, len(beyond)) - 1] if steps > 0 else beyond[max(steps, -len(beyond))])

    def set_speed(self, speed: float) -> None:
        """Play, now or next, so many times as fast as the footage; the direction stays."""
        self.tempo = speed
        if self.speed:
            self._play(self.number, speed if self.speed > 0 else -speed)
        self.tuned.emit()

    def set_sound(self, *, on: bool, volume: float | None = None) -> None:
        """Play the sound with the picture, or not; and with `volume` this loud, 1 for as recorded."""
        self.hears = on
        self.volume = self.volume if volume is None else volume
        self._tell_volume()

    def change_volume(self, steps: int) -> None:
        """Play the sound that many of LOUDNESS louder; quieter below 0."""
        at = min(range(len(LOUDNESS)), key=lambda i: abs(LOUDNESS[i] - self.volume))
        self.volume = LOUDNESS[min(max(at + steps, 0), len(LOUDNESS) - 1)]
        self._tell_volume()

    def stop(self) -> None:
        """Stay on the picture that is on show."""
        if self._player is not None and self.speed:
            self._player.stop()
            self._set_speed(0.0)

    def look(self, *, released: bool, review: Review, profile: Profile, both: bool = False) -> None:
        """Show pictures as they are, or covered as a copy will be; with `both` each covered one with its original."""
        self._set_view(View(released, review, profile, self._view.size, both and released))

    def scale(self, size: tuple[int, int] | None) -> None:
        """Have pictures of this width and height in pixels; None for those of the footage."""
        self._set_view(replace(self._view, size=size))

    def draft_from(self, folder: Path | None) -> None:
        """Show drafts of the footage on show from the proxy in `folder` until its frames are there; None: no drafts."""
        if self._player is not None:
            self._player.draft_from(folder)

    def close(self) -> None:
        """End the player."""
        player, self._player = self._player, None
        if player is not None:
            player.close()

    def hear(self, footage: Footage, event: Event) -> None:
        """Take in what the player of `footage` says, unless another has taken its place."""
        if footage is not self._footage or self._player is None:
            return
        if isinstance(event, Picture):
            self._picture(event)
        elif isinstance(event, Failed):
            self._set_speed(0.0)
            self.failed.emit(event.error)
        elif isinstance(event, Unheard):
            self.unheard.emit(event.error)
        else:
            self._set_speed(0.0)

    def _picture(self, picture: Picture) -> None:
        if picture.released != self._view.released or (picture.original is not None) != self._view.both:
            return  # made before the view was changed: an uncovered picture must not pass for a covered one
        self.shown = picture
        if self.speed:
            self.number = picture.number
        self.pictured.emit(picture)
        self.moved.emit()

    def _play(self, number: int, speed: float) -> None:
        if self._player is not None:
            self._set_speed(speed)
            self._player.play(number, speed=speed, loop=self._loop)

    def _tell_volume(self) -> None:
        if self._player is not None:
            self._player.hear(self.volume if self.hears else 0.0)
        self.tuned.emit()

    def _set_view(self, view: View) -> None:
        if view != self._view:
            self._view = view
            if self._player is not None:
                self._player.look(view)

    def _set_speed(self, speed: float) -> None:
        if speed != self.speed:
            self.speed = speed
            self.speed_changed.emit()


class _Ear:
    """What one player is given to call; it knows whose player it is."""

    def __init__(self, projector: Projector, footage: Footage) -> None:
        self._projector, self._footage = projector, footage

    def __call__(self, event: Event) -> None:
        self._projector.hear(self._footage, event)
