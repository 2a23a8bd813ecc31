"""The fetcher: piece by piece, the newest wish counts, a child that dies costs one piece, and idle ones go."""

import os
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage, Recording
from reviewer.services import fetcher as module
from reviewer.services.fetcher import Fetched, Fetcher, step_back
from reviewer.services.jobs import Progress
from reviewer.services.pictures import Failed
from reviewer.services.workers import Limits
from tests.support.values import a_footage

Work = Callable[..., Generator[Progress, None, Any]]


def _tell(word: str) -> Generator[Progress, None, str]:
    """What the child does with a word."""
    yield Progress(0, 1)
    if word == "die":
        os._exit(3)
    if word == "refuse":
        raise FootageError("It is no good.", "Try another.")
    if word == "break":
        raise KeyError("a defect")
    if word == "hang":
        while True:
            time.sleep(0.01)
            yield Progress(0, 1)
    if word == "priority":
        return str(psutil.Process().nice())
    return f"{word} {os.getpid()}"


@contextmanager
def bench(path: Path, recording: Recording) -> Iterator[Work]:
    yield _tell


@contextmanager
def humble_bench(path: Path, recording: Recording) -> Iterator[Work]:
    step_back()
    yield _tell


class Ear:
    """Remembers what was fetched, and waits for it."""

    def __init__(self) -> None:
        self.heard: list[Fetched] = []
        self._more = threading.Condition()

    def hear(self, fetched: Fetched) -> None:
        with self._more:
            self.heard.append(fetched)
            self._more.notify_all()

    def wait(self, count: int) -> None:
        with self._more:
            assert self._more.wait_for(lambda: len(self.heard) >= count, 30), self.words

    @property
    def words(self) -> list[str]:
        return [str(h.result.error) if isinstance(h.result, Failed) else h.result.split()[0] for h in self.heard]

    @property
    def children(self) -> set[str]:
        return {h.result.split()[1] for h in self.heard if not isinstance(h.result, Failed)}


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def fetcher(ear: Ear) -> Iterator[Fetcher]:
    fetcher = Fetcher(bench, ear.hear, name="fetcher")
    yield fetcher
    fetcher.close()


@pytest.fixture
def footage() -> Footage:
    return a_footage()


def test_pieces_come_in_their_order_from_one_child(fetcher: Fetcher, ear: Ear, footage: Footage) -> None:
    fetcher.ask(footage, [("a",), ("b",), ("c",)])
    ear.wait(3)
    fetcher.ask(footage, [("d",)])
    ear.wait(4)
    assert ear.words == ["a", "b", "c", "d"]
    assert len(ear.children) == 1
    assert all(h.footage is footage for h in ear.heard)


def test_a_child_that_dies_costs_one_piece_and_a_second_death_all(fetcher: Fetcher, ear: Ear, footage: Footage) -> None:
    fetcher.ask(footage, [("a",), ("die",), ("b",), ("die",), ("c",)])
    ear.wait(3)
    assert ear.words[:2] == ["a", "b"]
    assert len(ear.children) == 2
    assert "stopped unexpectedly" in ear.words[2]
    fetcher.ask(a_footage("f2"), [("d",)])
    ear.wait(4)
    assert ear.words[3] == "d"


@pytest.mark.logs("fetching pictures failed")
def test_what_the_work_raises_is_told_once_and_ends_the_wish(fetcher: Fetcher, ear: Ear, footage: Footage) -> None:
    for word, told in (("refuse", "It is no good."), ("break", "KeyError: 'a defect'")):
        ear.heard.clear()
        fetcher.ask(footage, [(word,), ("a",), ("b",)])
        ear.wait(1)
        fetcher.ask(footage, [("c",)])
        ear.wait(2)
        assert ear.words == [told, "c"]


def test_another_footage_ends_what_is_under_way(fetcher: Fetcher, ear: Ear, footage: Footage) -> None:
    other = a_footage("f2")
    fetcher.ask(footage, [("a",), ("hang",), ("b",)])
    ear.wait(1)
    fetcher.ask(other, [("c",)])
    ear.wait(2)
    assert ear.words == ["a", "c"]
    assert len(ear.children) == 2
    fetcher.ask(None)
    fetcher.ask(footage, [("d",)])
    ear.wait(3)
    assert len(ear.children) == 3


def test_closing_ends_what_is_under_way(ear: Ear, footage: Footage) -> None:
    fetcher = Fetcher(bench, ear.hear, name="fetcher")
    fetcher.ask(footage, [("a",), ("hang",)])
    ear.wait(1)
    fetcher.close()
    fetcher.close()
    assert ear.words == ["a"]


def test_an_idle_child_goes_and_comes_again(
    fetcher: Fetcher, ear: Ear, footage: Footage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "IDLE", 0.05)
    fetcher.ask(footage, [("a",)])
    ear.wait(1)
    (first,) = ear.children
    deadline = time.monotonic() + 30
    while psutil.pid_exists(int(first)) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not psutil.pid_exists(int(first))
    fetcher.ask(footage, [("b",)])
    ear.wait(2)
    assert len(ear.children) == 2


def test_a_child_that_grows_too_large_is_ended(ear: Ear, footage: Footage) -> None:
    fetcher = Fetcher(bench, ear.hear, name="fetcher", limits=Limits(memory=1))
    try:
        fetcher.ask(footage, [("hang",), ("hang",)])
        ear.wait(1)
        assert "too much memory" in ear.words[0]
    finally:
        fetcher.close()


def test_the_child_lets_everything_else_go_first(ear: Ear, footage: Footage) -> None:
    fetcher = Fetcher(humble_bench, ear.hear, name="fetcher")
    try:
        fetcher.ask(footage, [("priority",)])
        ear.wait(1)
        assert ear.words[0] != str(psutil.Process().nice())
    finally:
        fetcher.close()
