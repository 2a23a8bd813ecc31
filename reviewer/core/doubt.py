"""Where something may be uncovered, and why: what the analysis itself says about its own finds."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Subject, TrackId
from reviewer.core.geometry import Box
from reviewer.core.timing import Span, Tick

DoubtId = NewType("DoubtId", str)


class Verdict(StrEnum):
    """How a person has settled a doubt."""

    RIGHT = "right"
    COVERED = "covered"
    FALSE = "false"


class DoubtKind(StrEnum):
    """Why something may be uncovered."""

    APPEARED = "appeared"
    VANISHED = "vanished"
    BRIDGED = "bridged"
    RETURNED = "returned"
    WEAK = "weak"
    SMALL = "small"
    DARK = "dark"
    BLURRED = "blurred"
    PAN = "pan"
    CUT = "cut"
    DISAGREEMENT = "disagreement"


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something may be uncovered during `span`; the frame on show at `tick` is the one to look at for it.

    `weight`, from 0 to 1, is how likely that is in each frame of the span, as measured on labelled footage. `subject`
    is None where it may be any; `box`, in pixels of the upright frame, says where in the frame at `tick`, None for the
    whole picture; `track` is the track that it is about, if any.
    """

    kind: DoubtKind
    span: Span
    tick: Tick
    weight: float
    subject: Subject | None = None
    box: Box | None = None
    track: TrackId | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.weight <= 1:
            raise ValueError("the weight of a doubt lies between 0 and 1")

    @property
    def id(self) -> DoubtId:
        """What it is called in a review: the same for the same doubt of the same analysis."""
        place = "" if self.box is None else f"{self.box.x:.0f},{self.box.y:.0f}"
        return DoubtId(f"{self.kind}:{self.span.start}-{self.span.end}:{self.track or self.subject or ''}:{place}")


def risk_of(doubts: Iterable[Doubt], ticks: NDArray[np.int64]) -> NDArray[np.float32]:
    """The risk of something uncovered in each frame, from 0 to 1, float32, given the frames' ticks, which rise.

    Doubts count as independent causes: the risk is that of at least one being right (a noisy-or; Pearl, Probabilistic
    Reasoning in Intelligent Systems, 1988).
    """
    sure = np.zeros(len(ticks) + 1)
    for doubt in doubts:
        first, last = np.searchsorted(ticks, (doubt.span.start, doubt.span.end))
        if first < last:
            part = np.log1p(-min(doubt.weight, _MOST))
            sure[first] += part
            sure[last] -= part
    return -np.expm1(np.minimum(np.cumsum(sure[:-1]), 0.0)).astype(np.float32)


_MOST = 0.9999
"""The heaviest weight that is counted: with a 1 the sums could not be taken back where a doubt ends."""
