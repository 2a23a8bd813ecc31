"""Values as named arrays of numbers and texts, and back: by the types of their fields, and never by running anything.

Dataclasses become columns named after their fields; lists and arrays of different lengths are laid end to end with
their lengths beside them. What is read back holds what the types say or is refused.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from enum import StrEnum
from itertools import pairwise
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

Value = TypeVar("Value")
Columns = dict[str, NDArray[Any]]

PLAIN: Mapping[type, str] = {bool: "b1", int: "i8", float: "f8"}
"""How single values are kept."""


def columns_of(value: object) -> Columns:
    """The columns of one dataclass; raises TypeError for a field of a type that is not known here."""
    columns: Columns = {}
    _put(type(value), [value], name="", columns=columns)
    return columns


def value_of(kind: type[Value], columns: Mapping[str, NDArray[Any]]) -> Value:
    """The dataclass again; raises KeyError, TypeError or ValueError for columns that are not those of `kind`."""
    (value,) = _get(kind, 1, name="", columns=columns)
    result: Value = value
    return result


def _put(kind: Any, values: Sequence[Any], *, name: str, columns: Columns) -> None:
    if is_dataclass(kind):
        for field, hint in _fields(kind):
            _put(hint, [getattr(v, field) for v in values], name=f"{name}.{field}", columns=columns)
    elif _is_array(kind):
        columns[f"{name} length"] = np.array([len(v) for v in values], np.int64)
        columns[name] = np.concatenate([np.asarray(v, _dtype(kind)) for v in values] or [np.zeros(0, _dtype(kind))])
    elif (item := _item(kind)) is not None:
        columns[f"{name} length"] = np.array([len(v) for v in values], np.int64)
        _put(item, [one for v in values for one in v], name=f"{name}.item", columns=columns)
    elif (some := _optional(kind)) is not None:
        columns[f"{name} there"] = np.array([v is not None for v in values], np.bool_)
        _put(some, [v for v in values if v is not None], name=name, columns=columns)
    else:
        columns[name] = np.array(values, _single(kind))


def _get(kind: Any, count: int, *, name: str, columns: Mapping[str, NDArray[Any]]) -> list[Any]:
    if is_dataclass(kind) and isinstance(kind, type):
        parts = {f: _get(hint, count, name=f"{name}.{f}", columns=columns) for f, hint in _fields(kind)}
        return [kind(**dict(zip(parts, row, strict=True))) for row in zip(*parts.values(), strict=True)]
    if _is_array(kind):
        joined = _column(columns, name, dtype=_dtype(kind))
        return [joined[a:b].copy() for a, b in _spans(columns, name, count=count, total=len(joined))]
    if (item := _item(kind)) is not None:
        total = int(_lengths(columns, name, count=count).sum())
        items = _get(item, total, name=f"{name}.item", columns=columns)
        wrap = get_origin(kind)
        return [wrap(items[a:b]) for a, b in _spans(columns, name, count=count, total=total)]
    if (some := _optional(kind)) is not None:
        there = _column(columns, f"{name} there", dtype=np.dtype(np.bool_), count=count)
        present = iter(_get(some, int(there.sum()), name=name, columns=columns))
        return [next(present) if is_there else None for is_there in there]
    values = _column(columns, name, dtype=_single(kind), count=count).tolist()
    return [kind(v) for v in values] if issubclass(kind, StrEnum) else values


def _fields(kind: Any) -> list[tuple[str, Any]]:
    hints = get_type_hints(kind)
    return [(f.name, hints[f.name]) for f in fields(kind)]


def _is_array(kind: Any) -> bool:
    return get_origin(kind) is np.ndarray


def _dtype(kind: Any) -> np.dtype[Any]:
    """The numbers of an NDArray; np.ndarray[Any, np.dtype[np.float32]] is what it is by name."""
    numbers: np.dtype[Any] = np.dtype(get_args(get_args(kind)[1])[0])
    return numbers


def _item(kind: Any) -> Any:
    """What a list or a tuple of any length holds; None for other types."""
    given = get_args(kind)
    if get_origin(kind) is list or (get_origin(kind) is tuple and given[1:] == (...,)):
        return given[0]
    return None


def _optional(kind: Any) -> Any:
    """What there is when there is not None; None for other types."""
    given = [a for a in get_args(kind) if a is not NoneType]
    return given[0] if isinstance(kind, UnionType) and len(given) == 1 else None


def _single(kind: Any) -> np.dtype[Any]:
    if kind in PLAIN:
        return np.dtype(PLAIN[kind])
    if isinstance(kind, type) and issubclass(kind, str):
        return np.dtype(np.str_)
    raise TypeError(f"no columns are known for {kind}")


def _column(
    columns: Mapping[str, NDArray[Any]], name: str, *, dtype: np.dtype[Any], count: int | None = None
) -> NDArray[Any]:
    column = columns[name]
    fits = column.dtype.kind == "U" if dtype.kind == "U" else column.dtype == dtype
    if not fits or column.ndim < 1 or (count is not None and column.shape != (count,)):
        raise ValueError(f"the column {name} does not hold what it should")
    return column


def _lengths(columns: Mapping[str, NDArray[Any]], name: str, *, count: int) -> NDArray[np.int64]:
    lengths = _column(columns, f"{name} length", dtype=np.dtype(np.int64), count=count)
    if (lengths < 0).any():
        raise ValueError(f"the lengths of {name} are not lengths")
    return lengths


def _spans(columns: Mapping[str, NDArray[Any]], name: str, *, count: int, total: int) -> list[tuple[int, int]]:
    edges = [0, *np.cumsum(_lengths(columns, name, count=count)).tolist()]
    if edges[-1] != total:
        raise ValueError(f"the lengths of {name} do not add up")
    return list(pairwise(edges))
