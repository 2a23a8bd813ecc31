"""Text as pixels: any text in the world is drawn, none is read as markup, and what has no letter shows as a box."""

import hashlib
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.effects.lettering import BOX, CAPITALS, LONGEST, letters, missing, plain

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=30)


@settings(max_examples=60, deadline=None)
@given(ANYTHING, st.integers(1, 80))
def test_any_text_is_drawn_in_one_line_of_the_height_asked_for(text: str, height: int) -> None:
    drawn = letters(text, height=height)
    assert drawn.dtype == np.uint8
    assert drawn.shape[0] == height
    assert drawn.shape[1] >= 1
    assert not drawn.flags.writeable


@pytest.mark.parametrize("text", ["A\nB", "A\r\nB", "A\tB", "A\u2028B", "A\u2029 B", "  A  B ", "A\u00a0B"])
def test_breaks_and_tabs_are_blanks(text: str) -> None:
    assert np.array_equal(letters(text, height=20), letters("A B", height=20))


@pytest.mark.parametrize(
    "markup", ["#panic()", '#read("/etc/passwd")', "*A*", "$x^2$", "#sys.inputs", "= A", "\\u{41}", "```A```", '"#A"']
)
def test_markup_is_drawn_letter_for_letter(markup: str) -> None:
    # All letters are of one width, so a text that was taken for markup would be narrower.
    assert abs(letters(markup, height=40).shape[1] - letters("A" * len(markup), height=40).shape[1]) <= 1


def test_what_would_fetch_a_package_is_drawn_as_well() -> None:
    markup = '#import "@preview/letter:1.0.0": *'
    assert abs(letters(markup, height=40).shape[1] - letters("A" * len(markup), height=40).shape[1]) <= 1


def test_a_process_of_its_own_draws_the_very_same() -> None:
    drawing = "import sys, hashlib; from reviewer.effects.lettering import letters; "
    drawing += "print(hashlib.sha256(letters('REDACTED 日 é', height=31).tobytes()).hexdigest())"
    done = subprocess.run([sys.executable, "-X", "utf8", "-c", drawing], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == hashlib.sha256(letters("REDACTED 日 é", height=31).tobytes()).hexdigest()


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "\ufeff\u200d"])
def test_nothing_is_drawn_as_nothing(text: str) -> None:
    assert not letters(text, height=20).any()


@pytest.mark.parametrize("control", ["\x00", "\x1b", "\u202e", "\u2066", "\ud800", "\ue000", "\U000e0041"])
def test_what_is_no_letter_is_a_box_in_its_place_and_turns_nothing_round(control: str) -> None:
    assert np.array_equal(letters(f"ab{control}cd", height=30), letters(f"ab{BOX}cd", height=30))
    assert letters(control, height=30).any()
    assert missing(f"ab{control}cd") == BOX


def test_what_the_letters_lack_is_named_once_and_what_they_have_is_not() -> None:
    assert missing("REDACTED COPY £ é ß Ł Ж Ω š – “x” ™") == ""
    assert missing("a日b本c日 😀") == "日本😀"


def test_a_missing_letter_shows() -> None:
    assert np.array_equal(letters("日", height=30), letters(BOX, height=30))
    assert letters("日", height=30).any()


def test_a_long_text_ends_in_an_ellipsis() -> None:
    long = "x" * 10_000
    assert plain(long) == "x" * (LONGEST - 1) + "…"
    assert np.array_equal(letters(long, height=9), letters("x" * (LONGEST - 1) + "…", height=9))
    assert plain("x" * LONGEST) == "x" * LONGEST


def test_a_long_text_of_blanks_before_a_word_is_not_gone_through_forever() -> None:
    assert plain(" " * 10_000_000 + "x") == ""


def test_a_capital_is_as_high_as_it_says_and_stands_whole_in_its_line() -> None:
    for height in (9, 20, 64, 200):
        rows = np.flatnonzero((letters("H", height=height) > 127).any(axis=1))
        assert abs(len(rows) - CAPITALS * height) <= 1
        below = np.flatnonzero((letters("Éjgp", height=height) > 127).any(axis=1))
        assert below[-1] < height - height // 20


def test_digits_are_of_one_width() -> None:
    assert len({letters(c, height=33).shape[1] for c in "0123456789:.-"}) == 1


def test_a_line_without_height_is_refused() -> None:
    with pytest.raises(ValueError, match="one pixel"):
        letters("A", height=0)


def test_the_typesetter_is_loaded_only_when_there_is_text_to_draw() -> None:
    told = "import sys, reviewer.effects.finish, reviewer.effects.card; print('typst' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
