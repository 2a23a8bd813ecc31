"""The extract of the log in the restricted part of a pack: for programs, for people, and what its times tell."""

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from reviewer.core.audit import AuditEvent

SHOWN = 400
"""Characters of an event's details for people; programs get all of them."""


def log_lines(log: Sequence[AuditEvent]) -> str:
    """The events as JSON, one a line, with the digest that seals each to the one before."""
    return "".join(f"{json.dumps(_json(event), ensure_ascii=False, sort_keys=True)}\n" for event in log)


def log_text(log: Sequence[AuditEvent], *, released: str) -> str:
    """The events for people."""
    head = ["RESTRICTED: DO NOT DISCLOSE", "Extract of the log of the case", "", *out_of_order(log, released=released)]
    body = (f"{one_line(f'{e.at}  {e.actor}  {e.action}')}\n    {details(e)}" for e in log)
    return "\n".join([*head, "", *body]) + "\n"


def details(event: AuditEvent) -> str:
    """What the event says besides, shortened."""
    said = one_line(json.dumps(event.detail, ensure_ascii=False, sort_keys=True)) if event.detail else ""
    return said if len(said) <= SHOWN else said[: SHOWN - 1] + "…"


def out_of_order(log: Sequence[AuditEvent], *, released: str) -> Iterator[str]:
    """A sentence where the clock of the computer was put back: times then do not tell what came first."""
    times = [_time(event.at) for event in log]
    back = sum(a is not None and b is not None and b < a for a, b in pairwise(times))
    if back:
        yield (
            f"The computer's clock was put back {'once' if back == 1 else f'{back} times'} while the log was written: "
            "its events stand in the order in which they came, which their times do not always show."
        )
    known = [t for t in times if t is not None]
    end = _time(released)
    if known and end is not None and end < max(known).replace(microsecond=0):
        yield (
            f"The copy was released at {released} by the computer's clock, which is before the last event of the log: "
            "the clock was changed. The order of events is certain, their times are not."
        )


def one_line(text: str) -> str:
    """The text without what a terminal or a text editor would take for orders."""
    return "".join(c if c.isprintable() else " " for c in text)


def _json(event: AuditEvent) -> dict[str, object]:
    return {
        "at": event.at,
        "actor": event.actor,
        "action": event.action,
        "detail": event.detail,
        "digest": event.digest,
    }


def _time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time if time.tzinfo is not None else None
