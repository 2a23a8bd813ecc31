"""Samples laid on a clock: gaps become silence and overlaps go, so that sound never drifts from the picture."""

from collections.abc import Iterator
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Shape (channels, count), from -1 to 1."""

SLACK = Fraction(1, 50)
"""Seconds by which a time stamp may stray before it counts: containers that round to milliseconds stray by one."""


class Timeline:
    """Takes stamped samples and gives out blocks of one size that follow on from one another without holes.

    Positions count samples from the footage's own zero. `latest` is the last position that can be meant: a stamp
    beyond it is damaged and is not followed.
    """

    def __init__(self, channels: int, rate: int, *, block: int, latest: int) -> None:
        self._rate = rate
        self._block = block
        self._latest = latest
        self._waiting: Samples = np.zeros((channels, 0), np.float32)
        self._start: int | None = None

    @property
    def end(self) -> int | None:
        """The position after the last sample so far, None before the first."""
        return None if self._start is None else self._start + self._waiting.shape[1]

    def begin(self, position: int) -> None:
        """Say where the first sample belongs, if none has been laid yet."""
        if self._start is None:
            self._start = position

    def lay(self, samples: Samples, *, at: Fraction | None) -> Iterator[tuple[int, Samples]]:
        """Add samples that belong at `at` seconds, or wherever the last ones ended, and give out whole blocks."""
        position = None if at is None else round(at * self._rate)
        if self._start is None:
            self._start = position or 0
        end = self._start + self._waiting.shape[1]
        apart = 0 if position is None or position > self._latest else position - end
        if apart > SLACK * self._rate:
            yield from self.silence(position or end)
        elif apart < -SLACK * self._rate:
            samples = samples[:, -apart:]
        yield from self._add(samples)

    def silence(self, until: int) -> Iterator[tuple[int, Samples]]:
        """Add silence up to the position `until`, and give out whole blocks."""
        while self._start is not None and (missing := until - self._start - self._waiting.shape[1]) > 0:
            count = min(missing, self._rate)
            yield from self._add(np.zeros((self._waiting.shape[0], count), np.float32))

    def rest(self) -> Iterator[tuple[int, Samples]]:
        """The last, shorter block."""
        if self._start is not None and self._waiting.shape[1]:
            yield self._start, self._waiting
            self._start += self._waiting.shape[1]
            self._waiting = self._waiting[:, :0]

    def _add(self, samples: Samples) -> Iterator[tuple[int, Samples]]:
        self._waiting = np.concatenate([self._waiting, samples], axis=1)
        while self._start is not None and self._waiting.shape[1] >= self._block:
            yield self._start, self._waiting[:, : self._block]
            self._start += self._block
            self._waiting = self._waiting[:, self._block :]
