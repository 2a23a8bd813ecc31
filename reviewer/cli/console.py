"""What the user sees in a terminal: results on stdout, progress and errors on stderr."""

import json
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from typing import Any, TextIO

from reviewer.core.errors import ReviewerError
from reviewer.services.jobs import Progress

REDRAW = 0.1
"""Seconds between two drawings of the bar."""

BETWEEN = 2.0
"""The fewest seconds between two plain lines of one stage."""

SILENCE = 15.0
"""The most seconds without a plain line while work goes on."""

SETTLES = 2.0
"""Seconds of work after which a guess at the time left is worth showing."""

BAR = 30
"""Characters of the bar."""


def prepare() -> None:
    """Let every file name be printed, whatever the terminal's encoding can show."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def say(sentence: str) -> None:
    """One line of the result, on stdout."""
    _write(sys.stdout, sentence)


def tell(sentence: str) -> None:
    """One line about the work, on stderr."""
    _write(sys.stderr, sentence)


def say_json(value: dict[str, Any]) -> None:
    """One JSON object on one line of stdout, in plain ASCII."""
    say(json.dumps(value))


def complain(error: ReviewerError, *, name: str = "") -> None:
    """What went wrong and what to do, on stderr; `name` says with which of several recordings."""
    prefix = f"{name}: " if name and name not in str(error) else ""
    tell(f"{prefix}{error}")
    if error.advice:
        tell(error.advice)


def _write(stream: TextIO | None, text: str) -> None:
    if stream is None:  # a windowed program on Windows has neither stream
        return
    with suppress(OSError, ValueError):  # whoever was reading has gone; the work itself goes on
        stream.write(f"{text}\n")
        stream.flush()


class Meter:
    """Shows progress: a bar with the time left on a terminal, else a line now and then."""

    def __init__(self, stream: TextIO | None = None, *, clock: Callable[[], float] = monotonic) -> None:
        self._stream = stream if stream is not None else sys.stderr
        self._clock = clock
        self._terminal = self._stream is not None and self._stream.isatty()
        self._stage: str | None = None
        self._started = self._shown = self._from = 0.0
        self._tenth = -1

    def show(self, progress: Progress) -> None:
        """Take notice of progress; most of it is not worth a new line."""
        if progress.note != self._stage:
            self.end()
            self._stage = progress.note
            self._started, self._from = self._clock(), fraction(progress) or 0.0
            self._shown, self._tenth = self._started - REDRAW, 0
            if not self._terminal:
                self._put(f"{self._stage} ...\n")
                self._shown = self._started
        if self._terminal:
            self._redraw(progress)
        else:
            self._line(progress)

    def end(self) -> None:
        """Finish the stage on show."""
        if self._stage is None:
            return
        taken = self._clock() - self._started
        if self._terminal:
            self._put("\r" + f"{self._stage}: {duration(taken)}".ljust(self._width()) + "\n")
        elif taken >= BETWEEN:
            self._put(f"{self._stage}: finished after {duration(taken)}\n")
        self._stage = None

    def abandon(self) -> None:
        """Leave the stage on show as it is, because of an error."""
        if self._stage is not None and self._terminal:
            self._put("\n")
        self._stage = None

    def _redraw(self, progress: Progress) -> None:
        now = self._clock()
        if now - self._shown < REDRAW:
            return
        self._shown = now
        part = fraction(progress)
        filled = round((part or 0.0) * BAR)
        bar = f"[{'#' * filled}{'.' * (BAR - filled)}]"
        line = f"{self._stage} {bar} {self._told(progress)}"
        width = self._width()
        self._put("\r" + line[:width].ljust(width))

    def _line(self, progress: Progress) -> None:
        now = self._clock()
        part = fraction(progress)
        tenth = -1 if part is None else int(part * 10)
        due = tenth > self._tenth and now - self._shown >= BETWEEN
        if not due and now - self._shown < SILENCE:
            return
        self._shown, self._tenth = now, tenth
        self._put(f"{self._stage}: {self._told(progress)}\n")

    def _told(self, progress: Progress) -> str:
        part = fraction(progress)
        if part is None:
            return "working" if not progress.done else f"{progress.done} done"
        elapsed = self._clock() - self._started
        done = part - self._from  # work that is gone on with had a part of it done beforehand
        if elapsed < SETTLES or done < 0.01:
            return f"{part:.0%}"
        return f"{part:.0%}, {duration(elapsed * (1 - part) / done)} left"

    def _width(self) -> int:
        return max(20, shutil.get_terminal_size().columns - 1)

    def _put(self, text: str) -> None:
        if self._stream is not None:
            with suppress(OSError, ValueError):
                self._stream.write(text)
                self._stream.flush()


def fraction(progress: Progress) -> float | None:
    """How much is done, from 0 to 1; None while the whole is unknown."""
    if not progress.total:
        return None
    return min(1.0, max(0.0, progress.done / progress.total))


def duration(time: float) -> str:
    """Seconds in words for a person: 8 s, 4 min 08 s, 2 h 05 min."""
    whole = round(max(0.0, time))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"


def shortened(path: os.PathLike[str]) -> str:
    """The path as the user would type it: relative where it lies below the working folder."""
    with suppress(ValueError):
        relative = os.path.relpath(path)
        if not relative.startswith(".."):
            return relative
    return os.fspath(path)
