"""Drawing new regions: what counts, and what comes to nothing and why."""

from math import cos, hypot, pi, sin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.detection import Subject
from reviewer.core.edits import AddRegions, Edit
from reviewer.core.geometry import Box
from reviewer.core.region import Decision, Keyframe, KeyframeSource, Region, RegionId, Shape
from reviewer.core.timing import Span, Tick
from reviewer.ui.viewer.gestures import Stage
from reviewer.ui.viewer.gestures_draw import (
    CORNERS,
    FEW,
    FLAT,
    OUTSIDE,
    SMALL,
    Draw,
    DrawLasso,
    Drawn,
    DrawPolygon,
)

STAGE = Stage(Tick(30), 320, 240)
DRAWN = Drawn(RegionId("new"), Subject.PLATE, Span(Tick(30), Tick(90)))


def a_drawing(start: tuple[float, float], shape: Shape = Shape.RECTANGLE) -> Draw:
    return Draw(DRAWN, start, stage=STAGE, shape=shape)


def region_of(edit: Edit | None) -> Region:
    assert isinstance(edit, AddRegions)
    (region,) = edit.regions
    return region


def test_drawing_in_any_direction_makes_one_confirmed_region_that_begins_here() -> None:
    gesture = a_drawing((60, 50))
    gesture.move(20, 90)
    region = region_of(gesture.edit())
    assert region.keyframes == (Keyframe(Tick(30), Box(20, 50, 40, 40), source=KeyframeSource.HAND),)
    assert region.subject is Subject.PLATE
    assert region.decision is Decision.CONFIRMED
    assert region.span == Span(Tick(30), Tick(90))
    assert region.touched


def test_only_the_part_of_a_rectangle_that_lies_in_the_picture_counts() -> None:
    gesture = a_drawing((300, 220))
    gesture.move(900, 900)
    assert region_of(gesture.edit()).keyframes[0].box == Box(300, 220, 20, 20)


def test_an_ellipse_keeps_its_form_where_it_reaches_out_of_the_picture() -> None:
    gesture = a_drawing((300, 220), Shape.ELLIPSE)
    gesture.move(400, 320)
    region = region_of(gesture.edit())
    assert region.shape is Shape.ELLIPSE
    assert region.keyframes[0].box == Box(300, 220, 100, 100)


@pytest.mark.parametrize("shape", [Shape.RECTANGLE, Shape.ELLIPSE])
@pytest.mark.parametrize("end", [(60, 50), (62, 90), (90, 52), (-10, 52)])
def test_a_drawing_too_small_to_be_meant_makes_nothing_and_says_so(shape: Shape, end: tuple[float, float]) -> None:
    gesture = a_drawing((60, 50), shape)
    gesture.move(*end)
    assert gesture.edit() is None
    assert gesture.refusal == SMALL


@pytest.mark.parametrize("shape", [Shape.RECTANGLE, Shape.ELLIPSE])
def test_a_drawing_outside_the_picture_makes_nothing_and_says_so(shape: Shape) -> None:
    gesture = a_drawing((-200, -200), shape)
    gesture.move(-100, -100)
    assert gesture.edit() is None
    assert gesture.refusal == OUTSIDE


def a_polygon(*corners: tuple[float, float]) -> DrawPolygon:
    gesture = DrawPolygon(DRAWN, corners[0], stage=STAGE)
    for corner in corners[1:]:
        gesture.move(*corner)
        gesture.press(*corner)
    return gesture


def test_a_polygon_has_the_corners_that_were_pressed_and_not_the_pointer() -> None:
    gesture = a_polygon((10, 10), (60, 10), (60, 50))
    gesture.move(200, 200)
    (shown,) = gesture.shown
    assert shown.outline is not None
    assert shown.outline.corners[-1] == (200, 200)
    region = region_of(gesture.edit())
    assert region.shape is Shape.POLYGON
    assert region.keyframes[0].outline is not None
    assert region.keyframes[0].outline.corners == ((10, 10), (60, 10), (60, 50))
    assert region.keyframes[0].source is KeyframeSource.HAND


def test_corners_are_taken_back_until_none_is_left() -> None:
    gesture = a_polygon((10, 10), (60, 10), (60, 50), (10, 50))
    assert gesture.take_back()
    assert gesture.corners == [(10, 10), (60, 10), (60, 50)]
    assert gesture.take_back()
    assert gesture.take_back()
    assert not gesture.take_back()


def test_a_second_press_in_the_same_place_is_no_corner() -> None:
    gesture = a_polygon((10, 10), (60, 10), (60, 10.4), (60, 50))
    assert len(gesture.corners) == 3


@pytest.mark.parametrize(
    ("corners", "why"),
    [
        ([(10, 10), (60, 10)], FEW),
        ([(10, 10), (60, 10), (110, 11)], SMALL),
        ([(10, 10), (60, 60), (110, 111)], FLAT),
        ([(10, 10), (12, 10), (11, 13)], SMALL),
        ([(-90, -90), (-40, -90), (-40, -20)], OUTSIDE),
    ],
)
def test_corners_that_hide_nothing_make_nothing_and_say_why(corners: list[tuple[float, float]], why: str) -> None:
    gesture = a_polygon(*corners)
    assert gesture.edit() is None
    assert gesture.refusal == why


def a_lasso(points: list[tuple[float, float]]) -> DrawLasso:
    gesture = DrawLasso(DRAWN, points[0], stage=STAGE)
    for point in points[1:]:
        gesture.move(*point)
    return gesture


@pytest.mark.parametrize("points", [12, 200, 5000])
def test_a_line_drawn_around_something_becomes_few_corners_that_run_where_it_ran(points: int) -> None:
    wobbling = [
        (
            160 + (80 + 12 * sin(9 * t)) * cos(t),
            120 + (60 + 9 * cos(11 * t)) * sin(t),
        )
        for t in (2 * pi * n / points for n in range(points))
    ]
    region = region_of(a_lasso(wobbling).edit())
    outline = region.keyframes[0].outline
    assert outline is not None
    assert 3 <= len(outline.corners) <= CORNERS
    edges = list(zip(outline.corners, (*outline.corners[1:], outline.corners[0]), strict=True))
    for point in wobbling:
        off = min(_off(point, a, b) for a, b in edges)
        assert off < (6 if outline.contains(*point) else 1)


def _off(point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    part = 0.0 if not length else min(max(((point[0] - a[0]) * dx + (point[1] - a[1]) * dy) / length, 0.0), 1.0)
    return hypot(point[0] - a[0] - part * dx, point[1] - a[1] - part * dy)


@given(st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(-1e4, 1e4)), min_size=1, max_size=60))
def test_whatever_is_scribbled_ends_in_a_region_or_in_a_word(points: list[tuple[float, float]]) -> None:
    for gesture in (a_lasso(points), a_polygon(*points)):
        edit = gesture.edit()
        assert (edit is None) == bool(gesture.refusal)
        for shown in gesture.shown:
            assert shown.outline is not None


@pytest.mark.parametrize("line", [[(50, 50)], [(50, 50), (51, 51)], [(10, 10), (40, 40), (90, 90)]])
def test_a_line_around_nothing_makes_nothing_and_says_so(line: list[tuple[float, float]]) -> None:
    gesture = a_lasso([(float(x), float(y)) for x, y in line])
    assert gesture.edit() is None
    assert gesture.refusal == SMALL
