"""Says how far an analysis may be trusted: its doubts, the risk of each frame, what further looks found."""

from collections.abc import Generator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from reviewer.core.analysis import Analysis, Appraisal
from reviewer.core.detection import Track
from reviewer.core.doubt import Doubt, DoubtKind, risk_of
from reviewer.core.footage import Footage, FrameIndex
from reviewer.core.review import of
from reviewer.core.sample import Sample
from reviewer.core.settings import Search
from reviewer.core.timing import Span, Tick
from reviewer.services.doubts import Seen, doubts_of, weight
from reviewer.services.estimate import likelihoods
from reviewer.services.jobs import Progress
from reviewer.services.proposals import propose
from reviewer.services.sampling import take_sample
from reviewer.services.strays import Witness

MOST, FAINT = 5000, 0.001
"""Doubts that are kept at most, the heaviest, and the weight under which none is; the risk of the frames counts all."""


def appraised(tracks: Sequence[Track], seen: Seen) -> Appraisal:
    """What the analysis alone is unsure of."""
    return _with(Appraisal(), doubts_of(tracks, seen), ticks=seen.index.ticks)


def examine(
    footage: Footage, search: Search, *, analysis: Analysis, workers: int | None = None
) -> Generator[Progress, None, Analysis]:
    """Have two further looks at a sample of the frames, and note where they disagree with the analysis.

    One unit of progress is a frame of the sample. Raises what reading raises.
    """
    sample = yield from take_sample(footage, search, workers=workers)
    found = disagreements(sample, analysis.tracks, footage=footage)
    appraisal = replace(analysis.appraisal, sample=sample)
    return replace(analysis, appraisal=_with(appraisal, found, ticks=footage.recording.index.ticks))


def disagreements(sample: Sample, tracks: Sequence[Track], *, footage: Footage) -> tuple[Doubt, ...]:
    """A doubt for each find of the sample that the tracks do not cover, up to half-way to the frames beside it."""
    spans = _around(sample.ticks, footage.recording.index)
    found = []
    for tally in Witness(sample).tallies(of(propose(tracks, footage))):
        likely = likelihoods(tally.strays, looked=len(sample.ticks))
        for stray, real in zip(tally.strays, likely.tolist(), strict=True):
            heavy = weight(DoubtKind.DISAGREEMENT, real, subject=stray.subject)
            span = spans[stray.tick]
            found.append(Doubt(DoubtKind.DISAGREEMENT, span, stray.tick, heavy, stray.subject, stray.box))
    return tuple(found)


def _around(ticks: NDArray[np.int64], index: FrameIndex) -> dict[Tick, Span]:
    """For each tick of a sample the span up to half-way to its neighbours; the first and last reach the ends."""
    middles = [int(m) for m in ticks[:-1] + np.diff(ticks) // 2]  # two late ticks would not add up to an int64
    edges = [index.tick(0), *(Tick(m) for m in middles), index.end]
    return {Tick(int(tick)): Span(edges[i], edges[i + 1]) for i, tick in enumerate(ticks.tolist())}


def _with(appraisal: Appraisal, doubts: Sequence[Doubt], *, ticks: NDArray[np.int64]) -> Appraisal:
    risk = risk_of(doubts, ticks)
    if len(appraisal.risk):
        risk = (1 - (1 - appraisal.risk) * (1 - risk)).astype(np.float32)
    heaviest = sorted((*appraisal.doubts, *(d for d in doubts if d.weight >= FAINT)), key=lambda d: -d.weight)[:MOST]
    kept = sorted(heaviest, key=lambda d: (d.span.start, d.span.end, d.kind))
    return replace(appraisal, doubts=tuple(kept), risk=risk)
