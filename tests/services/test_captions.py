from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.assembly import Assembly, assembled
from reviewer.core.footage import FrameIndex
from reviewer.core.review import Review
from reviewer.core.silence import Silence, SilenceId, Treatment
from reviewer.core.timing import Span, Tick
from reviewer.core.transcript import Transcript, plain, spans_over
from reviewer.core.watched import Kind
from reviewer.services.captions import texts_of
from reviewer.services.jobs import finished
from reviewer.services.watching import propose
from tests.support.speech import TERMS, marked
from tests.support.transcripts import BASE, said

INDEX = FrameIndex(np.arange(100, dtype=np.int64) * 100, np.ones(100, np.bool_), Tick(10_000))
Pair = tuple[int, int]


def review(*silences: Pair, kept: tuple[Pair, ...] = (), **given: object) -> Review:
    made = (
        Silence(id=SilenceId(str(n)), span=Span(Tick(a), Tick(b)), **given)  # type: ignore[arg-type]
        for n, (a, b) in enumerate(silences)
    )
    return Review(kept=tuple(Span(Tick(a), Tick(b)) for a, b in kept)).silencing(made)


def assembly(of: Review) -> Assembly:
    return assembled(INDEX, of.kept, time_base=BASE)


def texts(transcript: Transcript, of: Review) -> dict[str, str]:
    made = texts_of(transcript, of, assembly=assembly(of), time_base=BASE)
    return {name: content.decode("utf-8") for name, content in made.items()}


def test_a_silenced_word_is_a_mark_in_all_three_files() -> None:
    made = texts(said("my name is John Smith", "bye"), review((1300, 2700)))
    assert made["captions.srt"] == (
        "1\n00:00:00,000 --> 00:00:02,500\nmy name [silenced]\n\n2\n00:00:02,500 --> 00:00:03,000\n[silenced]\n"
    )
    assert made["captions.vtt"].startswith("WEBVTT\n\n00:00:00.000 --> 00:00:02.500\nmy name [silenced]\n")
    assert made["transcript.txt"] == "00:00:00  my name [silenced]\n00:00:02  [silenced]\n"


def test_words_are_on_the_clock_of_a_copy_with_cuts_and_those_left_out_are_gone() -> None:
    made = texts(said("a b c", "d e f", "g h"), review(kept=((500, 1500), (3000, 4000))))
    # Two seconds of card, then from 500 on, two seconds of card, then from 3000 on, and a card.
    assert made["captions.srt"] == ("1\n00:00:02,000 --> 00:00:03,000\nb c\n\n2\n00:00:05,000 --> 00:00:06,000\ng h\n")


def test_a_word_of_which_a_part_is_left_out_is_not_written() -> None:
    made = texts(said("a b c"), review(kept=((700, 1500),)))
    assert made["transcript.txt"] == "00:00:02  [left out] c\n"


def test_a_cue_with_estimated_times_is_withheld_whole() -> None:
    made = texts(said("my name is John", "bye now", estimated=True), review((1600, 1700)))
    assert made["transcript.txt"] == "00:00:00  [silenced]\n00:00:02  bye now\n"


def test_what_is_silent_in_one_stream_or_channel_alone_is_withheld_too() -> None:
    for aim in ({"streams": frozenset({3})}, {"channels": frozenset({1})}):
        assert "John" not in "".join(texts(said("hello John"), review((500, 1000), **aim)).values())


def test_what_is_said_in_a_disguised_voice_is_written() -> None:
    assert "John" in texts(said("hello John"), review((500, 1000), treatment=Treatment.DISGUISE))["transcript.txt"]


def test_names_of_speakers_become_numbers() -> None:
    made = said("hello", "yes", "you")
    object.__setattr__(made, "speakers", ("Jane Doe", "", "PC Plod"))
    files = texts(made, review())
    assert files["transcript.txt"] == "00:00:00  Speaker 1: hello\n00:00:00  yes\n00:00:01  Speaker 2: you\n"
    assert "<v Speaker 2>you" in files["captions.vtt"]
    assert not [name for name in ("Jane", "Plod") if name in "".join(files.values())]


def test_a_long_cue_is_shown_in_parts_of_two_rows() -> None:
    made = texts(said(" ".join(["seventeen"] * 20), each=100), review())
    blocks = made["captions.srt"].strip().split("\n\n")
    assert len(blocks) == 3
    rows = [row for block in blocks for row in block.split("\n")[2:]]
    assert all(len(row) <= 42 for row in rows)
    assert " ".join(rows).split() == ["seventeen"] * 20


def test_signs_that_mean_something_to_players_are_written_so_that_they_do_not() -> None:
    made = texts(said("a<b>&c --> d"), review())
    assert "a&lt;b&gt;&amp;c → d" in made["captions.vtt"]
    assert made["captions.srt"].count("-->") == 1


def test_copies_of_footage_that_begins_late_have_captions_from_nought() -> None:
    index = FrameIndex(INDEX.ticks + 5000, INDEX.keyframes, Tick(15_000))
    late = said("a b", each=3000)
    made = texts_of(late, Review(), assembly=assembled(index, (), time_base=BASE), time_base=BASE)
    assert made["transcript.txt"].decode() == "00:00:00  b\n"


WORDS = [f"w{number}x" for number in range(12)]
spans = st.lists(st.tuples(st.integers(0, 9000), st.integers(1, 3000)).map(lambda s: (s[0], s[0] + s[1])), max_size=4)


@given(spans, spans, st.lists(st.booleans(), min_size=12, max_size=12))
def test_no_word_that_a_silence_touches_or_that_is_left_out_is_in_any_file(
    silent: list[Pair], kept: list[Pair], rough: list[bool]
) -> None:
    transcript = said(*(" ".join(WORDS[n : n + 3]) for n in range(0, 12, 3)), each=800)
    object.__setattr__(transcript, "estimated", np.array(rough))
    of = review(*silent, kept=tuple(kept))
    files = "".join(texts(transcript, of).values())
    made = assembly(of)
    starts, ends = transcript.reach()
    for number, word in enumerate(WORDS):
        first, last = int(starts[number]), int(ends[number])
        touched = any(a < last and first < b for a, b in silent)
        shown = any(p.span.start <= first and last <= p.span.end for p in made.kept) or (made.whole and first < 10_000)
        assert (word in files) == (shown and not touched), word


@pytest.mark.parametrize("base", [Fraction(1, 90000), Fraction(1, 15360), Fraction(1001, 30000)])
def test_times_are_those_of_the_ticks_in_any_time_base(base: Fraction) -> None:
    each = round(Fraction(3) / base)
    index = FrameIndex(np.array([0], np.int64), np.ones(1, np.bool_), Tick(10 * each))
    whole = assembled(index, (), time_base=base)
    srt = texts_of(said("a", "b", each=each), Review(), assembly=whole, time_base=base)["captions.srt"].decode()
    assert srt.split("\n")[5].startswith("00:00:03,0" if each * base >= 3 else "00:00:02,9")


def test_after_all_proposals_are_accepted_no_term_of_the_watch_list_is_in_any_file() -> None:
    spoken, wanted = marked()
    transcript = said(*(" ".join(spoken[n : n + 8]) for n in range(0, len(spoken), 8)), each=80)
    within = Span(Tick(0), Tick(10_000_000))
    numbers = {n for match in finished(propose(transcript, TERMS)) for n in range(match.first, match.end)}
    spans_to_hide = spans_over(transcript, numbers, time_base=BASE, within=within)
    of = review(*((int(s.start), int(s.end)) for s in spans_to_hide))
    index = FrameIndex(np.array([0], np.int64), np.ones(1, np.bool_), Tick(len(spoken) * 80))
    whole = assembled(index, (), time_base=BASE)
    files = b"".join(texts_of(transcript, of, assembly=whole, time_base=BASE).values()).decode()
    written = set(map(plain, files.split()))
    assert "evening" in written
    for word in ("smith", "smythe", "siobhan", "acacia", "okonkwo", "iqbal", "sw1a", "ab12", "hawthorn"):
        assert word in set(map(plain, spoken)) | {"iqbal"}
        assert word not in written
    assert not [m for m in wanted if m.kind in (Kind.PHONE, Kind.PLATE) and " ".join(spoken[m.first : m.end]) in files]
