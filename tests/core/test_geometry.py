import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.geometry import Box, hull

lengths = st.floats(-5000, 5000, allow_nan=False)
sizes = st.just(0.0) | st.floats(0.01, 5000)  # thinner boxes than a hundredth of a pixel only measure rounding
boxes = st.builds(Box, lengths, lengths, sizes, sizes)


def near(a: Box, b: Box) -> bool:
    pairs = zip((a.x, a.y, a.width, a.height), (b.x, b.y, b.width, b.height), strict=True)
    return all(math.isclose(p, q, rel_tol=1e-9, abs_tol=1e-6) for p, q in pairs)


def test_a_box_knows_its_edges_centre_and_area() -> None:
    box = Box(10, 20, 30, 40)
    assert (box.right, box.bottom, box.centre, box.area) == (40, 60, (25, 40), 1200)
    assert Box(0, 0, -1, 5).area == 0


@given(boxes, boxes)
def test_a_box_on_the_way_to_another_starts_at_itself_and_ends_there(a: Box, b: Box) -> None:
    assert a.towards(b, 0) == a
    assert near(a.towards(b, 1), b)
    halfway = Box((a.x + b.x) / 2, (a.y + b.y) / 2, (a.width + b.width) / 2, (a.height + b.height) / 2)
    assert near(a.towards(b, 0.5), halfway)


def test_moving_growing_and_padding_keep_the_middle_where_it_belongs() -> None:
    box = Box(10, 20, 30, 40)
    assert box.moved(1, -2) == Box(11, 18, 30, 40)
    assert box.grown(0.2) == Box(7, 16, 36, 48)
    assert box.grown(0, 0.5) == Box(10, 10, 30, 60)
    assert box.padded(2) == Box(8, 18, 34, 44)


@given(boxes)
def test_a_clipped_box_lies_in_the_picture_and_loses_nothing_that_was_in_it(box: Box) -> None:
    clipped = box.clipped(1920, 1080)
    assert clipped.x >= 0
    assert clipped.y >= 0
    assert clipped.right <= 1920 + 1e-9
    assert clipped.bottom <= 1080 + 1e-9
    assert math.isclose(clipped.area, box.shared(Box(0, 0, 1920, 1080)), rel_tol=1e-6, abs_tol=1e-3)


@given(boxes, boxes)
def test_overlap_is_the_same_from_both_sides_and_between_0_and_1(a: Box, b: Box) -> None:
    assert 0 <= a.overlap(b) <= 1 + 1e-9
    assert math.isclose(a.overlap(b), b.overlap(a), abs_tol=1e-12)


def test_overlap_of_known_boxes() -> None:
    assert Box(0, 0, 10, 10).overlap(Box(0, 0, 10, 10)) == 1
    assert Box(0, 0, 10, 10).overlap(Box(5, 0, 10, 10)) == pytest.approx(1 / 3)
    assert Box(0, 0, 10, 10).overlap(Box(10, 0, 10, 10)) == 0
    assert Box(0, 0, 0, 0).overlap(Box(0, 0, 0, 0)) == 0


def test_a_box_contains_its_left_and_top_edge_and_not_the_others() -> None:
    box = Box(10, 20, 30, 40)
    assert [box.contains(*p) for p in ((10, 20), (39.9, 59.9), (40, 30), (20, 60), (9.9, 30))] == [
        True,
        True,
        False,
        False,
        False,
    ]


@given(st.lists(boxes, min_size=1, max_size=5))
def test_a_hull_is_the_smallest_box_around_all(some: list[Box]) -> None:
    around = hull(some)
    assert around.x == min(b.x for b in some)
    assert around.y == min(b.y for b in some)
    assert math.isclose(around.right, max(b.right for b in some), abs_tol=1e-6)
    assert math.isclose(around.bottom, max(b.bottom for b in some), abs_tol=1e-6)


def test_there_is_no_hull_around_nothing() -> None:
    with pytest.raises(ValueError, match="at least one box"):
        hull([])
