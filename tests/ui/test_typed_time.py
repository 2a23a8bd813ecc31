"""What a person means by a time that they typed."""

import string
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.footage import FrameIndex
from reviewer.core.timing import Tick, seconds
from reviewer.ui.typed_time import NoTimeError, frame_meant
from reviewer.ui.words import from_start, short

BASE = Fraction(1, 30_000)
STEP, FIRST, FRAMES = 1001, 6006, 30_000
INDEX = FrameIndex(np.arange(FRAMES) * STEP + FIRST, np.ones(FRAMES, bool), Tick(FRAMES * STEP + FIRST))
"""A little over a quarter of an hour at 29.97 frames a second, from a tick that is not nought."""


def meant(text: str) -> int:
    return frame_meant(text, INDEX, time_base=BASE)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1:07.48", 2022),
        ("67.48", 2022),
        ("0:01:07.480", 2022),
        ("67,48", 2022),
        (" 12:03 ", 21668),
        ("0", 0),
        ("f120", 119),
        ("F 1", 0),
        ("#120", 119),
        ("frame 120", 119),
        ("t6006", 0),
        ("t7006", 0),
        ("T7007", 1),
        ("tick 7007", 1),
    ],
)
def test_each_form_means_the_frame_that_is_on_show_then(text: str, number: int) -> None:
    assert meant(text) == number


@given(st.integers(0, FRAMES - 1))
def test_a_time_as_it_is_shown_means_the_frame_that_it_is_shown_for(number: int) -> None:
    shown = from_start(INDEX.tick(number), INDEX, time_base=BASE)
    assert meant(shown) == number
    assert meant(short(shown)) == number
    assert meant(f"f{number + 1}") == number
    assert meant(f"t{INDEX.tick(number)}") == number


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "no time"),
        ("banana", "no time"),
        ("1:2:3:4", "no time"),
        ("-5", "no time"),
        ("1e3", "no time"),
        ("٣", "no time"),
        ("12:60", "up to 59"),
        ("0:60:00", "up to 59"),
        ("16:41", "ends at 16:41.00"),
        ("99:59:59", "ends at 16:41.00"),
        ("f0", "from 1 to 30000"),
        ("f30001", "from 1 to 30000"),
        ("t0", "from 6006 to 30036005"),
        ("t99999999999", "from 6006 to 30036005"),
    ],
)
def test_what_means_no_frame_is_refused_in_words(text: str, why: str) -> None:
    with pytest.raises(NoTimeError, match=why):
        meant(text)


@given(st.text(max_size=40) | st.text(string.digits + ":.,ft# -", max_size=40))
def test_whatever_is_pasted_is_a_frame_or_refused(text: str) -> None:
    try:
        number = meant(text)
    except NoTimeError as refusal:
        said = str(refusal)
    else:
        said = f"{INDEX.tick(number)}."
    assert said.endswith(".")


def test_the_example_is_one() -> None:
    assert seconds(Tick(INDEX.tick(2022) - FIRST), BASE) == pytest.approx(67.4674)
