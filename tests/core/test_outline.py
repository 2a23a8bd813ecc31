"""Polygons in pixels of the frame."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.geometry import Box
from reviewer.core.outline import MOST, Outline

places = st.tuples(st.floats(-2000, 2000), st.floats(-2000, 2000))
outlines = st.lists(places, min_size=3, max_size=8).map(lambda corners: Outline(tuple(corners)))
quads = st.lists(places, min_size=4, max_size=4).map(lambda corners: Outline(tuple(corners)))

SLANTED = Outline(((10, 20), (50, 30), (48, 44), (8, 34)))
FOLDED = Outline(((10, 10), (50, 10), (10, 40), (50, 40)))
STAR = Outline(tuple((50 + 40 * math.sin(a), 50 - 40 * math.cos(a)) for a in np.arange(5) * 4 * math.pi / 5))
"""Drawn in one go, so that its middle is gone round twice."""


@pytest.mark.parametrize("count", [0, 2, MOST + 1])
def test_what_has_too_few_corners_or_too_many_is_no_outline(count: int) -> None:
    with pytest.raises(ValueError, match="3 to 1000 corners"):
        Outline(((1.0, 2.0),) * count)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("corner", range(3))
def test_a_corner_that_is_no_place_is_refused(bad: float, corner: int) -> None:
    corners = [(1.0, 2.0), (5.0, 2.0), (3.0, 4.0)]
    for broken in ((bad, 2.0), (2.0, bad)):
        with pytest.raises(ValueError, match="no places"):
            Outline((*corners[:corner], broken, *corners[corner + 1 :]))


def test_an_outline_knows_its_hull_and_a_box_its_outline() -> None:
    assert SLANTED.box == Box(8, 20, 42, 24)
    assert Outline.of(Box(1, 2, 3, 4)) == Outline(((1, 2), (4, 2), (4, 6), (1, 6)))
    assert Outline.of(Box(1, 2, 3, 4)).box == Box(1, 2, 3, 4)


def test_an_outline_goes_to_another_corner_by_corner() -> None:
    other = Outline(((20, 40), (60, 30), (58, 44), (18, 54)))
    assert SLANTED.towards(other, 0) == SLANTED
    assert SLANTED.towards(other, 0.5) == Outline(((15, 30), (55, 30), (53, 44), (13, 44)))


def test_an_outline_cannot_go_to_one_with_other_corners() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        SLANTED.towards(Outline(((0, 0), (1, 0), (0, 1))), 0.5)


def test_an_outline_is_carried_along_when_its_box_is_moved_and_resized() -> None:
    assert SLANTED.carried(SLANTED.box, SLANTED.box.moved(5, -3)).corners[0] == (15, 17)
    larger = SLANTED.carried(SLANTED.box, Box(0, 0, 84, 12))
    assert larger == Outline(((4, 0), (84, 5), (80, 12), (0, 7)))


def test_what_has_no_width_is_only_shifted() -> None:
    line = Outline(((5, 5), (5, 10), (5, 20)))
    assert line.carried(line.box, Box(7, 5, 30, 15)) == Outline(((7, 5), (7, 10), (7, 20)))


@given(outlines, places, st.tuples(st.floats(1, 500), st.floats(1, 500)))
def test_what_is_carried_fills_the_box_that_it_is_carried_to(
    outline: Outline, place: tuple[float, float], size: tuple[float, float]
) -> None:
    before, after = outline.box, Box(*place, *size)
    if min(before.width, before.height) < 0.01:
        return
    hull = outline.carried(before, after).box
    assert (hull.x, hull.y, hull.right, hull.bottom) == pytest.approx(
        (after.x, after.y, after.right, after.bottom), abs=1e-6
    )


def test_points_are_inside_by_the_polygon_and_not_by_its_box() -> None:
    assert SLANTED.contains(29, 32)
    assert SLANTED.box.contains(45, 22)
    assert not SLANTED.contains(45, 22)


def test_four_corners_that_cross_over_hide_their_hull() -> None:
    for turned in range(4):
        corners = FOLDED.corners[turned:] + FOLDED.corners[:turned]
        for folded in (Outline(corners), Outline(corners[::-1])):
            assert all(folded.contains(x, y) for x, y in ((12, 25), (48, 25), (30, 12), (30, 38)))


def test_what_is_gone_round_twice_is_inside() -> None:
    assert STAR.contains(50, 50)
    assert not STAR.contains(50, 85)


def test_a_dent_is_outside() -> None:
    dented = Outline(((0, 0), (20, 0), (20, 20), (10, 5), (0, 20)))
    assert not dented.contains(10, 15)
    assert dented.contains(2, 15)


@given(outlines)
def test_nothing_outside_of_the_hull_is_inside(outline: Outline) -> None:
    x, y = np.meshgrid(np.linspace(-2500, 2500, 23), np.linspace(-2500, 2500, 23))
    box = outline.box.padded(1e-6)  # nearer than that only rounding is measured
    beside = (x < box.x) | (x > box.right) | (y < box.y) | (y > box.bottom)
    assert not (outline.inside(x, y) & beside).any()


@given(quads, st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_no_order_of_four_corners_leaves_the_middle_between_three_of_them_out(
    quad: Outline, along: float, across: float
) -> None:
    a, b, c, d = (np.array(corner) for corner in quad.unfolded().corners)
    middle = a + (c - a) * along  # on the diagonal from one corner to the other
    area = abs(float((c - a)[0] * (d - b)[1] - (c - a)[1] * (d - b)[0]))
    convex = all(
        (q - p)[0] * (r - q)[1] - (q - p)[1] * (r - q)[0] > 1e-3
        for p, q, r in ((a, b, c), (b, c, d), (c, d, a), (d, a, b))
    )
    if convex and area > 1:
        inner = middle + ((b + d) / 2 - middle) * across * 0.5
        assert quad.contains(float(inner[0]), float(inner[1]))


def test_corners_ages_away_are_borne() -> None:
    far = Outline(((-1e308, -1e308), (1e308, -1e308), (1e308, 1e308), (-1e308, 1e308)))
    assert far.contains(0, 0)
