"""A sound device that plays when it is told to, by a clock of its own."""

from collections.abc import Callable

import numpy as np

from reviewer.media.speaker import RATE, Block, SpeakerError

STEP = 960
"""Samples that are asked for at once."""


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """The time."""
        return self.now


class FakeSpeaker:
    """Keeps all that it was given; `missing` makes it a machine without a device."""

    def __init__(self, clock: Clock, *, missing: bool = False) -> None:
        self.latency = 0.06
        self.clock, self.missing = clock, missing
        self.feed: Callable[[int], Block] | None = None
        self.given: list[Block] = []
        self.opened = self.closed = 0

    def open(self) -> None:
        """Take hold of it; raises SpeakerError where it is missing."""
        if self.missing:
            raise SpeakerError("There is no sound device.", "The picture plays without sound.")
        self.opened += 1

    def start(self, feed: Callable[[int], Block]) -> None:
        """Have `play` ask `feed`."""
        self.open()
        self.feed = feed

    def stop(self) -> None:
        """Play no more."""
        self.feed = None

    def close(self) -> None:
        """Play no more."""
        self.feed = None
        self.closed += 1

    def play(self, seconds: float, *, rate: float = RATE) -> Block:
        """What is heard in the next `seconds`, while the clock passes."""
        parts = []
        for _ in range(round(seconds * RATE / STEP)):
            assert self.feed is not None, "the device is not started"
            parts.append(self.feed(STEP))
            self.clock.now += STEP / rate
        self.given += parts
        return np.concatenate(parts)
