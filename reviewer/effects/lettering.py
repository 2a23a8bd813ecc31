"""Text as pixels, the same on every machine: drawn with the letters that the typesetter brings along, never its markup.

The letters are those of DejaVu Sans Mono, all of one width, so that a running time does not shake. What neither it nor
the typesetter's other letters have is drawn as an empty box.
"""

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from typst import Fonts

LONGEST = 200
"""Characters of a text that are drawn; of a longer one the rest is an ellipsis. Nobody reads more in one line."""

BOX = "\U0010ffff"
"""A code point that Unicode keeps from ever being a character (section 23.7), so that it is drawn as an empty box."""

CAPITALS = 0.63
"""Height of a capital in parts of the line's: 0.729 of DejaVu's 0.928 above the base line and 0.236 below."""

_EM = 0.859
"""Size of the letters in parts of the line's height: 1 / (0.928 + 0.236)."""

_SHOWN_AS_BOX = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Unicode's categories of what is no letter: controls, what turns the order of letters round, halves of pairs."""

_SHOWN_AS_NOTHING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff") | {chr(n) for n in range(0xFE00, 0xFE10)}
"""What joins, parts or varies letters and has no look of its own; text from a web page is full of it."""

_PAGE = b"""\
#set page(width: auto, height: float(sys.inputs.line) * 1pt, margin: 0pt, fill: black)
#set text(font: "DejaVu Sans Mono", weight: 700, size: float(sys.inputs.size) * 1pt, fill: white, ligatures: false)
#set text(top-edge: "ascender", bottom-edge: "descender", hyphenate: false, lang: "en")
#box(sys.inputs.text)
"""
"""One line on a page as wide as it is. The text comes as a value: nothing in it is ever read as markup."""


@lru_cache(maxsize=128)
def letters(text: str, *, height: int) -> NDArray[np.uint8]:
    """How much of each pixel the letters of `text` cover, 0 to 255, read-only: one line of exactly `height` rows.

    The line has room for what hangs below; its capitals are CAPITALS of it high. It is as wide as the text, at least
    one column. Of any text in the world something is drawn, and none fails: see `missing`. Raises ValueError for a
    height of less than a pixel.
    """
    if height < 1:
        raise ValueError("a line of text is at least one pixel high")
    line = plain(text)
    if not line:
        return _sealed(np.zeros((height, 1), np.uint8))
    import typst  # a large library, of use only where there is text to draw

    values = {"text": line, "line": str(height), "size": f"{height * _EM:.4f}"}
    page = typst.compile(_PAGE, format="png", ppi=72, sys_inputs=values, font_paths=_fonts())
    drawn = cv2.imdecode(np.frombuffer(page, np.uint8), cv2.IMREAD_GRAYSCALE)
    if drawn is None or not drawn.size:
        return _sealed(np.zeros((height, 1), np.uint8))
    fitting = np.zeros((height, drawn.shape[1]), np.uint8)
    rows = min(height, drawn.shape[0])
    fitting[:rows] = drawn[:rows]
    return _sealed(fitting)


def plain(text: str) -> str:
    """The text in one line as it is drawn: any space as one blank, what is no letter as BOX, cut after LONGEST."""
    marked = "".join(" " if c.isspace() else _drawn(c) for c in text[: 4 * LONGEST])
    line = " ".join(marked.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def missing(text: str) -> str:
    """The characters of the text that are drawn as an empty box, each once, in their order; empty where there is none.

    Of what no sign can be shown for, a box stands here too.
    """
    box = letters(BOX, height=_TRIED)
    boxed = (c for c in dict.fromkeys(plain(text)) if not c.isascii() and _same(letters(c, height=_TRIED), box))
    return "".join(boxed)


_TRIED = 24
"""Rows in which a character is drawn to see whether it is the empty box: no other one is so by chance."""


def _drawn(character: str) -> str:
    if character in _SHOWN_AS_NOTHING:
        return ""
    return BOX if unicodedata.category(character) in _SHOWN_AS_BOX else character


def _same(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> bool:
    return one.shape == other.shape and bool((one == other).all())


def _sealed(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    pixels.setflags(write=False)
    return pixels


@lru_cache(maxsize=1)
def _fonts() -> "Fonts":
    """The letters that come with the typesetter; those of the machine would differ from the next one's."""
    import typst

    return typst.Fonts(include_system_fonts=False)
