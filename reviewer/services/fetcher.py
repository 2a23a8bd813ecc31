"""Small pictures of a footage, fetched piece by piece by a child process that lets everything else go first.

A thread drives the child and hands on what it fetches; nobody who asks ever waits. What is asked for last is what
counts: a piece that is under way is finished, the others are forgotten. Without anything to do the child goes.
"""

import logging
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import psutil

from reviewer.core.errors import FootageError, ReviewerError
from reviewer.core.footage import Footage
from reviewer.core.frame import Frame
from reviewer.media.reader import FrameReader
from reviewer.services.pictures import Failed
from reviewer.services.workers import Bench, Child, DiedError, Done, Limits

log = logging.getLogger(__name__)

Piece = tuple[Any, ...]
"""What the bench's work is called with for one piece."""

IDLE = 20.0
"""Seconds without a wish after which the child goes, and with it the memory that its decoder takes."""

LOOK = 0.05
"""Seconds between two looks at whether a piece is still wanted."""

NICE = 10
"""Steps by which the child's priority is lowered where they are counted so (POSIX): playing must not stutter."""

TRIES = 2
"""Children that may die over the pieces of one footage before no more of it is fetched."""

PATIENCE = Limits(silence=120.0)
"""A piece far behind the last keyframe of large footage takes a minute on a busy machine."""


@dataclass(frozen=True, slots=True, eq=False)
class Fetched:
    """What the work on one piece of `footage` returned, or why there is nothing."""

    footage: Footage
    result: Any


class Fetcher:
    """Fetches pieces of one footage at a time; `listener` is called on the fetcher's own thread.

    `bench` is called with the path and the recording, in the child. `close` ends the child.
    """

    def __init__(
        self, bench: Bench[Any], listener: Callable[[Fetched], None], *, name: str, limits: Limits = PATIENCE
    ) -> None:
        self._listener = listener
        self._changed = threading.Condition()
        self._footage: Footage | None = None
        self._pieces: deque[Piece] = deque()
        self._closed = False
        self._post = _Post(bench, limits)
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def ask(self, footage: Footage | None, pieces: Iterable[Piece] = ()) -> None:
        """Fetch these pieces of `footage`, in their order, and none that were asked for before."""
        with self._changed:
            self._footage, self._pieces = footage, deque(pieces)
            self._changed.notify_all()

    def close(self) -> None:
        """End the child, and tell the listener nothing more; safe to call twice."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._closed:
                task = self._next(self._post.footage)
                if task is None:
                    self._post.leave()
                else:
                    self._fetch(*task)
        finally:
            self._post.leave()

    def _next(self, held: Footage | None) -> tuple[Footage, Piece] | None:
        """The next piece; None when the child that holds `held` is to go."""

        def something() -> bool:
            return self._closed or bool(self._pieces) or (held is not None and self._footage is not held)

        with self._changed:
            self._changed.wait_for(something, None if held is None else IDLE)
            if self._closed or not self._pieces or self._footage is None:
                return None
            return self._footage, self._pieces.popleft()

    def _fetch(self, footage: Footage, piece: Piece) -> None:
        try:
            result = self._post.work(footage, piece, wanted=lambda: self._is_wanted(footage))
        except _UnwantedError:
            self._post.leave()
            return
        except DiedError as error:
            if not self._post.died(footage):
                return  # the piece is passed over, and the next one gets another child
            self._forget(footage)
            result = Failed(error)
        except Exception as error:  # a ReviewerError, or a defect: either way the rest would fail like this piece
            if not isinstance(error, ReviewerError):
                log.exception("fetching pictures failed")
            self._post.leave()
            self._forget(footage)
            result = Failed(error)
        if self._is_wanted(footage):
            self._listener(Fetched(footage, result))

    def _is_wanted(self, footage: Footage) -> bool:
        return not self._closed and self._footage is footage

    def _forget(self, footage: Footage) -> None:
        with self._changed:
            if self._footage is footage:
                self._pieces.clear()


class _UnwantedError(Exception):
    """Nobody wants the piece any more."""


class _Post:
    """The child, and what it has open; belongs to the fetcher's thread."""

    def __init__(self, bench: Bench[Any], limits: Limits) -> None:
        self._bench, self._limits = bench, limits
        self._child: Child | None = None
        self._deaths: tuple[Footage, int] | None = None
        self.footage: Footage | None = None

    def work(self, footage: Footage, piece: Piece, *, wanted: Callable[[], bool]) -> Any:
        """Have the child do a piece, starting one where there is none; raises what the work raises, and DiedError."""
        if self._child is None or self.footage is not footage:
            self.leave()
            self._child = Child(
                self._bench, footage.path, footage.recording, name=footage.path.name, limits=self._limits
            )
            self.footage = footage
        self._child.give(*piece)
        while True:
            message = self._child.hear(LOOK)
            if isinstance(message, Done):
                return message.result
            if not wanted():
                raise _UnwantedError

    def died(self, footage: Footage) -> bool:
        """Let a dead child go, and say whether that was one too many for this footage."""
        self.leave()
        before = self._deaths[1] if self._deaths is not None and self._deaths[0] is footage else 0
        self._deaths = footage, before + 1
        return before + 1 >= TRIES

    def leave(self) -> None:
        """Let the child go."""
        child, self._child, self.footage = self._child, None, None
        if child is not None:
            child.close(grace=0)  # it only reads: there is nothing to clean up


def step_back() -> None:
    """Have this process run when no other wants to."""
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        os.nice(NICE)


def frame_of(reader: FrameReader, number: int) -> Frame | None:
    """The frame `number`; None where it is damaged, or of another size than the rest."""
    try:
        return next(reader.frames(number, number + 1), None)
    except FootageError:
        return None
