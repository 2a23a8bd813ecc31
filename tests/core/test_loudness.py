"""Drawing from peaks: the same at any zoom, whatever the length."""

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core.loudness import SoundPeaks


def a_sound(low: NDArray[np.int8], high: NDArray[np.int8], *, start: float = 0.0) -> SoundPeaks:
    return SoundPeaks(1, start, low, high)


def noise(count: int, *, channels: int = 1) -> SoundPeaks:
    rng = np.random.default_rng(3)
    high = rng.integers(0, 128, (channels, count)).astype(np.int8)
    return a_sound(-high, high)


def test_each_part_has_the_lowest_and_the_highest_of_its_entries() -> None:
    sound = noise(800, channels=2)
    low, high = sound.over(0.0, 8.0, count=100)
    assert np.array_equal(high, sound.high.reshape(2, 100, 8).max(axis=2))
    assert np.array_equal(low, sound.low.reshape(2, 100, 8).min(axis=2))


@pytest.mark.parametrize("count", [1, 3, 17, 200, 999])
@pytest.mark.parametrize("end", [0.5, 7.3, 900.0, 3600.0])
def test_no_peak_is_lost_at_any_zoom_and_none_is_made_up(count: int, end: float) -> None:
    sound = noise(360_000)
    _, high = sound.over(0.0, end, count=count)
    exact = sound.high[:, : int(np.ceil(end * 100))]
    assert int(high.max()) >= int(exact[:, :-1].max(initial=0))
    assert int(high.max()) <= int(sound.high.max())
    edges = np.linspace(0, end * 100, count + 1)
    for at in range(count):
        inside = sound.high[0, int(np.ceil(edges[at])) : int(edges[at + 1])]
        assert int(high[0, at]) >= int(inside.max(initial=0))


def test_a_part_shorter_than_an_entry_shows_that_entry() -> None:
    sound = a_sound(np.array([[-1, -2, -3]], np.int8), np.array([[1, 2, 3]], np.int8))
    low, high = sound.over(0.011, 0.014, count=2)
    assert high.tolist() == [[2, 2]]
    assert low.tolist() == [[-2, -2]]


def test_where_there_is_no_sound_it_is_nought() -> None:
    sound = a_sound(np.full((1, 100), -5, np.int8), np.full((1, 100), 5, np.int8), start=2.0)
    _, high = sound.over(0.0, 6.0, count=6)
    assert high.tolist() == [[0, 0, 5, 0, 0, 0]]
    assert sound.end == pytest.approx(3.0)
    assert sound.over(1.0, 1.0, count=4)[0].tolist() == [[0, 0, 0, 0]]
    assert sound.over(0.0, 1.0, count=0)[0].shape == (1, 0)


def test_an_empty_stream_can_be_drawn() -> None:
    empty = a_sound(np.zeros((2, 0), np.int8), np.zeros((2, 0), np.int8))
    assert empty.over(0, 1, count=3)[1].tolist() == [[0, 0, 0], [0, 0, 0]]


def test_lows_and_highs_that_do_not_agree_are_refused() -> None:
    with pytest.raises(ValueError, match="lowest and a highest"):
        a_sound(np.zeros((1, 3), np.int8), np.zeros((1, 4), np.int8))
