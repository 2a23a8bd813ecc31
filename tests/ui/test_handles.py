"""What lies under the pointer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import RegionId, Shape
from reviewer.core.shapes import around_ellipse
from reviewer.ui.viewer.handles import Handle, Shown, Target, corners_of, handle_at, target_at, turning_point

A, B = RegionId("a"), RegionId("b")
LARGE, SMALL = Box(10, 10, 200, 100), Box(60, 30, 40, 40)
SHOWN = [Shown(A, LARGE), Shown(B, SMALL)]


def test_there_is_nothing_beside_all_regions() -> None:
    assert target_at((300, 300), SHOWN, selected=None, reach=8) is None


def test_the_smaller_of_two_regions_is_picked_where_they_overlap_whatever_their_order() -> None:
    assert target_at((70, 50), SHOWN, selected=None, reach=8) == Target(B)
    assert target_at((70, 50), SHOWN[::-1], selected=None, reach=8) == Target(B)


def test_the_selected_region_goes_before_a_smaller_one_over_it() -> None:
    assert target_at((70, 50), SHOWN, selected=A, reach=8) == Target(A)


@pytest.mark.parametrize("handle", list(Handle))
def test_each_handle_of_the_selected_region_is_found_where_it_is_drawn(handle: Handle) -> None:
    assert target_at(handle.at(LARGE), SHOWN, selected=A, reach=8) == Target(A, handle)


@pytest.mark.parametrize("handle", list(Handle))
def test_a_handle_is_found_from_outside_the_box_within_reach_and_not_beyond(handle: Handle) -> None:
    x, y = handle.at(LARGE)
    near = x + 7 * handle.across, y + 7 * handle.down
    far = x + 9 * handle.across, y + 9 * handle.down
    assert handle_at(near, LARGE, reach=8) is handle
    assert handle_at(far, LARGE, reach=8) is None


def test_a_region_that_is_not_selected_has_no_handles() -> None:
    assert target_at((LARGE.x, LARGE.y), SHOWN, selected=None, reach=8) == Target(A)


def test_a_selected_region_that_is_not_in_this_frame_changes_nothing() -> None:
    assert target_at((70, 50), SHOWN, selected=RegionId("gone"), reach=8) == Target(B)


@given(st.floats(1, 40), st.floats(1, 40), st.floats(0.5, 60))
def test_the_middle_of_a_box_can_always_be_taken_hold_of_however_small_it_is(w: float, h: float, reach: float) -> None:
    box = Box(5, 5, w, h)
    assert handle_at(box.centre, box, reach=reach) is None


BAND = Outline(((10, 10), (30, 10), (210, 110), (190, 110)))
"""Aslant in LARGE."""


@pytest.mark.parametrize("selected", [None, A])
def test_a_polygon_is_taken_hold_of_where_it_is_and_not_beside_it_in_its_box(selected: RegionId | None) -> None:
    shown = [Shown(A, LARGE, BAND)]
    assert target_at((110, 60), shown, selected=selected, reach=8) == Target(A)
    assert target_at((60, 90), shown, selected=selected, reach=8) is None


def test_what_lies_under_the_empty_part_of_a_polygon_s_box_can_be_picked() -> None:
    shown = [Shown(A, LARGE, BAND), Shown(B, Box(20, 70, 300, 300))]
    assert target_at((60, 90), shown, selected=A, reach=8) == Target(B)


def test_a_selected_polygon_has_the_handles_of_its_box() -> None:
    shown = [Shown(A, LARGE, BAND)]
    assert target_at(Handle.NORTH_EAST.at(LARGE), shown, selected=A, reach=8) == Target(A, Handle.NORTH_EAST)


def test_the_handle_that_turns_lies_above_the_box_or_in_reach_where_there_is_no_room_above() -> None:
    assert turning_point(Box(100, 80, 40, 30), reach=8) == (120, 52)
    assert turning_point(Box(100, 5, 40, 30), reach=8) == (120, 63)
    assert turning_point(Box(100, 5, 40, 300), reach=8) == (120, 33)


def test_what_turns_is_found_for_the_selected_region_alone() -> None:
    box = Box(100, 80, 40, 30)
    shown = [Shown(A, box)]
    assert target_at((124, 50), shown, selected=A, reach=8) == Target(A, turns=True)
    assert target_at((124, 50), shown, selected=None, reach=8) is None
    assert target_at((124, 42), shown, selected=A, reach=8) is None


@pytest.mark.parametrize("corner", range(4))
def test_each_corner_of_the_selected_polygon_is_found_before_the_handles_of_its_box(corner: int) -> None:
    quad = Outline(((10, 10), (210, 20), (190, 110), (30, 100)))
    shown = [Shown(A, quad.box, quad, Shape.POLYGON)]
    assert target_at(quad.corners[corner], shown, selected=A, reach=8) == Target(A, corner=corner)


def test_corners_that_lie_close_together_are_not_offered_one_by_one() -> None:
    ring = around_ellipse(Box(10, 10, 60, 60))
    assert corners_of(Shown(A, ring.box, ring, Shape.POLYGON), reach=8) == ()
    assert len(corners_of(Shown(A, ring.box, ring, Shape.POLYGON), reach=1)) == 32
    assert corners_of(Shown(A, LARGE), reach=8) == ()


def test_an_ellipse_is_taken_hold_of_where_it_is_and_not_in_the_corners_of_its_box() -> None:
    shown = [Shown(A, LARGE, shape=Shape.ELLIPSE)]
    assert target_at((110, 60), shown, selected=None, reach=8) == Target(A)
    assert target_at((15, 13), shown, selected=None, reach=8) is None


@given(st.floats(2, 30), st.floats(2, 30))
def test_the_middle_of_a_small_polygon_can_be_moved(w: float, h: float) -> None:
    quad = Outline.of(Box(5, 105, w, h))
    shown = [Shown(A, quad.box, quad, Shape.POLYGON)]
    assert target_at(quad.box.centre, shown, selected=A, reach=8) == Target(A)
