"""The window's end of the child that decodes sound: its process and its pipe, begun together and ended together."""

import multiprocessing
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

import psutil

from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.services.sounding import Listen, Quieten, Room, serve_sound
from reviewer.services.workers import Limits

MOST_DEATHS = 3
"""Children that may die over one footage: after that its sound is not tried again until it is opened anew."""

PATIENCE = Limits(memory=1024**3, silence=20.0)
"""A second of sound takes milliseconds; a file whose place must be looked for from its very start, some seconds."""


class SoundLink:
    """One child at a time, started when first needed; used by one thread."""

    def __init__(self, footage: Footage, limits: Limits = PATIENCE) -> None:
        self._footage, self._limits = footage, limits
        self._child: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._deaths = 0

    @property
    def pipe(self) -> Connection | None:
        """Where answers arrive, None while there is no child."""
        return self._pipe

    @property
    def hopeless(self) -> bool:
        """Whether too many children have died over this footage."""
        return self._deaths >= MOST_DEATHS

    def open(self) -> None:
        """Have a child ready; raises FootageError where none can be started."""
        if self._pipe is not None:
            return
        context = multiprocessing.get_context("spawn")
        ends: tuple[Any, Any] = context.Pipe()  # on Windows of another class than here, with the same methods
        self._pipe, theirs = ends
        given = {"recording": self._footage.recording}
        child = context.Process(
            target=serve_sound, args=(theirs, self._footage.path), kwargs=given, daemon=True, name="sound"
        )
        try:
            child.start()
        except OSError:
            self.end()
            raise self._told("no process could be started") from None
        finally:
            theirs.close()
        self._child = child

    def send(self, message: Listen | Quieten | Room) -> None:
        """Tell the child, starting one if there is none; raises FootageError when it has died."""
        self.open()
        assert self._pipe is not None
        try:
            self._pipe.send(message)
        except OSError:
            raise self._lost("it ended") from None

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

    def _lost(self, cause: str) -> FootageError:
        self.end()
        self._deaths += 1
        return self._told(cause)

    def _told(self, cause: str) -> FootageError:
        return FootageError(
            f"The part of the program that reads the sound of {self._footage.path.name} stopped ({cause}).",
            "It plays on without sound; play it again to try once more. The original and the case are unchanged.",
        )
