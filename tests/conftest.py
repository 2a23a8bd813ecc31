"""What holds for every test: it leaves nothing running, logs nothing it did not announce, and reaches no address.

Announce a warning or an error that a test provokes with `@pytest.mark.logs("pattern", ...)`: each pattern (a regular
expression, searched in the message) must be met by a record, and every record by a pattern.
"""

import logging
import multiprocessing
import os
import re
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before anything imports Qt

import hypothesis
import psutil
import pytest

GRACE = 5.0
"""Seconds that a thread or a child process has to be gone after its test; each is checked as soon as it is."""

hypothesis.settings.register_profile("house", deadline=None, derandomize=True, database=None, print_blob=True)
hypothesis.settings.load_profile("house")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "logs(*patterns): the warnings and errors that the test provokes in the log")
    sys.addaudithook(_refuse_addresses)


def _refuse_addresses(event: str, args: tuple[Any, ...]) -> None:
    """Sockets of Python in this process; test_no_network watches native code and child processes."""
    if event == "socket.getaddrinfo":
        raise PermissionError(f"a test asked for the address of {args[0]!r}")
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and isinstance(args[1], tuple):
        raise PermissionError(f"a test tried to reach {args[1]!r}")


@pytest.fixture(autouse=True)
def own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own for each test, so that none reads or writes the settings of whoever runs it."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("REVIEWER_MODEL_PACKS", str(home / "model-packs"))  # not those of the computer either
    monkeypatch.setenv("REVIEWER_SETTINGS", str(home / "settings"))
    return home


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sample case as it is made for an officer: fourteen seconds with a real face, its faults planted."""
    from reviewer.services.jobs import finished
    from reviewer.services.practice import make_practice

    return finished(make_practice(tmp_path_factory.mktemp("practice") / "new", actor="me"))


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        text = f"{record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info:
            text += "\n" + logging.Formatter().formatException(record.exc_info)
        self.messages.append(text)


@pytest.fixture(autouse=True)
def announced_logs(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that logs a warning or worse without having said so, or says so and does not."""
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(collector)
    patterns = [p for mark in request.node.iter_markers("logs") for p in mark.args]
    surprising = [m for m in collector.messages if not any(re.search(p, m) for p in patterns)]
    missing = [p for p in patterns if not any(re.search(p, m) for m in collector.messages)]
    assert not surprising, "the test logged what it had not announced:\n" + "\n".join(surprising)
    assert not missing, f"the test announced log records that never came: {missing}"


@pytest.fixture(autouse=True)
def nothing_left_running(own_home: Path) -> Iterator[None]:
    """Fails a test that leaves a thread or a child process behind, and ends the child."""
    threads, children = set(_threads()), set(_children())
    yield
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline and (set(_threads()) - threads or set(_children()) - children):
        multiprocessing.active_children()  # reaps those that have ended
        time.sleep(0.02)
    left_threads, left_children = set(_threads()) - threads, set(_children()) - children
    told = [f"thread {t.name}" for t in left_threads] + [f"process {_told(c)}" for c in left_children]
    for child in left_children:
        child.kill()
    assert not told, "the test left running: " + ", ".join(told)


def _threads() -> list[threading.Thread]:
    # A thread that Qt or a codec made stays listed as a dummy for good once it has run Python; pytest-timeout's
    # own timer, where there are no signals, ends after this check.
    return [
        t
        for t in threading.enumerate()
        if not isinstance(t, threading._DummyThread) and not t.name.startswith("pytest_timeout")
    ]


def _children() -> list[psutil.Process]:
    return [c for c in psutil.Process().children(recursive=True) if not _stays(c)]


def _stays(child: psutil.Process) -> bool:
    """Whether it is a helper of multiprocessing that lives as long as the interpreter, or is only not reaped yet."""
    try:
        if child.status() == psutil.STATUS_ZOMBIE:
            return True
        return any("multiprocessing.resource_tracker" in part for part in child.cmdline())
    except psutil.Error:
        return True


def _told(child: psutil.Process) -> str:
    try:
        return f"{child.pid} ({' '.join(child.cmdline())[:200]})"
    except psutil.Error:
        return str(child.pid)
