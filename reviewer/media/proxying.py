"""Make the parts of a proxy, and read small frames from them."""

import logging
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from av.video.stream import VideoStream

from reviewer.core.errors import FootageError, ReviewerError
from reviewer.core.footage import Recording
from reviewer.core.frame import Frame
from reviewer.media import partial as files
from reviewer.media.colour import THREADS, frame_of
from reviewer.media.opening import open_footage
from reviewer.media.planes import picture_of
from reviewer.media.proxy_plan import CRF, GOP, PRESET, part_path, plan_of
from reviewer.media.reader import FrameReader

log = logging.getLogger(__name__)

RATE = Fraction(30)
"""Frames a second of a part's own clock, which says nothing of the footage's: a time in a part is a frame's number in
it. Every count of such units is whole, so that an MP4 file rounds none."""

OPEN = 6
"""Parts that are held open at once; scrubbing through an hour meets sixty."""

UNREADABLE = (av.error.FFmpegError, OSError, ValueError, ReviewerError)
"""What a damaged part, or a file that was never one, may raise."""


def make_parts(source: Path, recording: Recording, *, folder: Path, parts: Iterable[int]) -> Iterator[int]:
    """Write these parts of the proxy of `recording` into `folder`, each under its name only when it is whole.

    One reader goes through the footage for all of them, each asked for when the one before is whole. Yields how many
    frames are done. A frame that cannot be decoded is left out. Raises FootageError and DiskError.
    """
    plan, index, done = plan_of(recording), recording.index, 0
    with FrameReader(source, recording) as reader:
        for part in parts:
            numbers = plan.numbers(part)
            frames = ((index.number(f.tick) - numbers.start, f) for f in reader.frames(numbers.start, numbers.stop))
            for at in _written(part_path(folder, part), frames, size=plan.size):
                yield done + at
            done += len(numbers)
            yield done


def _written(target: Path, frames: Iterator[tuple[int, Frame]], *, size: tuple[int, int]) -> Iterator[int]:
    """Write frames into a file, each with its number in it, and give each number back."""
    partial = files.beside(target)
    try:
        with _PartWriter(partial, size) as writer:
            for at, frame in frames:
                writer.write(at, frame)
                yield at
        files.put_in_place(partial, target)
    finally:
        files.drop(partial)


class _PartWriter:
    """One part: H.264 whose time stamps are the frames' numbers in the part. No tags, no sound, nothing else."""

    def __init__(self, path: Path, size: tuple[int, int]) -> None:
        self._path, self._size = path, size
        self._scaler = VideoReformatter()

    def __enter__(self) -> "_PartWriter":
        options = {"fflags": "+bitexact", "use_editlist": "1", "avoid_negative_ts": "disabled"}
        options |= dict.fromkeys(("video_track_timescale", "movie_timescale"), str(RATE.numerator))
        with files.writing(self._path):
            self._out = av.open(str(self._path), "w", format="mp4", container_options=options)
        self._stream: Any = self._out.add_stream(
            "libx264",
            rate=RATE,
            options={"preset": PRESET, "crf": str(CRF), "g": str(GOP), "sc_threshold": "0", "bf": "0"},
        )
        self._stream.width, self._stream.height = self._size
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.time_base = self._stream.time_base = 1 / RATE
        return self

    def write(self, at: int, frame: Frame) -> None:
        """Add the small picture of the frame with the number `at` in this part."""
        picture = self._scaler.reformat(picture_of(frame), *self._size, threads=THREADS)
        picture.pts, picture.time_base, picture.pict_type = at, 1 / RATE, 0
        with files.writing(self._path):
            self._out.mux(self._stream.encode(picture))

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            with suppress(OSError, ValueError):
                self._out.close()
            return
        with files.writing(self._path):
            self._out.mux(self._stream.encode(None))
            self._out.close()


class DraftReader:
    """Small frames of a recording from as much of its proxy as there is; belongs to the thread that made it.

    A part that is damaged or is not one of this recording's size counts as not there.
    """

    def __init__(self, folder: Path, recording: Recording) -> None:
        self._folder, self._recording = folder, recording
        self._plan = plan_of(recording)
        self._parts: OrderedDict[int, _Part] = OrderedDict()
        self._bad: set[int] = set()

    def read(self, number: int) -> Frame | None:
        """The frame `number`, small, at its own tick; None where the proxy does not have it."""
        at, within = self._plan.place(number)
        if at in self._bad:
            return None
        try:
            part = self._part(at)
            picture = part.read(within) if part is not None else None
        except UNREADABLE as error:
            self._bad.add(at)
            self._drop(at)
            log.info("a part of a proxy cannot be read and is done without: %s", error)
            return None
        if picture is None:
            return None
        return frame_of(picture, self._recording.index.tick(number), interlaced=self._recording.video.interlaced)

    def close(self) -> None:
        """Let go of the files."""
        for at in list(self._parts):
            self._drop(at)

    def _part(self, at: int) -> "_Part | None":
        part = self._parts.get(at)
        if part is None:
            path = part_path(self._folder, at)
            if not path.is_file():
                return None
            part = self._parts[at] = _Part(path, size=self._plan.size)
            while len(self._parts) > OPEN:
                self._drop(next(iter(self._parts)))
        self._parts.move_to_end(at)
        return part

    def _drop(self, at: int) -> None:
        part = self._parts.pop(at, None)
        if part is not None:
            part.close()


class _Part:
    """One open file of a proxy."""

    def __init__(self, path: Path, *, size: tuple[int, int]) -> None:
        self._path, self._size = path, size
        self._container: InputContainer = open_footage(path)
        streams = self._container.streams.video
        if len(streams) != 1 or (streams[0].width, streams[0].height, streams[0].time_base) != (*size, 1 / RATE):
            self._container.close()
            raise FootageError(f"{path.name} is not a part of this proxy.")
        self._stream: VideoStream = streams[0]
        self._stream.codec_context.thread_count = 1  # a small picture is not worth handing on
        self._pictures: Iterator[VideoFrame] = iter(())
        self._next: int | None = None

    def read(self, at: int) -> VideoFrame | None:
        """The picture of the frame with the number `at` in this part, None when it was left out."""
        if self._next is None or not self._next <= at < self._next + GOP:
            self._container.seek(at, stream=self._stream)
            self._pictures = self._container.decode(self._stream)
        for picture in self._pictures:
            if (picture.width, picture.height) != self._size or picture.format.name != "yuv420p":
                raise FootageError(f"{self._path.name} is not a part of this proxy.")
            if picture.pts == at:
                self._next = at + 1
                return picture
            if picture.pts is None or picture.pts > at:
                break
        self._next = None
        return None

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()
