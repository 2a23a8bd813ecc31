"""When somebody speaks in the sound of a footage, as a network for it judges: a hint for the eye, never evidence."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from reviewer.core.region import Decision
from reviewer.core.review import Review
from reviewer.core.spans import united
from reviewer.core.timing import Span, Tick

STEP = Fraction(512, 16000)
"""Seconds that one score stands for: the frame of the network."""

SPOKEN = 128
"""Score from which on somebody speaks: one half, the network's own threshold."""

FAR = 1 << 62
"""Farther than any tick lies."""

BRIDGED, SHORTEST = 8, 3
"""Steps of a pause inside of what counts as one stretch (a quarter of a second: a stop between words), and of the
shortest stretch that is shown: a tenth of a second, less than any word lasts."""


@dataclass(frozen=True, slots=True, eq=False)
class SpokenIn:
    """One sound stream: its index in the file, when its first sample is, and a score from 0 to 255 for each STEP.

    `start` is in seconds on the footage's own clock.
    """

    stream: int
    start: float
    scores: NDArray[np.uint8]
    _stretches: tuple[tuple[float, float], ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_stretches", self._found())

    def stretches(self) -> tuple[tuple[float, float], ...]:
        """From and to in seconds on the footage's clock, wherever somebody seems to speak: they rise."""
        return self._stretches

    def at(self, seconds: float) -> bool:
        """Whether somebody seems to speak at this moment."""
        number = bisect_right(self._stretches, seconds, key=lambda s: s[0]) - 1
        return number >= 0 and seconds < self._stretches[number][1]

    def _found(self) -> tuple[tuple[float, float], ...]:
        above = np.concatenate([[False], self.scores >= SPOKEN, [False]])
        edges = np.flatnonzero(np.diff(above.astype(np.int8)))
        joined: list[tuple[int, int]] = []
        for first, stop in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True):
            if joined and first - joined[-1][1] <= BRIDGED:
                joined[-1] = (joined[-1][0], stop)
            else:
                joined.append((first, stop))
        step = float(STEP)
        return tuple((self.start + a * step, self.start + b * step) for a, b in joined if b - a >= SHORTEST)


@dataclass(frozen=True, slots=True, eq=False)
class Speech:
    """The sound streams of a footage in the order of the file."""

    sounds: tuple[SpokenIn, ...] = ()

    def of(self, stream: int) -> tuple[tuple[float, float], ...]:
        """When somebody seems to speak in this stream; nothing where it was not listened to."""
        return next((s.stretches() for s in self.sounds if s.stream == stream), ())

    def at(self, seconds: float) -> bool:
        """Whether somebody seems to speak in any stream at this moment."""
        return any(sound.at(seconds) for sound in self.sounds)


def unsilenced_speech(review: Review, speech: Speech, *, time_base: Fraction) -> float:
    """For how many seconds somebody seems to speak, unhidden, while a region hides something of the picture.

    A covered person whose voice is heard is still known to whoever knows the voice. Who speaks is not known: it may be
    the officer. `time_base` is that of the picture; streams count together, and what the copy leaves out not at all.
    """
    covered = united(r.span for r in review.regions.values() if r.decision is not Decision.REJECTED)
    if review.kept:
        covered = _shared(covered, united(review.kept))
    open_speech: list[Span] = []
    for sound in speech.sounds:
        hiding = (s for s in review.silences.values() if s.hides and s.channels is None)
        silent = united(s.span for s in hiding if s.streams is None or sound.stream in s.streams)
        spoken = united(_span(stretch, time_base) for stretch in sound.stretches())
        open_speech += _shared(_shared(spoken, covered), _between(silent))
    return float(sum(span.end - span.start for span in united(open_speech)) * time_base)


def _span(stretch: tuple[float, float], time_base: Fraction) -> Span:
    first, end = (round(seconds / float(time_base)) for seconds in stretch)
    return Span(Tick(first), Tick(end))


def _between(spans: Sequence[Span]) -> tuple[Span, ...]:
    """All the time before, between and after spans that rise and do not meet."""
    edges = [Tick(-FAR), *(tick for span in spans for tick in (span.start, span.end)), Tick(FAR)]
    return tuple(Span(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _shared(one: Sequence[Span], other: Sequence[Span]) -> tuple[Span, ...]:
    """The time that lies in both, each of which rises and does not meet itself; in one walk along the two."""
    found: list[Span] = []
    a = b = 0
    while a < len(one) and b < len(other):
        first, end = max(one[a].start, other[b].start), min(one[a].end, other[b].end)
        if first < end:
            found.append(Span(first, end))
        if one[a].end < other[b].end:
            a += 1
        else:
            b += 1
    return tuple(found)
