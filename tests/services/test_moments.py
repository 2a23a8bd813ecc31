from dataclasses import replace

import numpy as np

from reviewer.core.analysis import Appraisal
from reviewer.core.doubt import Doubt, DoubtKind, risk_of
from reviewer.core.footage import FrameIndex, Recording
from reviewer.core.geometry import Box
from reviewer.core.timing import Span, Tick
from reviewer.services.moments import moments, moments_said
from tests.support.values import a_recording

RATE = 25
START = -6006
"""The tick of the first frame: footage need not begin at 0."""


def recording(seconds: int) -> Recording:
    """Frames of 3600 ticks of 1/90000 s: 25 a second."""
    ticks = START + np.arange(seconds * RATE, dtype=np.int64) * 3600
    index = FrameIndex(ticks, np.zeros(len(ticks), np.bool_), Tick(int(ticks[-1]) + 3600))
    return replace(a_recording(), index=index)


def doubt(second: float, *, length: float = 1.0, weight: float = 0.5, box: Box | None = None) -> Doubt:
    start = Tick(START + round(second * 90000))
    return Doubt(DoubtKind.WEAK, Span(start, Tick(start + round(length * 90000))), start, weight, None, box)


def appraisal(of: Recording, *doubts: Doubt) -> Appraisal:
    return Appraisal(tuple(doubts), risk_of(doubts, of.index.ticks))


def test_the_riskiest_seconds_come_first_and_take_up_a_tenth_at_most() -> None:
    footage = recording(60)
    made = appraisal(footage, *[doubt(s, weight=0.1 + s / 100) for s in range(0, 60, 3)])
    found = moments(made, footage)
    assert len(found) == 6
    assert [round((m.span.start - START) / 90000) for m in found] == [57, 54, 51, 48, 45, 42]
    assert [m.risk for m in found] == sorted((m.risk for m in found), reverse=True)


def test_neighbouring_seconds_are_one_moment() -> None:
    footage = recording(60)
    (found,) = moments(appraisal(footage, doubt(20, length=4)), footage)
    assert found.span == Span(Tick(START + 20 * 90000), Tick(START + 24 * 90000))
    assert moments_said((found,), footage) == "0:20-0:24"


def test_a_long_stretch_is_cut_into_moments_that_can_be_looked_at() -> None:
    footage = recording(300)
    found = moments(appraisal(footage, doubt(100, length=28)), footage)
    assert len(found) == 3
    assert all(m.span.end - m.span.start <= 10 * 90000 for m in found)


def test_a_moment_names_its_heaviest_doubt() -> None:
    footage = recording(20)
    heavy = doubt(5, weight=0.6, box=Box(1, 2, 3, 4))
    (found, *_) = moments(appraisal(footage, doubt(4.5, weight=0.2), heavy, doubt(5, weight=0.3)), footage)
    assert found.doubt is heavy


def test_faint_doubts_make_no_moment_and_neither_does_footage_without_any() -> None:
    footage = recording(20)
    assert moments(appraisal(footage, doubt(5, weight=0.005)), footage) == ()
    assert moments(appraisal(footage), footage) == ()
    assert moments(Appraisal(), footage) == ()


def test_only_the_first_few_are_named() -> None:
    footage = recording(3700)
    made = appraisal(footage, *[doubt(s, weight=0.9 - s / 10_000) for s in range(60, 3660, 60)])
    told = moments_said(moments(made, footage), footage)
    assert told == "1:00-1:01, 2:00-2:01, 3:00-3:01, 4:00-4:01"
    last = moments_said(moments(appraisal(footage, doubt(3661)), footage), footage)
    assert last == "1:01:01-1:01:02"


def test_footage_of_a_single_frame_has_a_moment() -> None:
    one = replace(a_recording(), index=FrameIndex(np.zeros(1, np.int64), np.ones(1, np.bool_), Tick(3600)))
    span = Span(Tick(0), Tick(3600))
    made = Appraisal((Doubt(DoubtKind.DARK, span, Tick(0), 0.5),), np.full(1, 0.5, np.float32))
    (found,) = moments(made, one)
    assert found.span == span
    assert moments_said((found,), one) == "0:00-0:01"


def test_time_stamps_that_lie_ages_apart_take_no_more_work_than_others() -> None:
    ticks = np.arange(20 * RATE, dtype=np.int64) * 3600
    ticks[10 * RATE :] += 10**12 * 90000  # thousands of years
    footage = replace(
        a_recording(), index=FrameIndex(ticks, np.zeros(len(ticks), np.bool_), Tick(int(ticks[-1]) + 3600))
    )
    risk = np.where(np.arange(len(ticks)) // RATE == 9, 0.5, 0.0).astype(np.float32)
    risk[10 * RATE : 11 * RATE] = 0.4
    late, early = sorted(moments(Appraisal((), risk), footage), key=lambda m: m.risk)
    assert early.span.start == 9 * 90000
    assert late.span.start == ticks[10 * RATE]
