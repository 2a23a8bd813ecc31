from itertools import count

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.region import Decision
from reviewer.core.review import Review
from reviewer.core.silence import Silence, SilenceId, Treatment
from reviewer.core.timing import Span, Tick
from reviewer.core.transcript import Hearing, Transcript, hearing, spans_over
from reviewer.core.word_edits import NewId, hearing_words, silencing_words
from tests.support.transcripts import BASE, said

STREAMS = frozenset({1})
WHOLE = Span(Tick(0), Tick(100_000))


def ids(name: str) -> NewId:
    numbers = count()
    return lambda: SilenceId(f"{name}{next(numbers)}")


def silenced(transcript: Transcript, *words: int) -> Review:
    spans = spans_over(transcript, words, time_base=BASE, within=WHOLE)
    return silencing_words(spans, new_id=ids("s")).apply(Review())


def heard_again(transcript: Transcript, review: Review, *words: int) -> Review:
    edit = hearing_words(transcript, review, words=words, time_base=BASE, new_id=ids("left"))
    assert edit is not None
    return edit.apply(review)


def heard(transcript: Transcript, review: Review) -> list[Hearing]:
    return [Hearing(h) for h in hearing(transcript, review, streams=STREAMS).tolist()]


def spans(review: Review) -> list[tuple[int, int]]:
    return sorted((s.span.start, s.span.end) for s in review.silences.values())


def test_a_silence_made_for_one_word_goes_with_it() -> None:
    made = said("a b c")
    assert spans(silenced(made, 1)) == [(300, 1200)]
    assert spans(heard_again(made, silenced(made, 1), 1)) == []


def test_a_word_between_silenced_ones_is_heard_and_they_are_not() -> None:
    made = said("a b c d e")
    review = heard_again(made, silenced(made, 1, 2, 3), 2)
    assert spans(review) == [(300, 1000), (1500, 2200)]
    assert heard(made, review)[1:4] == [Hearing.SILENCED, Hearing.HEARD, Hearing.SILENCED]


def test_what_was_silenced_beside_words_by_hand_stays_and_stays_what_it_was() -> None:
    made = said("a b c")
    drawn = Silence(
        id=SilenceId("drawn"),
        span=Span(Tick(0), Tick(5000)),
        treatment=Treatment.BLEEP,
        streams=STREAMS,
        reason="radio",
    )
    review = heard_again(made, Review().silencing([drawn]), 0, 1, 2)
    (left,) = review.silences.values()
    assert left.span == Span(Tick(1500), Tick(5000))
    assert (left.treatment, left.streams, left.reason) == (Treatment.BLEEP, STREAMS, "radio")


def test_nothing_is_done_for_words_that_nothing_silences() -> None:
    made = said("a b c")
    rejected = Silence(id=SilenceId("r"), span=WHOLE, decision=Decision.REJECTED)
    for review in (Review(), silenced(made, 0), Review().silencing([rejected])):
        assert hearing_words(made, review, words=[2], time_base=BASE, new_id=ids("x")) is None


def test_the_edits_say_what_they_do_and_nothing_that_is_said() -> None:
    made = said("Siobhan left")
    edit = hearing_words(made, silenced(made, 0), words=[0], time_base=BASE, new_id=ids("x"))
    assert edit is not None
    assert (edit.title, edit.detail()) == ("Let words be heard", {"removed": ["s0"], "silences": {}})
    assert silencing_words([Span(Tick(1), Tick(2))], new_id=ids("s")).detail() == {"silences": {"s0": [1, 2]}}


words = st.sets(st.integers(0, 8), min_size=1)


@given(words, words, st.lists(st.booleans(), min_size=3, max_size=3))
def test_words_that_were_not_asked_for_are_silenced_no_less(
    before: set[int], again: set[int], rough: list[bool]
) -> None:
    made = said("a b c", "d e f", "g h i")
    object.__setattr__(made, "estimated", np.repeat(rough, 3))
    review = silenced(made, *before)
    if not any(heard(made, review)[n] for n in again):
        return
    after = heard(made, heard_again(made, review, *again))
    for number, how in enumerate(heard(made, review)):
        together = {n for n in range(9) if rough[n // 3] and n // 3 == number // 3} | {number}
        if how is Hearing.SILENCED and not together & again:
            assert after[number] is Hearing.SILENCED
        if number in again and how is Hearing.SILENCED:
            assert after[number] is not Hearing.SILENCED
