"""When there is a doubt to look at, and whether it is settled: worked out once, since there may be thousands."""

from collections.abc import Container
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from reviewer.core.analysis import Appraisal
from reviewer.core.doubt import DoubtId


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """The `ids` of all doubts, int64 `ticks` of the frames to look at, and which of them are `settled`."""

    ids: tuple[DoubtId, ...] = ()
    ticks: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    settled: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, np.bool_))

    @classmethod
    def of(cls, appraisal: Appraisal, settled: Container[DoubtId]) -> Self:
        """Those of an appraisal."""
        ids = tuple(doubt.id for doubt in appraisal.doubts)
        ticks = np.fromiter((doubt.tick for doubt in appraisal.doubts), np.int64, len(ids))
        return cls(ids, ticks).settling(settled)

    def settling(self, settled: Container[DoubtId]) -> Self:
        """The same with other ones settled."""
        return replace(self, settled=np.fromiter((i in settled for i in self.ids), np.bool_, len(self.ids)))
