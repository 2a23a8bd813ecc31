"""Samples on their way to the device: asked for by the device's thread, put in by another; and what was heard of them.

A run is sound from one moment on; its samples are counted from 0. Whatever arrives too late for its place is left out
and what is missing is silence, so that place and time never come apart.
"""

import threading
from collections import deque
from collections.abc import Callable
from time import monotonic

import numpy as np

from reviewer.media.speaker import RATE, Block

RAMP = 240
"""Samples (5 ms) over which sound comes and goes: a jump to or from silence is heard as a click."""

JUMP = RATE // 10
"""Samples by which the device may surprise before its clock is set anew: a device that was stopped, or woke up."""

STEADY = 0.02
"""How far one call of the device moves its clock: calls come early and late by milliseconds, their mean does not."""


class Feed:
    """The samples of one run at a time; `clock` gives seconds that only rise."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock, self._lock = clock, threading.Lock()
        self._reckoning = Reckoning()
        self._blocks: deque[tuple[int, Block]] = deque()
        self._put_to = 0
        self._next: int | None = None
        self._begun = 0
        self._origin = 0
        self._tail: Block = np.zeros((0, 2), np.float32)
        self._volume = self._gain = 1.0

    @property
    def ready(self) -> int:
        """The end of what has been put in for this run."""
        with self._lock:
            return self._put_to

    @property
    def taken(self) -> int:
        """How far the device has come in this run, 0 before it began."""
        with self._lock:
            return max(0, self._next or 0)

    @property
    def asked_at(self) -> float | None:
        """When the device asked last, None before it first did."""
        with self._lock:
            return self._reckoning.at

    def set_volume(self, volume: float) -> None:
        """Play this loud from now on, 1 for as recorded."""
        with self._lock:
            self._volume = volume

    def restart(self) -> None:
        """The device begins to ask: what it did before says nothing of when it will."""
        with self._lock:
            self._reckoning = Reckoning()

    def put(self, at: int, samples: Block) -> None:
        """Add samples of this run, in order; the first of them is number `at`."""
        with self._lock:
            self._blocks.append((at, samples))
            self._put_to = at + len(samples)

    def begin(self, at: int) -> None:
        """Hand the samples over from number `at` on, silence before number 0, when the device next asks."""
        with self._lock:
            self._next = self._begun = at
            self._origin = self._reckoning.handed

    def end(self) -> None:
        """Let the sound fade at once, and forget the run."""
        with self._lock:
            if self._next is not None:
                tail = self._cut(self._next, RAMP)
                self._tail = tail * np.linspace(1, 0, len(tail), dtype=np.float32)[:, None]
            self._blocks.clear()
            self._next, self._put_to = None, 0

    def take(self, count: int) -> Block:
        """The next `count` samples for the device."""
        with self._lock:
            out = np.zeros((count, 2), np.float32)
            if self._next is not None:
                self._fill(out, self._next)
                self._next += count
            faded = min(count, len(self._tail))
            out[:faded] += self._tail[:faded]
            self._tail = self._tail[faded:]
            self._reckoning.note(count, self._clock())
            if self._gain != 1 or self._volume != 1:
                out *= np.linspace(self._gain, self._volume, count, dtype=np.float32)[:, None]
                np.clip(out, -1, 1, out=out)
            self._gain = self._volume
            return out

    def heard(self, *, latency: float) -> float | None:
        """How many samples of this run have been heard by now, below 0 before its first; None outside of a run."""
        with self._lock:
            if self._next is None:
                return None
            out = self._reckoning.estimate(self._clock()) - latency * RATE
            return self._begun + min(out, self._reckoning.handed) - self._origin

    def lead(self, *, latency: float) -> float:
        """How many samples will be heard before the one that the device asks for next."""
        with self._lock:
            return latency * RATE + self._reckoning.handed - self._reckoning.estimate(self._clock())

    def _fill(self, out: Block, first: int) -> None:
        self._forget(first)
        out += self._cut(first, len(out))
        fresh = first - self._begun
        if fresh < RAMP:
            rise = np.arange(fresh, fresh + len(out), dtype=np.float32) / RAMP
            out *= np.minimum(rise, 1)[:, None]

    def _cut(self, first: int, count: int) -> Block:
        """The samples from number `first` on, silence where there are none."""
        out = np.zeros((count, 2), np.float32)
        for at, samples in self._blocks:
            begin, end = max(at, first), min(at + len(samples), first + count)
            if begin >= first + count:
                break
            if begin < end:
                out[begin - first : end - first] = samples[begin - at : end - at]
        return out

    def _forget(self, before: int) -> None:
        while self._blocks and self._blocks[0][0] + len(self._blocks[0][1]) <= before:
            self._blocks.popleft()


class Reckoning:
    """How far a device has come, told from when it asks: it asks in steps, and plays evenly."""

    def __init__(self) -> None:
        self.handed = 0
        self.at: float | None = None
        self._calls = 0
        self._even = 0.0

    def note(self, count: int, now: float) -> None:
        """The device has asked for `count` samples."""
        self.handed += count
        even = self._even + (now - self.at) * RATE if self.at is not None else float(self.handed)
        self._calls += 1
        apart = self.handed - even
        if abs(apart) > JUMP:
            even, self._calls = float(self.handed), 1
        else:
            even += apart * max(STEADY, 1 / self._calls)
        self.at, self._even = now, even

    def estimate(self, now: float) -> float:
        """How many samples would have gone out by now if the device held none back; it may stand still meanwhile."""
        return 0.0 if self.at is None else self._even + (now - self.at) * RATE
