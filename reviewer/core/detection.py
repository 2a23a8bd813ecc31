"""What detectors report and what following makes of it: evidence, never altered by a reviewer."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import NewType

import numpy as np
from numpy.typing import NDArray

from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.reading import Reading
from reviewer.core.timing import Span, Tick

TrackId = NewType("TrackId", str)


class Subject(StrEnum):
    """The kind of thing found."""

    FACE = "face"
    PLATE = "plate"
    TEXT = "text"


class Origin(IntEnum):
    """How the box of a track in one frame came about."""

    DETECTED = 0
    FOLLOWED = 1
    BRIDGED = 2


@dataclass(frozen=True, slots=True)
class Detection:
    """A box that the detector `detector` reported in one frame, with its score from 0 to 1.

    `outline` is there when it tells more than a box: what lies aslant in it; the box is its hull.
    """

    subject: Subject
    box: Box
    score: float
    detector: str
    outline: Outline | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """One subject through time, one entry a frame without holes.

    `ticks` is int64 and strictly rising; `boxes` is float32 of shape (n, 4): x, y, width, height in pixels
    of the upright frame; `origins` is uint8 (see Origin); `scores` is float32. `end` is the tick at which the
    last of these frames stops being shown. `reading` is what stands on a plate, where it was asked for and found.
    `quads` is float32 of shape (n, 4, 2), x and y of four corners clockwise from the subject's own top left, of which
    `boxes` are the upright hulls; None where only boxes are known.
    """

    id: TrackId
    subject: Subject
    ticks: NDArray[np.int64]
    boxes: NDArray[np.float32]
    origins: NDArray[np.uint8]
    scores: NDArray[np.float32]
    end: Tick
    reading: Reading | None = None
    quads: NDArray[np.float32] | None = None

    @property
    def span(self) -> Span:
        """From the track's first frame to the end of its last."""
        return Span(Tick(int(self.ticks[0])), self.end)

    def box(self, position: int) -> Box:
        """The box at `position`, counted from the track's first frame."""
        x, y, width, height = (float(v) for v in self.boxes[position])
        return Box(x, y, width, height)

    def outline(self, position: int) -> Outline | None:
        """The corners at `position`; None where they are not known, or are no places."""
        if self.quads is None or not np.isfinite(self.quads[position]).all():
            return None
        return Outline(tuple((float(x), float(y)) for x, y in self.quads[position]))
