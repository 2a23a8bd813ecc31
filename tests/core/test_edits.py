import json
from dataclasses import replace

import pytest

from reviewer.core.detection import Subject
from reviewer.core.edits import (
    AddRegions,
    Alter,
    Decide,
    Edit,
    Lock,
    Propose,
    RemoveRegions,
    Reshape,
    Respan,
    Together,
)
from reviewer.core.errors import LockedError
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Decision, Keyframe, KeyframeSource, PersonId, Region, RegionId, Shape
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
        Respan(A, Span(Tick(5), Tick(9))),
        Alter(regions=(A,), title="Say why", reason="s.40"),
        Lock((A,), locked=True),
        Together((Decide((A,), Decision.CONFIRMED), Lock((A,), locked=True)), "Confirm and lock"),
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


def test_what_a_person_puts_somewhere_is_theirs() -> None:
    after = Reshape(A, Keyframe(Tick(5), BOX)).apply(of([a_region("a")]))
    assert [k.source for k in after.regions[A].keyframes if k.tick == 5] == [KeyframeSource.HAND]


@pytest.mark.parametrize(
    "edit",
    [
        RemoveRegions((A,)),
        Reshape(A, Keyframe(Tick(0), BOX)),
        Respan(A, Span(Tick(1), Tick(2))),
        Decide((B, A), Decision.CONFIRMED),
        Alter(regions=(B, A), title="Cover as", effect="mosaic"),
        Together((Decide((B,), Decision.CONFIRMED), RemoveRegions((A,))), "Both"),
    ],
    ids=lambda edit: type(edit).__name__,
)
def test_what_is_locked_is_not_changed_and_nothing_else_is_either(edit: Edit) -> None:
    before = Lock((A,), locked=True).apply(of([a_region("a"), a_region("b")]))
    with pytest.raises(LockedError, match="locked"):
        edit.apply(before)
    assert edit.apply(Lock((A,), locked=False).apply(before)) != before


def test_whose_a_region_is_can_be_said_of_a_locked_one() -> None:
    before = Lock((A,), locked=True).apply(of([a_region("a")]))
    after = Alter(regions=(A,), title="Join as one person", person=PersonId("Person 1")).apply(before)
    assert after.regions[A].person == "Person 1"


def test_altering_sets_what_is_given_and_takes_back_what_is_empty() -> None:
    before = of([replace(a_region("a"), effect="blur", person=PersonId("Person 1"), reason="s.40")])
    edit = Alter(regions=(A,), title="Change", effect="", person=PersonId(""), subject=Subject.PLATE, inverse=True)
    region = edit.apply(before).regions[A]
    assert (region.effect, region.person, region.reason) == (None, None, "s.40")
    assert (region.subject, region.inverse, region.shape) == (Subject.PLATE, True, Shape.RECTANGLE)
    cleared = Alter(regions=(A,), title="Change", reason="").apply(before).regions[A]
    assert (cleared.effect, cleared.reason) == ("blur", "")


def test_the_words_of_a_label_are_set_and_taken_back() -> None:
    edit = Alter(regions=(A,), title="Write over it", label="WITNESS")
    after = edit.apply(of([a_region("a"), a_region("b")]))
    assert [r.label for r in after.regions.values()] == ["WITNESS", ""]
    assert edit.detail() == {"regions": ["a"], "label": "WITNESS"}
    assert Alter(regions=(A,), title="Write over it", label="").apply(after).regions[A].label == ""


@pytest.mark.parametrize("given", [{"label": "WITNESS"}, {"effect": "mosaic"}])
def test_a_proposal_that_was_given_an_effect_or_words_stays_when_analysis_proposes_anew(given: dict[str, str]) -> None:
    before = of([a_region("a", track="t1"), a_region("b", track="t2")])
    altered = Alter(regions=(A,), title="Change", **given).apply(before)
    after = Propose((a_region("c", track="t3"),)).apply(altered)
    assert set(after.regions) == {"a", "c"}


def test_several_edits_are_one_step_in_their_order_and_one_event_that_tells_all() -> None:
    edit = Together((AddRegions((a_region("c"),)), Decide((RegionId("c"),), Decision.CONFIRMED)), "Draw and confirm")
    assert edit.apply(of([])).regions[RegionId("c")].decision is Decision.CONFIRMED
    assert [e["action"] for e in edit.detail()["edits"]] == ["Add regions", "Mark region confirmed"]


def test_locking_says_which_of_the_two_and_of_how_many() -> None:
    titles = [Lock((A,), locked=True).title, Lock((A, B), locked=False).title]
    assert titles == ["Lock region", "Unlock regions"]


@pytest.mark.parametrize(
    "worked_on",
    [
        {"locked": True},
        {"inverse": True},
        {"gaps": (Span(Tick(3), Tick(5)),)},
        {"person": PersonId("Person 1")},
        {"reason": "s.40"},
    ],
    ids=lambda given: next(iter(given)),
)
def test_a_new_analysis_leaves_what_a_person_said_anything_of(worked_on: dict[str, object]) -> None:
    region: Region = replace(a_region("a", track="t"), **worked_on)  # type: ignore[arg-type]
    assert list(Propose(()).apply(of([region])).regions) == ["a"]


def test_a_new_span_cuts_the_gaps_to_it() -> None:
    region = replace(a_region("a"), gaps=(Span(Tick(10), Tick(20)), Span(Tick(40), Tick(60))))
    after = Respan(A, Span(Tick(15), Tick(50))).apply(of([region])).regions[A]
    assert after.gaps == (Span(Tick(15), Tick(20)), Span(Tick(40), Tick(50)))
