"""Frees an ONNX model from the input size it was saved with, so that one network serves every picture size.

CenterFace was saved for pictures of 32 x 32 and lists its weights among its inputs. ONNX Runtime then
refuses other sizes and may not fold the weights; without both it takes a third of the time. The file on disk is
never changed: the bytes are rewritten on their way into the runtime.

A model is a protocol buffer (onnx.proto3, version 1.16): ModelProto.graph is field 7; GraphProto holds initializer (5),
input (11) and output (12); TensorProto.name is 8; ValueInfoProto holds name (1) and type (2); TypeProto.tensor_type
is 1; in it elem_type is 1 and shape 2.
"""

from collections.abc import Iterable, Iterator

GRAPH, INITIALIZER, INPUT, OUTPUT, TENSOR_NAME = 7, 5, 11, 12, 8
VALUE_NAME, VALUE_TYPE, TENSOR_TYPE, ELEMENT_TYPE, SHAPE = 1, 2, 1, 1, 2
DIMENSION, DIMENSION_NAME = 1, 2
BYTES = 2
"""The wire type of fields that carry a length and bytes."""

Field = tuple[int, int, bytes]
"""Number, wire type, and the value: bytes without their length, or the value's own encoding."""


def of_any_size(model: bytes) -> bytes:
    """The same network with every dimension of its input and outputs left open; raises ValueError for other bytes."""
    return _joined((n, w, _graph(v)) if n == GRAPH else (n, w, v) for n, w, v in _fields(model))


def _graph(graph: bytes) -> bytes:
    fields = list(_fields(graph))
    weights = {_text(v, TENSOR_NAME) for n, _, v in fields if n == INITIALIZER}
    result: list[Field] = []
    for number, wire, value in fields:
        if number == INPUT and _text(value, VALUE_NAME) in weights:
            continue
        result.append((number, wire, _open(value) if number in (INPUT, OUTPUT) else value))
    return _joined(result)


def _open(value: bytes) -> bytes:
    """A ValueInfoProto whose tensor has four dimensions of any size."""
    name = _text(value, VALUE_NAME)
    kind = next(v for n, _, v in _fields(value) if n == VALUE_TYPE)
    tensor = next(v for n, _, v in _fields(kind) if n == TENSOR_TYPE)
    dimensions = [(DIMENSION, BYTES, _joined([(DIMENSION_NAME, BYTES, f"{name}_{i}".encode())])) for i in range(4)]
    element = [f for f in _fields(tensor) if f[0] == ELEMENT_TYPE]
    opened = _joined([*element, (SHAPE, BYTES, _joined(dimensions))])
    return _joined([(VALUE_NAME, BYTES, name.encode()), (VALUE_TYPE, BYTES, _joined([(TENSOR_TYPE, BYTES, opened)]))])


def _text(message: bytes, field: int) -> str:
    return next(v.decode() for n, _, v in _fields(message) if n == field)


def _fields(message: bytes) -> Iterator[Field]:
    position = 0
    while position < len(message):
        tag, position = _varint(message, position)
        number, wire = tag >> 3, tag & 7
        if wire == BYTES:
            length, position = _varint(message, position)
            end = position + length
        elif wire == 0:
            end = _varint(message, position)[1]
        elif wire in (1, 5):
            end = position + (8 if wire == 1 else 4)
        else:
            raise ValueError("not an ONNX model")
        if end > len(message):
            raise ValueError("not an ONNX model")
        yield number, wire, message[position:end]
        position = end


def _joined(fields: Iterable[Field]) -> bytes:
    parts = []
    for number, wire, value in fields:
        parts.append(_encoded(number << 3 | wire))
        if wire == BYTES:
            parts.append(_encoded(len(value)))
        parts.append(value)
    return b"".join(parts)


def _varint(message: bytes, position: int) -> tuple[int, int]:
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


def _encoded(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)
