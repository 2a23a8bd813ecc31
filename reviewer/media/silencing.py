"""Which samples of each sound stream a copy must not hold, and what is heard instead of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

import numpy as np

from reviewer.core.assembly import Assembly
from reviewer.core.profile import Quality, SoundPolicy
from reviewer.core.silence import Silence, Treatment
from reviewer.core.spans import united, without
from reviewer.core.timing import Span, Tick
from reviewer.media.cutting import Cuts
from reviewer.media.timeline import Samples
from reviewer.media.treatments import STRENGTH, named


@dataclass(frozen=True, slots=True)
class Hidden:
    """A stretch of a sound stream that is not heard, from and to in seconds on the footage's own clock.

    `channels` are those that it is about, None for all of the stream's.
    """

    start: Fraction
    end: Fraction
    treatment: Treatment = Treatment.MUTE
    channels: frozenset[int] | None = None

    def concerns(self, channel: int, *, of: int) -> bool:
        """Whether it hides this channel of a stream that has `of`; where it is about none of those, it hides all."""
        return self.channels is None or channel in self.channels or not any(c < of for c in self.channels)


Quiet = Mapping[int, Sequence[Hidden]]
"""What is hidden of each sound stream, by the stream's index in the footage."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What of the footage's sound a copy holds, how that is put together, and how well it is kept."""

    policy: SoundPolicy = SoundPolicy.KEEP
    quiet: Quiet = field(default_factory=dict)
    assembly: Assembly | None = None
    quality: Quality = Quality.BALANCED

    def hidden(self, stream: int) -> Sequence[Hidden]:
        """What is hidden of a stream, by its index in the footage."""
        return (ALWAYS,) if self.policy is SoundPolicy.SILENT else self.quiet.get(stream, ())


ALL_OF_IT = Heard()

ALWAYS = Hidden(Fraction(-(10**8)), Fraction(10**8))
"""From before to after any recording, which lasts days and not years."""


@dataclass(frozen=True, slots=True)
class Run:
    """The samples `first` up to `stop` of one channel, and what is heard instead of them."""

    first: int
    stop: int
    treatment: Treatment


def quiet_of(silences: Iterable[Silence], streams: Iterable[int], *, time_base: Fraction) -> Quiet:
    """What these silences hide of each stream; those that were rejected hide nothing.

    `streams` are the indexes of the footage's sound streams, `time_base` is that of its picture. Stretches that touch,
    and that are alike, are one.
    """
    hiding = [s for s in silences if s.hides]
    return {
        index: _hidden([s for s in hiding if s.streams is None or index in s.streams], time_base) for index in streams
    }


def runs_of(hidden: Sequence[Hidden], *, channels: int, rate: int, cuts: Cuts) -> tuple[tuple[Run, ...], ...]:
    """What is heard instead in each channel of a copy: runs that rise and do not overlap.

    A sample that a stretch touches is hidden. Where stretches overlap, the treatment that hides most wins.
    """
    return tuple(
        _runs([h for h in hidden if h.concerns(c, of=channels)], rate=rate, cuts=cuts) for c in range(channels)
    )


def loudest(samples: Samples) -> float:
    """The largest amplitude in any channel, 0 where there is no sample."""
    return float(np.abs(samples).max()) if samples.size else 0.0


def _hidden(silences: Sequence[Silence], time_base: Fraction) -> tuple[Hidden, ...]:
    spans: dict[tuple[Treatment, frozenset[int] | None], list[Span]] = {}
    for silence in silences:
        spans.setdefault((named(silence.treatment), silence.channels), []).append(silence.span)
    found = (
        Hidden(span.start * time_base, span.end * time_base, treatment, channels)
        for (treatment, channels), alike in spans.items()
        for span in united(alike)
    )
    return tuple(sorted(found, key=lambda h: (h.start, h.end, h.treatment, sorted(h.channels or ()))))


def _runs(hidden: Sequence[Hidden], *, rate: int, cuts: Cuts) -> tuple[Run, ...]:
    taken: tuple[Span, ...] = ()
    runs: list[Run] = []
    for treatment in reversed(STRENGTH):
        touched = (
            Span(Tick(floor(h.start * rate)), Tick(ceil(h.end * rate)))
            for h in hidden
            if named(h.treatment) is treatment
        )
        spans = united(part for span in united(touched) for part in cuts.in_copy(span))
        free = spans
        for stronger in taken:
            free = without(free, stronger)
        runs += [Run(span.start, span.end, treatment) for span in free]
        taken = united((*taken, *spans))
    return tuple(sorted(runs, key=lambda run: run.first))
