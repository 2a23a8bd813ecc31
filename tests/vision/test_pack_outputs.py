"""Boxes and scores come out of the usual outputs as they are meant, and numbers of another kind are refused."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.vision.pack_manifest import Output, OutputForm
from reviewer.vision.pack_outputs import MOST_FINDS, MOST_ROWS, OutputError, Read, finds_in

SIZE = (200, 100)
FORM = OutputForm(Output.BOXES, "pixels", overlap=0.5, classes=None, names=None, columns=None)


def form(format_: Output, **changes: object) -> OutputForm:
    return replace(FORM, format=format_, **changes)  # type: ignore[arg-type]


def numbers(*values: object) -> NDArray[np.float32]:
    return np.array(values, np.float32)


def read(outputs: dict[str, NDArray[np.float32]], how: OutputForm, *, threshold: float = 0.3) -> Read:
    return finds_in(outputs, how, size=SIZE, threshold=threshold)


def test_yolov5_multiplies_objectness_and_class() -> None:
    rows = numbers([[50, 40, 20, 10, 0.9, 0.2, 0.8], [50, 80, 20, 10, 0.5, 0.5, 0.1]])
    boxes, scores = read({"out": rows}, form(Output.YOLO5))
    assert boxes.tolist() == [[40, 35, 20, 10]]
    assert scores == pytest.approx([0.72])
    _, first = read({"out": rows}, form(Output.YOLO5, classes=(0,)), threshold=0.1)
    assert first == pytest.approx([0.25, 0.18])


def test_yolov5_without_classes_has_objectness_alone() -> None:
    boxes, scores = read({"out": numbers([[50, 40, 20, 10, 0.9]])}, form(Output.YOLO5))
    assert (boxes.tolist(), scores) == ([[40, 35, 20, 10]], pytest.approx([0.9]))


def test_yolov8_lies_on_its_side_and_has_no_objectness() -> None:
    columns = numbers([[50, 150], [40, 40], [20, 20], [10, 10], [0.4, 0.2], [0.1, 0.6]]).reshape(1, 6, 2)
    with pytest.raises(OutputError, match=r"\(1, 6, 2\); yolov8 means"):
        read({"out": columns}, form(Output.YOLO8))
    wide = np.concatenate([columns, np.zeros((1, 6, 6), np.float32)], axis=2)
    boxes, scores = read({"out": wide}, form(Output.YOLO8))
    assert boxes.tolist() == [[140, 35, 20, 10], [40, 35, 20, 10]]
    assert scores == pytest.approx([0.6, 0.4])
    boxes, _ = read({"out": wide}, form(Output.YOLO8, classes=(1,)))
    assert boxes.tolist() == [[140, 35, 20, 10]]


def test_ssd_leaves_the_background_out_and_tells_parts() -> None:
    boxes, scores = numbers([[0.1, 0.2, 0.3, 0.6], [0.5, 0.5, 0.9, 0.9]]), numbers([[0.1, 0.9], [0.95, 0.05]])
    found, sure = read({"scores": scores, "boxes": boxes}, form(Output.SSD, units="parts"))
    assert found == pytest.approx(np.array([[20, 20, 40, 40]]), rel=1e-5)
    assert sure == pytest.approx([0.9])


def test_boxes_and_scores_are_told_apart_by_shape_or_by_name() -> None:
    boxes, scores = numbers([10, 20, 30, 40], [50, 50, 60, 70]), numbers(0.5, 0.8)
    for outputs in (
        {"s": scores, "b": boxes},
        {"b": boxes[None], "s": scores[None]},
        {"b": boxes, "s": scores[:, None]},
    ):
        found, sure = read(outputs, FORM)
        assert (found.tolist(), sure) == ([[50, 50, 10, 20], [10, 20, 20, 20]], pytest.approx([0.8, 0.5]))
    many = {"count": numbers(2), "b": boxes, "s": scores, "classes": numbers(0, 0)}
    with pytest.raises(OutputError, match='"names" has to say which'):
        read(many, FORM)
    found, _ = read(many, replace(FORM, names=("b", "s")))
    assert len(found) == 2
    with pytest.raises(OutputError, match="has no output 'c'"):
        read(many, replace(FORM, names=("b", "c")))


@pytest.mark.parametrize(
    ("row", "columns"),
    [
        ([10, 20, 30, 60, 0.7, 0], None),
        ([0, 10, 20, 30, 60, 0, 0.7], None),
        ([0, 0, 0.7, 10, 20, 30, 60], ("batch", "class", "score", "x0", "y0", "x1", "y1")),
    ],
)
@pytest.mark.parametrize("shape", [(1,), (1, 1), (1, 1, 1)])
def test_rows_that_hold_everything_are_read_by_their_columns(
    row: list[float], columns: tuple[str, ...] | None, shape: tuple[int, ...]
) -> None:
    table = numbers(row).reshape(*shape, len(row))
    found, sure = read({"out": table}, replace(FORM, columns=columns))
    assert (found.tolist(), sure) == ([[10, 20, 20, 40]], pytest.approx([0.7]))
    assert len(read({"out": table}, replace(FORM, columns=columns, classes=(1,)))[0]) == 0


def test_finds_that_are_one_are_told_once_unless_the_model_has_done_so() -> None:
    rows = numbers([[50, 40, 20, 10, 0.9], [51, 40, 20, 10, 0.8], [150, 40, 20, 10, 0.7]])
    assert len(read({"out": rows}, form(Output.YOLO5))[0]) == 2
    assert len(read({"out": rows}, form(Output.YOLO5, overlap=0.95))[0]) == 3
    table = numbers([40, 35, 60, 45, 0.9, 0], [41, 35, 61, 45, 0.8, 0])
    assert len(read({"out": table}, FORM)[0]) == 2


def test_nothing_found_is_nothing() -> None:
    for outputs in (
        {"b": np.zeros((0, 4), np.float32), "s": np.zeros(0, np.float32)},
        {"o": np.zeros((0, 6), np.float32)},
    ):
        boxes, scores = read(outputs, FORM)
        assert (boxes.shape, scores.shape) == ((0, 4), (0,))
    boxes, _ = read({"out": np.zeros((1, 0, 6), np.float32)}, form(Output.YOLO5))
    assert boxes.shape == (0, 4)


def test_boxes_far_out_of_the_picture_or_without_a_size_are_left_out_and_huge_ones_cut() -> None:
    rows = numbers(
        [300, 10, 320, 20, 0.9, 0],
        [10, 10, 10, 20, 0.9, 0],
        [-50, -50, -10, -10, 0.9, 0],
        [-1e9, -1e9, 1e9, 1e9, 0.9, 0],
    )
    boxes, _ = read({"out": rows}, FORM)
    assert boxes.tolist() == [[-200, -100, 600, 300]]


@pytest.mark.parametrize(
    ("outputs", "how", "sentence"),
    [
        ({"o": numbers([1, 2, 3, 4, float("nan"), 0])}, FORM, "scores outside 0 to 1"),
        ({"o": numbers([1, 2, 3, 4, 7.5, 0])}, FORM, "scores outside 0 to 1"),
        ({"o": numbers([[1, 2, 3, 4, -3.0]])}, form(Output.YOLO5), "scores outside 0 to 1"),
        ({"o": numbers([[1, 2, 3, 4, -3.0, -2.0]])}, form(Output.YOLO5), "scores outside 0 to 1"),
        ({"o": numbers([1, 2, 3, float("nan"), 0.9, 0])}, FORM, "boxes that are no numbers"),
        ({"o": numbers([1, 2, 3, float("inf"), 0.9, 0])}, FORM, "boxes that are no numbers"),
        ({"o": numbers(1, 2, 3)}, FORM, "its columns are not those"),
        ({"o": numbers([1, 2, 3, 4, 0.5])}, FORM, "its columns are not those"),
        ({"o": np.zeros((2, 3, 6), np.float32)}, FORM, "its columns are not those"),
        ({"o": np.zeros((0,), np.float32)}, FORM, "its columns are not those"),
        ({"o": np.zeros((1, 3, 4), np.float32)}, form(Output.YOLO5), "yolov5 means"),
        ({"o": np.zeros((3, 6), np.float32)}, form(Output.YOLO5), "yolov5 means"),
        ({"o": np.zeros((1, 8400, 5), np.float32)}, form(Output.YOLO8), "yolov8 means"),
        ({"o": np.zeros((1, 3, 6), np.float32)}, form(Output.YOLO5, classes=(1,)), "has 1 classes"),
        ({"b": np.zeros((1, 3, 4), np.float32), "s": np.zeros((1, 3, 1), np.float32)}, form(Output.SSD), "ssd means"),
        (
            {"b": np.zeros((1, 3, 4), np.float32), "s": np.zeros((1, 2, 2), np.float32)},
            form(Output.SSD),
            "3 boxes and 2",
        ),
        ({"b": np.zeros((3, 4), np.float32), "s": np.zeros(2, np.float32)}, FORM, "3 boxes and 2 scores"),
        (
            {"b": np.zeros((3, 5), np.float32), "s": np.zeros(3, np.float32)},
            replace(FORM, names=("b", "s")),
            "has to be 4",
        ),
        ({"o": np.zeros((1, MOST_ROWS + 1, 5), np.float32)}, form(Output.YOLO5), "which no detector does"),
    ],
)
def test_numbers_of_another_kind_are_refused(
    outputs: dict[str, NDArray[np.float32]], how: OutputForm, sentence: str
) -> None:
    with pytest.raises(OutputError, match=sentence):
        read(outputs, how)


def test_a_score_may_miss_its_range_by_rounding() -> None:
    _, scores = read({"o": numbers([1, 2, 3, 4, 1.0005, 0])}, FORM)
    assert scores.tolist() == [1.0]


def test_thousands_of_finds_are_cut_to_the_best() -> None:
    count = MOST_FINDS + 500
    x = np.arange(count, dtype=np.float32) % 190
    table = np.stack([x, x * 0, x + 5, x * 0 + 5, np.linspace(0.4, 0.9, count), x * 0], axis=1).astype(np.float32)
    _, scores = read({"o": table}, FORM)
    assert len(scores) == MOST_FINDS
    assert scores[0] == pytest.approx(0.9)
    assert scores.tolist() == sorted(scores, reverse=True)
