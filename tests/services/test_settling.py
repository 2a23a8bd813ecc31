"""Decisions on hits: which of them hold for a copy that was rendered again, and what they come to."""

import pytest

from reviewer.core.copy import CheckReport, Finding, Hit, Point, Settled, Settlement
from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.timing import Tick
from reviewer.services.settling import carried_over, standing_said, unsealable

HELD = tuple(Finding(point, True, "Looked at.") for point in Point)
PLACE = Box(100, 100, 40, 50)


def hit(tick: int = 30, *, box: Box = PLACE, subject: Subject = Subject.FACE) -> Hit:
    return Hit(
        frame=tick, tick=Tick(tick), seconds=tick / 30, subject=subject, box=box, score=0.5, detector="d", reason="r"
    )


def said(how: Settlement, reason: str = "") -> Settled:
    return Settled(how=how, reason=reason, by="officer", at="2026-01-01T00:00:00+00:00")


def settled(how: Settlement, found: Hit, *others: Hit) -> CheckReport:
    return CheckReport(HELD, (found, *others)).settling(found.id, said(how, "seen"))


@pytest.mark.parametrize("how", [Settlement.LAWFUL, Settlement.NOT_ONE])
@pytest.mark.parametrize(
    "now",
    [
        hit(),
        hit(36),
        hit(24, box=PLACE.moved(8, 0)),
        hit(box=PLACE.grown(0.2)),
    ],
    ids=["the very same", "a fifth of a second later", "earlier and a little beside", "a little larger"],
)
def test_what_was_let_stand_stays_so_for_the_same_find(how: Settlement, now: Hit) -> None:
    report = carried_over(settled(how, hit()), CheckReport(HELD, (now,)))
    assert report.settled == {now.id: said(how, "seen")}


@pytest.mark.parametrize(
    "now",
    [hit(37), hit(box=PLACE.moved(20, 0)), hit(subject=Subject.PLATE)],
    ids=["longer after", "elsewhere", "something else"],
)
def test_another_find_is_open(now: Hit) -> None:
    assert carried_over(settled(Settlement.LAWFUL, hit()), CheckReport(HELD, (now,))).open_hits == (now,)


def test_what_was_to_be_covered_is_open_when_it_is_found_again() -> None:
    assert carried_over(settled(Settlement.COVER, hit()), CheckReport(HELD, (hit(),))).open_hits == (hit(),)


def test_of_two_decisions_the_one_on_what_overlaps_most_holds() -> None:
    near, nearer = hit(29, box=PLACE.moved(9, 0)), hit(31, box=PLACE.moved(2, 0))
    earlier = CheckReport(HELD, (near, nearer)).settling(near.id, said(Settlement.LAWFUL, "near"))
    earlier = earlier.settling(nearer.id, said(Settlement.NOT_ONE, "nearer"))
    report = carried_over(earlier, CheckReport(HELD, (hit(),)))
    assert report.settled[hit().id].reason == "nearer"


def test_what_is_decided_already_stays_as_it_is() -> None:
    report = carried_over(settled(Settlement.LAWFUL, hit()), settled(Settlement.COVER, hit()))
    assert report.settled[hit().id].how is Settlement.COVER


def test_a_sentence_counts_what_is_settled_and_promises_nothing() -> None:
    several = CheckReport(HELD, (hit(1), hit(2), hit(3)))
    several = several.settling(hit(1).id, said(Settlement.NOT_ONE)).settling(hit(2).id, said(Settlement.COVER))
    assert standing_said(several) == (
        "2 of 3 hits settled, 1 of them to be covered in a copy that is rendered again; "
        "something may remain that no detector finds."
    )
    assert standing_said(CheckReport(HELD)) == "No hit; something may remain that no detector finds."


def test_why_a_copy_cannot_be_sealed_is_said_the_nearest_thing_to_do_first() -> None:
    assert unsealable(CheckReport(HELD)) == ""
    assert "2 hits are open" in unsealable(CheckReport(HELD, (hit(1), hit(2))))
    assert "render it again" in unsealable(settled(Settlement.COVER, hit()))
    broken = (*HELD[1:], Finding(Point.SOUND, False, "Heard."))
    assert unsealable(CheckReport(broken)) == "The point sound of the check does not hold."
    assert unsealable(CheckReport(())) == "The copy was not checked."
    assert unsealable(settled(Settlement.NOT_ONE, hit())) == ""
