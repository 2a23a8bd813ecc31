"""Keyframes are few, and straight lines lead only where they may."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.services.bends import bends


@pytest.mark.parametrize(("count", "expected"), [(1, [0]), (2, [0, 1]), (3, [0, 2]), (1000, [0, 999])])
def test_a_straight_path_has_its_ends_alone(count: int, expected: list[int]) -> None:
    assert bends(count, lambda a, b: True) == expected


def test_a_path_that_bends_everywhere_has_a_keyframe_a_frame() -> None:
    assert bends(50, lambda a, b: b == a + 1) == list(range(50))


@given(st.integers(1, 200), st.sets(st.integers(1, 199), max_size=6))
def test_a_path_bends_where_it_has_to_and_nowhere_else(count: int, corners: set[int]) -> None:
    there = sorted(c for c in corners if c < count - 1)
    straight = bends(count, lambda a, b: not any(a < c < b for c in there))
    assert straight == sorted({0, *there, count - 1})
