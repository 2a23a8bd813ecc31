"""Show the pictures of footage: any one of them at once, or all in their own time; decoded in a child process.

The child owns the footage (services.decoding); this side covers, converts and paces, on one thread of its own. A child
that dies is a ReviewerError to the listener, and the next request starts another.
"""

import multiprocessing
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from time import monotonic

from reviewer.core.footage import Footage
from reviewer.core.frame import Frame
from reviewer.effects.cover import cover
from reviewer.media.colour import bgra
from reviewer.services.decoder_link import DecoderLink
from reviewer.services.decoding import Ended, Freed, Kind, Pictured, Refused, Request, Taken
from reviewer.services.pace import Pace
from reviewer.services.pictures import Event, Failed, Picture, Stopped, View
from reviewer.services.workers import Limits

WATCH_EVERY = 1.0
"""Seconds between two looks at a child that owes an answer."""

PATIENCE = Limits(silence=60.0)
"""One picture of the largest footage with the longest distance between keyframes takes a few seconds."""


@dataclass(frozen=True, slots=True)
class _Order:
    kind: Kind
    number: int = 0
    speed: float = 1.0


class Player:
    """Pictures of one footage on demand; `listener` is called on the player's own thread.

    Requests never wait, and the latest one wins. `close` ends the child and gives its memory back.
    """

    def __init__(
        self,
        footage: Footage,
        listener: Callable[[Event], None],
        *,
        view: View | None = None,
        limits: Limits = PATIENCE,
    ) -> None:
        self._lock = threading.Lock()
        self._order: _Order | None = None
        self._view = view
        self._closed = False
        self._woken, self._wake = multiprocessing.Pipe(duplex=False)
        screening = _Screening(footage, listener, limits=limits)
        self._thread = threading.Thread(target=self._run, args=(screening,), name="player", daemon=True)
        self._thread.start()

    def show(self, number: int) -> None:
        """Show the frame `number` as soon as it can be had; ends playing."""
        self._ask(_Order(Kind.SHOW, number))

    def play(self, number: int, *, speed: float = 1.0) -> None:
        """Play from the frame `number` in the footage's own time; `speed` below 0 plays backwards."""
        self._ask(_Order(Kind.PLAY, number, speed))

    def stop(self) -> None:
        """Stay on the picture that is on show."""
        self._ask(_Order(Kind.STOP))

    def look(self, view: View) -> None:
        """Show this and every later picture by `view`."""
        with self._lock:
            self._view = view
        self._poke()

    def close(self) -> None:
        """End the child, give its memory back, and tell the listener nothing more; safe to call twice."""
        if self._closed:
            return
        self._closed = True
        self._poke()
        self._thread.join()
        self._wake.close()
        self._woken.close()

    def _ask(self, order: _Order) -> None:
        with self._lock:
            self._order = order
        self._poke()

    def _poke(self) -> None:
        # Never more than one unread byte, so that this cannot block however busy the player is.
        with self._lock:
            if not self._woken.closed and not self._woken.poll():
                self._wake.send_bytes(b"!")

    def _news(self) -> tuple[_Order | None, View | None]:
        with self._lock:
            if self._woken.poll():
                self._woken.recv_bytes()
            news = self._order, self._view
            self._order = self._view = None
            return news

    def _run(self, screening: "_Screening") -> None:
        try:
            while not self._closed:
                order, view = self._news()
                screening.turn(order, view)
                if not self._closed:
                    sources = [s for s in (self._woken, screening.source) if s is not None]
                    wait(sources, screening.patience())
        finally:
            screening.end()


class _Screening:
    """What the player's thread does between two sleeps; everything here belongs to that thread."""

    def __init__(self, footage: Footage, listener: Callable[[Event], None], *, limits: Limits) -> None:
        self._index = footage.recording.index
        self._colour = footage.recording.video.colour
        self._listener = listener
        self._link = DecoderLink(footage, limits)
        self._pace = Pace(self._index, footage.recording.video.time_base)
        self._queue: deque[Pictured] = deque()
        self._request, self._taken = Request(0, Kind.STOP), True
        self._waiting: Request | None = None
        self._owed_since: float | None = None
        self._view = View()
        self._last: tuple[int, Frame] | None = None
        self._ended = False

    @property
    def source(self) -> Connection | None:
        """What to wait for besides new orders."""
        return self._link.pipe

    def patience(self) -> float | None:
        """Seconds to sleep at most; None for as long as nothing happens."""
        due = []
        if self._queue:
            due.append(self._pace.until(self._queue[0].number, monotonic()))
        elif self._pace.skipping and self._owed_since is None:
            due.append(self._pace.until_next(monotonic()))
        if self._owed_since is not None:
            due.append(WATCH_EVERY)
        return min(due) if due else None

    def turn(self, order: _Order | None, view: View | None) -> None:
        """Take the news, hear the child, show what is due; failures go to the listener."""
        try:
            if order is not None:
                self._begin(order)
            if view is not None:
                self._view = view
                self._show_again()
            self._hear()
            self._present()
            self._skip()
            if self._owed_since is not None:
                # With pictures in hand the child may be waiting for room: it owes nothing.
                self._link.watch(0.0 if self._queue else monotonic() - self._owed_since)
        except Exception as error:  # a ReviewerError, or a defect: either way the window is told, and lives on
            self._reset()
            self._listener(Failed(error))

    def end(self) -> None:
        """Give everything back."""
        self._link.end()

    def _begin(self, order: _Order) -> None:
        self._ended = False
        if order.kind is Kind.PLAY:
            self._pace.start(order.number, order.speed)
            kind = Kind.SHOW if self._pace.skipping else Kind.PLAY
        else:
            self._pace.stop()
            kind = order.kind
        self._send(kind, order.number)

    def _send(self, kind: Kind, number: int) -> None:
        self._drop(len(self._queue))
        if kind is Kind.STOP and self._link.pipe is None:
            return
        self._waiting = Request(max(self._request.id, self._waiting.id if self._waiting else 0) + 1, kind, number)
        self._owed_since = None if kind is Kind.STOP else monotonic()
        self._forward()

    def _forward(self) -> None:
        """Send the latest request once the child has taken the one before, so that the pipe never fills."""
        if self._waiting is not None and self._taken:
            self._request, self._waiting, self._taken = self._waiting, None, False
            self._link.send(self._request)

    def _hear(self) -> None:
        while self._link.pipe is not None and self._link.pipe.poll():
            match self._link.receive():
                case Taken():
                    self._taken = True
                    self._forward()
                case Pictured(id=asked) as answer if asked == self._request.id and self._waiting is None:
                    self._owed_since = None if self._request.kind is Kind.SHOW else monotonic()
                    self._queue.append(answer)
                case Pictured(kind=Kind.SHOW) as answer if self._scrubbing:
                    # Not the one wanted last, but on the way there: without it scrubbing would show nothing at all.
                    self._queue.append(answer)
                case Pictured(filled=filled):
                    self._link.send(Freed(filled.slot))
                case Ended(id=asked) if asked == self._request.id and self._waiting is None:
                    self._owed_since = None
                    self._ended = self._request.kind is Kind.PLAY
                case Refused(id=asked, error=error) if asked in (-1, self._request.id):
                    self._refused(error, alive=asked != -1)

    @property
    def _scrubbing(self) -> bool:
        """Whether single pictures are asked for, faster than they can be had."""
        return self._request.kind is Kind.SHOW and not self._pace.playing

    def _refused(self, error: Exception, *, alive: bool) -> None:
        """Say why there is no picture; a child that is alive goes on with the next request."""
        if not alive:
            raise error
        self._owed_since = None
        self._pace.stop()
        self._listener(Failed(error))

    def _present(self) -> None:
        while self._queue:
            now = monotonic()
            if self._pace.running and len(self._queue) > 1 and self._pace.until(self._queue[1].number, now) <= 0:
                self._drop(1)  # late: the next one is due already
                continue
            if self._pace.until(self._queue[0].number, now) > 0:
                return
            answer = self._queue.popleft()
            self._pace.shown(answer.number, now)
            self._last = (answer.number, self._link.take(answer.filled))
            if self._owed_since is not None:
                self._owed_since = monotonic()
            self._listener(self._picture())
        if self._ended and not self._queue:
            self._finish()

    def _skip(self) -> None:
        """Ask for the frame that is due now, when playing backwards or faster than every frame can be decoded."""
        if not self._pace.skipping or self._owed_since is not None or self._last is None:
            return
        number = self._pace.due(monotonic())
        if number is None:
            self._finish()
        elif number != self._last[0]:
            self._send(Kind.SHOW, number)

    def _finish(self) -> None:
        self._ended = False
        self._pace.stop()
        self._listener(Stopped())

    def _drop(self, count: int) -> None:
        for _ in range(count):
            answer = self._queue.popleft()
            if self._link.pipe is not None:
                self._link.send(Freed(answer.filled.slot))

    def _show_again(self) -> None:
        if self._last is not None:
            self._listener(self._picture())

    def _picture(self) -> Picture:
        assert self._last is not None
        number, frame = self._last
        view = self._view
        if view.released:
            frame = cover(frame, view.review, profile=view.profile, colour=self._colour)
        return Picture(number, frame.tick, bgra(frame, self._colour, size=view.size), view.released)

    def _reset(self) -> None:
        self._link.end()
        self._pace.stop()
        self._queue.clear()
        self._taken, self._waiting, self._owed_since, self._ended = True, None, None, False
