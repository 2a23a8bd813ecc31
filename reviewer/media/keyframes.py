"""The pictures at the keyframes of a recording, each decoded alone: the fastest way to see what is where in it."""

from pathlib import Path
from typing import Self

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from reviewer.core.footage import Recording
from reviewer.core.frame import Frame
from reviewer.core.timing import Tick
from reviewer.media.decoding import packets
from reviewer.media.index import COUNTED
from reviewer.media.opening import open_footage
from reviewer.media.planes import FrameMaker

LOOK_FOR = 400
"""Packets that are passed over in search of a keyframe: containers lead to the keyframe before, or shortly after."""


class KeyPictures:
    """Reads single keyframes of `recording` from `path`, upright; belongs to the thread that made it.

    Raises FootageError when the file cannot be opened.
    """

    def __init__(self, path: Path, recording: Recording) -> None:
        self._recording = recording
        self._index = recording.index
        self._keys = np.flatnonzero(recording.index.keyframes)
        self._maker = FrameMaker(recording.video)
        self._container = open_footage(path)
        stream = self._container.streams[recording.video.index]
        self._stream = stream if isinstance(stream, VideoStream) and COUNTED not in recording.notes else None
        for other in self._container.streams:
            if other.index != recording.video.index:
                other.discard = av.stream.Discard.all
        if self._stream is not None:
            self._stream.thread_type = "NONE"  # a thread that decodes ahead would only hold the one picture back
            self._stream.codec_context.skip_frame = "NONKEY"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()

    def read(self, number: int) -> Frame | None:
        """The frame `number`; None where it is no keyframe, or cannot be had alone all the same."""
        if self._stream is None or not self._index.keyframes[number]:
            return None
        picture = self._picture(self._stream, number)
        video = self._recording.video
        if picture is None or picture.pts != self._index.tick(number):
            return None
        if (picture.width, picture.height) != (video.coded_width, video.coded_height):
            return None
        return self._maker.frame(picture, tick=Tick(picture.pts))

    def _picture(self, stream: VideoStream, number: int) -> VideoFrame | None:
        """What the keyframe's packet decodes to, looked for from half-way between this keyframe and the next."""
        after = int(np.searchsorted(self._keys, number, side="right"))
        end = int(self._keys[after]) if after < len(self._keys) else len(self._index)
        tick = self._index.tick(number)
        try:
            self._container.seek(self._index.tick((number + end) // 2), stream=stream)
            for count, packet in enumerate(packets(self._container, stream)):
                if count > LOOK_FOR:
                    break
                if packet.size and packet.is_keyframe and (packet.pts is None or packet.pts >= tick):
                    found = [*packet.decode(), *stream.codec_context.decode(None)]
                    return found[0] if found else None
        except (av.error.FFmpegError, OSError, ValueError):
            return None
        return None
