"""The child process of the player: it alone opens the footage, and puts decoded pictures into the ring.

The window's process sends a Request or a Freed slot; the child answers each request with Taken at once, then with
Pictured for each picture, and at the end with Ended or Refused. A later request ends the earlier one.
"""

import logging
import signal
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from multiprocessing.connection import Connection
from pathlib import Path

from reviewer.core.errors import ReviewerError
from reviewer.core.footage import FrameIndex, Recording
from reviewer.core.frame import Frame
from reviewer.media.reader import FrameReader
from reviewer.services.ring import Filled, Ring, RingPlace

log = logging.getLogger(__name__)


class Kind(Enum):
    """What is asked for: one picture, all from one on, or nothing more."""

    SHOW = auto()
    PLAY = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True)
class Request:
    """One wish; `number` counts displayed frames from 0."""

    id: int
    kind: Kind
    number: int = 0


@dataclass(frozen=True, slots=True)
class Freed:
    """A slot may be filled again."""

    slot: int


@dataclass(frozen=True, slots=True)
class Taken:
    """The child has read the request; another may be sent."""

    id: int


@dataclass(frozen=True, slots=True)
class Pictured:
    """The picture `number` lies in the ring, for a request of `kind`."""

    id: int
    kind: Kind
    number: int
    filled: Filled


@dataclass(frozen=True, slots=True)
class Ended:
    """The last picture of the footage has been sent."""

    id: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The request failed."""

    id: int
    error: Exception


def serve(pipe: Connection, path: Path, *, recording: Recording, place: RingPlace) -> None:
    """Answer requests until the other end of `pipe` is closed; the entry point of the child process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is heard by the window, which ends this process in good order
    ring = Ring.attach(place)
    try:
        with FrameReader(path, recording) as reader:
            _Decoder(pipe, reader, index=recording.index, ring=ring).run()
    except ReviewerError as error:
        pipe.send(Refused(-1, error))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # the window is gone or has closed the footage: nobody is left to answer
    finally:
        ring.close()


class _Decoder:
    """What the child does: read requests first, decode when there is room."""

    def __init__(self, pipe: Connection, reader: FrameReader, *, index: FrameIndex, ring: Ring) -> None:
        self._pipe, self._reader, self._index, self._ring = pipe, reader, index, ring
        self._free = deque(range(ring.place.slots))
        self._request = Request(-1, Kind.STOP)
        self._frames: Iterator[Frame] | None = None

    def run(self) -> None:
        """Serve for ever; raises EOFError when the other end is closed."""
        while True:
            idle = self._frames is None or not self._free
            if idle or self._pipe.poll():
                self._hear(self._pipe.recv())
            else:
                self._step()

    def _hear(self, message: Request | Freed) -> None:
        if isinstance(message, Freed):
            self._free.append(message.slot)
            return
        self._request = message
        self._pipe.send(Taken(message.id))
        match message.kind:
            case Kind.SHOW:
                self._frames = self._one(message.number)
            case Kind.PLAY:
                self._frames = iter(self._reader.frames(message.number, len(self._index)))
            case Kind.STOP:
                self._frames = None

    def _one(self, number: int) -> Iterator[Frame]:
        yield self._reader.read(number)

    def _step(self) -> None:
        assert self._frames is not None
        try:
            frame = next(self._frames)
            filled = self._ring.put(self._free[0], frame)
        except StopIteration:
            self._answer(Ended(self._request.id))
        except ReviewerError as error:
            self._answer(Refused(self._request.id, error))
        except Exception as error:  # a defect: the window shows the problem report, this process stays of use
            log.exception("decoding failed")
            self._answer(Refused(self._request.id, RuntimeError(f"{type(error).__name__}: {error}")))
        else:
            self._free.popleft()
            number = self._index.number(filled.tick)
            self._pipe.send(Pictured(self._request.id, self._request.kind, number, filled))

    def _answer(self, last: Ended | Refused) -> None:
        self._frames = None
        self._pipe.send(last)
