"""When each frame is due while footage plays: its tick against a clock, at a speed."""

from fractions import Fraction

from reviewer.core.footage import FrameIndex
from reviewer.core.timing import Tick, seconds

SEQUENTIAL = 2.0
"""The highest speed at which every frame is decoded; above it, and backwards, frames are asked for one by one."""

CATCH_UP = 0.5
"""Seconds behind the clock at which playing goes on from where it is, rather than racing to catch up."""


class Pace:
    """The clock of one player; times are seconds of a monotonic clock that the caller reads."""

    def __init__(self, index: FrameIndex, time_base: Fraction) -> None:
        self._index, self._time_base = index, time_base
        self._speed = 0.0
        self._from: tuple[Tick, float] | None = None

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

    def stop(self) -> None:
        """Let no time pass; every picture is due at once."""
        self._speed, self._from = 0.0, None

    def shown(self, number: int, now: float) -> None:
        """Start the clock with the first frame, and set it back when the footage cannot keep up."""
        if self.playing and (self._from is None or self.until(number, now) < -CATCH_UP):
            self._from = self._index.tick(number), now

    def until(self, number: int, now: float) -> float:
        """Seconds until the frame `number` is due; below 0 when it is late."""
        if self._from is None or not self.playing or self.skipping:
            return 0.0
        tick, at = self._from
        return at + seconds(Tick(self._index.tick(number) - tick), self._time_base) / self._speed - now

    def due(self, now: float) -> int | None:
        """The frame that should be on show, None when that lies outside the footage."""
        if self._from is None:
            return None
        tick, at = self._from
        wanted = tick + round((now - at) * self._speed / float(self._time_base))
        if wanted >= self._index.end or wanted < self._index.tick(0):
            return None
        return self._index.number(Tick(wanted))

    def until_next(self, now: float) -> float:
        """Seconds until another frame than the one due now is due; at least a hundredth."""
        number = self.due(now)
        if self._from is None or number is None:
            return 0.01
        tick, at = self._from
        edge = self._index.after(number) if self._speed > 0 else self._index.tick(number) - 1
        return max(0.01, at + seconds(Tick(edge - tick), self._time_base) / self._speed - now)
