"""The second parser: what an MP4 file holds, read box by box without the library that wrote it.

The layout is that of ISO/IEC 14496-12 (boxes), 14496-14 and 14496-15 (what is in them for AAC and H.264). Everything
is an allow-list: a box, a field or a byte that a copy has no use for is foreign, and a sentence says so. A file that
cannot be followed to its last byte is foreign too, never clean.
"""

import mmap
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from reviewer.core.errors import FootageError
from reviewer.media.boxes_rules import MalformedError, number, unexpected
from reviewer.media.boxes_samples import Table, sample_faults, track_table, unreferenced

MOST_BOXES = 2000
"""More than any copy has; a file with more is built to keep a reader busy."""

CONTENTS: dict[str, frozenset[str]] = {
    "": frozenset({"ftyp", "moov", "free", "mdat"}),
    "moov": frozenset({"mvhd", "trak", "udta"}),
    "trak": frozenset({"tkhd", "edts", "mdia"}),
    "edts": frozenset({"elst"}),
    "mdia": frozenset({"mdhd", "hdlr", "minf"}),
    "minf": frozenset({"vmhd", "smhd", "dinf", "stbl"}),
    "dinf": frozenset({"dref"}),
    "dref": frozenset({"url "}),
    "stbl": frozenset({"stsd", "stts", "stss", "ctts", "stsc", "stsz", "stco", "co64", "sgpd", "sbgp"}),
    "stsd": frozenset({"avc1", "mp4a"}),
    "avc1": frozenset({"avcC", "colr", "pasp", "btrt", "fiel", "chrm"}),
    "mp4a": frozenset({"esds", "btrt"}),
    "udta": frozenset({"meta"}),
    "meta": frozenset({"hdlr", "ilst"}),
}
"""Which boxes may lie in which. The muxer leaves an empty udta/meta/ilst behind; anything in ilst is foreign."""

SEVERAL = frozenset({"trak", "free"})
"""Boxes that may be there more than once in the box around them."""

PREFIX = {"dref": 8, "stsd": 8, "avc1": 78, "mp4a": 28, "meta": 4}
"""Bytes of fields before the first box inside."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One box: its types from the outermost in, as in moov/trak/tkhd, and where its contents lie in the file.

    `track` counts the tracks from 0; -1 outside them.
    """

    path: str
    track: int
    start: int
    end: int

    @property
    def kind(self) -> str:
        """Its own type."""
        return self.path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackSummary:
    """One track: its handler (vide, soun, ...), the type of its sample entry, and its samples.

    `duration` is in seconds by the track's own clock, over all samples; `width` and `height` are those of the coded
    picture, 0 for sound.
    """

    handler: str
    codec: str
    samples: int
    duration: float
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Inventory:
    """Every box that the allow-list lets one look into, the tracks, and sentences about boxes that it does not."""

    entries: tuple[Entry, ...]
    tracks: tuple[TrackSummary, ...]
    faults: tuple[str, ...]


def inventory(path: Path) -> Inventory:
    """What the MP4 file at `path` holds; raises FootageError when it cannot be followed."""
    with _mapped(path) as data:
        try:
            entries, faults = _walked(data)
            tables = _tables(data, entries)
        except MalformedError as error:
            raise FootageError(f"{path.name} cannot be read as an MP4 file: {error}", "Make the copy again.") from error
        return Inventory(tuple(entries), tuple(_summary(t) for t in tables), tuple(faults))


def foreign(path: Path, *, sounds: int | None) -> list[str]:
    """A sentence for everything in the MP4 file at `path` that does not belong in a copy with `sounds` sound tracks.

    With `sounds` None any number of sound tracks is in order. Empty when there is nothing; a file that cannot be
    followed to its end gives a sentence too. Raises FootageError when the file cannot be opened.
    """
    with _mapped(path) as data:
        try:
            entries, faults = _walked(data)
            faults += [s for e in entries for s in _unexpected(data, e)]
            tables = _tables(data, entries)
            faults += _wrong_tracks(tables, sounds=sounds)
            faults += [s for t in tables for s in sample_faults(data, t)]
            faults += unreferenced([(e.start, e.end) for e in entries if e.path == "mdat"], tables)
        except MalformedError as error:
            return [f"The file cannot be followed: {error}"]
        return faults


@contextmanager
def _mapped(path: Path) -> Iterator[mmap.mmap]:
    try:
        with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            yield data
    except (OSError, ValueError) as error:  # ValueError: an empty file cannot be mapped
        raise FootageError(f"{path.name} cannot be opened.", "Check that the file is there and not empty.") from error


def _unexpected(data: mmap.mmap, entry: Entry) -> list[str]:
    """What the rule of a box says; of a box with others inside, only its own fields are read."""
    end = min(entry.end, entry.start + PREFIX[entry.kind]) if entry.kind in PREFIX else entry.end
    return unexpected(entry.path, data[entry.start : end]) if entry.kind != "mdat" else []


def _walked(data: mmap.mmap) -> tuple[list[Entry], list[str]]:
    """All boxes, without those inside foreign ones, and a sentence for each that is foreign."""
    entries: list[Entry] = []
    faults: list[str] = []
    waiting = [Entry("", -1, 0, len(data))]
    tracks = 0
    while waiting:
        around = waiting.pop()
        seen: Counter[str] = Counter()
        for kind, start, end in _children(data, around):
            path = f"{around.path}/{kind}" if around.path else kind
            seen[kind] += 1
            if len(entries) + len(faults) > MOST_BOXES:
                raise MalformedError(f"it has more than {MOST_BOXES} boxes.")
            if kind not in CONTENTS[around.kind] or (seen[kind] > 1 and kind not in SEVERAL):
                faults.append(f"The box {path} ({end - start} bytes) is not one that a copy holds.")
                continue
            track = tracks if kind == "trak" else around.track
            tracks += kind == "trak"
            entries.append(Entry(path, track, start, end))
            if kind in CONTENTS:
                waiting.append(entries[-1])
    return entries, faults


def _children(data: mmap.mmap, around: Entry) -> Iterator[tuple[str, int, int]]:
    """Type, start and end of the contents of each box inside `around`; the last must end where `around` does."""
    at = around.start + PREFIX.get(around.kind, 0)
    where = f" in {around.path}" if around.path else ""
    while at < around.end:
        if around.end - at < 8:
            raise MalformedError(f"{around.end - at} bytes follow the last box{where}.")
        size, header = number(data[at : at + 4]), 8
        kind = "".join(chr(b) if 32 <= b < 127 else f"\\x{b:02x}" for b in data[at + 4 : at + 8])
        if size == 1 and around.end - at >= 16:
            size, header = number(data[at + 8 : at + 16]), 16
        if not header <= size <= around.end - at:
            raise MalformedError(f"the box {kind!r}{where} says that it is {size} bytes long.")
        yield kind, at + header, at + size
        at += size
    if at != around.end:
        raise MalformedError(f"the box {around.path} is too short.")


def _tables(data: mmap.mmap, entries: list[Entry]) -> list[Table]:
    boxes: list[dict[str, bytes]] = [{} for _ in range(1 + max((e.track for e in entries), default=-1))]
    movie = next((data[e.start : e.end] for e in entries if e.path == "moov/mvhd"), b"")
    for entry in entries:
        if entry.track >= 0 and (entry.kind not in CONTENTS or entry.kind in ("avc1", "mp4a")):
            boxes[entry.track][entry.kind] = data[entry.start : entry.end]
    if not movie:
        raise MalformedError("it has no moov/mvhd.")
    return [track_table(found, movie=movie, size=len(data)) for found in boxes]


def _summary(table: Table) -> TrackSummary:
    width, height = table.picture
    return TrackSummary(
        handler=table.handler,
        codec=table.codec,
        samples=len(table.sizes),
        duration=table.length / table.timescale,
        width=width,
        height=height,
    )


def _wrong_tracks(tables: list[Table], *, sounds: int | None) -> list[str]:
    held = Counter((t.handler, t.codec) for t in tables)
    pictures, heard = held.pop(("vide", "avc1"), 0), held.pop(("soun", "mp4a"), 0)
    faults = []
    if pictures != 1:
        faults.append(f"The file holds {pictures} H.264 video tracks; a copy has one.")
    if sounds is not None and heard != sounds:
        faults.append(f"The file holds {heard} AAC sound tracks; this copy should have {sounds}.")
    for (handler, codec), count in held.items():
        faults.append(f"The file holds {count} tracks of kind {handler!r} ({codec!r}) that a copy does not have.")
    return faults
