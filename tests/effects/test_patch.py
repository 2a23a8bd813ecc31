"""Which pixels a shape takes."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.geometry import Box
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
