"""Drags on the timeline: what they preview and what they end in."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.edits import Respan
from reviewer.core.mark_edits import PutMarker, SetInOut
from reviewer.core.marker import Marker, MarkerId
from reviewer.core.path_edits import MoveKeyframe
from reviewer.core.region import RegionId
from reviewer.core.review import Review
from reviewer.core.sound_edits import AddSilences, RespanSilence
from reviewer.core.timing import Span, Tick
from reviewer.ui.timeline.gestures import (
    CarryKeyframe,
    CarryMarker,
    DrawSilence,
    Gesture,
    PullEnd,
    PullInOut,
    PullSilence,
)
from reviewer.ui.timeline.hits import Spot, What
from reviewer.ui.timeline.scale import Snaps
from reviewer.ui.timeline.taking import silencing, snaps, taken
from tests.support.timelines import FRAMES, INDEX, a_scene, bar, frames, quiet, reviewed, tick

R = RegionId("r")
REGION = bar("r", (100, 200), at=(100, 120, 150))
ANYWHERE = st.floats(-(10**6), 10**7)
NEAR = 3 * 3003


def places(*frames: int) -> Snaps:
    return Snaps.of(INDEX, (tick(f) for f in frames))


def moved(gesture: Gesture, frame: float, *, within: float = 0.0) -> Gesture:
    gesture.move(INDEX.tick(0) + frame * 3003, within=within)
    return gesture


def test_pulling_an_end_changes_when_a_region_covers() -> None:
    assert moved(PullEnd(REGION, start=True, snaps=places()), 90).edit() == Respan(R, frames(90, 200))
    assert moved(PullEnd(REGION, start=False, snaps=places()), 180.4).edit() == Respan(R, frames(100, 180))


def test_an_end_that_comes_back_to_where_it_was_commits_nothing() -> None:
    gesture = moved(PullEnd(REGION, start=True, snaps=places()), 90)
    assert moved(gesture, 100.3).edit() is None


def test_one_frame_of_a_region_stays_however_far_its_end_is_pulled() -> None:
    assert moved(PullEnd(REGION, start=True, snaps=places()), 999).edit() == Respan(R, frames(199, 200))
    assert moved(PullEnd(REGION, start=False, snaps=places()), -5).edit() == Respan(R, frames(100, 101))


@given(ANYWHERE, st.booleans(), st.sampled_from([0.0, 10**5]))
def test_every_end_lies_at_a_frame_of_the_footage(at: float, start: bool, within: float) -> None:
    gesture = PullEnd(REGION, start=start, snaps=places(0, 130, 300))
    gesture.move(at, within=within)
    span = gesture.preview.span
    assert span is not None
    assert {span.start, span.end} <= {*INDEX.ticks.tolist(), INDEX.end}
    assert span.start < span.end


def test_the_preview_says_what_it_was_drawn_to() -> None:
    gesture = PullEnd(REGION, start=True, snaps=places(92))
    assert moved(gesture, 90, within=NEAR).preview.snapped == tick(92)
    assert moved(gesture, 90, within=0).preview.snapped is None
    assert moved(gesture, 80, within=NEAR).preview.snapped is None
    far = PullEnd(REGION, start=True, snaps=places(250))
    assert moved(far, 250, within=NEAR).preview.snapped is None  # it cannot go there


def test_a_region_whose_span_ends_between_two_frames_can_be_pulled() -> None:
    odd = replace(REGION, span=Span(Tick(tick(100) + 7), Tick(tick(200) - 7)))
    assert moved(PullEnd(odd, start=True, snaps=places()), 999).edit() == Respan(R, Span(tick(199), odd.span.end))
    assert moved(PullEnd(odd, start=False, snaps=places()), 0).edit() == Respan(R, Span(odd.span.start, tick(101)))


def test_a_keyframe_is_carried_to_a_frame_between_its_neighbours() -> None:
    assert moved(CarryKeyframe(REGION, tick(120), snaps=places()), 130.2).edit() == MoveKeyframe(
        R, tick(120), tick(130)
    )
    assert moved(CarryKeyframe(REGION, tick(120), snaps=places()), 10).edit() == MoveKeyframe(R, tick(120), tick(101))
    assert moved(CarryKeyframe(REGION, tick(120), snaps=places()), 290).edit() == MoveKeyframe(R, tick(120), tick(149))
    assert moved(CarryKeyframe(REGION, tick(150), snaps=places()), 290).edit() == MoveKeyframe(R, tick(150), tick(199))
    assert moved(CarryKeyframe(REGION, tick(120), snaps=places()), 120.4).edit() is None


def test_a_keyframe_between_two_that_leave_no_room_stays() -> None:
    tight = bar("r", (100, 200), at=(119, 120, 121))
    assert moved(CarryKeyframe(tight, tick(120), snaps=places()), 150).edit() is None


@given(ANYWHERE, st.sampled_from([100, 120, 150]))
def test_a_carried_keyframe_can_always_be_committed(at: float, which: int) -> None:
    gesture = CarryKeyframe(REGION, tick(which), snaps=places(300))
    gesture.move(at, within=NEAR)
    edit = gesture.edit()
    if edit is not None:
        after = edit.apply(reviewed(REGION)).regions[R]
        assert len(after.keyframes) == 3
        assert {k.tick for k in after.keyframes} <= set(INDEX.ticks.tolist())


def test_a_marker_is_carried_to_a_frame_and_keeps_its_note() -> None:
    marker = Marker(MarkerId("m"), tick(10), "leaves")
    gesture = CarryMarker(marker, snaps=places(55))
    assert moved(gesture, 53, within=NEAR).edit() == PutMarker(Marker(MarkerId("m"), tick(55), "leaves"))
    assert moved(gesture, 999).edit() == PutMarker(Marker(MarkerId("m"), tick(FRAMES - 1), "leaves"))
    assert moved(gesture, 10).edit() is None


def test_in_and_out_are_pulled_apart_and_never_meet() -> None:
    assert moved(PullInOut(frames(50, 100), start=True, snaps=places()), 30).edit() == SetInOut(frames(30, 100))
    assert moved(PullInOut(frames(50, 100), start=True, snaps=places()), 400).edit() == SetInOut(frames(99, 100))
    assert moved(PullInOut(frames(50, 100), start=False, snaps=places()), 0).edit() == SetInOut(frames(50, 51))
    assert moved(PullInOut(frames(50, 100), start=False, snaps=places()), 400).edit() == SetInOut(frames(50, FRAMES))


def test_a_silence_is_pulled_open_in_either_direction() -> None:
    drawn = quiet("q", (0, 1))
    for there in (70, 30):
        gesture = DrawSilence(drawn, tick(50), snaps=places())
        low, high = sorted((50, there))
        assert moved(gesture, there).edit() == AddSilences((quiet("q", (low, high)),))


def test_a_silence_shorter_than_a_frame_was_a_click() -> None:
    assert moved(DrawSilence(quiet("q", (0, 1)), tick(50), snaps=places()), 50.3).edit() is None


def test_a_silence_is_about_one_stream_or_all_until_it_is_left() -> None:
    gesture = DrawSilence(quiet("q", (0, 1), streams=frozenset({0})), tick(50), snaps=places())
    moved(gesture, 60)
    gesture.about(None)
    assert gesture.preview.streams is None
    assert gesture.edit() == AddSilences((quiet("q", (50, 60)),))


def test_the_end_of_a_silence_is_pulled_like_that_of_a_region() -> None:
    silence = quiet("q", (50, 60))
    assert moved(PullSilence(silence, start=False, snaps=places()), 80).edit() == RespanSilence(
        silence.id, frames(50, 80)
    )
    assert moved(PullSilence(silence, start=True, snaps=places()), 80).edit() == RespanSilence(
        silence.id, frames(59, 60)
    )
    assert moved(PullSilence(silence, start=True, snaps=places()), 50.1).edit() is None


def test_what_draws_is_the_playhead_marks_silences_and_bars_that_can_be_told_apart() -> None:
    review = Review().marking(Marker(MarkerId("m"), tick(11))).silencing([quiet("q", (21, 22))])
    scene = a_scene([bar("wide", (100, 200)), bar("thin", (250, 251))], review=replace(review, in_out=frames(31, 280)))
    found = {INDEX.number(Tick(t)) for t in snaps(scene, tick(5)).places.tolist()}
    assert found == {5, 11, 21, 22, 31, 100, 200, 280}
    chosen = replace(scene, selected=frozenset({RegionId("thin")}))
    assert {250, 251} <= {INDEX.number(Tick(t)) for t in snaps(chosen, tick(5)).places.tolist()}


@pytest.mark.parametrize("what", [What.TIME, What.BAR, What.SOUND, What.SILENCE])
def test_a_drag_on_what_cannot_be_moved_is_no_gesture(what: What) -> None:
    scene = a_scene([REGION])
    assert taken(scene, Spot(what, R if what is What.BAR else None), places=places()) is None


def test_in_a_case_that_is_only_read_nothing_is_dragged_or_drawn() -> None:
    scene = replace(a_scene([REGION]), editable=False)
    assert taken(scene, Spot(What.START, R), places=places()) is None
    assert silencing(scene, Spot(What.SOUND, stream=0), tick=0.0, places=places()) is None
