from dataclasses import replace
from typing import Any

import pytest

from reviewer.core.audit import GENESIS, AuditEvent, first_broken


def chain(length: int) -> list[AuditEvent]:
    events: list[AuditEvent] = []
    for number in range(length):
        previous = events[-1].digest if events else GENESIS
        events.append(AuditEvent(f"2026-01-01T00:00:0{number}", "me", "Edit", {"n": number}).sealed(previous))
    return events


def test_a_chain_that_nobody_touched_is_whole() -> None:
    assert first_broken(chain(4)) is None
    assert first_broken([]) is None


@pytest.mark.parametrize(
    "change", [{"at": "2027"}, {"actor": "you"}, {"action": "Undo"}, {"detail": {"n": 9}}, {"digest": "0" * 64}]
)
def test_every_field_is_sealed(change: dict[str, Any]) -> None:
    events = chain(4)
    events[2] = replace(events[2], **change)
    assert first_broken(events) == 2


def test_an_event_that_was_altered_and_sealed_again_breaks_the_next() -> None:
    events = chain(4)
    events[1] = replace(events[1], actor="you").sealed(events[0].digest)
    assert first_broken(events) == 2


def test_events_that_were_taken_out_or_changed_places_break_the_chain() -> None:
    a, b, c, d = chain(4)
    assert first_broken([a, c, d]) == 1
    assert first_broken([a, c, b, d]) == 1
    assert first_broken([b, c, d]) == 0


def test_the_order_of_names_in_the_detail_does_not_matter() -> None:
    one = AuditEvent("t", "me", "Edit", {"a": 1, "b": 2}).sealed(GENESIS)
    two = AuditEvent("t", "me", "Edit", {"b": 2, "a": 1}).sealed(GENESIS)
    assert one.digest == two.digest
