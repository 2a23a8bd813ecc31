import json
from dataclasses import replace

import pytest

from reviewer.core.edits import AddRegions, Decide, Edit, Propose, RemoveRegions, Reshape, Respan
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Decision, Keyframe, RegionId
from reviewer.core.review import of
from reviewer.core.timing import Span, Tick
from tests.support.values import a_region

A, B = RegionId("a"), RegionId("b")
BOX = Box(1.23456, 2, 3, 4)


def test_adding_regions() -> None:
    edit = AddRegions((a_region("a"), a_region("b")))
    assert list(edit.apply(of([a_region("z")])).regions) == ["z", "a", "b"]
    assert edit.detail() == {"regions": ["a", "b"]}


def test_removing_regions() -> None:
    edit = RemoveRegions((A,))
    assert list(edit.apply(of([a_region("a"), a_region("b")])).regions) == ["b"]
    assert edit.detail() == {"regions": ["a"]}


def test_reshaping_sets_one_keyframe_and_marks_the_region_as_touched() -> None:
    before = of([a_region("a"), a_region("b")])
    after = Reshape(A, Keyframe(Tick(5), BOX)).apply(before)
    assert after.regions[A].box_at(Tick(5)) == BOX
    assert after.regions[A].touched
    assert after.regions[B] is before.regions[B]
    assert not before.regions[A].touched


def test_the_log_keeps_where_a_region_was_put() -> None:
    assert Reshape(A, Keyframe(Tick(5), BOX)).detail() == {"region": "a", "tick": 5, "box": [1.23, 2, 3, 4]}


def test_the_log_is_told_the_corners_of_a_polygon_too() -> None:
    outline = Outline(((1.234, 2), (9, 3), (4, 8.5)))
    detail = Reshape(A, Keyframe.around(Tick(5), outline)).detail()
    assert detail["corners"] == [[1.23, 2], [9, 3], [4, 8.5]]
    assert detail["box"] == [1.23, 2, 7.77, 6.5]


def test_nudges_of_one_keyframe_merge_and_others_do_not() -> None:
    nudge = Reshape(A, Keyframe(Tick(5), BOX))
    assert nudge.merge_key == Reshape(A, Keyframe(Tick(5), Box(9, 9, 9, 9))).merge_key
    assert nudge.merge_key != Reshape(A, Keyframe(Tick(6), BOX)).merge_key
    assert nudge.merge_key != Reshape(B, Keyframe(Tick(5), BOX)).merge_key


def test_deciding() -> None:
    before = of([a_region("a"), a_region("b"), a_region("c")])
    edit = Decide((A, B), Decision.REJECTED)
    after = edit.apply(before)
    assert [r.decision for r in after.regions.values()] == ["rejected", "rejected", "proposed"]
    assert edit.title == "Mark 2 regions rejected"
    assert Decide((A,), Decision.CONFIRMED).title == "Mark region confirmed"
    assert json.loads(json.dumps(edit.detail())) == {"regions": ["a", "b"], "decision": "rejected"}


def test_a_new_analysis_replaces_proposals_that_nobody_worked_on_and_nothing_else() -> None:
    moved = replace(a_region("moved", track="t2"), touched=True)
    confirmed = replace(a_region("confirmed", track="t3"), decision=Decision.CONFIRMED)
    rejected = replace(a_region("rejected", track="t4"), decision=Decision.REJECTED)
    before = of([a_region("old", track="t1"), a_region("drawn"), moved, confirmed, rejected])
    edit = Propose((a_region("new", track="t5"),))
    after = edit.apply(before)
    assert list(after.regions) == ["drawn", "moved", "confirmed", "rejected", "new"]
    assert all(after.regions[i] is before.regions[i] for i in after.regions if i != "new")
    assert edit.detail() == {"regions": ["new"]}


def test_a_new_analysis_may_use_the_ids_of_the_proposals_it_replaces() -> None:
    before = of([a_region("a", track="t1")])
    after = Propose((a_region("a", ticks=(7,), track="t2"),)).apply(before)
    assert after.regions[A].track == "t2"


def test_a_proposal_never_takes_the_place_of_a_region_that_a_person_worked_on() -> None:
    before = of([replace(a_region("a", track="t1"), touched=True)])
    with pytest.raises(ValueError, match="ids of their own"):
        Propose((a_region("a", track="t2"),)).apply(before)


@pytest.mark.parametrize("edit", [Reshape(A, Keyframe(Tick(0), BOX)), Decide((A,), Decision.CONFIRMED)])
def test_an_edit_of_a_region_that_is_not_there_is_a_defect(edit: Edit) -> None:
    with pytest.raises(KeyError):
        edit.apply(of([a_region("b")]))


@pytest.mark.parametrize(
    "edit",
    [
        AddRegions((a_region("c"),)),
        RemoveRegions((A,)),
        Reshape(A, Keyframe(Tick(0), BOX)),
        Decide((A,), Decision.CONFIRMED),
        Propose((a_region("c", track="t1"),)),
    ],
    ids=lambda edit: type(edit).__name__,
)
def test_every_edit_leaves_the_review_it_was_applied_to_alone_and_can_be_logged(edit: Edit) -> None:
    before = of([a_region("a"), a_region("b", track="t1")])
    same = dict(before.regions)
    after = edit.apply(before)
    assert after != before
    assert before.regions == same
    assert edit.title
    assert json.loads(json.dumps(edit.detail())) == edit.detail()


def test_changing_when_a_region_is_hidden_keeps_its_path_and_refuses_an_empty_span() -> None:
    region = a_region("a")
    after = Respan(region.id, Span(Tick(20), Tick(30))).apply(of([region]))
    changed = after.regions[region.id]
    assert changed.span == Span(Tick(20), Tick(30))
    assert changed.keyframes == region.keyframes
    assert changed.touched
    with pytest.raises(ValueError, match="at least one tick"):
        Respan(region.id, Span(Tick(20), Tick(20))).apply(after)
