from reviewer.core.detection import Subject
from reviewer.core.doubt import Doubt, DoubtKind, Verdict
from reviewer.core.geometry import Box
from reviewer.core.timing import Span, Tick
from reviewer.services.docket import Item
from reviewer.services.standings import Standing, Tally
from reviewer.ui.docket_words import ALL_SETTLED, at_length, how_far, length, part, row, stands

SPAN = Span(Tick(0), Tick(100))


def doubt(kind: DoubtKind, subject: Subject | None = Subject.FACE) -> Doubt:
    return Doubt(kind, SPAN, Tick(0), 0.5, subject, Box(1, 2, 3, 4) if subject else None)


def item(*kinds: DoubtKind, sweep: bool = False) -> Item:
    return Item(tuple(doubt(k) for k in kinds), SPAN, 1.0, sweep)


def test_a_row_names_what_it_is_about_and_two_kinds_at_most() -> None:
    weak, small, gone = DoubtKind.WEAK, DoubtKind.SMALL, DoubtKind.VANISHED
    assert row(item(weak, weak)) == "Face: weak find"
    assert row(item(gone, small)) == "Face: vanishes, small"
    assert row(item(gone, small, weak)) == "Face: vanishes, small…"
    assert row(item(small, weak, weak, sweep=True)) == "3 places: weak find, small"
    assert row(Item((doubt(DoubtKind.PAN, None),), SPAN, 1.0)) == "Picture: fast pan"


def test_at_length_it_is_told_in_sentences_and_how_many_doubts_there_are() -> None:
    weak = "Something like a face was seen too weakly to be covered."
    assert at_length(item(DoubtKind.WEAK)) == weak
    assert at_length(item(DoubtKind.WEAK, DoubtKind.WEAK)) == f"{weak} 1 more doubt here."
    told = at_length(item(DoubtKind.VANISHED, DoubtKind.WEAK, DoubtKind.WEAK))
    assert told == "A face vanishes inside the picture; it may still be there. 2 more doubts here."
    assert at_length(item(DoubtKind.WEAK, DoubtKind.WEAK, sweep=True)).startswith("2 doubts, all over the picture")


def test_a_share_is_never_told_as_nothing() -> None:
    assert [part(s, 200.0) for s in (100.0, 1.0, 0.9, 0.0)] == ["50 %", "< 1 %", "< 1 %", "< 1 %"]
    assert part(0.0, 0.0) == "–"


def test_states_have_signs_and_a_verdict_is_told_where_there_is_one() -> None:
    told = [stands(s, None) for s in Standing]
    assert len({t[0] for t in told}) == len(told)
    assert stands(Standing.SETTLED, Verdict.RIGHT) == "✓ Right"
    assert stands(Standing.COVERED, Verdict.RIGHT) == "■ Covered"


def test_how_far_one_has_come_is_told_with_the_time_and_what_is_left_by_the_pace_so_far() -> None:
    tally = Tally(settled=82, total=100, left=14, by_hand=30)
    assert how_far(tally, 360.0) == (
        "Settled 82 % of the estimated risk in 6 minutes; 14 doubts left, about 3 minutes."
    )
    assert how_far(Tally(0, 100, 1, 3), 40.0) == (
        "Settled 0 % of the estimated risk; 1 doubt and 3 faint doubts left, about 10 seconds."
    )


def test_with_only_faint_ones_or_none_left_it_is_told_without_promising_anything() -> None:
    assert (
        how_far(Tally(99.9, 100, 0, 1, 4), 61.0)
        == "Settled 99 % of the estimated risk in 1 minute; 1 faint doubt left."
    )
    assert how_far(Tally(100, 100, 0, 0, 4), 61.0).endswith(ALL_SETTLED)
    assert "does not mean" in ALL_SETTLED


def test_lengths_of_time_are_told_as_people_say_them() -> None:
    assert [length(s) for s in (1, 22, 57, 91, 359, 6000)] == [
        *("5 seconds", "20 seconds", "1 minute"),
        *("2 minutes", "6 minutes", "1.7 hours"),
    ]
