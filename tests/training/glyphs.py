"""Letters and digits as number plates have them, drawn from strokes of even width."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

TALL = 96
"""Height in pixels at which a glyph is drawn once; plates scale it down from there, except very near ones."""

_FINE = 4
"""Bits behind the point in the coordinates given to OpenCV: sixteenths of a pixel keep thin strokes even."""

STROKES = {
    "A": "0,6 2,0 4,6; .75,4.2 3.25,4.2",
    "B": "0,0 0,6; 0,0 3.8,0~ 3.8,2.8~ 0,2.8; 0,2.8 4,2.8~ 4,6~ 0,6",
    "C": "4,1.4 4,0~ 0,0~ 0,6~ 4,6~ 4,4.6",
    "D": "0,0 0,6; 0,0 4,0~ 4,6~ 0,6",
    "E": "0,0 0,6; 0,0 4,0; 0,3 3.5,3; 0,6 4,6",
    "F": "0,0 0,6; 0,0 4,0; 0,3 3.4,3",
    "G": "4,1.4 4,0~ 0,0~ 0,6~ 4,6~ 4,3.2; 4,3.2 2.2,3.2",
    "H": "0,0 0,6; 4,0 4,6; 0,3 4,3",
    "I": "2,0 2,6",
    "J": "4,0 4,6~ 0,6~ 0,4.3",
    "K": "0,0 0,6; 4,0 0,3.7; 1.5,2.5 4,6",
    "L": "0,0 0,6; 0,6 4,6",
    "M": "0,6 0,0 2,3.7 4,0 4,6",
    "N": "0,6 0,0 4,6 4,0",
    "O": "0,0~ 4,0~ 4,6~ 0,6~ z",
    "P": "0,0 0,6; 0,0 4,0~ 4,3.3~ 0,3.3",
    "Q": "0,0~ 4,0~ 4,6~ 0,6~ z; 2.3,4.1 4,6",
    "R": "0,0 0,6; 0,0 4,0~ 4,3.2~ 0,3.2; 1.8,3.2 4,6",
    "S": "4,1.3 4,0~ 0,0~ 0,2.9~ 4,2.9~ 4,6~ 0,6~ 0,4.7",
    "T": "0,0 4,0; 2,0 2,6",
    "U": "0,0 0,6~ 4,6~ 4,0",
    "V": "0,0 2,6 4,0",
    "W": "0,0 1,6 2,1.5 3,6 4,0",
    "X": "0,0 4,6; 4,0 0,6",
    "Y": "0,0 2,3.1 4,0; 2,3.1 2,6",
    "Z": "0,0 4,0 0,6 4,6",
    "0": "0,0~ 4,0~ 4,6~ 0,6~ z",
    "1": "2.6,0 2.6,6; .9,1.5 2.6,0",
    "2": "0,1.4 0,0~ 4,0~ 4,2.8~ 0,6 4,6",
    "3": "0,1.3 0,0~ 4,0~ 4,2.8~ 1.4,2.8; 1.4,2.8 4,2.8~ 4,6~ 0,6~ 0,4.7",
    "4": "2.5,0 0,4.3 4,4.3; 3,2.3 3,6",
    "5": "3.8,0 .3,0 0,2.7 4,2.5~ 4,6~ 0,6~ 0,4.7",
    "6": "3.8,1.3 3.8,0~ 0,0~ 0,6~ 4,6~ 4,2.7~ 0,2.7",
    "7": "0,0 4,0 1.3,6",
    "8": ".2,0~ 3.8,0~ 3.8,2.8~ .2,2.8~ z; 0,2.8~ 4,2.8~ 4,6~ 0,6~ z",
    "9": ".2,4.7 .2,6~ 4,6~ 4,0~ 0,0~ 0,3.3~ 4,3.3",
    "-": ".6,3 3.4,3",
    ".": "2,5.9 2,6",
    "/": "0.3,6 3.7,0",
}
"""Centre lines on a grid of 4 by 6 (x, y from the top left): strokes between ";", `~` marks a rounded corner and a
final `z` a closed stroke. The shapes follow the plain sans serif that most national forms share."""

NARROW = {"I": 0.42, "1": 0.62, "-": 0.62, ".": 0.4}
"""Width of the narrow glyphs as part of the full width."""

HERSHEY = (cv2.FONT_HERSHEY_SIMPLEX, cv2.FONT_HERSHEY_DUPLEX, cv2.FONT_HERSHEY_COMPLEX, cv2.FONT_HERSHEY_TRIPLEX)
"""OpenCV's own stroke fonts, as variety: two without and two with serifs."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """How glyphs are drawn: `stroke` and `aspect` (width) as parts of the height, `rounding` as part of the width.

    `square` cuts stroke ends at the cell's edge, as stamped and printed plates do; `hershey` takes the glyph from
    that one of OpenCV's fonts, -1 from the strokes here; `bar_one` draws the digit 1 as a plain bar.
    """

    stroke: float = 0.177
    aspect: float = 0.633
    rounding: float = 0.4
    square: bool = True
    hershey: int = -1
    bar_one: bool = False


def width_of(character: str, lettering: Lettering) -> float:
    """Width of a glyph's cell as part of its height."""
    if character == "1" and lettering.bar_one:
        return max(lettering.stroke * 1.05, 0.1)
    if character == "I":
        return max(lettering.stroke * 1.05, 0.1)
    return lettering.aspect * NARROW.get(character, 1.0)


@lru_cache(maxsize=8192)
def glyph(character: str, lettering: Lettering) -> Picture:
    """Ink of one glyph, 0 to 255, TALL pixels high and as wide as its cell."""
    width = max(3, round(width_of(character, lettering) * TALL))
    if lettering.hershey >= 0:
        return _hershey(character, lettering, width=width)
    ink = np.zeros((TALL, width), np.uint8)
    thickness = max(2, round(lettering.stroke * TALL))
    source = "I" if character == "1" and lettering.bar_one else character
    for stroke in STROKES.get(source, STROKES["-"]).split(";"):
        points, closed = _centre_line(stroke.split(), (width - thickness, TALL - thickness), lettering=lettering)
        fixed = np.round((points + thickness / 2) * (1 << _FINE)).astype(np.int32)
        cv2.polylines(ink, [fixed], closed, 255, thickness, cv2.LINE_AA, _FINE)
    return ink


def _centre_line(tokens: list[str], box: tuple[int, int], *, lettering: Lettering) -> tuple[NDArray[np.float64], bool]:
    """Points of one stroke in pixels of the centre lines' box, its corners rounded, its outer ends drawn out."""
    closed = tokens[-1] == "z"
    tokens = tokens[:-1] if closed else tokens
    grid = np.array([[float(v) for v in token.rstrip("~").split(",")] for token in tokens])
    points = grid * np.array(box) / (4.0, 6.0)
    radius = lettering.rounding * (box[0] + 1)
    line: list[NDArray[np.float64]] = []
    for i, token in enumerate(tokens):
        if not token.endswith("~"):
            line.append(points[i : i + 1])
            continue
        before, here, after = points[i - 1], points[i], points[(i + 1) % len(points)]
        line.append(_corner(before, here, after=after, radius=radius))
    drawn = np.concatenate(line)
    if lettering.square and not closed:
        drawn = _drawn_out(drawn, grid, by=lettering.stroke * TALL)
    return drawn, closed


def _corner(
    before: NDArray[np.float64], here: NDArray[np.float64], *, after: NDArray[np.float64], radius: float
) -> NDArray[np.float64]:
    """A corner rounded by a quadratic curve that starts and ends at most `radius`, or half the side, from it."""

    def towards(there: NDArray[np.float64]) -> NDArray[np.float64]:
        side = there - here
        length = float(np.hypot(*side)) + 1e-9
        return here + side / length * min(radius, length / 2)

    t = np.linspace(0, 1, 9)[:, None]
    # A cubic with handles at 0.55 follows a circle within a thousandth of its radius.
    start, end = towards(before), towards(after)
    first, second = start + (here - start) * 0.55, end + (here - end) * 0.55
    return (1 - t) ** 3 * start + 3 * (1 - t) ** 2 * t * first + 3 * (1 - t) * t**2 * second + t**3 * end


def _drawn_out(line: NDArray[np.float64], grid: NDArray[np.float64], *, by: float) -> NDArray[np.float64]:
    """The stroke with those ends that lie on the cell's edge drawn out beyond it, so that the edge cuts them square."""
    line = line.copy()
    for end, inner in ((0, 1), (-1, -2)):
        x, y = grid[end]
        side = line[end] - line[inner]
        across, down = abs(float(side[0])), abs(float(side[1]))
        if (x in (0, 4) and across > down) or (y in (0, 6) and down > across / 3):
            line[end] = line[end] + side / (float(np.hypot(*side)) + 1e-9) * by
    return line


def _hershey(character: str, lettering: Lettering, *, width: int) -> Picture:
    """The glyph from one of OpenCV's fonts, stretched to the cell."""
    sheet = np.zeros((220, 220), np.uint8)
    thickness = max(3, round(lettering.stroke * 110))
    cv2.putText(sheet, character, (60, 160), HERSHEY[lettering.hershey], 4.0, 255, thickness, cv2.LINE_AA)
    x, y, w, h = cv2.boundingRect(sheet)
    if w == 0 or h == 0:
        return np.zeros((TALL, width), np.uint8)
    if character in "-.":
        return np.asarray(cv2.resize(sheet[60 : 60 + 110, x : x + w], (width, TALL), interpolation=cv2.INTER_AREA))
    return np.asarray(cv2.resize(sheet[y : y + h, x : x + w], (width, TALL), interpolation=cv2.INTER_AREA))
