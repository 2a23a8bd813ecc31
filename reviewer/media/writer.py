"""Redacted copies as files: same frames, same times, same size, and nothing else of the original's container."""

from contextlib import ExitStack, suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, Self

import av
import numpy as np
from av.container import OutputContainer
from av.filter import Graph
from av.packet import Packet
from av.video.format import VideoFormat
from av.video.frame import VideoFrame

from reviewer.core.errors import FootageError, UsageError
from reviewer.core.footage import Recording
from reviewer.core.frame import Frame
from reviewer.core.profile import SoundPolicy
from reviewer.core.timing import Tick
from reviewer.media import partial as files
from reviewer.media.edits import hide_priming
from reviewer.media.opening import KEPT, open_footage
from reviewer.media.planes import FULL, NARROW, fill_planes
from reviewer.media.silencing import ALL_OF_IT, Heard
from reviewer.media.sound import BLOCK, SoundCopier, kept_rate
from reviewer.media.streams import bottom_first
from reviewer.media.timescale import Timescale, timescale
from reviewer.media.user_data import without_user_data
from reviewer.media.verify import Expected, verify


@dataclass(frozen=True)
class Encoding:
    """How hard x264 works: `crf` from 0 (lossless) to 51, and the name of its preset.

    At the same `crf` superfast takes 60 % of veryfast's time, for files about 40 % larger (measured on 1080p street
    footage); on a PC that redacts hours of it, time is what is short.
    """

    crf: int = 20
    preset: str = "superfast"


class CopyWriter:
    """Writes frames of `recording` as a copy at `target`: H.264 in MP4, its index in front (fast start).

    Each frame is shown at exactly the time of the original's frame with the same tick, and as long. Size, colour tags,
    range, sample aspect and interlacing are the original's; rotation is in the pixels already. H.264 cannot halve the
    chroma of an odd number of pixels, so pictures with an odd side are stored in 4:4:4 (High 4:4:4 Predictive), which
    some players cannot show. Frames are not reordered (no B-frames), so that times are right even in players that
    ignore edit lists. Sound follows `sound`. No tags, no user data, no encoder's name is written.

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
        encoding: Encoding = Encoding(),
    ) -> None:
        self._target = target
        self._source = source
        self._recording = recording
        self._heard = sound
        self._encoding = encoding
        self._written: list[int] = []

    def __enter__(self) -> Self:
        if self._target.exists() and self._target.samefile(self._source):
            raise UsageError("The copy would replace the original.", "Give the copy another name. " + KEPT)
        self._scale = _scale(self._recording)
        self._field_order = self._find_field_order()
        with ExitStack() as stack:
            self._partial = files.beside(self._target)
            stack.callback(files.drop, self._partial)
            with files.writing(self._target):
                self._out = _container(self._partial, self._scale)
                stack.callback(_close_quietly, self._out)
                self._stream = self._add_picture()
                self._sound = SoundCopier(self._source, self._recording, out=self._out, heard=self._heard)
                stack.callback(self._sound.close)
            self._graph = self._field_marker() if self._field_order else None
            self._undo = stack.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    @property
    def lost_sound(self) -> int:
        """Packets of sound that could not be decoded so far and became silence."""
        return self._sound.lost

    def write(self, frame: Frame) -> None:
        """Add the next frame; raises ValueError for one of another size, or not after the last one."""
        video = self._recording.video
        if (frame.width, frame.height) != (video.width, video.height):
            raise ValueError(f"a frame of {frame.width} x {frame.height} in a copy of {video.width} x {video.height}")
        if self._written and frame.tick <= self._written[-1]:
            raise ValueError(f"the frame at tick {frame.tick} comes after the one at {self._written[-1]}")
        picture = self._picture(frame)
        with files.writing(self._target):
            self._sound.write_until(frame.tick * video.time_base)
            self._mux(self._stream.encode(picture))
        self._written.append(frame.tick)

    def finish(self) -> None:
        """Write what is left, check the whole file by reading it back, and give it its name.

        Raises CheckError when it does not read back as it was written.
        """
        if not self._written:
            raise FootageError("No frame could be written, so there is no copy.", KEPT)
        with files.writing(self._target):
            self._mux(self._stream.encode(None))
            self._sound.finish()
            self._out.close()
            hide_priming(self._partial, samples=BLOCK)
        verify(self._partial, self._expected(), name=self._target.name)
        files.put_in_place(self._partial, self._target)

    def _mux(self, packets: list[Any]) -> None:
        for packet in packets:
            cleaned = _cleaned(packet)
            cleaned.duration = self._shown_for(cleaned.pts)
            self._out.mux(cleaned)

    def _shown_for(self, units: int) -> int:
        """How long the frame at `units` of the track is shown, in those units."""
        index = self._recording.index
        tick = Tick(units * self._scale.divisor // self._scale.multiple)
        return self._scale.units(index.after(index.number(tick))) - units

    def _picture(self, frame: Frame) -> VideoFrame:
        picture = VideoFrame(frame.width, frame.height, self._format)
        planes = frame.planes
        if self._format == "yuv444p":
            planes = frame.luma, _spread(frame.blue, frame.luma.shape), _spread(frame.red, frame.luma.shape)
        fill_planes(picture, planes)
        colour = self._recording.video.colour
        picture.color_range = FULL if colour.full else NARROW
        picture.colorspace, picture.color_primaries = colour.matrix, colour.primaries
        picture.color_trc = colour.transfer
        picture.pts, picture.time_base = self._scale.units(frame.tick), Fraction(1, self._scale.track)
        if self._graph is not None:
            self._graph.push(picture)
            marked = self._graph.pull()
            assert isinstance(marked, VideoFrame)
            picture = marked
        picture.pict_type = 0
        return picture

    def _find_field_order(self) -> str:
        """Which rows of an interlaced picture come first (`tff`, `bff`), or nothing for a picture of one moment."""
        video = self._recording.video
        self._format = "yuv444p" if video.width % 2 or video.height % 2 else "yuv420p"
        if not video.interlaced or video.height % 2:
            return ""
        if video.height % 4:
            self._format = "yuv444p"  # H.264 cannot halve the chroma of half such a picture
        with open_footage(self._source) as container:
            stream = container.streams[video.index]
            return "bff" if isinstance(stream, av.VideoStream) and bottom_first(stream) else "tff"

    def _add_picture(self) -> Any:
        video = self._recording.video
        options = {"preset": self._encoding.preset, "crf": str(self._encoding.crf), "bf": "0"}
        stream = self._out.add_stream("libx264", rate=_rate(self._recording), options=options)
        stream.width, stream.height, stream.pix_fmt = video.width, video.height, self._format
        context = stream.codec_context
        context.time_base = stream.time_base = Fraction(1, self._scale.track)
        context.max_b_frames = 0
        context.color_primaries, context.color_trc = video.colour.primaries, video.colour.transfer
        context.colorspace = video.colour.matrix
        context.color_range = FULL if video.colour.full else NARROW
        context.sample_aspect_ratio = video.sample_aspect
        context.flags |= av.codec.context.Flags.bitexact
        if self._field_order:
            context.flags |= av.codec.context.Flags.interlaced_dct | av.codec.context.Flags.interlaced_me
            context.field_order = 3 if self._field_order == "bff" else 2
        return stream

    def _field_marker(self) -> Graph:
        """A filter that says of each picture which of its rows come first; the encoder reads that from the picture."""
        video = self._recording.video
        graph = Graph()
        form = VideoFormat(self._format, video.width, video.height)
        base = Fraction(1, self._scale.track)
        source = graph.add_buffer(width=video.width, height=video.height, format=form, time_base=base)
        marker = graph.add("setfield", self._field_order)
        sink = graph.add("buffersink")
        source.link_to(marker)
        marker.link_to(sink)
        graph.configure()
        return graph

    def _expected(self) -> Expected:
        video = self._recording.video
        sounds = 0 if self._heard.policy is SoundPolicy.NONE else len(self._recording.sounds)
        units = tuple(self._scale.units(Tick(tick)) for tick in self._written)
        return Expected(units, Fraction(1, self._scale.track), size=(video.width, video.height), sounds=sounds)


def _scale(recording: Recording) -> Timescale:
    if recording.index.ticks[0] < 0:
        raise FootageError(
            "The picture of this footage starts before its own zero of time, which a copy cannot keep.",
            "Export the recording again from the camera's own software. " + KEPT,
        )
    rates = tuple(kept_rate(sound.sample_rate) for sound in recording.sounds if sound.sample_rate > 0)
    return timescale(recording.index, recording.video.time_base, rates=rates)


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


def _rate(recording: Recording) -> Fraction:
    """The mean frame rate, which only steers the encoder's bits; times come from ticks alone."""
    mean = len(recording.index) / max(recording.duration, 0.001)
    return Fraction(min(max(mean, 1.0), 1000.0)).limit_denominator(1001)


def _spread(chroma: Any, shape: tuple[int, ...]) -> Any:
    """Chroma at every pixel."""
    return np.repeat(np.repeat(chroma, 2, axis=0), 2, axis=1)[: shape[0], : shape[1]]


def _cleaned(packet: Any) -> Any:
    data = bytes(packet)
    kept = without_user_data(data)
    if kept == data:
        return packet
    cleaned: Any = Packet(kept)
    cleaned.stream = packet.stream
    cleaned.pts, cleaned.dts, cleaned.time_base = packet.pts, packet.dts, packet.time_base
    cleaned.is_keyframe = packet.is_keyframe
    return cleaned
