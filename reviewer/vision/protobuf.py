"""Protocol buffers on the level of bytes: the fields of a message, and a message of fields.

Enough to look into a model and to change a few of its bytes, without the schema of what is in it. The encoding is that
of Protocol Buffers, "Encoding".
"""

from collections.abc import Iterable, Iterator

NUMBER, BYTES = 0, 2
"""The wire types of fields that hold a whole number, and of those that carry a length and bytes."""

Field = tuple[int, int, bytes]
"""Number, wire type, and the value: bytes without their length, or the value's own encoding."""


def fields(message: bytes) -> Iterator[Field]:
    """The fields of a message in order; raises ValueError where its bytes are no message."""
    position = 0
    while position < len(message):
        tag, position = number_at(message, position)
        number, wire = tag >> 3, tag & 7
        if wire == BYTES:
            length, position = number_at(message, position)
            end = position + length
        elif wire == NUMBER:
            end = number_at(message, position)[1]
        elif wire in (1, 5):
            end = position + (8 if wire == 1 else 4)
        else:
            raise ValueError("not an ONNX model")
        if end > len(message):
            raise ValueError("not an ONNX model")
        yield number, wire, message[position:end]
        position = end


def joined(parts: Iterable[Field]) -> bytes:
    """The message that these fields make."""
    out = []
    for number, wire, value in parts:
        out.append(encoded(number << 3 | wire))
        if wire == BYTES:
            out.append(encoded(len(value)))
        out.append(value)
    return b"".join(out)


def number_at(message: bytes, position: int) -> tuple[int, int]:
    """The number at `position`, seven bits a byte with the lowest first, and the position after it."""
    value = shift = 0
    while True:
        if position >= len(message) or shift > 63:
            raise ValueError("not an ONNX model")
        byte = message[position]
        value |= (byte & 0x7F) << shift
        position, shift = position + 1, shift + 7
        if byte < 0x80:
            return value, position


def encoded(value: int) -> bytes:
    """A whole number from 0 on as a message holds it."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
