"""Finds what is written: documents, screens, signs, badges, captions; a find for each block, when it is asked for."""

from collections.abc import Sequence
from itertools import count
from pathlib import Path

import cv2
import numpy as np

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.vision.picture import Picture, bgr, fitted
from reviewer.vision.text_blocks import FILLED, Block, Line, block_of, blocks
from reviewer.vision.text_map import INK, TextMap

SMALLEST = 8.0
"""Height in pixels of the input below which a line is none: of 118 such finds in fourteen recordings nine in ten were
grain, the edges of things and parts of letters."""

LARGE, DOUBTFUL, PLAIN = 40.0, 24.0, 0.93
"""Heights in pixels of the input from which a line must stand a second look: any, and one that scores less than PLAIN.
So large, letters are plain, while a mug, a tree or a running dog that the text map took for one large word is not."""

SECOND_LOOK = 36.0
"""Height in pixels at which such a line is looked at again alone: of 67 things that the map had taken for large words,
66 were nothing at this size, while words are words at any."""

WRITTEN = 0.05
"""Share of a line that must be text in the second look; of words 0.11 and more were, of other things mostly nothing. Of
words cut into pieces a piece in twenty fails, and is hidden with the rest of its block."""

LOOKS, EACH = 20, 2
"""Second looks at one frame at most, and at one block, the largest lines first. Beyond the first every line counts: a
wall of large signs must not take seconds, and it is better to hide too much than too little."""


class TextBlocks:
    """Text of whatever proportions, number plates included, with lines that belong together as one find."""

    subject = Subject.TEXT
    check_threshold = 0.6

    def __init__(self, model: Path, *, area: int, filled: float = FILLED) -> None:
        """`filled` is the part of a block that its lines cover at least: DENSE for a check."""
        self._filled = filled
        self.name = f"PP-OCRv4 text at {area / 1e6:.2f} megapixels"
        self._area = area
        self._text = TextMap(model)

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        """All blocks of text of at least `threshold`, best first."""
        size = fitted(frame, area=self._area)
        picture = bgr(frame, size=size)
        across, down = frame.width / size[0], frame.height / size[1]
        lines = [line for line in self._text.sloping(picture) if line.height >= SMALLEST and line.score >= threshold]
        standing = self._standing(blocks(lines, filled=self._filled), lines, picture=picture)
        found = [
            Detection(self.subject, Box(b.x * across, b.y * down, b.width * across, b.height * down), score, self.name)
            for b, score in ((block.box, block.score) for block in standing)
        ]
        return sorted(found, key=lambda d: -d.score)

    def close(self) -> None:
        """Nothing to let go of: the network goes with its memory."""

    def _standing(self, found: Sequence[Block], lines: Sequence[Line], *, picture: Picture) -> list[Block]:
        """The blocks without lines that a second look does not bear out; one that does speaks for all of its block."""
        looked, standing = count(), []
        for block in found:
            doubted = sorted((n for n in block.lines if _doubted(lines[n])), key=lambda n: -lines[n].area)
            plain = [n for n in block.lines if n not in doubted]
            if not doubted or any(next(looked) >= LOOKS or self._holds(lines[n], picture) for n in doubted[:EACH]):
                standing.append(block)
            elif plain:
                standing.append(block_of(plain, lines))
        return standing

    def _holds(self, line: Line, picture: Picture) -> bool:
        """Whether a line is still text when it is looked at alone, at one height."""
        place = line.box.padded(line.height).clipped(picture.shape[1], picture.shape[0])
        x, y, right, bottom = (round(v) for v in (place.x, place.y, place.right, place.bottom))
        scale = SECOND_LOOK / line.height
        size = (max(32, round((right - x) * scale / 32) * 32), max(32, round((bottom - y) * scale / 32) * 32))
        alone = cv2.resize(picture[y:bottom, x:right], size, interpolation=cv2.INTER_AREA)
        ink = self._text.ink(np.asarray(alone, np.uint8)) > INK
        zoom = np.array([size[0] / (right - x), size[1] / (bottom - y)])
        inside = np.zeros(ink.shape, np.uint8)
        cv2.fillConvexPoly(inside, np.round((line.corners() - (x, y)) * zoom).astype(np.int32), 1)
        return bool((ink & (inside > 0)).sum() >= WRITTEN * inside.sum())


def _doubted(line: Line) -> bool:
    return line.height >= (LARGE if line.score >= PLAIN else DOUBTFUL)
