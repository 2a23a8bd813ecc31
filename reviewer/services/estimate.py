"""Estimates how many faces and plates may be uncovered in a footage, from two looks at a sample of its frames.

Pure functions of the sample and the review, so that the estimate follows what a person covers. In steps: which finds of
the looks nothing covers (services/strays); how likely each is what it was taken for, by its score; how many more there
are that both looks missed, by capture and recapture; and what that says of the whole footage, as a distribution. The
numbers in HABITS were measured on labelled footage (tests/bench/estimate.py; resources/help/estimate.md).
"""

import math
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Subject
from reviewer.core.estimate import Estimate
from reviewer.core.review import Review
from reviewer.core.sample import Sample
from reviewer.services.strays import Stray, Tally, Witness

DRAWS = 4000
"""Draws from the distribution of the estimate; their quantiles no longer move by more than a few per cent."""

SEED = 20
"""Of the draws: the same sample and review give the same estimate."""

WITHIN = (0.025, 0.5, 0.975)
"""Quantiles that are told: the ends of an interval of 95 % and its middle."""

ROUNDS = 60
"""Steps of the search for how many strays are real, which settles long before."""

PLENTY = 0.3
"""Real strays a frame from which that search starts, so that many of them are not taken for noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worth:
    """How likely strays are real.

    A stray of score s in the first look is `slope` x (s - `even`) more likely real than false, as a logarithm, and
    `agreed` more when the second look saw it too; one of the second look alone is `second` times as likely. `false` is
    false strays a frame, `real` real ones, which counts as much as `frames` frames of this footage.
    """

    slope: float
    even: float
    agreed: float
    second: float
    false: float
    real: float
    frames: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """What the analysis leaves uncovered.

    For each place that it covers, counting at most `most` in a frame and `hidden` where there is none, it left
    `uncovered` uncovered, told with the weight of `alpha` places; places come in groups of about `grouped`. `spread` is
    how far off an estimate is, as a logarithm, all told.
    """

    uncovered: float
    alpha: float
    grouped: float
    hidden: float
    most: float
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """What the two looks for a subject, and the analysis, were like on labelled footage.

    `seen` is how many real strays of it the first look alone, the second alone, and both had seen, scaled to count as
    much as a few of this footage; `missed` is by how much capture and recapture came out too low, since both looks miss
    the same.
    """

    worth: Worth
    seen: tuple[float, float, float]
    missed: float
    left: Left


HABITS: dict[Subject, Habit] = {
    Subject.FACE: Habit(
        worth=Worth(slope=20.0, even=0.3375, agreed=1.5, second=0.01, false=0.58, real=0.03, frames=5),
        seen=(2.5, 0.0, 1.5),
        missed=1.2,
        left=Left(uncovered=0.025, alpha=0.25, grouped=2.5, hidden=0.1, most=math.inf, spread=0.7),
    ),
    Subject.PLATE: Habit(
        worth=Worth(slope=8.6, even=0.91, agreed=0.0, second=0.6, false=2.1, real=0.017, frames=20),
        seen=(0.75, 1.8, 1.4),
        missed=1.2,
        left=Left(uncovered=0.25, alpha=0.4, grouped=2.5, hidden=0.1, most=1, spread=0.7),
    ),
}


def estimates(sample: Sample | None, review: Review, *, frames: int) -> tuple[Estimate, ...]:
    """An estimate for each subject that two looks were taken for, of a footage of so many frames.

    None where there is no sample, or not one of its frames could be looked at.
    """
    if sample is None or not len(sample.ticks):
        return ()
    return Estimator(sample, frames=frames).estimates(review)


class Estimator:
    """Estimates from one sample of a footage of `frames` frames, for one review after the other."""

    def __init__(self, sample: Sample, *, frames: int) -> None:
        self._witness, self._looked, self._frames = Witness(sample), len(sample.ticks), frames

    def estimates(self, review: Review) -> tuple[Estimate, ...]:
        """As the function of that name."""
        return self._of(self._witness.tallies(review))

    def estimating(self, review: Review) -> Generator[None, None, tuple[Estimate, ...]]:
        """As `estimates`, in small steps, for whoever must not be held up."""
        return self._of((yield from self._witness.tallying(review)))

    def _of(self, found: Sequence[Tally]) -> tuple[Estimate, ...]:
        return tuple(estimate_of(t, looked=self._looked, frames=self._frames) for t in found if t.subject in HABITS)


def likelihoods(strays: Sequence[Stray], *, looked: int) -> NDArray[np.float64]:
    """How likely each stray of one subject is real, 0 to 1, given how many strays like it there are in `looked` frames.

    The share of real ones is found by expectation and maximisation (Dempster, Laird and Rubin, 1977), leaning on the
    labelled footage's where there is little to go by.
    """
    if not strays:
        return np.zeros(0)
    worth = HABITS[strays[0].subject].worth
    odds = np.array([_odds(stray, worth) for stray in strays])
    rate, real = PLENTY, np.zeros(len(strays))
    for _ in range(ROUNDS):
        real = rate * odds / (rate * odds + worth.false)
        rate = (float(real.sum()) + worth.frames * worth.real) / (looked + worth.frames)
    return real


def estimate_said(estimate: Estimate) -> str:
    """The estimate in words that promise nothing."""
    e = estimate
    return (
        f"Estimate: about {e.uncovered:,} ({e.low:,} to {e.high:,}) {e.subject}-frames may be uncovered, beside "
        f"{e.covered:,} that are covered; from two independent looks at {e.looked:,} of {e.frames:,} frames. "
        "An estimate, not a promise."
    )


def as_json(estimates: Sequence[Estimate]) -> dict[str, Any]:
    """The estimates by subject, as the manifest and the command line have them."""
    return {
        str(e.subject): {
            "uncovered": e.uncovered,
            "low": e.low,
            "high": e.high,
            "covered": e.covered,
            "looked": e.looked,
            "frames": e.frames,
        }
        for e in estimates
    }


def _odds(stray: Stray, worth: Worth) -> float:
    """How many times likelier such a stray is where it is real than where it is false."""
    first, second = stray.scores
    if first is None:
        return worth.second
    return math.exp(worth.slope * (first - worth.even) + (worth.agreed if second is not None else 0.0))


def estimate_of(tally: Tally, *, looked: int, frames: int) -> Estimate:
    """The estimate for one subject from its tally over `looked` frames, of a footage of so many frames."""
    habit = HABITS[tally.subject]
    real = likelihoods(tally.strays, looked=looked)
    left = habit.left
    exposed = sum(min(max(count, left.hidden), left.most) for count in tally.covered)
    found = float(real.sum())
    part = _part_seen(tally.strays, real, habit=habit)
    random = np.random.default_rng(SEED)
    # A share of what is covered, with the gamma distribution that counts leave it with (conjugate to Poisson's).
    share = random.gamma(left.alpha + found / left.grouped, 1.0, DRAWS)
    share /= left.alpha / left.uncovered + exposed * part / left.grouped
    uncovered = share * exposed * np.exp(random.normal(0.0, left.spread, DRAWS)) * frames / looked
    low, middle, high = np.quantile(uncovered, WITHIN).tolist()
    return Estimate(
        subject=tally.subject,
        uncovered=round(middle),
        low=math.floor(low),
        high=math.ceil(high),
        covered=round(sum(tally.covered) * frames / looked),
        seen=len(tally.strays),
        looked=looked,
        frames=frames,
    )


def _part_seen(strays: Sequence[Stray], real: NDArray[np.float64], *, habit: Habit) -> float:
    """The share of uncovered places that at least one look saw, by capture and recapture.

    Chapman's estimator (Some properties of the hypergeometric distribution with applications to zoological sample
    censuses, 1951), with the counts of the labelled footage added to this footage's own.
    """
    first, second, both = habit.seen
    for stray, likely in zip(strays, real.tolist(), strict=True):
        if None not in stray.scores:
            both += likely
        elif stray.scores[1] is None:
            first += likely
        else:
            second += likely
    everything = (first + both + 1) * (second + both + 1) / (both + 1) - 1
    return (first + second + both) / everything / habit.missed
