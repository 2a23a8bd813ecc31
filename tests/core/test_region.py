from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Decision, Keyframe, Region, Shape
from reviewer.core.timing import Span, Tick
from tests.support.values import a_region


def box_at(region: Region, tick: int) -> Box:
    box = region.box_at(Tick(tick))
    assert box is not None
    return box


def test_a_region_is_held_before_its_first_keyframe_and_after_its_last() -> None:
    region = a_region("a", ticks=(40, 60))
    assert box_at(region, 0) == region.keyframes[0].box
    assert box_at(region, 99) == region.keyframes[-1].box


def test_a_region_has_no_box_outside_its_span() -> None:
    region = replace(a_region("a"), span=Span(Tick(20), Tick(30)))
    assert [region.box_at(Tick(t)) is None for t in (19, 20, 29, 30)] == [True, False, False, True]


def test_a_region_moves_on_a_straight_line_between_keyframes() -> None:
    region = a_region("a", ticks=(0, 10, 50))
    assert [box_at(region, t).x for t in (0, 5, 10, 20, 30, 50)] == [0, 0.5, 1, 1.25, 1.5, 2]


@given(st.lists(st.integers(0, 99), min_size=1, max_size=8, unique=True), st.integers(0, 99))
def test_a_region_covers_something_at_every_tick_of_its_span(ticks: list[int], tick: int) -> None:
    region = a_region("a", ticks=sorted(ticks))
    assert 0 <= box_at(region, tick).x <= len(ticks) - 1
    if tick in ticks:
        assert box_at(region, tick) == region.keyframes[sorted(ticks).index(tick)].box


def test_setting_a_keyframe_puts_it_in_its_place_by_tick() -> None:
    region = a_region("a", ticks=(0, 10)).with_keyframe(Keyframe(Tick(5), Box(9, 9, 1, 1)))
    assert [k.tick for k in region.keyframes] == [0, 5, 10]
    assert box_at(region, 5) == Box(9, 9, 1, 1)


def test_setting_a_keyframe_where_there_is_one_takes_its_place() -> None:
    region = a_region("a", ticks=(0, 10)).with_keyframe(Keyframe(Tick(10), Box(9, 9, 1, 1)))
    assert [k.tick for k in region.keyframes] == [0, 10]
    assert region.keyframes[1].box == Box(9, 9, 1, 1)


@pytest.mark.parametrize(
    ("decision", "hides"), [(Decision.PROPOSED, True), (Decision.CONFIRMED, True), (Decision.REJECTED, False)]
)
def test_only_a_rejected_region_is_not_hidden(decision: Decision, hides: bool) -> None:
    assert replace(a_region("a"), decision=decision).hides is hides


def test_a_region_without_keyframes_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="at least one keyframe"):
        replace(a_region("a"), keyframes=())


SLANTED = Outline(((10, 20), (50, 30), (48, 44), (8, 34)))
LATER = Outline(((20, 40), (60, 30), (58, 44), (18, 54)))
THREE = Outline(((0, 0), (4, 0), (0, 4)))


def a_polygon(*keyframes: Keyframe) -> Region:
    return replace(a_region("a"), shape=Shape.POLYGON, keyframes=keyframes)


def outlined(tick: int, outline: Outline) -> Keyframe:
    return Keyframe.around(Tick(tick), outline)


def test_a_polygon_goes_corner_by_corner_from_keyframe_to_keyframe() -> None:
    region = a_polygon(outlined(10, SLANTED), outlined(30, LATER))
    halfway = SLANTED.towards(LATER, 0.5)
    assert [region.outline_at(Tick(t)) for t in (0, 10, 20, 30, 99)] == [SLANTED, SLANTED, halfway, LATER, LATER]
    assert [region.box_at(Tick(t)) for t in (0, 20, 99)] == [SLANTED.box, halfway.box, LATER.box]


def test_a_polygon_has_no_outline_outside_its_span() -> None:
    region = replace(a_polygon(outlined(20, SLANTED)), span=Span(Tick(20), Tick(30)))
    assert [region.outline_at(Tick(t)) is None for t in (19, 20, 29, 30)] == [True, False, False, True]


@pytest.mark.parametrize("other", [Keyframe(Tick(30), Box(90, 90, 5, 5)), outlined(30, THREE)])
def test_between_keyframes_of_unlike_corners_a_polygon_hides_the_hull_of_both(other: Keyframe) -> None:
    for first, last in ((outlined(10, SLANTED), other), (other, outlined(50, SLANTED))):
        region = a_polygon(first, last)
        assert region.outline_at(first.tick) == first.outline
        assert region.outline_at(Tick(first.tick + 1)) is None
        around = box_at(region, first.tick + 1)
        assert around == box_at(region, last.tick - 1)
        for box in (first.box, last.box):
            assert around.shared(box) == pytest.approx(box.area)
        assert box_at(region, last.tick) == last.box


def test_a_keyframe_without_an_outline_hides_its_whole_box() -> None:
    region = a_polygon(Keyframe(Tick(10), Box(0, 0, 8, 8)), Keyframe(Tick(20), Box(10, 0, 8, 8)))
    assert [region.outline_at(Tick(t)) for t in (0, 10, 15, 20, 99)] == [None] * 5
    assert box_at(region, 15) == Box(5, 0, 8, 8)


def test_setting_only_the_box_of_a_polygon_hides_the_whole_box() -> None:
    region = a_polygon(outlined(10, SLANTED)).with_keyframe(Keyframe(Tick(10), Box(0, 0, 60, 60)))
    assert region.outline_at(Tick(10)) is None
    assert box_at(region, 10) == Box(0, 0, 60, 60)


def test_corners_that_turn_over_between_keyframes_hide_their_hull() -> None:
    a, b, c, d = SLANTED.corners
    region = a_polygon(outlined(0, SLANTED), outlined(10, Outline((b, a, d, c))))
    for tick in range(1, 10):
        outline = region.outline_at(Tick(tick))
        assert outline is not None
        assert outline == outline.unfolded()


def test_other_shapes_have_no_outline() -> None:
    region = replace(a_polygon(outlined(10, SLANTED)), shape=Shape.RECTANGLE)
    assert region.outline_at(Tick(10)) is None
    assert box_at(region, 10) == SLANTED.box


def test_the_box_of_a_keyframe_is_the_hull_of_its_outline() -> None:
    with pytest.raises(ValueError, match="hull of its outline"):
        Keyframe(Tick(1), Box(8, 20, 42, 25), SLANTED)
