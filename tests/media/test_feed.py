"""Samples on their way to the device, and the clock that is told from how it asks for them."""

import numpy as np
import pytest

from reviewer.media.feed import RAMP, Feed
from reviewer.media.speaker import RATE, Block

STEP = 960


class Clock:
    """Time that passes when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def feed(clock: Clock) -> Feed:
    return Feed(clock)


def counted(first: int, count: int) -> Block:
    """Samples whose value tells their number."""
    values = np.arange(first, first + count, dtype=np.float32) / 100_000
    return np.stack([values, -values], axis=1)


def test_samples_come_out_in_their_places_and_what_is_missing_is_silence(feed: Feed) -> None:
    feed.put(0, counted(0, 2000))
    feed.put(3000, counted(3000, 1000))
    feed.begin(0)
    out = np.concatenate([feed.take(STEP) for _ in range(5)])
    assert np.array_equal(out[RAMP:2000], counted(0, 2000)[RAMP:])
    assert not out[2000:3000].any()
    assert np.array_equal(out[3000:4000], counted(3000, 1000))
    assert not out[4000:].any()


def test_samples_that_come_too_late_are_left_out_so_that_the_next_ones_are_in_time(feed: Feed) -> None:
    feed.begin(0)
    feed.take(STEP)
    feed.put(0, counted(0, 1500))
    out = feed.take(STEP)
    assert np.array_equal(out[: 1500 - STEP], counted(STEP, 1500 - STEP))
    assert not out[1500 - STEP :].any()


def test_a_run_that_begins_before_its_first_sample_begins_with_silence(feed: Feed) -> None:
    feed.put(0, counted(0, 5000))
    feed.begin(-STEP)
    assert not feed.take(STEP).any()
    assert np.array_equal(feed.take(STEP), counted(0, STEP))


def test_sound_comes_and_goes_without_a_jump(feed: Feed) -> None:
    loud = np.ones((RATE, 2), np.float32)
    feed.put(0, loud)
    feed.begin(0)
    out = feed.take(STEP)
    feed.end()
    out = np.concatenate([out, feed.take(100), feed.take(STEP)])
    assert out[RAMP : STEP - 1].min() == 1
    assert np.abs(np.diff(out[:, 0])).max() < 2 / RAMP
    assert not out[STEP + RAMP :].any()


def test_after_the_end_of_a_run_nothing_of_it_is_heard(feed: Feed) -> None:
    feed.put(0, np.ones((RATE, 2), np.float32))
    feed.end()
    assert feed.ready == 0
    feed.begin(0)
    assert not feed.take(STEP).any()


def test_loudness_changes_without_a_jump_and_nothing_leaves_the_scale(feed: Feed) -> None:
    feed.put(0, np.ones((RATE, 2), np.float32))
    feed.begin(0)
    feed.take(STEP)
    feed.set_volume(0.25)
    out = feed.take(STEP)
    assert np.abs(np.diff(out[:, 0])).max() < 0.01
    assert feed.take(STEP) == pytest.approx(0.25)
    feed.set_volume(4)
    feed.take(STEP)
    assert feed.take(STEP).max() == 1


def ask(feed: Feed, clock: Clock, *, seconds: float, rate: float = RATE) -> None:
    """Have the device ask for STEP samples at a time, as often as it plays them."""
    for _ in range(round(seconds * rate / STEP)):
        feed.take(STEP)
        clock.now += STEP / rate


def test_what_is_heard_goes_by_the_device_and_not_by_the_computer(feed: Feed, clock: Clock) -> None:
    feed.begin(0)
    began = clock.now
    ask(feed, clock, seconds=600, rate=RATE * 1.001)
    heard = feed.heard(latency=0.06)
    assert heard is not None
    played = (clock.now - began) * RATE * 1.001 + STEP - 0.06 * RATE
    assert abs(heard - played) < 0.004 * RATE  # by the computer's clock it would be 0.6 seconds


def test_what_is_heard_passes_evenly_though_the_device_asks_unevenly(feed: Feed, clock: Clock) -> None:
    uneven = np.random.default_rng(4)
    feed.put(0, np.zeros((RATE, 2), np.float32))
    feed.begin(0)
    ask(feed, clock, seconds=2)
    began, apart = clock.now, []
    base = feed.heard(latency=0.06)
    assert base is not None
    for step in range(300):
        clock.now = began + step * STEP / RATE + float(uneven.uniform(0, 0.008))
        feed.take(STEP)
        heard = feed.heard(latency=0.06)
        assert heard is not None
        apart.append((heard - base) / RATE - (clock.now - began))
    assert max(apart) - min(apart) < 0.012


def test_no_more_is_heard_than_was_handed_over(feed: Feed, clock: Clock) -> None:
    feed.begin(0)
    ask(feed, clock, seconds=1)
    clock.now += 5
    heard = feed.heard(latency=0)
    assert heard is not None
    assert heard <= RATE


def test_without_a_run_nothing_is_heard(feed: Feed) -> None:
    feed.take(STEP)
    assert feed.heard(latency=0) is None
