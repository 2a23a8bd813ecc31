"""What a model may hold, and that it is what its manifest says; nothing is given to a library before."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reviewer.vision.pack_manifest import PackManifest, read_pack_manifest
from reviewer.vision.pack_model import DEEPEST, ModelRefusedError, refuse_unfit
from tests.support import models as m

OUT = [m.value_info("out", (1,))]


@pytest.fixture
def manifest(tmp_path: Path) -> PackManifest:
    return read_pack_manifest(m.a_pack(tmp_path))


def with_nodes(*nodes: bytes, weights: tuple[bytes, ...] = (), inputs: tuple[bytes, ...] = (m.picture(),)) -> bytes:
    return m.model(m.graph(nodes, inputs, outputs=OUT, weights=weights))


def nested(depth: int) -> bytes:
    inner = m.graph([], [], outputs=[])
    for _ in range(depth):
        inner = m.graph([m.node("If", "c -> d", m.subgraph("then_branch", inner))], [], outputs=[])
    return inner


@pytest.mark.parametrize("form", ["yolov8", "yolov5", "ssd", "boxes", "rows"])
def test_honest_models_are_taken(form: str, manifest: PackManifest) -> None:
    refuse_unfit(m.bright(form), manifest)


ELSEWHERE = m.tensor("w", np.zeros(1, np.float32), m.number(14, 1))
NAMED = m.tensor("w", np.zeros(1, np.float32), m.message(13, m.text(1, "location"), m.text(2, "../../secret")))
CONSTANT = m.message(5, m.text(1, "value"), (5, 2, ELSEWHERE), m.number(20, 4))
SPARSE = m.message(5, m.text(1, "sparse_value"), m.message(22, (1, 2, ELSEWHERE)), m.number(20, 11))
FOREIGN = m.node("Detect", "x -> out", m.text(7, "com.example"))

HOSTILE = {
    "custom operator": (with_nodes(FOREIGN), "uses the operator 'Detect' of 'com.example'"),
    "custom operator inside": (
        with_nodes(m.node("If", "c -> out", m.subgraph("then_branch", m.graph([FOREIGN], [], outputs=OUT)))),
        "uses the operator 'Detect'",
    ),
    "weights elsewhere": (with_nodes(weights=(ELSEWHERE,)), "weights in another file"),
    "weights in a named file": (with_nodes(weights=(NAMED,)), "weights in another file"),
    "a constant elsewhere": (with_nodes(m.node("Constant", "-> out", CONSTANT)), "weights in another file"),
    "a sparse one elsewhere": (with_nodes(m.node("Constant", "-> out", SPARSE)), "weights in another file"),
    "functions": (
        m.model(m.graph([], [m.picture()], outputs=OUT), m.message(25, m.text(1, "f"))),
        "functions of its own",
    ),
    "training": (m.model(m.graph([], [m.picture()], outputs=OUT), m.message(20, m.text(1, "t"))), "how it is trained"),
    "deep": (m.model(nested(DEEPEST + 1)), "graphs within graphs"),
    "two inputs": (with_nodes(inputs=(m.picture(), m.value_info("y", (1,)))), "takes 2 inputs"),
    "no input": (with_nodes(inputs=()), "takes 0 inputs"),
    "whole numbers": (with_nodes(inputs=(m.value_info("x", (1, 3, 64, 64), kind=m.INT64),)), "32-bit numbers"),
    "grey": (with_nodes(inputs=(m.value_info("x", (1, 1, 64, 64)),)), "32-bit numbers"),
    "channels last": (with_nodes(inputs=(m.value_info("x", (1, 64, 64, 3)),)), "32-bit numbers"),
    "eight at once": (with_nodes(inputs=(m.value_info("x", (8, 3, 64, 64)),)), "32-bit numbers"),
    "another size": (with_nodes(inputs=(m.picture(32),)), "32 by 32, and its manifest says 64 by 64"),
    "another runtime's": (b"\x0a\x04ab" + b"ORTM" + m.bright("yolov8"), "is not in the ONNX format"),
    "nothing": (b"", "is not in the ONNX format"),
    "text": (b"a model", "is not in the ONNX format"),
    "half": (m.bright("yolov8")[:-30], "is not in the ONNX format"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_models_of_another_kind_are_refused_with_the_reason(name: str, manifest: PackManifest) -> None:
    data, reason = HOSTILE[name]
    with pytest.raises(ModelRefusedError) as refused:
        refuse_unfit(data, manifest)
    assert reason in str(refused.value)


def test_any_size_is_only_what_a_model_takes(manifest: PackManifest) -> None:
    anything = replace(manifest, input=replace(manifest.input, size=None))
    refuse_unfit(m.brightness_of_any_size(), anything)
    refuse_unfit(m.brightness_of_any_size(), manifest)
    with pytest.raises(ModelRefusedError, match="64 by 64 alone, and its manifest says any size"):
        refuse_unfit(m.bright("yolov8"), anything)


def test_no_change_of_one_byte_does_more_than_refuse(manifest: PackManifest) -> None:
    data = m.bright("ssd")
    for position in range(0, len(data), 7):
        broken = data[:position] + bytes([data[position] ^ 0xFF]) + data[position + 1 :]
        try:
            refuse_unfit(broken, manifest)
        except ModelRefusedError:
            continue
