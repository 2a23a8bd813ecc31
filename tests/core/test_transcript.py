from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.region import Decision
from reviewer.core.review import Review
from reviewer.core.silence import Silence, SilenceId, Treatment
from reviewer.core.timing import Span, Tick
from reviewer.core.transcript import Hearing, Transcript, heard_span, hearing, plain, spans_over
from tests.support.transcripts import BASE, a_minute, said

WHOLE = Span(Tick(0), Tick(100_000))
BOTH = frozenset({1, 2})


def silence(start: int, end: int, **given: object) -> Silence:
    return Silence(id=SilenceId(f"{start}-{end}-{given}"), span=Span(Tick(start), Tick(end)), **given)  # type: ignore[arg-type]


def heard(transcript: Transcript, *silences: Silence) -> list[Hearing]:
    return [Hearing(h) for h in hearing(transcript, Review().silencing(silences), streams=BOTH).tolist()]


def test_words_know_their_time_their_cue_and_who_speaks() -> None:
    made = said("my name is", "John Smith")
    assert made.word(3).text == "John"
    assert made.word(3).span == Span(Tick(1500), Tick(2000))
    assert [made.cue_of(n) for n in range(5)] == [0, 0, 0, 1, 1]
    assert made.words_of(1) == range(3, 5)
    assert made.cue_span(1) == Span(Tick(1500), Tick(2500))
    assert [made.at(Tick(t)) for t in (-1, 0, 1999, 2000, 2500)] == [None, 0, 3, 4, None]


def test_columns_that_do_not_agree_are_refused() -> None:
    made = said("a b", "c")
    for bad in (
        {"texts": ("a", "b")},
        {"cues": np.array([1, 2])},
        {"cues": np.array([0, 0])},
        {"cues": np.array([0, 3])},
        {"speakers": ("",)},
        {"ends": made.starts},
    ):
        with pytest.raises(ValueError, match=r"word|cue"):
            replace(made, **bad)  # type: ignore[arg-type]


def test_a_silence_reaches_a_fifth_of_a_second_beyond_a_word_and_joins_the_next() -> None:
    made = said("a b c d e f")
    spans = spans_over(made, [1, 4], time_base=BASE, within=WHOLE)
    assert [(s.start, s.end) for s in spans] == [(300, 1200), (1800, 2700)]
    assert [(s.start, s.end) for s in spans_over(made, [1, 2], time_base=BASE, within=WHOLE)] == [(300, 1700)]


def test_a_silence_stays_within_the_footage() -> None:
    made = said("a b c")
    inside = Span(Tick(100), Tick(600))
    assert [(s.start, s.end) for s in spans_over(made, [0, 1], time_base=BASE, within=inside)] == [(100, 600)]
    assert spans_over(made, [2], time_base=BASE, within=inside) == ()


def test_a_word_whose_time_is_estimated_takes_its_whole_cue_unless_that_is_not_wanted() -> None:
    made = said("a b c", "d", estimated=True)
    assert [(s.start, s.end) for s in spans_over(made, [1], time_base=BASE, within=WHOLE)] == [(0, 1700)]
    alone = spans_over(made, [1], time_base=BASE, within=WHOLE, whole=False)
    assert [(s.start, s.end) for s in alone] == [(300, 1200)]


def test_a_word_is_silenced_when_all_of_it_is_hidden_in_every_stream() -> None:
    made = said("a b c")
    assert heard(made) == [Hearing.HEARD] * 3
    assert heard(made, silence(500, 1000)) == [Hearing.HEARD, Hearing.SILENCED, Hearing.HEARD]
    assert heard(made, silence(400, 1001)) == [Hearing.PARTLY, Hearing.SILENCED, Hearing.PARTLY]
    assert heard(made, silence(500, 700), silence(700, 1000))[1] is Hearing.SILENCED


def test_a_word_is_heard_in_part_where_one_stream_or_channel_is_left() -> None:
    made = said("a")
    whole = {"start": 0, "end": 500}
    assert heard(made, silence(**whole, streams=frozenset({1}))) == [Hearing.PARTLY]  # type: ignore[arg-type]
    both = (silence(0, 500, streams=frozenset({1})), silence(0, 600, streams=frozenset({2})))
    assert heard(made, *both) == [Hearing.SILENCED]
    assert heard(made, silence(0, 500, channels=frozenset({0}))) == [Hearing.PARTLY]


def test_a_disguised_voice_and_a_rejected_silence_hide_no_word() -> None:
    made = said("a")
    assert heard(made, silence(0, 500, treatment=Treatment.DISGUISE)) == [Hearing.HEARD]
    assert heard(made, silence(0, 500, decision=Decision.REJECTED)) == [Hearing.HEARD]


def test_a_word_whose_time_is_estimated_is_silenced_only_with_its_whole_cue() -> None:
    made = said("a b c", estimated=True)
    assert heard(made, silence(400, 1100)) == [Hearing.PARTLY] * 3
    assert heard(made, silence(0, 1500)) == [Hearing.SILENCED] * 3


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 20)), max_size=6), st.lists(st.booleans(), min_size=8))
def test_what_is_silenced_word_by_word_is_heard_in_no_tick(spans: list[tuple[int, int]], rough: list[bool]) -> None:
    made = replace(said("a b c", "d e", "f g h", each=5), estimated=np.array(rough[:8]))
    silences = [silence(start, start + length) for start, length in spans]
    starts, ends = made.reach()
    for number, how in enumerate(heard(made, *silences)):
        hidden = [any(Tick(t) in s.span for s in silences) for t in range(int(starts[number]), int(ends[number]))]
        assert how is (Hearing.SILENCED if all(hidden) else Hearing.PARTLY if any(hidden) else Hearing.HEARD)


@given(st.sets(st.integers(0, 7), min_size=1), st.lists(st.booleans(), min_size=8))
def test_what_spans_over_gives_silences_every_word_it_was_asked_for(words: set[int], rough: list[bool]) -> None:
    made = replace(said("a b c", "d e", "f g h"), estimated=np.array(rough[:8]))
    spans = spans_over(made, words, time_base=BASE, within=WHOLE)
    now = heard(made, *(silence(s.start, s.end) for s in spans))
    assert all(now[n] is Hearing.SILENCED for n in words)


def test_the_sound_may_begin_before_the_picture_and_end_after_it() -> None:
    assert heard_span(a_minute()) == Span(Tick(0), Tick(60 * 90000))
    assert heard_span(a_minute(start=-1)) == Span(Tick(-90000), Tick(60 * 90000))
    assert heard_span(a_minute(start=1)) == Span(Tick(0), Tick(61 * 90000))


def test_words_are_compared_by_their_letters_and_figures() -> None:
    assert [plain(w) for w in ("“José,”", "O'Neill", "SW1A", "—", "Straße")] == [
        "jose",
        "oneill",
        "sw1a",
        "",
        "strasse",
    ]
