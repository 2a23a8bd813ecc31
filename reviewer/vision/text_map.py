"""Where something is written in a picture, with PP-OCR's text detection through ONNX Runtime."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.geometry import Box
from reviewer.vision.runtime import Network

INK = 0.2
"""Probability from which a pixel counts as text; lower than for reading, since a plate only has to be found."""

UNCLIP = 1.5
"""How far the text map shrinks its lines; the offset is area * UNCLIP / perimeter (Liao et al., Real-time Scene Text
Detection with Differentiable Binarization, 2020)."""


class TextMap:
    """The network that marks written pixels, and the lines that they make."""

    def __init__(self, model: Path) -> None:
        self._network = Network(model.read_bytes())

    def ink(self, picture: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The probability of text for each pixel of a BGR picture whose sides 32 divides."""
        tensor = cv2.dnn.blobFromImage(picture, 1 / 127.5, mean=(127.5, 127.5, 127.5))
        ink: NDArray[np.float32] = self._network.run(np.asarray(tensor, np.float32))[0][0, 0]
        return ink

    def lines(self, picture: NDArray[np.uint8]) -> list[tuple[Box, float]]:
        """The upright boxes around lines of text in the picture, with their scores."""
        return lines(self.ink(picture))


def lines(ink: NDArray[np.float32]) -> list[tuple[Box, float]]:
    """The upright boxes around connected text in a probability map, unshrunk, with their mean probability."""
    written = (ink > INK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(written)
    found = []
    for label in range(1, count):
        x, y, width, height, area = (int(v) for v in stats[label])
        if width < 3 or height < 2:
            continue
        part = (slice(y, y + height), slice(x, x + width))
        score = float(ink[part][labels[part] == label].mean())
        offset = area * UNCLIP / (2 * (width + height)) + 1
        found.append((Box(x, y, width, height).padded(offset), score))
    return found
