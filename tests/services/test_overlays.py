"""Proposals to hide what is burnt in: over all of the footage, from pictures of all of it, in a child."""

import dataclasses
from pathlib import Path

import cv2
import numpy as np
import pytest

from reviewer.core.detection import Subject
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage, FootageId, FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.overlay import Overlays
from reviewer.core.region import Decision
from reviewer.core.timing import Tick
from reviewer.media.probe import probe
from reviewer.services.overlays import PICTURES, find_overlays, numbers_of
from tests.support.footage import Clip, Plane, make
from tests.support.values import a_recording

SIZE = 640, 360
WRITTEN = Box(352, 322, 230, 22)


def street(number: int, rgb: Plane) -> None:
    """Boxes that go by, and a serial number at the lower right."""
    rng = np.random.default_rng(5)
    rgb[:] = 110
    for x, y, wide, tall, shade in rng.integers(0, (1600, SIZE[1], 120, 90, 256), (160, 5)).tolist():
        cv2.rectangle(rgb, (x - 18 * number, y), (x - 18 * number + wide, y + tall), (shade,) * 3, -1)
    for shade, wide in ((10, 5), (245, 2)):
        cv2.putText(rgb, "BODY X81234567", (350, 342), cv2.FONT_HERSHEY_DUPLEX, 0.8, (shade,) * 3, wide, cv2.LINE_AA)


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    path = make(tmp_path_factory.mktemp("footage") / "a.mp4", Clip(size=SIZE, frames=40, paint=street))
    return taken(path)


def taken(path: Path) -> Footage:
    return Footage(id=FootageId("f"), path=path, size=1, sha256="0" * 64, recording=probe(path))


def found(footage: Footage) -> tuple[Overlays, list[tuple[int, int | None]]]:
    steps, told = find_overlays(footage), []
    while True:
        try:
            progress = next(steps)
        except StopIteration as end:
            return end.value, told
        told.append((progress.done, progress.total))


def test_what_is_burnt_in_is_proposed_as_text_over_all_of_the_footage(footage: Footage) -> None:
    result, told = found(footage)
    assert not result.still
    assert result.frames == PICTURES
    (region,) = result.regions
    assert region.subject is Subject.TEXT
    assert region.span == footage.recording.index.span
    assert region.decision is Decision.PROPOSED
    assert region.reason == ""
    assert region.track is None
    (keyframe,) = region.keyframes
    assert keyframe.box.shared(WRITTEN) >= 0.98 * WRITTEN.area
    assert keyframe.box.area < 3 * WRITTEN.area
    assert told[-1] == (PICTURES, PICTURES)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_footage_that_is_gone_is_said(footage: Footage, tmp_path: Path) -> None:
    with pytest.raises(FootageError):
        found(dataclasses.replace(footage, path=tmp_path / "gone.mp4"))


def test_a_search_that_is_called_off_leaves_no_child(footage: Footage) -> None:
    steps = find_overlays(footage)
    next(steps)
    steps.close()  # what is left running fails the test


@pytest.mark.parametrize(
    ("frames", "every", "expected"),
    [(1, 1, 1), (10, 5, 10), (10_000, 250, PICTURES), (10_000, 100, PICTURES), (30, 1, PICTURES)],
)
def test_pictures_are_spread_over_the_footage_at_keyframes_where_there_are_plenty(
    frames: int, every: int, expected: int
) -> None:
    ticks = np.arange(frames, dtype=np.int64)
    index = FrameIndex(ticks, ticks % every == 0, Tick(frames))
    numbers = numbers_of(dataclasses.replace(a_recording(), index=index))
    assert len(numbers) == expected
    assert list(numbers) == sorted(set(numbers))
    assert numbers[0] == 0
    assert numbers[-1] >= frames - max(every, 1)
    if frames // every >= 2 * PICTURES:
        assert all(number % every == 0 for number in numbers)
