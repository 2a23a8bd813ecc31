from dataclasses import replace

from reviewer.core import places
from reviewer.core.review import Review
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.timing import Span, Tick
from reviewer.core.watched import Kind, Term
from reviewer.services.jobs import finished
from reviewer.services.watching import REPEATED, propose, still_said
from tests.bench.watchlist import BY_FORM, figures
from tests.support.speech import LATER, LATER_TERMS, SPEECH, TERMS
from tests.support.transcripts import said

STREAMS = frozenset({1, 2})
JOHN = (Term(Kind.NAME, "John Smith"),)


def silencing(*spans: tuple[int, int], streams: frozenset[int] | None = None) -> Review:
    return Review().silencing(
        Silence(id=SilenceId(str(a)), span=Span(Tick(a), Tick(b)), streams=streams) for a, b in spans
    )


def test_numbers_that_may_be_dialled_are_called_so() -> None:
    (match,) = finished(propose(said("ring oh one six one four nine six double oh double oh please"), ()))
    assert (match.kind, match.why) == (Kind.PHONE, "It has the form of a telephone number.")
    (match,) = finished(propose(said("plus four four seven seven double oh nine hundred one two three"), ()))
    assert (match.first, match.kind) == (0, Kind.PHONE)
    (match,) = finished(propose(said("reference 1234567"), ()))
    assert match.kind is Kind.NUMBER


def test_hours_of_speech_are_looked_through_in_a_child_to_the_same_end() -> None:
    long = said("my name is John Smith", *["nothing to see here"] * 600)
    (match,) = finished(propose(long, JOHN))
    assert (match.first, match.end, match.term) == (3, 5, JOHN[0])


def test_of_what_is_marked_in_invented_speech_nearly_all_is_proposed_and_little_in_vain() -> None:
    recall, precision, _ = figures(TERMS, frozenset(Kind))
    assert recall > 0.97
    assert precision > 0.95
    page = (places.resources() / "help" / "transcripts.md").read_text(encoding="utf-8")
    assert f"{round(100 * recall)} of 100 words" in page
    for terms, kinds, speech in (((), BY_FORM, SPEECH), (LATER_TERMS, frozenset(Kind), LATER)):
        recall, precision, _ = figures(terms, kinds, speech=speech)
        assert recall > 0.95
        assert precision > 0.95


def test_words_of_the_watch_list_that_are_still_heard_are_told() -> None:
    made = said("John Smith left", "ask John")
    (still,) = still_said(made, silencing((0, 1000)), terms=JOHN, streams=STREAMS)
    assert (still.first, still.end, still.partly) == (4, 5, False)
    assert still_said(made, silencing((0, 1000), (2000, 2500)), terms=JOHN, streams=STREAMS) == ()


def test_a_word_that_is_silenced_in_one_stream_alone_is_still_heard_in_part() -> None:
    made = said("John left")
    (still,) = still_said(made, silencing((0, 500), streams=frozenset({1})), terms=JOHN, streams=STREAMS)
    assert (still.first, still.end, still.partly) == (0, 1, True)


def test_a_word_that_is_silenced_elsewhere_is_told_and_common_words_are_not() -> None:
    made = said("the Parrot said it", "a parrot said it")
    (still,) = still_said(made, silencing((0, 2000)), terms=(), streams=STREAMS)
    assert (still.first, still.end, still.why) == (5, 6, REPEATED)


def test_what_is_left_out_of_the_copy_is_not_told() -> None:
    made = said("John left", "ask John")
    review = replace(silencing((0, 500)), kept=(Span(Tick(0), Tick(1500)),))
    assert still_said(made, review, terms=JOHN, streams=STREAMS) == ()
