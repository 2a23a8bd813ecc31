"""What lies under the pointer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import RegionId
from reviewer.ui.viewer.handles import Handle, Shown, Target, handle_at, target_at

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
