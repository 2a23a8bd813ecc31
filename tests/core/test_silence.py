from dataclasses import replace

import pytest

from reviewer.core.region import Decision
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.timing import Span, Tick

QUIET = Silence(id=SilenceId("s"), span=Span(Tick(5), Tick(9)))


@pytest.mark.parametrize("ends", [(5, 5), (9, 5)])
def test_a_silence_lasts(ends: tuple[int, int]) -> None:
    with pytest.raises(ValueError, match="at least one tick"):
        replace(QUIET, span=Span(Tick(ends[0]), Tick(ends[1])))


def test_a_silence_of_no_stream_would_silence_nothing_and_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one stream"):
        replace(QUIET, streams=frozenset())
    assert replace(QUIET, streams=frozenset({1})).streams == frozenset({1})


@pytest.mark.parametrize("decision", Decision)
def test_only_a_rejected_silence_is_heard(decision: Decision) -> None:
    assert replace(QUIET, decision=decision).hides is (decision is not Decision.REJECTED)
