"""Encoded stretches of a copy as files of their own, so that what has not changed need not be encoded again.

A part holds pictures as they stand in a copy: a header, each picture with its tick, its kind and its length, and at
the end the SHA-256 of everything before it. It appears under its name only when it is whole.
"""

import hashlib
import secrets
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from reviewer.core.timing import Tick
from reviewer.media import partial as files
from reviewer.media.encoding import Coded

SUFFIX = ".part"

_MAGIC = b"ReviewerPart1\n"
_HEADER = struct.Struct(">III")
_PICTURE = struct.Struct(">qBI")
_PIECE = 1 << 20


@dataclass(frozen=True, slots=True)
class Part:
    """A whole part: where it lies, its parameter sets, how many pictures, and packets that failed up to its end."""

    path: Path
    sets: bytes
    pictures: int
    corrupt: int

    def read(self, *, at: int) -> Iterator[Coded]:
        """Its pictures, `at` added to their ticks. Raises ValueError where they do not read as they were written."""
        with self.path.open("rb") as file:
            file.seek(len(_MAGIC) + _HEADER.size + len(self.sets))
            for _ in range(self.pictures):
                tick, key, size = _PICTURE.unpack(_exactly(file, _PICTURE.size))
                yield Coded(Tick(tick + at), bool(key), _exactly(file, size))


class PartWriter:
    """Writes one part at `target`; `finish` gives it its name, `drop` leaves nothing. Raises DiskError."""

    def __init__(self, target: Path, sets: bytes) -> None:
        self._target, self._sets = target, sets
        self._partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
        self._told = target.with_name("the copy")  # a part's own name says nothing to anybody
        self._pictures = 0
        with files.writing(self._told):
            self._file = self._partial.open("w+b")
            self._file.write(_MAGIC + _HEADER.pack(len(sets), 0, 0) + sets)

    def take(self, pictures: Iterable[Coded]) -> None:
        """Add pictures."""
        for coded in pictures:
            with files.writing(self._told):
                self._file.write(_PICTURE.pack(coded.tick, coded.key, len(coded.data)) + coded.data)
            self._pictures += 1

    def finish(self, *, corrupt: int) -> None:
        """Seal the part and give it its name."""
        with files.writing(self._told):
            self._file.seek(len(_MAGIC))
            self._file.write(_HEADER.pack(len(self._sets), self._pictures, corrupt))
            self._file.flush()
            digest = _digest(self._file, size=self._partial.stat().st_size)
            self._file.seek(0, 2)
            self._file.write(digest)
            self._file.close()
            self._partial.replace(self._target)

    def drop(self) -> None:
        """Leave nothing; a part that has its name stays."""
        with suppress(OSError):
            self._file.close()
        files.drop(self._partial)


def part_at(path: Path) -> Part | None:
    """The part of that name; None when there is none, or when it is not whole."""
    with suppress(OSError, ValueError, struct.error), path.open("rb") as file:
        size = path.stat().st_size - hashlib.sha256().digest_size
        if file.read(len(_MAGIC)) != _MAGIC:
            return None
        length, pictures, corrupt = _HEADER.unpack(_exactly(file, _HEADER.size))
        sets = _exactly(file, min(length, _PIECE))
        if _digest(file, size=size) == file.read():
            return Part(path, sets, pictures, corrupt)
    return None


def _digest(file: BinaryIO | Any, *, size: int) -> bytes:
    """The SHA-256 of the first `size` bytes, behind which the file stands afterwards."""
    file.seek(0)
    sha256 = hashlib.sha256()
    while size > 0:
        piece = _exactly(file, min(size, _PIECE))
        sha256.update(piece)
        size -= len(piece)
    return sha256.digest()


def _exactly(file: BinaryIO | Any, size: int) -> bytes:
    data: bytes = file.read(size)
    if len(data) != size:
        raise ValueError("the part ends early")
    return data
