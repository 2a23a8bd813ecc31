from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.geometry import Box
from reviewer.core.region import Decision, Keyframe, Region
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
