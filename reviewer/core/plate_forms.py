"""The forms that registration marks take, by country: what a text fits, which is never what it is.

A mark is written here without blanks and dashes, in capitals from A to Z and digits; Ö, Ä, Ü count as O, A, U. Sources:
DVLA, INF104, Vehicle registration numbers and number plates, and the Road Vehicles (Display of Registration Marks)
Regulations 2001 (United Kingdom); Vehicle Registration and Taxation Regulations 1992 (Ireland);
Fahrzeug-Zulassungsverordnung (Germany); arrêté du 9 février 2009 (France); RDW, the sidecodes
(Netherlands); Real Decreto 2822/1998, annex XVIII (Spain); DPR 495/1992, article 257 (Italy); the minister's regulation
on the registration and marking of vehicles (Poland); CONTRAN, Resolução 780/2019 (Brazil, Mercosul); for the others the
European overview of number plates in Parker and Weeks, Registration Plates of the World, 2004, and later changes.
"""

import re
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its id, as it is stored, what a person is told, and the expression of the whole text.

    A `loose` form holds so many short texts that a word or a misread mark fits it by chance: no character is changed
    to make a text fit it.
    """

    id: str
    words: str
    expression: str
    loose: bool = False


LETTER = "[A-HJ-PR-Z]"
"""Letters of British marks: I and Q look like 1 and O."""

AREA = "[A-HJ-PR-Y]"
"""Letters of British places: Z is Northern Ireland's, and Ireland's before 1987."""

YEAR = "[A-HJ-NP-TV-Y]"
"""Letters that stood for a year; Q is for vehicles whose age is not known."""

FRENCH = "[A-HJ-NP-TV-Z]"
"""France leaves out I, O and U."""

ITALIAN = "[A-HJ-NPR-TV-Z]"
"""Italy leaves out I, O, Q and U."""

DUTCH = "[A-HJ-NPR-Z]"
"""The Netherlands leave out I, O and Q."""

SIDECODES = "AA9999 9999AA 99AA99 AA99AA AAAA99 99AAAA 99AAA9 9AAA99 AA999A A999AA AAA99A A99AAA 9AA999 999AA9"
"""Shapes of Dutch marks, in the order in which they were given out."""

POLISH = "[ACE-HJ-NP-Y]"
"""The letters behind the place in Poland: without B, D, I, O and Z."""

POLISH_SHAPES = "ZZ99999 ZZ9999A ZZ999AA ZZ9A999 ZZ9AA99 ZZZA999 ZZZ99AA ZZZ9A99 ZZZ99A9 ZZZ9AA9 ZZZAA99"
"""Shapes of Polish marks: two or three letters for the place, then five or four characters."""

CANTONS = "A[GIR]|B[ELS]|FR|G[ELR]|JU|LU|N[EW]|OW|S[GHOZ]|T[GI]|UR|V[DS]|Z[GH]"
"""Of Switzerland."""

COUNTIES = "C[ENW]?|DL?|G|K[EKY]|L[DHKMS]?|M[HNO]|OY|RN|SO|TN?|TS|W[DHWX]?"
"""Of the Republic of Ireland."""

ROMANIAN = "A[BGR]|B[CHNRTVZ]|C[JLSTV]|D[BJ]|G[JLR]|H[DR]|I[FLS]|M[HMS]|NT|OT|PH|S[BJMV]|T[LMR]|V[LNS]"
"""Counties of Romania, but for B, the capital, which has up to three digits."""


def _shapes(shapes: str, letters: str) -> str:
    """The expression of marks of any of the shapes: 9 is a digit, A one of the `letters`, Z any letter."""
    meaning = {"9": r"\d", "A": letters, "Z": "[A-Z]"}
    return "|".join("".join(meaning[character] for character in shape) for shape in shapes.split())


FORMS: tuple[Form, ...] = (
    Form("uk-current", "United Kingdom, since 2001", rf"{AREA}{{2}}(?!0[01])\d\d{LETTER}{{3}}"),
    Form("uk-prefix", "United Kingdom, 1983 to 2001", rf"{YEAR}[1-9]\d{{0,2}}{LETTER}{{3}}"),
    Form("uk-suffix", "United Kingdom, 1963 to 1983", rf"{LETTER}{{3}}[1-9]\d{{0,2}}{YEAR}"),
    Form("uk-diplomatic", "United Kingdom, diplomatic", r"\d{3}[DX]\d{3}"),
    Form(
        "uk-northern-ireland",
        "Northern Ireland",
        r"(?=\d*[A-Z]*[IZ])(?:[A-Z]{2,3}[1-9]\d{0,3}|[1-9]\d{0,3}[A-Z]{2,3})",
        loose=True,
    ),
    Form(
        "uk-dateless",
        "United Kingdom, before 1963",
        rf"{AREA}{{1,3}}[1-9]\d{{0,2}}|{AREA}{{1,2}}[1-9]\d{{3}}|[1-9]\d{{0,2}}{AREA}{{1,3}}|[1-9]\d{{3}}{AREA}{{1,2}}",
        loose=True,
    ),
    Form("uk-trade", "United Kingdom, trade plate", r"\d{5}|\d{3}[A-Z]{1,3}", loose=True),
    Form(
        "ireland",
        "Ireland, since 1987",
        rf"(?:8[7-9]|9\d|0\d|1[0-2]|(?:1[3-9]|[2-4]\d)[12])(?:{COUNTIES})[1-9]\d{{0,5}}",
    ),
    Form("spain", "Spain, since 2000", r"\d{4}[BCDFGHJ-NPR-TV-Z]{3}"),
    Form("france", "France, since 2009", rf"{FRENCH}{{2}}\d{{3}}{FRENCH}{{2}}"),
    Form("italy", "Italy, since 1994", rf"{ITALIAN}{{2}}\d{{3}}{ITALIAN}{{2}}"),
    Form("slovakia", "Slovakia, 1997 to 2022", r"[A-Z]{2}\d{3}[A-Z]{2}"),
    Form("netherlands", "Netherlands", _shapes(SIDECODES, DUTCH)),
    Form("belgium", "Belgium, since 2010", r"[1-9][A-Z]{3}\d{3}"),
    Form("czechia", "Czechia, since 2001", r"[1-9][ABCEHJKLMPSTUZ][A-FH-NPR-VX-Z\d]\d{4}"),
    Form("sweden", "Sweden", r"[A-HJ-PR-UW-Z]{3}\d\d[A-HJ-NPR-UW-Z\d]"),
    Form("romania", "Romania", rf"(?:(?:{ROMANIAN})\d\d|B\d{{2,3}})[A-HJ-PR-Z]{{3}}"),
    Form("switzerland", "Switzerland", rf"(?:{CANTONS})[1-9]\d{{0,5}}", loose=True),
    Form("hungary", "Hungary", r"[A-Z]{4}\d{3}|[A-Z]{3}\d{3}"),
    Form("brazil-mercosul", "Brazil, Mercosul, since 2018", r"[A-Z]{3}\d[A-Z]\d\d"),
    Form("brazil", "Brazil, 1990 to 2018", r"[A-Z]{3}\d{4}"),
    Form("czechia-old", "Czechia and Slovakia, before 2001", r"[A-Z]{2,3}\d{4}"),
    Form("denmark-norway", "Denmark or Norway", r"[A-Z]{2}[1-9]\d{4}"),
    Form("poland", "Poland", _shapes(POLISH_SHAPES, POLISH)),
    Form("poland-long", "Poland", _shapes("ZZZ99999 ZZZ9999A ZZZ999AA", POLISH), loose=True),
    Form("belgium-old", "Belgium, before 2010", r"[A-Z]{3}\d{3}|\d{3}[A-Z]{3}", loose=True),
    Form("spain-old", "Spain, before 2000", r"[A-Z]{1,2}\d{4}[A-Z]{1,2}", loose=True),
    Form("france-old", "France, before 2009", r"[1-9]\d{0,3}[A-Z]{2,3}(?:\d\d|2[AB])", loose=True),
    Form("finland", "Finland", r"[A-Z]{2,3}[1-9]\d{0,2}", loose=True),
    Form("germany", "Germany", r"(?=.{3,8}$)[A-Z]{2,5}[1-9]\d{0,3}[EH]?", loose=True),
    Form("austria", "Austria", r"[A-Z]{1,2}[1-9]\d{0,4}[A-Z]{1,3}", loose=True),
)
"""Every form, in the order in which they are named where several fit: the United Kingdom's, where the program is used,
then those that are told apart more easily."""

BY_ID = {form.id: form for form in FORMS}
_COMPILED = tuple((form, re.compile(form.expression)) for form in FORMS)


@lru_cache(maxsize=4096)
def forms_of(text: str) -> tuple[Form, ...]:
    """Every form that the text, without blanks and in capitals, fits as a whole; none for most other writing."""
    return tuple(form for form, compiled in _COMPILED if compiled.fullmatch(text))


def rank(text: str) -> int | None:
    """How early the first form stands that the text fits and that is not loose; None where there is none."""
    return next((FORMS.index(form) for form in forms_of(text) if not form.loose), None)


def words_for(pattern: str) -> str:
    """What a person is told of the form with that id; the id itself where a newer program has stored it."""
    form = BY_ID.get(pattern)
    return form.words if form else pattern
