"""Finds number plates by their look, with OpenCV's cascade: a look of another make, which sees far fewer."""

from pathlib import Path

import cv2
import numpy as np

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.vision.picture import bgr, fitted

STEP = 1.1
"""By how much the cascade's window grows from one pass over the picture to the next."""

NEIGHBOURS = 2
"""Overlapping windows beside the best that a find needs."""

USUAL = 4.0
"""Weight of the last stage that becomes a score of 0.63; weights have no upper end."""

LEAST = 40
"""Width and height in pixels of the input under which OpenCV's cascades have nothing to slide over."""


class PlateCascade:
    """Plates from a cascade of Haar features (Viola and Jones, 2001); by its name it was trained on Russian plates."""

    subject = Subject.PLATE
    check_threshold = 0.6

    def __init__(self, model: Path, *, area: int) -> None:
        self.name = f"OpenCV's plate cascade at {area / 1e6:.2f} megapixels"
        self._area = area
        self._cascade = cv2.CascadeClassifier(str(model))

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        """All plates of at least `threshold`, best first."""
        size = fitted(frame, area=self._area)
        if min(size) < LEAST:
            return []
        grey = cv2.equalizeHist(cv2.cvtColor(bgr(frame, size=size), cv2.COLOR_BGR2GRAY))
        boxes, _, weights = self._cascade.detectMultiScale3(
            grey, scaleFactor=STEP, minNeighbors=NEIGHBOURS, outputRejectLevels=True
        )
        scores = 1 - np.exp(-np.maximum(np.ravel(weights).astype(np.float64), 0) / USUAL)
        across, down = frame.width / size[0], frame.height / size[1]
        found = [
            Detection(self.subject, Box(x * across, y * down, w * across, h * down), score, self.name)
            for (x, y, w, h), score in zip(np.reshape(boxes, (-1, 4)).tolist(), scores.tolist(), strict=True)
            if score >= threshold
        ]
        return sorted(found, key=lambda d: -d.score)

    def close(self) -> None:
        """Nothing to let go of: the cascade goes with its memory."""
