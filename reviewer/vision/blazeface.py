"""Finds faces in tiles of a frame with MediaPipe's BlazeFace, full range: a second opinion of another make."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.vision.detector import best_apart
from reviewer.vision.mediapipe_tasks import face_detector, image
from reviewer.vision.picture import bgr, fitted

TILE = 384
"""Side of a tile in pixels of the input: twice what the network takes, so it sees faces from about 30 of them on."""

OVERLAP = 0.3
"""Part of a tile that its neighbour sees as well; a face on the seam is whole in one of them."""

FLOOR = 0.6
"""Score below which BlazeFace sees faces in noise: in dark footage it reported ten false ones a frame from 0.3 on."""

SAME = 0.4
"""Intersection over union beyond which finds of two tiles are one face."""

FOREHEAD = 0.2
"""How far the hairline lies above a BlazeFace box, in parts of its height; other detectors' boxes reach up to it."""


class BlazeFace:
    """Faces from overlapping tiles; finds far fewer than CenterFace does, and hardly any that CenterFace misses."""

    subject = Subject.FACE
    check_threshold = 0.6

    def __init__(self, model: Path, *, area: int) -> None:
        self.name = f"BlazeFace full range in tiles of {TILE} pixels at {area / 1e6:.2f} megapixels"
        self._area = area
        self._detector: Any = face_detector(model.read_bytes(), threshold=FLOOR)

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        """All faces of at least `threshold`, and never under FLOOR, best first."""
        size = fitted(frame, area=self._area)
        picture = np.asarray(cv2.cvtColor(bgr(frame, size=size), cv2.COLOR_BGR2RGB), np.uint8)
        found = [f for x, y in _corners(size) for f in self._tile(picture, x, y=y)]
        if not found:
            return []
        boxes, scores = np.array([f[:4] for f in found]), np.array([f[4] for f in found])
        scale = np.array([frame.width / size[0], frame.height / size[1]] * 2)
        return [
            Detection(self.subject, Box(*(float(v) for v in boxes[i] * scale)), float(scores[i]), self.name)
            for i in best_apart(boxes, scores, overlap=SAME)
            if scores[i] >= threshold
        ]

    def close(self) -> None:
        """End MediaPipe's thread."""
        self._detector.close()

    def _tile(self, picture: NDArray[np.uint8], x: int, *, y: int) -> list[tuple[float, float, float, float, float]]:
        tile = np.ascontiguousarray(picture[y : y + TILE, x : x + TILE])
        return [
            (
                float(d.bounding_box.origin_x + x),
                float(d.bounding_box.origin_y + y - FOREHEAD * d.bounding_box.height),
                float(d.bounding_box.width),
                float((1 + FOREHEAD) * d.bounding_box.height),
                float(d.categories[0].score),
            )
            for d in self._detector.detect(image(tile)).detections
        ]


def _corners(size: tuple[int, int]) -> list[tuple[int, int]]:
    """The top left corners of the tiles that cover a picture of that size (width, height)."""
    columns, rows = (_starts(side) for side in size)
    return [(x, y) for y in rows for x in columns]


def _starts(side: int) -> list[int]:
    if side <= TILE:
        return [0]
    count = -(-(side - TILE) // round(TILE * (1 - OVERLAP))) + 1
    return [round(i * (side - TILE) / (count - 1)) for i in range(count)]
