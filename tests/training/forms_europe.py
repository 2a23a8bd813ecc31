"""Plates of the European mainland, in the proportions that each country prescribes.

Most are 520 by 110 to 120 mm, with the blue stripe and circle of stars of Council Regulation (EC) No 2411/98 at the
left. Character heights and strokes are those that can be measured on any plate (75 mm in Germany, 77 mm in Spain);
they are rounded, as a detector needs the proportion, not the letter.
"""

from tests.training.forms import BLACK, BLUE, RED, THIN, WHITE, YELLOW, Band, Colour, Form, Legend, Row, Scheme
from tests.training.glyphs import Lettering

_W, _WB = Scheme(WHITE, BLACK), Scheme(WHITE, BLACK, BLACK)
_DE = (Lettering(0.145, 0.63, 0.3, square=False), Lettering(0.15, 0.6, 0.35))
_NAVY: Colour = (120, 40, 10)
_GREENISH: Colour = (90, 130, 30)
_OLD_SILVER: Colour = (170, 176, 178)


def _stars(letters: str, *, width: float = 44, side: str = "left") -> Band:
    return Band(side, (BLUE, (170, 80, 20)), width, (letters,), "stars")


def _row(*patterns: str, tall: float = 75, wide: float = 47, stroke: float = 10.5, space: float = 8) -> tuple[Row]:
    return (Row(patterns, 0.5, tall, wide, stroke, space, 30),)


def _two(*pairs: tuple[str, str], tall: float = 70, wide: float = 44) -> tuple[Row, Row]:
    stroke = tall * 0.14
    top, bottom = tuple(a for a, _ in pairs), tuple(b for _, b in pairs)
    return Row(top, 0.28, tall, wide, stroke, 9, 26), Row(bottom, 0.72, tall, wide, stroke, 9, 26)


_FRENCH = (Band("left", (BLUE,), 45, ("F",), "stars"),)
_DEPARTMENT = Band("right", (BLUE, (150, 70, 20)), 45, ("75", "13", "69", "2A", "59"), "crest")

FORMS = (
    Form(
        "germany",
        520,
        110,
        _row("A@AA 9999", "AA@A 999", "AAA@AA 99", "A@A 999"),
        (_WB,),
        (_stars("D"),),
        share=3,
        letterings=_DE,
    ),
    Form(
        "germany two rows", 340, 200, _two(("AA@", "AA 999"), ("A@", "A 9999")), (_WB,), (_stars("D"),), letterings=_DE
    ),
    Form(
        "france", 520, 110, _row("AA-999-AA", tall=80, stroke=11), (_W,), _FRENCH, (Legend("", 0.5, 0.94, 6),), share=1
    ),
    Form(
        "france, departments",
        520,
        110,
        _row("AA-999-AA", tall=80, wide=44, stroke=11),
        (_W,),
        (_DEPARTMENT,),
        share=2,
    ),
    Form("france two rows", 275, 200, _two(("AA", "999-AA"), ("AA-", "999AA")), (_W,), (_stars("F", width=36),)),
    Form("france old", 520, 110, _row("9999 AA 99", "999 AAA 99", wide=42), (Scheme(YELLOW, BLACK), _W), share=0.7),
    Form(
        "netherlands",
        520,
        110,
        _row("99-AA-AA", "AA-999-A", "A-999-AA", "99-AAA-9", tall=77, stroke=11),
        (Scheme(YELLOW, BLACK, BLACK), Scheme(YELLOW, BLACK)),
        (_stars("NL"),),
        share=2,
    ),
    Form(
        "netherlands two rows",
        340,
        210,
        _two(("99-AA", "AA-9"), ("AA", "99-9")),
        (Scheme(YELLOW, BLACK, BLACK),),
        (_stars("NL"),),
    ),
    Form("belgium", 520, 114, _row("9-AAA-999", "AAA-999"), (Scheme(WHITE, RED, RED),), (_stars("B"), None), share=1.5),
    Form(
        "spain", 520, 110, _row("9999 AAA", "A 9999 AA", tall=77, wide=45, stroke=10), (_WB,), (_stars("E"),), share=1.5
    ),
    Form("spain two rows", 340, 220, _two(("9999", "AAA")), (_WB,), (_stars("E"),), share=0.5),
    Form(
        "italy",
        520,
        110,
        _row("AA 999AA", wide=42),
        (_W, _WB),
        (Band("left", (BLUE,), 42, ("I",), "stars"),),
        share=1.5,
    ),
    Form(
        "italy two rows", 297, 214, _two(("AA 9", "99AA"), ("AA", "999AA")), (_W,), (_stars("I", width=40),), share=0.5
    ),
    Form(
        "poland",
        520,
        114,
        _row("AA 99999", "AAA AA99", "AA 9999A", tall=80, wide=44),
        (_WB,),
        (_stars("PL"),),
        share=1.5,
    ),
    Form("poland old", 520, 114, _row("AAA 9999", "AAA 999A"), (Scheme(BLACK, WHITE, WHITE),), share=0.6),
    Form("portugal", 520, 111, _row("99-AA-99", "AA-99-AA", "99-99-AA"), (_WB,), (_stars("P"),), share=1),
    Form("sweden", 520, 110, _row("AAA 999", "AAA 99A", tall=82, wide=50), (_WB, _W), (_stars("S", width=40), None)),
    Form("finland", 442, 118, _row("AAA-999", tall=80), (_WB,), (_stars("FIN", width=40), None), share=0.6),
    Form(
        "norway and denmark",
        520,
        110,
        _row("AA 99999", "AA 99 999"),
        (_W, Scheme(WHITE, BLACK, RED)),
        (None, _stars("DK")),
    ),
    Form("austria", 520, 120, _row("A@9999A", "AA@999AA"), (Scheme(WHITE, BLACK, RED),), (_stars("A"),)),
    Form(
        "czechia and slovakia",
        520,
        110,
        _row("9A9 9999", "AA@999AA", "9A9@9999"),
        (_WB, _W),
        (_stars("CZ"), _stars("SK"), None),
        share=1.5,
    ),
    Form(
        "hungary and romania",
        520,
        110,
        _row("AAA-999", "A 99 AAA", "AA 99 AAA"),
        (_WB, _W),
        (_stars("H"), _stars("RO")),
    ),
    Form("greece and bulgaria", 520, 112, _row("AAA-9999", "A 9999 AA"), (_WB,), (_stars("GR"), _stars("BG"))),
    Form(
        "switzerland",
        300,
        80,
        _row("AA 99999", "AA@999999", tall=58, wide=30, stroke=7, space=6),
        (_W,),
        corner=4,
        letterings=THIN,
    ),
    Form("switzerland rear", 300, 160, _two(("AA@", "999999"), ("AA@", "99999")), (_W,), letterings=THIN, share=0.7),
    Form(
        "motorcycle",
        200,
        200,
        _two(("AA 9", "999"), ("A@AA", "999"), ("AA", "9999"), tall=62, wide=36),
        (_WB, _W),
        (_stars("D", width=30), None, _stars("F", width=28)),
        share=1,
    ),
    Form(
        "older, dark",
        500,
        110,
        _row("AA-99-99", "99-AA-99", "AAA 999"),
        (Scheme(_NAVY, WHITE, WHITE), Scheme(BLACK, _OLD_SILVER)),
        share=0.6,
    ),
    Form(
        "electric or temporary",
        520,
        110,
        _row("AA 999A", "A@9999"),
        (Scheme(WHITE, _GREENISH, _GREENISH), Scheme(_GREENISH, WHITE), _WB),
        (_stars("H"), Band("right", (YELLOW,), 40, ("12", "04"), "")),
        share=0.6,
    ),
    Form(
        "russia",
        520,
        112,
        (Row(("A999AA 99", "A999AA 999"), 0.5, 72, 42, 10, 7, 22),),
        (_WB,),
        legends=(Legend("rus", 0.92, 0.86, 15),),
        share=0.6,
    ),
    Form(
        "turkey", 520, 112, _row("99 AAA 99", "99 AA 999", "99 A 9999"), (_WB, _W), (_stars("TR", width=40),), share=0.6
    ),
)
"""Forms with their share among the plates that are made."""
