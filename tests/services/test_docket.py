from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Subject, TrackId
from reviewer.core.doubt import Doubt, DoubtKind, risk_of
from reviewer.core.footage import FrameIndex, Recording
from reviewer.core.geometry import Box
from reviewer.core.timing import Span, Tick
from reviewer.services.docket import FAINT, LONGEST, SHORTEST, STRETCH, Docket, docket
from tests.support.values import a_recording

RATE, STEP, START = 25, 3600, -6006
"""Frames a second, ticks a frame, and the tick of the first: footage need not begin at 0."""

HERE, THERE = Box(100, 100, 40, 50), Box(700, 300, 40, 50)


def recording(seconds: int) -> Recording:
    ticks = START + np.arange(seconds * RATE, dtype=np.int64) * STEP
    index = FrameIndex(ticks, np.zeros(len(ticks), np.bool_), Tick(int(ticks[-1]) + STEP))
    return replace(a_recording(), index=index)


def at(frame: int) -> Tick:
    return Tick(START + frame * STEP)


def doubt(
    first: int,
    stop: int,
    *,
    kind: DoubtKind = DoubtKind.WEAK,
    weight: float = 0.5,
    box: Box | None = HERE,
    track: str | None = None,
) -> Doubt:
    """A doubt over these frames, to be looked at in the first of them."""
    name = None if track is None else TrackId(track)
    subject = None if box is None and track is None else Subject.FACE
    return Doubt(kind, Span(at(first), at(stop)), at(first), weight, subject, box, name)


def queue(seconds: int, *doubts: Doubt) -> Docket:
    footage = recording(seconds)
    return docket(Appraisal(doubts, risk_of(doubts, footage.index.ticks)), footage)


@st.composite
def some_doubts(draw: st.DrawFn) -> tuple[Doubt, ...]:
    """Doubts of every kind, all over half a minute of footage and beyond its ends."""
    made = []
    for _ in range(draw(st.integers(0, 25))):
        first = draw(st.integers(-5, 749))
        stop = draw(st.integers(first + 1, first + 400))
        box = draw(st.none() | st.builds(Box, *(st.floats(-50, 1000) for _ in range(2)), st.just(30.0), st.just(40.0)))
        made.append(
            Doubt(
                draw(st.sampled_from(DoubtKind)),
                Span(at(first), at(stop)),
                at(draw(st.integers(max(first, 0), max(min(stop, 750) - 1, max(first, 0))))),
                draw(st.floats(0, 1)),
                draw(st.sampled_from([None, *Subject])),
                box,
                draw(st.none() | st.sampled_from([TrackId("a"), TrackId("b")])),
            )
        )
    return tuple(made)


@given(some_doubts())
def test_every_doubt_is_in_one_item_and_the_shares_make_up_all_the_risk(doubts: tuple[Doubt, ...]) -> None:
    made = queue(30, *doubts)
    assert sorted(map(repr, (d for i in made.items for d in i.doubts))) == sorted(map(repr, doubts))
    assert made.total == pytest.approx(float(risk_of(doubts, recording(30).index.ticks).sum(dtype=np.float64)))
    assert sum(i.share for i in made.items) + made.unplaced == pytest.approx(made.total, abs=1e-4)
    assert made.unplaced == pytest.approx(0, abs=1e-4)
    assert all(a.share >= b.share for a, b in pairwise(made.items))


@given(some_doubts())
def test_every_doubt_can_be_looked_at_in_the_loop_of_its_item(doubts: tuple[Doubt, ...]) -> None:
    for item in queue(30, *doubts).items:
        length = (item.loop.end - item.loop.start) / (STEP * RATE)
        assert SHORTEST <= length <= LONGEST + 2 / RATE
        assert all(d.tick in item.loop for d in item.doubts)


def test_finds_that_flicker_in_one_place_are_one_item_and_one_elsewhere_is_another() -> None:
    flicker = [doubt(20 + 12 * n, 28 + 12 * n, box=HERE.moved(3 * n, 0)) for n in range(5)]
    elsewhere = doubt(30, 36, box=THERE)
    made = queue(20, *flicker, elsewhere)
    assert [len(i.doubts) for i in made.items] == [5, 1]
    assert made.items[1].doubts == (elsewhere,)
    assert made.items[1].box == THERE


def test_what_comes_back_to_a_place_later_is_another_situation() -> None:
    assert len(queue(20, doubt(20, 28), doubt(120, 128)).items) == 2


def test_doubts_about_one_track_close_in_time_are_one_item_wherever_it_has_gone() -> None:
    gap = doubt(50, 60, kind=DoubtKind.BRIDGED, track="t", box=HERE)
    small = doubt(40, 52, kind=DoubtKind.SMALL, track="t", box=THERE)
    (item,) = queue(20, gap, small).items
    assert item.tracks == ("t",)
    assert item.subject is Subject.FACE
    assert set(item.ids) == {gap.id, small.id}


def test_hard_pictures_are_one_item_apart_from_what_is_seen_in_them() -> None:
    pan, blur = doubt(50, 60, kind=DoubtKind.PAN, box=None), doubt(55, 66, kind=DoubtKind.BLURRED, box=None)
    made = queue(20, pan, blur, doubt(50, 60))
    assert sorted(len(i.doubts) for i in made.items) == [1, 2]


def test_a_long_doubt_is_shown_around_its_own_frame_and_keeps_its_span() -> None:
    dark = Doubt(DoubtKind.DARK, Span(at(0), at(500)), at(250), 0.5)
    (item,) = queue(20, dark).items
    assert item.tick == at(250)
    assert item.span == dark.span
    assert item.loop.end - item.loop.start < 3 * RATE * STEP


def test_a_loop_at_the_end_of_the_footage_is_as_long_as_any_other() -> None:
    (item,) = queue(20, doubt(499, 500)).items
    assert item.loop.end == at(500)
    assert item.loop.end - item.loop.start >= SHORTEST * RATE * STEP


def test_footage_shorter_than_a_loop_is_shown_whole() -> None:
    (item,) = queue(1, doubt(3, 9)).items
    assert item.loop == Span(at(0), at(25))


def test_the_riskiest_come_first_and_by_frames_as_well_as_by_weight() -> None:
    brief = doubt(10, 14, weight=0.9)
    long = doubt(200, 260, weight=0.3, box=THERE)
    faint = doubt(400, 405, weight=0.001)
    made = queue(20, brief, faint, long)
    assert [i.doubts[0] for i in made.items] == [long, brief, faint]
    assert [i.faint for i in made.items] == [False, False, True]


def test_faint_doubts_of_a_stretch_are_one_sweep_and_those_of_another_stretch_another() -> None:
    early = [doubt(20 + 40 * n, 22 + 40 * n, weight=0.001, box=HERE.moved(150 * n, 0)) for n in range(4)]
    late = [doubt(400 + 30 * n, 404 + 30 * n, weight=0.001, box=HERE.moved(150 * n, 0)) for n in range(2)]
    made = queue(20, *early, *late)
    assert sorted(len(i.doubts) for i in made.items) == [2, 4]
    assert all(i.sweep and i.box is None and i.share < FAINT for i in made.items)


def test_where_there_is_more_than_can_be_shown_one_by_one_the_rest_is_swept() -> None:
    crowd = [doubt(20, 60, weight=0.5 + n / 100, box=Box(60 * n, 400 * (n % 2), 30, 30)) for n in range(30)]
    made = queue(8, *crowd)
    alone = [i for i in made.items if not i.sweep]
    (sweep,) = (i for i in made.items if i.sweep)
    assert 1 < len(alone) <= STRETCH
    assert len(sweep.doubts) == 30 - len(alone)
    assert min(d.weight for i in alone for d in i.doubts) > max(d.weight for d in sweep.doubts)


def test_faint_finds_that_go_on_from_one_stretch_to_the_next_are_swept_with_either() -> None:
    chain = [doubt(170 + 10 * n, 172 + 10 * n, weight=0.001) for n in range(16)]
    others = [doubt(first, first + 2, weight=0.001, box=THERE) for first in (20, 60, 400, 440)]
    made = queue(20, *chain, *others)
    assert len(made.items) == 3
    assert sum(len(i.doubts) for i in made.items) == 20
    assert all(i.loop.end - i.loop.start <= LONGEST * RATE * STEP for i in made.items)


def test_risk_that_no_kept_doubt_accounts_for_is_told_apart() -> None:
    footage, kept, dropped = recording(20), doubt(10, 20), doubt(100, 120)
    made = docket(Appraisal((kept,), risk_of((kept, dropped), footage.index.ticks)), footage)
    assert made.total == pytest.approx(15, abs=0.01)
    assert made.unplaced == pytest.approx(10, abs=0.01)


def test_without_an_analysis_or_with_that_of_other_frames_there_is_no_queue() -> None:
    footage = recording(20)
    assert docket(Appraisal(), footage) == Docket()
    assert docket(Appraisal((doubt(1, 2),), np.zeros(7, np.float32)), footage) == Docket()


def test_time_stamps_that_lie_ages_apart_take_no_more_work_than_others() -> None:
    ticks = START + np.arange(20 * RATE, dtype=np.int64) * STEP
    ticks[10 * RATE :] += 10**12 * 90000  # thousands of years
    index = FrameIndex(ticks, np.zeros(len(ticks), np.bool_), Tick(int(ticks[-1]) + STEP))
    spans = [Span(index.tick(a), index.tick(a + 10)) for a in (20, 300)]
    doubts = tuple(Doubt(DoubtKind.WEAK, s, s.start, 0.5, Subject.FACE, HERE) for s in spans)
    made = docket(Appraisal(doubts, risk_of(doubts, ticks)), replace(a_recording(), index=index))
    assert sorted(len(i.doubts) for i in made.items) == [1, 1]
