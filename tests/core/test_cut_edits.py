import pytest

from reviewer.core.cut_edits import Keep, KeepAll, LeaveOut
from reviewer.core.review import Review
from reviewer.core.timing import Span, Tick


def span(start: int, end: int) -> Span:
    return Span(Tick(start), Tick(end))


WHOLE = span(0, 100)


def test_the_first_stretch_that_is_kept_leaves_out_the_rest_and_meeting_ones_become_one() -> None:
    review = Keep(span(10, 20)).apply(Review())
    assert review.kept == (span(10, 20),)
    assert Keep(span(20, 30)).apply(review).kept == (span(10, 30),)
    assert Keep(span(40, 50)).apply(review).kept == (span(10, 20), span(40, 50))


def test_leaving_out_begins_with_all_of_the_footage() -> None:
    review = LeaveOut(span(30, 40), WHOLE).apply(Review())
    assert review.kept == (span(0, 30), span(40, 100))
    assert LeaveOut(span(0, 30), WHOLE).apply(review).kept == (span(40, 100),)
    assert LeaveOut(span(200, 300), WHOLE).apply(Review()).kept == ()


def test_a_copy_that_shows_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="at least something"):
        LeaveOut(WHOLE, WHOLE).apply(Review())
    with pytest.raises(ValueError, match="at least one tick"):
        Keep(span(5, 5)).apply(Review())


def test_keeping_all_takes_the_cuts_back() -> None:
    assert KeepAll().apply(Keep(span(1, 2)).apply(Review())).kept == ()
    assert LeaveOut(span(1, 2), WHOLE).detail() == Keep(span(1, 2)).detail() == {"span": [1, 2]}
    assert KeepAll().detail() == {}
