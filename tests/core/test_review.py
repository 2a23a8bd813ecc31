import pickle
from dataclasses import replace

import pytest

from reviewer.core.doubt import DoubtId, Verdict
from reviewer.core.marker import Marker, MarkerId
from reviewer.core.region import Decision, RegionId
from reviewer.core.review import Review, changed, differing, of
from reviewer.core.silence import Silence, SilenceId
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


def test_what_hides_all_but_itself_hides_in_its_gaps_too_and_what_does_not_does_not() -> None:
    plain = replace(a_region("plain"), gaps=(Span(Tick(10), Tick(20)),))
    inverse = replace(plain, id=RegionId("inverse"), inverse=True)
    review = of([plain, inverse])
    assert [r.id for r in review.hidden_at(Tick(15))] == ["inverse"]
    assert [r.id for r in review.hidden_at(Tick(20))] == ["plain", "inverse"]
    assert review.hidden_at(Tick(100)) == []


def everything() -> Review:
    silence = Silence(id=SilenceId("s"), span=Span(Tick(5), Tick(9)))
    return replace(
        of([a_region("a")])
        .silencing([silence])
        .marking(Marker(MarkerId("m"), Tick(7), "look here"))
        .settling({DoubtId("d"): Verdict.RIGHT}),
        in_out=Span(Tick(1), Tick(50)),
    )


def test_all_of_a_review_goes_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(everything())) == everything()


def test_each_part_of_a_review_changes_alone_and_can_be_taken_back() -> None:
    review = everything()
    assert not review.sounding([SilenceId("s")]).silences
    assert not review.unmarking([MarkerId("m")]).markers
    assert not review.unsettling([DoubtId("d")]).settled
    for other in (review.sounding([SilenceId("s")]), review.unmarking([MarkerId("m")])):
        assert other.regions == review.regions
        assert other.in_out == review.in_out
    assert review.silences.keys() == {"s"}
    assert differing(review.silences, review.sounding([SilenceId("s")]).silences) == {"s"}


def test_the_sound_is_hidden_by_silences_there_that_nobody_rejected() -> None:
    review = everything()
    rejected = replace(review.silences[SilenceId("s")], id=SilenceId("r"), decision=Decision.REJECTED)
    review = review.silencing([rejected])
    assert [[s.id for s in review.silent_at(Tick(t))] for t in (4, 5, 8, 9)] == [[], ["s"], ["s"], []]
