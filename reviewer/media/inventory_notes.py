"""The table of what a copy leaves behind while it is made: bounded, counted, and whole even where reading fails."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager

import av

from reviewer.core.errors import FootageError
from reviewer.core.removal import Kind, Removed
from reviewer.media.boxes_rules import MalformedError

MOST = 500
"""Rows of a table; a file with more to tell is built to fill one."""

UNREADABLE = (
    av.error.FFmpegError,
    FootageError,
    MalformedError,
    OSError,
    ValueError,
    TypeError,
    LookupError,
    ArithmeticError,
    RuntimeError,
    MemoryError,
    struct.error,
)
"""What reading a damaged or forged file may raise."""

PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
"""How JPEG and PNG pictures begin (ITU-T T.81 annex B; ISO/IEC 15948 section 5.2)."""


def holds_picture(raw: bytes) -> bool:
    """Whether a picture of its own begins somewhere in the bytes."""
    return any(begins in raw for begins in PICTURES)


class Notes:
    """Takes rows down, each once, up to MOST; what came after that is counted."""

    def __init__(self) -> None:
        self._rows: dict[Removed, None] = {}
        self._more = 0

    @property
    def rows(self) -> tuple[Removed, ...]:
        """What was taken down, in that order."""
        rows = tuple(self._rows)
        if self._more:
            rows += (Removed(kind=Kind.REST, where="file", what=f"{self._more} further things of these kinds"),)
        return rows

    @property
    def full(self) -> bool:
        """Whether further rows are only counted, so that there is no point in reading what they would say."""
        return len(self._rows) >= MOST

    def says(self, value: str) -> bool:
        """Whether some row's value begins or ends so."""
        return any(row.value.startswith(value) or row.value.endswith(value) for row in self._rows)

    def put(self, kind: Kind, what: str, *, where: str, value: str = "", size: int | None = None) -> None:
        """Take a row down."""
        row = Removed(kind=kind, where=where, what=what, value=value, size=size)
        if row in self._rows:
            return
        if len(self._rows) < MOST:
            self._rows[row] = None
        else:
            self._more += 1

    @contextmanager
    def reading(self, where: str) -> Iterator[None]:
        """Where reading fails inside, a row says that there may be more; nothing is copied from there either."""
        try:
            yield
        except UNREADABLE:
            self.put(Kind.REST, "could not be read to its end; there may be more than this table lists", where=where)
