"""What a copy leaves behind of the streams: those that are not copied, tags, chapters, and what they carry."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import av
from av.container import InputContainer
from av.stream import Stream

from reviewer.core.footage import Recording
from reviewer.core.removal import Kind
from reviewer.media.identifiers import STRUCTURE, stream_codec
from reviewer.media.inventory_notes import PICTURES, Notes
from reviewer.media.inventory_units import Units
from reviewer.media.inventory_words import FORMS, cleaned, is_place, several, tag, text_in
from reviewer.media.opening import open_footage

MOST_PACKETS = 5_000_000
"""Packets that are looked at: a day of pictures and sound; what follows counts as not looked at."""

MOST_STREAMS = 200

SAMPLE = 65536
"""Bytes of a data stream, from its beginning, in which text and positions are looked for."""

EVERY = 500
"""Packets between two reports of progress."""


class _Sampled:
    """What is known of a stream that is not copied."""

    def __init__(self, stream: Stream) -> None:
        self.stream = stream
        self.packets = self.size = 0
        self.head = bytearray()

    def see(self, packet: bytes) -> None:
        """Look at the next packet."""
        self.packets += 1
        self.size += len(packet)
        if len(self.head) < SAMPLE:
            self.head += packet[: SAMPLE - len(self.head)]


def take_streams(path: Path, recording: Recording, *, notes: Notes) -> Generator[float, None, None]:
    """Take down what the streams of `path` hold that no copy does; gives the seconds that were read so far.

    Raises what FFmpeg raises for a file that cannot be opened or read on.
    """
    with open_footage(path) as container:
        _tags("file", container.metadata, notes=notes)
        for at, chapter in enumerate(container.chapters()[:1000], start=1):
            notes.put(Kind.TAG, "chapter", where=f"chapter {at}", value=cleaned(chapter["metadata"].get("title", "")))
        copied = {recording.video.index, *(s.index for s in recording.sounds)}
        units: dict[int, Units] = {}
        sampled: dict[int, _Sampled] = {}
        for stream in list(container.streams)[:MOST_STREAMS]:
            where = f"stream {stream.index}"
            _tags(where, stream.metadata, notes=notes)
            if stream.type in {"video", "audio"}:
                extra = bytes(getattr(stream.codec_context, "extradata", None) or b"")
                units[stream.index] = Units(stream_codec(stream), extra=extra, where=where)
            if stream.index not in copied:
                sampled[stream.index] = _Sampled(stream)
        try:
            yield from _packets(container, units=units, sampled=sampled, notes=notes)
        finally:
            for found in units.values():
                found.tell(notes)
            for one in sampled.values():
                _left_out(one, notes)


def _tags(where: str, metadata: dict[str, str], *, notes: Notes) -> None:
    for name, value in list(metadata.items())[:1000]:
        if name in STRUCTURE or not value.strip() or (name, value) == ("language", "und"):
            continue
        kind, what, said = tag(name, value)
        notes.put(kind, what, where=where, value=said)


def _packets(
    container: InputContainer, *, units: dict[int, Units], sampled: dict[int, _Sampled], notes: Notes
) -> Generator[float, None, None]:
    for count, packet in enumerate(container.demux()):
        if count >= MOST_PACKETS:
            notes.put(Kind.REST, f"packets after the first {MOST_PACKETS}, which were not looked at", where="file")
            return
        index = packet.stream.index
        if packet.size and (index in units or index in sampled):
            raw = bytes(packet)
            if index in units:
                units[index].see(raw)
            if index in sampled:
                sampled[index].see(raw)
        if count % EVERY == 0:
            yield float(packet.dts * packet.time_base) if packet.dts is not None and packet.time_base else 0.0


def _left_out(one: _Sampled, notes: Notes) -> None:
    kind, what = _form(one.stream)
    raw = bytes(one.head)
    value = text_in(raw)
    if one.stream.type == "attachment":
        raw = bytes(getattr(one.stream, "data", None) or b"")[:SAMPLE]
        value = cleaned(f"{one.stream.metadata.get('filename', '')} {text_in(raw)}")
    if is_place(value):
        kind, what = Kind.LOCATION, f"{what}, with a position in it"
    told = f"{what}, {several(one.packets, 'packet')}" if one.packets else what
    notes.put(kind, told, where=f"stream {one.stream.index}", value=value, size=one.size or len(raw) or None)
    if raw.startswith(PICTURES) and kind is not Kind.THUMBNAIL:
        notes.put(Kind.THUMBNAIL, "picture", where=f"stream {one.stream.index}")


def _form(stream: Any) -> tuple[Kind, str]:
    """The kind of a stream that is not copied, and how it is spoken of."""
    if stream.type == "video":
        cover = stream.disposition & av.stream.Disposition.attached_pic
        return (Kind.THUMBNAIL, "attached picture") if cover else (Kind.STREAM, "further picture")
    if stream.type == "audio":
        return Kind.STREAM, "sound that cannot be decoded"
    if "timecode" in stream.metadata:
        return Kind.TIME, "time code"
    context = stream.codec_context
    for name in (stream_codec(stream).lower(), str(getattr(context, "codec_tag", "")).lower()):
        if name in FORMS:
            return FORMS[name]
    words = {"subtitle": "subtitles", "attachment": "attached file", "data": "data"}
    return Kind.STREAM, words.get(stream.type, "stream of an unknown kind")
