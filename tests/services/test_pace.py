"""When each frame is due."""

from fractions import Fraction

import numpy as np
import pytest

from reviewer.core.footage import FrameIndex
from reviewer.core.timing import Span, Tick, seconds
from reviewer.media.feed import Feed
from reviewer.media.speaker import RATE
from reviewer.services.pace import CATCH_UP, Pace, bounds, heard_at
from tests.support.speakers import STEP, Clock

BASE = Fraction(1, 100)


@pytest.fixture
def pace() -> Pace:
    """Of footage whose frames are shown at 1.00, 1.10, 1.20, 1.50 and 1.60 seconds, until 1.70."""
    return Pace(FrameIndex(np.array([100, 110, 120, 150, 160]), np.ones(5, bool), Tick(170)), BASE)


def test_frames_are_due_by_their_ticks_after_the_first_is_shown(pace: Pace) -> None:
    pace.start(1, 1.0)
    assert not pace.running
    pace.shown(1, 50.0)
    assert pace.running
    assert pace.until(2, 50.0) == pytest.approx(0.1)
    assert pace.until(3, 50.1) == pytest.approx(0.3)
    assert pace.until(2, 50.3) == pytest.approx(-0.2)


def test_a_speed_shortens_the_time_between_frames(pace: Pace) -> None:
    pace.start(0, 2.0)
    pace.shown(0, 0.0)
    assert pace.until(3, 0.0) == pytest.approx(0.25)


def test_footage_that_cannot_keep_up_goes_on_from_where_it_is(pace: Pace) -> None:
    pace.start(0, 1.0)
    pace.shown(0, 0.0)
    pace.shown(1, 0.1 + CATCH_UP + 0.01)
    assert pace.until(2, 0.1 + CATCH_UP + 0.01) == pytest.approx(0.1)


def test_backwards_the_frame_on_show_falls_with_time_and_ends_before_the_first(pace: Pace) -> None:
    pace.start(4, -1.0)
    assert pace.skipping
    assert pace.due(0.0) is None
    pace.shown(4, 0.0)
    assert [pace.due(t) for t in (0.0, 0.05, 0.2, 0.55, 0.61)] == [4, 3, 2, 0, None]
    assert pace.until_next(0.05) == pytest.approx(0.06)


def test_nothing_is_late_while_no_time_passes(pace: Pace) -> None:
    pace.stop()
    assert pace.until(4, 1e9) == 0
    assert not pace.running


def test_where_sound_is_heard_the_clock_is_where_that_is(pace: Pace) -> None:
    pace.start(0, 1.0)
    pace.follow(1.4, 5.0)  # no picture is shown yet, so that nothing can be late
    assert pace.place(5.0) is None
    pace.shown(0, 5.0)
    pace.follow(1.0, 5.2)
    assert pace.place(5.2) == pytest.approx(1.0)
    assert pace.until(1, 5.2) == pytest.approx(0.1)
    pace.follow(1.19, 5.3)
    assert pace.until(2, 5.3) == pytest.approx(0.01)


def test_pictures_stay_with_a_device_that_plays_too_fast_for_ten_minutes() -> None:
    index = FrameIndex(np.arange(0, 60_000, 4), np.ones(15_000, bool), Tick(60_000))  # 25 a second
    pace, clock = Pace(index, BASE), Clock()
    feed, rate = Feed(clock), RATE * 1.001
    pace.start(0, 1.0)
    pace.shown(0, clock.now)
    feed.begin(0)
    apart, began = [], clock.now
    for step in range(30_000):
        clock.now = began + step * STEP / rate
        feed.take(STEP)
        clock.now += STEP / rate / 2
        heard = feed.heard(latency=0.06)
        assert heard is not None
        pace.follow(heard / RATE, clock.now)
        truly = (step + 1.5) * STEP / RATE - 0.06
        due = pace.due(clock.now)
        if due is not None:
            apart.append(truly - seconds(index.tick(due), BASE) + pace.until(due, clock.now))
    assert len(apart) > 29_000
    assert max(abs(a) for a in apart) < 0.003  # 0.6 seconds by the computer's own clock


def test_another_speed_goes_on_from_where_it_is(pace: Pace) -> None:
    pace.start(0, 1.0)
    pace.shown(0, 0.0)
    pace.change(0.5, 0.1)
    assert pace.until(2, 0.1) == pytest.approx(0.2)
    pace.change(2.0, 0.3)
    assert pace.until(3, 0.3) == pytest.approx(0.15)


def test_sound_is_heard_at_speeds_at_which_it_can_be_understood() -> None:
    assert [s for s in (-1.0, 0.1, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 4.0, 8.0) if heard_at(s)] == [0.5, 0.75, 1, 1.5, 2]


def test_a_loop_holds_the_frames_on_show_from_its_start_to_its_end() -> None:
    index = FrameIndex(np.array([100, 110, 120, 150, 160]), np.ones(5, bool), Tick(170))
    assert bounds(index, None) == (0, 5)
    assert bounds(index, Span(Tick(110), Tick(150))) == (1, 3)
    assert bounds(index, Span(Tick(115), Tick(151))) == (1, 4)
    assert bounds(index, Span(Tick(0), Tick(10))) == (0, 1)
    assert bounds(index, Span(Tick(500), Tick(510))) == (4, 5)
