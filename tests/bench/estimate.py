"""Whether the estimate of misses holds on labelled footage: how often its interval has the truth in it. By hand.

    python tests/bench/estimate.py FOOTAGE [COPIES...] --keep FOLDER [--ways NAME...] [--fit] [--replicates 40]

Folders and ways are those of `cases.py`. The two looks are taken at every checked frame; a case's estimate then uses as
many of these as the program would sample. The truth is what is uncovered in all checked frames, scaled to all frames.
Each case is tried as it is, and in replicates: its seconds drawn anew with replacement (a bootstrap over segments).
Finds in areas that were marked as ignored are left out. `--fit` prints what HABITS would be from these cases, and how
often the interval holds where each clip is judged by numbers from the others.
"""

import argparse
import pickle
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from reviewer.core import places
from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.sample import Look, Sample
from reviewer.core.settings import Depth, Search
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.services import estimate as program
from reviewer.services.sampling import CLOSEST, EVERY, GOLDEN, LEAST
from reviewer.services.strays import Stray, Tally, Witness
from reviewer.vision.second_looks import close_all, second_looks
from tests.bench.cases import WAYS, Case, cases, counts
from tests.bench.truth import Truth

SUBJECTS = (Subject.FACE, Subject.PLATE)
ENOUGH = 50
"""Boxes that leaked under the program's own profiles from which no weakened analysis is needed to fit by."""


@dataclass(frozen=True)
class Judged:
    """A stray of a checked frame: whether it is real, false, or lies where nobody can tell (None)."""

    stray: Stray
    real: bool | None


@dataclass(frozen=True)
class Told:
    """A case and one subject: for each checked frame that serves its strays, what is covered and what is uncovered."""

    case: Case
    subject: Subject
    strays: dict[int, list[Judged]]
    covered: dict[int, int]
    leaked: dict[int, int]


def looked_at(case: Case, folders: Sequence[Path], *, keep: Path) -> Sample:
    """The two looks at every checked frame of the case's file, kept in `keep`."""
    kept = keep / f"{case.name}.looks"
    if not kept.exists():
        path = next(p for folder in folders for p in folder.glob(f"{case.name}.mp4"))
        kept.write_bytes(pickle.dumps(_looks(path, sorted(case.checked))))
        print(kept.name, flush=True)
    looks, seen = pickle.loads(kept.read_bytes())
    rows = [(i, k, find[:4], find[4]) for i, n in enumerate(sorted(seen)) for k, f in enumerate(seen[n]) for find in f]
    frames, found_by, boxes, scores = zip(*rows, strict=True) if rows else ((), (), (), ())
    return Sample(
        looks=tuple(Look(Subject(s), n) for s, n in looks),
        ticks=np.array([case.index.tick(n) for n in sorted(seen)], np.int64),
        frames=np.array(frames, np.int32),
        found_by=np.array(found_by, np.uint8),
        boxes=np.array(boxes, np.float32).reshape(-1, 4),
        scores=np.array(scores, np.float32),
    )


def some_frames(sample: Sample, ticks: Sequence[int]) -> Sample:
    """What the sample holds of these frames."""
    kept = np.flatnonzero(np.isin(sample.ticks, ticks))
    mine = np.isin(sample.frames, kept)
    frames = np.searchsorted(kept, sample.frames[mine]).astype(np.int32)
    return replace(
        sample,
        ticks=sample.ticks[kept],
        frames=frames,
        found_by=sample.found_by[mine],
        boxes=sample.boxes[mine],
        scores=sample.scores[mine],
    )


def _looks(path: Path, numbers: Sequence[int]) -> Any:
    looks = second_looks(Search(), places.models())
    seen = {}
    with FrameReader(path, probe(path)) as reader:
        for number in numbers:
            finds = [look.at(reader.read(number)) for look in looks]
            seen[number] = [[(d.box.x, d.box.y, d.box.width, d.box.height, d.score) for d in f] for f in finds]
    close_all(looks)
    return [(str(k.detector.subject), k.detector.name) for k in looks], seen


def told(case: Case, sample: Sample) -> Iterator[Told]:
    """What the looks say of the case, by subject."""
    numbers = {int(case.index.tick(n)): n for n in case.checked}
    for tally in Witness(sample).tallies(case.review):
        serving = [n for n in case.checked if serves(case, n, tally.subject)]
        strays: dict[int, list[Judged]] = {n: [] for n in serving}
        for stray in tally.strays:
            if numbers[int(stray.tick)] in strays:
                number = numbers[int(stray.tick)]
                strays[number].append(Judged(stray, judged(case, number, stray)))
        regions = [r for r in case.review.regions.values() if r.subject is tally.subject]
        covered = {n: sum(case.index.tick(n) in r.span for r in regions) for n in serving}
        yield Told(case, tally.subject, strays, covered, {n: case.leaked(n, tally.subject) for n in serving})


def serves(case: Case, number: int, subject: Subject) -> bool:
    """Whether a person looked for the subject in the frame: not where all of it is ignored and nothing counts."""
    truths = [t for t in case.checked[number] if t.subject is subject]
    size = case.size[0] * case.size[1]
    return any(counts(t) for t in truths) or not any(t.ignore and t.box.area >= 0.9 * size for t in truths)


def judged(case: Case, number: int, stray: Stray) -> bool | None:
    """Whether a stray is a box that counts and is uncovered; None for what may be either, or is covered after all."""
    box, known = stray.box, False
    for truth in case.checked[number]:
        if truth.subject is not stray.subject:
            continue
        if counts(truth):
            if truth.box.overlap(box) > 0.25 or _around(box, truth.box):
                leaks = [leak for t, leak in case.leaks[number] if t is truth]
                return True if any(leaks) else None
        elif inside(box, truth):
            known = None  # type: ignore[assignment]
    return known


def _around(box: Box, inner: Box) -> bool:
    return inner.shared(box) > 0.6 * inner.area and box.area < 6 * inner.area


def inside(box: Box, truth: Truth) -> bool:
    shared = truth.box.shared(box)
    return shared > 0.3 * box.area or shared > 0.5 * truth.box.area


def sampled(count: int, seconds: float) -> list[int]:
    """Positions among `count` checked frames of so many seconds that a sample as the program takes it would hit."""
    wanted = max(1, min(round(max(seconds / EVERY, min(LEAST, seconds / CLOSEST))), count))
    return [min(count - 1, int((i + (0.5 + i * GOLDEN) % 1.0) * count / wanted)) for i in range(wanted)]


@dataclass(frozen=True)
class Outcome:
    """One estimate beside the truth; `size` is what is there to be covered in all."""

    inside: bool
    truth: float
    uncovered: float
    width: float
    size: float


def outcomes(one: Told, *, replicates: int, random: np.random.Generator) -> list[Outcome]:
    """The estimate of the case as it is, then of each replicate."""
    numbers = sorted(one.strays)
    together = max(1, round(len(numbers) / max(1.0, one.case.seconds)))
    blocks = [numbers[i : i + together] for i in range(0, len(numbers), together)]
    drawn = [[n for b in random.integers(0, len(blocks), len(blocks)) for n in blocks[b]] for _ in range(replicates)]
    return [_outcome(one, each) for each in [numbers, *drawn]]


def _outcome(one: Told, numbers: list[int]) -> Outcome:
    frames = len(one.case.index)
    picked = [numbers[p] for p in sampled(len(numbers), one.case.seconds)]
    strays = tuple(j.stray for n in picked for j in one.strays[n] if j.real is not None)
    tally = Tally(one.subject, strays, tuple(one.covered[n] for n in picked))
    made = program.estimate_of(tally, looked=len(picked), frames=frames)
    truth = sum(one.leaked[n] for n in numbers) * frames / len(numbers)
    whole = sum(sum(t.subject is one.subject for t, _ in one.case.leaks[n]) for n in numbers) * frames / len(numbers)
    inside = made.low - 0.5 <= truth <= made.high + 0.5
    return Outcome(inside, truth, made.uncovered, made.high - made.low, whole)


def report(found: dict[tuple[Subject, str, str, str], list[Outcome]]) -> None:
    """Print how often the interval holds, and how wide it is."""
    for subject in SUBJECTS:
        mine = {k: v for k, v in found.items() if k[0] is subject}
        held = f"inside {_held(mine):.1%} of replicates, {_held(mine, first=True):.1%} as they are"
        print(f"\n{subject}: {len(mine)} cases, {held}")
        for way in dict.fromkeys(k[3] for k in mine):
            group = {k: v for k, v in mine.items() if k[3] == way}
            firsts = [v[0] for v in group.values()]
            wide = np.median([o.width / max(1.0, o.size) for o in firsts])
            print(
                f"  {way:9} {len(group):3} cases  inside {_held(group):.1%}  truth {sum(o.truth for o in firsts):6.0f}"
                f"  estimated {sum(o.uncovered for o in firsts):6.0f}  of {sum(o.size for o in firsts):6.0f}"
                f"  width in the middle {wide:.0%} of what there is, {np.median([o.width for o in firsts]):.0f}"
            )
        for key, each in mine.items():
            if np.mean([o.inside for o in each]) < 0.8:
                print(f"    low: {key[2]} {key[3]}: {np.mean([o.inside for o in each]):.0%}, {each[0]}")


def _held(found: dict[Any, list[Outcome]], *, first: bool = False) -> float:
    """The mean over the cases, so that each counts the same."""
    return float(np.mean([np.mean([o.inside for o in (v[:1] if first else v[1:] or v)]) for v in found.values()]))


def fitted(tolds: Sequence[Told], subject: Subject) -> program.Habit:
    """HABITS of one subject from these cases: what can be counted is counted, the rest is as it is in the program."""
    mine = [t for t in tolds if t.subject is subject]
    unaltered = [t for t in mine if t.case.way in {str(d) for d in Depth}]
    if sum(sum(t.leaked.values()) for t in unaltered) >= ENOUGH:
        mine = unaltered  # what the analysis misses when it is left as it is, is harder to see
    known = [j for t in mine for each in t.strays.values() for j in each if j.real is not None]
    kinds = Counter((_kind(j.stray), j.real) for j in known)
    frames = sum(len(t.strays) for t in mine)
    real, false = (sum(n for (_, r), n in kinds.items() if r is which) for which in (True, False))
    habit = program.HABITS[subject]
    if not real:
        return habit
    second = (kinds["second", True] + 0.5) / (real + 1) / ((kinds["second", False] + 0.5) / (false + 1))
    slope, even = _logistic(known, real / false)
    leaks = sum(sum(t.leaked.values()) for t in mine)
    seen = tuple(4 * kinds[k, True] / real for k in ("first", "second", "both"))
    first, other, both = seen
    chapman = (first + both + 1) * (other + both + 1) / (both + 1) - 1
    return replace(
        habit,
        worth=replace(habit.worth, slope=slope, even=even, second=second, false=false / frames),
        seen=seen,
        missed=max(1.0, sum(seen) / chapman * leaks / real),
    )


def _kind(stray: Stray) -> str:
    return "both" if None not in stray.scores else "second" if stray.scores[0] is None else "first"


def _logistic(judged: Sequence[Judged], odds: float) -> tuple[float, float]:
    """Slope and even score of the first look's strays, by Newton's method with a light prior."""
    rows = [(j.stray.scores[0], j.stray.scores[1] is not None, j.real) for j in judged if j.stray.scores[0] is not None]
    x = np.array([(1.0, s, float(a)) for s, a, _ in rows])
    y = np.array([float(r) for *_, r in rows])
    weights = np.zeros(3)
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (y - p) - 0.02 * weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + 0.02 * np.eye(3)
        weights = weights + np.linalg.solve(curve, slope)
    base, slope, _ = weights.tolist()
    return slope, float(np.log(odds) - base) / slope


def main() -> None:
    """Look, judge, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--keep", type=Path, required=True)
    parser.add_argument("--ways", nargs="+", default=list(WAYS), choices=WAYS)
    parser.add_argument("--replicates", type=int, default=40)
    parser.add_argument("--fit", action="store_true")
    args = parser.parse_args()
    every = list(cases(args.folders, keep=args.keep, ways=args.ways))
    tolds = [t for c in every for t in told(c, looked_at(c, args.folders, keep=args.keep)) if t.strays]
    _judge(tolds, args.replicates)
    if args.fit:
        whole = {s: fitted(tolds, s) for s in SUBJECTS}
        print("\n".join(f"{s}: {h}" for s, h in whole.items()))
        print("\nEach clip by numbers from the others:")
        _judge(tolds, args.replicates, left_out=True)


def _judge(tolds: Sequence[Told], replicates: int, *, left_out: bool = False) -> None:
    random, found, own = np.random.default_rng(0), defaultdict(list), dict(program.HABITS)
    for clip in dict.fromkeys(t.case.clip for t in tolds):
        if left_out:
            others = [t for t in tolds if t.case.clip != clip]
            program.HABITS.update({s: fitted(others, s) for s in SUBJECTS})
        for one in (t for t in tolds if t.case.clip == clip):
            key = (one.subject, clip, one.case.name, one.case.way)
            found[key] = outcomes(one, replicates=replicates, random=random)
        program.HABITS.update(own)
    report(found)


if __name__ == "__main__":
    main()
