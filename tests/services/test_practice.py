"""The sample case is made whole, its faults are there, and each lesson is done when a copy would show it done."""

import dataclasses
import shutil
from pathlib import Path

from reviewer.core.detection import Subject, TrackId
from reviewer.core.doubt import Verdict
from reviewer.core.geometry import Box
from reviewer.core.region import Decision, Keyframe, PersonId, Region, RegionId
from reviewer.core.review import Review
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.timing import Span, Tick, tick_at
from reviewer.media.practice_scene import MIRRORED, PAPER, PERSON
from reviewer.services.lessons import SPOKEN, left_to_see, lessons
from reviewer.services.opened import OpenedCase
from reviewer.services.practice import seen


def opened(case: Path) -> tuple[Review, OpenedCase]:
    found = OpenedCase.open(case, actor="me")
    return found.session(found.footage()[0].id).review, found


def test_nothing_is_done_at_first_and_much_can_be_seen(practice: Path, tmp_path: Path) -> None:
    review, found = opened(Path(shutil.copytree(practice, tmp_path / "case")))
    footage = found.footage()[0]
    assert [lesson.title for lesson in lessons() if lesson.done(review, footage)] == []
    assert left_to_see(review, footage) > 200
    assert len(found.appraisal(footage.id).doubts) == 5
    assert found.desk.kept("practice") is True
    found.close()


def covering(what: str, footage: object) -> Region:
    """A region that covers a thing wherever it is seen."""
    where, index = seen(what), footage.recording.index  # type: ignore[attr-defined]
    path = tuple(
        Keyframe(index.tick(n), Box(*box).grown(0.2))
        for n, box in zip(where.frames.tolist(), where.boxes.tolist(), strict=True)
    )
    span = Span(path[0].tick, index.after(int(where.frames[-1])))
    return Region(id=RegionId(what), subject=Subject.FACE, span=span, keyframes=path)


def test_every_lesson_can_be_done(practice: Path, tmp_path: Path) -> None:
    review, found = opened(Path(shutil.copytree(practice, tmp_path / "case")))
    footage = found.footage()[0]
    by_track = {r.track: r for r in review.regions.values()}
    tree, *two = (by_track[TrackId(t)] for t in ("face-3", "face-1", "face-2"))
    people = [dataclasses.replace(r, person=PersonId("Person 1")) for r in two]
    review = review.adding([dataclasses.replace(tree, decision=Decision.REJECTED), *people])
    review = review.adding([covering(what, footage) for what in (PERSON, MIRRORED, PAPER)])
    base = footage.recording.video.time_base
    spoken = Span(*(Tick(tick_at(s, base)) for s in SPOKEN))
    review = review.silencing([Silence(id=SilenceId("s"), span=spoken)])
    left = [lesson.title for lesson in lessons() if not lesson.done(review, footage)]
    assert left in ([], ["Nothing is left open"]), "what is covered answers the doubts about it"
    review = review.settling({d.id: Verdict.RIGHT for d in found.appraisal(footage.id).doubts})
    assert all(lesson.done(review, footage) for lesson in lessons())
    assert left_to_see(review, footage) == 0
    found.close()
