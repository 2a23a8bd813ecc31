"""What following works on: the luma of each frame of a segment, what it shows of the camera's motion, and the finds."""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from reviewer.core.detection import Detection
from reviewer.vision.motion import Grey
from reviewer.vision.scene import Sight
from reviewer.vision.trail import Place

STRIDE = 0.08
"""Seconds between two steps of flow at most. What lies between is put where the camera's motion, which is known for
every frame, and an even motion of its own would have it."""

Seek = Callable[[int, Place], Detection | None]
"""Looks for a face in a frame of the material, given by its number, around a place; both in pixels of the frame."""


@dataclass(slots=True, eq=False)
class Material:
    """What following works on: the luma of each frame of a segment at one size, and the finds of the scanned ones.

    `first` is the number of the first frame in the footage; `scale` is grey pixels per frame pixel; `rate` is frames
    a second, only used to turn seconds of patience into steps. `core` is the first and last frame of the segment
    itself: what lies beyond belongs to its neighbours too, and is only for what their detectors may not see.
    """

    first: int
    core: tuple[int, int]
    rate: float
    scale: float = 1.0
    greys: list[Grey] = field(default_factory=list)
    sight: Sight = field(default_factory=Sight)
    finds: dict[int, list[Detection]] = field(default_factory=dict)

    def add(self, grey: Grey) -> None:
        """Take in the luma of the next frame."""
        self.greys.append(grey)
        self.sight.see(grey)

    def grey(self, frame: int) -> Grey:
        """The luma of that frame."""
        return self.greys[frame - self.first]

    def cut_between(self, frame: int, other: int) -> bool:
        """Whether two neighbouring frames seem to be of different shots."""
        return self.sight.cuts[max(frame, other) - self.first]

    def camera(self, start: int, end: int) -> Place:
        """How far the picture moves in grey pixels from one frame to another, which may be the earlier one."""
        low, high = sorted((start, end))
        motion = np.sum(self.sight.motion[low + 1 - self.first : high + 1 - self.first], axis=0)
        return np.asarray(motion * (self.greys[0].shape[1] * (1 if end > start else -1)))

    @property
    def stride(self) -> int:
        """Frames from one step of flow to the next."""
        return max(1, int(STRIDE * self.rate + 0.01))

    @property
    def last(self) -> int:
        """The number of the last frame."""
        return self.first + len(self.greys) - 1
