"""Which looks are chosen: large, sure, inside the picture, soon decoded; and always some."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.detection import Origin, Subject, Track, TrackId
from reviewer.core.footage import FrameIndex, Recording
from reviewer.core.geometry import Box
from reviewer.core.region import Keyframe, Region, RegionId
from reviewer.core.timing import Span, Tick
from reviewer.services.sights import LEAST, Chooser, Moment, squared
from tests.support.values import a_recording

FRAMES, STEP = 100, 10
AROUND = Box(280, 180, 80, 80)


def recording(*, keys: int = 25) -> Recording:
    """A hundred frames, 640x480, ten ticks each, with a keyframe every `keys`."""
    given = a_recording(frames=FRAMES)
    index = FrameIndex(np.arange(FRAMES, dtype=np.int64) * STEP, np.arange(FRAMES) % keys == 0, Tick(FRAMES * STEP))
    return replace(given, index=index, video=replace(given.video, width=640, height=480))


def a_track(first: int, last: int, *, side: float = 40) -> Track:
    numbers = np.arange(first, last + 1)
    boxes = np.tile(np.array([300, 200, side, side], np.float32), (len(numbers), 1))
    return Track(
        TrackId("t"),
        Subject.FACE,
        numbers * STEP,
        boxes,
        np.full(len(numbers), Origin.DETECTED, np.uint8),
        np.full(len(numbers), 0.5, np.float32),
        Tick((last + 1) * STEP),
    )


def a_region(first: int, last: int, *, box: Box = AROUND, touched: bool = False) -> Region:
    return Region(
        id=RegionId("r"),
        subject=Subject.FACE,
        span=Span(Tick(first * STEP), Tick((last + 1) * STEP)),
        keyframes=(Keyframe(Tick(first * STEP), box), Keyframe(Tick(last * STEP), box.moved(50, 0))),
        track=TrackId("t"),
        touched=touched,
    )


def numbers(region: Region, track: Track | None) -> list[int]:
    looks = Chooser(recording()).sights(region, track).looks
    assert [look.moment for look in looks] == list(Moment)
    return [look.number for look in looks]


def test_first_and_last_are_those_of_the_subject_and_not_of_what_is_hidden_around_it() -> None:
    assert numbers(a_region(5, 95), a_track(10, 90))[1:] == [10, 90]


def test_a_region_that_was_cut_shows_what_is_left_of_it() -> None:
    best, first, last = numbers(a_region(30, 40), a_track(10, 90))
    assert (first, last) == (30, 40)
    assert 30 <= best <= 40


def test_the_best_is_large_sure_and_found() -> None:
    track = a_track(10, 90)
    track.boxes[50, 2:] = 120
    assert numbers(a_region(5, 95), track)[0] == 60
    track.origins[50] = Origin.FOLLOWED
    track.scores[33] = 0.9
    assert numbers(a_region(5, 95), track)[0] == 43


def test_well_inside_the_picture_is_better_than_large_at_its_edge() -> None:
    track = a_track(10, 90)
    track.boxes[20] = (0, 200, 70, 70)
    track.boxes[40] = (300, 200, 50, 50)
    assert numbers(a_region(5, 95), track)[0] == 50


def test_of_looks_that_are_almost_as_good_the_one_that_is_soonest_decoded_is_taken() -> None:
    track = a_track(10, 90)
    assert numbers(a_region(5, 95), track)[0] == 25  # a keyframe
    track.scores[30] = 0.52
    assert numbers(a_region(5, 95), track)[0] == 25


def test_a_track_that_was_never_detected_where_the_region_is_has_a_best_look_too() -> None:
    track = a_track(10, 90)
    track.origins[:] = Origin.BRIDGED
    assert numbers(a_region(5, 95), track)[0] == 25
    track.scores[:] = 0
    assert 10 <= numbers(a_region(5, 95), track)[0] <= 90


def test_what_was_drawn_by_hand_shows_its_middle_its_first_and_its_last_frame() -> None:
    assert numbers(a_region(20, 40), None) == [30, 20, 40]
    assert numbers(a_region(20, 20), None) == [20, 20, 20]


def test_a_track_elsewhere_in_time_is_not_looked_at() -> None:
    assert numbers(a_region(20, 30), a_track(50, 90)) == [25, 20, 30]


def test_a_region_between_two_frames_or_after_the_last_one_shows_the_nearest() -> None:
    between = replace(a_region(20, 20), span=Span(Tick(203), Tick(207)))
    assert numbers(between, None) == [21, 21, 21]
    beyond = replace(a_region(20, 20), span=Span(Tick(5000), Tick(6000)))
    assert numbers(beyond, None) == [99, 99, 99]


def test_a_path_that_a_person_changed_is_what_is_shown() -> None:
    own = Box(500, 20, 60, 60)
    chooser = Chooser(recording())
    moved = chooser.sights(a_region(5, 95, box=own, touched=True), a_track(10, 90)).looks[1]
    proposed = chooser.sights(a_region(5, 95, box=own), a_track(10, 90)).looks[1]
    assert moved.box.contains(530, 50)
    assert proposed.box.contains(320, 220)


def test_a_gap_shows_where_it_would_lie() -> None:
    region = replace(a_region(20, 40), gaps=(Span(Tick(250), Tick(350)),))
    assert numbers(region, None) == [30, 20, 40]


def test_recordings_without_known_keyframes_have_looks_too() -> None:
    given = recording()
    bare = replace(given, index=replace(given.index, keyframes=np.zeros(FRAMES, np.bool_)))
    assert Chooser(bare).sights(a_region(5, 95), a_track(10, 90)).looks[0].number >= 10


@given(
    st.floats(-2000, 2000),
    st.floats(-2000, 2000),
    st.floats(0, 3000),
    st.floats(0, 3000),
)
def test_what_is_cut_out_lies_in_the_picture(x: float, y: float, width: float, height: float) -> None:
    cut = squared(Box(x, y, width, height), 640, height=480)
    assert 0 <= cut.x <= cut.right <= 640
    assert 0 <= cut.y <= cut.bottom <= 480
    assert min(cut.width, cut.height) >= LEAST


@pytest.mark.parametrize("side", [10, 100])
def test_what_is_cut_out_is_square_and_holds_the_subject(side: float) -> None:
    box = Box(200, 200, side, side / 2)
    cut = squared(box, 640, height=480)
    assert cut.width == cut.height
    assert cut.shared(box) == pytest.approx(box.area)
