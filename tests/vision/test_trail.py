"""When finds are reason enough to hide something for them."""

import pytest

from reviewer.core.detection import Subject
from reviewer.vision.trail import PACES, Pace

PACE = Pace(start=0.5, keep=0.2, enough=1.0, coast=1.0, mean=0.3, tiny=10.0, certain=0.6, large=100.0, clear=0.45)


@pytest.mark.parametrize(
    ("scores", "width", "convinced"),
    [
        ([0.5], 50, True),
        ([0.45], 50, False),
        ([0.4, 0.4, 0.4], 50, True),
        ([0.25] * 12, 50, False),  # seen again and again, and never like one
        ([0.55, 0.55], 9, False),
        ([0.6], 9, True),
        ([0.5, 0.35], 120, False),
        ([0.6, 0.35], 120, True),
        ([], 50, False),
    ],
)
def test_finds_convince_by_the_best_together_or_by_how_they_score_at_their_size(
    scores: list[float], width: float, convinced: bool
) -> None:
    assert PACE.convinced(scores, width=width) is convinced


@pytest.mark.parametrize("subject", Subject)
def test_one_find_at_the_start_of_the_scale_is_enough_for_what_is_neither_tiny_nor_large(subject: Subject) -> None:
    pace = PACES[subject]
    assert pace.convinced([pace.start], width=50)
    assert not pace.convinced([pace.keep], width=50)
