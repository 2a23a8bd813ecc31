"""What the tables of forms outside Europe share: schemes, colours, and rows in the usual proportions."""

from tests.training.forms import (
    BLACK,
    BLUE,
    WHITE,
    Band,
    Colour,
    Legend,
    Row,
    Scheme,
    Strip,
)
from tests.training.glyphs import Lettering

ON_WHITE, ON_WHITE_RULED = Scheme(WHITE, BLACK), Scheme(WHITE, BLACK, BLACK)
PALE: Colour = (235, 225, 205)
SKY: Colour = (225, 190, 140)
SAND: Colour = (190, 220, 235)
DEEP_BLUE: Colour = (170, 70, 20)
TAXI: Colour = (40, 160, 235)
US_LETTERING = (Lettering(0.125, 0.5, 0.45, square=False), Lettering(0.13, 0.52, 0.35), Lettering(0.14, 0.48, 0.5))
STATE = (Legend("", 0.5, 0.11, 19), Legend("", 0.5, 0.91, 13))
US_ROW = (Row(("AAA 9999", "9AAA999", "AAA 999", "999 AAA", "AAA@999", "999@AAA", "AA 99999"), 0.52, 68, 33, 9, 6, 16),)
INDIAN = ("AA 99 AA 9999", "AA99 AA 9999", "AA 9A 9999", "AA99A9999")


def one_row(*patterns: str, tall: float = 75, wide: float = 42, y: float = 0.5) -> tuple[Row]:
    """One row of any of the patterns: `tall` and `wide` are a character's, in mm, `y` the row's middle, 0 to 1."""
    return (Row(patterns, y, tall, wide, tall * 0.14, wide * 0.18, wide * 0.55),)


def two_rows(*pairs: tuple[str, str], tall: float = 70, wide: float = 42, y: float = 0.28) -> tuple[Row, Row]:
    """Two rows of any of the pairs of patterns, measured as `one_row`."""
    top, bottom = tuple(a for a, _ in pairs), tuple(b for _, b in pairs)
    common = (tall, wide, tall * 0.14, wide * 0.2, wide * 0.5)
    return Row(top, y, *common), Row(bottom, 0.74, *common)


BLUE_TOP = (Strip(0, 0, 1, 0.235, BLUE),)
SMALL_OVER_LARGE = (
    Row(("***99", "**999", "*99"), 0.21, 38, 30, 5, 6, 16),
    Row(("*99-99", "*9-99", "*99-9"), 0.66, 82, 42, 11, 8, 20),
)
HSRP = Band("left", (PALE, WHITE), 32, ("IND",), "hologram")
