"""H.264 packets without the user data that encoders and cameras slip in between the pictures."""

REGISTERED, UNREGISTERED = 4, 5
"""Kinds of message that carry anybody's data (ITU-T H.264 annex D.1: user_data_registered and _unregistered)."""

_START = b"\x00\x00\x01"
_SEI = 6


def without_user_data(stream: bytes) -> bytes:
    """The byte stream (H.264 annex B) without messages that hold user data; others, such as field order, stay."""
    if not any(stream[at] & 31 == _SEI for at in _unit_starts(stream)):
        return stream
    starts = list(_unit_starts(stream))
    kept = bytearray()
    for start, following in zip(starts, [*starts[1:], len(stream) + 3], strict=True):
        unit = stream[start : following - 3].rstrip(b"\x00") if following <= len(stream) else stream[start:]
        if unit[0] & 31 == _SEI:
            unit = _filtered(unit)
        if unit:
            kept += b"\x00" + _START + unit
    return bytes(kept)


def units_of(stream: bytes) -> list[bytes]:
    """The NAL units of the byte stream, without the codes and noughts between them."""
    starts = _unit_starts(stream)
    ends = [*(start - 3 for start in starts[1:]), len(stream)]
    units = (stream[start:end].rstrip(b"\x00") for start, end in zip(starts, ends, strict=True))
    return [unit for unit in units if unit]


def _unit_starts(stream: bytes) -> list[int]:
    """Where each NAL unit begins, after its start code."""
    starts = []
    at = stream.find(_START)
    while at >= 0 and at + 3 < len(stream):
        starts.append(at + 3)
        at = stream.find(_START, at + 3)
    return starts


def _filtered(unit: bytes) -> bytes:
    """A unit of messages without those of user data; nothing when none is left."""
    body = unit[1:].replace(b"\x00\x00\x03", b"\x00\x00")
    kept = b""
    at = 0
    while at + 2 <= len(body) and body[at:] != b"\x80":
        kind, behind = _counted(body, at)
        size, behind = _counted(body, behind)
        if kind not in {REGISTERED, UNREGISTERED}:
            kept += body[at : behind + size]
        at = behind + size
    return unit[:1] + _escaped(kept + b"\x80") if kept else b""


def _counted(body: bytes, at: int) -> tuple[int, int]:
    """A number written as bytes of 255 and a last smaller one, and where it ends."""
    value = 0
    while at < len(body) and body[at] == 255:
        value, at = value + 255, at + 1
    return value + (body[at] if at < len(body) else 0), at + 1


def _escaped(body: bytes) -> bytes:
    """The bytes with emulation prevention (H.264 section 7.3.1)."""
    out = bytearray()
    zeros = 0
    for byte in body:
        if zeros >= 2 and byte <= 3:
            out.append(3)
            zeros = 0
        out.append(byte)
        zeros = zeros + 1 if byte == 0 else 0
    return bytes(out)
