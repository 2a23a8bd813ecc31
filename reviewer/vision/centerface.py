"""Finds faces in a whole frame with CenterFace through ONNX Runtime."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.vision.detector import best_apart
from reviewer.vision.onnx_graph import of_any_size
from reviewer.vision.picture import bgr, fitted
from reviewer.vision.runtime import Network

STRIDE = 4
"""Pixels of the input for one cell of the output (Xu et al., CenterFace: Joint Face Detection and Alignment, 2019)."""

SAME = 0.3
"""Intersection over union beyond which two finds are one face, as in the published post-processing."""


class CenterFace:
    """Faces from a fully convolutional network, whatever their number; its cost is that of `area` input pixels."""

    subject = Subject.FACE
    check_threshold = 0.3

    def __init__(self, model: Path, *, area: int, mirrored: bool = False) -> None:
        """`mirrored` looks at the frame left to right: the same faces, seen another way."""
        self.name = f"CenterFace at {area / 1e6:.2f} megapixels{', mirrored' if mirrored else ''}"
        self._area, self._mirrored = area, mirrored
        self._network = Network(of_any_size(model.read_bytes()))

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        """All faces of at least `threshold`, best first."""
        size = fitted(frame, area=self._area)
        picture = bgr(frame, size=size)
        boxes, scores = self._look(picture[:, ::-1] if self._mirrored else picture, threshold=threshold)
        if self._mirrored:
            boxes[:, 0] = size[0] - boxes[:, 0] - boxes[:, 2]
        scale = np.array([frame.width / size[0], frame.height / size[1]] * 2)
        return [
            Detection(self.subject, Box(*(float(v) for v in boxes[i] * scale)), float(scores[i]), self.name)
            for i in best_apart(boxes, scores, overlap=SAME)
        ]

    def close(self) -> None:
        """Nothing to let go of: the network goes with its memory."""

    def _look(self, picture: NDArray[np.uint8], *, threshold: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Boxes (n, 4: x, y, width, height) in pixels of the picture, and their scores."""
        outputs = self._network.run(np.asarray(cv2.dnn.blobFromImage(picture, swapRB=True), np.float32))
        heat, size, offset = (out[0] for out in outputs[:3])
        rows, columns = np.nonzero(heat[0] > threshold)
        cell = (rows, columns)
        height = np.exp(np.minimum(size[0][cell], 8.0)) * STRIDE
        width = np.exp(np.minimum(size[1][cell], 8.0)) * STRIDE
        y = (rows + offset[0][cell] + 0.5) * STRIDE - height / 2
        x = (columns + offset[1][cell] + 0.5) * STRIDE - width / 2
        boxes = np.stack([x, y, width, height], axis=1).astype(np.float64)
        return boxes, heat[0][cell].astype(np.float64)
