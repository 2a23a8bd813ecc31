"""Whether a file stops before its own end, told from the outermost structure of its container."""

import struct
from pathlib import Path

from reviewer.media.atoms import walk

TS_PACKET = 188
"""Bytes of a transport stream packet (ISO/IEC 13818-1 section 2.4.3)."""

_EBML = 0x1A45DFA3
_SEGMENT = 0x18538067


def stops_early(path: Path, container: str) -> bool:
    """Whether the file is shorter than it says itself; `container` is FFmpeg's name for the format."""
    if "mp4" in container:
        return any(not box.whole for box in walk(path) if "/" not in box.path)
    if "matroska" in container:
        return _matroska(path)
    if container == "avi":
        return _avi(path)
    if container == "mpegts":
        return _transport_stream(path)
    return False


def _matroska(path: Path) -> bool:
    """A Segment of known size that reaches past the file (RFC 8794 sections 5 and 6)."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(4096)
    first = _element(head, 0)
    if first is None or first[0] != _EBML:
        return False
    second = _element(head, first[1] + (first[2] or 0))
    if second is None or second[0] != _SEGMENT or second[2] is None:
        return False
    return second[1] + second[2] > size


def _element(data: bytes, at: int) -> tuple[int, int, int | None] | None:
    """The id, the offset of the body and the size (None: unknown) of the element at `at`; None when cut."""
    if at >= len(data):
        return None
    id_length = 9 - data[at].bit_length()
    size_at = at + id_length
    if size_at >= len(data) or data[size_at] == 0:
        return None
    length = 9 - data[size_at].bit_length()
    raw = data[size_at : size_at + length]
    if len(raw) < length:
        return None
    value = int.from_bytes(raw, "big") & ((1 << 7 * length) - 1)
    unknown = value == (1 << 7 * length) - 1
    return int.from_bytes(data[at:size_at], "big"), size_at + length, None if unknown else value


def _avi(path: Path) -> bool:
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
    if len(head) < 12 or head[:4] != b"RIFF":
        return False
    declared = int(struct.unpack("<I", head[4:8])[0])
    return declared + 8 > size


def _transport_stream(path: Path) -> bool:
    """Packets have one length, so a file with a part of one at its end was cut."""
    with path.open("rb") as file:
        head = file.read(TS_PACKET * 4)
    plain = len(head) == TS_PACKET * 4 and all(head[at] == 0x47 for at in range(0, len(head), TS_PACKET))
    return plain and path.stat().st_size % TS_PACKET != 0
