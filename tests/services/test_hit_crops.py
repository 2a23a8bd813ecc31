"""Pictures of hits: cut from the copy, at the frame that shows what the original does at the hit's tick."""

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reviewer.core.copy import CheckReport, Copy, Hit
from reviewer.core.detection import Subject
from reviewer.core.footage import Footage, FootageId
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.timing import Span, Tick
from reviewer.media.fingerprint import fingerprint
from reviewer.services.hit_crops import HitCrops
from reviewer.services.jobs import finished
from reviewer.services.manifest import manifest_name, manifest_of, write_manifest
from reviewer.services.pictures import Failed
from reviewer.services.render import RenderRequest, render
from reviewer.services.sights import CropEvent, Cropped, of_hit
from tests.services.check_scenes import FACES, taken_in
from tests.support.footage import Clip, Plane, make

PLACE = Box(140, 100, 40, 40)


def shade(number: int, rgb: Plane) -> None:
    """All of the picture tells the frame by its grey."""
    rgb[:] = 30 + 6 * number


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return taken_in(make(tmp_path_factory.mktemp("footage") / "original.mp4", Clip(frames=30, paint=shade)))


def copy_of(original: Footage, folder: Path, *, kept: tuple[Span, ...] = ()) -> Path:
    """A copy with its manifest beside it."""
    target, review = folder / "copy.mp4", Review(kept=kept)
    finished(render(RenderRequest(footage=original, review=review, profile=Profile(), target=target)))
    copy = Copy(
        footage=original.id,
        path=target,
        sha256=fingerprint(target),
        profile=Profile(),
        released="",
        report=CheckReport(()),
    )
    manifest = manifest_of(copy, original, review=review, search=FACES, product="")
    write_manifest(manifest, manifest_name(target))
    return target


def hit(original: Footage, number: int) -> Hit:
    tick = original.recording.index.tick(number)
    return Hit(frame=number, tick=tick, seconds=0.0, subject=Subject.FACE, box=PLACE, score=0.5, detector="d")


def fetched(path: Path, original: Footage, *hits: Hit) -> list[CropEvent]:
    heard: list[CropEvent] = []
    done = threading.Event()

    def hear(event: CropEvent) -> None:
        heard.append(event)
        count = sum(len(e.crops) + len(e.missing) for e in heard if isinstance(e, Cropped))
        if count == len(hits) or isinstance(event, Failed):
            done.set()

    crops = HitCrops(hear)
    try:
        as_footage = replace(original, id=FootageId("copy"), path=path, sha256="c" * 64)
        crops.wanted(as_footage, [[of_hit(h) for h in hits]])
        assert done.wait(60)
    finally:
        crops.close()
    return heard


def greys(events: list[CropEvent]) -> dict[int, float]:
    """The number that each crop's grey tells, by the tick that was asked for."""
    crops = [c for e in events if isinstance(e, Cropped) for c in e.crops]
    return {c.sight.number: (float(np.median(c.pixels[..., :3])) - 30) / 6 for c in crops}


def test_the_frame_of_the_copy_is_cut_that_shows_the_tick(original: Footage, tmp_path: Path) -> None:
    found = greys(fetched(copy_of(original, tmp_path), original, hit(original, 3), hit(original, 21)))
    index = original.recording.index
    assert found == {index.tick(3): pytest.approx(3, abs=0.5), index.tick(21): pytest.approx(21, abs=0.5)}


def test_cuts_shift_the_frames_and_what_they_leave_out_is_missing(original: Footage, tmp_path: Path) -> None:
    index = original.recording.index
    kept = (Span(index.tick(10), index.tick(25)),)
    events = fetched(copy_of(original, tmp_path, kept=kept), original, hit(original, 4), hit(original, 20))
    assert greys(events) == {index.tick(20): pytest.approx(20, abs=0.5)}
    missing = [s.number for e in events if isinstance(e, Cropped) for s in e.missing]
    assert missing == [index.tick(4)]


def test_a_copy_that_is_gone_is_told(original: Footage, tmp_path: Path) -> None:
    events = fetched(tmp_path / "gone.mp4", original, hit(original, 4))
    assert isinstance(events[-1], Failed)


def test_a_hit_is_shown_with_what_is_around_it() -> None:
    found = Hit(
        frame=1, tick=Tick(1), seconds=0.0, subject=Subject.PLATE, box=Box(10, 20, 60, 20), score=1, detector="d"
    )
    sight = of_hit(found)
    assert sight.box.centre == found.box.centre
    assert sight.box.width == sight.box.height > 60
    assert sight.number == 1
