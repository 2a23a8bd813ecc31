"""The child process of the player: it alone opens the footage, and puts decoded pictures into the ring.

The window's process sends a Request or a Freed slot; the child answers each request with Taken at once, then with
Pictured for each picture, and at the end with Ended or Refused. A later request ends the earlier one. Where a picture
takes long a draft goes before it. When nothing is asked for, the frames before the one on show are decoded.
"""

import logging
import signal
from collections import deque
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from enum import Enum, auto
from multiprocessing.connection import Connection
from pathlib import Path
from time import monotonic

from reviewer.core.errors import ReviewerError
from reviewer.core.footage import FrameIndex, Recording
from reviewer.services.finder import Finder, Shot
from reviewer.services.ring import Filled, Ring, RingPlace

log = logging.getLogger(__name__)

REST = 0.05
"""Seconds for which nothing else is asked for until a draft is replaced: while a cursor is dragged or a key is held,
requests come faster."""

PERSIST = 0.04
"""Seconds that are spent on a request for which there is no draft before another one is heard: time to show twenty
pictures a second, if not the very one, then one on the way to it."""


class Kind(Enum):
    """What is asked for: one picture, one of which a draft will do, all from one on, or nothing more."""

    SHOW = auto()
    GLIMPSE = auto()
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
class Drafts:
    """Where the footage's proxy lies, as far as it is there; None when there is none."""

    folder: Path | None


@dataclass(frozen=True, slots=True)
class Taken:
    """The child has read the request; another may be sent."""

    id: int


@dataclass(frozen=True, slots=True)
class Pictured:
    """The picture `number` lies in the ring, for a request of `kind`.

    A `draft` is smaller than the frame, or another frame than was asked for, on the way to it.
    """

    id: int
    kind: Kind
    number: int
    filled: Filled
    draft: bool = False

    @property
    def last(self) -> bool:
        """Whether nothing more comes for the request."""
        return self.kind is Kind.GLIMPSE or (self.kind is Kind.SHOW and not self.draft)


@dataclass(frozen=True, slots=True)
class Ended:
    """The last picture of the footage has been sent."""

    id: int


@dataclass(frozen=True, slots=True)
class Refused:
    """The request failed."""

    id: int
    error: Exception


def serve(pipe: Connection, path: Path, *, recording: Recording, place: RingPlace, drafts: Path | None) -> None:
    """Answer requests until the other end of `pipe` is closed; the entry point of the child process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is heard by the window, which ends this process in good order
    ring = Ring.attach(place)
    try:
        with closing(Finder(path, recording, drafts=drafts)) as finder:
            _Decoder(pipe, finder, index=recording.index, ring=ring).run()
    except ReviewerError as error:
        pipe.send(Refused(-1, error))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # the window is gone or has closed the footage: nobody is left to answer
    finally:
        ring.close()


class _Decoder:
    """What the child does: read requests first, decode when there is room."""

    def __init__(self, pipe: Connection, finder: Finder, *, index: FrameIndex, ring: Ring) -> None:
        self._pipe, self._finder, self._index, self._ring = pipe, finder, index, ring
        self._free = deque(range(ring.place.slots))
        self._request = Request(-1, Kind.STOP)
        self._shots: Iterator[Shot | None] | None = None
        self._filling: Iterator[None] | None = None
        self._answered = self._backwards = False
        self._deaf_until = self._rest_until = 0.0

    def run(self) -> None:
        """Serve for ever; raises EOFError when the other end is closed."""
        while True:
            if self._busy and not self._answered and monotonic() < self._deaf_until:
                self._step()
            elif self._pipe.poll(self._patience()):
                self._hear(self._pipe.recv())
            elif self._busy:
                self._step()
            else:
                self._fill()

    @property
    def _busy(self) -> bool:
        """Whether there is something to decode and somewhere to put it."""
        return self._shots is not None and bool(self._free)

    def _patience(self) -> float | None:
        """Seconds to wait for the next request; None for as long as it takes."""
        if self._busy:
            return max(0.0, self._rest_until - monotonic())
        return None if self._filling is None else 0.0

    def _hear(self, message: Request | Freed | Drafts) -> None:
        if isinstance(message, Freed):
            self._free.append(message.slot)
        elif isinstance(message, Drafts):
            self._finder.draft_from(message.folder)
        else:
            self._leave()
            self._take(message)

    def _leave(self) -> None:
        """Show how far the request came that is left for another, if nothing was shown for it."""
        if self._busy and self._request.kind is Kind.SHOW and not self._answered:
            shot = self._finder.passing()
            if shot is not None:
                self._send(shot)

    def _take(self, request: Request) -> None:
        # Faster backwards than frame by frame nothing decoded ahead would be met.
        self._backwards = request.kind is Kind.GLIMPSE and 0 < self._request.number - request.number <= 2
        self._request, self._answered, self._filling = request, False, None
        self._deaf_until, self._rest_until = 0.0, 0.0
        self._pipe.send(Taken(request.id))
        match request.kind:
            case Kind.SHOW:
                self._shots = self._finder.show(request.number)
                self._deaf_until = monotonic() + PERSIST
            case Kind.GLIMPSE:
                self._shots = self._finder.glimpse(request.number)
            case Kind.PLAY:
                self._shots = self._finder.play(request.number)
            case Kind.STOP:
                self._shots = None

    def _step(self) -> None:
        assert self._shots is not None
        try:
            shot = next(self._shots)
            if shot is not None:
                self._send(shot)
        except StopIteration:
            self._answer(Ended(self._request.id))
            if self._request.kind is Kind.SHOW or self._backwards:
                self._filling = self._finder.behind(self._request.number)
        except ReviewerError as error:
            self._answer(Refused(self._request.id, error))
        except Exception as error:  # a defect: the window shows the problem report, this process stays of use
            log.exception("decoding failed")
            self._answer(Refused(self._request.id, RuntimeError(f"{type(error).__name__}: {error}")))

    def _send(self, shot: Shot) -> None:
        filled = self._ring.put(self._free[0], shot.frame)
        self._free.popleft()
        request, self._answered = self._request, True
        self._rest_until = monotonic() + REST if shot.draft else 0.0
        number = self._index.number(filled.tick)
        self._pipe.send(Pictured(request.id, request.kind, number, filled, shot.draft))

    def _fill(self) -> None:
        """Decode one more of the frames before the one on show; what cannot be had is missed when it is asked for."""
        assert self._filling is not None
        try:
            next(self._filling)
        except StopIteration:
            self._filling = None
        except Exception as error:
            log.info("frames before the one on show cannot be decoded ahead: %s", error)
            self._filling = None

    def _answer(self, last: Ended | Refused) -> None:
        self._shots = None
        self._pipe.send(last)
