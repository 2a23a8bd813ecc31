from reviewer.core.copy import CheckReport, Finding, Hit, Point, Verdict
from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.timing import Tick

HELD = tuple(Finding(point, True, "It held.") for point in Point)
HIT = Hit(frame=3, tick=Tick(9), seconds=0.1, subject=Subject.FACE, box=Box(0, 0, 5, 5), score=0.4, detector="d")


def test_a_report_is_settled_when_every_point_held_and_no_hit_is_open() -> None:
    assert CheckReport(HELD).verdict is Verdict.SETTLED


def test_a_hit_leaves_the_report_open() -> None:
    assert CheckReport(HELD, (HIT,)).verdict is Verdict.OPEN


def test_a_point_that_failed_leaves_the_report_open() -> None:
    assert CheckReport((*HELD, Finding(Point.TICKS, False, "Frames are missing."))).verdict is Verdict.OPEN


def test_a_report_that_looked_at_nothing_is_open() -> None:
    assert CheckReport(()).verdict is Verdict.OPEN
