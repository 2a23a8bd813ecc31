import numpy as np
import pytest

from reviewer.core.doubt import Doubt, DoubtKind, risk_of
from reviewer.core.timing import Span, Tick

TICKS = np.arange(0, 100, 10, dtype=np.int64)


def doubt(start: int, end: int, weight: float) -> Doubt:
    return Doubt(DoubtKind.WEAK, Span(Tick(start), Tick(end)), Tick(start), weight)


def test_without_doubts_there_is_no_risk() -> None:
    risk = risk_of([], TICKS)
    assert risk.dtype == np.float32
    assert risk.tolist() == [0.0] * 10


def test_a_doubt_weighs_on_the_frames_of_its_span_and_no_others() -> None:
    risk = risk_of([doubt(20, 50, 0.5)], TICKS)
    assert np.allclose(risk, [0, 0, 0.5, 0.5, 0.5, 0, 0, 0, 0, 0])


def test_a_span_between_two_frames_weighs_on_none() -> None:
    assert not risk_of([doubt(21, 29, 0.5)], TICKS).any()


def test_doubts_add_up_as_independent_causes() -> None:
    risk = risk_of([doubt(0, 50, 0.5), doubt(20, 100, 0.2)], TICKS)
    assert np.allclose(risk, [0.5, 0.5, 0.6, 0.6, 0.6, 0.2, 0.2, 0.2, 0.2, 0.2])


def test_a_certain_doubt_ends_where_it_ends() -> None:
    risk = risk_of([doubt(0, 30, 1.0), doubt(0, 100, 0.1)], TICKS)
    assert risk[2] > 0.999
    assert np.allclose(risk[3:], 0.1, atol=1e-5)


def test_thousands_of_doubts_over_one_frame_stay_a_risk() -> None:
    risk = risk_of([doubt(40, 60, 0.9)] * 5000, TICKS)
    assert ((risk >= 0) & (risk <= 1)).all()
    assert risk[0] < 1e-4
    assert risk[-1] < 1e-4


@pytest.mark.parametrize("weight", [-0.1, 1.1, float("nan")])
def test_a_weight_is_a_likelihood(weight: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        doubt(0, 10, weight)
