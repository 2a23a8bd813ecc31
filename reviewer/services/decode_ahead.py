"""Frames decoded by a thread of its own, a few before they are asked for."""

import queue
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from reviewer.core.footage import Recording
from reviewer.core.frame import Frame
from reviewer.media.reader import FrameReader

AHEAD = 6
"""Frames that are decoded before the encoder asks for them, 3 MB each at 1080p: decoding goes by fits and starts."""

POLL = 0.1
"""Seconds between two looks at whether anyone still wants what is decoded."""


@dataclass(frozen=True, slots=True)
class Run:
    """Which frames are decoded: the numbers `first` up to `stop`, None for all after; by so many threads.

    No threads are one a core. With `lent` the pictures are the decoder's own memory, only to be looked at: it is not
    copied, but a picture that is kept keeps it from being used again.
    """

    first: int = 0
    stop: int | None = None
    threads: int = 0
    lent: bool = False


class DecodeAhead:
    """The frames of a recording, decoded in a thread that owns the container from its opening to its closing."""

    def __init__(self, path: Path, recording: Recording, *, run: Run = Run()) -> None:
        self._path, self._recording, self._asked = path, recording, run
        self._frames: queue.Queue[Frame | BaseException | None] = queue.Queue(AHEAD)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="decode ahead")
        self.corrupt = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def __iter__(self) -> Iterator[Frame]:
        """Each frame in order; raises what decoding raised."""
        while (item := self._frames.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item

    def _run(self) -> None:
        run = self._asked
        try:
            with FrameReader(self._path, self._recording, threads=run.threads, lent=run.lent) as reader:
                for frame in reader.frames(run.first, run.stop):
                    self.corrupt = reader.corrupt
                    if not self._put(frame):
                        return
                self.corrupt = reader.corrupt
            self._put(None)
        except BaseException as error:
            self._put(error)

    def _put(self, item: Frame | BaseException | None) -> bool:
        """Whether the item was taken, before the end was asked for."""
        while not self._stop.is_set():
            try:
                self._frames.put(item, timeout=POLL)
            except queue.Full:
                continue
            return True
        return False
