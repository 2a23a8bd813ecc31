"""What the elements of a Matroska original hold besides pictures and sound (RFC 8794, RFC 9559)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reviewer.core.removal import Kind
from reviewer.media.boxes_rules import number
from reviewer.media.identifiers import STRUCTURE
from reviewer.media.inventory_notes import Notes, holds_picture
from reviewer.media.inventory_words import OWN_TAG, is_place, since_2001, tag, text_in

EBML = b"\x1a\x45\xdf\xa3"

PARENTS = frozenset({0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0x1254C367, 0x7373, 0x67C8, 0x1941A469, 0x61A7})
"""Segment, Info, Tracks, TrackEntry, Tags, Tag, SimpleTag, Attachments, AttachedFile."""

TOLD: dict[int, tuple[Kind, str]] = {
    0x73A4: (Kind.TAG, "number of the recording (UID)"),
    0x7384: (Kind.TAG, "name of the file"),
    0x3CB923: (Kind.TAG, "number of the recording before (UID)"),
    0x3C83AB: (Kind.TAG, "name of the file before"),
    0x3EB923: (Kind.TAG, "number of the recording after (UID)"),
    0x3E83BB: (Kind.TAG, "name of the file after"),
    0x4444: (Kind.TAG, "number of the family of recordings (UID)"),
    0x4461: (Kind.TIME, "time of recording"),
    0x7BA9: (Kind.TAG, "title"),
    0x4D80: (Kind.DEVICE, "program that wrote the file"),
    0x5741: (Kind.DEVICE, "program that made the recording"),
    0x73C5: (Kind.TAG, "number of a track (UID)"),
    0x536E: (Kind.TAG, "name of a track"),
    0x45A3: (Kind.TAG, "name of a tag"),
    0x4487: (Kind.TAG, "tag"),
    0x4485: (Kind.TAG, "tag of bytes"),
    0x466E: (Kind.TAG, "name of an attached file"),
    0x467E: (Kind.TAG, "description of an attached file"),
    0x465C: (Kind.STREAM, "attached file"),
    0x46AE: (Kind.TAG, "number of an attached file (UID)"),
    0xEC: (Kind.REST, "bytes in a space that should be empty"),
}
"""Elements that say something about the world, or may."""

DATE, UIDS, ATTACHED, VOID = 0x4461, frozenset({0x73A4, 0x3CB923, 0x3EB923, 0x4444, 0x73C5, 0x46AE}), 0x465C, 0xEC

TAG_NAME = 0x45A3
NAMED = frozenset({0x4487, 0x7BA9, 0x4D80})
"""Elements that are told as tags already, where they are about the file or a stream."""

LENGTH = re.compile(r"\d\d:\d\d:\d\d\.\d+")
"""How long a stream is, as programs write it into a tag."""

MOST = 200_000
"""Elements after which the walk ends."""

DEEPEST = 8

MOST_IN_ONE = 8 << 20
"""Bytes of an element that are looked at."""


@dataclass(frozen=True, slots=True)
class Element:
    """One element: its number, and where its contents lie in the file."""

    id: int
    start: int
    end: int


def take_elements(path: Path, notes: Notes) -> None:
    """Take down what lies in the elements of the file at `path`; nothing when it is no Matroska file."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(4) != EBML:
            return
        end = 0
        for count, element in enumerate(_inside(file, start=0, end=size, depth=0)):
            if count >= MOST:
                notes.put(Kind.REST, f"elements after the first {MOST}, which were not looked at", where="elements")
                return
            end = max(end, element.end)
            if element.id in TOLD:
                _tell(file, element, notes=notes)
        if end < size:
            file.seek(end)
            rest = file.read(MOST_IN_ONE)
            notes.put(
                Kind.REST, "bytes after the last element", where="end of file", value=text_in(rest), size=size - end
            )


def _tell(file: BinaryIO, element: Element, *, notes: Notes) -> None:
    kind, what = TOLD[element.id]
    file.seek(element.start)
    raw = file.read(min(element.end - element.start, 16 if notes.full else MOST_IN_ONE))
    if element.id == VOID and not any(raw):
        return
    value = raw.hex() if element.id in UIDS else text_in(raw)
    if element.id == DATE:
        value = since_2001(int.from_bytes(raw[:8], "big", signed=True))
    if element.id == ATTACHED and holds_picture(raw[:SNIFFED]):
        kind, what = Kind.THUMBNAIL, "attached picture"
    if element.id == TAG_NAME and (value in STRUCTURE or tag(value, "")[1] != OWN_TAG or notes.says(f"{value}: ")):
        return  # the tag itself is told by what it is
    if element.id in NAMED and (notes.says(value) or LENGTH.fullmatch(value)):
        return  # as a tag of the file or of a stream
    if kind is Kind.TAG and is_place(value):
        kind = Kind.LOCATION
    where = f"element {element.id:X}"
    notes.put(kind, what, where=where, value=value, size=element.end - element.start)


SNIFFED = 64
"""Bytes at the beginning of an attached file in which a picture announces itself."""


def _inside(file: BinaryIO, *, start: int, end: int, depth: int) -> Iterator[Element]:
    at = start
    while at < end:
        file.seek(at)
        head = file.read(12)
        name, used = _name(head)
        size, length = _size(head[used:])
        if not used or not length:
            return
        body = at + used + length
        stop = end if size is None else body + size
        if stop > end:
            stop = end
        element = Element(name, body, stop)
        if element.id in PARENTS and depth < DEEPEST:
            yield from _inside(file, start=body, end=stop, depth=depth + 1)
        elif size is not None:
            yield element
        at = stop


def _name(head: bytes) -> tuple[int, int]:
    """The number of an element and the bytes that it takes; no bytes where there is none."""
    length = 9 - head[0].bit_length() if head else 9
    return (number(head[:length]), length) if length <= 4 and len(head) > length else (0, 0)


def _size(head: bytes) -> tuple[int | None, int]:
    """The size of an element, None where it is not said, and the bytes that it takes."""
    length = 9 - head[0].bit_length() if head else 9
    if length > 8 or len(head) < length:
        return 0, 0
    value = number(head[:length]) & ((1 << 7 * length) - 1)
    return (None if value == (1 << 7 * length) - 1 else value), length
