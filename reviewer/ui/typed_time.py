"""What a person means by a time that they typed: a clock, a frame or a tick."""

import re
from fractions import Fraction

from reviewer.core.footage import FrameIndex
from reviewer.core.timing import Tick
from reviewer.ui.words import from_start, short

CLOCK = re.compile(r"(?:(?:(\d{1,4}):)?(\d{1,4}):)?(\d{1,6}(?:[.,]\d{0,9})?)", re.ASCII)
FRAME = re.compile(r"(?:f|frame|#)\s*(\d{1,9})", re.ASCII | re.IGNORECASE)
TICK = re.compile(r"(?:t|tick)\s*(-?\d{1,18})", re.ASCII | re.IGNORECASE)

FORMS = "1:07.48, f120 or t12345"
"""What can be typed, as it is told: a time, a frame, a tick."""

ROUNDED, CUT = Fraction(1, 2000), Fraction(1, 100)
"""Seconds by which a time that is shown may lie after its frame's (rounded to 0.001) or before it (cut to 0.01)."""


class NoTimeError(ValueError):
    """The text means no moment of the footage; `str(error)` is a sentence that says why."""


def frame_meant(text: str, index: FrameIndex, *, time_base: Fraction) -> int:
    """The number of the frame that is meant, counted from 0; times count from the first picture, frames from 1.

    Raises NoTimeError.
    """
    wanted = text.strip()
    if found := FRAME.fullmatch(wanted):
        return _frame(int(found[1]), index)
    if found := TICK.fullmatch(wanted):
        return _on_show(Tick(int(found[1])), index)
    if found := CLOCK.fullmatch(wanted):
        return _at(_seconds(found), index, time_base=time_base)
    raise NoTimeError(f"This is no time. Try {FORMS}.")


def _frame(number: int, index: FrameIndex) -> int:
    if not 1 <= number <= len(index):
        raise NoTimeError(f"There is no frame {number}: they go from 1 to {len(index)}.")
    return number - 1


def _on_show(tick: Tick, index: FrameIndex) -> int:
    if tick not in index.span:
        raise NoTimeError(f"There is no tick {tick}: they go from {index.tick(0)} to {index.end - 1}.")
    return index.number(tick)


def _seconds(found: "re.Match[str]") -> Fraction:
    hours, minutes, rest = found[1], found[2], Fraction(found[3].replace(",", ".").rstrip(".") or "0")
    if (minutes is not None and rest >= 60) or (hours is not None and int(minutes) >= 60):
        raise NoTimeError("Minutes and seconds go up to 59.")
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + rest


def _at(time: Fraction, index: FrameIndex, *, time_base: Fraction) -> int:
    """The frame on show then, or the one that begins so soon after that its own time may have been shown like this."""
    start, end = index.tick(0), index.end
    if time >= (end - start) * time_base:
        raise NoTimeError(f"The footage ends at {short(from_start(end, index, time_base=time_base))}.")
    here = index.number(Tick(start + int(time // time_base)))
    if here + 1 < len(index) and (index.tick(here + 1) - start) * time_base < time + CUT:
        on_time = (index.tick(here) - start) * time_base >= time - ROUNDED
        return here if on_time else here + 1
    return here
