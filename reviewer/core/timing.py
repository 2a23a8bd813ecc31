"""Exact time in footage: ticks, spans, and how a tick is shown to a person."""

from dataclasses import dataclass
from fractions import Fraction
from typing import NewType

Tick = NewType("Tick", int)
"""A presentation time stamp in the footage's own time base."""


@dataclass(frozen=True, slots=True)
class Span:
    """Ticks from `start` up to but not including `end`."""

    start: Tick
    end: Tick

    def __contains__(self, tick: Tick) -> bool:
        return self.start <= tick < self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two spans share a tick."""
        return self.start < other.end and other.start < self.end


def seconds(tick: Tick, time_base: Fraction) -> float:
    """Seconds on the footage's own clock; `time_base` is seconds per tick."""
    return float(tick * time_base)


def tick_at(time: float, time_base: Fraction) -> Tick:
    """The last tick that is not later than `time` seconds on the footage's own clock."""
    return Tick(int(Fraction(time).limit_denominator(10_000_000) // time_base))


def clock(time: float) -> str:
    """`time` in seconds as hours, minutes, seconds and thousandths, as in 0:01:07.480."""
    thousandths = round(abs(time) * 1000)
    minutes, rest = divmod(thousandths, 60_000)
    sign = "-" if time < 0 and thousandths else ""
    return f"{sign}{minutes // 60}:{minutes % 60:02d}:{rest // 1000:02d}.{rest % 1000:03d}"
