"""Ticks and pixels, looking closer, and where what is dragged comes to rest."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.ui.timeline.scale import SIDE, Scale, Snaps
from tests.support.timelines import FRAMES, INDEX, tick

ALL = Scale.of(INDEX, 620)
positions = st.floats(-500, 1500)


def test_all_of_the_footage_lies_between_the_sides() -> None:
    assert ALL.x_of(INDEX.span.start) == SIDE
    assert ALL.x_of(INDEX.end) == pytest.approx(610)
    assert ALL.all


def test_every_place_lies_in_the_footage() -> None:
    assert ALL.tick_at(-50) == INDEX.tick(0)
    assert ALL.tick_at(10_000) == INDEX.end - 1


@given(st.lists(st.floats(0.01, 100), max_size=6), positions)
def test_the_time_under_the_pointer_stays_there_when_looking_closer(times: list[float], x: float) -> None:
    scale = ALL
    for factor in times:
        before = scale.at(x)
        scale = scale.zoomed(factor, x=x)
        assert ALL.start <= scale.start
        assert scale.start + scale.length <= INDEX.end + 1e-3
        inside = ALL.start < scale.start and scale.start + scale.length < INDEX.end
        if inside:
            assert scale.at(x) == pytest.approx(before, abs=scale.per_pixel / 100 + 1e-3)


def test_the_closest_look_shows_one_frame_and_the_widest_all_of_them() -> None:
    closest = ALL.zoomed(1e9, x=300)
    assert closest.length == pytest.approx(3003)
    assert closest.zoomed(1e-9, x=5).all


def test_a_time_before_nought_belongs_to_the_frame_that_began_before_it() -> None:
    second = ALL.x_of(tick(1))
    assert INDEX.tick(1) < 0
    assert ALL.tick_at(second - 1e-6) < tick(1)


def test_panning_stops_at_the_ends_of_the_footage() -> None:
    closer = ALL.zoomed(4, x=300)
    assert closer.panned(1e9).x_of(INDEX.end) == pytest.approx(610)
    assert closer.panned(-1e9).start == INDEX.span.start
    assert closer.panned(10).x_of(tick(150)) == pytest.approx(closer.x_of(tick(150)) - 10)


def test_the_page_turns_only_where_the_playhead_leaves_it() -> None:
    closer = ALL.zoomed(10, x=SIDE)
    assert closer.turned_to(tick(20)) is closer
    turned = closer.turned_to(tick(100))
    assert turned.start < tick(100) < turned.start + turned.length
    assert turned.x_of(tick(100)) < turned.left + turned.width / 4


def test_footage_of_one_frame_is_a_length_of_time_as_well() -> None:
    short = Scale.of(type(INDEX)(INDEX.ticks[:1], INDEX.keyframes[:1], tick(1)), 620)
    assert INDEX.number(short.tick_at(300)) == 0
    assert short.zoomed(50, x=300) == short


def snaps(*places: int) -> Snaps:
    return Snaps.of(INDEX, places)


def test_what_is_dragged_rests_at_a_frame() -> None:
    assert snaps().rest(tick(10) + 1400, within=0) == (tick(10), False)
    assert snaps().rest(tick(10) + 1600, within=0) == (tick(11), False)
    assert snaps().rest(INDEX.end + 10**9, within=0) == (INDEX.end, False)
    assert snaps().rest(-(10**9), within=0) == (INDEX.tick(0), False)


def test_a_place_nearby_draws_it_and_one_far_off_does_not() -> None:
    places = snaps(tick(20), tick(40))
    assert places.rest(tick(23), within=3 * 3003) == (tick(20), True)
    assert places.rest(tick(24), within=3 * 3003) == (tick(24), False)
    assert places.rest(tick(38), within=3 * 3003) == (tick(40), True)
    assert places.rest(tick(20), within=0) == (tick(20), False)


@given(st.lists(st.integers(-(10**6), 10**7), max_size=5), st.floats(-(10**6), 10**7), st.floats(0, 10**5))
def test_nothing_ever_rests_between_two_frames(places: list[int], at: float, within: float) -> None:
    rest, _ = snaps(*places).rest(at, within=within)
    assert rest in {*INDEX.ticks.tolist(), INDEX.end}


def test_many_places_are_told_at_once_as_one_is() -> None:
    ticks = np.array([tick(f) for f in (0, 7, FRAMES)])
    assert ALL.xs_of(ticks).tolist() == pytest.approx([ALL.x_of(t) for t in ticks.tolist()])
