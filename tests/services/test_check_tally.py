"""Which finds of a check are one hit, so that one decision is about one thing."""

from dataclasses import dataclass

import pytest

from reviewer.core.copy import Hit
from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.timing import Tick
from reviewer.services.check_tally import LONGEST, _Places
from reviewer.vision.detector import Detector

EVERY = 0.4


@dataclass
class Nobody:
    """A detector that is never asked."""

    name: str = "nobody"
    subject: Subject = Subject.FACE
    check_threshold: float = 0.4

    def detect(self, frame: Frame, *, threshold: float | None = None) -> list[Detection]:
        raise AssertionError("nobody looks")


def find(seconds: float, *, x: float = 10.0, score: float = 0.5) -> Hit:
    return Hit(
        frame=round(seconds * 30),
        tick=Tick(round(seconds * 1000)),
        seconds=seconds,
        subject=Subject.FACE,
        box=Box(x, 20, 40, 50),
        score=score,
        detector="nobody",
    )


@pytest.fixture
def nobody() -> Detector:
    return Nobody()  # type: ignore[return-value]


def joined(finds: list[Hit], nobody: Detector) -> list[tuple[float, float, int]]:
    """From when to when each group lasts, and how many finds it has."""
    places = _Places(EVERY)
    for hit in finds:
        places.join(hit, nobody, closely=False)
    return [(g.first.seconds, g.last.seconds, g.seen) for g in places.groups]


def test_finds_in_one_place_shortly_after_one_another_are_one_hit(nobody: Detector) -> None:
    assert joined([find(0.4), find(0.8), find(1.2)], nobody) == [(0.4, 1.2, 3)]


def test_what_stays_in_a_place_for_long_is_decided_on_anew_so_that_one_decision_never_settles_who_comes_later(
    nobody: Detector,
) -> None:
    lamp_then_face = [find(n * EVERY, score=0.9 if n < 3 else 0.5) for n in range(20)]
    groups = joined(lamp_then_face, nobody)
    assert len(groups) > 1
    assert all(last - first <= LONGEST for first, last, _ in groups)
    assert sum(seen for _, _, seen in groups) == len(lamp_then_face)


def test_another_place_or_a_long_pause_is_another_hit(nobody: Detector) -> None:
    assert len(joined([find(0.4), find(0.8, x=200)], nobody)) == 2
    assert len(joined([find(0.4), find(1.9)], nobody)) == 2
