from dataclasses import replace

import pytest

from reviewer.core.detection import Subject, TrackId
from reviewer.core.doubt import Doubt, DoubtKind
from reviewer.core.timing import Span, Tick
from reviewer.ui.doubt_words import AT_LENGTH, BRIEF, by_track, doubted, doubted_at_length, said
from tests.support.values import a_region


def doubt(kind: DoubtKind, weight: float, *, track: str | None = "t") -> Doubt:
    span = Span(Tick(0), Tick(10))
    return Doubt(kind, span, Tick(0), weight, Subject.FACE, None, None if track is None else TrackId(track))


def test_every_kind_of_doubt_has_a_word_and_a_sentence() -> None:
    assert set(BRIEF) == set(AT_LENGTH) == set(DoubtKind)
    assert len(set(BRIEF.values())) == len(DoubtKind)
    for kind in DoubtKind:
        assert said(doubt(kind, 0.1)).endswith(".")
        assert "{" not in said(doubt(kind, 0.1))


def test_text_is_spoken_of_as_what_is_found_which_may_be_a_page() -> None:
    assert said(replace(doubt(DoubtKind.APPEARED, 0.1), subject=Subject.TEXT)).startswith("A piece of text appears")


def test_the_doubts_about_a_track_add_up_and_the_heaviest_speaks() -> None:
    about = by_track(
        [doubt(DoubtKind.SMALL, 0.2), doubt(DoubtKind.VANISHED, 0.5), doubt(DoubtKind.WEAK, 0.9, track=None)]
    )
    assert list(about) == [TrackId("t")]
    assert about[TrackId("t")].risk == pytest.approx(0.6)
    assert doubted(a_region("r", track="t"), about) == "vanishes"
    assert doubted_at_length(a_region("r", track="t"), about).startswith("A face vanishes")


def test_regions_without_doubts_drawn_by_hand_or_changed_since_say_so() -> None:
    assert doubted(a_region("r", track="t"), {}) == "–"
    assert doubted(replace(a_region("r", track="t"), touched=True), {}) == "– *"
    assert doubted(a_region("r"), {}) == "by hand"
    assert doubted_at_length(a_region("r"), {}) == doubted_at_length(a_region("r", track="t"), {}) == ""
