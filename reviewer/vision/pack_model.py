"""Looks into an ONNX model that comes from outside, before any library is given it.

What it refuses: operators that are not part of ONNX itself, weights in other files, more than one input, pictures that
are not three channels of 32-bit numbers, and bytes that a runtime could take for another kind of model.

Field numbers are those of onnx.proto3, version 1.16.
"""

from collections.abc import Iterator

from reviewer.vision.onnx_graph import graph_of, inputs_of, text_of
from reviewer.vision.pack_manifest import Output, PackManifest
from reviewer.vision.protobuf import BYTES, NUMBER, fields, number_at

FUNCTIONS, TRAINING = 25, 20
NODE, INITIALIZER, SPARSE_INITIALIZER = 1, 5, 15
OPERATOR, ATTRIBUTE, DOMAIN = 4, 5, 7
TENSOR, GRAPH, TENSORS, GRAPHS, SPARSE, SPARSES = 5, 6, 10, 11, 22, 23
EXTERNAL, LOCATION = 13, 14
FLOAT = 1
"""TensorProto.DataType of 32-bit numbers."""

STANDARD = frozenset({"", "ai.onnx"})
"""Domains of the operators that ONNX itself defines."""

DEEPEST = 8
"""Graphs within graphs (loops and conditions) beyond which a model is not looked into."""

OTHER_FORMAT = b"ORTM"
"""What ONNX Runtime knows its own format by, in bytes 4 to 8, whatever else the bytes may be."""


class ModelRefusedError(Exception):
    """The model is not one that can be used; the text says why, after "the model", without a full stop."""


def refuse_unfit(model: bytes, manifest: PackManifest) -> None:
    """Raise ModelRefusedError when the model is not what a pack may hold, or not what its manifest says."""
    try:
        if model[4:8] == OTHER_FORMAT:
            raise ModelRefusedError("is not in the ONNX format")
        if any(number in (FUNCTIONS, TRAINING) for number, _, _ in fields(model)):
            raise ModelRefusedError("defines functions of its own, or how it is trained")
        graph = graph_of(model)
        _look_into(graph, depth=0)
        inputs = inputs_of(graph)
    except (ValueError, StopIteration) as error:
        raise ModelRefusedError("is not in the ONNX format, or is damaged") from error
    if len(inputs) != 1:
        raise ModelRefusedError(f"takes {len(inputs)} inputs, and a detector here is given one picture")
    ((element, sizes),) = inputs.values()
    _compare(element, sizes, manifest=manifest)


def _look_into(graph: bytes, *, depth: int) -> None:
    if depth > DEEPEST:
        raise ModelRefusedError("has graphs within graphs, deeper than any detector needs")
    for number, wire, value in fields(graph):
        if wire != BYTES:
            continue
        if number == NODE:
            _look_at_node(value, depth=depth)
        elif number == INITIALIZER:
            _look_at_tensor(value)
        elif number == SPARSE_INITIALIZER:
            _look_at_sparse(value)


def _look_at_node(node: bytes, *, depth: int) -> None:
    domain = text_of(node, DOMAIN)
    if domain not in STANDARD:
        raise ModelRefusedError(
            f"uses the operator {text_of(node, OPERATOR)[:40]!a} of {domain[:40]!a}, which is not part of ONNX itself"
        )
    for attribute in _messages(node, ATTRIBUTE):
        for number, wire, value in fields(attribute):
            if wire != BYTES:
                continue
            if number in (TENSOR, TENSORS):
                _look_at_tensor(value)
            elif number in (GRAPH, GRAPHS):
                _look_into(value, depth=depth + 1)
            elif number in (SPARSE, SPARSES):
                _look_at_sparse(value)


def _look_at_sparse(tensor: bytes) -> None:
    for part in (*_messages(tensor, 1), *_messages(tensor, 2)):
        _look_at_tensor(part)


def _look_at_tensor(tensor: bytes) -> None:
    for number, wire, value in fields(tensor):
        elsewhere = number == LOCATION and wire == NUMBER and number_at(value, 0)[0] != 0
        if elsewhere or number == EXTERNAL:
            raise ModelRefusedError("keeps its weights in another file; a pack is one file")


def _messages(message: bytes, field: int) -> Iterator[bytes]:
    return (value for number, wire, value in fields(message) if (number, wire) == (field, BYTES))


def _compare(element: int, sizes: list[int | None], *, manifest: PackManifest) -> None:
    if element != FLOAT or len(sizes) != 4 or sizes[0] not in (None, 0, 1) or sizes[1] not in (None, 0, 3):
        raise ModelRefusedError("does not take one picture as 32-bit numbers of shape (1, 3, height, width)")
    if manifest.output.format is Output.YUNET:
        return  # OpenCV is told the size of each picture
    height, width = (side or None for side in sizes[2:])
    wanted = manifest.input.size
    if wanted is None and (height or width):
        raise ModelRefusedError(f"takes pictures of {width} by {height} alone, and its manifest says any size")
    if wanted is not None and (width not in (None, wanted[0]) or height not in (None, wanted[1])):
        raise ModelRefusedError(
            f"takes pictures of {width} by {height}, and its manifest says {wanted[0]} by {wanted[1]}"
        )
