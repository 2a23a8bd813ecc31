"""Run work that touches footage in a child process, so that a hostile file can end only the child.

Work is a generator function at module level that yields Progress and returns a picklable result,
exactly like a job; `in_child` is that same job, driven from a distance.
"""

import logging
import multiprocessing
import os
import signal
from collections.abc import Callable, Generator
from contextlib import closing, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

import psutil

from reviewer.core.errors import FootageError, ReviewerError
from reviewer.services.jobs import Progress

log = logging.getLogger(__name__)
Result = TypeVar("Result")
Work = Callable[..., Generator[Progress, None, Result]]

POLL = 0.2
"""Seconds between two looks at a silent child."""


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


def in_child(work: Work[Result], *args: Any, name: str, limits: Limits = Limits()) -> Generator[Progress, None, Result]:
    """Run `work(*args)` in a new process and relay its progress and result.

    `name` is what the footage is called in messages. Closing the generator ends the child. Raises what the
    work raised when that is a ReviewerError, and FootageError when the child died, hung or grew past `limits`.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_serve, args=(theirs, work, args), daemon=True, name=f"work on {name}")
    child.start()
    theirs.close()
    try:
        result: Result = yield from _relay(child, ours, name=name, limits=limits)
        return result
    finally:
        _end(child)
        ours.close()


def _relay(child: BaseProcess, pipe: Connection, *, name: str, limits: Limits) -> Generator[Progress, None, Any]:
    last = Progress(0, None)
    silent = 0.0
    while True:
        if not pipe.poll(POLL):
            silent += POLL
            _watch(child, name=name, limits=limits, silent=silent)
            yield last  # so that a cancel is heard while the child works on one thing for long
            continue
        silent = 0.0
        message = _receive(pipe, child, name)
        if isinstance(message, _Done):
            return message.result
        if isinstance(message, _Failed):
            raise message.error
        last = message
        yield last


def _receive(pipe: Connection, child: BaseProcess, name: str) -> Any:
    try:
        return pipe.recv()
    except EOFError:
        child.join(5)
        raise _died(name, f"exit status {child.exitcode}") from None


def _watch(child: BaseProcess, *, name: str, limits: Limits, silent: float) -> None:
    if silent > limits.silence:
        raise _died(name, "no sign of life")
    with suppress(psutil.Error):
        if child.pid is not None and psutil.Process(child.pid).memory_info().rss > limits.memory:
            raise _died(name, "too much memory")


def _died(name: str, cause: str) -> FootageError:
    return FootageError(
        f"The work on {name} stopped unexpectedly ({cause}).",
        "The file may be damaged. The original and the case are unchanged; try again, or have the file repaired.",
    )


def _end(child: BaseProcess) -> None:
    child.join(0.05)
    if child.is_alive():
        child.terminate()
        child.join(2)
    if child.is_alive():
        child.kill()
        child.join()
    child.close()


def _serve(pipe: Connection, work: Work[Any], args: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends the child in good order
    signal.signal(signal.SIGTERM, _leave)
    try:
        pipe.send(_Done(_drive(pipe, work(*args))))
    except ReviewerError as error:
        pipe.send(_Failed(error))
    except (BrokenPipeError, EOFError):
        os._exit(1)  # the parent is gone; nobody is left to tell
    except Exception as error:
        log.exception("work failed")
        pipe.send(_Failed(RuntimeError(f"{type(error).__name__}: {error}")))


def _drive(pipe: Connection, steps: Generator[Progress, None, Result]) -> Result:
    with closing(steps):
        while True:
            try:
                progress = next(steps)
            except StopIteration as stop:
                result: Result = stop.value
                return result
            pipe.send(progress)


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(1)  # unwinds the work, so that its partial files go
