"""Run work that touches footage in a child process, so that a hostile file can end only the child.

Work is a generator function at module level that yields Progress and returns a picklable result,
exactly like a job; `in_child` is that same job, driven from a distance. A child is begun with a bench: a context
manager at module level that sets up what the work needs once and gives the function that does one piece of work;
it then does piece after piece until nobody wants more (see services/crew).
"""

import multiprocessing
import signal
import sys
import traceback
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from time import monotonic
from typing import Any, TypeVar

import psutil

from reviewer.core.errors import FootageError, ReviewerError
from reviewer.services.jobs import Progress

if sys.platform == "win32":
    from multiprocessing.connection import PipeConnection as Connection
else:
    from multiprocessing.connection import Connection

Result = TypeVar("Result")
Work = Callable[..., Generator[Progress, None, Result]]
Bench = Callable[..., AbstractContextManager[Work[Result]]]

POLL = 0.2
"""Seconds between two looks at a child."""

GRACE = 5.0
"""Seconds that a child has to reach its next step and clean up, once nobody listens to it any more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one child may use before it is stopped: bytes of memory, and seconds without a sign of life."""

    memory: int = 3 * 1024**3
    silence: float = 300.0


class DiedError(FootageError):
    """A child ended without a word, or had to be ended: killed, crashed, hung, or grown too large."""

    cause = ""
    """What is known of it, in a few words."""


@dataclass(frozen=True, slots=True)
class Done:
    """A piece of work is finished."""

    result: Any


@dataclass(frozen=True, slots=True)
class _Failed:
    error: BaseException


@dataclass(frozen=True, slots=True)
class _Ready:
    """The child's interpreter runs: what it has to load is sent only now, so that starting it keeps nobody waiting."""


class _AloneError(Exception):
    """The parent has closed its end: the work was cancelled, or the parent died."""


def in_child(work: Work[Result], *args: Any, name: str, limits: Limits = Limits()) -> Generator[Progress, None, Result]:
    """Run `work(*args)` in a new process and relay its progress and result.

    `name` is what the footage is called in messages. Closing the generator ends the child. Raises what the
    work raised when that is a ReviewerError, and FootageError when the child died, hung or grew past `limits`.
    """
    last = Progress(0, None)
    with closing(Child(once, work, name=name, limits=limits)) as child:
        child.give(*args)
        while True:
            message = child.hear(POLL)
            if isinstance(message, Done):
                result: Result = message.result
                return result
            last = message or last
            yield last  # also after silence, so that a cancel is heard while the child works on one thing for long


@contextmanager
def once(work: Work[Result]) -> Iterator[Work[Result]]:
    """A bench that needs nothing set up."""
    yield work


class Child:
    """One child process at its bench, and the way to talk to it; used by one thread.

    `name` is what the footage is called in messages. Raises ReviewerError where no process can be started.
    """

    def __init__(self, bench: Bench[Any], *args: Any, name: str, limits: Limits = Limits()) -> None:
        context = multiprocessing.get_context("spawn")
        self._name, self._limits = name, limits
        self._waiting: list[Any] = [(bench, args)]
        self._ready = self._closed = False
        self._silent = self._due = 0.0
        self.pipe: Connection
        with _startable(name):
            self.pipe, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs,), daemon=True, name=f"work on {name}")
            try:
                with closing(theirs), _interrupt_held():
                    self._process.start()
            except BaseException:
                self.pipe.close()
                raise

    def give(self, *args: Any) -> None:
        """Have the child do one more piece of work; the one before must be done. Raises DiedError when it is gone."""
        self._silent = 0.0
        self._waiting.append(args)
        if self._ready:
            self._hand_over()

    def hear(self, wait: float) -> Progress | Done | None:
        """What the child says next, None when it says nothing for `wait` seconds.

        Raises what the work raised when that is a ReviewerError, RuntimeError for a defect in it, and DiedError when
        the child is gone, silent for too long or too large.
        """
        since = monotonic()
        message = self._receive(wait)
        # What is counted is time spent waiting: the clock also runs while the whole machine sleeps.
        self._silent = 0.0 if message else self._silent + min(wait, monotonic() - since)
        if isinstance(message, _Failed):
            raise self._died("too little memory") if isinstance(message.error, MemoryError) else message.error
        if isinstance(message, _Ready):
            self._ready = True
            self._hand_over()
            return None
        if isinstance(message, Done):
            return message
        self.watch()
        told: Progress | None = message
        return told

    def watch(self, *, waited: float = 0.0) -> None:
        """End the child when it has outgrown its limits; `waited` seconds have passed in silence. Raises DiedError."""
        self._silent += waited
        if monotonic() < self._due:
            return
        self._due = monotonic() + POLL
        cause = "no sign of life" if self._silent > self._limits.silence else ""
        with suppress(psutil.Error):
            if psutil.Process(self._process.pid).memory_info().rss > self._limits.memory:
                cause = "too much memory"
        if cause:
            self._end(0)
            raise self._died(cause)

    def dismiss(self) -> None:
        """Let the child know that nobody wants anything more of it; `close` then waits until it has gone."""
        self.pipe.close()  # the child hears of it at its next step, on every platform

    def close(self, *, grace: float = GRACE) -> None:
        """End the child, in good order where that takes no more than `grace` seconds; a second call does nothing."""
        if not self._closed:
            self._closed = True
            self.dismiss()
            self._end(grace)
            self._process.close()

    def _hand_over(self) -> None:
        try:
            while self._waiting:
                self.pipe.send(self._waiting.pop(0))
        except OSError:
            raise self._gone() from None

    def _receive(self, wait: float) -> Any:
        try:
            return self.pipe.recv() if self.pipe.poll(wait) else None
        except (EOFError, OSError):  # the latter when it died in the middle of a message
            raise self._gone() from None

    def _gone(self) -> DiedError:
        self._process.join(GRACE)
        status = self._process.exitcode
        return self._died("no answer" if status is None else f"exit status {status}")

    def _died(self, cause: str) -> DiedError:
        error = DiedError(
            f"The work on {self._name} stopped unexpectedly ({cause}).",
            "The file may be damaged. The original and the case are unchanged; try again, or have the file repaired.",
        )
        error.cause = cause
        return error

    def _end(self, grace: float) -> None:
        """Wait `grace` seconds for the child to end by itself, then ask it to, then make it."""
        self._process.join(grace)
        if self._process.is_alive():
            self._process.terminate()
            self._process.join(2)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


@contextmanager
def _startable(name: str) -> Iterator[None]:
    """Say in a sentence why the system gives no further process."""
    try:
        yield
    except OSError as error:
        raise ReviewerError(
            f"The computer cannot start another process for the work on {name}: {error.strerror or error}.",
            "Close other programs and try again. The original and the case are unchanged.",
        ) from error


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


def _serve(pipe: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and ends the child in good order
    signal.signal(signal.SIGTERM, _leave)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
    with suppress(_AloneError):
        _send(pipe, _Ready())
        bench, args = _take(pipe)
        try:
            with bench(*args) as work:
                while True:
                    _send(pipe, Done(_drive(pipe, work(*_take(pipe)))))
        except _AloneError:
            raise
        except Exception as error:
            _send(pipe, _failed(error))


def _failed(error: Exception) -> _Failed:
    if isinstance(error, ReviewerError | MemoryError):
        return _Failed(error)
    defect = RuntimeError(f"{type(error).__name__}: {error}")  # the error itself may not cross
    defect.add_note("".join(traceback.format_exception(error)))
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


def _take(pipe: Connection) -> Any:
    try:
        return pipe.recv()
    except (EOFError, OSError) as error:
        raise _AloneError from error


def _send(pipe: Connection, message: Progress | Done | _Failed | _Ready) -> None:
    try:
        pipe.send(message)
    except OSError as error:
        raise _AloneError from error
    except Exception as error:  # a result that cannot cross is a defect of the work
        pipe.send(_Failed(RuntimeError(f"the result cannot be sent: {error}")))


def _leave(_signal: int, _frame: object) -> None:
    raise SystemExit(1)  # unwinds the work, so that its partial files go
