"""The window's end of a child that decodes for it: its process and its pipe, begun together and ended together."""

import multiprocessing
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psutil

from reviewer.core.errors import FootageError
from reviewer.services.workers import Limits


class ChildLink(ABC):
    """One child at a time, started when first needed; used by one thread.

    The child runs `serve(pipe, path, **given)`; a pipe that is closed at its end counts as its death.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._child: BaseProcess | None = None
        self._pipe: Connection | None = None

    @property
    def pipe(self) -> Connection | None:
        """Where answers arrive, None while there is no child."""
        return self._pipe

    def receive(self) -> Any:
        """The next answer; raises FootageError when the child has died instead."""
        assert self._pipe is not None
        try:
            return self._pipe.recv()
        except (EOFError, OSError):
            raise self._lost("it ended") from None

    def watch(self, silent: float) -> None:
        """Raise FootageError when the child has owed an answer too long (seconds), or has grown too large."""
        if silent > self._limits.silence:
            raise self._lost("it does not answer")
        child = self._child
        with suppress(psutil.Error):
            if child is not None and child.pid and psutil.Process(child.pid).memory_info().rss > self._limits.memory:
                raise self._lost("it needs too much memory")

    def end(self) -> None:
        """End the child; safe to call when there is none."""
        child, pipe = self._child, self._pipe
        self._child = self._pipe = None
        if pipe is not None:
            pipe.close()
        if child is not None:
            child.terminate()  # it only reads: there is nothing to clean up
            child.join(2)
            if child.is_alive():
                child.kill()
                child.join()
            child.close()

    @abstractmethod
    def _begin(self) -> None:
        """Start a child, by `_start`; raises FootageError where none can be."""

    @abstractmethod
    def _told(self, cause: str) -> FootageError:
        """What is said of a child that was lost for this cause."""

    def _start(self, serve: Callable[..., None], path: Path, *, name: str, **given: Any) -> None:
        context = multiprocessing.get_context("spawn")
        ends: tuple[Any, Any] = context.Pipe()  # on Windows of another class than here, with the same methods
        self._pipe, theirs = ends
        child = context.Process(target=serve, args=(theirs, path), kwargs=given, daemon=True, name=name)
        try:
            child.start()
        except OSError:
            self.end()
            raise self._told("no process could be started") from None
        finally:
            theirs.close()
        self._child = child

    def _tell(self, message: object) -> None:
        """Tell the child, starting one if there is none; raises FootageError when it has died."""
        if self._pipe is None:
            self._begin()
        assert self._pipe is not None
        try:
            self._pipe.send(message)
        except OSError:
            raise self._lost("it ended") from None

    def _lost(self, cause: str) -> FootageError:
        self.end()
        return self._told(cause)
