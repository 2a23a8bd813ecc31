"""Show the pictures of footage: any one of them at once, or all in their own time; decoded in a child process.

The child owns the footage (services.decoding); this side covers, converts and paces, on one thread of its own. A child
that dies is a ReviewerError to the listener, and the next request starts another.
"""

import multiprocessing
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from time import monotonic

from reviewer.core.footage import Footage
from reviewer.core.timing import Span, Tick, seconds
from reviewer.media.speaker import Speaker
from reviewer.services.decoder_link import DecoderLink
from reviewer.services.decoding import Ended, Freed, Kind, Pictured, Refused, Request, Taken
from reviewer.services.hearing import Hearing
from reviewer.services.pace import CATCH_UP, SEQUENTIAL, Pace, bounds
from reviewer.services.pictures import Event, Failed, Picture, Stopped, View
from reviewer.services.picturing import Had, Picturing
from reviewer.services.workers import Limits

WATCH_EVERY = 1.0
"""Seconds between two looks at a child that owes an answer."""

PATIENCE = Limits(silence=60.0)
"""One picture of the largest footage with the longest distance between keyframes takes a few seconds."""

NEAR = 20
"""Frames by which the window may be behind the player when it asks for another speed from where it is."""


@dataclass(frozen=True, slots=True)
class _Order:
    kind: Kind
    number: int = 0
    speed: float = 1.0
    loop: Span | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Ready:
    """A picture that waits for its time, by the view that it was made for."""

    answer: Pictured
    had: Had
    picture: Picture
    view: View


class Player:
    """Pictures of one footage on demand; `listener` is called on the player's own thread.

    Requests never wait, and the latest one wins. Sound is heard by `speaker`, where there is one. `close` ends the
    child and gives its memory back.
    """

    def __init__(
        self,
        footage: Footage,
        listener: Callable[[Event], None],
        *,
        view: View | None = None,
        limits: Limits = PATIENCE,
        speaker: Speaker | None = None,
    ) -> None:
        self._lock = threading.Lock()
        self._order: _Order | None = None
        self._view = view
        self._drafts: tuple[Path | None, ...] = ()
        self._closed = False
        self._woken, self._wake = multiprocessing.Pipe(duplex=False)
        self._hearing = Hearing(footage, speaker, changed=self._poke, listener=listener)
        screening = _Screening(footage, listener, limits=limits, hearing=self._hearing)
        self._thread = threading.Thread(target=self._run, args=(screening,), name="player", daemon=True)
        self._thread.start()

    def show(self, number: int) -> None:
        """Show the frame `number` as soon as it can be had; ends playing."""
        self._hearing.hush()
        self._ask(_Order(Kind.SHOW, number))

    def play(self, number: int, *, speed: float = 1.0, loop: Span | None = None) -> None:
        """Play from the frame `number` in the footage's own time; `speed` below 0 plays backwards.

        Forwards it comes back to the start of `loop` at its end, over and over.
        """
        self._ask(_Order(Kind.PLAY, number, speed, loop if speed > 0 else None))

    def hear(self, volume: float) -> None:
        """Play the sound this loud, 1 for as recorded and 0 for not at all."""
        self._hearing.volume = volume
        self._poke()

    def stop(self) -> None:
        """Stay on the picture that is on show."""
        self._hearing.hush()
        self._ask(_Order(Kind.STOP))

    def look(self, view: View) -> None:
        """Show this and every later picture by `view`."""
        with self._lock:
            self._view = view
        self._poke()

    def draft_from(self, folder: Path | None) -> None:
        """Show drafts from the proxy in `folder`, as far as it is there, until the frames are; None: no drafts."""
        with self._lock:
            self._drafts = (folder,)
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

    def _news(self) -> tuple[_Order | None, View | None, tuple[Path | None, ...]]:
        with self._lock:
            if self._woken.poll():
                self._woken.recv_bytes()
            news = self._order, self._view, self._drafts
            self._order, self._view, self._drafts = None, None, ()
            return news

    def _run(self, screening: "_Screening") -> None:
        try:
            while not self._closed:
                order, view, drafts = self._news()
                screening.turn(order, view, drafts=drafts)
                if not self._closed:
                    sources = [s for s in (self._woken, screening.source) if s is not None]
                    wait(sources, screening.patience())
        finally:
            screening.end()


class _Screening:
    """What the player's thread does between two sleeps; everything here belongs to that thread."""

    def __init__(
        self, footage: Footage, listener: Callable[[Event], None], *, limits: Limits, hearing: Hearing | None = None
    ) -> None:
        self._index = footage.recording.index
        self._picturing = Picturing(footage.recording.video, self._index)
        self._listener = listener
        self._link = DecoderLink(footage, limits)
        self._time_base = footage.recording.video.time_base
        self._pace = Pace(self._index, self._time_base)
        self._hearing = hearing or Hearing(footage, None, changed=lambda: None, listener=listener)
        self._order, self._stop = _Order(Kind.STOP), len(self._index)
        self._queue: deque[Pictured] = deque()
        self._request, self._taken = Request(0, Kind.STOP), True
        self._waiting: Request | None = None
        self._owed_since: float | None = None
        self._view = View()
        self._last: Had | None = None
        self._ready: _Ready | None = None
        self._ended = False

    @property
    def source(self) -> Connection | None:
        """What to wait for besides new orders."""
        return self._link.pipe

    def patience(self) -> float | None:
        """Seconds to sleep at most; None for as long as nothing happens."""
        due = []
        self._hearing.keep(self._pace, monotonic())
        if self._queue:
            due.append(self._pace.until(self._queue[0].number, monotonic()))
        elif self._ended:
            due.append(self._until_end())
        elif self._pace.skipping and self._owed_since is None:
            due.append(self._pace.until_next(monotonic()))
        if self._owed_since is not None:
            due.append(WATCH_EVERY)
        return min(due) if due else None

    def turn(self, order: _Order | None, view: View | None, *, drafts: tuple[Path | None, ...] = ()) -> None:
        """Take the news, hear the child, show what is due; failures go to the listener.

        `drafts` is where drafts come from from now on; empty where that stays as it is.
        """
        try:
            for folder in drafts:
                self._link.draft_from(folder)
            if order is not None:
                self._begin(order)
            if view is not None:
                self._view = view
                self._hearing.look(view)
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
        self._hearing.close()

    def _begin(self, order: _Order) -> None:
        if self._goes_on(order):
            self._order = order
            self._pace.change(order.speed, monotonic())
            self._hearing.change(order.speed)
            return
        self._ended, self._order = False, order
        number, kind = order.number, order.kind
        if kind is Kind.PLAY:
            first, self._stop = bounds(self._index, order.loop)
            number = number if order.loop is None or first <= number < self._stop else first
            self._pace.start(number, order.speed)
            kind = Kind.GLIMPSE if self._pace.skipping else Kind.PLAY
            place, end = (seconds(t, self._time_base) for t in (self._index.tick(number), self._end()))
            self._hearing.start(place, order.speed, end=end)
        else:
            self._pace.stop()
            self._hearing.stop()
        if kind is not Kind.STOP or not self._show_whole():
            self._send(kind, number)

    def _show_whole(self) -> bool:
        """Have the frame itself shown where a draft of it is, if that is so."""
        if self._last is None or not self._last.draft:
            return False
        self._send(Kind.SHOW, self._last.number)
        return True

    def _goes_on(self, order: _Order) -> bool:
        """Whether this asks for no more than another speed, so that the pictures that are there can be used."""
        before, here = self._order, self._last.number if self._last is not None else -NEAR
        in_turn = all(o.kind is Kind.PLAY and 0 < o.speed <= SEQUENTIAL for o in (before, order))
        return in_turn and self._pace.running and order.loop == before.loop and abs(order.number - here) < NEAR

    def _end(self) -> Tick:
        return self._index.after(self._stop - 1)

    def _until_end(self) -> float:
        """Seconds until the last frame has been on show for as long as it lasts."""
        return self._pace.until_tick(self._end(), monotonic())

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
                case Pictured(number=number, filled=filled) if self._pace.playing and number >= self._stop:
                    self._ended = self._ended or self._request.kind is Kind.PLAY
                    self._link.send(Freed(filled.slot))
                case Pictured(id=asked) as answer if asked == self._request.id and self._waiting is None:
                    self._owed_since = None if answer.last else monotonic()
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
        self._hearing.stop()
        self._listener(Failed(error))

    def _present(self) -> None:
        while self._queue:
            now = monotonic()
            self._hearing.keep(self._pace, now)
            if self._pace.running and len(self._queue) > 1 and self._pace.until(self._queue[1].number, now) <= 0:
                self._drop(1)  # late: the next one is due already
                continue
            if self._pace.until(self._queue[0].number, now) > 0:
                self._prepare(self._queue[0])
                return
            answer = self._queue.popleft()
            late = self._hearing.leads and self._pace.until(answer.number, now) < -CATCH_UP
            heard = self._pace.due(now) if late else None
            self._pace.shown(answer.number, now)
            ready = self._prepare(answer)
            self._last, self._ready = ready.had, None
            if self._owed_since is not None:
                self._owed_since = monotonic()
            self._listener(ready.picture)
            self._hearing.shown()
            if heard is not None and self._request.kind is Kind.PLAY and not self._ended:
                # The sound does not wait for pictures that come too slowly: on from the frame that is heard.
                self._send(Kind.PLAY, min(heard, self._stop - 1))
        if self._ended and not self._queue and self._until_end() <= 0:
            self._finish()

    def _prepare(self, answer: Pictured) -> _Ready:
        """The picture of an answer, made before it is due where there is time, so that it can be shown on time."""
        if self._ready is None or self._ready.answer is not answer:
            had = Had(answer.number, self._link.take(answer.filled), answer.draft)
            self._ready = _Ready(answer, had, self._picturing.picture(had, self._view), self._view)
        elif self._ready.view is not self._view:
            had = self._ready.had
            self._ready = _Ready(answer, had, self._picturing.picture(had, self._view), self._view)
        return self._ready

    def _skip(self) -> None:
        """Ask for the frame that is due now, when playing backwards or faster than every frame can be decoded."""
        if not self._pace.skipping or self._owed_since is not None or self._last is None:
            return
        number = self._pace.due(monotonic())
        if number is None or (number >= self._stop and self._pace.playing):
            self._finish()
        elif number != self._last.number:
            self._send(Kind.GLIMPSE, number)

    def _finish(self) -> None:
        self._ended = False
        self._pace.stop()
        if self._order.loop is not None:
            self._begin(replace(self._order, number=bounds(self._index, self._order.loop)[0]))
            return
        self._hearing.stop()
        self._listener(Stopped())
        self._show_whole()

    def _drop(self, count: int) -> None:
        for _ in range(count):
            answer = self._queue.popleft()
            if self._ready is not None and self._ready.answer is answer:
                self._ready = None  # its slot is free already
            elif self._link.pipe is not None:
                self._link.send(Freed(answer.filled.slot))

    def _show_again(self) -> None:
        if self._last is not None:
            self._listener(self._picturing.picture(self._last, self._view))

    def _reset(self) -> None:
        self._link.end()
        self._pace.stop()
        self._hearing.stop()
        self._queue.clear()
        self._ready = None
        self._taken, self._waiting, self._owed_since, self._ended = True, None, None, False
