"""Values as named arrays, and what is no such value refused."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from reviewer.core.detection import Subject
from reviewer.services.columns import columns_of, value_of


@dataclass(frozen=True)
class Point:
    across: float
    down: int


@dataclass(frozen=True)
class Part:
    subject: Subject
    name: str
    sure: bool
    points: tuple[Point, ...]
    numbers: NDArray[np.float32]
    note: str | None = None


@dataclass(frozen=True)
class Whole:
    parts: list[Part]
    scene: NDArray[np.bool_]
    middle: Point


def told(whole: Whole) -> Any:
    return [
        [(p.subject, p.name, p.sure, p.points, p.numbers.tolist(), p.note) for p in whole.parts],
        whole.scene.tolist(),
        whole.middle,
    ]


points = st.builds(Point, st.floats(allow_nan=False), st.integers(-(2**63), 2**63 - 1))
# An array of texts does not tell a null at the end from none.
texts = st.text(max_size=9).filter(lambda text: "\0" not in text)
parts = st.builds(
    Part,
    st.sampled_from(list(Subject)),
    texts,
    st.booleans(),
    st.lists(points, max_size=3).map(tuple),
    st.lists(st.tuples(*[st.floats(width=32, allow_nan=False)] * 4), max_size=4).map(
        lambda rows: np.array(rows, np.float32).reshape(-1, 4)
    ),
    st.none() | texts,
)
wholes = st.builds(Whole, st.lists(parts, max_size=4), st.lists(st.booleans()).map(lambda b: np.array(b, bool)), points)


@given(wholes)
def test_what_was_made_columns_comes_back_the_same(whole: Whole) -> None:
    columns = columns_of(whole)
    assert not [name for name, column in columns.items() if column.dtype.hasobject]
    assert told(value_of(Whole, columns)) == told(whole)


def a_whole() -> Whole:
    part = Part(Subject.FACE, "a", True, (Point(1.5, 2),), np.ones((3, 4), np.float32))
    return Whole([part, part], np.array([True]), Point(0.0, 0))


def test_every_column_that_is_missing_is_noticed() -> None:
    columns = columns_of(a_whole())
    for name in columns:
        with pytest.raises(KeyError):
            value_of(Whole, {n: c for n, c in columns.items() if n != name})


def test_every_column_of_another_length_or_kind_is_noticed() -> None:
    columns = columns_of(a_whole())
    for name, column in columns.items():
        other = np.zeros(len(column), np.float16 if column.dtype.kind == "U" else "U1")
        longer = np.concatenate([column, column]) if len(column) else np.zeros(1, column.dtype)
        for wrong in (longer, other, np.array(0, column.dtype)):
            with pytest.raises(ValueError, match=r"column|lengths"):
                value_of(Whole, {**columns, name: wrong})


@pytest.mark.parametrize("lengths", [[-1, 7], [2**62, 2**62], [6, 1]])
def test_lengths_that_are_none_are_noticed(lengths: list[int]) -> None:
    columns = columns_of(a_whole())
    with pytest.raises(ValueError, match="lengths"):
        value_of(Whole, {**columns, ".parts.item.numbers length": np.array(lengths, np.int64)})


def test_a_subject_that_there_is_not_is_noticed() -> None:
    columns = columns_of(a_whole())
    with pytest.raises(ValueError, match="weapon"):
        value_of(Whole, {**columns, ".parts.item.subject": np.array(["face", "weapon"])})


@dataclass(frozen=True)
class Odd:
    anything: object


def test_a_type_that_is_not_known_is_a_defect() -> None:
    with pytest.raises(TypeError, match="no columns"):
        columns_of(Odd(print))
