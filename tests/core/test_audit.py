from dataclasses import replace
from typing import Any

import pytest

from reviewer.core.audit import GENESIS, AuditEvent

EVENT = AuditEvent("2026-01-01T00:00:00", "me", "Edit", {"n": 1}).sealed(GENESIS)


@pytest.mark.parametrize("change", [{"at": "2027"}, {"actor": "you"}, {"action": "Undo"}, {"detail": {"n": 9}}])
def test_every_field_is_sealed(change: dict[str, Any]) -> None:
    assert EVENT.sealed(GENESIS).digest == EVENT.digest
    assert replace(EVENT, **change).sealed(GENESIS).digest != EVENT.digest


def test_the_event_before_is_sealed_too() -> None:
    assert EVENT.sealed(EVENT.digest).digest != EVENT.digest


def test_the_order_of_names_in_the_detail_does_not_matter() -> None:
    one = AuditEvent("t", "me", "Edit", {"a": 1, "b": 2}).sealed(GENESIS)
    two = AuditEvent("t", "me", "Edit", {"b": 2, "a": 1}).sealed(GENESIS)
    assert one.digest == two.digest
