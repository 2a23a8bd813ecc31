"""What the check of a copy says of text: real detectors, real copies, in one process."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core.detection import Detection, Subject
from reviewer.core.footage import Footage
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.region import Keyframe, Region, RegionId
from reviewer.core.review import Review, of
from reviewer.core.settings import Search
from reviewer.services.check_detectors import (
    DetectorLook,
    DetectorRequest,
    LookersFor,
    catalogued,
    look_with_detectors,
)
from reviewer.services.jobs import finished
from reviewer.vision.detector import Detector
from tests.services.check_scenes import FakeLooker, copied, footage
from tests.support.footage import Clip

TEXT = Search(frozenset({Subject.TEXT}))
ROWS = (
    "Dear Mr Example",
    "we refer to your letter",
    "of the third of March",
    "about the flat above",
    "14 Orchard Road",
)
PAGE = Box(290, 90, 330, 212)
LAST = Box(290, 270, 330, 36)


def written(number: int, rgb: NDArray[np.uint8]) -> None:
    """A letter on a desk."""
    rgb[:] = 90
    cv2.rectangle(rgb, (270, 70), (630, 320), (235, 235, 235), -1)
    for row, words in enumerate(ROWS):
        at = (300, 120 + 42 * row)
        cv2.putText(rgb, words, at, cv2.FONT_HERSHEY_DUPLEX, 0.8, (20, 20, 20), 2, cv2.LINE_AA)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return footage(tmp_path_factory.mktemp("footage"), Clip(size=(640, 360), frames=12, paint=written))


def hidden(original: Footage, box: Box) -> Review:
    span = original.recording.index.span
    path = (Keyframe(span.start, box),)
    region = Region(id=RegionId("page"), subject=Subject.TEXT, span=span, keyframes=path)
    return of([region])


def looked(original: Footage, review: Review, *, at: Path, lookers: LookersFor = catalogued) -> DetectorLook:
    request = DetectorRequest(
        copy=copied(original, at, review=review),
        search=TEXT,
        review=review,
        time_base=original.recording.video.time_base,
        original=original,
        lookers=lookers,
    )
    look: DetectorLook = finished(look_with_detectors(request))
    return look


def test_a_letter_that_is_not_covered_is_one_hit(original: Footage, tmp_path: Path) -> None:
    look = looked(original, of([]), at=tmp_path / "copy.mp4")
    (hit,) = look.hits
    assert hit.subject is Subject.TEXT
    assert hit.box.shared(PAGE) > 0.7 * PAGE.area
    assert look.subjects == {Subject.TEXT}


def test_a_line_that_was_left_out_of_the_letter_s_region_is_named(original: Footage, tmp_path: Path) -> None:
    """In the original it is part of a page six times as large, which must not make it a find of the covering."""
    look = looked(original, hidden(original, Box(280, 80, 345, 180)), at=tmp_path / "copy.mp4")
    (hit,) = look.hits
    assert hit.box.shared(LAST) > 0.6 * hit.box.area
    assert look.made_by_covering == 0


def test_rows_left_out_above_and_below_what_is_covered_are_named(original: Footage, tmp_path: Path) -> None:
    look = looked(original, hidden(original, Box(280, 134, 345, 120)), at=tmp_path / "copy.mp4")
    assert len(look.hits) == 2
    assert look.made_by_covering == 0


def test_a_letter_that_is_covered_is_no_hit(original: Footage, tmp_path: Path) -> None:
    assert looked(original, hidden(original, PAGE.padded(14)), at=tmp_path / "copy.mp4").hits == ()


class OnlyBesideBlack(FakeLooker):
    """Finds words where the page above them is covered, and misses them in the original."""

    subject = Subject.TEXT
    check_threshold = 0.6

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        return super().detect(frame, threshold=threshold) if frame.luma[150:240, 300:600].max() < 60 else []


def test_words_that_only_the_copy_s_look_finds_are_a_hit_all_the_same(original: Footage, tmp_path: Path) -> None:
    def lookers(search: Search) -> list[Detector]:
        return [OnlyBesideBlack(LAST)]

    look = looked(original, hidden(original, Box(280, 80, 345, 180)), at=tmp_path / "copy.mp4", lookers=lookers)
    assert (len(look.hits), look.made_by_covering) == (1, 0)
