"""Reads the plate in a box of a frame: the box as it is, then row by row, turned level."""

import math
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.plate_forms import rank
from reviewer.core.reading import Spelling, resolved
from reviewer.vision.picture import Picture, bgr
from reviewer.vision.text_map import TextMap
from reviewer.vision.text_reader import HEIGHT, TextReader
from reviewer.vision.weights import Weights

ROOM = 0.2
"""What is cut out beyond the box on each side, in parts of it: boxes cut into the first and last characters."""

LOOK = 96
"""Height in pixels at which rows are looked for; plates in footage are mostly smaller, and are enlarged to it."""

INK = 0.3
"""Probability from which a pixel counts as text when rows are told apart; at less, two rows become one."""

UNCLIP = 1.6
"""How far the text map shrinks a row: its edge moves out by area * UNCLIP / perimeter (Liao et al., 2020)."""

ROW = 0.6
"""Height of a row beside the highest: the name of a place or a dealer above the mark is smaller."""

SMALLEST_ROW = 6
"""Height in pixels of the shrunk row below which it is grain."""

STEEPEST = 30
"""Degrees by which a row may slope."""

SURE = 0.9
"""Score from which a text that fits a form is taken from the first look."""

PLAIN = 24.0
"""Height of a box in pixels from which more of it reads no better."""


class PlateReader:
    """Reads plates in frames; holds two networks, so one instance serves one thread."""

    def __init__(self, weights: Weights) -> None:
        self._reader = TextReader(weights.path("ppocr-v4-text-recognition"))
        self._text = TextMap(weights.path("ppocr-v4-text-detection"))

    def spell(self, picture: Picture, box: Box) -> Spelling:
        """What stands in `box`, in pixels of the BGR `picture`; its text is empty where nothing can be read.

        The look's weight grows with the plate's height.
        """
        first = self._reader.spell(_cut(picture, box))
        if rank(first.text) is None or first.score < SURE:
            first = max(first, self._by_rows(_cut(picture, box.grown(2 * ROOM))), key=_worth)
        return replace(first, weight=min(1.0, box.height / PLAIN))

    def _by_rows(self, picture: Picture) -> Spelling:
        read = [self._reader.spell(row) for row in rows(picture, self._text)]
        return Spelling("".join(s.text for s in read), tuple(score for s in read for score in s.scores))


def around(frame: Frame, box: Box) -> tuple[Picture, Box]:
    """The part of the frame that reading the box needs, as BGR, and the box in its pixels."""
    wide = box.grown(2 * ROOM + 0.1)
    x, y = (max(0, int(v) // 2 * 2) for v in (wide.x, wide.y))
    right, bottom = (max(side + 2, math.ceil(v / 2) * 2) for side, v in ((x, wide.right), (y, wide.bottom)))
    half = (slice(y // 2, bottom // 2), slice(x // 2, right // 2))
    part = Frame(frame.tick, frame.luma[y:bottom, x:right], frame.blue[half], frame.red[half])
    return bgr(part), box.moved(-x, -y)


def sharpness(picture: Picture) -> float:
    """How sharp a picture is: the variance of its Laplacian (Pech-Pacheco et al., 2000), in squared levels."""
    return float(cv2.Laplacian(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.CV_32F).var())


def rows(picture: Picture, text: TextMap) -> list[Picture]:
    """The rows of text in a BGR picture of a plate, from the top and then from the left, level and of one height."""
    height, width = picture.shape[:2]
    size = (max(32, round(width * LOOK / height / 32) * 32), LOOK)
    scale = np.diag([size[0] / width, LOOK / height, 1.0])
    ink = text.ink(np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_CUBIC), np.uint8))
    outlines, _ = cv2.findContours((ink > INK).astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    found = [row for row in (_row(np.asarray(outline, np.int32)) for outline in outlines) if row is not None]
    highest = max((high for _, (_, high), _ in found), default=0.0)
    kept = [row for row in found if row[1][1] >= ROW * highest]
    kept.sort(key=lambda row: (round(row[0][1] / (ROW * highest)), row[0][0]))
    return [_level(picture, row, scale=scale) for row in kept]


Row = tuple[tuple[float, float], tuple[float, float], float]
"""The middle of a row, its width and height, and its slope in degrees."""


def _row(outline: NDArray[np.int32]) -> Row | None:
    middle, (width, height), slope = cv2.minAreaRect(outline)
    if width < height:
        width, height, slope = height, width, slope - 90
    slope = (slope + 90) % 180 - 90
    if height < SMALLEST_ROW or abs(slope) > STEEPEST:
        return None
    out = width * height * UNCLIP / (width + height)
    return (float(middle[0]), float(middle[1])), (width + out, height + out), slope


def _level(picture: Picture, row: Row, *, scale: NDArray[np.float64]) -> Picture:
    """The row cut out of `picture`, turned level; its place is in a picture that is larger by `scale`."""
    middle, (width, height), slope = row
    turn = cv2.getRotationMatrix2D(middle, slope, 1.0)
    turn[:, 2] += np.array([width / 2 - middle[0], height / 2 - middle[1]])
    zoom = HEIGHT / height
    size = (max(HEIGHT // 3, round(width * zoom)), HEIGHT)
    how = cv2.INTER_CUBIC | cv2.WARP_FILL_OUTLIERS
    made = cv2.warpAffine(picture, zoom * turn @ scale, size, flags=how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(made, np.uint8)


def _cut(picture: Picture, box: Box) -> Picture:
    """The part of the picture in the box, at least one pixel."""
    height, width = picture.shape[:2]
    x, y = min(max(0, int(box.x)), width - 1), min(max(0, int(box.y)), height - 1)
    return picture[y : max(y + 1, math.ceil(box.bottom)), x : max(x + 1, math.ceil(box.right))]


def _worth(spelling: Spelling) -> tuple[bool, float]:
    reading = resolved(spelling)
    return (reading is not None and bool(reading.pattern), reading.score if reading is not None else 0.0)
