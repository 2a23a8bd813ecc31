"""Shapes as outlines."""

from dataclasses import replace
from math import cos, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Keyframe, KeyframeSource, Shape
from reviewer.core.shapes import ROUND, around_ellipse, as_polygon, edge_of, middle_of, turned, with_outline
from reviewer.core.timing import Tick
from tests.support.values import a_region

BOX = Box(10, 20, 80, 40)
FLAG = Outline(((0, 0), (40, 0), (30, 20), (40, 40), (0, 40)))
sizes = st.floats(0.5, 4000)


@given(st.floats(-500, 500), st.floats(-500, 500), sizes, sizes, st.floats(0, 2 * pi))
def test_the_polygon_of_an_ellipse_goes_round_it_and_has_its_box(
    x: float, y: float, width: float, height: float, angle: float
) -> None:
    box = Box(x, y, width, height)
    outline = around_ellipse(box)
    assert len(outline.corners) == ROUND
    hull = outline.box
    assert (hull.x, hull.y, hull.right, hull.bottom) == pytest.approx((box.x, box.y, box.right, box.bottom), abs=1e-6)
    just_inside = 1 - 1e-9
    across, down = just_inside * width / 2 * cos(angle), just_inside * height / 2 * sin(angle)
    assert outline.contains(box.centre[0] + across, box.centre[1] + down)


def test_the_edge_of_each_shape() -> None:
    assert edge_of(BOX, Shape.RECTANGLE) == Outline.of(BOX)
    assert edge_of(BOX, Shape.ELLIPSE) == around_ellipse(BOX)
    assert edge_of(FLAG.box, Shape.POLYGON, outline=FLAG) is FLAG
    assert edge_of(BOX, Shape.POLYGON) == Outline.of(BOX)


def test_turning_goes_clockwise_about_the_middle_of_the_corners() -> None:
    quarter = turned(Outline.of(BOX), 90)
    assert middle_of(quarter) == pytest.approx(BOX.centre)
    assert quarter.corners[0] == pytest.approx((70, 0))
    assert [c for corner in turned(FLAG, 360).corners for c in corner] == pytest.approx(
        [c for corner in FLAG.corners for c in corner], abs=1e-9
    )


@pytest.mark.parametrize("shape", [Shape.RECTANGLE, Shape.ELLIPSE])
def test_a_region_that_becomes_a_polygon_hides_the_same_edge_at_every_tick(shape: Shape) -> None:
    region = replace(a_region("r", ticks=(0, 10, 60)), shape=shape)
    polygon = as_polygon(region)
    assert polygon.shape is Shape.POLYGON
    for tick in range(0, 100, 7):
        box, outline = region.box_at(Tick(tick)), polygon.outline_at(Tick(tick))
        assert box is not None
        assert outline is not None
        flat = [c for corner in outline.corners for c in corner]
        assert flat == pytest.approx([c for corner in edge_of(box, shape).corners for c in corner])


def test_a_polygon_of_many_corners_is_left_as_it_is() -> None:
    path = (Keyframe.around(Tick(0), FLAG), Keyframe(Tick(50), BOX))
    region = replace(a_region("r"), shape=Shape.POLYGON, keyframes=path)
    assert as_polygon(region) is region


def test_an_outline_that_is_set_is_a_persons_own_and_counted_like_those_beside_it() -> None:
    region = replace(a_region("r"), keyframes=(Keyframe(Tick(0), BOX), Keyframe(Tick(90), BOX)))
    counted_otherwise = Outline((*Outline.of(BOX).corners[2:], *Outline.of(BOX).corners[:2]))
    polygon = with_outline(region, counted_otherwise, tick=Tick(50))
    assert [k.tick for k in polygon.keyframes] == [0, 50, 90]
    assert polygon.keyframes[1].source is KeyframeSource.HAND
    assert polygon.keyframes[1].outline == Outline.of(BOX)
    slight = turned(Outline.of(BOX), 20)
    assert with_outline(region, slight, tick=Tick(50)).keyframes[1].outline == slight
