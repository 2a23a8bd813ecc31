"""Grouping lines of text into blocks, on lines made up."""

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.geometry import Box
from reviewer.vision.text_blocks import BESIDE, DENSE, UNDER, Line, blocks, neighbours


def line(x: float, y: float, width: float, height: float = 20, *, score: float = 0.9) -> Line:
    """A level line whose top left corner is at `x`, `y`."""
    return Line(x + width / 2, y + height / 2, width, height, 0.0, score)


def page(x: float, y: float, *, rows: int = 8, width: float = 300, pitch: float = 30) -> list[Line]:
    """Rows that end raggedly, as of a letter."""
    parts = (1.0, 0.9, 0.95, 0.6, 1.0, 0.85, 0.9, 0.4)
    return [line(x, y + row * pitch, width * parts[row % len(parts)]) for row in range(rows)]


def turned(lines: Sequence[Line], degrees: float) -> list[Line]:
    """The same lines with the whole picture turned about its corner."""
    angle = math.radians(degrees)
    cos, sin = math.cos(angle), math.sin(angle)
    return [Line(n.x * cos - n.y * sin, n.x * sin + n.y * cos, n.length, n.height, angle, n.score) for n in lines]


def groups(lines: Sequence[Line]) -> list[tuple[int, ...]]:
    return sorted(block.lines for block in blocks(lines))


def whole(lines: Sequence[Line]) -> list[tuple[int, ...]]:
    return [tuple(range(len(lines)))]


def test_no_lines_make_no_blocks_and_one_line_is_one() -> None:
    assert blocks([]) == []
    (block,) = blocks([line(10, 20, 100, score=0.7)])
    assert (block.box, block.lines) == (Box(10, 20, 100, 20), (0,))
    assert block.score == pytest.approx(0.7)


def test_a_page_is_one_block_in_the_box_around_all_its_lines() -> None:
    (block,) = blocks(page(50, 40))
    assert block.box == Box(50, 40, 300, 7 * 30 + 20)


@pytest.mark.parametrize("degrees", [-80, -45, -20, 7, 30, 90])
def test_a_page_that_lies_askew_is_one_block(degrees: float) -> None:
    assert groups(turned(page(50, 40), degrees)) == whole(page(50, 40))


@pytest.mark.parametrize("missing", range(8))
def test_a_page_stays_one_block_whichever_line_is_missed(missing: int) -> None:
    seen = page(50, 40)
    del seen[missing]
    assert groups(seen) == whole(seen)


def test_the_cells_of_a_table_are_one_block() -> None:
    cells = [line(20 + column * 90, 30 + row * 44, 50) for row in range(6) for column in range(4)]
    assert groups(cells) == whole(cells)


def test_the_words_of_a_sign_are_one_block_beside_each_other_and_under_each_other() -> None:
    assert groups([line(0, 0, 80), line(100, 3, 60)]) == [(0, 1)]
    assert groups([line(0, 0, 80), line(20, 30, 60, 26)]) == [(0, 1)]


def test_two_signs_far_apart_are_two_blocks() -> None:
    apart = 20 * max(BESIDE, UNDER) + 1
    assert groups([line(0, 0, 80), line(80 + apart, 0, 80)]) == [(0,), (1,)]
    assert groups([line(0, 0, 80), line(0, 20 + apart, 80)]) == [(0,), (1,)]


def test_columns_far_apart_are_blocks_of_their_own() -> None:
    left, right = page(0, 0), page(400, 0)
    assert groups([*left, *right]) == [tuple(range(8)), tuple(range(8, 16))]


def test_a_caption_above_a_document_is_a_block_of_its_own() -> None:
    caption = line(0, 0, 500, 36)
    assert groups([caption, *page(50, 50)]) == [(0,), tuple(range(1, 9))]


def test_a_small_word_under_a_long_caption_does_not_make_it_higher() -> None:
    assert groups([line(0, 0, 700, 30), line(300, 40, 40, 14)]) == [(0,), (1,)]


def test_what_is_diagonally_apart_does_not_belong_together() -> None:
    stairs = [line(step * 100, step * 24, 80) for step in range(6)]
    assert groups(stairs) == [(n,) for n in range(6)]


def test_lines_that_cross_are_not_one_block() -> None:
    level = line(0, 100, 300)
    steep = Line(150, 110, 300, 20, math.radians(60), 0.9)
    assert groups([level, steep]) == [(0,), (1,)]


def test_blocks_that_cross_keep_their_own_lines() -> None:
    steep = turned(page(120, -200, rows=5), 70)
    assert all(set(g) <= set(range(8)) or set(g) <= set(range(8, 13)) for g in groups([*page(0, 0), *steep]))


def test_what_lies_inside_a_block_is_a_part_of_it() -> None:
    sign = [line(0, 0, 200, 40), line(0, 90, 200, 40)]
    small = line(60, 60, 60, 10)
    assert groups([*sign, small]) == [(0, 1, 2)]


def test_single_letters_near_one_another_are_a_word_and_scattered_ones_are_not_a_page() -> None:
    assert groups([line(n * 24, 0, 16) for n in range(5)]) == [tuple(range(5))]
    scattered = [line(x * 70, y * 65, 16) for x in range(5) for y in range(5)]
    assert len(groups(scattered)) == 25


def test_a_frame_of_words_around_an_empty_middle_is_not_one_block() -> None:
    top = [line(x * 60, 0, 50, 16) for x in range(10)]
    bottom = [line(x * 60, 580, 50, 16) for x in range(10)]
    sides = [line(x, 30 + y * 30, 50, 16) for x in (0, 540) for y in range(18)]
    lines = [*top, *bottom, *sides]
    for block in blocks(lines):
        assert sum(lines[n].area for n in block.lines) >= 0.3 * block.box.area


def test_rows_that_still_show_on_both_sides_of_what_is_covered_are_told_apart_by_a_check() -> None:
    rows = [line(0, y * 60, 300) for y in range(6)]
    assert groups(rows) == whole(rows)
    for block in blocks(rows, filled=DENSE):
        assert sum(rows[n].area for n in block.lines) >= DENSE * block.box.area


def test_the_score_is_the_mean_by_area_and_a_weak_smudge_does_not_make_a_plain_line_doubtful() -> None:
    (alike,) = blocks([line(0, 0, 100, score=0.8), line(0, 30, 100, score=0.6)])
    assert alike.score == pytest.approx((0.64 + 0.36) / 1.4)
    (block,) = blocks([line(0, 0, 300, score=0.95), line(310, 0, 30, score=0.3)])
    assert block.score > 0.9


lines_anywhere = st.builds(
    Line,
    st.floats(0, 1600),
    st.floats(0, 900),
    st.floats(3, 800),
    st.floats(3, 200),
    st.floats(-math.pi / 2, math.pi / 2),
    st.floats(0.2, 1),
)


@given(st.lists(lines_anywhere, max_size=25))
def test_every_line_is_in_one_block_which_holds_it(lines: list[Line]) -> None:
    found = blocks(lines)
    assert sorted(n for block in found for n in block.lines) == list(range(len(lines)))
    for block in found:
        for n in block.lines:
            assert block.box.padded(1e-6).shared(lines[n].box) == pytest.approx(lines[n].box.area)
        scores = [lines[n].score for n in block.lines]
        assert min(scores) - 1e-9 <= block.score <= max(scores) + 1e-9


@given(st.lists(lines_anywhere, max_size=12), st.randoms())
def test_the_order_of_the_lines_makes_no_difference(lines: list[Line], chance: "np.random.Generator") -> None:
    mixed = list(range(len(lines)))
    chance.shuffle(mixed)
    found = {frozenset(mixed[n] for n in block.lines) for block in blocks([lines[n] for n in mixed])}
    assert found == {frozenset(block.lines) for block in blocks(lines)}


def test_a_wall_of_signs_is_not_compared_each_with_each() -> None:
    """Two thousand lines, which is forty times as many as the fullest street had."""
    chance = np.random.default_rng(4)
    wall = [line(60 * (n % 50), 45 * (n // 50), *chance.uniform((20, 10), (50, 30))) for n in range(2000)]
    pairs = list(neighbours(wall))
    assert 2000 < len(pairs) < 10 * len(wall)
    assert sorted(n for block in blocks(wall) for n in block.lines) == list(range(2000))
