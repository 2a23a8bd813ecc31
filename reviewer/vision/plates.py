"""Finds number plates as short, plate-shaped lines of text, with PP-OCR's text detection through ONNX Runtime."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.vision.picture import bgr, fitted
from reviewer.vision.text_map import INK, TextMap

ASPECT = (1.15, 8.0)
"""Width over height of what can be a plate: two-row and motorcycle plates up to long single rows seen level."""

LARGE = 48.0
"""Height in pixels of the input from which the rows of a plate are found one by one, each at least twice as wide."""

SMALLEST = 12.0
"""Width in pixels of the input below which nothing is a plate: the text map sees single letters in any grain."""

LARGEST = 0.35
"""A plate is never wider than this part of the frame unless it is held to the camera."""

NEAR = 0.11
"""Part of the frame's width from which a find must stand a second look: so near, the characters of a plate are plain,
while cloth and foliage that the text map took for one large word are not."""

SECOND_LOOK = 36.0
"""Height in pixels at which a large find is looked at again alone."""

WRITTEN = 0.25
"""Share of a find that must be text in the second look."""

ROWS = 2
"""Rows of text on a plate, at most; more of one size under one another are a sign or a page."""


class TextPlates:
    """Plate candidates from a map of where text is written; a first plate detector until one is trained for it.

    It also finds other short lines of text of a plate's proportions, which the reviewer rejects.
    """

    subject = Subject.PLATE
    check_threshold = 0.6

    def __init__(self, model: Path, *, area: int, text: TextMap | None = None) -> None:
        """`text` is the network of the model where it is loaded already."""
        self.name = f"PP-OCRv4 text, plate-shaped, at {area / 1e6:.2f} megapixels"
        self._model, self._area = model, area
        self._text = text or TextMap(model)

    def another(self, area: int) -> "TextPlates":
        """The same network for a look at another size; it is loaded once."""
        return TextPlates(self._model, area=area, text=self._text)

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        """All plate-shaped lines of text of at least `threshold`, best first."""
        size = fitted(frame, area=self._area)
        picture = bgr(frame, size=size)
        across, down = frame.width / size[0], frame.height / size[1]
        written = [(b, s) for b, s in self._text.lines(picture) if s >= threshold and plate_shaped(b, size[0])]
        found = [
            Detection(self.subject, Box(b.x * across, b.y * down, b.width * across, b.height * down), s, self.name)
            for b, s in written
            if rows_with(b, [other for other, _ in written]) <= ROWS and self._holds(b, picture)
        ]
        return sorted(found, key=lambda d: -d.score)

    def close(self) -> None:
        """Nothing to let go of: the network goes with its memory."""

    def _holds(self, box: Box, picture: NDArray[np.uint8]) -> bool:
        """Whether a find is small, or still text in a second look at it alone, at one height."""
        if box.width < NEAR * picture.shape[1]:
            return True
        x, y, right, bottom = _edges(box.grown(0.2, 1.0), picture)
        scale = SECOND_LOOK / box.height
        size = (max(32, round((right - x) * scale / 32) * 32), max(32, round((bottom - y) * scale / 32) * 32))
        ink = self._text.ink(np.asarray(cv2.resize(picture[y:bottom, x:right], size), np.uint8)) > INK
        across, down = size[0] / (right - x), size[1] / (bottom - y)
        inside = ink[
            int(max(0.0, box.y - y) * down) : int((box.bottom - y) * down) + 1,
            int(max(0.0, box.x - x) * across) : int((box.right - x) * across) + 1,
        ]
        return float(inside.mean()) >= WRITTEN


def plate_shaped(box: Box, width: float) -> bool:
    """Whether a line of text has a plate's proportions in a picture of that width."""
    least, most = ASPECT
    least = 2.0 if box.height >= LARGE else least
    return least <= box.width / max(box.height, 1.0) <= most and SMALLEST <= box.width <= LARGEST * width


def _edges(box: Box, picture: NDArray[np.uint8]) -> tuple[int, int, int, int]:
    """The box in whole pixels inside the picture: left, top, right, bottom; never empty."""
    height, width = picture.shape[:2]
    x, y = min(max(0, int(box.x)), width - 1), min(max(0, int(box.y)), height - 1)
    return x, y, max(x + 1, min(width, int(box.right) + 1)), max(y + 1, min(height, int(box.bottom) + 1))


def rows_with(box: Box, others: list[Box]) -> int:
    """How many rows the block of text around this one has: rows alike in height, close, one under another."""
    block, grown = [box], True
    while grown:
        more = [o for o in others if o not in block and any(_next_row(o, b) for b in block)]
        block += more
        grown = bool(more)
    return len(block)


def _next_row(a: Box, b: Box) -> bool:
    shared = min(a.right, b.right) - max(a.x, b.x)
    gap = max(a.y, b.y) - min(a.bottom, b.bottom)
    height = min(a.height, b.height)
    alike = 0.55 <= a.height / b.height <= 1.8
    return alike and shared >= 0.5 * min(a.width, b.width) and -0.5 * height <= gap <= 1.0 * height
