"""A sample of frames at which two independent looks were taken, beside the analysis: evidence of what it may miss."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.timing import Tick


@dataclass(frozen=True, slots=True)
class Look:
    """A detector that looked at every frame of a sample: what it finds, and what reports call it."""

    subject: Subject
    name: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a look found in a frame of a sample: `look` is its position among the looks.

    `outline` has four corners; None where only the box is known.
    """

    tick: Tick
    look: int
    box: Box
    score: float
    outline: Outline | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """The looks, the ticks of the frames that they looked at, and everything that they found there.

    `ticks` is int64 and strictly rising. The finds have an entry each: `frames`, int32, positions in `ticks`, rising;
    `found_by`, uint8, positions in `looks`; `boxes`, float32 of shape (n, 4): x, y, width, height in pixels of the
    upright frame; `scores`, float32. `quads`, float32 of shape (n, 4, 2), are the corners of the finds, not a number
    where a look told the box alone; None where all did.
    """

    looks: tuple[Look, ...]
    ticks: NDArray[np.int64]
    frames: NDArray[np.int32]
    found_by: NDArray[np.uint8]
    boxes: NDArray[np.float32]
    scores: NDArray[np.float32]
    quads: NDArray[np.float32] | None = None

    def __post_init__(self) -> None:
        count = len(self.frames)
        if not count == len(self.found_by) == len(self.scores) or self.boxes.shape != (count, 4):
            raise ValueError("a sample holds one frame, look, box and score a find")
        if count and (int(self.frames.max()) >= len(self.ticks) or int(self.found_by.max()) >= len(self.looks)):
            raise ValueError("a find of a sample belongs to one of its frames and looks")
        if count and (int(self.frames.min()) < 0 or bool((np.diff(self.frames) < 0).any())):
            raise ValueError("the finds of a sample come in the order of its frames")
        if not (np.isfinite(self.boxes).all() and np.isfinite(self.scores).all()):
            raise ValueError("the boxes and scores of a sample are numbers")
        if self.quads is not None and not _are_corners(self.quads, count):
            raise ValueError("the corners of a sample are four places a find, or none")
        if bool((np.diff(self.ticks) <= 0).any()):
            raise ValueError("the ticks of a sample rise")

    def sightings(self) -> Iterator[Sighting]:
        """The finds one by one, in the order of their frames."""
        quads = [None] * len(self.frames) if self.quads is None else self.quads.tolist()
        columns = (self.frames.tolist(), self.found_by.tolist(), self.boxes.tolist(), self.scores.tolist(), quads)
        for frame, look, box, score, quad in zip(*columns, strict=True):
            outline = None if quad is None or isnan(quad[0][0]) else Outline(tuple((x, y) for x, y in quad))
            yield Sighting(Tick(int(self.ticks[frame])), look, Box(*box), score, outline)


def _are_corners(quads: NDArray[np.float32], count: int) -> bool:
    if quads.shape != (count, 4, 2):
        return False
    return bool((np.isfinite(quads).all(axis=(1, 2)) | np.isnan(quads).all(axis=(1, 2))).all())
