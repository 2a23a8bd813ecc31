"""Reads boxes and scores out of the numbers that the usual detectors give, by the manifest of their pack.

Each reader takes the outputs of one picture and gives boxes (n, 4: left, top, right, bottom) and scores (n).
YOLOv5 and v7: (1, n, 5 + classes), centre, size and objectness in front of the classes. YOLOv8 and later:
(1, 4 + classes, n), no objectness. SSD and UltraFace: boxes (1, n, 4) and scores (1, n, classes), of which the first is
the background. Detectors that sort their finds themselves: boxes (n, 4) with scores (n), or rows of six or seven.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.vision.detector import best_apart
from reviewer.vision.pack_manifest import COLUMNS, Output, OutputForm

MOST_ROWS = 500_000
"""Candidates that a model may give for one picture; the largest detectors give a tenth of that."""

MOST_FINDS = 5_000
"""Finds that are kept of one picture, the best, before those that are one are told: a crowd gives a thousand."""

SLACK = 1e-3
"""How far a score may lie outside 0 to 1 by the rounding of its network."""

Numbers = NDArray[np.float32]
Read = tuple[NDArray[np.float64], NDArray[np.float64]]
"""Boxes (n, 4) and their scores (n)."""


class OutputError(Exception):
    """What a model gave is not what its manifest says; the text says how, after "the model", without a full stop."""


def finds_in(outputs: dict[str, Numbers], form: OutputForm, *, size: tuple[int, int], threshold: float) -> Read:
    """The finds of at least `threshold`, best first; boxes as x, y, width, height in pixels of the input of `size`.

    Raises OutputError when the outputs are not what `form` says.
    """
    boxes, scores = _READERS[form.format](outputs, form)
    if len(scores) > MOST_ROWS:
        raise OutputError(f"gives {len(scores)} candidates for one picture, which no detector does")
    scores = _sound(scores)
    if form.units == "parts":
        boxes = boxes * np.array([size[0], size[1]] * 2)
    boxes, scores = _within(boxes[scores >= threshold], scores[scores >= threshold], size=size)
    order = np.argsort(-scores, kind="stable")[:MOST_FINDS]
    boxes, scores = boxes[order], scores[order]
    boxes = np.concatenate([boxes[:, :2], boxes[:, 2:] - boxes[:, :2]], axis=1)
    if form.format is not Output.BOXES:
        kept = best_apart(boxes, scores, overlap=form.overlap)
        boxes, scores = boxes[kept], scores[kept]
    return boxes, scores


def _within(boxes: NDArray[np.float64], scores: NDArray[np.float64], *, size: tuple[int, int]) -> Read:
    """The boxes that share anything with the picture, none reaching farther beyond it than it is large."""
    if not np.isfinite(boxes).all():
        raise OutputError("gives boxes that are no numbers")
    inside = (boxes[:, 0] < size[0]) & (boxes[:, 1] < size[1]) & (boxes[:, 2] > 0) & (boxes[:, 3] > 0)
    inside &= (boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])
    wide, high = size
    least, most = np.array([-wide, -high] * 2), np.array([2 * wide, 2 * high] * 2)
    return np.clip(boxes[inside], least, most), scores[inside]


def _sound(scores: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """The scores, none of them outside 0 to 1: what is, was not meant as a score, and finds would be lost by it."""
    if len(scores) and not (scores.min() >= -SLACK and scores.max() <= 1 + SLACK):  # nor is what is no number
        raise OutputError("gives scores outside 0 to 1")
    return np.clip(scores.astype(np.float64), 0.0, 1.0)


def _yolo5(outputs: dict[str, Numbers], form: OutputForm) -> Read:
    rows = _single(outputs)
    if rows.ndim != 3 or rows.shape[0] != 1 or rows.shape[2] < 5:
        raise OutputError(f"gives an output of shape {rows.shape}; yolov5 means (1, boxes, 5 + classes)")
    sure = _sound(rows[0][:, 4])
    classes = rows[0][:, 5:]
    scores = sure if classes.shape[1] == 0 else sure * _best_class(classes, form.classes)
    return _corners(rows[0][:, :4]), scores


def _yolo8(outputs: dict[str, Numbers], form: OutputForm) -> Read:
    columns = _single(outputs)
    if columns.ndim != 3 or columns.shape[0] != 1 or not 5 <= columns.shape[1] <= max(5, columns.shape[2]):
        raise OutputError(f"gives an output of shape {columns.shape}; yolov8 means (1, 4 + classes, boxes)")
    rows = columns[0].T
    return _corners(rows[:, :4]), _best_class(rows[:, 4:], form.classes)


def _ssd(outputs: dict[str, Numbers], form: OutputForm) -> Read:
    boxes, scores = _pair(outputs, form)
    if scores.ndim != 3 or boxes.ndim != 3 or boxes.shape[0] != 1 or scores.shape[2] < 2:
        raise OutputError(
            f"gives outputs of shapes {boxes.shape} and {scores.shape}; ssd means (1, boxes, 4) and (1, boxes, classes)"
        )
    classes = form.classes or tuple(range(1, scores.shape[2]))  # the first one is the background
    return _paired(boxes[0], _best_class(scores[0], classes))


def _boxes(outputs: dict[str, Numbers], form: OutputForm) -> Read:
    if len(outputs) > 1 or form.names is not None:
        boxes, scores = _pair(outputs, form)
        return _paired(boxes.reshape(-1, 4), _sound(scores.reshape(-1)))
    table = _single(outputs)
    width = table.shape[-1] if table.ndim >= 2 else 0
    names = form.columns or COLUMNS.get(width)
    if names is None or len(names) != width or table.size != table.shape[-2] * width:
        raise OutputError(f"gives an output of shape {table.shape}; its columns are not those of the manifest")
    rows = table.reshape(-1, width).astype(np.float64)
    if form.classes is not None and "class" in names:
        rows = rows[np.isin(np.rint(rows[:, names.index("class")]), form.classes)]
    return rows[:, [names.index(side) for side in ("x0", "y0", "x1", "y1")]], rows[:, names.index("score")]


def _single(outputs: dict[str, Numbers]) -> Numbers:
    """The first output: what follows it in some exports are its parts."""
    return next(iter(outputs.values()))


def _pair(outputs: dict[str, Numbers], form: OutputForm) -> tuple[Numbers, Numbers]:
    """The boxes and the scores, by name, or by the four columns that boxes have."""
    names = form.names
    if names is None:
        fours = [name for name, out in outputs.items() if out.ndim >= 2 and out.shape[-1] == 4]
        others = [name for name in outputs if name not in fours]
        if len(fours) != 1 or len(others) != 1:
            told = ", ".join(f"{name[:40]!a} {out.shape}" for name, out in list(outputs.items())[:8])
            raise OutputError(f'gives the outputs {told}; "names" has to say which are boxes and which scores')
        names = (fours[0], others[0])
    missing = [name for name in names if name not in outputs]
    if missing:
        raise OutputError(f"has no output {missing[0][:40]!a}")
    boxes, scores = outputs[names[0]], outputs[names[1]]
    if boxes.ndim < 2 or boxes.shape[-1] != 4:
        raise OutputError(f"gives boxes of shape {boxes.shape}; their last part has to be 4")
    return boxes, scores


def _paired(boxes: Numbers, scores: NDArray[np.float64]) -> Read:
    if len(boxes) != len(scores):
        raise OutputError(f"gives {len(boxes)} boxes and {len(scores)} scores")
    return boxes.astype(np.float64), scores


def _best_class(scores: Numbers, classes: Sequence[int] | None) -> NDArray[np.float64]:
    """For each row the best score among the classes that count."""
    if classes is not None:
        if max(classes) >= scores.shape[1]:
            raise OutputError(f"has {scores.shape[1]} classes, and its manifest counts on class {max(classes)}")
        scores = scores[:, list(classes)]
    return _sound(scores.max(axis=1))


def _corners(rows: Numbers) -> NDArray[np.float64]:
    """Corners from centres and sizes."""
    centre, half = rows[:, :2].astype(np.float64), rows[:, 2:].astype(np.float64) / 2
    return np.concatenate([centre - half, centre + half], axis=1)


_READERS: dict[Output, Callable[[dict[str, Numbers], OutputForm], Read]] = {
    Output.YOLO5: _yolo5,
    Output.YOLO8: _yolo8,
    Output.SSD: _ssd,
    Output.BOXES: _boxes,
}
