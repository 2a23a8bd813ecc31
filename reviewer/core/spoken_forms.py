"""Finds by their form alone what was spoken as letters and figures: postcodes, registration marks, long numbers, mail.

The forms of postcodes are those of the Office for National Statistics' National Statistics Postcode Lookup user guide;
those of National Insurance numbers those of HMRC's manual NIM39110.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, product

from reviewer.core.plate_forms import forms_of
from reviewer.core.spoken import OH, Sound, Token, runs_of
from reviewer.core.watched import Kind, Match

_AREAS = """
AB AL B BA BB BD BF BH BL BN BR BS BT BX CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX
FK FY G GL GU GX GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG
NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW
UB W WA WC WD WF WN WR WS WV XX YO ZE"""
_DOMAINS = "com org net uk gov police info biz me io ie eu co ac"
_HOSTS = "gmail googlemail hotmail outlook yahoo icloud btinternet sky live aol protonmail"

AREAS = frozenset(_AREAS.split())
"""The letters with which postcodes begin."""

LEAST = 6
"""Figures in a row from which a number is taken for one that tells who somebody is."""

SPELLED = 3
"""Letters and figures from which a half of a postcode is taken for one."""

LONGEST = 8
"""Characters of the longest mark or postcode."""

LEAST_HINTED = 4
NUMBER_WORDS = frozenset(
    ["card", "account", "ending", "ends", "pin", "reference", "badge", "collar", "crime", "custody"]
)
"""Words before a number that make fewer figures enough."""

PLATE_WORDS = frozenset(["registration", "reg", "plate", "plates", "index", "vrm", "mark", "registered"])
BEFORE = 8
"""Tokens before something in which a word may stand that says what it is."""

DOMAINS = frozenset(_DOMAINS.split())
HOSTS = frozenset(_HOSTS.split())

_POSTCODE = re.compile(r"([A-Z]{1,2})(\d{1,2}|\d[A-Z])(\d[ABD-HJLNP-UW-Z]{2})")
_INSURANCE = re.compile(r"[A-Z]{2}\d{6}[A-D]")
_OUTWARD = re.compile(r"([A-Z]{1,2})(\d{1,2}|\d[A-Z])")
_MAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
_BRITISH = frozenset({"uk-current", "uk-prefix", "uk-suffix", "uk-diplomatic", "ireland"})
_LOOSE = frozenset({"uk-northern-ireland", "uk-dateless", "uk-trade"})

WHY = {
    Kind.POSTCODE: "It has the form of a postcode.",
    Kind.PLATE: "It has the form of a registration mark.",
    Kind.NUMBER: "It is a long number.",
    Kind.EMAIL: "It has the form of an e-mail address.",
}


def find_characters(tokens: Sequence[Token]) -> Iterator[Match]:
    """Postcodes, registration marks, National Insurance numbers and long numbers among the tokens."""
    for run in runs_of(tokens):
        yield from _forms(run, tokens)
        yield from _first_half(run, tokens)
        yield from _numbers(run, tokens)


def characters(sounds: Sequence[Sound]) -> str:
    """The characters of some sounds in a row; OH may be nought."""
    return "".join(sound.text for sound in sounds)


def figures(sounds: Sequence[Sound]) -> str:
    """The same where they are figures alone, with nought for OH; empty where they are not."""
    text = characters(sounds).replace(OH, "0")
    return text if text.isdigit() else ""


def _forms(run: tuple[Sound, ...], tokens: Sequence[Token]) -> Iterator[Match]:
    start = 0
    while start < len(run):
        found = _longest(run, start, tokens=tokens)
        if found is None:
            start += 1
            continue
        end, kind, why = found
        yield Match(tokens[run[start].first].word, tokens[run[end - 1].end - 1].word + 1, kind, why)
        start = end


def _first_half(run: tuple[Sound, ...], tokens: Sequence[Token]) -> Iterator[Match]:
    """The first half of a postcode, where it was spelled out and nothing else with it."""
    spelled = all(len(s.text) == 1 for s in run) and sum(s.clear for s in run) >= max(SPELLED, len(run) - 1)
    half = _OUTWARD.fullmatch(characters(run)) if spelled else None
    if half and half[1] in AREAS:
        first, end = tokens[run[0].first].word, tokens[run[-1].end - 1].word + 1
        yield Match(first, end, Kind.POSTCODE, "It has the form of the first half of a postcode.")


def _longest(run: tuple[Sound, ...], start: int, *, tokens: Sequence[Token]) -> tuple[int, Kind, str] | None:
    """The longest row of sounds from `start` on that has some form, what it is and why; None for none."""
    ends = list(accumulate(len(s.text) for s in run[start:]))
    for count in range(sum(e <= LONGEST + 1 for e in ends), 0, -1):
        part = run[start : start + count]
        if not part[0].text.isdigit() and not part[0].clear and not any(s.clear for s in part[1:]):
            continue
        if 2 * sum(not s.clear for s in part) > len(part) + 1:
            continue  # words that only may be letters or figures
        told = _told(characters(part), hinted=_hinted(part[0].first, tokens, by=PLATE_WORDS))
        if told is not None:
            return start + count, *told
    return None


def _told(text: str, *, hinted: bool) -> tuple[Kind, str] | None:
    if not 3 <= len(text) <= LONGEST + 1 or text.isalpha():
        return None
    for spelled in _with_noughts(text):
        postcode = _POSTCODE.fullmatch(spelled)
        if (postcode and postcode[1] in AREAS) or spelled == "GIR0AA":
            return Kind.POSTCODE, WHY[Kind.POSTCODE]
        if _INSURANCE.fullmatch(spelled):
            return Kind.NUMBER, "It has the form of a National Insurance number."
        forms = {form.id for form in forms_of(spelled)}
        if forms & _BRITISH or (hinted and len(spelled) >= 4 and forms & _LOOSE):
            return Kind.PLATE, WHY[Kind.PLATE]
    return None


def _with_noughts(text: str) -> Iterator[str]:
    """The text with each OH as nought and as the letter, in every way; what has many of them only as noughts."""
    places = text.count(OH)
    if places > 4:
        yield text.replace(OH, "0")
        return
    parts = text.split(OH)
    for choice in product("0O", repeat=places):
        yield "".join(part + sign for part, sign in zip(parts, (*choice, ""), strict=True))


def _hinted(first: int, tokens: Sequence[Token], *, by: frozenset[str]) -> bool:
    return any(t.text in by for t in tokens[max(0, first - BEFORE) : first])


def _numbers(run: tuple[Sound, ...], tokens: Sequence[Token]) -> Iterator[Match]:
    row: list[Sound] = []
    for sound in (*run, None):
        if sound is not None and figures([sound]) and (row or sound.clear or sound.text == OH):
            row.append(sound)
            continue
        while row and not row[-1].clear and row[-1].text != OH:
            row.pop()  # a number does not end with what only may be a figure
        hinted = row and _hinted(row[0].first, tokens, by=NUMBER_WORDS)
        if len(characters(row)) >= (LEAST_HINTED if hinted else LEAST):
            yield Match(tokens[row[0].first].word, tokens[row[-1].end - 1].word + 1, Kind.NUMBER, WHY[Kind.NUMBER])
        row = []


def find_mail(texts: Sequence[str], tokens: Sequence[Token]) -> Iterator[Match]:
    """E-mail addresses, written or spoken as in jane dot doe at example dot com."""
    for number, text in enumerate(texts):
        if _MAIL.fullmatch(text.strip('.,;:!?"()<>')):
            yield Match(number, number + 1, Kind.EMAIL, WHY[Kind.EMAIL])
    for at, token in enumerate(tokens):
        if token.text == "at":
            end = _host_end(tokens, at + 1)
            start = _box_start(tokens, at)
            if end is not None and start < at:
                yield Match(tokens[start].word, tokens[end - 1].word + 1, Kind.EMAIL, WHY[Kind.EMAIL])


def _host_end(tokens: Sequence[Token], at: int) -> int | None:
    """Where a host ends that begins at `at`, as in example dot co dot uk, or just gmail; None where there is none."""
    end, known = at + 1, at < len(tokens) and tokens[at].text in HOSTS
    while end + 1 < len(tokens) and tokens[end].text == "dot":
        known = tokens[end + 1].text in DOMAINS
        end += 2
    return end if known else None


def _box_start(tokens: Sequence[Token], at: int) -> int:
    """Where the part before the at begins: a word, those that dots and dashes tie to it, and what is spelled."""
    ties = ("dot", "underscore", "dash", "hyphen", "point")
    start = at - 1
    while start >= 1:
        short = len(tokens[start].text) == 1 or tokens[start].text.isdigit()
        if tokens[start - 1].text in ties:
            start -= 2
        elif short and (len(tokens[start - 1].text) == 1 or tokens[start - 1].text.isdigit()):
            start -= 1
        else:
            break
    return max(start, 0)
