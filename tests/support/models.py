"""Tiny ONNX models for tests, written byte by byte, and the packs that hold them.

`bright(...)` makes a real detector: it sees bright cells of an 8 x 8 grid in a picture of 64 x 64, and gives them as
any of the usual detectors would. The field numbers are those of onnx.proto3.
"""

import hashlib
import os
import shutil
import signal
from collections.abc import Generator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reviewer.services.jobs import Progress
from reviewer.vision.protobuf import BYTES, NUMBER, Field, encoded, joined

SIDE, CELL = 64, 8
CELLS = (SIDE // CELL) ** 2

FLOAT, INT64, BOOL = 1, 7, 9

MANIFEST = """\
name = "{name}"
file = "{file}"
sha256 = "{sha256}"
licence = "CC0-1.0"
source = "made for a test"
subject = "{subject}"

[input]
size = {size}
channels = "RGB"
scale = 0.00392156862745098
letterbox = {letterbox}

[output]
format = "{format}"
{output}

[thresholds]
start = 0.9
keep = 0.7
check = 0.8
"""


def text(field: int, value: str) -> Field:
    return field, BYTES, value.encode()


def number(field: int, value: int) -> Field:
    return field, NUMBER, encoded(value & (1 << 64) - 1)


def message(field: int, *parts: Field) -> Field:
    return field, BYTES, joined(parts)


def tensor(name: str, values: NDArray[np.generic], *more: Field) -> bytes:
    """A TensorProto with raw data."""
    kind = {"f": FLOAT, "i": INT64, "b": BOOL}[values.dtype.kind]
    sizes = [number(1, size) for size in values.shape]
    return joined([*sizes, number(2, kind), *more, text(8, name), (9, BYTES, values.tobytes())])


def value_info(name: str, sizes: Sequence[int | None], *, kind: int = FLOAT) -> bytes:
    """A ValueInfoProto; a size of None is open."""
    dims = [message(1, text(2, f"{name}{i}") if size is None else number(1, size)) for i, size in enumerate(sizes)]
    return joined([text(1, name), message(2, message(1, number(1, kind), message(2, *dims)))])


def node(operator: str, wires: str, *more: Field) -> bytes:
    """A NodeProto; `wires` are its inputs and outputs, as in "a b -> c"; `more` are attributes, or its domain."""
    inputs, outputs = (names.split() for names in wires.split("->"))
    return joined([*(text(1, i) for i in inputs), *(text(2, o) for o in outputs), text(4, operator), *more])


def ints(name: str, *values: int) -> Field:
    """An attribute that holds whole numbers."""
    return message(5, text(1, name), *(number(8, v) for v in values), number(20, 7))


def integer(name: str, value: int) -> Field:
    """An attribute that holds one."""
    return message(5, text(1, name), number(3, value), number(20, 2))


def subgraph(name: str, graph: bytes) -> Field:
    """An attribute that holds a graph."""
    return message(5, text(1, name), (6, BYTES, graph), number(20, 5))


def graph(
    nodes: Sequence[bytes], inputs: Sequence[bytes], *, outputs: Sequence[bytes], weights: Sequence[bytes] = ()
) -> bytes:
    """A GraphProto."""
    parts = [(1, nodes), (5, weights), (11, inputs), (12, outputs)]
    return joined([text(2, "g"), *((field, BYTES, value) for field, values in parts for value in values)])


def model(graph_: bytes, *more: Field) -> bytes:
    """A ModelProto of opset 13."""
    return joined([number(1, 8), (7, BYTES, graph_), message(8, text(1, ""), number(2, 13)), *more])


def picture(side: int | None = SIDE) -> bytes:
    """The input that all of them take."""
    return value_info("x", (1, 3, side, side))


def bright(form: str) -> bytes:
    """The detector of bright cells: `form` is yolov8, yolov5, ssd, boxes or rows."""
    nodes = [
        node("AveragePool", "x -> p", ints("kernel_shape", CELL, CELL), ints("strides", CELL, CELL)),
        node("ReduceMean", "p -> m", ints("axes", 1)),
    ]
    more, weights, outputs = _FORMS[form]()
    return model(graph([*nodes, *more], [picture()], outputs=outputs, weights=weights))


def _centres() -> NDArray[np.float32]:
    """(4, cells): centre and size of each cell in pixels."""
    y, x = np.divmod(np.arange(CELLS), SIDE // CELL)
    size = np.full(CELLS, CELL)
    return np.stack([x * CELL + CELL / 2, y * CELL + CELL / 2, size, size]).astype(np.float32)


def _corners() -> NDArray[np.float32]:
    """(cells, 4): left, top, right, bottom in pixels."""
    x, y, width, height = _centres()
    return np.stack([x - width / 2, y - height / 2, x + width / 2, y + height / 2], axis=1)


Form = tuple[list[bytes], list[bytes], list[bytes]]
"""Nodes, weights and outputs."""


def _shape(*sizes: int) -> bytes:
    return tensor("shape", np.array(sizes, np.int64))


def _yolo8() -> Form:
    nodes = [node("Reshape", "m shape -> s"), node("Concat", "grid s -> out", integer("axis", 1))]
    return nodes, [_shape(1, 1, CELLS), tensor("grid", _centres()[None])], [value_info("out", (1, 5, CELLS))]


def _yolo5() -> Form:
    nodes = [
        node("Reshape", "m shape -> s"),
        node("Concat", "grid sure s -> c", integer("axis", 1)),
        node("Transpose", "c -> out", ints("perm", 0, 2, 1)),
    ]
    sure = tensor("sure", np.ones((1, 1, CELLS), np.float32))
    weights = [_shape(1, 1, CELLS), tensor("grid", _centres()[None]), sure]
    return nodes, weights, [value_info("out", (1, CELLS, 6))]


def _ssd() -> Form:
    nodes = [
        node("Reshape", "m shape -> s"),
        node("Sub", "one s -> not"),
        node("Concat", "not s -> scores", integer("axis", 2)),
        node("Identity", "grid -> boxes"),
    ]
    weights = [
        _shape(1, CELLS, 1),
        tensor("one", np.ones(1, np.float32)),
        tensor("grid", (_corners() / SIDE)[None].astype(np.float32)),
    ]
    return nodes, weights, [value_info("scores", (1, CELLS, 2)), value_info("boxes", (1, CELLS, 4))]


def _boxes() -> Form:
    nodes = [node("Reshape", "m shape -> scores"), node("Identity", "grid -> boxes")]
    outputs = [value_info("boxes", (CELLS, 4)), value_info("scores", (CELLS,))]
    return nodes, [_shape(CELLS), tensor("grid", _corners())], outputs


def _rows() -> Form:
    nodes = [
        node("Reshape", "m shape -> s"),
        node("Concat", "grid s class -> out", integer("axis", 1)),
    ]
    weights = [_shape(CELLS, 1), tensor("grid", _corners()), tensor("class", np.zeros((CELLS, 1), np.float32))]
    return nodes, weights, [value_info("out", (CELLS, 6))]


_FORMS = {"yolov8": _yolo8, "yolov5": _yolo5, "ssd": _ssd, "boxes": _boxes, "rows": _rows}


def brightness_of_any_size() -> bytes:
    """One box, the middle half of a picture of any size in parts of it; its score is how bright the picture is."""
    nodes = [
        node("ReduceMean", "x -> m", ints("axes", 1, 2, 3)),
        node("Reshape", "m shape -> s"),
        node("Concat", "middle s -> out", integer("axis", 1)),
    ]
    weights = [_shape(1, 1, 1), tensor("middle", np.full((1, 4, 1), 0.5, np.float32))]
    return model(graph(nodes, [picture(None)], outputs=[value_info("out", (1, 5, 1))], weights=weights))


def constant(values: NDArray[np.float32]) -> bytes:
    """Gives out the same numbers whatever it sees."""
    nodes = [node("Identity", "w -> out")]
    return model(graph(nodes, [picture()], outputs=[value_info("out", values.shape)], weights=[tensor("w", values)]))


def endless() -> bytes:
    """Goes round in a loop for ever."""
    once = graph(
        [node("Identity", "go -> on"), node("Identity", "a -> b")],
        [value_info("i", (), kind=INT64), value_info("go", (), kind=BOOL), value_info("a", (1,))],
        outputs=[value_info("on", (), kind=BOOL), value_info("b", (1,))],
    )
    nodes = [node("Loop", "most yes start -> out", subgraph("body", once))]
    weights = [
        tensor("most", np.array(2**62, np.int64)),
        tensor("yes", np.array(True)),
        tensor("start", np.zeros(1, np.float32)),
    ]
    return model(graph(nodes, [picture()], outputs=[value_info("out", (1,))], weights=weights))


def deadly(_folder: Path, _manifest: object) -> Generator[Progress, None, None]:
    """A trial in which the process dies, as by a flaw in a library."""
    yield Progress(0, None)
    os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))


def a_pack(
    folder: Path, data: bytes | None = None, *, name: str = "bright", subject: str = "face", **form: str
) -> Path:
    """Write a model and its manifest into `folder`; the manifest's path. `form`: format, size, letterbox, output."""
    data = bright("yolov8") if data is None else data
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx").write_bytes(data)
    given = {"format": "yolov8", "size": f"[{SIDE}, {SIDE}]", "letterbox": "false", "output": "", **form}
    path = folder / f"{name}.toml"
    digest = hashlib.sha256(data).hexdigest()
    path.write_text(MANIFEST.format(name=name, file=f"{name}.onnx", sha256=digest, subject=subject, **given))
    return path


def put(parent: Path, name: str = "bright", *, subject: str = "face") -> Path:
    """A pack in its place in the folder of packs, without the trial; its own folder."""
    made = a_pack(parent.with_name("made"), name=name, subject=subject)
    folder = parent / name
    folder.mkdir(parents=True)
    shutil.copy(made, folder / "manifest.toml")
    shutil.copy(made.with_suffix(".onnx"), folder / "model.onnx")
    return folder
