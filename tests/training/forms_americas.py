"""Plates of the Americas: 12 by 6 inches in the north, 400 by 130 or 294 by 129 mm in the south."""

from tests.training.forms import (
    BLACK,
    BLUE,
    GREEN,
    RED,
    SILVER,
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
        "us plain",
        305,
        152,
        _US_ROW,
        (_W, Scheme(WHITE, BLUE), Scheme(WHITE, RED), Scheme(_PALE, BLUE, BLUE)),
        legends=_STATE,
        letterings=_US,
        corner=20,
        share=2.5,
    ),
    Form(
        "us picture",
        305,
        152,
        _US_ROW,
        (Scheme(_SKY, BLUE, None, WHITE), Scheme(_SAND, BLACK, None, (150, 190, 240))),
        legends=_STATE,
        letterings=_US,
        corner=20,
        share=2,
        emblem=_TAXI,
    ),
    Form(
        "us coloured",
        305,
        152,
        _US_ROW,
        (Scheme(YELLOW, BLUE), Scheme(BLUE, YELLOW), Scheme(BLACK, YELLOW), Scheme(GREEN, WHITE)),
        legends=_STATE,
        letterings=_US,
        corner=20,
        share=0.8,
    ),
    Form(
        "us barred",
        305,
        152,
        _US_ROW,
        (Scheme(WHITE, BLACK),),
        legends=_STATE,
        letterings=_US,
        corner=20,
        strips=(Strip(0, 0, 1, 0.2, BLUE), Strip(0, 0.84, 1, 1, RED)),
        share=0.8,
    ),
    Form(
        "us motorcycle",
        178,
        102,
        _row("99999", "A9999", "9A999", tall=46, wide=22, y=0.55),
        (_W, Scheme(_SKY, BLUE)),
        legends=(Legend("", 0.5, 0.14, 12),),
        letterings=_US,
        corner=14,
        share=0.5,
    ),
    Form(
        "brazil",
        400,
        130,
        _row("AAA-9999", "AAA 9999", tall=63, wide=40, y=0.6),
        (Scheme(SILVER, BLACK, BLACK), Scheme((205, 208, 208), BLACK), Scheme(RED, WHITE)),
        legends=(Legend("", 0.5, 0.15, 14),),
        share=1.5,
    ),
    Form(
        "mercosur",
        400,
        130,
        _row("AAA9A99", "AAA 9A99", "AA 999 AA", tall=65, wide=42, y=0.62),
        (_W, _WB),
        legends=(Legend("brasil", 0.5, 0.12, 16, WHITE),),
        strips=_BLUE_TOP,
        share=2,
    ),
    Form(
        "argentina",
        400,
        130,
        _row("AA 999 AA", tall=65, wide=40, y=0.62),
        (_W,),
        legends=(Legend("republica argentina", 0.5, 0.12, 13, WHITE),),
        strips=_BLUE_TOP,
        share=0.7,
    ),
    Form(
        "argentina old",
        294,
        129,
        _row("AAA 999", tall=65, wide=34),
        (Scheme(BLACK, WHITE, WHITE), Scheme(WHITE, BLACK, BLACK)),
        share=0.7,
    ),
    Form(
        "mexico",
        300,
        150,
        _row("AAA-99-99", "A99-AAA", "AAA-999-A", tall=60, wide=26),
        (_W, Scheme(WHITE, (60, 50, 120))),
        legends=_STATE,
        strips=(Strip(0, 0, 1, 0.18, GREEN),),
        corner=18,
        share=0.8,
    ),
    Form(
        "colombia and chile",
        340,
        150,
        _row("AAA 999", "AA-AA-99", "AAAA 99", tall=80, wide=38, y=0.45),
        (Scheme(YELLOW, BLACK, BLACK), _WB),
        legends=(Legend("", 0.5, 0.88, 14),),
    ),
)
"""Forms with their share among the plates that are made."""
