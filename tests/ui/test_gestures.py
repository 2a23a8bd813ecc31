"""Drags on regions: what they preview and what they end in."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.detection import Subject
from reviewer.core.edits import AddRegions, Edit, Reshape
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Decision, Keyframe, RegionId, Shape
from reviewer.core.timing import Span, Tick
from reviewer.ui.viewer.gestures import SMALLEST, Draw, Drawn, Move, Resize, Stage, nudge
from reviewer.ui.viewer.handles import Handle, Shown
from tests.support.values import a_region

STAGE = Stage(Tick(30), 320, 240)
R = RegionId("r")
BOX = Box(100, 80, 40, 30)
anywhere = st.floats(-1000, 1000)


def box_of(edit: Edit | None) -> Box:
    assert isinstance(edit, Reshape)
    assert edit.keyframe.tick == STAGE.tick
    return edit.keyframe.box


def test_a_move_shifts_the_box_by_as_much_as_the_pointer_went() -> None:
    gesture = Move(Shown(R, BOX), grip=(110, 90), stage=STAGE)
    gesture.move(115, 83)
    assert gesture.box == Box(105, 73, 40, 30)
    assert box_of(gesture.edit()) == Box(105, 73, 40, 30)


def test_a_press_and_release_in_one_place_commits_nothing() -> None:
    gesture = Move(Shown(R, BOX), grip=(110, 90), stage=STAGE)
    gesture.move(150, 90)
    gesture.move(110.2, 90)
    assert gesture.edit() is None


@given(anywhere, anywhere)
def test_the_middle_of_a_moved_region_stays_in_the_picture(x: float, y: float) -> None:
    gesture = Move(Shown(R, BOX), grip=(110, 90), stage=STAGE)
    gesture.move(x, y)
    across, down = gesture.box.centre
    assert 0 <= across <= 320
    assert 0 <= down <= 240
    assert gesture.box.width == pytest.approx(40)
    assert gesture.box.height == pytest.approx(30)


@pytest.mark.parametrize(
    ("handle", "expected"),
    [
        (Handle.NORTH_WEST, Box(95, 75, 45, 35)),
        (Handle.NORTH, Box(100, 75, 40, 35)),
        (Handle.EAST, Box(100, 80, 45, 30)),
        (Handle.SOUTH_EAST, Box(100, 80, 45, 35)),
        (Handle.SOUTH, Box(100, 80, 40, 35)),
        (Handle.WEST, Box(95, 80, 45, 30)),
        (Handle.NORTH_EAST, Box(100, 75, 45, 35)),
        (Handle.SOUTH_WEST, Box(95, 80, 45, 35)),
    ],
)
def test_a_resize_pulls_the_edges_of_its_handle_and_no_others(handle: Handle, expected: Box) -> None:
    gesture = Resize(Shown(R, BOX), handle=handle, stage=STAGE)
    x, y = handle.at(BOX)
    gesture.move(x + 5 * handle.across, y + 5 * handle.down)
    assert gesture.box == expected
    assert box_of(gesture.edit()) == expected


@given(st.sampled_from(list(Handle)), anywhere, anywhere)
def test_a_resize_never_turns_a_box_inside_out(handle: Handle, x: float, y: float) -> None:
    gesture = Resize(Shown(R, BOX), handle=handle, stage=STAGE)
    gesture.move(x, y)
    assert gesture.box.width >= SMALLEST - 1e-9
    assert gesture.box.height >= SMALLEST - 1e-9


def a_drawing(start: tuple[float, float]) -> Draw:
    drawn = Drawn(RegionId("new"), Subject.PLATE, Span(Tick(30), Tick(90)))
    return Draw(drawn, start, stage=STAGE)


def test_drawing_in_any_direction_makes_one_confirmed_region_that_begins_here() -> None:
    gesture = a_drawing((60, 50))
    gesture.move(20, 90)
    edit = gesture.edit()
    assert isinstance(edit, AddRegions)
    (region,) = edit.regions
    assert region.keyframes == (Keyframe(Tick(30), Box(20, 50, 40, 40)),)
    assert region.subject is Subject.PLATE
    assert region.decision is Decision.CONFIRMED
    assert region.span == Span(Tick(30), Tick(90))
    assert region.touched


def test_only_the_part_of_a_drawing_that_lies_in_the_picture_counts() -> None:
    gesture = a_drawing((300, 220))
    gesture.move(900, 900)
    assert gesture.box == Box(300, 220, 20, 20)


@pytest.mark.parametrize("end", [(60, 50), (62, 90), (90, 52), (-10, 52)])
def test_a_drawing_too_small_to_be_meant_makes_nothing(end: tuple[float, float]) -> None:
    gesture = a_drawing((60, 50))
    gesture.move(*end)
    assert gesture.edit() is None


def test_a_drawing_outside_the_picture_makes_nothing() -> None:
    gesture = a_drawing((-200, -200))
    gesture.move(-100, -100)
    assert gesture.edit() is None


def test_a_nudge_moves_the_box_that_stands_at_the_tick_on_show() -> None:
    region = a_region("r", ticks=(0, 60))
    edit = nudge(region, (0, 10), stage=STAGE)
    assert box_of(edit) == Box(0.5, 10, 5, 5)


def test_a_region_that_is_not_in_this_frame_cannot_be_nudged() -> None:
    assert nudge(a_region("r"), (1, 0), stage=Stage(Tick(100), 320, 240)) is None


SLANTED = Outline(((100, 90), (130, 80), (140, 100), (110, 110)))
"""Its hull is BOX."""


def keyframe_of(edit: Edit | None) -> Keyframe:
    assert isinstance(edit, Reshape)
    return edit.keyframe


def test_a_move_takes_the_outline_along() -> None:
    gesture = Move(Shown(R, BOX, SLANTED), grip=(110, 90), stage=STAGE)
    assert gesture.outline == SLANTED
    gesture.move(115, 83)
    moved = Outline(((105, 83), (135, 73), (145, 93), (115, 103)))
    assert gesture.outline == moved
    assert keyframe_of(gesture.edit()) == Keyframe.around(STAGE.tick, moved)


def test_a_resize_stretches_the_outline_with_its_box() -> None:
    gesture = Resize(Shown(R, BOX, SLANTED), handle=Handle.EAST, stage=STAGE)
    gesture.move(180, 90)
    stretched = Outline(((100, 90), (160, 80), (180, 100), (120, 110)))
    assert gesture.outline == stretched
    assert keyframe_of(gesture.edit()) == Keyframe.around(STAGE.tick, stretched)


@given(st.sampled_from(list(Handle)), anywhere, anywhere)
def test_an_outline_fills_the_box_however_it_is_pulled(handle: Handle, x: float, y: float) -> None:
    gesture = Resize(Shown(R, BOX, SLANTED), handle=handle, stage=STAGE)
    gesture.move(x, y)
    assert gesture.outline is not None
    box, hull = gesture.box, gesture.outline.box
    assert (hull.x, hull.y, hull.right, hull.bottom) == pytest.approx((box.x, box.y, box.right, box.bottom))


def test_a_nudge_takes_the_outline_along() -> None:
    path = (Keyframe.around(Tick(0), SLANTED), Keyframe.around(Tick(60), SLANTED.carried(BOX, BOX.moved(20, 0))))
    region = replace(a_region("r"), shape=Shape.POLYGON, keyframes=path)
    keyframe = keyframe_of(nudge(region, (0, 1), stage=STAGE))
    assert keyframe.outline == SLANTED.carried(BOX, BOX.moved(10, 1))


def test_a_polygon_of_which_the_whole_box_is_hidden_is_moved_as_a_box() -> None:
    path = (Keyframe.around(Tick(0), SLANTED), Keyframe(Tick(60), BOX))
    region = replace(a_region("r"), shape=Shape.POLYGON, keyframes=path)
    assert keyframe_of(nudge(region, (0, 1), stage=STAGE)) == Keyframe(STAGE.tick, BOX.moved(0, 1))
