from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.timing import Span, Tick, clock, seconds, tick_at

NTSC = Fraction(1001, 30000)


def span(start: int, end: int) -> Span:
    return Span(Tick(start), Tick(end))


def test_a_span_holds_its_start_and_not_its_end() -> None:
    assert [t in span(10, 20) for t in (9, 10, 19, 20)] == [False, True, True, False]


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [((0, 10), False), ((0, 11), True), ((12, 15), True), ((19, 30), True), ((20, 30), False), ((0, 99), True)],
)
def test_spans_that_only_touch_do_not_overlap(other: tuple[int, int], overlaps: bool) -> None:
    assert span(10, 20).overlaps(span(*other)) is overlaps
    assert span(*other).overlaps(span(10, 20)) is overlaps


def test_seconds_count_from_the_footage_s_own_zero() -> None:
    assert seconds(Tick(-45000), Fraction(1, 90000)) == -0.5
    assert seconds(Tick(30), NTSC) == pytest.approx(1.001)


@given(st.integers(-(10**9), 10**9), st.sampled_from([Fraction(1, 90000), Fraction(1, 30000), NTSC, Fraction(1, 25)]))
def test_the_tick_at_the_seconds_of_a_tick_is_that_tick(tick: int, time_base: Fraction) -> None:
    # Halfway to the next one: a float of seconds need not lie exactly on a tick.
    assert tick_at(float((tick + Fraction(1, 2)) * time_base), time_base) == tick


def test_a_time_between_two_ticks_belongs_to_the_earlier_one() -> None:
    assert tick_at(0.0599, Fraction(1, 25)) == 1
    assert tick_at(-0.01, Fraction(1, 25)) == -1


@pytest.mark.parametrize(
    ("time", "shown"),
    [
        (0, "0:00:00.000"),
        (67.48, "0:01:07.480"),
        (3599.9996, "1:00:00.000"),
        (36000.5, "10:00:00.500"),
        (-1.25, "-0:00:01.250"),
        (-0.0001, "0:00:00.000"),
    ],
)
def test_a_clock_shows_hours_minutes_seconds_and_thousandths(time: float, shown: str) -> None:
    assert clock(time) == shown
