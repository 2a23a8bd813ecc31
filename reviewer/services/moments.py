"""Where to look first: the moments of a footage at which something uncovered is likeliest."""

from dataclasses import dataclass

import numpy as np

from reviewer.core.analysis import Appraisal
from reviewer.core.doubt import Doubt
from reviewer.core.footage import Recording
from reviewer.core.timing import Span, Tick, clock, seconds

PART = 0.1
"""Share of the footage that moments take up at most: on labelled footage it holds most of what was uncovered."""

FAINT = 0.02
"""Mean risk of a second under which it is no moment to look at."""

LONGEST = 10
"""Seconds after which a moment is cut, so that each can be looked at in one go."""

TOLD = 4
"""Moments that a sentence names."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of the footage and its mean risk; `doubt` is the heaviest of its doubts, None where none is kept."""

    span: Span
    risk: float
    doubt: Doubt | None


def moments(appraisal: Appraisal, recording: Recording) -> tuple[Moment, ...]:
    """The riskiest seconds, neighbouring ones as one moment, riskiest first."""
    index = recording.index
    if len(appraisal.risk) != len(index):
        return ()
    times = (index.ticks - index.tick(0)) * float(recording.video.time_base)
    # Only seconds with frames: time stamps may lie as far apart as a damaged file likes.
    second, firsts, counts = np.unique(times.astype(np.int64), return_index=True, return_counts=True)
    means = np.add.reduceat(appraisal.risk, firsts, dtype=np.float64) / counts
    count = max(1, round(PART * len(means)))
    chosen = sorted(np.argsort(-means, kind="stable")[:count].tolist())
    runs: list[list[int]] = []
    for number in (n for n in chosen if means[n] >= FAINT):
        if runs and second[runs[-1][-1]] == second[number] - 1 and len(runs[-1]) < LONGEST:
            runs[-1].append(number)
        else:
            runs.append([number])
    found = []
    for run in runs:
        first, last = int(firsts[run[0]]), int(firsts[run[-1]] + counts[run[-1]]) - 1
        span = Span(index.tick(first), index.after(last))
        found.append(Moment(span, float(means[run].mean()), _heaviest(appraisal, span)))
    return tuple(sorted(found, key=lambda m: (-m.risk, m.span.start)))


def moments_said(found: tuple[Moment, ...], recording: Recording) -> str:
    """The first few as times from the first picture on, as in 0:12-0:14, 1:03."""
    told = []
    for moment in found[:TOLD]:
        start, end = (
            seconds(Tick(tick - recording.index.tick(0)), recording.video.time_base)
            for tick in (moment.span.start, moment.span.end)
        )
        told.append(f"{_short(int(start))}-{_short(max(int(start) + 1, round(end)))}")
    return ", ".join(told)


def _heaviest(appraisal: Appraisal, span: Span) -> Doubt | None:
    within = [d for d in appraisal.doubts if d.span.overlaps(span)]
    return max(within, key=lambda d: (d.weight, d.box is not None), default=None)


def _short(time: int) -> str:
    told = clock(time).split(".")[0]
    return told.removeprefix("0:").removeprefix("0") if told.startswith("0:") else told
