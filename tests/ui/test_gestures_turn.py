"""Turning regions and pulling their corners: what was hidden before stays hidden in between."""

from dataclasses import replace
from math import hypot

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.edits import Edit
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Keyframe, KeyframeSource, Region, RegionId, Shape
from reviewer.core.review import of
from reviewer.core.timing import Tick
from reviewer.ui.viewer.gestures import Stage, shown_at
from reviewer.ui.viewer.gestures_turn import MoveCorner, Turn, turn
from tests.support.values import a_region

R = RegionId("r")
STAGE = Stage(Tick(50), 320, 240)


def moving(shape: Shape = Shape.RECTANGLE) -> Region:
    """Goes from the left to the right and becomes larger."""
    path = (Keyframe(Tick(0), Box(20, 60, 60, 30)), Keyframe(Tick(99), Box(180, 80, 90, 45)))
    return replace(a_region("r"), shape=shape, keyframes=path)


def after(edit: Edit | None, region: Region) -> Region:
    assert edit is not None
    return edit.apply(of([region])).regions[R]


def the_turn(region: Region, *, to: tuple[float, float]) -> Turn:
    """From straight above the middle to a place beside it."""
    shown = shown_at(region, STAGE.tick)
    assert shown is not None
    x, y = shown.box.centre
    gesture = Turn(region, shown, grip=(x, y - 50), stage=STAGE)
    gesture.move(x + to[0], y + to[1])
    return gesture


@pytest.mark.parametrize(("shape", "corners"), [(Shape.RECTANGLE, 4), (Shape.ELLIPSE, 32)])
def test_a_turned_region_is_a_polygon_with_equally_many_corners_in_every_keyframe(shape: Shape, corners: int) -> None:
    region = after(the_turn(moving(shape), to=(50, 0)).edit(), moving(shape))
    assert region.shape is Shape.POLYGON
    assert [k.tick for k in region.keyframes] == [0, 50, 99]
    assert [k.outline and len(k.outline.corners) for k in region.keyframes] == [corners] * 3
    assert [k.source for k in region.keyframes] == [
        KeyframeSource.PROPOSED,
        KeyframeSource.HAND,
        KeyframeSource.PROPOSED,
    ]
    assert region.touched


def test_a_rectangle_that_is_turned_by_a_quarter_stands_upright() -> None:
    before = shown_at(moving(), STAGE.tick)
    assert before is not None
    region = after(the_turn(moving(), to=(50, 0)).edit(), moving())
    box = region.box_at(STAGE.tick)
    assert box is not None
    assert box.centre == pytest.approx(before.box.centre)
    assert (box.width, box.height) == pytest.approx((before.box.height, before.box.width))


@pytest.mark.parametrize("shape", [Shape.RECTANGLE, Shape.ELLIPSE])
@given(tick=st.integers(0, 99), x=st.floats(0, 1), y=st.floats(0, 1))
def test_becoming_a_polygon_uncovers_nothing(shape: Shape, tick: int, x: float, y: float) -> None:
    region = moving(shape)
    pulled = after(turn([region], 1e-9, stage=replace(STAGE, tick=Tick(0))), region)
    box, outline = region.box_at(Tick(tick)), pulled.outline_at(Tick(tick))
    assert box is not None
    assert outline is not None
    point = box.x + x * box.width, box.y + y * box.height
    inside = shape is Shape.RECTANGLE or hypot(2 * x - 1, 2 * y - 1) <= 1 - 1e-6
    near = 1e-4 < x < 1 - 1e-4 and 1e-4 < y < 1 - 1e-4
    assert outline.contains(*point) or not (inside and near)


@pytest.mark.parametrize("degrees", [10, 45, 80, 90, 135, 180, 270])
def test_a_large_turn_does_not_shrink_the_region_on_its_way(degrees: float) -> None:
    square = replace(moving(), keyframes=(Keyframe(Tick(0), Box(100, 80, 60, 60)),))
    stage = replace(STAGE, tick=Tick(99))
    region = after(turn([square], degrees, stage=stage), square)
    areas = [_area(region.outline_at(Tick(t))) for t in range(0, 100, 3)]
    assert min(areas) > 0.85 * 60 * 60


def _area(outline: Outline | None) -> float:
    assert outline is not None
    corners = outline.corners
    pairs = zip(corners, (*corners[1:], corners[0]), strict=True)
    return abs(sum(a * d - c * b for (a, b), (c, d) in pairs)) / 2


def test_keys_turn_each_selected_region_about_its_own_middle_in_one_step_that_merges() -> None:
    regions = [moving(), replace(moving(), id=RegionId("other"))]
    edit, again = (turn(regions, 5, stage=STAGE) for _ in range(2))
    assert edit is not None
    assert again is not None
    assert edit.title == "Turn 2 regions"
    assert edit.merge_key is not None
    assert edit.merge_key == again.merge_key
    review = again.apply(edit.apply(of(regions)))
    assert all(r.shape is Shape.POLYGON for r in review.regions.values())
    box = moving().box_at(STAGE.tick)
    turned = review.regions[R].box_at(STAGE.tick)
    assert box is not None
    assert turned is not None
    assert turned.centre == pytest.approx(box.centre)


def test_full_turns_by_keys_lead_back_to_where_it_was() -> None:
    region = replace(moving(), keyframes=(Keyframe(Tick(50), Box(100, 80, 60, 30)),))
    for _ in range(72):
        region = after(turn([region], 5, stage=STAGE), region)
    assert region.box_at(STAGE.tick) is not None
    box = region.box_at(STAGE.tick)
    assert box is not None
    assert (box.x, box.y, box.width, box.height) == pytest.approx((100, 80, 60, 30), abs=1e-6)


def test_pixels_that_are_not_square_turn_in_the_shape_they_are_shown_in() -> None:
    region = replace(moving(), keyframes=(Keyframe(Tick(50), Box(100, 80, 30, 60)),))
    wide = replace(STAGE, aspect=2.0)  # shown as a square
    box = after(turn([region], 90, stage=wide), region).box_at(STAGE.tick)
    assert box is not None
    assert (box.width, box.height) == pytest.approx((30, 60))


def test_a_click_on_the_handle_turns_nothing() -> None:
    assert the_turn(moving(), to=(0.05, -50)).edit() is None


QUAD = Outline(((20, 20), (80, 30), (90, 70), (10, 60)))


def polygon() -> Region:
    path = (Keyframe.around(Tick(0), QUAD), Keyframe.around(Tick(99), QUAD.carried(QUAD.box, QUAD.box.moved(99, 0))))
    return replace(a_region("r"), shape=Shape.POLYGON, keyframes=path)


def the_corner(corner: int, *, to: tuple[float, float]) -> MoveCorner:
    region = polygon()
    shown = shown_at(region, STAGE.tick)
    assert shown is not None
    gesture = MoveCorner(region, shown, corner=corner, stage=STAGE)
    gesture.move(*to)
    return gesture


def test_one_corner_is_pulled_and_the_others_stay_in_the_order_they_had() -> None:
    region = after(the_corner(2, to=(200, 150)).edit(), polygon())
    outline = region.keyframes[1].outline
    assert outline is not None
    assert outline.corners[2] == (200, 150)
    others = [c for corner in (0, 1, 3) for c in outline.corners[corner]]
    assert others == pytest.approx([70, 20, 130, 30, 60, 60])
    assert region.keyframes[1].source is KeyframeSource.HAND
    assert (region.keyframes[0], region.keyframes[2]) == (polygon().keyframes[0], polygon().keyframes[1])


def test_a_corner_stays_in_the_picture() -> None:
    gesture = the_corner(0, to=(-50, 900))
    assert gesture.outline.corners[0] == (0, 240)


def test_a_corner_that_was_only_clicked_changes_nothing() -> None:
    assert the_corner(0, to=(70.2, 20.2)).edit() is None
