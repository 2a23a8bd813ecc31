"""How loud the sound of a footage is, hundredth of a second by hundredth: what is drawn of it."""

from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

Peaks = NDArray[np.int8]
"""Shape (channels, n): the lowest or the highest sample of each stretch, -127 to 127 for -1 to 1."""

STEP = Fraction(1, 100)
"""Seconds that one entry stands for: less than any syllable lasts."""

FULL = 127
"""What a sample of 1 is kept as."""

COARSER = 8
"""Entries that one entry of the next coarser level stands for; all levels together take a seventh more room."""


@dataclass(frozen=True, slots=True, eq=False)
class SoundPeaks:
    """One sound stream: its number in the file, when its first sample is heard, and its peaks.

    `start` is in seconds on the footage's own clock; `low` and `high` have an entry for each STEP from there on, the
    last of which may be shorter. Raises ValueError when they do not agree.
    """

    stream: int
    start: float
    low: Peaks
    high: Peaks
    _levels: tuple[tuple[Peaks, Peaks], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        if self.low.shape != self.high.shape or self.low.ndim != 2:
            raise ValueError("a waveform has a lowest and a highest sample for each stretch of each channel")
        object.__setattr__(self, "_levels", _pyramid(self.low, self.high))

    @property
    def channels(self) -> int:
        """How many channels there are."""
        return int(self.low.shape[0])

    @property
    def end(self) -> float:
        """When the last entry ends, in seconds on the footage's own clock."""
        return self.start + float(self.low.shape[1] * STEP)

    def over(self, start: float, end: float, *, count: int) -> tuple[Peaks, Peaks]:
        """The lowest and the highest sample in each of `count` equal parts from `start` to `end` seconds.

        Both have shape (channels, count); where there is no sound they are 0. What it takes depends on `count` alone,
        whatever the length: long parts are read from coarser levels, and reach up to an eighth further on both sides.
        """
        low = np.zeros((self.channels, max(count, 0)), np.int8)
        high = np.zeros_like(low)
        if count <= 0 or end <= start or not self.low.shape[1]:
            return low, high
        # Rounded, since a hundredth of a second is no number that floats hold.
        edges = np.round((np.linspace(start, end, count + 1) - self.start) / float(STEP), 6)
        level = 0
        while level + 1 < len(self._levels) and edges[1] - edges[0] >= COARSER ** (level + 2):
            level += 1
        lows, highs = self._levels[level]
        beyond = edges[:-1] >= self.low.shape[1]
        edges = edges / COARSER**level
        first = np.clip(np.floor(edges[:-1]), 0, lows.shape[1]).astype(np.int64)
        last = np.clip(np.ceil(edges[1:]), 0, lows.shape[1]).astype(np.int64)
        there = (first < last) & ~beyond
        if there.any():
            low[:, there] = _ranges(np.minimum, lows, first=first[there], last=last[there])
            high[:, there] = _ranges(np.maximum, highs, first=first[there], last=last[there])
        return low, high


@dataclass(frozen=True, slots=True, eq=False)
class Waveform:
    """The sound streams of a footage in the order of the file; none where it has no sound.

    `lost` counts the packets that could not be decoded: where they were it is silent.
    """

    sounds: tuple[SoundPeaks, ...] = ()
    lost: int = 0


def _pyramid(low: Peaks, high: Peaks) -> tuple[tuple[Peaks, Peaks], ...]:
    levels = [(low, high)]
    while levels[-1][0].shape[1] > COARSER:
        starts = np.arange(0, levels[-1][0].shape[1], COARSER)
        low, high = levels[-1]
        levels.append((np.minimum.reduceat(low, starts, axis=1), np.maximum.reduceat(high, starts, axis=1)))
    return tuple(levels)


def _ranges(of: np.ufunc, values: Peaks, *, first: NDArray[np.int64], last: NDArray[np.int64]) -> Peaks:
    """The least or greatest of `values` in each range; ranges may overlap and are never empty."""
    padded = np.concatenate([values, values[:, -1:]], axis=1)  # reduceat wants the end of the last range to exist
    pairs = np.column_stack([first, last]).ravel()
    result: Peaks = of.reduceat(padded, pairs, axis=1)[:, ::2]
    return result
