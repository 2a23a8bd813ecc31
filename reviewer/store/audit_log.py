"""Append to the audit log and verify it."""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from reviewer.core.audit import GENESIS, AuditEvent
from reviewer.core.errors import CaseError
from reviewer.store.database import Database
from reviewer.store.migrations import missing

BATCH = 500
"""Events read at a time."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The first event that is not as it was written; `position` counts from 1.

    `at` and `action` are what the log says of it now, empty when it is gone. `cause` is a sentence.
    """

    position: int
    at: str
    action: str
    cause: str


def _now() -> datetime:
    return datetime.now(UTC)


class AuditLog:
    """The log of one case; every event it writes is by `actor`."""

    def __init__(self, database: Database, actor: str, *, now: Callable[[], datetime] = _now) -> None:
        self.actor = actor
        self._database = database
        self._now = now

    def append(self, connection: sqlite3.Connection, *, action: str, detail: dict[str, Any]) -> None:
        """Add one event to the chain, inside the caller's transaction; `detail` must be JSON.

        Raises CaseError when the end of the log is not as it was left.
        """
        # Through JSON and back, so that what is sealed is what will be read: keys that are numbers become strings.
        text = json.dumps(detail)
        head = connection.execute("SELECT count, digest FROM audit_head").fetchone()
        if head is None:
            raise self._damaged("The end of the log")
        event = AuditEvent(self._now().isoformat(), self.actor, action, json.loads(text)).sealed(head[1])
        fields = (event.at, event.actor, event.action, text, event.digest)
        try:
            connection.execute(_APPEND, (head[0] + 1, *fields))
        except sqlite3.IntegrityError as error:  # other hands have put an event where this one belongs
            raise self._damaged(f"Event {head[0] + 1} of the log") from error
        connection.execute("UPDATE audit_head SET count = ?, digest = ?", (head[0] + 1, event.digest))

    def events(self) -> Iterator[AuditEvent]:
        """Every event, oldest first; raises CaseError at one that cannot be read."""
        for row in self._rows():
            event = _event(row)
            if event is None:
                raise self._damaged(f"Event {row[0]} of the log")
            yield event

    def verify(self) -> Broken | None:
        """The first event that was altered, removed or added by other hands; None when the log is whole.

        Someone who rewrites every event from some point on, and the record of the last one too, is found out only
        by a digest kept elsewhere, such as in the manifest of a copy.
        """
        previous, position = GENESIS, 0
        for row in self._rows():
            position += 1
            event = _event(row)
            cause = _flaw(row[0], event, position=position, previous=previous)
            if cause:
                return Broken(position, _text(row[1]) or "", _text(row[3]) or "", cause)
            previous = event.digest if event else previous
        return self._check_end(position, previous)

    def _check_end(self, count: int, digest: str) -> Broken | None:
        head = self._database.rows("SELECT count, digest FROM audit_head")
        if head == [(count, digest)]:
            return Broken(count + 1, "", "", _UNGUARDED) if missing(self._database, "trigger") else None
        if not head:
            return Broken(count + 1, "", "", "The record of how many events were written is gone.")
        return Broken(
            min(count, head[0][0]) + 1, "", "", f"The log holds {count} events, but {head[0][0]} were written."
        )

    def _damaged(self, part: str) -> CaseError:
        return CaseError(
            f"{part} of the case “{self._database.name}” is damaged.",
            "Verify the log to see where, and restore the case folder from a backup. Nothing was changed.",
        )

    def _rows(self) -> Iterator[tuple[int, bytes, bytes, bytes, bytes, bytes]]:
        # As bytes: text that is no longer text is a broken event, not an error. In batches: an edit may come between.
        # The first batch has no lower bound, so that an event smuggled in before the first one is seen.
        batch = self._database.rows(f"{_SELECT} ORDER BY seq LIMIT {BATCH}")
        while batch:
            yield from batch
            batch = self._database.rows(f"{_SELECT} WHERE seq > ? ORDER BY seq LIMIT {BATCH}", (batch[-1][0],))


_UNGUARDED = "What keeps the log from being changed was taken out of the database."
_APPEND = "INSERT INTO audit(seq, at, actor, action, detail, digest) VALUES (?, ?, ?, ?, ?, ?)"
_SELECT = "SELECT seq, " + ", ".join(f"CAST({c} AS BLOB)" for c in ("at", "actor", "action", "detail", "digest"))
_SELECT += " FROM audit"


def _flaw(seq: int, event: AuditEvent | None, *, position: int, previous: str) -> str:
    if seq != position:
        return f"Event {position} is missing; event {seq} stands in its place."
    if event is None:
        return "It cannot be read."
    if event.sealed(previous).digest != event.digest:
        return "It was altered, or does not follow from the event before it."
    return ""


def _event(row: tuple[int, bytes, bytes, bytes, bytes, bytes]) -> AuditEvent | None:
    at, actor, action, detail, digest = (_text(field) for field in row[1:])
    if at is None or actor is None or action is None or detail is None or digest is None:
        return None
    try:
        fields = json.loads(detail)
    except (ValueError, RecursionError):
        return None
    return AuditEvent(at, actor, action, fields, digest) if isinstance(fields, dict) else None


def _text(field: bytes | None) -> str | None:
    try:
        return None if field is None else field.decode()
    except UnicodeDecodeError:
        return None
