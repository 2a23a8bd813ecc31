"""What an analysis leaves behind: evidence about one footage, never altered by a reviewer."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Track
from reviewer.core.doubt import Doubt
from reviewer.core.sample import Sample


def _no_risk() -> NDArray[np.float32]:
    return np.zeros(0, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Appraisal:
    """How far the tracks of an analysis may be trusted.

    `doubts` say where something may be uncovered, in the order of their spans; `risk` is float32, one entry a frame of
    the footage, the risk of all doubts together, empty where none was worked out. `sample` is what two independent
    looks found at some of the frames; None where none were taken.
    """

    doubts: tuple[Doubt, ...] = ()
    risk: NDArray[np.float32] = field(default_factory=_no_risk)
    sample: Sample | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Analysis:
    """Everything that an analysis of one footage found.

    `tracks` are what regions are proposed from.
    """

    tracks: tuple[Track, ...]
    appraisal: Appraisal = field(default_factory=Appraisal)
