"""Other processes: those that a test has begun, and waiting for what they do."""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
"""The repository, for processes that a test starts itself."""


def until(holds: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait until it holds; fails when it has not after a long time."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it never came about"
        time.sleep(0.01)


def children() -> list[psutil.Process]:
    """The child processes of the test that are alive, but for the helper of multiprocessing that stays."""
    return [child for child in psutil.Process().children() if _works(child)]


def _works(child: psutil.Process) -> bool:
    with suppress(psutil.Error):  # it has ended meanwhile
        return "resource_tracker" not in " ".join(child.cmdline())
    return False
