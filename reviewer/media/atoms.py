"""The boxes of an MP4 or QuickTime file, read without any library (ISO/IEC 14496-12 section 4.2)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PARENTS = frozenset({"moov", "trak", "mdia", "minf", "stbl", "edts", "udta", "dinf", "mvex", "moof", "traf"})
"""Boxes that hold nothing but boxes."""

MOST = 100_000
"""Boxes after which a walk ends, so that a forged file cannot keep it busy."""


DEEPEST = 16
"""Boxes in one another that are followed; a recording has eight. More are built to exhaust a reader."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box: `path` names it and those around it as in moov/trak/mdia; `body` and `end` are offsets in the file.

    `whole` is False when the file stops before the box does.
    """

    path: str
    body: int
    end: int
    whole: bool

    @property
    def kind(self) -> str:
        """The four letters of the box itself."""
        return self.path.rsplit("/", 1)[-1]


def walk(path: Path) -> Iterator[Box]:
    """The boxes of the file, parents before their children; nothing when the file does not begin like one."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if not _looks_right(file):
            return
        for count, box in enumerate(_inside(file, start=0, end=size, around="")):
            if count >= MOST:
                return
            yield box


def content(path: Path, box: Box, *, most: int = 65536) -> bytes:
    """What is in a box, at most `most` bytes."""
    with path.open("rb") as file:
        file.seek(box.body)
        return file.read(min(most, max(0, box.end - box.body)))


def _looks_right(file: BinaryIO) -> bool:
    file.seek(0)
    head = file.read(8)
    return len(head) == 8 and head[4:8] in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"styp", b"pnot"}


def _inside(file: BinaryIO, *, start: int, end: int, around: str) -> Iterator[Box]:
    at = start
    while at + 8 <= end:
        file.seek(at)
        size, kind = struct.unpack(">I4s", file.read(8))
        header = 8
        if size == 1:
            long = file.read(8)
            if len(long) < 8:
                return
            size, header = struct.unpack(">Q", long)[0], 16
        elif size == 0:
            size = end - at
        if size < header:
            return
        name = kind.decode("latin-1")
        path = f"{around}/{name}" if around else name
        box = Box(path, at + header, min(at + size, end), at + size <= end)
        yield box
        if name in PARENTS and path.count("/") < DEEPEST:
            yield from _inside(file, start=box.body, end=box.end, around=path)
        at += size
