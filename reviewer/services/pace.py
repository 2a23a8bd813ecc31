"""When each frame is due while footage plays: its tick against a clock, at a speed."""

from fractions import Fraction

from reviewer.core.footage import FrameIndex
from reviewer.core.timing import Span, Tick, seconds
from reviewer.media.speaker import FASTEST, SLOWEST

SEQUENTIAL = 2.0
"""The highest speed at which every frame is decoded; above it, and backwards, frames are asked for one by one."""

CATCH_UP = 0.5
"""Seconds behind the clock at which playing goes on from where it is, rather than racing to catch up."""


def heard_at(speed: float) -> bool:
    """Whether sound is heard at this speed; backwards it never is."""
    return SLOWEST <= speed <= FASTEST


def bounds(index: FrameIndex, loop: Span | None) -> tuple[int, int]:
    """The number of the first frame that is played over and over and of the one after the last; without a loop all."""
    if loop is None:
        return 0, len(index)
    first = index.number(loop.start)
    return first, max(first, index.number(Tick(loop.end - 1))) + 1


class Pace:
    """The clock of one player; times are seconds of a monotonic clock that the caller reads.

    A place is seconds on the footage's own clock. Where sound is heard, `follow` keeps the clock with it.
    """

    def __init__(self, index: FrameIndex, time_base: Fraction) -> None:
        self._index, self._time_base = index, time_base
        self._speed = 0.0
        self._from: tuple[float, float] | None = None

    @property
    def playing(self) -> bool:
        """Whether time passes, or will once the first frame is shown."""
        return self._speed != 0

    @property
    def running(self) -> bool:
        """Whether the first frame has been shown, so that others can be late."""
        return self.playing and self._from is not None

    @property
    def skipping(self) -> bool:
        """Whether frames are asked for one by one, as they fall due."""
        return self._speed < 0 or self._speed > SEQUENTIAL

    def start(self, number: int, speed: float) -> None:
        """Play from the frame `number`; the clock starts when it is shown."""
        self._speed, self._from = speed, None

    def change(self, speed: float, now: float) -> None:
        """Go on at another speed from where the clock is."""
        place = self.place(now)
        self._speed, self._from = speed, None if place is None else (place, now)

    def stop(self) -> None:
        """Let no time pass; every picture is due at once."""
        self._speed, self._from = 0.0, None

    def shown(self, number: int, now: float) -> None:
        """Start the clock with the first frame, and set it back when the footage cannot keep up."""
        if self.playing and (self._from is None or self.until(number, now) < -CATCH_UP):
            self._from = self._time(self._index.tick(number)), now

    def follow(self, place: float, now: float) -> None:
        """Be at `place` now, because that is what is heard; before the first frame is shown it does not matter."""
        if self._from is not None:
            self._from = place, now

    def place(self, now: float) -> float | None:
        """Where the footage is now, None before its first frame is shown."""
        if self._from is None:
            return None
        place, at = self._from
        return place + (now - at) * self._speed

    def until(self, number: int, now: float) -> float:
        """Seconds until the frame `number` is due; below 0 when it is late."""
        return 0.0 if self.skipping else self.until_tick(self._index.tick(number), now)

    def until_tick(self, tick: Tick, now: float) -> float:
        """Seconds until `tick` is reached, whichever way it plays; below 0 when it is past."""
        if self._from is None or not self.playing:
            return 0.0
        place, at = self._from
        return at + (self._time(tick) - place) / self._speed - now

    def due(self, now: float) -> int | None:
        """The frame that should be on show, None when that lies outside the footage."""
        place = self.place(now)
        if place is None:
            return None
        wanted = round(place / float(self._time_base))
        if wanted >= self._index.end or wanted < self._index.tick(0):
            return None
        return self._index.number(Tick(wanted))

    def until_next(self, now: float) -> float:
        """Seconds until another frame than the one due now is due; at least a hundredth."""
        number = self.due(now)
        if self._from is None or number is None:
            return 0.01
        edge = self._index.after(number) if self._speed > 0 else Tick(self._index.tick(number) - 1)
        return max(0.01, self.until_tick(edge, now))

    def _time(self, tick: Tick) -> float:
        return seconds(tick, self._time_base)
