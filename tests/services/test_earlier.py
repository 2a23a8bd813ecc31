"""What the manifest of a copy tells of decisions on hits, and that nonsense in it decides nothing."""

from dataclasses import replace
from typing import Any

import pytest

from reviewer.core.copy import CheckReport, Copy, Hit, Settled, Settlement
from reviewer.core.detection import Subject
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.settings import Search
from reviewer.core.timing import Tick, seconds
from reviewer.services.earlier import decided
from reviewer.services.manifest import Manifest, manifest_of
from reviewer.services.settling import carried_over
from tests.support.values import SOMEWHERE, a_footage


def a_hit(tick: int, *, x: float = 10.4) -> Hit:
    time = seconds(Tick(tick), a_footage().recording.video.time_base)
    box = Box(x, 20, 30, 40)
    return Hit(frame=1, tick=Tick(tick), seconds=time, subject=Subject.FACE, box=box, score=0.5, detector="a look")


def a_manifest(report: CheckReport) -> Manifest:
    footage = a_footage()
    copy = Copy(footage=footage.id, path=SOMEWHERE, sha256="ab" * 32, profile=Profile(), released="", report=report)
    return manifest_of(copy, footage, review=Review(), search=Search(), product="reviewer 0")


def settled(how: Settlement) -> CheckReport:
    hits = (a_hit(3003), a_hit(90_000, x=300))
    said = Settled(how=how, reason="the witness agreed", by="me", at="2026-01-01T00:00:00+00:00")
    return CheckReport((), hits).settling(hits[0].id, said)


@pytest.mark.parametrize("how", [Settlement.LAWFUL, Settlement.NOT_ONE])
def test_what_was_decided_stays_decided_and_what_was_not_stays_open(how: Settlement) -> None:
    before = settled(how)
    again = carried_over(decided(a_manifest(before)), CheckReport((), before.hits))
    assert [s.how for s in again.settled.values()] == [how]
    assert again.open_hits == before.hits[1:]


def test_a_find_somewhere_else_is_open() -> None:
    again = carried_over(decided(a_manifest(settled(Settlement.LAWFUL))), CheckReport((), (a_hit(3003, x=400),)))
    assert len(again.open_hits) == 1


@pytest.mark.parametrize(
    "report",
    [
        {},
        {"settled": []},
        {"settled": {"a": "whatever"}},
        {"settled": {"a": "not one"}, "hits": [{"id": "a"}]},
        {"settled": {"a": "not one"}, "hits": ["a"]},
        {"settled": {"a": "not one"}, "hits": [{"id": "a", "box": [0, 0, 1, 1], "seconds": "nan"}]},
        {"settled": {"a": "not one"}, "hits": [{"id": "a", "box": [0, 0, 1, 1], "seconds": 1e400}]},
    ],
)
def test_nonsense_decides_nothing(report: dict[str, Any]) -> None:
    manifest = replace(a_manifest(CheckReport(())), report=report)
    assert decided(manifest).settled == {}
