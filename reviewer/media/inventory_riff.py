"""What the chunks of an AVI or WAV original hold besides pictures and sound (RIFF; OpenDML; EBU Tech 3285)."""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from reviewer.core.removal import Kind
from reviewer.media.inventory_notes import Notes, holds_picture
from reviewer.media.inventory_words import is_place, text_in

LISTS = frozenset({b"RIFF", b"RIFX", b"LIST"})
SKIPPED = frozenset({b"movi"})
"""Lists of pictures and sound, which the streams tell of."""

PLAIN = frozenset({b"avih", b"strh", b"strf", b"indx", b"idx1", b"dmlh", b"vprp", b"fmt ", b"data", b"fact"})

TOLD: dict[bytes, tuple[Kind, str]] = {
    b"INAM": (Kind.TAG, "title"),
    b"IART": (Kind.TAG, "author"),
    b"ICMT": (Kind.TAG, "comment"),
    b"ICOP": (Kind.TAG, "copyright"),
    b"ICRD": (Kind.TIME, "date"),
    b"IDIT": (Kind.TIME, "time of recording"),
    b"ISFT": (Kind.DEVICE, "program or device that wrote the file"),
    b"ISRC": (Kind.TAG, "source"),
    b"ITCH": (Kind.TAG, "technician"),
    b"ISMP": (Kind.TIME, "time code"),
    b"strn": (Kind.TAG, "name of a stream"),
    b"strd": (Kind.BOX, "data of the recorder"),
    b"_PMX": (Kind.TAG, "description of the file (XMP)"),
    b"bext": (Kind.TAG, "description of the sound (broadcast wave)"),
    b"iXML": (Kind.TAG, "description of the sound"),
    b"id3 ": (Kind.TAG, "tags (ID3)"),
    b"JUNK": (Kind.REST, "bytes in a space that should be empty"),
    b"PAD ": (Kind.REST, "bytes in a space that should be empty"),
}

MOST = 20_000
"""Chunks after which the walk ends."""

DEEPEST = 8

MOST_IN_ONE = 4 << 20
"""Bytes of a chunk that are looked at."""

Chunk = tuple[bytes, int, int]
"""Four letters, and where its contents begin and end in the file."""


def take_chunks(path: Path, notes: Notes) -> None:
    """Take down what lies in the chunks of the file at `path`; nothing when it is no RIFF file."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(4) not in LISTS:
            return
        reached = 0
        for count, (name, start, end) in enumerate(_inside(file, start=0, end=size, depth=0)):
            if count >= MOST:
                notes.put(Kind.REST, f"chunks after the first {MOST}, which were not looked at", where="chunks")
                return
            reached = max(reached, end + end % 2)
            file.seek(start)
            _tell(name, file.read(min(end - start, 16 if notes.full else MOST_IN_ONE)), notes=notes)
        if reached < size:
            file.seek(reached)
            rest = file.read(MOST_IN_ONE)
            what = "bytes after the last chunk"
            notes.put(Kind.REST, what, where="end of file", value=text_in(rest), size=size - reached)


def _tell(name: bytes, raw: bytes, *, notes: Notes) -> None:
    if name in PLAIN or name in SKIPPED or not any(raw):
        return
    kind, what = TOLD.get(name, (Kind.BOX, "chunk"))
    value = text_in(raw)
    if is_place(value):
        kind, what = Kind.LOCATION, f"{what}, with a position in it"
    spoken = "".join(chr(b) if 32 < b < 127 else "?" for b in name)
    notes.put(kind, what, where=f"chunk {spoken}", value=value, size=len(raw))
    if holds_picture(raw):
        notes.put(Kind.THUMBNAIL, "picture", where=f"chunk {spoken}")


def _inside(file: BinaryIO, *, start: int, end: int, depth: int) -> Iterator[Chunk]:
    at = start
    while at + 8 <= end:
        file.seek(at)
        name, size = struct.unpack("<4sI", file.read(8))
        stop = min(at + 8 + size, end)
        form = file.read(4) if name in LISTS else b""
        if name in LISTS and form not in SKIPPED and depth < DEEPEST:
            yield from _inside(file, start=at + 12, end=stop, depth=depth + 1)
        else:
            yield (form if name in LISTS else name), at + 8, stop
        at = stop + stop % 2
