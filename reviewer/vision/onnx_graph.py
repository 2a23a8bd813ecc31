"""Changes the input size that an ONNX model was saved with: to any, so that one serves every picture, or to one.

CenterFace was saved for pictures of 32 x 32 and lists its weights among its inputs. ONNX Runtime then
refuses other sizes and may not fold the weights; without both it takes a third of the time. OpenCV, on the other hand,
wants to know the size beforehand. The file on disk is never changed: the bytes are rewritten on their way into the
runtime.

A model is a protocol buffer (onnx.proto3, version 1.16): ModelProto.graph is field 7; GraphProto holds initializer (5),
input (11) and output (12); TensorProto.name is 8; ValueInfoProto holds name (1) and type (2); TypeProto.tensor_type
is 1; in it elem_type is 1 and shape 2, whose dim (1) holds dim_value (1) or dim_param (2).
"""

from collections.abc import Callable

from reviewer.vision.protobuf import BYTES, NUMBER, Field, encoded, fields, joined, number_at

GRAPH, INITIALIZER, INPUT, OUTPUT, TENSOR_NAME = 7, 5, 11, 12, 8
VALUE_NAME, VALUE_TYPE, TENSOR_TYPE, ELEMENT_TYPE, SHAPE = 1, 2, 1, 1, 2
DIMENSION, DIMENSION_SIZE, DIMENSION_NAME = 1, 1, 2

Dimensions = Callable[[str], list[Field]]
"""The dimensions for the input or output of that name, as fields of its shape."""


def of_any_size(model: bytes) -> bytes:
    """The same network with every dimension of its input and outputs left open; raises ValueError for other bytes."""
    return _rewritten(model, lambda graph: _graph(graph, _any, ends=(INPUT, OUTPUT)))


def of_size(model: bytes, width: int, *, height: int) -> bytes:
    """The same network for one colour picture of that size; raises ValueError for bytes that are no model."""
    sizes = [_dimension(DIMENSION_SIZE, NUMBER, value=encoded(side)) for side in (1, 3, height, width)]
    return _rewritten(model, lambda graph: _graph(graph, lambda _: sizes, ends=(INPUT,)))


def graph_of(model: bytes) -> bytes:
    """The one graph of a model; raises ValueError when there is none, or another number."""
    graphs = [value for number, wire, value in fields(model) if (number, wire) == (GRAPH, BYTES)]
    if len(graphs) != 1:
        raise ValueError("not an ONNX model")
    return graphs[0]


def inputs_of(graph: bytes) -> dict[str, tuple[int, list[int | None]]]:
    """The inputs of a graph that are no weights: by name the type of their elements, and sizes, None where open."""
    weights = {text_of(v, TENSOR_NAME) for n, _, v in fields(graph) if n == INITIALIZER}
    values = [v for n, _, v in fields(graph) if n == INPUT]
    return {name: _tensor(v) for v in values if (name := text_of(v, VALUE_NAME)) not in weights}


def text_of(message: bytes, field: int) -> str:
    """The text in a field, empty where there is none."""
    return next((v.decode("utf-8") for n, w, v in fields(message) if (n, w) == (field, BYTES)), "")


def _rewritten(model: bytes, change: Callable[[bytes], bytes]) -> bytes:
    return joined((n, w, change(v)) if n == GRAPH else (n, w, v) for n, w, v in fields(model))


def _graph(graph: bytes, dimensions: Dimensions, *, ends: tuple[int, ...]) -> bytes:
    parts = list(fields(graph))
    weights = {text_of(v, TENSOR_NAME) for n, _, v in parts if n == INITIALIZER}
    result: list[Field] = []
    for number, wire, value in parts:
        if number == INPUT and text_of(value, VALUE_NAME) in weights:
            continue
        result.append((number, wire, _resized(value, dimensions) if number in ends else value))
    return joined(result)


def _resized(value: bytes, dimensions: Dimensions) -> bytes:
    """A ValueInfoProto whose tensor has other dimensions."""
    name = text_of(value, VALUE_NAME)
    element = [f for f in fields(_tensor_type(value)) if f[0] == ELEMENT_TYPE]
    tensor = joined([*element, (SHAPE, BYTES, joined(dimensions(name)))])
    return joined([(VALUE_NAME, BYTES, name.encode()), (VALUE_TYPE, BYTES, joined([(TENSOR_TYPE, BYTES, tensor)]))])


def _any(name: str) -> list[Field]:
    """Four dimensions of any size."""
    return [_dimension(DIMENSION_NAME, BYTES, value=f"{name}_{i}".encode()) for i in range(4)]


def _dimension(field: int, wire: int, *, value: bytes) -> Field:
    return (DIMENSION, BYTES, joined([(field, wire, value)]))


def _tensor(value: bytes) -> tuple[int, list[int | None]]:
    """The type of the elements of a ValueInfoProto, as TensorProto.DataType numbers it, and its sizes."""
    tensor = _tensor_type(value)
    element = _number(tensor, ELEMENT_TYPE) or 0
    shape = next((v for n, w, v in fields(tensor) if (n, w) == (SHAPE, BYTES)), b"")
    return element, [_number(v, DIMENSION_SIZE) for n, w, v in fields(shape) if (n, w) == (DIMENSION, BYTES)]


def _tensor_type(value: bytes) -> bytes:
    kind = _message(value, VALUE_TYPE)
    return _message(kind, TENSOR_TYPE)


def _message(message: bytes, field: int) -> bytes:
    found = next((v for n, w, v in fields(message) if (n, w) == (field, BYTES)), None)
    if found is None:
        raise ValueError("not an ONNX model")
    return found


def _number(message: bytes, field: int) -> int | None:
    return next((number_at(v, 0)[0] for n, w, v in fields(message) if (n, w) == (field, NUMBER)), None)
