"""Encoded pictures and the treated sound as one MP4 file: whole or not there, and nothing else of the original's."""

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

import av
from av.container import OutputContainer
from av.packet import Packet

from reviewer.core.errors import FootageError, UsageError
from reviewer.core.footage import FrameIndex, Recording
from reviewer.core.profile import SoundPolicy
from reviewer.core.timing import Tick
from reviewer.media import partial as files
from reviewer.media.edits import hide_priming
from reviewer.media.encoding import Coded, Coding, apply
from reviewer.media.hardware import SOFTWARE
from reviewer.media.opening import KEPT
from reviewer.media.silencing import ALL_OF_IT, Heard
from reviewer.media.sound import BLOCK, SoundCopier
from reviewer.media.timescale import Timescale
from reviewer.media.verify import Expected, verify


@dataclass(frozen=True, slots=True, eq=False)
class Copied:
    """What a copy holds: of which `recording`, with which frames in the copy's own ticks, and what is heard."""

    recording: Recording
    index: FrameIndex
    heard: Heard = ALL_OF_IT


class CopyMuxer:
    """Lays encoded pictures and the sound of `source` into an MP4 file at `target`, its index in front (fast start).

    Each picture is shown from its tick until the next frame of the index that could be written. `sets` are the
    parameter sets that all pictures share. Sound follows `copied.heard`. No tags, no user data, no encoder's name is
    written.

    A context manager: `write` each picture in order of time, then `finish`. Left without `finish`, nothing remains.
    Raises DiskError when the disk refuses, UsageError when the copy would replace the original, and FootageError when
    the original's sound cannot be kept.
    """

    def __init__(self, target: Path, source: Path, *, copied: Copied, coding: Coding, sets: bytes) -> None:
        self._target, self._source = target, source
        self._copied, self._coding, self._sets = copied, coding, sets
        self._written: list[int] = []

    def __enter__(self) -> Self:
        if self._target.exists() and self._target.samefile(self._source):
            raise UsageError("The copy would replace the original.", "Give the copy another name. " + KEPT)
        with ExitStack() as stack:
            self._partial = files.beside(self._target)
            stack.callback(files.drop, self._partial)
            with files.writing(self._target):
                self._out = _container(self._partial, self._coding.scale)
                stack.callback(_close_quietly, self._out)
                self._stream = self._add_picture()
                heard = self._copied.heard
                self._sound = SoundCopier(self._source, self._copied.recording, out=self._out, heard=heard)
                stack.callback(self._sound.close)
            self._undo = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    @property
    def lost_sound(self) -> int:
        """Packets of sound that could not be decoded so far and became silence."""
        return self._sound.lost

    @property
    def not_disguised(self) -> int:
        """Blocks of sound so far that could not be disguised, and were muted instead."""
        return self._sound.not_disguised

    def write(self, coded: Coded) -> None:
        """Add the next picture; raises ValueError for one that does not come after the last."""
        if self._written and coded.tick <= self._written[-1]:
            raise ValueError(f"the frame at tick {coded.tick} comes after the one at {self._written[-1]}")
        with files.writing(self._target):
            self._sound.write_until(coded.tick * self._coding.video.time_base)
            self._out.mux(self._packet(coded))
        self._written.append(coded.tick)

    def finish(self) -> None:
        """Write what is left, check the whole file by reading it back, and give it its name.

        Raises CheckError when it does not read back as it was written.
        """
        if not self._written:
            raise FootageError("No frame could be written, so there is no copy.", KEPT)
        with files.writing(self._target):
            self._sound.finish()
            self._out.close()
            hide_priming(self._partial, samples=BLOCK)
        verify(self._partial, self._expected(), name=self._target.name)
        files.put_in_place(self._partial, self._target)

    def _packet(self, coded: Coded) -> Any:
        packet: Any = Packet(coded.data)
        scale, index = self._coding.scale, self._copied.index
        units = scale.units(coded.tick)
        packet.stream = self._stream
        packet.time_base = Fraction(1, scale.track)
        packet.pts = packet.dts = units
        packet.duration = scale.units(index.after(index.number(coded.tick))) - units
        packet.is_keyframe = coded.key
        return packet

    def _add_picture(self) -> Any:
        """The picture's track. An encoder that is given nothing to encode tells the container of colours and shape."""
        coding = self._coding
        options = {"preset": "ultrafast"}
        stream = self._out.add_stream(SOFTWARE, rate=coding.rate, options=options)
        assert isinstance(stream, av.VideoStream)
        apply(coding, stream.codec_context)
        stream.codec_context.pix_fmt = coding.pixels
        stream.codec_context.thread_count = 1
        stream.time_base = Fraction(1, coding.scale.track)
        stream.codec_context.open()
        stream.codec_context.extradata = self._sets
        return stream

    def _expected(self) -> Expected:
        video, scale = self._copied.recording.video, self._coding.scale
        sounds = 0 if self._copied.heard.policy is SoundPolicy.NONE else len(self._copied.recording.sounds)
        units = tuple(scale.units(Tick(tick)) for tick in self._written)
        return Expected(units, Fraction(1, scale.track), size=(video.width, video.height), sounds=sounds)


def _container(partial: Path, scale: Timescale) -> OutputContainer:
    options = {
        "movflags": "+faststart",
        "fflags": "+bitexact",
        "empty_hdlr_name": "1",
        "write_tmcd": "0",
        "video_track_timescale": str(scale.track),
        "movie_timescale": str(scale.movie),
        "use_editlist": "1",
        "avoid_negative_ts": "disabled",
    }
    return av.open(str(partial), "w", format="mp4", container_options=options)


def _close_quietly(out: OutputContainer) -> None:
    with suppress(OSError, ValueError):
        out.close()  # of a copy that is dropped, or that is closed already
