"""The pictures of a copy as packets: H.264, each run of frames beginning with a picture that needs no other.

Every picture is encoded anew, also where nothing is hidden. Copying the original's own packets there would be faster,
and was left out: a camera's packets carry its user data and the fingerprint of its encoder, frames that an edit list
hides would come along, and two encoders in one track need two sets of parameters, on which independent decoders were
seen to lose pictures (1 to 6 of 300 where profile or references differed). A copy has one encoder, one set of
parameters, and nothing in it that did not pass the covering.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.codec.context import CodecContext
from av.filter import Graph
from av.video.codeccontext import VideoCodecContext
from av.video.format import VideoFormat
from av.video.frame import VideoFrame

from reviewer.core.errors import FootageError
from reviewer.core.footage import FrameIndex, Recording, VideoStream
from reviewer.core.frame import Frame, Plane
from reviewer.core.profile import Quality
from reviewer.core.timing import Tick
from reviewer.media.hardware import SOFTWARE, options_of, takes
from reviewer.media.opening import KEPT, open_footage
from reviewer.media.planes import FULL, NARROW, fill_planes, rows_of
from reviewer.media.sound import kept_rate
from reviewer.media.streams import bottom_first
from reviewer.media.timescale import Timescale, timescale
from reviewer.media.user_data import units_of, without_user_data

LONGEST_RUN = 300
"""Frames between two pictures that need no other, at most: what a player decodes to show any one of them."""

PLAIN, SPREAD = "yuv420p", "yuv444p"
"""How pixels are laid out: as in a frame, or with chroma at every pixel."""

SLICES, KEY_SLICE, PARAMETERS = frozenset({1, 5}), 5, frozenset({7, 8})
"""Kinds of NAL unit (ITU-T H.264 table 7-1)."""

DELIMITERS = frozenset({9, 10, 11, 12})
"""Kinds of NAL unit that hold nothing of the picture: delimiters, ends and filler. Hardware encoders add them."""


WRITTEN_BY = repr((av.__version__, sorted(av.library_versions.items())))
"""The libraries that encode: others may write other bytes for the same pictures."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How hard the encoder works: `crf` from 0 (lossless) to 51, and the name of x264's preset.

    `threads` is fixed and never the machine's number of cores, since what x264 writes depends on it. `encoder` is
    x264 or one of the computer's graphics, which is given the same quality as near as it can be told.
    """

    crf: int = 20
    preset: str = "superfast"
    threads: int = 1
    encoder: str = SOFTWARE


USUAL = Encoding()

COARSEST = 23
"""The largest crf that copies are written with: what it takes away was well within what the check of a copy bears
(effects/compare), on all of 180 frames of seven clips, the worst block of eight by eight pixels at about half of it."""

QUALITIES = {
    Quality.SMALLEST: Encoding(COARSEST, "veryfast"),
    Quality.BALANCED: USUAL,
    Quality.ARCHIVE: Encoding(14, "veryfast"),
}
"""What the qualities of a profile are. Measured over 24 to 30 frames each of six clips of street footage, 360 to 1080
lines, against the balanced one:

    quality    x264              bytes          PSNR of luma     encoder's time
    smallest   veryfast, 23      0.43 to 0.62   -2.0 to -3.8 dB  0.9 to 1.4
    balanced   superfast, 20     1              41.8 to 46.8 dB  1
    archive    veryfast, 14      1.3 to 1.95    +2.2 to +5.0 dB  1.4 to 1.8

The default is the fastest: on a PC that redacts hours of footage, time is what is short.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """What is the same for every picture of one copy: times, mean rate, order of fields, layout of chroma.

    `fields` says which rows of an interlaced picture come first (`tff`, `bff`), nothing for a picture of one moment.
    """

    video: VideoStream
    scale: Timescale
    rate: Fraction
    fields: str
    pixels: str
    encoding: Encoding


@dataclass(frozen=True, slots=True)
class Coded:
    """One encoded picture: its tick, whether it needs no other, and its bytes (annex B)."""

    tick: Tick
    key: bool
    data: bytes


class EncoderError(FootageError):
    """An encoder of the computer's graphics cannot be had, failed, or gives what a copy may not hold."""


def encoding_of(quality: Quality, *, encoder: str = SOFTWARE) -> Encoding:
    """How pictures of that quality are encoded."""
    return replace(QUALITIES[quality], encoder=encoder)


def coding_of(source: Path, recording: Recording, *, index: FrameIndex, encoding: Encoding = USUAL) -> Coding:
    """How a copy of `recording` with the frames `index` is coded.

    Raises FootageError when MP4 cannot hold its times.
    """
    video = recording.video
    fields, pixels = _fields_and_pixels(source, video)
    return Coding(
        video=video,
        scale=scale_of(recording, index),
        rate=_rate(recording),
        fields=fields,
        pixels=pixels,
        encoding=encoding,
    )


class FrameEncoder:
    """Encodes frames in order of time; what it gives comes in the same order (no B-frames), the first needs no other.

    Size, colour tags, range, sample aspect and interlacing are those of `coding`. H.264 cannot halve the chroma of an
    odd number of pixels, so pictures with an odd side are stored in 4:4:4 (High 4:4:4 Predictive), which some players
    cannot show. `sets` are the parameter sets that a decoder needs before the first picture. Raises EncoderError where
    an encoder of the computer's graphics fails.
    """

    def __init__(self, coding: Coding) -> None:
        self._coding = coding
        self._context = opened(coding)
        self._graph = _field_marker(coding) if coding.fields else None
        self._ticks: dict[int, Tick] = {}
        self._room: tuple[Plane, VideoFrame] | None = None
        self.sets = _parameters(self._context.extradata or b"")
        if not self.sets:
            raise EncoderError(f"The encoder {coding.encoding.encoder} does not say its parameters beforehand.")

    def room(self, frame: Frame) -> Frame:
        """The frame in the encoder's own memory, to be written into: taken next, it is not copied once more."""
        if self._coding.pixels != PLAIN:
            luma, blue, red = (plane.copy() for plane in frame.planes)
            return Frame(frame.tick, luma, blue, red, frame.interlaced)
        picture = VideoFrame(frame.width, frame.height, PLAIN)
        fill_planes(picture, frame.planes)
        luma, blue, red = (rows_of(plane) for plane in picture.planes)
        self._room = luma, picture
        return Frame(frame.tick, luma, blue, red, frame.interlaced)

    def take(self, frame: Frame) -> Iterator[Coded]:
        """Encode the next frame; what has been finished by now."""
        picture = self._picture(frame)
        self._ticks[picture.pts or 0] = frame.tick
        yield from self._given(picture)

    def rest(self) -> Iterator[Coded]:
        """What is left after the last frame."""
        yield from self._given(None)

    def _given(self, picture: VideoFrame | None) -> Iterator[Coded]:
        try:
            packets: list[Any] = self._context.encode(picture)
        except (av.error.FFmpegError, OSError, ValueError) as error:
            if self._coding.encoding.encoder == SOFTWARE:
                raise
            raise EncoderError(f"The encoder {self._coding.encoding.encoder} failed: {error}.") from error
        for packet in packets:
            yield self._coded(packet)

    def _coded(self, packet: Any) -> Coded:
        tick = self._ticks.pop(packet.pts, None)
        if tick is None or any(earlier < packet.pts for earlier in self._ticks):
            raise EncoderError(f"The encoder {self._coding.encoding.encoder} gives pictures out of order.")
        data = without_user_data(bytes(packet))
        kinds = [unit[0] & 31 for unit in units_of(data)]
        if PARAMETERS & set(kinds) or DELIMITERS & set(kinds):
            data = self._bare(data)
        return Coded(tick, KEY_SLICE in kinds, data)

    def _bare(self, data: bytes) -> bytes:
        """The picture alone, without the parameter sets that some encoders repeat in front of it."""
        sets = b"".join(_coded_unit(unit) for unit in units_of(data) if unit[0] & 31 in PARAMETERS)
        if sets and sets != self.sets:
            raise EncoderError(f"The encoder {self._coding.encoding.encoder} changes its parameters.")
        return b"".join(_coded_unit(u) for u in units_of(data) if u[0] & 31 not in PARAMETERS | DELIMITERS)

    def _picture(self, frame: Frame) -> VideoFrame:
        coding = self._coding
        picture = self._filled(frame)
        colour = coding.video.colour
        picture.color_range = FULL if colour.full else NARROW
        picture.colorspace, picture.color_primaries = colour.matrix, colour.primaries
        picture.color_trc = colour.transfer
        picture.pts, picture.time_base = coding.scale.units(frame.tick), Fraction(1, coding.scale.track)
        if self._graph is not None:
            self._graph.push(picture)
            marked = self._graph.pull()
            assert isinstance(marked, VideoFrame)
            picture = marked
        picture.pict_type = 0
        return picture

    def _filled(self, frame: Frame) -> VideoFrame:
        room, self._room = self._room, None
        if room is not None and frame.luma is room[0]:
            return room[1]
        picture = VideoFrame(frame.width, frame.height, self._coding.pixels)
        planes = frame.planes
        if self._coding.pixels != PLAIN:
            planes = frame.luma, _spread(frame.blue, frame.luma.shape), _spread(frame.red, frame.luma.shape)
        fill_planes(picture, planes)
        return picture


def opened(coding: Coding) -> VideoCodecContext:
    """The encoder, ready for the first picture; raises EncoderError where the computer's graphics have none."""
    encoding = coding.encoding
    try:
        context = CodecContext.create(encoding.encoder, "w")
    except (av.error.FFmpegError, ValueError) as error:
        raise EncoderError(f"There is no encoder {encoding.encoder}.") from error
    assert isinstance(context, VideoCodecContext)
    context.options = options_of(encoding.encoder, crf=encoding.crf, preset=encoding.preset)
    context.thread_count = encoding.threads
    context.flags |= av.codec.context.Flags.global_header
    apply(coding, context)
    try:
        context.open()
    except (av.error.FFmpegError, OSError, ValueError) as error:
        if encoding.encoder == SOFTWARE:
            raise
        raise EncoderError(f"The encoder {encoding.encoder} cannot be started: {error}.") from error
    return context


def apply(coding: Coding, context: VideoCodecContext) -> None:
    """Say of a codec's context what is the same for every picture."""
    video = coding.video
    context.width, context.height = video.width, video.height
    context.pix_fmt = takes(coding.encoding.encoder, coding.pixels)
    context.time_base = Fraction(1, coding.scale.track)
    context.framerate = coding.rate
    context.gop_size = LONGEST_RUN
    context.max_b_frames = 0
    context.color_primaries, context.color_trc = video.colour.primaries, video.colour.transfer
    context.colorspace = video.colour.matrix
    context.color_range = FULL if video.colour.full else NARROW
    context.sample_aspect_ratio = video.sample_aspect
    context.flags |= av.codec.context.Flags.bitexact
    if coding.fields:
        context.flags |= av.codec.context.Flags.interlaced_dct | av.codec.context.Flags.interlaced_me
        context.field_order = 3 if coding.fields == "bff" else 2


def _fields_and_pixels(source: Path, video: VideoStream) -> tuple[str, str]:
    pixels = SPREAD if video.width % 2 or video.height % 2 else PLAIN
    if not video.interlaced or video.height % 2:
        return "", pixels
    if video.height % 4:
        pixels = SPREAD  # H.264 cannot halve the chroma of half such a picture
    with open_footage(source) as container:
        stream = container.streams[video.index]
        return "bff" if isinstance(stream, av.VideoStream) and bottom_first(stream) else "tff", pixels


def _field_marker(coding: Coding) -> Graph:
    """A filter that says of each picture which of its rows come first; the encoder reads that from the picture."""
    graph = Graph()
    form = VideoFormat(coding.pixels, coding.video.width, coding.video.height)
    base = Fraction(1, coding.scale.track)
    source = graph.add_buffer(width=coding.video.width, height=coding.video.height, format=form, time_base=base)
    marker = graph.add("setfield", coding.fields)
    sink = graph.add("buffersink")
    source.link_to(marker)
    marker.link_to(sink)
    graph.configure()
    return graph


def scale_of(recording: Recording, index: FrameIndex) -> Timescale:
    """The units in which a copy with the frames `index` counts time; raises FootageError when MP4 cannot hold them."""
    if index.ticks[0] < 0:
        raise FootageError(
            "The picture of this footage starts before its own zero of time, which a copy cannot keep.",
            "Export the recording again from the camera's own software. " + KEPT,
        )
    rates = tuple(kept_rate(sound.sample_rate) for sound in recording.sounds if sound.sample_rate > 0)
    return timescale(index, recording.video.time_base, rates=rates)


def _rate(recording: Recording) -> Fraction:
    """The footage's mean frame rate, which only steers the encoder's bits; times come from ticks alone."""
    mean = len(recording.index) / max(recording.duration, 0.001)
    return Fraction(min(max(mean, 1.0), 1000.0)).limit_denominator(1001)


def _parameters(extradata: bytes) -> bytes:
    """The parameter sets of what an encoder says before its first picture, without anybody's data."""
    return b"".join(_coded_unit(unit) for unit in units_of(extradata) if unit[0] & 31 in PARAMETERS)


def _coded_unit(unit: bytes) -> bytes:
    return b"\x00\x00\x00\x01" + unit


def _spread(chroma: Any, shape: tuple[int, ...]) -> Any:
    """Chroma at every pixel."""
    return np.repeat(np.repeat(chroma, 2, axis=0), 2, axis=1)[: shape[0], : shape[1]]
