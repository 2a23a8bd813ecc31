"""How letters and figures are spoken: spelled, by the telephone alphabet, in figures, in words, doubled.

A transcript has “S W one A”, “sierra whiskey one alpha”, “SW1A” or “S for sugar”, and they are all the same here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviewer.core.transcript import plain

_ALPHABET = """
alpha alfa bravo charlie delta echo foxtrot golf hotel india juliet juliett kilo lima mike november oscar papa
quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu"""
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_RANKS = """
first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"""

NATO: Mapping[str, str] = {name: name[0].upper() for name in _ALPHABET.split()}
"""The telephone alphabet of the police (ICAO), as recognisers write it."""

NAMED: Mapping[str, str] = {
    "ay": "A", "bee": "B", "be": "B", "see": "C", "sea": "C", "cee": "C", "dee": "D", "ee": "E", "eff": "F",
    "gee": "G", "aitch": "H", "haitch": "H", "eye": "I", "jay": "J", "kay": "K", "el": "L", "ell": "L", "em": "M",
    "en": "N", "pee": "P", "pea": "P", "queue": "Q", "cue": "Q", "are": "R", "ar": "R", "ess": "S", "tee": "T",
    "tea": "T", "you": "U", "vee": "V", "ex": "X", "why": "Y", "wye": "Y", "zed": "Z", "zee": "Z",
}  # fmt: skip
"""The names of letters; most are words as well, so that one alone says nothing."""

UNITS: Mapping[str, str] = {
    "zero": "0", "nought": "0", "naught": "0", "nil": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9", "niner": "9", "fife": "5", "tree": "3",
}  # fmt: skip
TEENS: Mapping[str, str] = {name: str(number) for number, name in enumerate(_TEENS.split(), start=10)}
TENS: Mapping[str, str] = {
    name: str(number)
    for number, name in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
} | {"fourty": "4"}
HOMOPHONES: Mapping[str, str] = {"to": "2", "too": "2", "for": "4", "won": "1", "ate": "8", "hundred": "00"}
"""Words that stand for figures only among others: recognisers write what they hear."""

OH = "O"
"""What “oh” comes to: nought or the letter, as the form wants it."""

TIMES: Mapping[str, int] = {"double": 2, "triple": 3, "treble": 3}
FILLERS = frozenset(["um", "uh", "er", "erm", "ah", "space", "dash", "hyphen", "stroke", "then", "comma"])
"""Words that do not end a run of letters and figures."""

SHORT = 3
"""Letters that a group of a registration mark or a postcode has at most."""

_SPLIT = re.compile(r"[\s/_\-–—+]+|(?<=\b\w)\.(?=\w\b)|(?<=\d)[.:](?=\d)")
_OWN = re.compile(r"['’]s$", re.IGNORECASE)
_ORDINAL = re.compile(r"\d+(st|nd|rd|th)")


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a word as it is compared (see `plain`), the word's number, and whether it is written in capitals."""

    text: str
    word: int
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Sound:
    """Characters that tokens from `first` up to but not including `end` stand for; `clear` if for nothing else."""

    first: int
    end: int
    text: str
    clear: bool


def tokens_of(texts: Sequence[str]) -> tuple[Token, ...]:
    """The parts of the words, in order; a possessive s is left off, and so are mere signs."""
    made = []
    for number, text in enumerate(texts):
        for part in _SPLIT.split(text):
            bare = plain(_OWN.sub("", part.strip('.,;:!?"“”)]}')))
            if bare:
                made.append(Token(bare, number, part[:1].isupper()))
    return tuple(made)


def runs_of(tokens: Sequence[Token]) -> Iterator[tuple[Sound, ...]]:
    """The longest rows of letters and figures that follow one another, with nothing but fillers between."""
    run: list[Sound] = []
    at = 0
    while at < len(tokens):
        sound = sound_at(tokens, at)
        if sound is not None:
            run.append(sound)
            at = sound.end
            continue
        if tokens[at].text not in FILLERS and run:
            yield tuple(run)
            run = []
        at += 1
    if run:
        yield tuple(run)


def sound_at(tokens: Sequence[Token], at: int) -> Sound | None:
    """What the token, and perhaps those after it, stand for as letters or figures; None where for none."""
    token, after = tokens[at], tokens[at + 1].text if at + 1 < len(tokens) else ""
    if token.text in TIMES:
        if after in ("u", "you"):
            return Sound(at, at + 2, "W", True)
        next_one = sound_at(tokens, at + 1) if after and after not in TIMES else None
        if next_one is None or len(next_one.text) != 1:
            return None
        return Sound(at, next_one.end, next_one.text * TIMES[token.text], True)
    if token.text in TENS:
        unit = UNITS.get(after, "")
        return Sound(at, at + 1 + bool(unit), TENS[token.text] + (unit if unit and unit != "0" else "0"), True)
    return _spelled(tokens, at) or _one(token, at) or _rest_of_mark(tokens, at)


def _rest_of_mark(tokens: Sequence[Token], at: int) -> Sound | None:
    """A few letters behind letters with figures, as in ab12 cde where nothing is written in capitals."""
    text, before = tokens[at].text, tokens[at - 1].text if at else ""
    mixed = any(c.isdigit() for c in before) and any(c.isalpha() for c in before) and not _ORDINAL.fullmatch(before)
    few = text.isascii() and text.isalpha() and len(text) <= SHORT
    return Sound(at, at + 1, text.upper(), False) if mixed and few else None


def _spelled(tokens: Sequence[Token], at: int) -> Sound | None:
    """A letter with a word that begins with it, as in S for sugar or B as in Bravo."""
    letter = _letter(tokens[at].text)
    if letter is None:
        return None
    for link in (("for",), ("as", "in"), ("like",)):
        end = at + 1 + len(link)
        if tuple(t.text for t in tokens[at + 1 : end]) == link and end < len(tokens):
            word = tokens[end].text
            if word.startswith(letter.lower()) and len(word) > 1:
                return Sound(at, end + 1, letter, True)
    return None


def _letter(text: str) -> str | None:
    return text.upper() if len(text) == 1 and text.isalpha() and text.isascii() else NAMED.get(text)


def _one(token: Token, at: int) -> Sound | None:
    text = token.text
    for table, clear in ((UNITS, True), (TEENS, True), (NATO, True), (NAMED, False), (HOMOPHONES, False)):
        if text in table:
            return Sound(at, at + 1, table[text], clear)
    if text in ("oh", "o"):
        return Sound(at, at + 1, OH, text == "o")
    if not text.isascii():
        return None
    if any(c.isdigit() for c in text):
        return None if _ORDINAL.fullmatch(text) or len(text) > 16 else Sound(at, at + 1, text.upper(), True)
    if len(text) == 1:
        return Sound(at, at + 1, text.upper(), text not in ("a", "i"))
    return Sound(at, at + 1, text.upper(), False) if len(text) <= SHORT and token.capital else None


NUMBERS: Mapping[str, int] = {k: int(v) for k, v in {**UNITS, **TEENS}.items() if k not in ("fife", "tree")}
ORDINALS: Mapping[str, int] = {
    name: number
    for number, name in enumerate(
        _RANKS.split(),
        start=1,
    )
} | {"thirtieth": 30}


def number_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The number from 0 to 99 that begins at a token, in figures or in words, and where it ends; None for none."""
    if at >= len(tokens):
        return None
    text = tokens[at].text
    if text.isascii() and text.isdigit() and len(text) <= 2:
        return int(text), at + 1
    if text in ("oh", "o") and at + 1 < len(tokens) and tokens[at + 1].text in UNITS:
        return int(UNITS[tokens[at + 1].text]), at + 2
    if text in TENS:
        unit = NUMBERS.get(tokens[at + 1].text, 0) if at + 1 < len(tokens) else 0
        return int(TENS[text]) * 10 + (unit if unit < 10 else 0), at + 1 + (0 < unit < 10)
    return (NUMBERS[text], at + 1) if text in NUMBERS else None


def ordinal_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The ordinal from first to ninety-ninth that begins at a token, and where it ends; None for none."""
    if at >= len(tokens):
        return None
    text = tokens[at].text
    if _ORDINAL.fullmatch(text):
        return int(text[:-2]), at + 1
    if text in TENS and at + 1 < len(tokens) and ORDINALS.get(tokens[at + 1].text, 99) < 10:
        return int(TENS[text]) * 10 + ORDINALS[tokens[at + 1].text], at + 2
    return (ORDINALS[text], at + 1) if text in ORDINALS else None
