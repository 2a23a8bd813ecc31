"""Messages come apart into the fields they were made of, and bytes that are none are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.vision.protobuf import BYTES, NUMBER, encoded, fields, joined, number_at

FIELDS = st.lists(
    st.one_of(
        st.tuples(st.integers(1, 2**28), st.just(BYTES), st.binary(max_size=300)),
        st.tuples(st.integers(1, 2**28), st.just(NUMBER), st.integers(0, 2**63).map(encoded)),
        st.tuples(st.integers(1, 2**28), st.just(1), st.binary(min_size=8, max_size=8)),
        st.tuples(st.integers(1, 2**28), st.just(5), st.binary(min_size=4, max_size=4)),
    )
)


@given(FIELDS)
def test_fields_come_back_as_they_were_joined(parts: list[tuple[int, int, bytes]]) -> None:
    assert list(fields(joined(parts))) == parts


@given(st.integers(0, 2**64 - 1))
def test_a_number_comes_back_with_the_place_after_it(value: int) -> None:
    written = encoded(value)
    assert number_at(b"\xff" + written + b"\x01", 1) == (value, 1 + len(written))


@given(st.binary(max_size=200))
def test_any_bytes_are_a_message_or_a_value_error(data: bytes) -> None:
    try:
        parts = list(fields(data))
    except ValueError:
        return
    assert sum(len(value) for _, _, value in parts) <= len(data)


@pytest.mark.parametrize("data", [b"\xff\xff", b"\x3a\xff\x01", b"\x3b", b"\x08", b"\x0d\x00", b"\x08" + b"\xff" * 12])
def test_bytes_that_end_too_early_or_say_nonsense_are_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="not an ONNX model"):
        list(fields(data))
