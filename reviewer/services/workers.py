"""Run work that touches footage in a child process, so that a hostile file can end only the child.

Work is a generator function at module level that yields Progress and returns a picklable result,
exactly like a job; `in_child` is that same job, driven from a distance.
"""

import logging
import multiprocessing
import signal
import sys
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.process import BaseProcess
from time import monotonic
from typing import Any, TypeVar

import psutil

from reviewer.core.errors import FootageError, ReviewerError
from reviewer.services.jobs import Progress

if sys.platform == "win32":
    from multiprocessing.connection import PipeConnection as Connection
else:
    from multiprocessing.connection import Connection

log = logging.getLogger(__name__)
Result = TypeVar("Result")
Work = Callable[..., Generator[Progress, None, Result]]

POLL = 0.2
"""Seconds between two looks at a child."""

GRACE = 5.0
"""Seconds that a child has to reach its next step and clean up, once nobody listens to it any more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use before it is stopped: bytes of memory, and seconds without a sign of life."""

    memory: int = 3 * 1024**3
    silence: float = 300.0


@dataclass(frozen=True, slots=True)
class _Done:
    result: Any


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


class _AloneError(Exception):
    """The parent has closed its end: the work was cancelled, or the parent died."""


def in_child(work: Work[Result], *args: Any, name: str, limits: Limits = Limits()) -> Generator[Progress, None, Result]:
    """Run `work(*args)` in a new process and relay its progress and result.

    `name` is what the footage is called in messages. Closing the generator ends the child. Raises what the
    work raised when that is a ReviewerError, and FootageError when the child died, hung or grew past `limits`.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(
        target=_serve, args=(theirs, work), kwargs={"args": args}, daemon=True, name=f"work on {name}"
    )
    try:
        with closing(theirs), _interrupt_held():
            child.start()
        result: Result = yield from _relay(child, ours, name=name, limits=limits)
        return result
    finally:
        ours.close()  # the child hears of it at its next step, on every platform
        _end(child, GRACE)
        child.close()


def _relay(child: BaseProcess, pipe: Connection, *, name: str, limits: Limits) -> Generator[Progress, None, Any]:
    last, silent, due = Progress(0, None), 0.0, 0.0
    while True:
        message = _receive(pipe, child, name=name)
        if isinstance(message, _Done):
            return message.result
        if isinstance(message, _Failed):
            raise _died(name, "too little memory") if isinstance(message.error, MemoryError) else message.error
        silent = 0.0 if message else silent + POLL
        if monotonic() >= due:  # a child that talks all the time is looked at as well
            _watch(child, name=name, limits=limits, silent=silent)
            due = monotonic() + POLL
        last = message or last
        yield last  # also after silence, so that a cancel is heard while the child works on one thing for long


def _receive(pipe: Connection, child: BaseProcess, *, name: str) -> Any:
    """The next message, None when there is none for a while; raises FootageError when the child is gone."""
    try:
        return pipe.recv() if pipe.poll(POLL) else None
    except (EOFError, OSError):  # the latter when it died in the middle of a message
        child.join(GRACE)
        raise _died(name, f"exit status {child.exitcode}") from None


def _watch(child: BaseProcess, *, name: str, limits: Limits, silent: float) -> None:
    cause = "no sign of life" if silent > limits.silence else ""
    with suppress(psutil.Error):
        if child.pid is not None and psutil.Process(child.pid).memory_info().rss > limits.memory:
            cause = "too much memory"
    if cause:
        _end(child, 0)
        raise _died(name, cause)


def _died(name: str, cause: str) -> FootageError:
    return FootageError(
        f"The work on {name} stopped unexpectedly ({cause}).",
        "The file may be damaged. The original and the case are unchanged; try again, or have the file repaired.",
    )


def _end(child: BaseProcess, grace: float) -> None:
    """Wait `grace` seconds for the child to end by itself, then ask it to, then make it."""
    if child.pid is None:
        return  # it never started
    child.join(grace)
    if child.is_alive():
        child.terminate()
        child.join(2)
    if child.is_alive():
        child.kill()
        child.join()


@contextmanager
def _interrupt_held() -> Iterator[None]:
    """Start a child that does not hear Ctrl-C before it ignores it; the terminal sends it to parent and child alike."""
    if sys.platform == "win32":
        yield
    else:
        resource_tracker.getfd()  # starts the tracker, which would let the signal through again if it started later
        mask = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, mask)


def _serve(pipe: Connection, work: Work[Any], *, args: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends the child in good order
    signal.signal(signal.SIGTERM, _leave)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    with suppress(_AloneError):
        _send(pipe, _outcome(pipe, work, args=args))


def _outcome(pipe: Connection, work: Work[Any], *, args: tuple[Any, ...]) -> _Done | _Failed:
    try:
        return _Done(_drive(pipe, work(*args)))
    except (ReviewerError, MemoryError) as error:
        return _Failed(error)
    except _AloneError:
        raise
    except Exception as error:
        defect = RuntimeError(f"{type(error).__name__}: {error}")  # the error itself may not cross
        defect.add_note(traceback.format_exc())
        return _Failed(defect)


def _drive(pipe: Connection, steps: Generator[Progress, None, Result]) -> Result:
    with closing(steps):
        while True:
            try:
                progress = next(steps)
            except StopIteration as stop:
                result: Result = stop.value
                return result
            _send(pipe, progress)


def _send(pipe: Connection, message: Progress | _Done | _Failed) -> None:
    try:
        pipe.send(message)
    except OSError as error:
        raise _AloneError from error
    except Exception as error:  # a result that cannot cross is a defect of the work
        pipe.send(_Failed(RuntimeError(f"the result cannot be sent: {error}")))


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(1)  # unwinds the work, so that its partial files go
