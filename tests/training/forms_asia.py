"""Plates of East Asia, Australia and Southern Africa.

Sizes are the common ones: 330 by 165 mm in Japan, 440 by 140 mm in China, 340 by 150 mm in Thailand, 520 by 110 mm and
335 by 170 mm in Korea, 470 by 110 mm and 280 by 200 mm in Vietnam.
"""

from tests.training.forms import (
    BLACK,
    BLUE,
    GREEN,
    ODD,
    PLAIN,
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
        "vietnam",
        470,
        110,
        _row("99A-999.99", "99A-99999", "99A 999.99", tall=80, wide=38),
        (_WB, _WB, Scheme(BLUE, WHITE, WHITE), Scheme(YELLOW, BLACK, BLACK)),
        share=1.5,
    ),
    Form(
        "vietnam two rows",
        280,
        200,
        _two(("99A", "999.99"), ("99A", "99999"), ("99A", "9999")),
        (_WB, _W, Scheme(BLUE, WHITE, WHITE), Scheme(YELLOW, BLACK)),
        share=1.5,
    ),
    Form(
        "vietnam motorcycle",
        190,
        140,
        _two(("99-A9", "999.99"), ("99-A9", "9999"), tall=52, wide=25),
        (_WB, _W, Scheme(BLUE, WHITE)),
    ),
    Form(
        "china",
        440,
        140,
        _row("*A.99999", "*A.9AA99", "*A.A9999", tall=90, wide=45),
        (Scheme(_CN_BLUE, WHITE, WHITE), Scheme(YELLOW, BLACK, BLACK)),
        share=2,
    ),
    Form(
        "china, green",
        480,
        140,
        _row("*A.A99999", "*A.99999A", tall=90, wide=43),
        (Scheme((225, 235, 225), BLACK, BLACK, (110, 190, 80)),),
        share=0.8,
    ),
    Form(
        "china two rows",
        440,
        220,
        (Row(("*.A",), 0.25, 60, 80, 10, 60, 60), Row(("99999", "A9999"), 0.69, 110, 65, 15, 15, 30)),
        (Scheme(YELLOW, BLACK, BLACK),),
        share=0.5,
    ),
    Form(
        "japan",
        330,
        165,
        _SMALL_OVER_LARGE,
        (Scheme(WHITE, (60, 90, 20)), Scheme(WHITE, (60, 90, 20)), Scheme(YELLOW, BLACK), Scheme((70, 90, 20), WHITE)),
        script="kana",
        corner=14,
        share=1.5,
    ),
    Form(
        "korea",
        520,
        110,
        _row("99*9999", "999*9999", "99* 9999", tall=76, wide=46),
        (_WB, _W, Scheme(YELLOW, BLACK, BLACK)),
        (None, Band("left", (BLUE,), 36, ("KOR",), "crest")),
        script="hangul",
        share=1,
    ),
    Form(
        "korea two rows",
        335,
        170,
        (Row(("**99", "** 9"), 0.22, 44, 34, 7, 8, 20), Row(("*9999", "* 9999"), 0.67, 82, 50, 12, 9, 20)),
        (Scheme(GREEN, WHITE, WHITE), Scheme(YELLOW, BLACK), _W),
        script="hangul",
        share=0.6,
    ),
    Form(
        "thailand",
        340,
        150,
        (
            Row(("**9999", "9** 999", "** 9999"), 0.36, 68, 36, 9, 8, 24),
            Row(("******", "********"), 0.82, 28, 20, 4, 2, 8),
        ),
        (_WB, _W),
        script="thai",
        share=1,
    ),
    Form(
        "thailand motorcycle",
        220,
        172,
        (
            Row(("9**", "***"), 0.2, 44, 30, 6, 5, 12),
            Row(("*****", "*******"), 0.46, 24, 16, 3, 2, 6),
            Row(("9999", "999"), 0.76, 56, 34, 8, 7, 12),
        ),
        (_W, _WB),
        script="thai",
        share=0.5,
    ),
    Form(
        "malaysia",
        520,
        110,
        _row("AAA 9999", "AAA 999", "A 9999 A", tall=75, wide=42),
        (Scheme(BLACK, WHITE), Scheme(BLACK, SILVER)),
        letterings=(*PLAIN, *ODD),
        share=0.8,
    ),
    Form(
        "indonesia",
        430,
        135,
        (Row(("A 9999 AAA", "AA 999 AA"), 0.4, 62, 34, 8, 7, 26), Row(("99 99", "99.99"), 0.83, 26, 16, 3, 4, 12)),
        (Scheme(BLACK, WHITE, WHITE), _WB),
        share=0.6,
    ),
    Form(
        "australia",
        372,
        134,
        _row("AAA-99A", "AAA 999", "9AA 9AA", "AA-99-AA", tall=75, wide=40),
        (_W, Scheme(WHITE, BLUE, BLUE), Scheme(YELLOW, BLACK), Scheme(WHITE, GREEN)),
        legends=(Legend("", 0.5, 0.91, 13),),
        share=1,
    ),
    Form(
        "south africa",
        520,
        111,
        _row("AAA 999 AA", "AA 99 AA AA", "AA 99999", tall=70, wide=36),
        (_W, Scheme(YELLOW, BLACK), Scheme(_PALE, GREEN)),
        legends=(Legend("", 0.5, 0.1, 10),),
        share=0.6,
    ),
)
"""Forms with their share among the plates that are made."""
