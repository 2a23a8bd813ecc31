"""Which samples of each sound stream a copy must not hold, and taking them out."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

import numpy as np

from reviewer.core.profile import SoundPolicy
from reviewer.core.silence import Silence
from reviewer.core.spans import united
from reviewer.media.timeline import Samples

Stretch = tuple[Fraction, Fraction]
"""From and to in seconds on the footage's own clock."""

Quiet = Mapping[int, Sequence[Stretch]]
"""What is silent of each sound stream, by the stream's index in the footage: stretches that rise and do not meet."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What of the footage's sound a copy holds."""

    policy: SoundPolicy = SoundPolicy.KEEP
    quiet: Quiet = field(default_factory=dict)


ALL_OF_IT = Heard()


def quiet_of(silences: Iterable[Silence], streams: Iterable[int], *, time_base: Fraction) -> Quiet:
    """What these silences hide of each stream; those that were rejected hide nothing.

    `streams` are the indexes of the footage's sound streams, `time_base` is that of its picture.
    """
    hiding = [s for s in silences if s.hides]
    return {
        index: tuple(
            (span.start * time_base, span.end * time_base)
            for span in united(s.span for s in hiding if s.streams is None or index in s.streams)
        )
        for index in streams
    }


def hushed(samples: Samples, position: int, *, rate: int, quiet: Sequence[Stretch]) -> Samples:
    """The samples with nought in every channel where it is to be quiet; they begin at the sample `position`.

    A sample that a silence touches is silent. Where nothing is to be quiet it is the very same array.
    """
    result, count = samples, samples.shape[1]
    for start, end in meeting(quiet, Fraction(position, rate), until=Fraction(position + count, rate)):
        first, stop = max(0, floor(start * rate) - position), min(count, ceil(end * rate) - position)
        if first < stop:
            result = samples.copy() if result is samples else result
            result[:, first:stop] = 0.0
    return result


def meeting(quiet: Sequence[Stretch], time: Fraction, *, until: Fraction) -> Iterator[Stretch]:
    """Those of the stretches, which rise and do not meet one another, that share time with what is between the two.

    Found by bisection: an hour has more than a hundred thousand blocks of sound, and may have hundreds of silences.
    """
    for number in range(bisect_right(quiet, time, key=lambda s: s[1]), len(quiet)):
        if quiet[number][0] >= until:
            return
        yield quiet[number]


def loudest(samples: Samples) -> float:
    """The largest amplitude in any channel, 0 where there is no sample."""
    return float(np.abs(samples).max()) if samples.size else 0.0
