from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.spans import united, without
from reviewer.core.timing import Span, Tick

END = 20
SPANS = st.tuples(st.integers(0, END), st.integers(0, END)).map(lambda e: Span(Tick(e[0]), Tick(e[1])))


def ticks(spans: object) -> set[int]:
    return {t for s in spans for t in range(s.start, s.end)}  # type: ignore[attr-defined]


def apart(spans: tuple[Span, ...]) -> bool:
    return all(s.start < s.end for s in spans) and all(a.end < b.start for a, b in pairwise(spans))


@given(st.lists(SPANS, max_size=5))
def test_united_spans_are_the_same_time_in_order_and_apart(spans: list[Span]) -> None:
    assert ticks(united(spans)) == ticks(spans)
    assert apart(united(spans))


@given(st.lists(SPANS, max_size=5), SPANS)
def test_what_is_taken_out_is_gone_and_nothing_else(spans: list[Span], taken: Span) -> None:
    left = without(united(spans), taken)
    assert ticks(left) == ticks(spans) - ticks([taken])
    assert apart(left)
