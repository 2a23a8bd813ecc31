"""Jobs that take seconds do not wait for those that take minutes, and what nobody waits for is told quietly."""

from collections.abc import Generator, Iterator
from threading import Event
from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from reviewer.core.errors import DiskError
from reviewer.services.jobs import JobRunner, JobState, Progress
from reviewer.ui.bridge import MainThread
from reviewer.ui.work import Work


@pytest.fixture
def work(qtbot: QtBot) -> Iterator[Work]:
    parent = QObject()
    made = Work(JobRunner(), MainThread(parent), parent=parent)
    yield made
    made.close()


def held(until: Event) -> Generator[Progress, None, str]:
    while not until.wait(0.01):
        yield Progress(0, None)
    return "done"


def at_once(result: str) -> Generator[Progress, None, str]:
    yield Progress(0, 1)
    return result


def failing() -> Generator[Progress, None, None]:
    yield Progress(0, 1)
    raise DiskError("There is no room.", "Make some.")


def test_what_takes_seconds_does_not_wait_for_what_takes_minutes(qtbot: QtBot, work: Work) -> None:
    enough, results = Event(), list[Any]()
    long = work.submit("long", held(enough), done=results.append)
    waiting = work.submit("waiting", at_once("later"), done=results.append)
    work.promptly("prompt", at_once("prompt"), done=results.append)
    work.beside("aside", at_once("aside"), done=results.append)
    qtbot.waitUntil(lambda: sorted(results) == ["aside", "prompt"], timeout=5000)
    assert waiting.state is JobState.WAITING
    enough.set()
    qtbot.waitUntil(lambda: results[-1] == "later", timeout=5000)
    assert long.over


def test_what_nobody_waits_for_keeps_no_one_from_closing_and_its_failure_is_told_in_its_line(
    qtbot: QtBot, work: Work
) -> None:
    failures = list[Any]()
    work.failed.connect(failures.append)
    enough = Event()
    work.beside("aside", held(enough), done=lambda _: None)
    assert not work.busy
    enough.set()
    entry = work.beside("broken", failing(), done=lambda _: None)
    qtbot.waitUntil(lambda: entry.over, timeout=5000)
    assert entry.why == "There is no room."
    assert failures == []
    prompt = work.promptly("broken too", failing(), done=lambda _: None)
    assert work.busy
    qtbot.waitUntil(lambda: prompt.over, timeout=5000)
    assert [str(f) for f in failures] == ["There is no room."]
    assert [e.title for e in work.entries] == ["broken", "broken too"], "what went well is off the list"
