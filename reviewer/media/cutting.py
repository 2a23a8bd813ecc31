"""Sound put together as a copy is: the stretches that it shows one after another, with silence under the cards."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Self

import numpy as np

from reviewer.core.assembly import Assembly
from reviewer.core.spans import united
from reviewer.core.timing import Span, Tick
from reviewer.media.timeline import Samples

FADE = Fraction(1, 200)
"""Seconds over which sound comes and goes at a cut, inside of what is kept: a jump is heard as a click."""

FAR = 1 << 60
"""Farther than any sample lies."""


@dataclass(frozen=True, slots=True)
class Part:
    """The samples `first` up to `stop` of the copy are those of the footage that are numbered `shift` higher."""

    first: int
    stop: int
    shift: int


@dataclass(frozen=True, slots=True)
class Cuts:
    """Which samples of the footage stand where in the copy: parts that rise; the copy's sound has `end` samples.

    Where all of the footage is kept there is one part without ends, and the copy's samples are numbered as those of
    the footage: `whole`.
    """

    parts: tuple[Part, ...]
    end: int

    @classmethod
    def of(cls, assembly: Assembly | None, *, time_base: Fraction, rate: int) -> Self:
        """Those of a copy that is put together like this; `time_base` is that of the picture's ticks.

        A sample belongs to a stretch when its own moment does, so that none of what is left out is kept. Sound lies
        within half a sample of its place.
        """
        if assembly is None or assembly.whole:
            return cls((Part(-FAR, FAR, 0),), FAR)
        parts = []
        for piece in assembly.kept:
            start, end = (ceil(tick * time_base * rate) for tick in (piece.span.start, piece.span.end))
            shift = round((piece.span.start - piece.at) * time_base * rate)
            parts.append(Part(start - shift, end - shift, shift))
        return cls(tuple(parts), ceil(assembly.end * time_base * rate))

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.end == FAR

    def in_copy(self, span: Span) -> tuple[Span, ...]:
        """Where the copy has the footage's samples `span`; nowhere what it leaves out."""
        found = (
            Span(Tick(max(span.start - p.shift, p.first)), Tick(min(span.end - p.shift, p.stop))) for p in self.parts
        )
        return united(found)


class Cutter:
    """Takes blocks of the footage's samples that follow on from one another, and gives out those of the copy.

    These follow on from one another as well, from the copy's sample 0 to its last one where something is left out.
    """

    def __init__(self, cuts: Cuts, *, channels: int, rate: int) -> None:
        self._cuts, self._channels, self._rate = cuts, channels, rate
        self._next = 0
        self._begun = False

    def take(self, position: int, samples: Samples) -> Iterator[tuple[int, Samples]]:
        """What the copy has of the footage's samples from number `position` on, and the silence before."""
        self._begun = True
        if self._cuts.whole:
            yield position, samples
            return
        end = position + samples.shape[1]
        for part in self._cuts.parts:
            first, stop = max(position - part.shift, part.first, self._next), min(end - part.shift, part.stop)
            if first >= stop:
                continue
            yield from self._silence(first)
            at = first + part.shift - position
            yield first, samples[:, at : at + stop - first] * self._faded(first, stop - first, part=part)
            self._next = stop

    def rest(self) -> Iterator[tuple[int, Samples]]:
        """The silence after the last stretch, where there was any sound."""
        if self._begun and not self._cuts.whole:
            yield from self._silence(self._cuts.end)

    def _silence(self, until: int) -> Iterator[tuple[int, Samples]]:
        while self._next < until:
            count = min(until - self._next, self._rate)
            yield self._next, np.zeros((self._channels, count), np.float32)
            self._next += count

    def _faded(self, first: int, count: int, *, part: Part) -> Samples:
        numbers = np.arange(first, first + count)
        nearer = np.minimum(numbers - part.first, part.stop - 1 - numbers)
        faded: Samples = np.clip(nearer / max(1, floor(FADE * self._rate)), 0, 1).astype(np.float32)
        return faded
