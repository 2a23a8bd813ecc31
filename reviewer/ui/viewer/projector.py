"""Where in the footage the window is, and what the player is asked for: stepping, playing, scrubbing, the view."""

from PySide6.QtCore import QObject, Signal

from reviewer.core.footage import Footage
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.timing import Tick
from reviewer.services.pictures import Event, Failed, Picture, PicturePlayer, View
from reviewer.ui.bridge import MainThread
from reviewer.ui.means import MakePlayer

FASTEST = 8.0
"""Times the footage's own speed; each press of J or L doubles it up to this."""


class Projector(QObject):
    """Drives one player at a time; everything happens on the main thread and nothing waits."""

    pictured = Signal(object)
    """A Picture is to be shown."""
    moved = Signal()
    """Another frame is wanted or on show."""
    speed_changed = Signal()
    """It plays, stops, or plays at another speed."""
    failed = Signal(object)
    """The picture cannot be had, for the reason given."""

    def __init__(self, main: MainThread, make: MakePlayer, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._main, self._make = main, make
        self._player: PicturePlayer | None = None
        self._footage: Footage | None = None
        self._view = View()
        self.number = 0
        self.speed = 0.0
        self.shown: Picture | None = None

    @property
    def view(self) -> View:
        """How pictures are shown."""
        return self._view

    @property
    def tick(self) -> Tick | None:
        """The tick of the picture on show, which is what lies under the pointer; None while there is none."""
        return self.shown.tick if self.shown else None

    def load(self, footage: Footage | None, *, number: int = 0) -> None:
        """Show another footage at the frame `number`, or none."""
        self.close()
        self._footage, self.shown, self.number = footage, None, number
        self._set_speed(0.0)
        if footage is not None:
            hear = _Ear(self, footage)
            pictures, rest = self._main.latest(hear), self._main.call(hear)
            self._player = self._make(footage, lambda e: pictures(e) if isinstance(e, Picture) else rest(e))
            self._player.look(self._view)
            self._player.show(number)
        self.moved.emit()

    def seek(self, number: int) -> None:
        """Go to the frame `number`, or the nearest there is, and stay there."""
        if self._footage is None or self._player is None:
            return
        self.number = min(max(number, 0), len(self._footage.recording.index) - 1)
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
        """Play from here at the footage's own speed, from the start again at the end; or stop here."""
        if self.speed:
            self.stop()
        elif self._footage is not None:
            at_end = self.number >= len(self._footage.recording.index) - 1
            self._play(0 if at_end else self.number, 1.0)

    def shuttle(self, direction: int) -> None:
        """Play forwards (1) or backwards (-1), twice as fast each time."""
        same = self.speed * direction > 0
        self._play(self.number, min(abs(self.speed) * 2, FASTEST) * direction if same else float(direction))

    def stop(self) -> None:
        """Stay on the picture that is on show."""
        if self._player is not None and self.speed:
            self._player.stop()
            self._set_speed(0.0)

    def look(self, *, released: bool, review: Review, profile: Profile) -> None:
        """Show pictures as they are, or covered as a copy will be."""
        self._set_view(View(released, review, profile, self._view.size))

    def scale(self, size: tuple[int, int] | None) -> None:
        """Have pictures of this width and height in pixels; None for those of the footage."""
        self._set_view(View(self._view.released, self._view.review, self._view.profile, size))

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
        else:
            self._set_speed(0.0)

    def _picture(self, picture: Picture) -> None:
        if picture.released != self._view.released:
            return  # made before the view was changed: an uncovered picture must not pass for a covered one
        self.shown = picture
        if self.speed:
            self.number = picture.number
        self.pictured.emit(picture)
        self.moved.emit()

    def _play(self, number: int, speed: float) -> None:
        if self._player is not None:
            self._set_speed(speed)
            self._player.play(number, speed=speed)

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
