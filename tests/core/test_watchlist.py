import pytest

from reviewer.core.watched import Kind, Match, Term
from reviewer.core.watchlist import find, without_repeats
from tests.support.speech import TERMS


def found(said: str, *terms: Term) -> list[tuple[str, Kind]]:
    words = said.split()
    return [(" ".join(words[m.first : m.end]), m.kind) for m in find(words, terms)]


LISTED = {
    "yes it's John Smith": ("John Smith", Kind.NAME),
    "yes it's Jon Smythe,": ("Jon Smythe,", Kind.NAME),
    "ask for john": ("john", Kind.NAME),
    "it was Smith's car": ("Smith's", Kind.NAME),
    "the Smiths came": ("Smiths", Kind.NAME),
    "it's S M I T H": ("S M I T H", Kind.NAME),
    "sierra mike india tango hotel over": ("sierra mike india tango hotel", Kind.NAME),
    "hello mohamed": ("mohamed", Kind.NAME),
    "call Mac Donald": ("Mac Donald", Kind.NAME),
    "is Kate O'Neil here": ("Kate O'Neil", Kind.NAME),
    "at twelve acacia avenue": ("twelve acacia avenue", Kind.ADDRESS),
    "near acacia": ("acacia", Kind.ADDRESS),
    "at thirty one Tamworth Close flat b": ("thirty one Tamworth Close", Kind.ADDRESS),
    "in Hawthorne House": ("Hawthorne House", Kind.ADDRESS),
    "on the fourth of May": ("fourth of May", Kind.BIRTH),
    "that's 4.5.82": ("4.5.82", Kind.BIRTH),
    "oh double seven double oh nine double oh one two three": (
        "oh double seven double oh nine double oh one two three",
        Kind.PHONE,
    ),
    "it ends nine double oh one two three": ("nine double oh one two three", Kind.PHONE),
    "the code is SW1A one double A": ("SW1A one double A", Kind.POSTCODE),
    "plate AB12 CD": ("AB12 CD", Kind.PLATE),
}


@pytest.mark.parametrize("said", LISTED)
def test_what_is_like_a_term_of_the_list_is_found(said: str) -> None:
    assert found(said, *TERMS, Term(Kind.ADDRESS, "31b Tamworth Close")) == [LISTED[said]]


FORMS = {
    "M1 1AE": Kind.POSTCODE,
    "mike one one alpha echo": Kind.POSTCODE,
    "EC1A 1BB": Kind.POSTCODE,
    "GIR 0AA": Kind.POSTCODE,
    "LD51 OKF": Kind.PLATE,
    "ld51 okf": Kind.PLATE,
    "K412 BBA": Kind.PLATE,
    "ABC 123D": Kind.PLATE,
    "fourth of May nineteen eighty-two": Kind.BIRTH,
    "4th May 82": Kind.BIRTH,
    "May the fourth nineteen oh two": Kind.BIRTH,
    "21st of March two thousand and five": Kind.BIRTH,
    "1982-05-04": Kind.BIRTH,
    "04/05/1982": Kind.BIRTH,
    "zero seven seven zero zero nine hundred one two three": Kind.NUMBER,
    "QQ 12 34 56 C": Kind.NUMBER,
    "jane.doe@example.com": Kind.EMAIL,
    "jane underscore doe at gmail dot com": Kind.EMAIL,
}


@pytest.mark.parametrize("said", FORMS)
def test_what_has_a_form_that_tells_who_somebody_is_is_found_without_a_list(said: str) -> None:
    assert found(f"well {said} please") == [(said, FORMS[said])]


ORDINARY = (
    "there were two or three of them",
    "see you at ten to four",
    "I was late because the gate was shut",
    "are you one of the people we saw",
    "for one second I be there",
    "it may be four or five",
    "on the ninth of June we met",
    "it took twenty minutes",
    "come at once you two",
    "",
)


@pytest.mark.parametrize("said", ORDINARY)
def test_ordinary_speech_is_not_proposed(said: str) -> None:
    assert found(said, *TERMS) == []


def test_a_mark_of_a_loose_form_and_a_date_without_a_year_are_found_where_words_before_say_what_they_are() -> None:
    assert found("a b c one two three") == []
    assert found("the registration is ABC 123") == [("ABC 123", Kind.PLATE)]
    assert found("she was born on the ninth of June") == [("ninth of June", Kind.BIRTH)]
    assert found("the card ends 4419") == [("4419", Kind.NUMBER)]


def test_it_is_said_why_something_is_proposed_and_of_which_term_it_reminds() -> None:
    (match,) = find(["Smythe"], (Term(Kind.NAME, "John Smith"),))
    assert match.why == "It is like a part of “John Smith” on the watch-list."
    assert match.term == Term(Kind.NAME, "John Smith")
    (match,) = find(["SW1A", "1AA"], (Term(Kind.POSTCODE, "sw1a1aa"),))
    assert match.why == "It is like “sw1a1aa” on the watch-list."


def test_of_two_that_share_their_words_the_longer_is_told_with_the_term() -> None:
    term = Term(Kind.PHONE, "123456")
    long, short = Match(2, 9, Kind.NUMBER, "long"), Match(4, 8, Kind.PHONE, "listed", term)
    assert without_repeats([short, long]) == (Match(2, 9, Kind.PHONE, "listed", term),)
    overlapping = Match(8, 12, Kind.NAME, "name")
    assert without_repeats([overlapping, long]) == (long, overlapping)


def test_a_term_without_letters_or_figures_is_refused() -> None:
    with pytest.raises(ValueError, match="letters or figures"):
        Term(Kind.NAME, " – ")
    assert find(["a", "b"], (Term(Kind.NAME, "é"),)) == ()
