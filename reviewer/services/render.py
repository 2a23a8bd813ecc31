"""Render a copy in one child process: decode in a thread, cover, encode; memory stays flat."""

import queue
import threading
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from reviewer.core.footage import Footage, Recording
from reviewer.core.frame import Frame
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.effects.cover import cover
from reviewer.media.reader import FrameReader
from reviewer.media.silencing import Heard, quiet_of
from reviewer.media.writer import CopyWriter
from reviewer.services.jobs import REPORT_EVERY, Progress
from reviewer.services.staging import NO_ROOM, disk_error
from reviewer.services.workers import in_child

AHEAD = 6
"""Frames that are decoded before the encoder asks for them, 3 MB each at 1080p: decoding goes by fits and starts."""

POLL = 0.1
"""Seconds between two looks at whether anyone still wants what is decoded."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RenderRequest:
    """What to render: every frame of the footage, covered by a snapshot of its review, as the profile says."""

    footage: Footage
    review: Review
    profile: Profile
    target: Path


@dataclass(frozen=True, slots=True, eq=False)
class Rendered:
    """What was written: the ticks of its frames (int64), and how much of the original could not be decoded.

    `corrupt` counts packets of the picture: frames that are lost are left out, and the one before stays on show.
    `lost_sound` counts those of the sound, which became silence.
    """

    ticks: NDArray[np.int64]
    corrupt: int
    lost_sound: int


def render(request: RenderRequest) -> Generator[Progress, None, Rendered]:
    """Render to `request.target`, in a child process; progress counts frames.

    Raises FootageError when the original cannot be decoded, DiskError when the copy cannot be written. Closing it
    ends the child; what the child has written by then is left for the caller to remove (see staging).
    """
    return (yield from in_child(_render, request, name=request.footage.path.name))


def _render(request: RenderRequest) -> Generator[Progress, None, Rendered]:
    try:
        return (yield from _write(request))
    except OSError as error:
        if error.errno in NO_ROOM:
            raise disk_error(error, request.target) from error
        raise


def _write(request: RenderRequest) -> Generator[Progress, None, Rendered]:
    footage, recording = request.footage, request.footage.recording
    total = len(recording.index)
    ticks: list[int] = []
    due = 0.0
    with (
        DecodeAhead(footage.path, recording) as frames,
        CopyWriter(
            request.target,
            footage.path,
            recording=recording,
            sound=_heard(request),
        ) as writer,
    ):
        for frame in frames:
            writer.write(cover(frame, request.review, profile=request.profile, colour=recording.video.colour))
            ticks.append(frame.tick)
            if monotonic() >= due:
                yield Progress(len(ticks), total, "render")
                due = monotonic() + REPORT_EVERY
        yield Progress(len(ticks), total, "render")
        writer.finish()
        return Rendered(np.array(ticks, np.int64), frames.corrupt, writer.lost_sound)


def _heard(request: RenderRequest) -> Heard:
    recording = request.footage.recording
    streams = [sound.index for sound in recording.sounds]
    quiet = quiet_of(request.review.silences.values(), streams, time_base=recording.video.time_base)
    return Heard(request.profile.sound, quiet)


class DecodeAhead:
    """The frames of a recording, decoded in a thread that owns the container from its opening to its closing."""

    def __init__(self, path: Path, recording: Recording) -> None:
        self._path, self._recording = path, recording
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
        try:
            with FrameReader(self._path, self._recording) as reader:
                for frame in reader.frames():
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
