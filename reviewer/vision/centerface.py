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

CROP = 96
"""Side of the picture of a closer look: a face is some 38 pixels in it; 128 finds hardly more for twice the time."""

NEAR, LIKE = 0.6, 1.7
"""How far from the middle of the place, in its sizes, a find may be, and how many times larger or smaller."""

ROOM = 1.3
"""Sides of the square that a closer look takes in, in sizes of what is expected there, besides how far that may be."""

SAME = 0.3
"""Intersection over union beyond which two finds are one face, as in the published post-processing."""


class CenterFace:
    """Faces from a fully convolutional network, whatever their number; its cost is that of `area` input pixels."""

    subject = Subject.FACE
    check_threshold = 0.3

    def __init__(self, model: Path, *, area: int, mirrored: bool = False, network: Network | None = None) -> None:
        """`mirrored` looks at the frame left to right: the same faces, seen another way; `network` is it, if loaded."""
        self._model = model
        self.name = f"CenterFace at {area / 1e6:.2f} megapixels{', mirrored' if mirrored else ''}"
        self._area, self._mirrored = area, mirrored
        self._network = network or Network(of_any_size(model.read_bytes()))

    def another(self, area: int, *, mirrored: bool) -> "CenterFace":
        """The same network for another look; it is loaded once."""
        return CenterFace(self._model, area=area, mirrored=mirrored, network=self._network)

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

    def detect_near(
        self, frame: Frame, place: Box, *, threshold: float, side: int = CROP, reach: float = NEAR
    ) -> Detection | None:
        """The best face of at least `threshold` in and around `place`, in a square crop scaled to `side` pixels.

        `reach` is how far from the middle of the place it may be, in sizes of the place.
        In such a crop its scores are lower than in a whole frame: there is less around it.
        """
        crop = _around(place, frame, reach=reach)
        if crop is None:
            return None
        part = frame.part(crop)
        scale = side / max(part.width, part.height)
        size = (max(8, round(part.width * scale)), max(8, round(part.height * scale)))
        canvas = np.zeros((side, side, 3), np.uint8)
        canvas[: size[1], : size[0]] = bgr(part, size=size)
        boxes, scores = self._look(canvas, threshold=threshold)
        boxes *= np.array([part.width / size[0], part.height / size[1]] * 2)
        boxes[:, :2] += crop[:2]
        fits = np.flatnonzero(_like(boxes, place, reach=reach))
        if not len(fits):
            return None
        best = fits[np.argmax(scores[fits])]
        box = Box(*(float(v) for v in boxes[best]))
        return Detection(self.subject, box, min(float(scores[best]), 1.0), f"{self.name}, closer")

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


def _around(place: Box, frame: Frame, *, reach: float) -> tuple[int, int, int, int] | None:
    """The square around a place that a closer look takes in, in whole even pixels of the frame: x, y, width, height."""
    side = (2 * reach + ROOM) * max(place.width, place.height)
    x, y = place.x + place.width / 2 - side / 2, place.y + place.height / 2 - side / 2
    left, top = (max(0, int(v) // 2 * 2) for v in (x, y))
    right, bottom = (min(most, int(v)) for v, most in ((x + side, frame.width), (y + side, frame.height)))
    width, height = ((far - near) // 2 * 2 for near, far in ((left, right), (top, bottom)))
    return (left, top, width, height) if width >= 8 and height >= 8 else None


def _like(found: NDArray[np.float64], place: Box, *, reach: float) -> NDArray[np.bool_]:
    """Which finds (n, 4) in a crop may be what was expected at the place: near its middle, and of like size."""
    apart = np.abs(found[:, :2] + found[:, 2:] / 2 - place.centre) / np.maximum((place.width, place.height), 1.0)
    sizes = np.sqrt(found[:, 2:].prod(axis=1) / max(place.area, 1.0))
    return np.asarray((apart <= reach).all(axis=1) & (sizes >= 1 / LIKE) & (sizes <= LIKE))
