"""Run long work in the background with progress and cancel.

A job is a generator. It yields Progress while it works and returns its result.
Cancelling closes the generator at its next yield, so a job cleans up in
`finally`, exactly as it would after an error.
"""

import logging
from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from threading import Event
from time import monotonic
from typing import Any, TypeVar

from reviewer.core.errors import CancelError, ReviewerError

log = logging.getLogger(__name__)

Result = TypeVar("Result")

REPORT_EVERY = 0.1
"""Seconds between two progress reports of one job."""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far long work has come, in any unit; `total` is None while unknown, `note` names the stage."""

    done: int
    total: int | None
    note: str = ""


Job = Generator[Progress, None, Any]
"""Long work as a value: it yields Progress, returns its result, and cleans up in `finally`."""


def finished(steps: Generator[Any, None, Result]) -> Result:
    """What steps return, driven to their end in one go."""
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            result: Result = stop.value
            return result


class JobState(StrEnum):
    """Where a job is; the last three are final."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class JobUpdate:
    """What is known of a job at one moment; the last one is final."""

    state: JobState
    progress: Progress | None = None
    result: Any = None
    error: BaseException | None = None


class JobHandle:
    """What the submitter keeps of a job: its title, and the way to cancel it."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._cancel = Event()

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self._cancel.set()

    @property
    def cancelling(self) -> bool:
        """Whether a stop was asked for."""
        return self._cancel.is_set()


class JobRunner:
    """Runs jobs on worker threads, in the order they were submitted."""

    def __init__(self, workers: int = 1) -> None:
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="job")

    def submit(self, title: str, job: Job, *, listener: Callable[[JobUpdate], None]) -> JobHandle:
        """Start `job`; `listener` is called on the worker thread."""
        handle = JobHandle(title)
        self._pool.submit(self._run, handle, job, listener=listener)
        return handle

    def close(self) -> None:
        """Wait for running jobs and drop waiting ones; cancel first what should not be waited for."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, handle: JobHandle, job: Job, *, listener: Callable[[JobUpdate], None]) -> None:
        try:
            listener(self._drive(handle, job, listener=listener))
        except BaseException:
            log.exception("listener of %s failed", handle.title)

    def _drive(self, handle: JobHandle, job: Job, *, listener: Callable[[JobUpdate], None]) -> JobUpdate:
        try:
            with closing(job):
                due = 0.0
                while not handle.cancelling:
                    progress = next(job)
                    if monotonic() >= due:
                        listener(JobUpdate(JobState.RUNNING, progress))
                        due = monotonic() + REPORT_EVERY
            return JobUpdate(JobState.CANCELLED)
        except StopIteration as stop:
            return JobUpdate(JobState.DONE, result=stop.value)
        except CancelError:
            return JobUpdate(JobState.CANCELLED)
        except ReviewerError as error:
            return JobUpdate(JobState.FAILED, error=error)
        except BaseException as error:  # a defect, even a SystemExit: the listener shows the problem report
            log.exception("%s failed", handle.title)
            return JobUpdate(JobState.FAILED, error=error)
