"""What every detector offers, and what they share."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame


class Detector(Protocol):
    """Finds one kind of subject in one frame; holds its model, so one instance serves one thread."""

    @property
    def name(self) -> str:
        """What reports call it: model and the size it looks at."""

    @property
    def subject(self) -> Subject:
        """What it finds."""

    @property
    def check_threshold(self) -> float:
        """The score, lower than the analysis uses, at which the check of a copy reports a find."""

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        """All finds of at least `threshold`, boxes in pixels of the frame, best first."""

    def close(self) -> None:
        """Let go of the model; the detector is not used afterwards."""


def best_apart(boxes: NDArray[np.float64], scores: NDArray[np.float64], *, overlap: float) -> NDArray[np.intp]:
    """Positions of the boxes (n, 4: x, y, width, height) that stay when worse overlapping ones go, best first.

    Two boxes are the same find when their intersection over union exceeds `overlap` (non-maximum suppression).
    """
    order = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    x0, y0 = boxes[:, 0], boxes[:, 1]
    x1, y1 = x0 + boxes[:, 2], y0 + boxes[:, 3]
    area = boxes[:, 2] * boxes[:, 3]
    while order.size:
        first, rest = int(order[0]), order[1:]
        kept.append(first)
        across = np.minimum(x1[first], x1[rest]) - np.maximum(x0[first], x0[rest])
        down = np.minimum(y1[first], y1[rest]) - np.maximum(y0[first], y0[rest])
        both = np.clip(across, 0, None) * np.clip(down, 0, None)
        order = rest[both <= overlap * (area[first] + area[rest] - both)]
    return np.array(kept, np.intp)
