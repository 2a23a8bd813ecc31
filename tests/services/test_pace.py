"""When each frame is due."""

from fractions import Fraction

import numpy as np
import pytest

from reviewer.core.footage import FrameIndex
from reviewer.core.timing import Tick
from reviewer.services.pace import CATCH_UP, Pace

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
