"""Which pixels a shape takes."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Shape
from reviewer.effects.patch import Grid, patch

EVEN = Grid(100, 80)


def edges(box: Box, grid: Grid = EVEN) -> tuple[int, int, int, int] | None:
    place = patch(box, Shape.RECTANGLE, grid=grid)
    return (place.left, place.top, place.right, place.bottom) if place else None


@pytest.mark.parametrize(
    ("box", "expected"),
    [
        (Box(10, 20, 30, 40), (10, 20, 40, 60)),
        (Box(11, 21, 1, 1), (10, 20, 12, 22)),
        (Box(11.9, 21.9, 0.2, 0.2), (10, 20, 14, 24)),
        (Box(-5, -5, 8, 8), (0, 0, 4, 4)),
        (Box(97, 77, 50, 50), (96, 76, 100, 80)),
        (Box(30, 30, 0, 0), (30, 30, 32, 32)),
        (Box(40, 40, -10, -10), (30, 30, 40, 40)),
    ],
)
def test_a_box_is_rounded_outward_to_whole_chroma_samples(box: Box, expected: tuple[int, int, int, int]) -> None:
    assert edges(box) == expected


@pytest.mark.parametrize("box", [Box(-20, 0, 20, 20), Box(100, 0, 9, 9), Box(0, 80, 9, 9), Box(0, -9, 5, 9)])
def test_a_box_beside_the_picture_touches_nothing(box: Box) -> None:
    assert edges(box) is None


def test_an_interlaced_picture_is_hidden_in_fours() -> None:
    assert edges(Box(5, 6, 2, 1), Grid(100, 80, interlaced=True)) == (4, 4, 8, 8)


def test_the_last_odd_column_and_row_are_hidden_with_their_chroma() -> None:
    place = patch(Box(98.5, 78.2, 9, 9), Shape.RECTANGLE, grid=Grid(101, 81))
    assert place is not None
    assert (place.right, place.bottom) == (101, 81)
    assert place.chroma == (slice(39, 41), slice(49, 51))


def test_an_odd_picture_is_hidden_however_its_chroma_is_shifted() -> None:
    # turned half way round, the chroma sample 20 of 51 belongs to the columns 39 and 40
    place = patch(Box(30, 30, 10, 10), Shape.RECTANGLE, grid=Grid(101, 80))
    assert place is not None
    assert place.chroma[1] == slice(15, 21)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("field", range(4))
def test_a_box_that_is_no_box_is_refused(bad: float, field: int) -> None:
    numbers = [1.0, 2.0, 3.0, 4.0]
    numbers[field] = bad
    with pytest.raises(ValueError, match="no box"):
        patch(Box(*numbers), Shape.RECTANGLE, grid=EVEN)


@given(
    st.builds(Box, st.floats(-30, 110), st.floats(-30, 90), st.floats(0.1, 60), st.floats(0.1, 60)),
    st.sampled_from([(100, 80), (101, 81), (33, 80)]),
    st.booleans(),
)
def test_every_point_of_an_ellipse_lies_in_its_patch(box: Box, size: tuple[int, int], interlaced: bool) -> None:
    place = patch(box, Shape.ELLIPSE, grid=Grid(*size, interlaced))
    hidden = np.zeros((size[1], size[0]), bool)
    if place is not None:
        hidden[place.luma] = place.luma_mask
    for angle in np.linspace(0, 2 * math.pi, 90):
        for radius in (0.0, 0.5, 0.999):
            x = box.centre[0] + radius * box.width / 2 * math.cos(angle)
            y = box.centre[1] + radius * box.height / 2 * math.sin(angle)
            if 0 <= x < size[0] and 0 <= y < size[1]:
                assert hidden[int(y), int(x)]


ANYWHERE = st.tuples(st.floats(-40, 140), st.floats(-40, 120))
OUTLINES = st.lists(ANYWHERE, min_size=3, max_size=7).map(lambda corners: Outline(tuple(corners)))
GRIDS = st.builds(Grid, st.sampled_from([100, 101, 33]), st.sampled_from([80, 81, 15]), st.booleans())
SLANTED = Outline(((10, 20), (50, 30), (48, 44), (8, 34)))


def hidden(outline: Outline, grid: Grid) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    """Which pixels of the picture the polygon's patch takes."""
    place = patch(outline.box, Shape.POLYGON, grid=grid, outline=outline)
    result = np.zeros((grid.height, grid.width), np.bool_)
    if place is not None:
        result[place.luma] = True if place.luma_mask is None else place.luma_mask
    return result


@given(OUTLINES, GRIDS)
def test_every_pixel_with_its_middle_in_a_polygon_is_hidden(outline: Outline, grid: Grid) -> None:
    x, y = np.meshgrid(np.arange(grid.width) + 0.5, np.arange(grid.height) + 0.5)
    assert not (outline.inside(x, y) & ~hidden(outline, grid)).any()


@given(OUTLINES, GRIDS, st.lists(st.floats(0, 1), min_size=1, max_size=40))
def test_every_pixel_on_the_edge_of_a_polygon_is_hidden(outline: Outline, grid: Grid, parts: list[float]) -> None:
    taken = hidden(outline, grid)
    corners = outline.unfolded().corners
    for (x0, y0), (x1, y1) in zip(corners, (*corners[1:], corners[0]), strict=True):
        for part in (0.0, 1.0, *parts):
            x, y = x0 + (x1 - x0) * part, y0 + (y1 - y0) * part
            if 0 <= x < grid.width and 0 <= y < grid.height:
                assert taken[int(y), int(x)] or not 1e-6 < x % 1 < 1 - 1e-6 or not 1e-6 < y % 1 < 1 - 1e-6


@given(OUTLINES, GRIDS)
def test_a_polygon_is_hidden_in_whole_blocks_inside_its_hull(outline: Outline, grid: Grid) -> None:
    taken, step = hidden(outline, grid), grid.step
    around = np.zeros_like(taken)
    hull = patch(outline.box, Shape.RECTANGLE, grid=grid)
    if hull is not None:
        around[hull.luma] = True
    assert not (taken & ~around).any()
    down, right = -grid.height % step, -grid.width % step
    blocks = np.pad(taken, ((0, down), (0, right)), mode="edge").reshape(
        (grid.height + down) // step, step, (grid.width + right) // step, step
    )
    assert (blocks.all(axis=(1, 3)) == blocks.any(axis=(1, 3))).all()


@given(st.builds(Box, st.floats(-30, 110), st.floats(-30, 90), st.floats(0, 60), st.floats(0, 60)), GRIDS)
def test_the_outline_of_a_box_takes_what_the_box_does(box: Box, grid: Grid) -> None:
    place, outline = patch(box, Shape.RECTANGLE, grid=grid), Outline.of(box)
    result = patch(box, Shape.POLYGON, grid=grid, outline=outline)
    assert (place is None) == (result is None)
    if place is not None and result is not None:
        assert result.mask is None
        assert (place.luma, place.chroma) == (result.luma, result.chroma)


def test_a_slanted_polygon_leaves_the_corners_of_its_box_alone() -> None:
    taken = hidden(SLANTED, EVEN)
    assert not taken[40:44, 8:12].any()
    assert not taken[20:22, 40:50].any()
    assert taken[32, 28]


def test_a_polygon_turned_half_way_round_hides_its_chroma_however_it_is_shifted() -> None:
    triangle = Outline(((31, 9), (60, 40), (31, 40)))
    grid = Grid(101, 80)
    place = patch(triangle.box, Shape.POLYGON, grid=grid, outline=triangle)
    assert place is not None
    assert place.mask is not None
    for x in range(31, 60):
        # chroma sample (x + 1) // 2 belongs to this column in a picture that was turned
        column = (x + 1) // 2 - place.left // 2
        row = (int(9 + (x - 31) * 31 / 29)) // 2 - place.top // 2
        assert place.mask[row, column]


@pytest.mark.parametrize(
    "corners",
    [
        ((30.0, 30.0), (30.0, 30.0), (30.0, 30.0)),
        ((10.0, 10.0), (60.0, 40.0), (35.0, 25.0)),
        ((10.0, 21.0), (60.0, 21.0), (10.0, 21.0), (60.0, 21.0)),
    ],
)
def test_a_polygon_without_area_hides_the_line_or_point_that_it_is(corners: tuple[tuple[float, float], ...]) -> None:
    taken = hidden(Outline(corners), EVEN)
    (x0, y0), (x1, y1) = corners[0], corners[1]
    for part in np.linspace(0, 0.999, 50):
        assert taken[int(y0 + (y1 - y0) * part), int(x0 + (x1 - x0) * part)]


def test_a_folded_polygon_hides_the_hull_of_its_corners() -> None:
    folded = Outline(((10, 10), (50, 10), (10, 40), (50, 40)))
    assert hidden(folded, EVEN)[10:40, 10:50].all()


def test_a_polygon_that_reaches_ages_away_hides_its_whole_hull() -> None:
    far = Outline(((-1e12, -1e12), (1e12, -1e12), (20, 20)))
    assert hidden(far, EVEN)[:20].all()


def test_a_polygon_beside_the_picture_hides_nothing_though_its_hull_lies_in_it() -> None:
    beside = Outline(((-60, 40), (40, -60), (-60, -60)))
    assert patch(beside.box, Shape.RECTANGLE, grid=EVEN) is not None
    assert patch(beside.box, Shape.POLYGON, grid=EVEN, outline=beside) is None


def test_a_polygon_without_an_outline_hides_its_box() -> None:
    place = patch(SLANTED.box, Shape.POLYGON, grid=EVEN)
    assert place is not None
    assert place.mask is None


def test_the_outline_of_another_shape_takes_nothing_away() -> None:
    place = patch(SLANTED.box, Shape.RECTANGLE, grid=EVEN, outline=SLANTED)
    assert place is not None
    assert place.mask is None


def test_a_hull_too_wide_for_numbers_is_refused() -> None:
    wide = Outline(((-1.7e308, 0), (1.7e308, 0), (0, 5)))
    with pytest.raises(ValueError, match="no box"):
        patch(wide.box, Shape.POLYGON, grid=EVEN, outline=wide)
