"""Measure what work costs: seconds by stage, and memory of the whole tree of processes."""

import threading
from collections.abc import Generator
from contextlib import closing, suppress
from dataclasses import replace
from time import monotonic
from types import TracebackType
from typing import Self, TypeVar

import psutil

from reviewer.services.jobs import Progress

Result = TypeVar("Result")

EVERY = 0.25
"""Seconds between two looks at the memory in use."""


class Stopwatch:
    """Adds up the seconds that each stage of the work took."""

    def __init__(self, *stages: str) -> None:
        self.seconds = dict.fromkeys(stages, 0.0)

    def stage(
        self, name: str, job: Generator[Progress, None, Result], *, title: str
    ) -> Generator[Progress, None, Result]:
        """Run `job` as part of the stage `name`; its progress is relayed under `title`."""
        started = monotonic()
        try:
            with closing(job):
                while True:
                    yield replace(next(job), note=title)
        except StopIteration as stop:
            result: Result = stop.value
            return result
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + monotonic() - started


class MemoryWatch:
    """Samples the resident memory of this process and all below it while it is entered.

    `peak` is the largest sum seen, in bytes. Pages that processes share count once for each, so it errs upwards.
    """

    def __init__(self) -> None:
        self.peak = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="memory watch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        root = psutil.Process()
        while True:
            self.peak = max(self.peak, resident(root))
            if self._stop.wait(EVERY):
                return


def resident(root: psutil.Process) -> int:
    """The resident bytes of `root` and of every process below it."""
    total = 0
    with suppress(psutil.Error):
        for process in (root, *root.children(recursive=True)):
            with suppress(psutil.Error):
                total += int(process.memory_info().rss)
    return total
