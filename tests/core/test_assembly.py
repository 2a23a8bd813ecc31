from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.assembly import Assembly, Card, Kept, assembled, shown
from reviewer.core.footage import FrameIndex
from reviewer.core.timing import Span, Tick

BASE = Fraction(1, 1000)
INDEX = FrameIndex(np.array([100, 140, 180, 260, 300], np.int64), np.array([1, 0, 0, 1, 0], np.bool_), Tick(340))


def put(*spans: tuple[int, int], index: FrameIndex = INDEX) -> Assembly:
    return assembled(index, [Span(Tick(a), Tick(b)) for a, b in spans], time_base=BASE)


def test_without_cuts_the_ticks_of_the_copy_are_the_footages() -> None:
    for assembly in (put(), put((100, 340)), put((0, 9999))):
        assert assembly.whole
        assert assembly.in_copy(Tick(180)) == assembly.in_footage(Tick(180)) == 180
        assert assembly.index(INDEX) is INDEX


def test_what_is_left_out_gets_a_card_each_before_between_and_after() -> None:
    assembly = put((140, 180), (260, 300))
    assert assembly.pieces == (
        Card(Span(Tick(100), Tick(140)), Tick(0), Tick(2000)),
        Kept(Span(Tick(140), Tick(180)), Tick(2000)),
        Card(Span(Tick(180), Tick(260)), Tick(2040), Tick(4040)),
        Kept(Span(Tick(260), Tick(300)), Tick(4040)),
        Card(Span(Tick(300), Tick(340)), Tick(4080), Tick(6080)),
    )
    assert assembly.end == 6080


def test_a_span_is_widened_to_whole_frames_so_that_no_part_of_one_is_lost() -> None:
    assert [k.span for k in put((150, 190)).kept] == [Span(Tick(140), Tick(260))]


def test_the_copys_frames_are_the_kept_ones_and_one_for_each_card() -> None:
    assembly = put((140, 260))
    index = assembly.index(INDEX)
    assert index.ticks.tolist() == [0, 2000, 2040, 2120]
    assert index.keyframes.tolist() == [True, False, False, True]
    assert index.end == assembly.end


def test_keeping_nothing_of_the_footage_is_no_copy_rather_than_all_of_it() -> None:
    with pytest.raises(ValueError, match="at least one frame"):
        put((400, 500))


def test_what_is_left_out_is_nowhere_in_the_copy() -> None:
    assembly = put((140, 180))
    assert assembly.in_copy(Tick(100)) is None
    assert assembly.in_footage(Tick(10)) is None  # on the card
    assert assembly.in_footage(Tick(assembly.end)) is None
    assert shown((), Tick(7))
    assert not shown([Span(Tick(140), Tick(180))], Tick(180))


@st.composite
def frames(draw: st.DrawFn) -> FrameIndex:
    steps = draw(st.lists(st.integers(1, 50), min_size=2, max_size=30))
    ticks = np.cumsum(np.array(steps, np.int64)) + draw(st.integers(-20, 100))
    return FrameIndex(ticks[:-1], np.zeros(len(ticks) - 1, np.bool_), Tick(int(ticks[-1])))


SPANS = st.lists(st.tuples(st.integers(-50, 900), st.integers(1, 300)).map(lambda p: (p[0], p[0] + p[1])), max_size=5)


@given(frames(), SPANS)
def test_every_frame_of_the_copy_leads_back_to_the_footage_and_every_kept_one_into_the_copy(
    index: FrameIndex, spans: list[tuple[int, int]]
) -> None:
    try:
        assembly = put(*spans, index=index)
    except ValueError:
        assert not any(a < index.end and b > index.tick(0) for a, b in spans)
        return
    ours = assembly.index(index)
    assert (np.diff(ours.ticks) > 0).all()
    assert all(a.end == b.at for a, b in zip(assembly.pieces, assembly.pieces[1:], strict=False))
    back = [assembly.in_footage(Tick(int(t))) for t in ours.ticks]
    shown_ticks = [t for t in back if t is not None]
    assert len(back) - len(shown_ticks) == len(assembly.cards)
    assert [assembly.in_copy(t) for t in shown_ticks] == [
        t for t, b in zip(ours.ticks, back, strict=True) if b is not None
    ]
    wanted = [int(t) for t in index.ticks if not spans or any(k.span.start <= t < k.span.end for k in assembly.kept)]
    assert shown_ticks == wanted
