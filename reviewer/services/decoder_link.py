"""The window's end of the decoding child: its process, its pipe and its ring, begun together and ended together."""

import multiprocessing
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import psutil

from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.core.frame import Frame
from reviewer.services.decoding import Drafts, Freed, Request, serve
from reviewer.services.ring import Filled, Ring
from reviewer.services.workers import Limits

SLOTS = 6
"""Pictures decoded ahead of the one on show; 1080p takes 3 MB each."""


class DecoderLink:
    """One decoding child at a time, started when first needed; used by one thread."""

    def __init__(self, footage: Footage, limits: Limits) -> None:
        self._footage, self._limits = footage, limits
        self._child: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._ring: Ring | None = None
        self._drafts: Path | None = None

    @property
    def pipe(self) -> Connection | None:
        """Where answers arrive, None while there is no child."""
        return self._pipe

    def draft_from(self, folder: Path | None) -> None:
        """Have this child and any after it take drafts from the proxy in `folder`; raises FootageError like `send`."""
        self._drafts = folder
        if self._pipe is not None:
            self.send(Drafts(folder))

    def send(self, message: Request | Freed | Drafts) -> None:
        """Tell the child, starting one if there is none; raises FootageError when it has died."""
        if self._pipe is None:
            self._start()
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

    def take(self, filled: Filled) -> Frame:
        """The picture of an answer, copied out; its slot may be filled again."""
        assert self._ring is not None
        frame = self._ring.take(filled)
        self.send(Freed(filled.slot))
        return frame

    def watch(self, silent: float) -> None:
        """Raise FootageError when the child has owed an answer too long (seconds), or has grown too large."""
        if silent > self._limits.silence:
            raise self._lost("it does not answer")
        child = self._child
        with suppress(psutil.Error):
            if child is not None and child.pid and psutil.Process(child.pid).memory_info().rss > self._limits.memory:
                raise self._lost("it needs too much memory")

    def end(self) -> None:
        """End the child and give the memory back; safe to call when there is none."""
        child, pipe, ring = self._child, self._pipe, self._ring
        self._child = self._pipe = self._ring = None
        if pipe is not None:
            pipe.close()
        if child is not None:
            child.terminate()  # it only reads: there is nothing to clean up
            child.join(2)
            if child.is_alive():
                child.kill()
                child.join()
            child.close()
        if ring is not None:
            ring.close()

    def _start(self) -> None:
        recording = self._footage.recording
        try:
            self._ring = Ring.create(recording.video, SLOTS)
        except OSError:
            raise FootageError(
                f"There is not enough memory to show {self._footage.path.name}.",
                "Close other programs and try again. The original and the case are unchanged.",
            ) from None
        context = multiprocessing.get_context("spawn")
        ends: tuple[Any, Any] = context.Pipe()  # on Windows of another class than here, with the same methods
        self._pipe, theirs = ends
        given = {"recording": recording, "place": self._ring.place, "drafts": self._drafts}
        self._child = _child(theirs, self._footage.path, **given)
        theirs.close()

    def _lost(self, cause: str) -> FootageError:
        self.end()
        return FootageError(
            f"The part of the program that reads {self._footage.path.name} stopped ({cause}).",
            "The file may be damaged here. Go to another place in it to start reading again; "
            "the original and the case are unchanged.",
        )


def _child(pipe: Connection, path: Path, **given: Any) -> BaseProcess:
    child = multiprocessing.get_context("spawn").Process(
        target=serve, args=(pipe, path), kwargs=given, daemon=True, name="decoder"
    )
    child.start()
    return child
