"""Finds dates with a year, which may be somebody's date of birth, in figures and in words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviewer.core.spoken import Token, number_at, ordinal_at
from reviewer.core.watched import Kind, Match

MONTHS: Mapping[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
BIRTH_WORDS = frozenset(["born", "birth", "birthday", "dob"])
BEFORE = 10
"""Tokens before a date in which a word may stand that says that somebody was born then."""

BORN = "It may be a date of birth."
DATED = "It is a date with a year, which may be one of birth."

CENTURIES: Mapping[str, int] = {"nineteen": 1900, "twenty": 2000, "19": 1900, "20": 2000, "eighteen": 1800}
_YEAR = re.compile(r"(1[89]|20)\d\d")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as it was said, from the token `first` up to but not including `end`; `year` is None where none was.

    A year of two figures stands as it is; `sure` says that nothing but a date is written so.
    """

    first: int
    end: int
    day: int
    month: int
    year: int | None
    sure: bool = True

    def is_like(self, other: "Date") -> bool:
        """Whether the two may be the same: years are compared by their last two figures, where both have one."""
        years = self.year is None or other.year is None or self.year % 100 == other.year % 100
        return years and {(self.day, self.month)} <= {(other.day, other.month), (other.month, other.day)}


def find_dates(tokens: Sequence[Token]) -> Iterator[Match]:
    """Dates that have a year, and those without one that somebody was born on."""
    for date in dates_of(tokens):
        born = any(t.text in BIRTH_WORDS for t in tokens[max(0, date.first - BEFORE) : date.first])
        if born or (date.sure and date.year is not None):
            why = BORN if born else DATED
            yield Match(tokens[date.first].word, tokens[date.end - 1].word + 1, Kind.BIRTH, why)


def dates_of(tokens: Sequence[Token]) -> Iterator[Date]:
    """Every date among the tokens, one after the other, the unsure ones too."""
    at = 0
    while at < len(tokens):
        date = _in_words(tokens, at) or _in_figures(tokens, at)
        if date is not None:
            yield date
        at = date.end if date is not None else at + 1


def _in_words(tokens: Sequence[Token], at: int) -> Date | None:
    """The fourth of May 1982, 4 May 82, May the fourth nineteen eighty-two, the fourth of the fifth eighty-two."""
    if tokens[at].text in MONTHS:
        day = _day(tokens, at + 1 + _is(tokens, at + 1, word="the"))
        return _dated(tokens, at, day=day, month=(MONTHS[tokens[at].text], day[1])) if day else None
    day = _day(tokens, at)
    if day is None:
        return None
    after = day[1] + _is(tokens, day[1], word="of")
    if after < len(tokens) and tokens[after].text in MONTHS:
        return _dated(tokens, at, day=day, month=(MONTHS[tokens[after].text], after + 1))
    after += _is(tokens, after, word="the")
    month = ordinal_at(tokens, after) if after > day[1] + 1 else None
    return _dated(tokens, at, day=day, month=month) if month and 1 <= month[0] <= 12 else None


def _dated(tokens: Sequence[Token], at: int, *, day: tuple[int, int], month: tuple[int, int]) -> Date:
    end = max(day[1], month[1])
    year = year_at(tokens, end + _is(tokens, end, word="in"))
    return Date(at, year[1] if year else end, day[0], month[0], year[0] if year else None)


def _in_figures(tokens: Sequence[Token], at: int) -> Date | None:
    """04/05/1982, 1982-05-04, 4 5 82, or four five eighty-two."""
    year = _full_year(tokens, at)
    if year is not None:
        month, day = number_at(tokens, at + 1), None
        day = number_at(tokens, month[1]) if month else None
        if month and day and 1 <= month[0] <= 12 and 1 <= day[0] <= 31 and tokens[at].word == tokens[day[1] - 1].word:
            return Date(at, day[1], day[0], month[0], year)
        return None
    day = number_at(tokens, at)
    month = number_at(tokens, day[1]) if day else None
    if not day or not month or not 1 <= day[0] <= 31 or not 1 <= month[0] <= 31 or min(day[0], month[0]) > 12:
        return None
    end = year_at(tokens, month[1])
    if end is None:
        return None
    one = tokens[at].word == tokens[end[1] - 1].word
    return Date(at, end[1], day[0], month[0], end[0], sure=one or end[0] > 99)


def year_at(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    """The year that begins at a token, as in 1982, nineteen eighty-two, two thousand and five or 82; and its end."""
    full = _full_year(tokens, at)
    if full is not None:
        return full, at + 1
    if at >= len(tokens):
        return None
    texts = [t.text for t in tokens[at : at + 3]]
    if texts[:2] in (["two", "thousand"], ["2", "thousand"]):
        rest = number_at(tokens, at + 2 + (texts[2:] == ["and"]))
        return (2000 + rest[0], rest[1]) if rest and rest[0] < 100 else (2000, at + 2)
    if texts[0] in CENTURIES:
        rest = number_at(tokens, at + 1)
        if rest and (rest[0] > 9 or len(tokens[at + 1].text) < 3 or tokens[at].text.isdigit()):
            return CENTURIES[texts[0]] + rest[0], rest[1]
    short = number_at(tokens, at)
    # Two figures: a single one is no year, unless it is written with its nought.
    return short if short and (short[0] > 9 or texts[0].startswith(("0", "o"))) else None


def _full_year(tokens: Sequence[Token], at: int) -> int | None:
    return int(tokens[at].text) if at < len(tokens) and _YEAR.fullmatch(tokens[at].text) else None


def _day(tokens: Sequence[Token], at: int) -> tuple[int, int] | None:
    day = ordinal_at(tokens, at) or number_at(tokens, at)
    return day if day and 1 <= day[0] <= 31 else None


def _is(tokens: Sequence[Token], at: int, *, word: str) -> int:
    return int(at < len(tokens) and tokens[at].text == word)
