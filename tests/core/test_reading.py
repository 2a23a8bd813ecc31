"""From what was read in single frames to one reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.reading import ALIKE, CHARACTERS, LONGEST, Spelling, combined, drawn, normalised, resolved


def spelled(text: str, score: float = 0.95, *, weight: float = 1.0) -> Spelling:
    return Spelling(text, (score,) * len(text), weight)


def text_of(*spellings: Spelling) -> str | None:
    reading = combined(spellings)
    return reading.text if reading else None


def test_texts_are_told_in_capitals_and_digits_alone() -> None:
    assert normalised(" ab12·cde ") == "AB12CDE"
    assert normalised("m-ü 123") == "MU123"
    assert normalised("京A·12345") == "A12345"


@pytest.mark.parametrize(
    ("seen", "meant", "form"),
    [
        ("CDI5EFG", "CD15EFG", "uk-current"),
        ("AB1ZCDE", "AB12CDE", "uk-current"),
        ("0AB1234", "OAB1234", "brazil"),
        ("ABC1D2Z", "ABC1D22", "brazil-mercosul"),
        ("I234BCD", "1234BCD", "spain"),
    ],
)
def test_letters_and_digits_drawn_alike_are_told_apart_by_their_place(seen: str, meant: str, form: str) -> None:
    reading = resolved(spelled(seen))
    assert reading is not None
    assert (reading.text, reading.pattern) == (meant, form)
    assert reading.score < resolved(spelled(meant)).score  # type: ignore[union-attr]


def test_each_change_costs_score_and_more_where_the_two_are_told_apart_more_easily() -> None:
    def score(text: str) -> float:
        reading = resolved(spelled(text, 1.0))
        assert reading is not None
        assert reading.pattern == "uk-current"
        return reading.score

    assert score("AB12CDE") == 1.0
    assert score("AB12CDE") > score("ABI2CDE") > score("AB1ZCDE") > score("ABIZCDE")


def test_what_fits_a_form_as_it_stands_is_left_as_it_stands() -> None:
    for text in ("OO08OSS", "BB88BOB"):
        reading = resolved(spelled(text, 0.9))
        assert reading is not None
        assert (reading.text, reading.score) == (text, 0.9)


def test_a_word_is_not_bent_into_a_mark() -> None:
    for word in ("TAXI", "POLICE", "BUS", "SOS"):
        reading = resolved(spelled(word))
        assert reading is not None
        assert (reading.text, reading.pattern) == (word, "")
        assert reading.score < 0.95


def test_a_doubtful_character_is_left_out_where_the_rest_fits_a_form() -> None:
    seal = Spelling("3C854321", (0.99, 0.99, 0.5, 0.99, 0.99, 0.99, 0.99, 0.99))
    reading = resolved(seal)
    assert reading is not None
    assert (reading.text, reading.pattern) == ("3C54321", "czechia")
    assert reading.score < 0.8
    sure = resolved(spelled("3C854321"))
    assert sure is not None
    assert (sure.text, sure.pattern) == ("3C854321", "")


def test_the_frames_vote_character_by_character() -> None:
    frames = [spelled("AB12CDE"), spelled("AB12CDF"), spelled("AB13CDE"), spelled("AB12CDE", 0.6)]
    assert text_of(*frames) == "AB12CDE"


def test_a_large_and_sure_frame_outweighs_two_poor_ones() -> None:
    poor = [spelled("AB12CDF", 0.6, weight=0.4)] * 2
    assert text_of(*poor, spelled("AB12CDE", 0.99)) == "AB12CDE"


def test_frames_in_which_the_plate_is_half_out_of_the_picture_take_nothing_away() -> None:
    whole = spelled("K345LMN")
    assert text_of(spelled("K345", 0.8), whole, spelled("K345L", 0.8), whole) == "K345LMN"
    assert text_of(spelled("5LMN", 0.8), whole, spelled("45LMN", 0.8), whole) == "K345LMN"


def test_what_most_frames_leave_out_goes() -> None:
    frames = [spelled("XH9Z9TYK4", 0.7), *[spelled("XH9ZTYK4", 0.9)] * 3]
    assert text_of(*frames) == "XH9ZTYK4"


def test_frames_that_disagree_cost_score() -> None:
    agreed = combined([spelled("AB12CDE")] * 4)
    disputed = combined([spelled("AB12CDE")] * 3 + [spelled("EX4MPLE")])
    assert agreed is not None
    assert disputed is not None
    assert agreed.text == disputed.text == "AB12CDE"
    assert agreed.score == pytest.approx(0.95)
    assert disputed.score < 0.9


def test_a_plate_that_was_small_in_every_frame_is_less_sure_whatever_the_recogniser_says() -> None:
    sizes = [combined([spelled("AB12CDE", weight=w), spelled("AB12CDE", weight=0.3)]) for w in (0.4, 0.5, 0.7, 1.0)]
    scores = [reading.score for reading in sizes if reading is not None]
    assert scores[0] < scores[1] < 0.9 < scores[2] == scores[3]


def test_two_ways_to_write_the_same_drawing_are_no_disagreement() -> None:
    reading = combined([spelled("CD15EFG"), spelled("CDI5EFG"), spelled("CDI5EFG")])
    assert reading is not None
    assert reading.text == "CD15EFG"
    assert reading.score > 0.85


@pytest.mark.parametrize("texts", [[], [""], ["A", "B1"], ["A" * (LONGEST + 1)]])
def test_nothing_is_made_of_nothing(texts: list[str]) -> None:
    assert combined([spelled(text) for text in texts]) is None


def test_what_was_hardly_read_was_not_read() -> None:
    assert combined([spelled("AB12CDE", 0.3)]) is None
    assert combined([spelled("ABCDEF", 0.9), spelled("GHIJKL", 0.9), spelled("MNOPQR", 0.9)]) is None


def test_other_writing_is_not_changed_in_every_way_there_is(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    monkeypatch.setattr("reviewer.core.reading.rank", tried.append)
    for length in (LONGEST, LONGEST + 1, 100):
        resolved(spelled("0" * length))
    assert len(tried) < 1000
    assert {len(text) for text in tried} >= {LONGEST, 100}


def test_a_search_finds_what_is_drawn_alike() -> None:
    assert drawn("cd15 efg") in drawn("Plate 3 · CDI5EFG 0.90")
    assert all(drawn(c) == drawn(like) for c, (like, _) in ALIKE.items())


LETTERS = st.text(st.sampled_from(CHARACTERS), max_size=12)


@given(st.lists(st.builds(spelled, LETTERS, st.floats(0, 1), weight=st.floats(0.05, 1)), max_size=6))
def test_any_frames_make_a_proper_reading_or_none(frames: list[Spelling]) -> None:
    reading = combined(frames)
    if reading is not None:
        assert set(reading.text) <= set(CHARACTERS)
        assert 0 <= reading.score <= 1
        assert isinstance(reading.score, float)
