import pytest

from reviewer.core.copy import CheckReport, Finding, Hit, HitId, Point, Settled, Settlement, Verdict
from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.timing import Tick

HELD = (Finding(Point.TICKS, True, "All."),)


def hit(tick: int) -> Hit:
    return Hit(
        frame=1, tick=Tick(tick), seconds=0.1, subject=Subject.FACE, box=Box(1.4, 2, 3, 4), score=0.5, detector="d"
    )


def said(how: Settlement) -> Settled:
    return Settled(how=how, reason="seen", by="officer", at="2026-01-01T00:00:00+00:00")


def test_a_check_is_settled_when_every_point_held_and_a_person_let_every_hit_stand() -> None:
    report = CheckReport(HELD, (hit(1), hit(2)))
    assert report.verdict is Verdict.OPEN
    report = report.settling(hit(1).id, said(Settlement.LAWFUL))
    assert report.open_hits == (hit(2),)
    assert report.verdict is Verdict.OPEN
    assert report.settling(hit(2).id, said(Settlement.NOT_ONE)).verdict is Verdict.SETTLED
    assert report.reopening(hit(1).id).open_hits == (hit(1), hit(2))


def test_a_hit_that_is_to_be_covered_keeps_this_very_copy_open() -> None:
    report = CheckReport(HELD, (hit(1),)).settling(hit(1).id, said(Settlement.COVER))
    assert report.open_hits == ()
    assert report.to_cover == (hit(1),)
    assert report.verdict is Verdict.OPEN


def test_no_decision_on_hits_makes_up_for_a_point_that_did_not_hold() -> None:
    broken = (Finding(Point.COVERED, False, "Not looked at."),)
    report = CheckReport(broken, (hit(1),)).settling(hit(1).id, said(Settlement.NOT_ONE))
    assert report.verdict is CheckReport(()).verdict is Verdict.OPEN


def test_a_hit_that_is_not_in_the_report_cannot_be_settled() -> None:
    with pytest.raises(KeyError):
        CheckReport(HELD).settling(HitId("none"), said(Settlement.LAWFUL))
