"""Plates of the United Kingdom and Ireland.

Sizes follow The Road Vehicles (Display of Registration Marks) Regulations 2001: characters 79 mm high and 50 mm wide
with a stroke of 14 mm, 11 mm between characters, 33 mm between groups, 11 mm margins; on motorcycles 64 by 44 mm with
a stroke of 10 mm. Their earlier groups (before September 2001) allow 89 by 64 mm with a stroke of 16 mm.
"""

from tests.training.forms import BLACK, BLUE, GREEN, RED, SILVER, WHITE, YELLOW, Band, Form, Legend, Row, Scheme
from tests.training.forms import WRIGHT as HAND
from tests.training.glyphs import Lettering

_FRONT, _REAR = Scheme(WHITE, BLACK), Scheme(YELLOW, BLACK)
_EDGED = (Scheme(WHITE, BLACK, BLACK), Scheme(YELLOW, BLACK, BLACK), Scheme(YELLOW, BLACK, RED))
_BOTH = (_FRONT, _REAR)
_FLAG = Band("left", (BLUE,), 48, ("UK", "GB", "ENG", "SCO", "CYM"), "flag")
_STARS = Band("left", (BLUE,), 46, ("GB", "IRL"), "stars")
_ELECTRIC = Band("left", (GREEN, (60, 150, 40)), 46, ("UK", "GB", ""), "")
_BANDS = (None, None, None, None, _FLAG, _STARS, _ELECTRIC)
_BOLD = (
    HAND,
    HAND,
    HAND,
    Lettering(0.19, 0.633, 0.4, bar_one=True),
    Lettering(0.16, 0.6, 0.3, bar_one=True),
    Lettering(0.17, 0.62, 0.45, square=False, bar_one=True),
)
_CURRENT = "AA99 AAA"
_OLDER = ("A999 AAA", "A99 AAA", "A9 AAA", "AAA 999A", "AAA 99A", "AAA 9A")
_DATELESS = ("AAA 999", "AAA 9", "AA 9999", "999 AAA", "9999 AA", "A 9", "9 A", "AA 99", "999 A")
_NORTHERN = ("AAA 9999", "AiA 9999", "AAz 999", "9999 AiA")
_IRISH = ("999-d-99999", "12-d-9999", "999-ky-999", "999-ce-9999")
_MAKER = (Legend("", 0.5, 0.955, 5.5),)
_OLD = Lettering(0.15, 0.62, 0.42, square=False, bar_one=True)


def _two(*pairs: tuple[str, str], tall: float = 79, wide: float = 50, stroke: float = 14) -> tuple[Row, Row]:
    """Two rows of one mark, their centres where the prescribed margins put them."""
    first, second = tuple(a for a, _ in pairs), tuple(b for _, b in pairs)
    return Row(first, 0.275, tall, wide, stroke), Row(second, 0.725, tall, wide, stroke)


def _one(*patterns: str) -> tuple[Row]:
    return (Row(patterns),)


_PAIRS = (("AA99", "AAA"), ("AA99", "AAA"), ("A999", "AAA"), ("AAA", "999A"), ("AAA", "999"))

FORMS = (
    Form("uk current", 520, 111, _one(_CURRENT), _BOTH, _BANDS, letterings=_BOLD, share=9),
    Form("uk current edged", 520, 111, _one(_CURRENT), _EDGED, _BANDS, _MAKER, letterings=_BOLD, share=3),
    Form("uk current, maker", 520, 111, _one(_CURRENT), _BOTH, _BANDS, _MAKER, letterings=_BOLD, share=4),
    Form("uk short", 470, 111, _one(_CURRENT), _BOTH, letterings=_BOLD, share=1),
    Form("uk rear two rows", 285, 203, _two(*_PAIRS), _BOTH, (None, None, _FLAG), _MAKER, letterings=_BOLD, share=4),
    Form("uk prefix and suffix", 520, 111, _one(*_OLDER), _BOTH, _BANDS, letterings=_BOLD, share=3),
    Form("uk dateless", 440, 111, _one(*_DATELESS), _BOTH, letterings=_BOLD, share=2),
    Form("uk private short", 300, 111, _one("A9 AAA", "AAA 9", "A9 A", "9 AAA"), _BOTH, letterings=_BOLD, share=1.5),
    Form("northern ireland", 520, 111, _one(*_NORTHERN), _BOTH, _BANDS, letterings=_BOLD, share=1.5),
    Form(
        "uk motorcycle",
        228,
        178,
        _two(*_PAIRS, tall=64, wide=44, stroke=10),
        (_REAR, _REAR, _FRONT),
        letterings=_BOLD,
        share=3,
    ),
    Form("uk motorcycle small", 203, 152, _two(*_PAIRS, tall=60, wide=38, stroke=9), (_REAR,), letterings=_BOLD),
    Form("uk trade", 520, 111, _one("999 AA", "99999", "999 A"), (Scheme(WHITE, RED, RED),), letterings=_BOLD),
    Form(
        "uk trade motorcycle",
        228,
        178,
        _two(("999", "AA"), tall=64, wide=44, stroke=10),
        (Scheme(WHITE, RED, RED),),
        letterings=_BOLD,
        share=0.4,
    ),
    Form(
        "uk black and silver",
        520,
        111,
        (Row((*_OLDER, *_DATELESS), tall=84, wide=57, stroke=13),),
        (Scheme(BLACK, SILVER), Scheme(BLACK, SILVER, SILVER), Scheme(BLACK, WHITE, WHITE)),
        letterings=(_OLD, HAND),
        share=2,
    ),
    Form(
        "uk black and silver, two rows",
        285,
        203,
        _two(("AAA", "999"), ("AAA", "99A"), ("AA", "9999")),
        (Scheme(BLACK, SILVER), Scheme(BLACK, SILVER, SILVER)),
        letterings=(_OLD, HAND),
    ),
    Form(
        "ireland",
        520,
        111,
        (Row(_IRISH, tall=70, wide=36, stroke=10, space=9),),
        (Scheme(WHITE, BLACK), Scheme(WHITE, BLACK, BLACK)),
        (Band("left", (BLUE,), 46, ("IRL",), "stars"),),
        (Legend("", 0.5, 0.08, 9),),
        share=1.5,
    ),
)
"""Forms with their share among the plates that are made."""
