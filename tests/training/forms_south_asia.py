"""Plates of South Asia and the Middle East: 500 by 120 and 340 by 200 mm in India, 520 by 110 mm in many others."""

from tests.training.forms import (
    BLACK,
    BLUE,
    GREEN,
    ODD,
    PLAIN,
    RED,
    THIN,
    WHITE,
    YELLOW,
    Band,
    Colour,
    Form,
    Legend,
    Row,
    Scheme,
    Strip,
)
from tests.training.glyphs import Lettering

_W, _WB = Scheme(WHITE, BLACK), Scheme(WHITE, BLACK, BLACK)
_PALE: Colour = (235, 225, 205)
_SKY: Colour = (225, 190, 140)
_SAND: Colour = (190, 220, 235)
_CN_BLUE: Colour = (170, 70, 20)
_TAXI: Colour = (40, 160, 235)
_US = (Lettering(0.125, 0.5, 0.45, square=False), Lettering(0.13, 0.52, 0.35), Lettering(0.14, 0.48, 0.5))
_STATE = (Legend("", 0.5, 0.11, 19), Legend("", 0.5, 0.91, 13))
_US_ROW = (
    Row(("AAA 9999", "9AAA999", "AAA 999", "999 AAA", "AAA@999", "999@AAA", "AA 99999"), 0.52, 68, 33, 9, 6, 16),
)
_IN = ("AA 99 AA 9999", "AA99 AA 9999", "AA 9A 9999", "AA99A9999")


def _row(*patterns: str, tall: float = 75, wide: float = 42, y: float = 0.5) -> tuple[Row]:
    return (Row(patterns, y, tall, wide, tall * 0.14, wide * 0.18, wide * 0.55),)


def _two(*pairs: tuple[str, str], tall: float = 70, wide: float = 42, y: float = 0.28) -> tuple[Row, Row]:
    top, bottom = tuple(a for a, _ in pairs), tuple(b for _, b in pairs)
    common = (tall, wide, tall * 0.14, wide * 0.2, wide * 0.5)
    return Row(top, y, *common), Row(bottom, 0.74, *common)


_BLUE_TOP = (Strip(0, 0, 1, 0.235, BLUE),)
_SMALL_OVER_LARGE = (
    Row(("***99", "**999", "*99"), 0.21, 38, 30, 5, 6, 16),
    Row(("*99-99", "*9-99", "*99-9"), 0.66, 82, 42, 11, 8, 20),
)
_HSRP = Band("left", (_PALE, WHITE), 32, ("IND",), "hologram")

FORMS = (
    Form(
        "india",
        500,
        120,
        _row(*_IN, tall=68, wide=34),
        (_W, _W, _WB, Scheme(YELLOW, BLACK), Scheme(BLACK, YELLOW), Scheme(GREEN, WHITE)),
        (None, _HSRP),
        letterings=(*PLAIN, *THIN, *ODD),
        share=1.5,
    ),
    Form(
        "india two rows",
        340,
        200,
        _two(("AA 99", "9999"), ("AA99", "AA 9999"), ("AA 99 A", "9999")),
        (_W, _WB, Scheme(YELLOW, BLACK), Scheme(GREEN, WHITE)),
        (None, _HSRP),
        letterings=(*PLAIN, *ODD),
        share=1,
    ),
    Form(
        "india motorcycle",
        200,
        100,
        _two(("AA99", "AA 9999"), ("AA 99", "9999"), tall=35, wide=22),
        (_W, _WB, Scheme(YELLOW, BLACK)),
    ),
    Form(
        "pakistan",
        340,
        190,
        _two(("AAA", "9999"), ("AA@", "999"), tall=68, wide=44),
        (_W, _WB),
        (None, Band("left", (GREEN, (60, 110, 30)), 90, ("",), ""), Band("left", (GREEN,), 60, ("",), "crest")),
        share=0.8,
    ),
    Form(
        "arabic",
        520,
        110,
        _row("9999 *** 99", "99999 ** *", "***-99999", tall=66, wide=42),
        (_WB, _W, Scheme(YELLOW, BLACK, BLACK)),
        (None, Band("right", (WHITE, BLUE), 60, ("KSA", "UAE"), "crest")),
        script="arabic",
        share=1,
    ),
    Form(
        "arabic two rows",
        310,
        155,
        (Row(("**** 9999", "9999 ***"), 0.28, 50, 30, 6, 6, 20), Row(("9999 AAA", "AAA 9999"), 0.73, 50, 30, 7, 6, 20)),
        (_WB, _W),
        script="arabic",
        share=0.6,
    ),
    Form(
        "nepal",
        330,
        150,
        _two(("** 9 **", "9999"), ("** **", "999"), tall=52, wide=36),
        (Scheme(RED, WHITE, WHITE), Scheme(BLACK, WHITE)),
        script="nagari",
        share=0.4,
    ),
    Form(
        "israel",
        520,
        110,
        _row("99-999-99", "999-99-999", tall=76, wide=42),
        (Scheme(YELLOW, BLACK, BLACK),),
        (Band("left", (BLUE,), 44, ("IL",), "flag"),),
        share=0.5,
    ),
)
"""Forms with their share among the plates that are made."""
