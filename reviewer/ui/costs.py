"""Has measured what looking through a recording would take, while a dialog asks about it."""

from collections.abc import Callable, Generator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject

from reviewer.core.cost import Cost
from reviewer.core.settings import Depth, Search
from reviewer.services.jobs import JobHandle, JobRunner, JobState, JobUpdate, Progress
from reviewer.ui.bridge import MainThread

Tell = Callable[[Depth, Cost], None]


class MeasureCosts(Protocol):
    """Measures for every depth, and has each told of at once, on the thread that drives it."""

    def __call__(self, path: Path, search: Search, *, told: Tell) -> Generator[Progress, None, Mapping[Depth, Cost]]:
        """What looking through the recording at `path` costs."""


class Costs(QObject):
    """One measurement at a time, on a thread of its own; whoever asks is told on the main thread."""

    def __init__(self, measure: MeasureCosts, main: MainThread, *, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._measure, self._main, self._runner = measure, main, JobRunner()
        self._handle: JobHandle | None = None

    def measure(self, path: Path, search: Search, *, show: Tell) -> None:
        """Have `show` called with each depth and its cost as they are known; what was measured before is dropped.

        Where nothing can be measured, each has a cost without a time.
        """
        self.stop()

        def heard(pair: tuple[Depth, Cost]) -> None:
            if self._handle is handle:
                show(*pair)

        tell = self._main.call(heard)
        job = self._measure(path, search, told=lambda depth, cost: tell((depth, cost)))
        handle = self._handle = self._runner.submit(f"Measuring {path.name}", job, listener=partial(_end, tell))

    def stop(self) -> None:
        """Tell nobody any more, and end the measurement soon."""
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.cancel()

    def close(self) -> None:
        """End the measurement, and wait until it has ended."""
        self.stop()
        self._runner.close()


def _end(tell: Callable[[Any], None], update: JobUpdate) -> None:
    if update.state is JobState.FAILED:
        for depth in Depth:
            tell((depth, Cost(None)))
