"""Redacted copies as files: same frames, same times, same size, and nothing else of the original's container."""

from contextlib import ExitStack
from pathlib import Path
from typing import Self

from reviewer.core.footage import Recording
from reviewer.core.frame import Frame
from reviewer.media.encoding import USUAL, Encoding, FrameEncoder, coding_of
from reviewer.media.muxing import Copied, CopyMuxer
from reviewer.media.silencing import ALL_OF_IT, Heard


class CopyWriter:
    """Writes frames of `recording` as a copy at `target`: H.264 in MP4, encoded and laid into the file as they come.

    Each frame is shown at exactly the time of the original's frame with the same tick, and as long. Size, colour tags,
    range, sample aspect and interlacing are the original's; rotation is in the pixels already. Frames are not
    reordered (no B-frames), so that times are right even in players that ignore edit lists. See FrameEncoder and
    CopyMuxer, which a render uses apart.

    A context manager: `write` each frame in order of time, then `finish`. Left without `finish`, nothing remains.
    Raises DiskError when the disk refuses, UsageError when the copy would replace the original, and FootageError when
    the original's times or sound cannot be kept.
    """

    def __init__(
        self,
        target: Path,
        source: Path,
        *,
        recording: Recording,
        sound: Heard = ALL_OF_IT,
        encoding: Encoding = USUAL,
    ) -> None:
        self._target, self._source = target, source
        self._copied = Copied(recording, recording.index, sound)
        self._encoding = encoding
        self._last: int | None = None

    def __enter__(self) -> Self:
        copied = self._copied
        coding = coding_of(self._source, copied.recording, index=copied.index, encoding=self._encoding)
        self._encoder = FrameEncoder(coding)
        with ExitStack() as stack:
            muxer = CopyMuxer(self._target, self._source, copied=copied, coding=coding, sets=self._encoder.sets)
            self._muxer = stack.enter_context(muxer)
            self._undo = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    @property
    def lost_sound(self) -> int:
        """Packets of sound that could not be decoded so far and became silence."""
        return self._muxer.lost_sound

    def write(self, frame: Frame) -> None:
        """Add the next frame; raises ValueError for one of another size, or not after the last one."""
        video = self._copied.recording.video
        if (frame.width, frame.height) != (video.width, video.height):
            raise ValueError(f"a frame of {frame.width} x {frame.height} in a copy of {video.width} x {video.height}")
        if self._last is not None and frame.tick <= self._last:
            raise ValueError(f"the frame at tick {frame.tick} comes after the one at {self._last}")
        for coded in self._encoder.take(frame):
            self._muxer.write(coded)
        self._last = frame.tick

    def finish(self) -> None:
        """Write what is left, check the whole file by reading it back, and give it its name.

        Raises CheckError when it does not read back as it was written.
        """
        if self._last is not None:
            for coded in self._encoder.rest():
                self._muxer.write(coded)
        self._muxer.finish()
