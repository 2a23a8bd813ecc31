"""Where something is written in a picture, with PP-OCR's text detection through ONNX Runtime."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.geometry import Box
from reviewer.vision.runtime import Network
from reviewer.vision.text_blocks import ROUND, Line

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

    def sloping(self, picture: NDArray[np.uint8]) -> list[Line]:
        """The same as rectangles that follow the slope of each line."""
        return sloping(self.ink(picture))


def lines(ink: NDArray[np.float32]) -> list[tuple[Box, float]]:
    """The upright boxes around connected text in a probability map, unshrunk, with their mean probability."""
    return [(_upright(part), part.score) for part in _parts(ink)]


def sloping(ink: NDArray[np.float32]) -> list[Line]:
    """The same as rectangles that follow the slope of each line; what is about as high as it is long lies level."""
    return [_sloping(part) for part in _parts(ink)]


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Pixels of a map that hang together: where their upright box begins, which of it they are, and their mean."""

    x: int
    y: int
    written: NDArray[np.bool_]
    score: float

    @property
    def width(self) -> int:
        return int(self.written.shape[1])

    @property
    def height(self) -> int:
        return int(self.written.shape[0])

    @property
    def area(self) -> int:
        return int(np.count_nonzero(self.written))


def _parts(ink: NDArray[np.float32]) -> Iterator[_Part]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats((ink > INK).astype(np.uint8))
    for label in range(1, count):
        x, y, width, height = (int(v) for v in stats[label, :4])
        if width < 3 or height < 2:
            continue
        place = (slice(y, y + height), slice(x, x + width))
        written = labels[place] == label
        yield _Part(x, y, written, float(ink[place][written].mean()))


def _upright(part: _Part) -> Box:
    return Box(part.x, part.y, part.width, part.height).padded(_offset(part.area, sides=(part.width, part.height)))


def _offset(area: int, *, sides: tuple[float, float]) -> float:
    """How far the edge of a shrunk line moves out, in pixels; one more since edges lie in the middle of pixels."""
    return area * UNCLIP / (2 * sum(sides)) + 1


def _sloping(part: _Part) -> Line:
    pixels = cv2.findNonZero(part.written.astype(np.uint8))
    (x, y), (length, height), slope = cv2.minAreaRect(pixels)
    length, height = length + 1, height + 1  # between the middles of the outermost pixels
    if length < height:
        length, height, slope = height, length, slope - 90
    if length < ROUND * height:
        x, y, length, height, slope = (part.width - 1) / 2, (part.height - 1) / 2, part.width, part.height, 0.0
    out = 2 * _offset(part.area, sides=(length, height))
    turned = math.radians((slope + 90) % 180 - 90)
    return Line(part.x + x + 0.5, part.y + y + 0.5, length + out, height + out, turned, part.score)
