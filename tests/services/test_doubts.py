"""Each cause for doubt, on tracks and scenes that are made up."""

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from reviewer.core.detection import Origin, Subject, Track, TrackId
from reviewer.core.doubt import DoubtKind
from reviewer.core.footage import FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.timing import Tick
from reviewer.services.doubts import Cause, Seen, causes_of, doubts_of, weight
from reviewer.vision.scene import Scene
from reviewer.vision.trail import Tracklet

RATE, FRAMES, SIZE = 25.0, 200, (640, 360)
INDEX = FrameIndex(np.arange(FRAMES, dtype=np.int64) * 40, np.zeros(FRAMES, np.bool_), Tick(FRAMES * 40))


def scene(**changes: np.ndarray) -> Scene:
    """A still, bright, sharp picture without cuts, but for what is given."""
    plain = {
        "motion": np.zeros((FRAMES, 2), np.float32),
        "light": np.full(FRAMES, 120, np.float32),
        "detail": np.full(FRAMES, 8, np.float32),
        "cuts": np.zeros(FRAMES, np.bool_),
    }
    return Scene(**{**plain, **changes})


def track(
    first: int, last: int, *, box: Sequence[float] = (300, 150, 40, 50), origins: Sequence[int] | None = None
) -> Track:
    count = last - first + 1
    made = np.zeros(count, np.uint8) if origins is None else np.array(origins, np.uint8)
    return Track(
        TrackId(f"face {first}-{last} at {box[0]}"),
        Subject.FACE,
        INDEX.ticks[first : last + 1].copy(),
        np.tile(np.array(box, np.float32), (count, 1)),
        made,
        np.full(count, 0.8, np.float32),
        INDEX.after(last),
    )


def causes(*tracks: Track, dropped: Sequence[Tracklet] = (), view: Scene | None = None) -> list[Cause]:
    return causes_of(tracks, Seen(dropped, view or scene(), INDEX, SIZE, RATE))


def kinds(*tracks: Track, view: Scene | None = None) -> list[DoubtKind]:
    return [c.kind for c in causes(*tracks, view=view)]


def test_a_track_through_all_of_the_footage_is_no_cause_for_doubt() -> None:
    assert causes(track(0, FRAMES - 1)) == []


def test_a_track_that_begins_inside_the_picture_may_have_been_there_before() -> None:
    made = track(80, FRAMES - 1)
    (cause,) = causes(made)
    assert cause.kind is DoubtKind.APPEARED
    assert (cause.first, cause.stop) == (80 - 4 - 25, 80 - 4)  # what the lead-in covers is not in doubt
    assert cause.at == 75
    assert cause.box == Box(300, 150, 40, 50)
    assert cause.track is made


def test_a_track_that_ends_inside_the_picture_may_still_be_there() -> None:
    (cause,) = causes(track(0, 99))
    assert cause.kind is DoubtKind.VANISHED
    assert (cause.first, cause.stop) == (100 + 4, 100 + 4 + 25)


@pytest.mark.parametrize("box", [(5, 150, 40, 50), (590, 150, 40, 50), (300, 2, 40, 50), (300, 300, 40, 50)])
def test_coming_in_and_going_out_at_the_border_is_as_it_should_be(box: Sequence[float]) -> None:
    assert kinds(track(80, 120, box=box)) == []


def test_a_cut_begins_and_ends_tracks_without_doubt_about_them() -> None:
    cuts = np.zeros(FRAMES, np.bool_)
    cuts[[80, 121]] = True
    assert set(kinds(track(80, 120), view=scene(cuts=cuts))) == {DoubtKind.CUT}


def test_a_track_that_another_takes_over_has_not_vanished() -> None:
    assert kinds(track(0, 99), track(60, FRAMES - 1, box=(305, 152, 40, 50))) == []


def test_what_ends_and_begins_again_near_by_came_back_and_the_gap_is_in_doubt() -> None:
    later = track(120, FRAMES - 1, box=(320, 150, 40, 50))
    (cause,) = causes(track(0, 89), later)
    assert cause.kind is DoubtKind.RETURNED
    assert (cause.first, cause.stop) == (90 + 4, 120 - 4)
    assert cause.track is later


@pytest.mark.parametrize("box", [(60, 50, 40, 50), (320, 150, 80, 100)])
def test_what_is_elsewhere_or_of_another_size_did_not_come_back(box: Sequence[float]) -> None:
    assert sorted(kinds(track(0, 89), track(120, FRAMES - 1, box=box))) == [DoubtKind.APPEARED, DoubtKind.VANISHED]


def test_a_track_comes_back_once_only() -> None:
    found = kinds(track(0, 89), track(110, FRAMES - 1), track(112, FRAMES - 1, box=(335, 150, 40, 50)))
    assert sorted(found) == [DoubtKind.APPEARED, DoubtKind.RETURNED]


def test_a_bridged_gap_is_the_more_doubtful_the_longer_it_is() -> None:
    def gap(length: int) -> Cause:
        origins = [Origin.DETECTED] * 50 + [Origin.BRIDGED] * length + [Origin.DETECTED] * (FRAMES - 50 - length)
        (cause,) = causes(track(0, FRAMES - 1, origins=origins))
        return cause

    assert gap(5).kind is DoubtKind.BRIDGED
    assert (gap(5).first, gap(5).stop) == (50, 55)
    assert 0 < gap(5).strength < gap(15).strength < gap(60).strength == 1


def test_being_followed_for_a_moment_is_no_gap_but_for_seconds_is() -> None:
    def followed(length: int) -> list[Cause]:
        rest = FRAMES - 50 - length
        origins = [Origin.DETECTED] * 50 + [Origin.FOLLOWED] * length + [Origin.DETECTED] * rest
        return causes(track(0, FRAMES - 1, origins=origins))

    assert followed(5) == []
    assert [c.kind for c in followed(40)] == [DoubtKind.BRIDGED]


def test_small_faces_hint_at_others() -> None:
    (cause,) = causes(track(0, FRAMES - 1, box=(300, 150, 11, 13)))
    assert (cause.kind, cause.strength) == (DoubtKind.SMALL, 1.0)
    assert (cause.first, cause.stop) == (0, FRAMES)


def weak(first: int, *, score: float, x: float = 100) -> Tracklet:
    boxes = np.tile(np.array([x, 100, 30, 40], np.float32), (5, 1))
    origins = np.array([1, 1, 0, 1, 1], np.uint8)
    return Tracklet(Subject.FACE, first, boxes, origins, np.full(5, score, np.float32))


def test_a_find_that_was_too_weak_is_a_doubt_where_it_was_and_weighs_by_its_score() -> None:
    faint, clear = causes(dropped=[weak(20, score=0.16), weak(60, score=0.27)])
    assert (faint.kind, faint.first, faint.stop, faint.at) == (DoubtKind.WEAK, 20, 25, 22)
    assert faint.box == Box(100, 100, 30, 40)
    assert faint.track is None
    assert faint.strength < clear.strength <= 1


def test_a_weak_find_under_a_track_is_explained_by_it() -> None:
    made = track(0, FRAMES - 1, box=(95, 95, 45, 55))
    assert causes(made, dropped=[weak(20, score=0.3)]) == []
    assert len(causes(made, dropped=[weak(20, score=0.3, x=400)])) == 1


def test_a_weak_find_beside_a_track_that_lies_aslant_is_not_explained_by_its_box() -> None:
    made = track(0, FRAMES - 1, box=(60, 60, 100, 100))
    quads = np.tile(np.array([(60, 70), (70, 60), (160, 150), (150, 160)], np.float32), (FRAMES, 1, 1))
    aslant = replace(made, quads=quads)
    for x, y, doubts in ((95, 90, 0), (120, 62, 1)):
        found = weak(20, score=0.3)
        find = replace(found, boxes=np.tile(np.array((x, y, 30, 40), np.float32), (5, 1)))
        assert causes(made, dropped=[find]) == []
        assert len(causes(aslant, dropped=[find])) == doubts


def test_dark_pictures_are_the_more_doubtful_the_darker_they_are() -> None:
    light = np.full(FRAMES, 120, np.float32)
    light[50:80], light[120:150] = 50, 20
    dim, black = causes(view=scene(light=light))
    assert (dim.kind, dim.first, dim.stop) == (DoubtKind.DARK, 50, 80)
    assert (black.first, black.stop) == (120, 150)
    assert dim.strength < 0.2 < 0.7 < black.strength


def test_pictures_with_less_detail_than_those_around_are_blurred() -> None:
    detail = np.full(FRAMES, 8, np.float32)
    detail[90:100] = 3
    (cause,) = causes(view=scene(detail=detail))
    assert (cause.kind, cause.first, cause.stop) == (DoubtKind.BLURRED, 90, 100)
    assert causes(view=scene(detail=np.full(FRAMES, 3, np.float32))) == []  # footage that is soft throughout


def test_a_fast_pan_is_in_doubt_while_it_lasts() -> None:
    motion = np.zeros((FRAMES, 2), np.float32)
    motion[100:125, 0] = 0.04  # a whole width in a second
    (cause,) = causes(view=scene(motion=motion))
    assert cause.kind is DoubtKind.PAN
    assert 95 <= cause.first <= 100
    assert 125 <= cause.stop <= 130


@pytest.mark.parametrize("frames", [1, 2, 5, 11])
def test_a_pan_in_footage_shorter_than_a_moment_is_in_doubt_to_its_end_and_not_beyond(frames: int) -> None:
    index = FrameIndex(INDEX.ticks[:frames], INDEX.keyframes[:frames], INDEX.tick(frames))
    flat, motion = np.full(frames, 120, np.float32), np.full((frames, 2), 0.04, np.float32)
    view = Scene(motion, flat, flat, np.zeros(frames, np.bool_))
    (cause,) = causes_of([], Seen([], view, index, SIZE, RATE))
    assert (cause.kind, cause.first, cause.stop) == (DoubtKind.PAN, 0, frames)


def test_time_stamps_that_run_together_take_no_more_work_than_others() -> None:
    assert doubts_of([], Seen([], scene(motion=np.full((FRAMES, 2), 1.0, np.float32)), INDEX, SIZE, 1e9))


def test_doubts_are_in_ticks_weighed_and_in_the_order_of_their_spans() -> None:
    seen = Seen([weak(20, score=0.3)], scene(), INDEX, SIZE, RATE)
    early, late = doubts_of([track(80, FRAMES - 1)], seen)
    assert (early.kind, late.kind) == (DoubtKind.WEAK, DoubtKind.APPEARED)
    assert (early.span.start, early.span.end, early.tick) == (20 * 40, 25 * 40, 22 * 40)
    assert late.track == track(80, FRAMES - 1).id
    assert 0 <= early.weight < 1


def test_weights_grow_with_strength_and_stay_under_one() -> None:
    for kind, subject in itertools.product(DoubtKind, (None, *Subject)):
        weights = [weight(kind, strength, subject=subject) for strength in (0.0, 0.5, 1.0, 100.0)]
        assert weights[0] == 0
        assert weights == sorted(set(weights))
        assert weights[-1] <= 1


def test_footage_without_a_frame_to_spare_has_no_doubts() -> None:
    one = FrameIndex(np.zeros(1, np.int64), np.ones(1, np.bool_), Tick(40))
    lone = Scene(*(np.zeros(n, np.float32) for n in [(1, 2), 1, 1]), np.zeros(1, np.bool_))
    view = Scene(lone.motion, np.full(1, 120, np.float32), lone.detail, lone.cuts)
    assert [d.kind for d in doubts_of([], Seen([], view, one, SIZE, RATE))] in ([], [DoubtKind.BLURRED])


def test_a_crowd_of_thousands_is_dealt_with() -> None:
    many = [track(i % 150, i % 150 + 20, box=(10 + i % 600, 100, 20, 25)) for i in range(2000)]
    weaks = [weak(i % 190, score=0.2, x=float(i % 600)) for i in range(2000)]
    assert len(causes(*many, dropped=weaks)) > 100
