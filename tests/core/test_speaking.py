"""Stretches of speech join over the pauses between words, and only what is open to hear counts as a hint."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.region import Decision
from reviewer.core.review import Review
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.speaking import STEP, Speech, SpokenIn, unsilenced_speech
from reviewer.core.timing import Span, Tick
from tests.support.timelines import bar

BASE = Fraction(1, 1000)


def spoken(*steps: tuple[int, int], start: float = 0.0) -> Speech:
    scores = np.zeros(400, np.uint8)
    for first, stop in steps:
        scores[first:stop] = 200
    return Speech((SpokenIn(1, start, scores),))


def test_a_pause_between_words_does_not_end_a_stretch_and_a_crackle_is_none() -> None:
    found = spoken((10, 20), (25, 40), (100, 101), (200, 210)).of(1)
    step = float(STEP)
    assert np.allclose(found, [(10 * step, 40 * step), (200 * step, 210 * step)])


def test_stretches_lie_on_the_footages_own_clock() -> None:
    speech = spoken((0, 100), start=2.5)
    assert np.allclose(speech.of(1), [(2.5, 2.5 + 100 * float(STEP))])
    assert (speech.at(2.4), speech.at(3.0), speech.at(9.0)) == (False, True, False)
    assert speech.of(7) == ()


def covering(start: int, end: int, **more: object) -> Review:
    region = replace(bar("r", (0, 5)), span=Span(Tick(start), Tick(end)), **more)  # type: ignore[arg-type]
    return Review().adding([region])


def test_speech_while_something_is_covered_and_nothing_is_silenced_is_counted() -> None:
    speech = Speech((SpokenIn(1, 0.0, np.full(250, 255, np.uint8)),))  # eight seconds
    assert unsilenced_speech(covering(1000, 3000), speech, time_base=BASE) == pytest.approx(2.0)
    assert unsilenced_speech(Review(), speech, time_base=BASE) == 0
    assert unsilenced_speech(covering(1000, 3000, decision=Decision.REJECTED), speech, time_base=BASE) == 0
    silence = Silence(id=SilenceId("s"), span=Span(Tick(1500), Tick(2500)))
    silenced = covering(1000, 3000).silencing([silence])
    assert unsilenced_speech(silenced, speech, time_base=BASE) == pytest.approx(1.0)
    other = covering(1000, 3000).silencing([replace(silence, streams=frozenset({2}))])
    assert unsilenced_speech(other, speech, time_base=BASE) == pytest.approx(2.0), "a silence of another stream"
    one = covering(1000, 3000).silencing([replace(silence, channels=frozenset({0}))])
    assert unsilenced_speech(one, speech, time_base=BASE) == pytest.approx(2.0), "the other channels are heard"
    cut = replace(covering(1000, 3000), kept=(Span(Tick(2500), Tick(9000)),))
    assert unsilenced_speech(cut, speech, time_base=BASE) == pytest.approx(0.5)


SPANS = st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 3000)), max_size=5)


@given(SPANS, SPANS, SPANS)
def test_it_is_the_time_that_is_spoken_covered_and_not_silenced(
    talks: list[tuple[int, int]], covers: list[tuple[int, int]], silences: list[tuple[int, int]]
) -> None:
    speech = spoken(*((a // 32, (a + n) // 32) for a, n in talks))
    review = Review().adding(
        replace(bar(f"r{n}", (0, 5)), span=Span(Tick(a), Tick(a + d))) for n, (a, d) in enumerate(covers)
    )
    review = review.silencing(
        [Silence(id=SilenceId(f"s{n}"), span=Span(Tick(a), Tick(a + d))) for n, (a, d) in enumerate(silences)]
    )
    counted = np.zeros(20_000, bool)
    for start, end in speech.of(1):
        counted[round(start * 1000) : round(end * 1000)] = True
    hidden = np.zeros(20_000, bool)
    for a, d in covers:
        hidden[a : a + d] = True
    for a, d in silences:
        counted[a : a + d] = False
    assert unsilenced_speech(review, speech, time_base=BASE) == pytest.approx((counted & hidden).sum() / 1000)
