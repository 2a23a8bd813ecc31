"""The order of batches is fixed, whoever makes the pictures, and spoilt ones do not pass unseen."""

import logging
from collections import Counter

import pytest
import torch

from tests.training.net.errors import TrainingError
from tests.training.net.examples import Recipe
from tests.training.net.feed import SPARE, TRIES, WINDOW, Feed, order
from tests.training.net.stand_in import Dying, StandIn


def recipe(source: StandIn | Dying | None = None, views: int = 2) -> Recipe:
    return Recipe(source or StandIn(64), 1, 32, views)


def test_every_picture_is_shown_in_each_of_its_views_once_and_never_twice_in_a_batch() -> None:
    shown: Counter[tuple[int, int]] = Counter()
    for step in range(2 * WINDOW * 3):
        numbers, view = order(step, size=4, views=3)
        assert len(set(numbers)) == 4
        shown.update((n, view) for n in numbers)
    assert set(shown.values()) == {1}
    assert {n for n, _ in shown} == set(range(2 * WINDOW * 4))


def test_workers_make_the_same_batches_as_one_process_alone_and_from_any_step_on() -> None:
    with Feed(recipe(), size=2, workers=0) as alone:
        batches = [alone.next() for _ in range(2 * WINDOW + 3)]
    start = WINDOW + 2
    with Feed(recipe(), size=2, workers=2, start=start) as feed:
        for expected in batches[start:]:
            assert torch.equal(feed.next().planes, expected.planes)


def test_pictures_are_let_go_after_their_last_view() -> None:
    with Feed(recipe(), size=2, workers=0) as feed:
        for _ in range(4 * WINDOW):
            feed.next()
        assert not feed._held


@pytest.mark.logs("picture")
def test_a_spoilt_picture_is_replaced_counted_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    with Feed(recipe(StandIn(64, spoilt=(1,), nowhere=(3,))), size=4, workers=0) as feed:
        assert feed.next().planes.shape[0] == 4
        assert feed.spoilt == 2
    assert "picture 1: ValueError" in caplog.text
    assert "picture 3: SpoiltError" in caplog.text


def shown(feed: Feed, *, steps: int) -> None:
    for _ in range(steps):
        feed.next()


@pytest.mark.logs("picture")
def test_more_than_one_spoilt_picture_in_a_hundred_stops_the_run() -> None:
    source = StandIn(64, spoilt=tuple(range(0, 300, 50)))
    with Feed(recipe(source), size=4, workers=0) as feed, pytest.raises(TrainingError, match="more than one in 100"):
        shown(feed, steps=200)


@pytest.mark.logs("picture")
def test_one_spoilt_picture_in_two_hundred_does_not() -> None:
    with Feed(recipe(StandIn(64, spoilt=(10, 210)), views=1), size=10, workers=0) as feed:
        shown(feed, steps=40)
        assert feed.spoilt == 2


def test_a_picture_whose_spares_are_spoilt_as_well_stops_the_run() -> None:
    spoilt = tuple(turn * SPARE for turn in range(TRIES + 1))
    with Feed(recipe(StandIn(64, spoilt=spoilt)), size=1, workers=0) as feed, pytest.raises(TrainingError):
        feed.next()


def test_a_worker_that_dies_is_a_sentence_and_no_wait_for_ever() -> None:
    with Feed(recipe(Dying()), size=1, workers=1) as feed, pytest.raises(TrainingError, match="died"):
        feed.next()
