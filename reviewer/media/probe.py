"""What a recording holds: streams, sizes, the tick of every frame, what could identify, and what is odd about it."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import av
from av.container import InputContainer
from av.stream import Stream
from av.video.frame import VideoFrame
from av.video.stream import VideoStream as PictureStream

from reviewer.core.errors import FootageError
from reviewer.core.footage import FrameIndex, OtherStream, Recording, VideoStream
from reviewer.core.timing import clock
from reviewer.media import index as indexing
from reviewer.media.atoms import content, walk
from reviewer.media.decoding import Decoder
from reviewer.media.ending import stops_early
from reviewer.media.identifiers import identifiers, stream_codec
from reviewer.media.opening import KEPT, open_footage
from reviewer.media.sounds import sound_streams
from reviewer.media.streams import LARGEST, SMALLEST, describe, same_size

SHORT_BY = 1.0
"""Seconds by which a recording may end before the length it declares without counting as cut."""


def probe(path: Path) -> Recording:
    """Read what `path` holds, decoding no more than needed; raises FootageError with the reason when it cannot be used.

    The file is opened for reading only.
    """
    with open_footage(path) as container:
        stream = picture_stream(path, container)
        _check_time(path, stream)
        stamps = indexing.read_stamps(container, stream)
        found = _Look(path, stream)
        with Decoder(path, stream.index) as decoder:
            index, counted = _index(path, stream, stamps=stamps, found=found, decoder=decoder)
            video = describe(stream, found.first, variable=indexing.is_variable(index))
            truncated = _is_truncated(path, container, index=index, stamps=stamps, stream=stream)
            if truncated and not counted:
                shown = indexing.decoded_tail(decoder, index, look=found)
                until = int(index.end)
                index = indexing.without_undecodable(index, shown, since=min(shown, default=until), until=until)
        video = replace(video, start=index.tick(0))
        return Recording(
            container=container.format.name,
            video=video,
            sounds=sound_streams(path, container, ends=stamps.ends),
            others=_others(container, stream),
            identifiers=identifiers(path, container, first=found.first),
            index=index,
            truncated=truncated,
            notes=tuple(_notes(container, video, index=index, counted=counted, truncated=truncated)),
        )


class _Look:
    """Keeps the first picture, and refuses pictures of another size."""

    def __init__(self, path: Path, stream: PictureStream) -> None:
        self._path = path
        self._stream = stream
        self._first: VideoFrame | None = None

    @property
    def first(self) -> VideoFrame:
        if self._first is None:
            raise FootageError(
                f"No picture in {self._path.name} can be decoded.",
                "Copy the recording from its source again. " + KEPT,
            )
        return self._first

    def __call__(self, picture: VideoFrame) -> None:
        if self._first is None:
            self._first = picture
        same_size(self._path, picture, size=(self._first.width, self._first.height), base=self._stream.time_base)


def picture_stream(path: Path, container: InputContainer) -> PictureStream:
    """The first real picture; cover art is none."""
    pictures = [s for s in container.streams.video if not s.disposition & av.stream.Disposition.attached_pic]
    if not pictures:
        kind = "holds sound but no picture" if container.streams.audio else "holds no picture"
        raise FootageError(f"{path.name} {kind}.", "Choose a recording with a picture. " + KEPT)
    stream = max(pictures, key=lambda s: bool(s.disposition & av.stream.Disposition.default))
    if stream.codec_context is None:
        raise FootageError(f"The picture of {path.name} is stored in a form that is not known here.", KEPT)
    width, height = stream.codec_context.width, stream.codec_context.height
    if not (SMALLEST <= width <= LARGEST and SMALLEST <= height <= LARGEST):
        raise FootageError(
            f"{path.name} gives its picture size as {width} x {height} pixels, which cannot be worked with.",
            f"Pictures from {SMALLEST} to {LARGEST} pixels a side can be read. The file may be damaged. " + KEPT,
        )
    return stream


def _check_time(path: Path, stream: PictureStream) -> None:
    scales = (content(path, box, most=24) for box in walk(path) if box.kind == "mdhd")
    zero = any(not any(raw[20:24] if raw[:1] == b"\x01" else raw[12:16]) for raw in scales)
    if zero or not stream.time_base or stream.time_base <= 0:
        raise FootageError(
            f"{path.name} counts time in units of nothing (a time base of 0), so no frame has a place in time.",
            "Export the recording again from the camera's own software. " + KEPT,
        )


def _index(
    path: Path, stream: PictureStream, *, stamps: indexing.Stamps, found: _Look, decoder: Decoder
) -> tuple[FrameIndex, bool]:
    """The index, and whether its frames are told apart by counting."""
    if not stamps.pts:
        raise FootageError(f"{path.name} has a picture stream without a single frame.", KEPT)
    index = indexing.from_stamps(stamps)
    if index is not None:
        cut = stream.container.format.name in indexing.CUT_CONTAINERS
        shown = indexing.decoded_head(decoder, index, look=found, cut=cut)
        if shown and _agrees(shown, index):
            until = max(shown) if cut else min(shown)
            since = int(index.ticks[0])
            return indexing.without_undecodable(index, shown, since=since, until=until), False
    decoder.rewind()
    found(next(decoder.pictures(), None) or found.first)
    return indexing.from_pictures(path, stream, stamps=stamps)


def _agrees(shown: list[int], index: FrameIndex) -> bool:
    """Whether the stamps of decoded pictures rise and are those of the packets, one picture a packet."""
    if any(b <= a for a, b in pairwise(shown)):
        return False
    within = {int(t) for t in index.ticks if min(shown) <= t <= max(shown)}
    return within.issuperset(shown) and len(within) - len(shown) <= len(within) // 3


def _is_truncated(
    path: Path, container: InputContainer, *, index: FrameIndex, stamps: indexing.Stamps, stream: PictureStream
) -> bool:
    if stops_early(path, container.format.name):
        return True
    declared = _declared_end(container, stream)
    reached = max([float(index.end * (stream.time_base or 0)), *stamps.ends.values()])
    return declared is not None and declared - reached > max(SHORT_BY, 0.01 * declared)


def _declared_end(container: InputContainer, stream: PictureStream) -> float | None:
    """The end that the file declares in seconds; a transport stream declares none."""
    if container.format.name in indexing.CUT_CONTAINERS:
        return None
    if stream.duration and stream.time_base:
        return float(((stream.start_time or 0) + stream.duration) * stream.time_base)
    tag = re.fullmatch(r"(\d+):(\d+):(\d+\.\d+)", stream.metadata.get("DURATION", ""))
    if tag:
        return int(tag[1]) * 3600 + int(tag[2]) * 60 + float(tag[3])
    if container.duration:
        return (max(container.start_time or 0, 0) + container.duration) / 1_000_000
    return None


def _others(container: InputContainer, stream: PictureStream) -> tuple[OtherStream, ...]:
    def is_other(one: Stream) -> bool:
        return one.index != stream.index and one.type != "audio"

    return tuple(OtherStream(s.index, _kind(s), stream_codec(s)) for s in container.streams if is_other(s))


def _kind(stream: Stream) -> str:
    if stream.type == "video":
        cover = stream.disposition & av.stream.Disposition.attached_pic
        return "attached picture" if cover else "second picture"
    return "timecode" if "timecode" in stream.metadata else str(stream.type)


def _notes(
    container: InputContainer, video: VideoStream, *, index: FrameIndex, counted: bool, truncated: bool
) -> list[str]:
    checks: list[tuple[bool, Callable[[], str]]] = [
        (truncated, lambda: "The recording stops before its own end; everything up to there is used."),
        (counted, lambda: indexing.COUNTED),
        (video.variable_rate, lambda: "Frames are shown for different lengths of time; each keeps its own."),
        (index.ticks[0] != 0, lambda: f"The picture starts at {clock(float(index.ticks[0] * video.time_base))}."),
        (video.rotation != 0, lambda: f"The picture is turned {video.rotation} degrees clockwise to stand upright."),
        (video.interlaced, lambda: "The picture is interlaced; it is kept so."),
        (video.bits > 8, lambda: f"The picture has {video.bits} bits a colour; a copy has 8."),
        (
            bool(video.width % 2 or video.height % 2),
            lambda: "The picture has an odd number of pixels a side; a copy keeps it, which some players cannot show.",
        ),
    ]
    notes = [sentence() for holds, sentence in checks if holds]
    extra = [s for s in container.streams if s.type not in {"audio", "video"}]
    if extra:
        streams = "One stream" if len(extra) == 1 else f"{len(extra)} streams"
        notes.append(f"{streams} besides picture and sound left out of copies.")
    if sum(_kind(s) == "second picture" for s in container.streams.video) > 1:
        notes.append("The file holds more than one picture; only the first is used and copied.")
    return notes
