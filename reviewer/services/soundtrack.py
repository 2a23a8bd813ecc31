"""Play the sound of footage: decoded in a child process, handed to the device, and a clock for the pictures.

The device's own count of samples is the clock while sound is heard: two clocks drift apart, and ears notice. A thread
of its own drives the child and the device, either of which may take its time; nobody who asks ever waits.
"""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from time import monotonic

from reviewer.core.errors import ReviewerError, SpeakerError
from reviewer.core.footage import Footage
from reviewer.media.feed import Feed
from reviewer.media.silencing import Quiet
from reviewer.media.speaker import RATE, Speaker
from reviewer.services.bell import Bell
from reviewer.services.decoding import Ended, Refused, Taken
from reviewer.services.sound_link import SoundLink
from reviewer.services.sounding import Listen, Quieten, Room, Sounded

log = logging.getLogger(__name__)

AHEAD, READY = RATE, RATE // 8
"""Samples decoded ahead of the device, and how many must be there before it begins: an eighth of a second."""

HOLD = 1.0
"""Seconds that the first picture waits for its sound; after that it plays on, and the sound joins in."""

LEAD = 0.25
"""Seconds ahead of the picture at which sound that joins in is decoded."""

STALL = 1.0
"""Seconds without a question from the device after which it counts as taken away."""

IDLE = 3.0
"""Seconds for which the device is kept awake after a pause."""

AGAIN = 5.0
"""Seconds before a device is looked for again where there was none: looking costs a moment."""

TURN = 0.04
"""Seconds between two looks at how far the device has come."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Sound to be heard: from `start` seconds on the footage's clock, up to `end` if there is one, at `speed`."""

    start: float
    speed: float = 1.0
    end: float | None = None
    quiet: Quiet | None = None


@dataclass(slots=True, eq=False)
class _Run:
    """A passage under way; `since` is when its first picture was shown, `waits` whether that waits for the sound.

    `begun` says that the device has been given its first sample.
    """

    passage: Passage
    waits: bool
    since: float | None = None
    begun: bool = False


@dataclass(slots=True, eq=False)
class _Stage:
    """What the thread that asks and the one that plays share, under the lock; `own` is where the picture was, and when.

    `warm` says that something may soon be asked for.
    """

    speaker: Speaker
    clock: Callable[[], float]
    feed: Feed
    lock: threading.RLock = field(default_factory=threading.RLock)
    run: _Run | None = None
    own: tuple[float, float] = (0.0, 0.0)
    warm: bool = False


class Soundtrack:
    """The sound of one footage; `changed` and `said` are called on its own thread.

    `changed` says that the clock began or ended, `said` why nothing can be heard. `clock` gives the seconds that
    `speaker` plays by.
    """

    def __init__(
        self,
        footage: Footage,
        speaker: Speaker,
        *,
        changed: Callable[[], None],
        said: Callable[[Exception], None],
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._bell = Bell()
        self._stage = _Stage(speaker, clock, Feed(clock))
        self._closed = False
        driver = _Driver(self._stage, SoundLink(footage), changed=changed, said=said)
        self._thread = threading.Thread(target=self._drive, args=(driver,), name="sound", daemon=True)
        self._thread.start()

    def warm(self) -> None:
        """Have the device and the child ready, so that the first picture need not wait for them."""
        if not self._stage.warm:
            self._stage.warm = True
            self._bell.ring()

    def play(self, passage: Passage, *, waits: bool) -> None:
        """Have `passage` heard once `shown` is called; where the picture never `waits`, it joins in where that is."""
        with self._stage.lock:
            self._stage.run = _Run(passage, waits)
        self._bell.ring()

    def shown(self) -> None:
        """The first picture of the passage is on show: the sound may begin."""
        with self._stage.lock:
            run = self._stage.run
            if run is None or run.since is not None:
                return
            run.since = self._stage.clock()
        self._bell.ring()

    def stop(self) -> None:
        """Fall silent, at once and without a click."""
        with self._stage.lock:
            if self._stage.run is None:
                return
            self._stage.run = None
            self._stage.feed.end()
        self._bell.ring()

    def place(self, own: float) -> float | None:
        """Where in the footage, in seconds, the ear is now; None where it gives no time, and the picture's own counts.

        `own` is where the picture believes to be; before the first sound it is held where that begins.
        """
        stage = self._stage
        with stage.lock:
            now, run = stage.clock(), stage.run
            stage.own = own, now
            if run is None:
                return None
            if run.begun:
                asked, heard = stage.feed.asked_at, stage.feed.heard(latency=stage.speaker.latency)
                if heard is None or asked is None or now - asked > STALL / 2:
                    return None
                return run.passage.start + heard / RATE * run.passage.speed
            held = run.waits and (run.since is None or now - run.since <= HOLD)
            return run.passage.start if held else None

    def set_volume(self, volume: float) -> None:
        """Play this loud, 1 for as recorded."""
        self._stage.feed.set_volume(volume)

    def close(self) -> None:
        """End the child and let go of the device; safe to call twice."""
        self._closed = True
        self._bell.ring()
        self._thread.join()
        self._bell.close()

    def _drive(self, driver: "_Driver") -> None:
        try:
            while not self._closed:
                self._bell.quiet()
                driver.turn()
                sources = [s for s in (self._bell.heard, driver.source) if s is not None]
                if not self._closed:
                    wait(sources, driver.patience())
        finally:
            driver.end()


class _Driver:
    """What the thread does between two sleeps; everything here belongs to that thread."""

    def __init__(
        self, stage: _Stage, link: SoundLink, *, changed: Callable[[], None], said: Callable[[Exception], None]
    ) -> None:
        self._stage, self._link, self._changed, self._said = stage, link, changed, said
        self._run: _Run | None = None
        self._asked, self._taken = Listen(0, 0.0), True
        self._waiting: Listen | None = None
        self._granted = 0
        self._over = True
        self._awake = self._warmed = False
        self._moved = self._retry = self._looked = 0.0

    @property
    def source(self) -> Connection | None:
        """What to wait for besides new orders."""
        return self._link.pipe

    def patience(self) -> float | None:
        """Seconds to sleep at most; None for as long as nothing happens."""
        if self._run is not None:
            return TURN
        return IDLE / 4 if self._awake else None

    def turn(self) -> None:
        """Take the news, hear the child, feed the device; failures are told, and nothing is heard until the next."""
        try:
            run = self._stage.run
            if run is not self._run:
                self._change(run)
            elif self._stage.warm and not self._warmed:
                self._warm()
            self._hear()
            if self._run is not None:
                self._grant()
                self._begin(self._run)
                self._watch(self._stage.clock())
            elif self._awake and self._stage.clock() - self._moved > IDLE:
                self._awake = False
                self._stage.speaker.stop()
        except Exception as error:  # a ReviewerError, or a defect: either way the window is told, and plays on
            self._fail(error)

    def end(self) -> None:
        """Give everything back."""
        self._link.end()
        self._stage.speaker.close()

    def _change(self, run: _Run | None) -> None:
        self._run, self._moved = run, self._stage.clock()
        self._stage.feed.end()
        if run is None:
            self._waiting = None
            if self._link.pipe is not None:
                self._link.send(Quieten())
        elif self._link.hopeless or self._moved < self._retry:
            self._forget()  # said before
        else:
            self._warmed = True
            self._wake()
            self._ask(run.passage)

    def _warm(self) -> None:
        self._warmed = True
        try:
            self._stage.speaker.open()
        except SpeakerError:
            return  # it is said when something is to be heard
        self._link.open()

    def _wake(self) -> None:
        if not self._awake:
            self._stage.feed.restart()
            self._stage.speaker.start(self._stage.feed.take)
            self._awake, self._moved = True, self._stage.clock()

    def _ask(self, passage: Passage) -> None:
        number = max(self._asked.id, self._waiting.id if self._waiting else 0) + 1
        quiet = passage.quiet or {}
        self._waiting = Listen(number, passage.start, speed=passage.speed, end=passage.end, quiet=quiet)
        self._over, self._granted = False, 0
        self._forward()

    def _forward(self) -> None:
        """Send the latest request once the child has taken the one before, so that the pipe never fills."""
        if self._link.pipe is None:
            self._taken = True
        if self._waiting is not None and self._taken:
            self._asked, self._waiting, self._taken = self._waiting, None, False
            self._link.send(self._asked)

    def _hear(self) -> None:
        while self._link.pipe is not None and self._link.pipe.poll():
            answer = self._link.receive()
            self._looked = self._stage.clock()
            match answer:
                case Taken():
                    self._taken = True
                    self._forward()
                case Sounded(id=asked) if asked == self._asked.id and self._waiting is None and self._run is not None:
                    self._stage.feed.put(answer.at, answer.samples)
                case Ended(id=asked) if asked == self._asked.id and self._waiting is None:
                    self._over = True
                case Refused(id=asked, error=error) if asked in (-1, self._asked.id):
                    if asked == -1:
                        self._link.end()
                    raise error

    def _grant(self) -> None:
        until = self._stage.feed.taken + AHEAD
        if self._waiting is None and not self._over and until - self._granted >= AHEAD // 4:
            self._granted, self._looked = until, self._stage.clock()
            self._link.send(Room(self._asked.id, until))

    def _begin(self, run: _Run) -> None:
        """Give the device the first sample, once that is there and its picture is on show."""
        stage = self._stage
        ready = stage.feed.ready
        if run.begun or run.since is None or not (self._over or ready >= READY):
            return
        with stage.lock:
            if stage.run is not run:
                return
            at = self._first(run)
            if at is None:
                run.waits, run.begun = False, False
                stage.feed.end()
            else:
                stage.feed.begin(at)
                run.begun = True
        if at is None:
            self._ask(run.passage)
        else:
            self._changed()

    def _first(self, run: _Run) -> int | None:
        """The number of the sample to begin with; None where the picture is past all there is, so that it is late."""
        stage, now = self._stage, self._stage.clock()
        own, seen = stage.own
        if run.waits and run.since is not None and now - run.since <= HOLD:
            return 0
        speed, start = run.passage.speed, run.passage.start
        here = own + (now - seen) * speed
        at = round((here - start) / speed * RATE + stage.feed.lead(latency=stage.speaker.latency))
        if at > stage.feed.ready and not self._over:
            run.passage = replace(run.passage, start=here + LEAD * speed)
            return None
        return at

    def _watch(self, now: float) -> None:
        owes = not self._over and self._stage.feed.ready < self._granted
        self._link.watch(now - self._looked if owes else 0.0)
        asked = self._stage.feed.asked_at
        if now - max(self._moved, asked if asked is not None else 0.0) > STALL:
            raise SpeakerError("The sound device does not play any more.", "The picture plays on without sound.")

    def _fail(self, error: Exception) -> None:
        if isinstance(error, SpeakerError):
            self._awake = False
            self._stage.speaker.close()
            self._retry = self._stage.clock() + AGAIN
        elif not isinstance(error, ReviewerError):
            log.error("sound failed", exc_info=error)
        self._taken = self._taken or self._link.pipe is None
        self._forget()
        self._said(error)

    def _forget(self) -> None:
        """Nothing is heard of this passage."""
        with self._stage.lock:
            if self._stage.run is self._run:
                self._stage.run = None
            self._run, self._waiting = None, None
            self._stage.feed.end()
        self._changed()
