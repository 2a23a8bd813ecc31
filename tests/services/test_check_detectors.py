"""Which pictures detectors look at, and what becomes of their finds."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.detection import Detection
from reviewer.core.footage import Footage, FrameIndex
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.profile import Profile
from reviewer.core.region import Decision, Keyframe, Region, RegionId, Shape
from reviewer.core.review import Review, of
from reviewer.core.settings import Search
from reviewer.core.stamp import Stamp
from reviewer.core.timing import Span, Tick
from reviewer.services.check_detectors import DetectorLook, DetectorRequest, look_with_detectors
from reviewer.services.check_plan import FEWEST, looked_at
from reviewer.services.check_words import detectors_said
from reviewer.services.jobs import finished
from tests.services.check_scenes import FACES, FakeLooker, copied, decided, footage

CORNER = Box(270, 190, 40, 40)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return footage(tmp_path_factory.mktemp("footage"))


@pytest.fixture(scope="module")
def copy(original: Footage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copied(original, tmp_path_factory.mktemp("copies") / "copy.mp4")


def looked(
    copy: Path,
    original: Footage,
    *lookers: FakeLooker,
    review: Review | None = None,
    beside: bool = False,
    profile: Profile | None = None,
) -> DetectorLook:
    def made(search: Search) -> list[Any]:
        return list(lookers)

    request = DetectorRequest(
        copy=copy,
        search=FACES,
        review=decided(original) if review is None else review,
        time_base=original.recording.video.time_base,
        original=original if beside else None,
        lookers=made,
        profile=profile or Profile(),
    )
    look: DetectorLook = finished(look_with_detectors(request))
    return look


def index(ticks: list[int]) -> FrameIndex:
    return FrameIndex(np.array(ticks, np.int64), np.ones(len(ticks), bool), Tick(ticks[-1] + 1))


def test_other_pictures_than_the_analysis_scans_are_looked_at() -> None:
    numbers = list(looked_at(index(list(range(300))), Fraction(1, 30), every=0.4))
    assert numbers[:3] == [3, 15, 27]
    assert not {n for n in numbers if n % 6 == 0}


@given(st.lists(st.integers(1, 400), min_size=1, max_size=200), st.floats(0.01, 5))
def test_every_copy_is_looked_at_throughout(steps: list[int], every: float) -> None:
    ticks = [int(t) for t in np.cumsum(steps)]
    numbers = list(looked_at(index(ticks), Fraction(1, 100), every=every))
    assert numbers == sorted(set(numbers))
    assert numbers[0] >= 0
    assert numbers[-1] < len(ticks)
    longest = max([0, *np.diff([ticks[0], *(ticks[n] for n in numbers), ticks[-1]])]) / 100
    assert longest <= min(every, (ticks[-1] - ticks[0]) / 100 / FEWEST) + max(steps) / 100 + 1e-6


def test_time_stamps_ages_apart_are_looked_at_picture_by_picture() -> None:
    ticks = [0, 1, 2**60, 2**60 + 2**20, 2**62]
    assert list(looked_at(index(ticks), Fraction(1, 1000), every=0.4)) == [2, 3, 4]


def test_a_single_picture_is_looked_at() -> None:
    assert list(looked_at(index([5]), Fraction(1, 30), every=0.4)) == [0]


def test_a_place_found_in_picture_after_picture_is_one_hit_with_its_best_score(copy: Path, original: Footage) -> None:
    looker = FakeLooker(CORNER)
    look = looked(copy, original, looker)
    assert look.looked == len(looker.seen) >= FEWEST
    (hit,) = look.hits
    assert hit.tick == looker.seen[-1]
    assert hit.box == CORNER
    assert hit.score == pytest.approx(0.7 + 0.001 * look.looked)
    assert hit.seconds == pytest.approx(float(hit.tick * original.recording.video.time_base))


def test_a_weak_find_that_is_seen_in_the_next_picture_as_well_is_a_hit(copy: Path, original: Footage) -> None:
    looker = FakeLooker(CORNER, score=0.35)
    look = looked(copy, original, looker)
    assert len(look.hits) == 1
    assert len(looker.seen) > look.looked


def test_a_weak_find_that_does_not_come_again_is_none(copy: Path, original: Footage) -> None:
    looker = FakeLooker(CORNER, score=0.35, once=True)
    look = looked(copy, original, looker)
    last_is_alone = looker.seen[-1] == original.recording.index.tick(23)
    assert len(look.hits) == (1 if last_is_alone else 0)


class MadeByCovering(FakeLooker):
    """Finds a face beside the first region, but only while that is black."""

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        return super().detect(frame, threshold=threshold) if frame.luma[170:180, 50:60].max() < 30 else []


def test_what_covering_made_of_its_surroundings_is_no_hit_and_is_told_of(copy: Path, original: Footage) -> None:
    alone = looked(copy, original, MadeByCovering(CORNER))
    beside = looked(copy, original, MadeByCovering(CORNER), beside=True)
    assert len(alone.hits) == 1
    assert (beside.hits, beside.made_by_covering) == ((), 1)
    assert "not in the original: 1 find that covering made." in detectors_said(beside, search=FACES)[1]


def test_what_the_original_shows_as_well_is_a_hit(copy: Path, original: Footage) -> None:
    look = looked(copy, original, FakeLooker(CORNER), beside=True)
    assert (len(look.hits), look.made_by_covering) == (1, 0)


def test_two_places_are_two_hits(copy: Path, original: Footage) -> None:
    assert len(looked(copy, original, FakeLooker(CORNER), FakeLooker(Box(5, 5, 30, 30))).hits) == 2


def test_a_find_under_a_cover_is_explained(copy: Path, original: Footage) -> None:
    assert looked(copy, original, FakeLooker(Box(42, 145, 26, 30))).hits == ()


def test_a_find_half_under_a_cover_is_a_hit(copy: Path, original: Footage) -> None:
    assert len(looked(copy, original, FakeLooker(Box(42, 110, 26, 40))).hits) == 1


def test_a_find_that_a_person_decided_to_show_is_explained(copy: Path, original: Footage) -> None:
    span = original.recording.index.span
    first = next(iter(decided(original).regions.values()))
    shown = Region(
        id=first.id,
        subject=first.subject,
        span=span,
        keyframes=(type(first.keyframes[0])(span.start, CORNER.padded(3)),),
        decision=Decision.REJECTED,
    )
    assert looked(copy, original, FakeLooker(CORNER), review=of([shown])).hits == ()


BAND = Outline(((200, 40), (280, 120), (265, 135), (185, 55)))
"""Aslant, so that its hull is mostly empty."""

CORNERED = Box(250, 42, 28, 28)
"""In the hull of BAND, and beside it."""


def banded(original: Footage, decision: Decision) -> Review:
    """A polygon that stands still over BAND."""
    first = next(iter(decided(original).regions.values()))
    span = original.recording.index.span
    path = (Keyframe.around(span.start, BAND),)
    return of(
        [Region(id=first.id, subject=first.subject, span=span, keyframes=path, shape=Shape.POLYGON, decision=decision)]
    )


def aslant(outline: Outline) -> FakeLooker:
    looker = FakeLooker(outline.box)
    looker.outline = outline
    return looker


@pytest.mark.parametrize("decision", [Decision.CONFIRMED, Decision.REJECTED])
def test_a_find_beside_a_polygon_is_a_hit_though_it_lies_in_its_hull(
    original: Footage, tmp_path: Path, decision: Decision
) -> None:
    review = banded(original, decision)
    copy = copied(original, tmp_path / "copy.mp4", review=review)
    assert len(looked(copy, original, FakeLooker(CORNERED), review=review).hits) == 1
    inner = Box(215, 62, 12, 12)
    assert looked(copy, original, FakeLooker(inner), review=review).hits == ()


@pytest.mark.parametrize("decision", [Decision.CONFIRMED, Decision.REJECTED])
def test_a_find_with_an_outline_is_explained_by_what_hides_that(
    original: Footage, tmp_path: Path, decision: Decision
) -> None:
    review = banded(original, decision)
    copy = copied(original, tmp_path / "copy.mp4", review=review)
    inner = Outline(((203, 46), (274, 117), (264, 128), (193, 56)))
    assert looked(copy, original, aslant(inner), review=review).hits == ()
    assert len(looked(copy, original, FakeLooker(inner.box), review=review).hits) == 1
    across = Outline(((260, 40), (270, 50), (200, 130), (190, 120)))
    assert len(looked(copy, original, aslant(across), review=review).hits) == 1


def test_a_find_beside_the_picture_is_none(copy: Path, original: Footage) -> None:
    assert looked(copy, original, FakeLooker(Box(-60, -60, 61, 61), over=256)).hits == ()


def test_places_that_a_person_decided_to_show_are_counted_and_no_hits(copy: Path, original: Footage) -> None:
    span = original.recording.index.span
    first = next(iter(decided(original).regions.values()))
    path = (Keyframe(span.start, CORNER.padded(3)),)
    shown = Region(id=first.id, subject=first.subject, span=span, keyframes=path, decision=Decision.REJECTED)
    look = looked(copy, original, FakeLooker(CORNER), review=of([shown]))
    assert (look.hits, look.decided) == ((), 1)
    assert "1 place more that a person decided to show." in detectors_said(look, search=FACES)[1]


def test_a_hit_says_who_found_it_how_and_whether_the_original_shows_it(copy: Path, original: Footage) -> None:
    (hit,) = looked(copy, original, FakeLooker(CORNER), beside=True).hits
    assert hit.reason == (
        f"Fake found it in the whole picture with a score of {hit.score:.2f}; seen there in 6 looks; "
        "the original shows it too."
    )
    (alone,) = looked(copy, original, FakeLooker(CORNER)).hits
    assert "the original" not in alone.reason


class CloseLooker(FakeLooker):
    """Sees nothing in whole pictures, and closely a face at its box where that is brighter than `over`."""

    def __init__(self, box: Box, *, over: int = -1, score: float = 0.7) -> None:
        super().__init__(box, over=over, score=score)
        self.near: list[Box] = []

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        return []

    def detect_near(
        self, frame: Frame, place: Box, *, threshold: float, side: int = 96, reach: float = 0.6
    ) -> Detection | None:
        self.near.append(place)
        found = super().detect(frame, threshold=threshold)
        return found[0] if found and found[0].box.shared(place.grown(1.5)) > 0 else None


FACE = Box(30, 100, 30, 30)
"""Where a face is that LATE begins to hide late."""


def late(original: Footage, *, begins: int) -> Review:
    index = original.recording.index
    span = Span(index.tick(begins), index.end)
    first = next(iter(decided(original).regions.values()))
    path = (Keyframe(span.start, FACE.grown(0.5)),)
    return of([Region(id=first.id, subject=first.subject, span=span, keyframes=path, decision=Decision.CONFIRMED)])


def test_what_shows_before_its_region_begins_is_seen_closely(original: Footage, tmp_path: Path) -> None:
    review = late(original, begins=12)
    copy = copied(original, tmp_path / "copy.mp4", review=review)
    look = looked(copy, original, CloseLooker(FACE, over=30), review=review)
    (hit,) = look.hits
    assert original.recording.index.number(hit.tick) < 12
    assert "in a close look" in hit.reason
    assert look.closely > 0
    assert f"closely at {look.closely} places" in detectors_said(look, search=FACES)[1]


def test_what_lies_under_its_region_from_the_first_frame_is_no_hit_closely_either(
    original: Footage, tmp_path: Path
) -> None:
    review = late(original, begins=0)
    copy = copied(original, tmp_path / "copy.mp4", review=review)
    looker = CloseLooker(FACE)
    assert looked(copy, original, looker, review=review).hits == ()
    assert looker.near


def test_where_another_region_hides_it_is_not_looked_closely(original: Footage, tmp_path: Path) -> None:
    review = late(original, begins=12)
    (region,) = review.regions.values()
    whole = replace(region, id=RegionId("whole"), span=original.recording.index.span)
    looker = CloseLooker(FACE)
    copy = copied(original, tmp_path / "copy.mp4", review=review)
    assert looked(copy, original, looker, review=review.adding([whole])).hits == ()
    assert len(looker.near) < 24


def test_finds_under_the_stamp_are_explained(copy: Path, original: Footage) -> None:
    corner = FakeLooker(Box(2, 1, 20, 5))
    assert len(looked(copy, original, corner).hits) == 1
    assert looked(copy, original, corner, profile=Profile(stamp=Stamp(size=0.1))).hits == ()


def test_two_heads_beside_each_other_are_two_hits_though_their_boxes_meet(copy: Path, original: Footage) -> None:
    beside = CORNER.moved(18, 0)
    assert 0.2 < CORNER.overlap(beside) < 0.5
    look = looked(copy, original, FakeLooker(CORNER), FakeLooker(beside))
    assert {h.box for h in look.hits} == {CORNER, beside.clipped(320, 240)}
