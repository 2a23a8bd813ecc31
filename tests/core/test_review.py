import pickle
from dataclasses import replace

import pytest

from reviewer.core.region import Decision, RegionId
from reviewer.core.review import Review, changed, of
from reviewer.core.timing import Span, Tick
from tests.support.values import a_region


def test_adding_and_taking_out_leave_the_earlier_review_as_it_was() -> None:
    one = of([a_region("a"), a_region("b")])
    two = one.adding([a_region("c")])
    three = two.without([RegionId("a")])
    assert [list(r.regions) for r in (one, two, three)] == [["a", "b"], ["a", "b", "c"], ["b", "c"]]


def test_a_review_cannot_be_changed_in_place() -> None:
    review = of([a_region("a")])
    with pytest.raises(TypeError):
        review.regions["b"] = a_region("b")  # type: ignore[index]


def test_a_region_that_is_put_in_place_of_another_keeps_its_place() -> None:
    review = of([a_region("a"), a_region("b")]).adding([replace(a_region("a"), reason="s.40")])
    assert list(review.regions) == ["a", "b"]
    assert review.regions[RegionId("a")].reason == "s.40"


def test_hidden_are_those_on_show_that_nobody_rejected() -> None:
    later = replace(a_region("later"), span=Span(Tick(50), Tick(60)))
    rejected = replace(a_region("rejected"), decision=Decision.REJECTED)
    review = of([a_region("a"), later, rejected])
    assert [r.id for r in review.hidden_at(Tick(10))] == ["a"]
    assert [r.id for r in review.hidden_at(Tick(50))] == ["a", "later"]


def test_changed_are_the_regions_added_removed_or_altered() -> None:
    before = of([a_region("kept"), a_region("altered"), a_region("removed")])
    after = before.without([RegionId("removed")]).adding(
        [replace(before.regions[RegionId("altered")], touched=True), a_region("added")]
    )
    assert changed(before, after) == {"altered", "removed", "added"}
    assert changed(after, before) == {"altered", "removed", "added"}
    assert changed(before, before) == frozenset()


def test_a_review_goes_to_another_process_and_stays_equal_and_in_order() -> None:
    review = of([a_region("b"), a_region("a", ticks=(0, 3, 7))])
    arrived = pickle.loads(pickle.dumps(review))
    assert arrived == review
    assert list(arrived.regions) == ["b", "a"]
    assert pickle.loads(pickle.dumps(Review())) == Review()
