"""A canvas for flat things that are measured in millimetres: colours and coverage, drawn together."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.training.forms import Colour
from tests.training.glyphs import Lettering, Picture
from tests.training.inking import blend, text_mask

Point = tuple[float, float]

_BITS = 3


class Pen:
    """Draws in millimetres from an anchor onto `picture` (BGR) and `cover` (0 where nothing is, 255 where solid)."""

    def __init__(self, low: Point, high: Point, *, scale: float, base: Colour) -> None:
        self.low, self.scale = low, scale
        size = (max(2, int((high[1] - low[1]) * scale)), max(2, int((high[0] - low[0]) * scale)))
        self.picture: Picture = np.empty((*size, 3), np.uint8)
        # Five times as fast as numpy's broadcasting of three values.
        cv2.rectangle(self.picture, (0, 0), (size[1], size[0]), base, -1)
        self.cover: Picture = np.zeros(size, np.uint8)

    @property
    def matrix(self) -> NDArray[np.float64]:
        """The 3 by 3 matrix from millimetres to pixels (pixel centres at whole numbers)."""
        s = self.scale
        return np.array([[s, 0, -self.low[0] * s - 0.5], [0, s, -self.low[1] * s - 0.5], [0, 0, 1.0]])

    def pixels(self, points: Sequence[Point] | NDArray[np.float64]) -> NDArray[np.float64]:
        """Pixels (n, 2) of points in millimetres."""
        return np.asarray((np.asarray(points, np.float64) - np.array(self.low)) * self.scale - 0.5)

    def area(self, points: Sequence[Point] | NDArray[np.float64], colour: Colour, *, solid: int = 255) -> None:
        """A filled polygon; `solid` is the coverage it gives."""
        fixed = self._fixed(self.pixels(points))
        cv2.fillPoly(self.picture, [fixed], colour, cv2.LINE_AA, _BITS)
        cv2.fillPoly(self.cover, [fixed], solid, cv2.LINE_AA, _BITS)

    def box(self, low: Point, high: Point, *, colour: Colour, round_by: float = 0.0) -> None:
        """A rectangle with rounded corners, its rounding in millimetres."""
        self.area(rounded(low, high, round_by=round_by), colour)

    def oval(self, centre: Point, axes: Point, *, colour: Colour, turn: float = 0.0, solid: int = 255) -> None:
        """A filled ellipse, turned by `turn` radians."""
        t = np.linspace(0, 2 * np.pi, 28, endpoint=False)
        x, y = axes[0] * np.cos(t), axes[1] * np.sin(t)
        c, s = np.cos(turn), np.sin(turn)
        self.area(np.stack([centre[0] + x * c - y * s, centre[1] + x * s + y * c], 1), colour, solid=solid)

    def line(self, points: Sequence[Point], colour: Colour, *, wide: float, closed: bool = False) -> None:
        """A line of some width in millimetres, at least one pixel, at thin scales fainter instead of thinner."""
        thick = wide * self.scale
        fixed = self._fixed(self.pixels(points))
        if thick < 0.3:
            return
        cv2.polylines(self.picture, [fixed], closed, colour, max(1, round(thick)), cv2.LINE_AA, _BITS)
        cv2.polylines(self.cover, [fixed], closed, 255, max(1, round(thick)), cv2.LINE_AA, _BITS)

    def streak(self, points: Sequence[Point], colour: Colour, *, wide: float) -> None:
        """A line that colours what is there already, and covers nothing new."""
        thick = wide * self.scale
        if thick >= 0.3:
            fixed = self._fixed(self.pixels(points))
            cv2.polylines(self.picture, [fixed], False, colour, max(1, round(thick)), cv2.LINE_AA, _BITS)

    def shade(self, points: Sequence[Point] | NDArray[np.float64], top: Colour, *, bottom: Colour) -> None:
        """A polygon that blends from one colour at its top to another at its bottom."""
        at = self.pixels(points)
        window = self._window(at)
        if window is None:
            return
        (x, y), (w, h) = window
        mask = np.zeros((h, w), np.uint8)
        cv2.fillPoly(mask, [self._fixed(at - [x, y])], 255, cv2.LINE_AA, _BITS)
        t = np.clip((np.arange(y, y + h) - at[:, 1].min()) / max(1.0, np.ptp(at[:, 1])), 0, 1)[:, None]
        row = np.array(top) * (1 - t) + np.array(bottom) * t
        paint = np.broadcast_to(row.astype(np.uint8)[:, None], (h, w, 3))
        lay(self.picture[y : y + h, x : x + w], paint, mask=mask)
        np.maximum(self.cover[y : y + h, x : x + w], mask, out=self.cover[y : y + h, x : x + w])

    def _window(self, at: NDArray[np.float64]) -> tuple[tuple[int, int], tuple[int, int]] | None:
        """The part of the canvas (corner, size) that points in pixels span; none when it is outside."""
        x, y = np.maximum(np.floor(at.min(0)).astype(int) - 1, 0).tolist()
        right, low = np.minimum(np.ceil(at.max(0)).astype(int) + 2, self.cover.shape[::-1]).tolist()
        return ((x, y), (right - x, low - y)) if right > x and low > y else None

    def text(self, text: str, centre: Point, *, tall: float, colour: Colour, lettering: Lettering) -> None:
        """A line of text about a centre, `tall` millimetres high; nothing where it would be under two pixels."""
        high = round(tall * self.scale)
        if high < 2:
            return
        ink = text_mask(text, high, lettering=lettering)
        x, y = self.pixels([centre])[0]
        x, y = round(x - ink.shape[1] / 2), round(y - ink.shape[0] / 2)
        a, b = max(0, x), max(0, y)
        c, d = min(self.cover.shape[1], x + ink.shape[1]), min(self.cover.shape[0], y + ink.shape[0])
        if c > a and d > b:
            part = ink[b - y : d - y, a - x : c - x]
            blend(self.picture[b:d, a:c], part, colour=colour)
            np.maximum(self.cover[b:d, a:c], part, out=self.cover[b:d, a:c])

    def set(self, picture: Picture, cover: Picture, *, about: NDArray[np.float64]) -> None:
        """Lays a flat picture down; `about` is the 2 by 3 matrix from its pixels to millimetres."""
        high, wide = picture.shape[:2]
        step = float(np.hypot(about[0, 0], about[1, 0])) * self.scale
        small = (max(1, round(wide * step)), max(1, round(high * step)))
        if step < 0.9:
            picture = np.asarray(cv2.resize(picture, small, interpolation=cv2.INTER_AREA), np.uint8)
            cover = np.asarray(cv2.resize(cover, small, interpolation=cv2.INTER_AREA), np.uint8)
        # Pixel centres lie at whole numbers in both pictures, edges half a pixel off.
        fx, fy = wide / picture.shape[1], high / picture.shape[0]
        shrink = np.array([[fx, 0, fx / 2 - 0.5], [0, fy, fy / 2 - 0.5], [0, 0, 1.0]])
        matrix = (self.matrix @ np.vstack([about, [0, 0, 1]]) @ shrink)[:2]
        high, wide = cover.shape
        corners = np.array([[-1, -1, 1], [wide, -1, 1], [wide, high, 1], [-1, high, 1]]) @ matrix.T
        window = self._window(corners)
        if window is None:
            return
        (x, y), size = window
        matrix[:, 2] -= [x, y]
        laid = cv2.warpAffine(picture, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        mask = np.asarray(cv2.warpAffine(cover, matrix, size, flags=cv2.INTER_LINEAR), np.uint8)
        part = slice(y, y + size[1]), slice(x, x + size[0])
        lay(self.picture[part], np.asarray(laid, np.uint8), mask=mask)
        np.maximum(self.cover[part], mask, out=self.cover[part])

    @staticmethod
    def _fixed(points: NDArray[np.float64]) -> NDArray[np.int32]:
        return np.asarray(np.round(np.clip(points, -30000, 30000) * (1 << _BITS)), np.int32)


def mix(picture: Picture, other: Picture, *, mask: Picture) -> None:
    """Lays the other picture over this one where the mask says, in place."""
    x, y, w, h = cv2.boundingRect(mask)
    if w:
        part = slice(y, y + h), slice(x, x + w)
        lay(picture[part], other[part], mask=mask[part])


def lay(part: Picture, over: Picture, *, mask: Picture) -> None:
    """Lays a picture over a part of another of the same size, by a mask of 0 to 255, in place."""
    # cv2.blendLinear wants floats; whole numbers are twice as fast.
    weight = cv2.merge((mask, mask, mask))
    kept = cv2.multiply(part, cv2.bitwise_not(weight), scale=1 / 255)
    part[:] = cv2.add(kept, cv2.multiply(np.ascontiguousarray(over), weight, scale=1 / 255))


def rounded(low: Point, high: Point, *, round_by: float) -> NDArray[np.float64]:
    """The outline of a rectangle with rounded corners, as points (n, 2)."""
    r = min(round_by, (high[0] - low[0]) / 2, (high[1] - low[1]) / 2)
    if r <= 0:
        return np.array([low, (high[0], low[1]), high, (low[0], high[1])], np.float64)
    t = np.linspace(0, np.pi / 2, 5)
    corners = (
        (high[0] - r, high[1] - r, 0.0),
        (low[0] + r, high[1] - r, 1.0),
        (low[0] + r, low[1] + r, 2.0),
        (high[0] - r, low[1] + r, 3.0),
    )
    return np.concatenate(
        [np.stack([x + r * np.cos(t + q * np.pi / 2), y + r * np.sin(t + q * np.pi / 2)], 1) for x, y, q in corners]
    )


def shaded(colour: Colour, factor: float) -> Colour:
    """The colour made lighter or darker."""
    b, g, r = (int(min(255, max(0, v * factor))) for v in colour)
    return b, g, r
