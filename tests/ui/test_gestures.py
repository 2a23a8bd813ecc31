"""Drags on regions: what they preview and what they end in."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.edits import Edit, Reshape, Together
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Keyframe, RegionId, Shape
from reviewer.core.review import of
from reviewer.core.timing import Tick
from reviewer.ui.viewer.gestures import SMALLEST, Move, Resize, Stage, nudge, resize
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


def test_a_nudge_moves_the_box_that_stands_at_the_tick_on_show() -> None:
    region = a_region("r", ticks=(0, 60))
    edit = nudge([region], (0, 10), stage=STAGE)
    assert box_of(edit) == Box(0.5, 10, 5, 5)


def test_a_region_that_is_not_in_this_frame_cannot_be_nudged() -> None:
    assert nudge([a_region("r")], (1, 0), stage=Stage(Tick(100), 320, 240)) is None


SLANTED = Outline(((100, 90), (130, 80), (140, 100), (110, 110)))
"""Its hull is BOX."""


def keyframe_of(edit: Edit | None) -> Keyframe:
    assert isinstance(edit, Reshape)
    return edit.keyframe


def test_a_move_takes_the_outline_along() -> None:
    gesture = Move(Shown(R, BOX, SLANTED), grip=(110, 90), stage=STAGE)
    assert gesture.shown[0].outline == SLANTED
    gesture.move(115, 83)
    moved = Outline(((105, 83), (135, 73), (145, 93), (115, 103)))
    assert gesture.shown[0].outline == moved
    assert keyframe_of(gesture.edit()) == Keyframe.around(STAGE.tick, moved)


def test_a_resize_stretches_the_outline_with_its_box() -> None:
    gesture = Resize(Shown(R, BOX, SLANTED), handle=Handle.EAST, stage=STAGE)
    gesture.move(180, 90)
    stretched = Outline(((100, 90), (160, 80), (180, 100), (120, 110)))
    assert gesture.shown[0].outline == stretched
    assert keyframe_of(gesture.edit()) == Keyframe.around(STAGE.tick, stretched)


@given(st.sampled_from(list(Handle)), anywhere, anywhere)
def test_an_outline_fills_the_box_however_it_is_pulled(handle: Handle, x: float, y: float) -> None:
    gesture = Resize(Shown(R, BOX, SLANTED), handle=handle, stage=STAGE)
    gesture.move(x, y)
    outline = gesture.shown[0].outline
    assert outline is not None
    box, hull = gesture.box, outline.box
    assert (hull.x, hull.y, hull.right, hull.bottom) == pytest.approx((box.x, box.y, box.right, box.bottom))


def test_a_nudge_takes_the_outline_along() -> None:
    path = (Keyframe.around(Tick(0), SLANTED), Keyframe.around(Tick(60), SLANTED.carried(BOX, BOX.moved(20, 0))))
    region = replace(a_region("r"), shape=Shape.POLYGON, keyframes=path)
    keyframe = keyframe_of(nudge([region], (0, 1), stage=STAGE))
    assert keyframe.outline == SLANTED.carried(BOX, BOX.moved(10, 1))


def test_a_polygon_of_which_the_whole_box_is_hidden_is_moved_as_a_box() -> None:
    path = (Keyframe.around(Tick(0), SLANTED), Keyframe(Tick(60), BOX))
    region = replace(a_region("r"), shape=Shape.POLYGON, keyframes=path)
    assert keyframe_of(nudge([region], (0, 1), stage=STAGE)) == Keyframe(STAGE.tick, BOX.moved(0, 1))


OTHER = Shown(RegionId("other"), Box(200, 10, 20, 20))


def boxes_of(edit: Edit | None) -> dict[RegionId, Box]:
    assert isinstance(edit, Together)
    return {e.region: e.keyframe.box for e in edit.edits if isinstance(e, Reshape)}


def test_regions_that_are_carried_together_keep_their_distances_and_make_one_edit() -> None:
    gesture = Move(Shown(R, BOX), grip=(110, 90), stage=STAGE, others=[OTHER])
    gesture.move(115, 83)
    assert boxes_of(gesture.edit()) == {R: BOX.moved(5, -7), OTHER.region: OTHER.box.moved(5, -7)}
    gesture.move(110, -900)
    assert boxes_of(gesture.edit()) == {R: BOX.moved(0, -20), OTHER.region: OTHER.box.moved(0, -20)}


def test_several_regions_are_nudged_in_one_edit_that_merges_with_the_next() -> None:
    regions = [a_region("a"), a_region("b", ticks=(0, 60))]
    edit = nudge(regions, (3, 4), stage=STAGE)
    again = nudge(regions, (1, 0), stage=STAGE)
    assert edit is not None
    assert again is not None
    review = edit.apply(of(regions))
    assert review.regions[RegionId("a")].box_at(STAGE.tick) == Box(4, 4, 5, 5)
    assert review.regions[RegionId("b")].box_at(STAGE.tick) == Box(3.5, 4, 5, 5)
    assert edit.merge_key is not None
    assert edit.merge_key == again.merge_key
    assert edit.title == "Move 2 regions"


def test_a_region_grows_and_shrinks_about_its_middle() -> None:
    region = replace(a_region("r"), keyframes=(Keyframe(Tick(0), BOX),))
    assert box_of(resize([region], 0.1, stage=STAGE)) == Box(98, 78.5, 44, 33)
    outline = replace(region, shape=Shape.POLYGON, keyframes=(Keyframe.around(Tick(0), SLANTED),))
    larger = keyframe_of(resize([outline], 0.1, stage=STAGE)).outline
    assert larger is not None
    assert all(larger.contains(x, y) for x, y in SLANTED.corners)


def test_a_region_never_shrinks_below_what_can_be_taken_hold_of() -> None:
    small = replace(a_region("r"), keyframes=(Keyframe(Tick(0), Box(0, 0, SMALLEST, 30)),))
    assert resize([small], -0.1, stage=STAGE) is None
    assert resize([small], 0.1, stage=STAGE) is not None
