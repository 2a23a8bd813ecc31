"""Everything in a recording that could identify a person, place, device or time besides its pictures and sound."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
from av.codec.context import CodecContext
from av.container import InputContainer
from av.stream import Stream
from av.video.frame import VideoFrame

from reviewer.core.footage import Identifier
from reviewer.media.atoms import content, walk

STRUCTURE = frozenset({"major_brand", "minor_version", "compatible_brands", "DURATION", "BPS", "NUMBER_OF_FRAMES"})
"""Tags that describe the file and nothing outside it."""

LONGEST = 200
"""Characters kept of a value."""

PLAIN_BOXES = frozenset({"meta", "chpl"})
"""Boxes of user data that FFmpeg reports as tags or chapters already."""


def identifiers(path: Path, container: InputContainer, *, first: VideoFrame | None) -> tuple[Identifier, ...]:
    """What stands in tags, chapters, extra streams, private boxes and beside the first picture `first`."""
    found = [
        *_tags("file", container.metadata),
        *(one for stream in container.streams for one in _of_stream(stream)),
        *_chapters(container),
        *_boxes(path),
        *(_beside(first) if first is not None else ()),
    ]
    return tuple(dict.fromkeys(found))


def _tags(where: str, metadata: dict[str, str]) -> Iterator[Identifier]:
    for name, value in metadata.items():
        if name not in STRUCTURE and value and not (name == "language" and value == "und"):
            yield Identifier(where, name, value[:LONGEST])


def _of_stream(stream: Stream) -> Iterator[Identifier]:
    where = f"stream {stream.index}"
    yield from _tags(where, stream.metadata)
    if stream.type not in {"video", "audio"}:
        yield Identifier(where, f"{stream.type} stream", stream_codec(stream))
    elif stream.disposition & av.stream.Disposition.attached_pic:
        yield Identifier(where, "attached picture", stream_codec(stream))


def stream_codec(stream: Stream) -> str:
    """The name of the stream's codec; of a stream whose codec is not known, what it calls itself, or unknown."""
    context: CodecContext | None = stream.codec_context
    return context.name if context is not None else str(getattr(stream, "name", None) or "unknown")


def _chapters(container: InputContainer) -> Iterator[Identifier]:
    for number, chapter in enumerate(container.chapters(), start=1):
        title = chapter["metadata"].get("title", "")
        yield Identifier(f"chapter {number}", "title", title[:LONGEST])


def _boxes(path: Path) -> Iterator[Identifier]:
    for box in walk(path):
        size = box.end - box.body
        within = box.path.split("/")[-2:-1]
        if box.kind == "uuid":
            yield Identifier(f"box {box.path}", "private data", f"{size} bytes")
        elif within == ["udta"] and box.kind not in PLAIN_BOXES:
            yield Identifier(f"box {box.path}", "user data", _text(content(path, box, most=LONGEST)))
        elif box.kind in {"free", "skip"} and any(content(path, box)):
            yield Identifier(f"box {box.path}", "hidden data", _text(content(path, box, most=LONGEST)))
        elif box.kind in {"gps ", "GPS "}:
            yield Identifier(f"box {box.path}", "location", f"{size} bytes")


def _beside(picture: VideoFrame) -> Iterator[Identifier]:
    """User data, captions and time codes that travel inside the pictures."""
    telling = {"SEI_UNREGISTERED", "A53_CC", "GOP_TIMECODE", "S12M_TIMECODE", "DYNAMIC_HDR_PLUS"}
    beside: Any = picture.side_data  # a mapping by its type, but it iterates over its values
    for data in beside:
        if data.type.name in telling:
            yield Identifier("picture data", data.type.name.lower(), _text(bytes(data)[:LONGEST]))


def _text(raw: bytes) -> str:
    readable = "".join(c if c.isprintable() else " " for c in raw.decode("latin-1")).strip()
    return " ".join(readable.split())[:LONGEST]
