"""What is heard beside the pictures of one player: whether anything is, and that the pictures keep up with it."""

from collections.abc import Callable, Sequence
from fractions import Fraction

from reviewer.core.footage import Footage
from reviewer.core.profile import SoundPolicy
from reviewer.core.timing import Span
from reviewer.media.listening import NOTHING
from reviewer.media.silencing import ALWAYS, Hidden, Quiet, quiet_of
from reviewer.media.speaker import Speaker
from reviewer.services.pace import Pace, heard_at
from reviewer.services.pictures import Event, Unheard, View
from reviewer.services.soundtrack import LEAD, Passage, Soundtrack


class Hearing:
    """The sound of one player; but for `volume` and `hush`, used by the player's thread.

    `changed` is called when the sound begins or ends, and `listener` with the reason when it cannot be heard; both on
    a thread of the sound's own. `volume` is 1 for as recorded and 0 for nothing.
    """

    def __init__(
        self,
        footage: Footage,
        speaker: Speaker | None,
        *,
        changed: Callable[[], None],
        listener: Callable[[Event], None],
    ) -> None:
        self.volume = self._volume = 1.0
        self._recording = footage.recording
        self._silent, self._quiet = False, NOTHING
        self._speed, self._end = 0.0, 0.0
        self._leads = self._change = False
        self._track: Soundtrack | None = None
        if speaker is not None and footage.recording.sounds:
            self._track = Soundtrack(footage, speaker, changed=changed, said=lambda error: listener(Unheard(error)))

    @property
    def leads(self) -> bool:
        """Whether the pictures go by what is heard."""
        return self._leads

    def start(self, place: float, speed: float, *, end: float) -> None:
        """Playing begins at `place` at this speed and comes to `end`, in seconds on the footage's clock."""
        self._speed, self._end, self._leads, self._change = speed, end, False, False
        self._go(place, waits=True)

    def change(self, speed: float) -> None:
        """What is playing goes on at another speed."""
        self._speed, self._change = speed, True
        if self._track is not None:
            self._track.stop()

    def stop(self) -> None:
        """Nothing is playing any more."""
        self._speed, self._leads, self._change = 0.0, False, False
        if self._track is not None:
            self._track.stop()

    def hush(self) -> None:
        """Fall silent before the player's thread gets to hear of it; from any thread."""
        if self._track is not None:
            self._track.stop()

    def shown(self) -> None:
        """A picture is on show."""
        if self._track is not None:
            if self._speed:
                self._track.shown()
            else:
                self._track.warm()

    def look(self, view: View) -> None:
        """Silence what a copy would not hold where the picture is shown as in a copy, and nothing in the original."""
        silent = view.released and view.profile.sound is not SoundPolicy.KEEP
        quiet = self._quiet_in(view) if view.released else NOTHING
        if silent != self._silent or quiet != self._quiet:
            self._silent, self._quiet = silent, quiet
            if self._track is not None:
                self._track.stop()  # at once: what is decoded already holds what must not be heard
            self._change = True

    def keep(self, pace: Pace, now: float) -> None:
        """Have the pictures keep up with what is heard, and take up what has changed."""
        if self._track is None:
            return
        own = pace.place(now)
        if self.volume != self._volume:
            self._change = self._change or (self.volume == 0) != (self._volume == 0)
            self._volume = self.volume
            self._track.set_volume(self._volume)
        if self._change and (own is not None or not self._speed):
            self._change = False
            if own is not None:
                self._go(own, waits=False)
        if own is not None:
            place = self._track.place(own)
            self._leads = place is not None
            if place is not None:
                pace.follow(place, now)

    def close(self) -> None:
        """Give everything back."""
        if self._track is not None:
            self._track.close()

    def _quiet_in(self, view: View) -> Quiet:
        streams, base = (s.index for s in self._recording.sounds), self._recording.video.time_base
        quiet = quiet_of(view.review.silences.values(), streams, time_base=base)
        left_out = _left_out(view.review.kept, time_base=base)
        return {stream: (*quiet[stream], *left_out) for stream in quiet if quiet[stream] or left_out}

    def _go(self, place: float, *, waits: bool) -> None:
        if self._track is None:
            return
        if self._silent or self._volume == 0 or not heard_at(self._speed):
            self._track.stop()
        else:
            begin = place if waits else place + LEAD * self._speed
            self._track.play(Passage(begin, self._speed, self._end, self._quiet), waits=waits)
            if not waits:
                self._track.shown()


def _left_out(kept: Sequence[Span], *, time_base: Fraction) -> tuple[Hidden, ...]:
    """What a copy of which these spans are kept does not hold; nothing where none is named, which stands for all."""
    edges = [t * time_base for span in kept for t in (span.start, span.end)]
    bounds = (ALWAYS.start, *edges, ALWAYS.end) if kept else ()
    return tuple(Hidden(start, end) for start, end in zip(bounds[::2], bounds[1::2], strict=True))
