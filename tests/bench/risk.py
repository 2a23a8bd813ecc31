"""What the doubts of an analysis are worth on labelled footage, and the rates by which they are weighed. By hand.

    python tests/bench/risk.py FOOTAGE [COPIES...] --keep FOLDER [--ways NAME...] [--alone]

Folders and ways are those of `cases.py`. For every checked frame of every case the strengths of its doubts are summed
by kind, and rates are fitted to how many boxes are uncovered in it: a Poisson regression with rates of 0 and more,
with a prior. Then the seconds of all cases are put in the order of their risk, and the share of what leaked is printed
that lies in the riskiest tenth, beside the most that any order could reach; in sample, and with each clip judged by
rates from the others. `--alone` leaves out what the second looks disagree on.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Subject
from reviewer.core.doubt import DoubtKind
from reviewer.services.doubts import FACE_RATES, PLATE_RATES, Cause
from reviewer.services.estimate import likelihoods
from reviewer.services.strays import Tally, Witness
from tests.bench.cases import WAYS, Case, cases
from tests.bench.estimate import SUBJECTS, inside, judged, looked_at, sampled, serves, some_frames

KINDS = list(DoubtKind)
TENTH = 0.1
PRIOR = (0.05, 4.0)
"""The rate that a kind has before anything is seen, and the strength that this counts as much as."""

FLOOR = 0.002
"""The rate that every kind has at least: that it did no harm on some clips does not say that it never does."""

BASE = 0.02
"""Strength of what is always there and no kind explains."""


@dataclass(frozen=True)
class Seconds:
    """A case and a subject by frames: strengths by kind, the second of each; the checked ones and what leaked there."""

    case: Case
    subject: Subject
    strengths: NDArray[np.float64]
    second: NDArray[np.int64]
    checked: NDArray[np.int64]
    leaked: NDArray[np.int64]


def seconds_of(case: Case, folders: Sequence[Path], *, keep: Path, alone: bool) -> Iterator[Seconds]:
    """The strengths of all causes for doubt in each frame of a case, by subject, where a person looked for it."""
    every = np.array(sorted(case.checked))
    picked = [int(every[p]) for p in sampled(len(every), case.seconds)]
    sample = some_frames(looked_at(case, folders, keep=keep), [int(case.index.tick(n)) for n in picked])
    tallies = [] if alone else Witness(sample).tallies(case.review)
    times = (case.index.ticks - case.index.ticks[0]) * float(case.made["time_base"])
    for subject in SUBJECTS:
        checked = np.array([n for n in every if serves(case, int(n), subject)], np.int64)
        if not len(checked):
            continue
        strengths = np.zeros((len(case.index), len(KINDS)))
        for cause in case.causes:
            if cause.subject in (None, subject) and not _nobody_knows(case, cause, every):
                strengths[cause.first : cause.stop, KINDS.index(cause.kind)] += cause.strength
        for tally in (t for t in tallies if t.subject is subject):
            _disagreements(case, tally, strengths=strengths, picked=picked)
        leaked = np.array([case.leaked(int(n), subject) for n in checked])
        yield Seconds(case, subject, strengths, times.astype(np.int64), checked, leaked)


def _nobody_knows(case: Case, cause: Cause, every: NDArray[np.int64]) -> bool:
    """Whether a doubt lies in an area that was marked as ignored in the checked frame next to it."""
    if cause.box is None:
        return False
    size = case.size[0] * case.size[1]
    near = case.checked[int(every[np.argmin(np.abs(every - cause.at))])]
    return any(
        t.ignore and t.subject is cause.subject and t.box.area < 0.9 * size and inside(cause.box, t) for t in near
    )


def _disagreements(case: Case, tally: Tally, *, strengths: NDArray[np.float64], picked: list[int]) -> None:
    edges = [0, *((a + b + 1) // 2 for a, b in pairwise(picked)), len(case.index)]
    places = {int(case.index.tick(n)): (n, edges[i], edges[i + 1]) for i, n in enumerate(picked)}
    for stray, real in zip(tally.strays, likelihoods(tally.strays, looked=len(picked)), strict=True):
        number, first, stop = places[int(stray.tick)]
        if judged(case, number, stray) is not None:
            strengths[first:stop, KINDS.index(DoubtKind.DISAGREEMENT)] += real


def fitted(every: Sequence[Seconds]) -> NDArray[np.float64]:
    """A rate for each kind, by expectation and maximisation of the Poisson likelihood."""
    x = np.concatenate([s.strengths[s.checked] for s in every])
    y = np.concatenate([s.leaked for s in every]).astype(np.float64)
    x = np.hstack([x, np.full((len(x), 1), BASE)])
    rates, total = np.full(x.shape[1], PRIOR[0]), x.sum(axis=0)
    for _ in range(500):
        mean = x @ rates
        rates = (rates * (x.T @ (y / mean)) + PRIOR[0] * PRIOR[1]) / (total + PRIOR[1])
    return np.maximum(rates[:-1], FLOOR)


@dataclass(frozen=True)
class Ranked:
    """The seconds of some cases: their risk, what leaked in them, and how many of a group the risk is told by."""

    risk: NDArray[np.float64]
    leaked: NDArray[np.float64]


def ranked(pairs: Sequence[tuple[Seconds, NDArray[np.float64]]]) -> Ranked:
    """The mean risk of each second, by the rates that go with its case."""
    risk, leaked = [], []
    for each, rates in pairs:
        frames = -np.expm1(-each.strengths @ rates)
        for second in np.unique(each.second[each.checked]):
            risk.append(float(frames[each.second == second].mean()))
            leaked.append(float(each.leaked[each.second[each.checked] == second].sum()))
    return Ranked(np.array(risk), np.array(leaked))


def told(name: str, r: Ranked) -> str:
    """How much of what leaked the riskiest tenth of the seconds holds, and the most that it could."""
    total = r.leaked.sum()
    if not len(r.risk) or not total:
        return f"  {name:26} {len(r.risk):4} s  nothing leaked"
    count = max(1, round(TENTH * len(r.risk)))
    held = r.leaked[np.argsort(-r.risk, kind="stable")][:count].sum() / total
    most = np.sort(r.leaked)[::-1][:count].sum() / total
    order = np.argsort(np.argsort(r.risk))
    bad = r.leaked > 0
    area = (order[bad].mean() - (bad.sum() - 1) / 2) / max(1, (~bad).sum())
    return (
        f"  {name:26} {len(r.risk):4} s  {bad.mean():.0%} of them leak  {total:4.0f} boxes"
        f"  riskiest tenth holds {held:.0%} (at most {most:.0%})  area under the curve {area:.2f}"
    )


def weight_rate(kind: DoubtKind, subject: Subject) -> float:
    """The rate that the program weighs a doubt by."""
    return (FACE_RATES if subject is Subject.FACE else PLATE_RATES)[kind]


def main() -> None:
    """Fit, rank, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--ways", nargs="+", default=list(WAYS), choices=WAYS)
    parser.add_argument("--alone", action="store_true")
    args = parser.parse_args()
    made = cases(args.folders, keep=args.keep, ways=args.ways)
    every = [s for c in made for s in seconds_of(c, args.folders, keep=args.keep, alone=args.alone)]
    for subject in SUBJECTS:
        mine = [s for s in every if s.subject is subject]
        rates = fitted(mine)
        print(f"\n{subject}: " + ", ".join(f"{k.name} {r:.3f}" for k, r in zip(KINDS, rates, strict=True)))
        others = {
            clip: fitted([s for s in mine if s.case.clip != clip]) for clip in sorted({s.case.clip for s in mine})
        }
        own = np.array([weight_rate(k, subject) for k in KINDS])
        ways = {"by the program's rates": dict.fromkeys(others, own), "in sample": dict.fromkeys(others, rates)}
        for name, chosen in (*ways.items(), ("each clip by the others", others)):
            print(f" {name}")
            groups = {"all": mine, "plain clips": [s for s in mine if "+" not in s.case.name]}
            groups |= {way: [s for s in mine if s.case.way == way] for way in args.ways}
            groups |= {clip: [s for s in mine if s.case.clip == clip] for clip in others}
            for group, members in groups.items():
                print(told(group, ranked([(s, chosen[s.case.clip]) for s in members])))


if __name__ == "__main__":
    main()
