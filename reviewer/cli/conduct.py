"""Run a job on the main thread with its progress on show, and end it in good order when the user says stop."""

import signal
import threading
from collections.abc import Generator
from contextlib import closing
from types import FrameType, TracebackType
from typing import Any, Self, TypeVar

from reviewer.cli.console import Meter, tell
from reviewer.core.errors import CancelError
from reviewer.services.jobs import Progress

Result = TypeVar("Result")

PATIENCE = 3
"""How often the user asks before the work is torn down where it stands."""


class Stop:
    """Hears Ctrl-C, and the system's request to end, while it is entered."""

    def __init__(self) -> None:
        self._asked = 0
        self._before: dict[int, Any] = {}

    @property
    def asked(self) -> bool:
        """Whether the work is to end."""
        return self._asked > 0

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            # SIGHUP is a closed terminal, SIGBREAK is Ctrl-Break or a closed console on Windows.
            for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"):
                number = getattr(signal, name, None)
                if number is not None:
                    self._before[number] = signal.signal(number, self._hear)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler if handler is not None else signal.SIG_DFL)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        self._asked += 1
        if self._asked >= PATIENCE:
            raise KeyboardInterrupt


def drive(job: Generator[Progress, None, Result], stop: Stop) -> Result:
    """The job's result; raises CancelError once the user asked to stop and the job has cleaned up."""
    meter = Meter()
    try:
        result = _drive(job, stop, meter=meter)
    except BaseException:
        meter.abandon()
        raise
    meter.end()
    return result


def _drive(job: Generator[Progress, None, Result], stop: Stop, *, meter: Meter) -> Result:
    try:
        with closing(job):
            while not stop.asked:
                meter.show(next(job))
            meter.abandon()
            tell("Stopping: what is unfinished is being removed.")
    except StopIteration as done:
        result: Result = done.value
        return result
    except Exception as error:
        if stop.asked:  # a child that heard the same Ctrl-C may fail in its own way; that is not news
            raise stopped() from error
        raise
    raise stopped()


def stopped() -> CancelError:
    """What the user is told after a stop."""
    return CancelError(
        "Stopped before the work was done.",
        "No unfinished copy was left and the originals are unchanged. The same command starts again; "
        "with --case it goes on from what was finished.",
    )
