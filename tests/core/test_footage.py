import numpy as np
import pytest

from reviewer.core.footage import FrameIndex
from reviewer.core.timing import Span, Tick
from tests.support.values import a_recording

TICKS = np.array([-10, 0, 25, 30], dtype=np.int64)
INDEX = FrameIndex(TICKS, np.array([True, False, False, True]), Tick(55))


def test_an_index_spans_from_its_first_tick_to_the_end_of_the_last_frame() -> None:
    assert len(INDEX) == 4
    assert INDEX.span == Span(Tick(-10), Tick(55))
    assert [INDEX.after(n) for n in range(4)] == [0, 25, 30, 55]


@pytest.mark.parametrize(
    ("tick", "number"), [(-99, 0), (-10, 0), (-1, 0), (0, 1), (24, 1), (25, 2), (30, 3), (54, 3), (99, 3)]
)
def test_a_frame_is_on_show_until_the_next_one(tick: int, number: int) -> None:
    assert INDEX.number(Tick(tick)) == number


def test_the_duration_reaches_to_the_end_of_the_last_frame() -> None:
    assert a_recording(frames=30).duration == pytest.approx(1.001)
