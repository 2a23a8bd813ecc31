"""Finds the terms of a watch-list in a transcript, as they may have been said, misheard, misspelled or spelled out.

It is made to propose rather than to miss: what it finds is shown to a person, who decides.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reviewer.core.likeness import COMMON, distance, near
from reviewer.core.spoken import OH, Sound, Token, number_at, runs_of, tokens_of
from reviewer.core.spoken_dates import Date, dates_of, find_dates
from reviewer.core.spoken_forms import characters, find_characters, find_mail
from reviewer.core.watched import Kind, Match, Term

_GENERIC = """
street st road rd avenue ave lane ln close drive dr court crescent gardens grove hill house place square terrace
way walk mews park green flat apartment floor unit block number no the of and upper lower great little new old
north south east west"""
_TITLES = "mr mrs ms miss mx dr sir lady lord prof pc sgt the and of de van von la le al bin"

PART = 3
"""Letters from which a part of a name, said alone, is taken for the whole of it."""

ENDING = 6
"""Figures at the beginning or the end of a telephone number that give it away."""

CARELESS = 6
"""Characters from which a number or mark on the list may have been heard with one of them wrong."""

GENERIC = frozenset(_GENERIC.split())
"""Words of addresses that do not tell one place from another."""

TITLES = frozenset(_TITLES.split())
"""Words of names that do not tell one person from another."""

_HOUSE = re.compile(r"(\d{1,2})[a-z]?")
"""The number of a house, which may be said in words."""

_SPELT = frozenset({Kind.PHONE, Kind.POSTCODE, Kind.PLATE, Kind.NUMBER, Kind.OTHER})


def find(texts: Sequence[str], terms: Iterable[Term]) -> tuple[Match, ...]:
    """All that may give somebody away among the words, in order: like a term, or by its form alone.

    Where both find the same words, it is the term that is told.
    """
    tokens = tokens_of(texts)
    found = [*find_terms(tokens, terms), *find_characters(tokens), *find_dates(tokens), *find_mail(texts, tokens)]
    return without_repeats(found)


def find_terms(tokens: Sequence[Token], terms: Iterable[Term]) -> Iterator[Match]:
    """Every place where something like a term of the list is said."""
    vocabulary: dict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(tokens):
        vocabulary[token.text].append(at)
    runs, dates = tuple(runs_of(tokens)), tuple(dates_of(tokens))
    for term in terms:
        places = set(_like_words(term, tokens, vocabulary=vocabulary)) | set(_spelled_out(term, runs))
        if term.kind in (Kind.BIRTH, Kind.OTHER):
            places |= set(_like_date(term, dates))
        for first, end, why in sorted(places):
            yield Match(tokens[first].word, tokens[end - 1].word + 1, term.kind, why, term)


def without_repeats(found: Iterable[Match]) -> tuple[Match, ...]:
    """In order, without those whose words all lie in another one, which is told of the term of the first of them."""
    kept: list[Match] = []
    for match in sorted(found, key=lambda m: (m.first, -m.end, m.term is None, m.kind is Kind.NUMBER)):
        if not kept or match.end > kept[-1].end:
            kept.append(match)
        elif kept[-1].term is None and match.term is not None:
            kept[-1] = replace(match, first=kept[-1].first, end=kept[-1].end)
    return tuple(kept)


def _like_words(
    term: Term, tokens: Sequence[Token], *, vocabulary: dict[str, list[int]]
) -> Iterator[tuple[int, int, str]]:
    """Places where the words of the term are said in a row, or some word of it that tells enough."""
    wanted = [t.text for t in tokens_of(term.text.split())]
    if not wanted:
        return
    like = {name: {said for said in vocabulary if near(said, name)} for name in wanted}
    for name in _telling(term, wanted):
        for at in sorted(at for said in like[name] for at in vocabulary[said]):
            yield _widened(term, wanted, tokens=tokens, at=at)
    whole = len(wanted) > 1 and term.kind not in (Kind.NAME, Kind.ADDRESS)
    for at in (at for said in like[wanted[0]] for at in vocabulary[said]) if whole else ():
        row = tokens[at : at + len(wanted)]
        if len(row) == len(wanted) and all(t.text in like[name] for t, name in zip(row, wanted, strict=True)):
            yield at, at + len(wanted), _why(term)
    for joined in dict.fromkeys(["".join(wanted), *_telling(term, wanted)]):
        yield from _run_together(term, joined, tokens=tokens, vocabulary=vocabulary)


def _telling(term: Term, wanted: Sequence[str]) -> list[str]:
    """The words of a term each of which alone is to be proposed."""
    if term.kind is Kind.NAME:
        left_out = TITLES
    elif term.kind is Kind.ADDRESS:
        left_out = GENERIC
    else:
        return list(wanted) if len(wanted) == 1 else []
    telling = [w for w in dict.fromkeys(wanted) if w not in left_out and len(w) >= PART and not w.isdigit()]
    return telling or [w for w in wanted if w.isalpha()][:1]


def _widened(term: Term, wanted: Sequence[str], *, tokens: Sequence[Token], at: int) -> tuple[int, int, str]:
    """The place of one word together with those beside it that are words of the term, or its numbers."""
    numbers = {int(found[1]) for w in wanted if (found := _HOUSE.fullmatch(w))}

    def belongs(place: int) -> bool:
        if not 0 <= place < len(tokens):
            return False
        said, number = tokens[place].text, number_at(tokens, place)
        return any(said == w or near(said, w) for w in wanted) or (number is not None and number[0] in numbers)

    first, end = at, at + 1
    while belongs(first - 1) or (numbers and number_at(tokens, first - 2) in [(n, first) for n in numbers]):
        first -= 1 if belongs(first - 1) else 2
    while belongs(end):
        end += 1
    whole = first != at or end != at + 1 or len(wanted) == 1
    return first, end, _why(term) if whole else _why_part(term)


def _run_together(
    term: Term, joined: str, *, tokens: Sequence[Token], vocabulary: dict[str, list[int]]
) -> Iterator[tuple[int, int, str]]:
    """Places where the term is one word instead of two, or two instead of one: Mac Donald, Macdonald."""
    if len(joined) < 5 or not joined.isalpha():
        return
    for said, places in vocabulary.items():
        if said[:2] == joined[:2] and said not in COMMON:
            if near(said, joined):
                yield from ((at, at + 1, _why(term)) for at in places)
            for at in places:
                after = tokens[at + 1].text if at + 1 < len(tokens) else ""
                if joined.startswith(said) and len(said) < len(joined) and near(said + after, joined):
                    yield at, at + 2, _why(term)


def _spelled_out(term: Term, runs: Sequence[tuple[Sound, ...]]) -> Iterator[tuple[int, int, str]]:
    """Places where the term is said letter by letter and figure by figure, or its last figures are."""
    bare = "".join(t.text for t in tokens_of(term.text.split())).upper().replace("O", "0")
    wanted = [w.text.upper().replace("O", "0") for w in tokens_of(term.text.split())]
    goals = [bare] if term.kind in _SPELT else [w for w in wanted if len(w) >= PART and not w.isdigit()]
    if term.kind is Kind.PHONE and bare.isdigit() and len(bare) > ENDING:
        goals += [bare.removeprefix("44"), bare[-ENDING:], bare[:ENDING]]
    for run in runs:
        for goal in dict.fromkeys(g for g in goals if len(g) >= PART):
            yield from _within_run(run, goal, why=_why(term))


def _within_run(run: tuple[Sound, ...], goal: str, *, why: str) -> Iterator[tuple[int, int, str]]:
    slips = int(len(goal) >= CARELESS and any(c.isdigit() for c in goal))
    for start in range(len(run)):
        said, best = "", (slips + 1, 0)
        for sound in run[start:]:
            said += characters([sound]).replace(OH, "0")
            if len(said) > len(goal) + slips:
                break
            best = min(best, (distance(said, goal, most=slips), -sound.end))
        if best[0] <= slips:
            yield run[start].first, -best[1], why


def _like_date(term: Term, dates: Sequence[Date]) -> Iterator[tuple[int, int, str]]:
    for wanted in dates_of(tokens_of(term.text.split())):
        yield from ((d.first, d.end, _why(term)) for d in dates if d.is_like(wanted))


def _why(term: Term) -> str:
    return f"It is like “{term.text}” on the watch-list."


def _why_part(term: Term) -> str:
    return f"It is like a part of “{term.text}” on the watch-list."
