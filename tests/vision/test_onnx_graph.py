"""A model is given another input size, and told what it takes."""

import numpy as np
import onnxruntime
import pytest

from reviewer.vision.onnx_graph import graph_of, inputs_of, of_any_size, of_size, text_of
from tests.support import models as m


def pooled(side: int) -> bytes:
    """Halves its picture, which it was saved for with that side, by a weight that is listed as an input too."""
    weight = m.tensor("w", np.full((1, 1, 1, 1), 2, np.float32))
    nodes = [
        m.node("AveragePool", "x -> p", m.ints("kernel_shape", 2, 2), m.ints("strides", 2, 2)),
        m.node("Mul", "p w -> out"),
    ]
    inputs = [m.picture(side), m.value_info("w", (1, 1, 1, 1))]
    return m.model(
        m.graph(nodes, inputs, outputs=[m.value_info("out", (1, 3, side // 2, side // 2))], weights=[weight])
    )


def shape_from(model: bytes, height: int, width: int) -> tuple[int, ...]:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    picture = np.zeros((1, 3, height, width), np.float32)
    shape: tuple[int, ...] = session.run(None, {"x": picture})[0].shape
    return shape


def test_a_model_of_one_size_runs_on_any() -> None:
    assert shape_from(of_any_size(pooled(64)), 32, 96) == (1, 3, 16, 48)


def test_a_model_of_any_size_is_tied_to_one() -> None:
    tied = of_size(of_any_size(pooled(64)), 96, height=32)
    assert inputs_of(graph_of(tied)) == {"x": (m.FLOAT, [1, 3, 32, 96])}
    assert shape_from(tied, 32, 96) == (1, 3, 16, 48)
    with pytest.raises(Exception, match="invalid dimensions"):
        shape_from(tied, 64, 64)


def test_weights_are_no_inputs_and_open_sizes_are_none() -> None:
    assert inputs_of(graph_of(pooled(64))) == {"x": (m.FLOAT, [1, 3, 64, 64])}
    assert inputs_of(graph_of(m.brightness_of_any_size())) == {"x": (m.FLOAT, [1, 3, None, None])}


@pytest.mark.parametrize("data", [b"", m.text(1, "no graph")[2], m.model(b"") + m.model(b"")])
def test_what_has_no_graph_or_two_is_no_model(data: bytes) -> None:
    with pytest.raises(ValueError, match="not an ONNX model"):
        graph_of(data)


def test_text_that_is_not_there_is_empty() -> None:
    assert text_of(m.node("Identity", "a -> b"), 7) == ""
