"""The child process that decodes sound for playing: a hostile stream ends this process and not the window.

The window's process sends a Listen, a Quiet or Room for more; the child answers each Listen with Taken at once, then
with Sounded for each block, and at the end with Ended or Refused. A later request ends the earlier one.
"""

import logging
import signal
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

from reviewer.core.errors import ReviewerError
from reviewer.core.footage import Recording
from reviewer.media.listening import Listener
from reviewer.media.silencing import Quiet
from reviewer.media.speaker import RATE, Block
from reviewer.media.tempo import at_tempo
from reviewer.services.decoding import Ended, Refused, Taken

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Listen:
    """The sound from `start` seconds on the footage's clock, up to `end` if there is one, at `speed`.

    `quiet` says what of each stream is silent.
    """

    id: int
    start: float
    speed: float = 1.0
    end: float | None = None
    quiet: Quiet = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Quieten:
    """No more of it."""


@dataclass(frozen=True, slots=True)
class Room:
    """Samples of the request up to number `until` may be sent."""

    id: int
    until: int


@dataclass(frozen=True, slots=True, eq=False)
class Sounded:
    """The samples of a request from number `at` on, at the speed that was asked for."""

    id: int
    at: int
    samples: Block


def serve_sound(pipe: Connection, path: Path, *, recording: Recording) -> None:
    """Answer requests until the other end of `pipe` is closed; the entry point of the child process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is heard by the window, which ends this process in good order
    try:
        with closing(Listener(path, recording)) as listener:
            _Sounder(pipe, listener).run()
    except ReviewerError as error:
        pipe.send(Refused(-1, error))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # the window is gone or has closed the footage: nobody is left to answer


class _Sounder:
    """What the child does: read requests first, decode when there is room."""

    def __init__(self, pipe: Connection, listener: Listener) -> None:
        self._pipe, self._listener = pipe, listener
        self._id = -1
        self._blocks: Iterator[Block] | None = None
        self._sent = self._room = 0

    def run(self) -> None:
        """Serve for ever; raises EOFError when the other end is closed."""
        while True:
            if self._blocks is None or self._sent >= self._room or self._pipe.poll():
                self._hear(self._pipe.recv())
            else:
                self._step()

    def _hear(self, message: Listen | Quieten | Room) -> None:
        match message:
            case Listen(id=asked):
                self._pipe.send(Taken(asked))
                self._id, self._sent, self._room = asked, 0, 0
                self._blocks = _cut(self._listener, message)
            case Room(id=asked, until=until) if asked == self._id:
                self._room = until
            case Quieten():
                self._blocks = None

    def _step(self) -> None:
        assert self._blocks is not None
        try:
            block = next(self._blocks)
        except StopIteration:
            self._answer(Ended(self._id))
        except ReviewerError as error:
            self._answer(Refused(self._id, error))
        except Exception as error:  # a defect: the window shows the problem report, this process stays of use
            log.exception("listening failed")
            self._answer(Refused(self._id, RuntimeError(f"{type(error).__name__}: {error}")))
        else:
            if len(block):
                self._pipe.send(Sounded(self._id, self._sent, block))
                self._sent += len(block)

    def _answer(self, last: Ended | Refused) -> None:
        self._blocks = None
        self._pipe.send(last)


def _cut(listener: Listener, wanted: Listen) -> Iterator[Block]:
    """The sound that is wanted, and no sample after its end."""
    left = None if wanted.end is None else max(0, round((wanted.end - wanted.start) / wanted.speed * RATE))
    for block in at_tempo(listener.blocks(wanted.start, quiet=wanted.quiet), wanted.speed):
        if left is None:
            yield block
        elif left:
            yield block[:left]
            left -= min(left, len(block))
        else:
            return
