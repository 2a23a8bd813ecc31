"""How red, green and blue become the luma and chroma numbers of footage.

Coefficients: ITU-R BT.601-7 section 2.5.1, BT.709-6 section 3, BT.2020-2 table 4, SMPTE ST 240 and the FCC's
as code points of ITU-T H.273 table 4; quantisation to 8 bits: BT.601-7 section 2.5.3 (narrow range) and
H.273 equations 23-27 (full range).
"""

from reviewer.core.footage import Colour

UNKNOWN = 2
"""The H.273 code point of what the footage does not say."""

BT709 = 1
BT601 = 6
BT2020 = 9

SD_LINES = 576
"""The most lines of a standard-definition picture; what is higher is high definition."""

_WEIGHTS: dict[int, tuple[float, float]] = {
    1: (0.2126, 0.0722),
    4: (0.30, 0.11),
    5: (0.299, 0.114),
    6: (0.299, 0.114),
    7: (0.212, 0.087),
    9: (0.2627, 0.0593),
    10: (0.2627, 0.0593),
}
"""The weights of red and blue in luma by H.273 matrix code point; green has the rest."""


def default_matrix(colour: Colour, *, height: int) -> int:
    """The H.273 matrix code point to read `colour` by in a picture of `height` lines.

    Untagged pictures, and tags that luma and chroma cannot be read by, count as BT.709 from high definition up and
    as BT.601 below, as players do.
    """
    if colour.matrix in _WEIGHTS:
        return colour.matrix
    return BT709 if height > SD_LINES else BT601


def to_yuv(fill: tuple[int, int, int], colour: Colour, *, height: int) -> tuple[int, int, int]:
    """Luma, Cb and Cr from 0 to 255 that show `fill` (red, green, blue from 0 to 255) in footage of `colour`.

    `height` is that of the upright picture and settles the matrix of untagged footage.
    """
    kr, kb = _WEIGHTS[default_matrix(colour, height=height)]
    red, green, blue = (v / 255 for v in fill)
    luma = kr * red + (1 - kr - kb) * green + kb * blue
    differences = (blue - luma) / (2 * (1 - kb)), (red - luma) / (2 * (1 - kr))
    if colour.full:
        y = 255 * luma
        cb, cr = (128 + 255 * d for d in differences)
    else:
        y = 16 + 219 * luma
        cb, cr = (128 + 224 * d for d in differences)
    return _byte(y), _byte(cb), _byte(cr)


def _byte(value: float) -> int:
    return min(max(int(value + 0.5), 0), 255)
