import pytest

from reviewer.core.spoken import number_at, ordinal_at, runs_of, tokens_of

RUNS = {
    "sierra whiskey one alpha one alpha alpha": "SW1A1AA",
    "S W 1 A, 1 A A.": "SW1A1AA",
    "S-W-1-A 1-A-A": "SW1A1AA",
    "SW1A 1AA": "SW1A1AA",
    "double seven triple nine": "77999",
    "double u six": "W6",
    "twenty one forty": "2140",
    "B for Bravo, D as in David": "BD",
    "oh eight hundred": "O800",
    "zero um seven er eight": "078",
    "alpha bravo one two, xray": "AB12X",
}


@pytest.mark.parametrize("said", RUNS)
def test_letters_and_figures_are_the_same_however_they_are_spoken(said: str) -> None:
    runs = ["".join(sound.text for sound in run) for run in runs_of(tokens_of(said.split()))]
    assert runs == [RUNS[said]]


def test_words_that_are_no_letters_or_figures_end_a_run() -> None:
    runs = list(runs_of(tokens_of(["seven", "people", "saw", "nine"])))
    assert [run[0].text for run in runs] == ["7", "9"]


def test_a_token_knows_its_word_and_has_lost_its_possessive_s() -> None:
    tokens = tokens_of(["“Smith’s", "—", "thirty-four", "o'clock"])
    assert [(t.text, t.word) for t in tokens] == [("smith", 0), ("thirty", 2), ("four", 2), ("oclock", 3)]


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("82", 82),
        ("eighty two", 82),
        ("eighty", 80),
        ("seven", 7),
        ("nineteen", 19),
        ("oh five", 5),
        ("120", None),
        ("a", None),
    ],
)
def test_numbers_up_to_ninety_nine_are_understood(said: str, number: int | None) -> None:
    found = number_at(tokens_of(said.split()), 0)
    assert (found[0] if found else None) == number


@pytest.mark.parametrize(
    ("said", "number"),
    [("fourth", 4), ("21st", 21), ("twenty first", 21), ("thirtieth", 30), ("four", None), ("twenty", None)],
)
def test_ordinals_are_understood(said: str, number: int | None) -> None:
    found = ordinal_at(tokens_of(said.split()), 0)
    assert (found[0] if found else None) == number


def test_nothing_lies_beyond_the_last_token() -> None:
    assert number_at((), 0) is None
    assert ordinal_at((), 0) is None
