"""What a review holds besides regions, in the database: silences, markers, settled doubts, in and out."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from reviewer.core.doubt import DoubtId, Verdict
from reviewer.core.footage import FootageId
from reviewer.core.marker import Marker, MarkerId
from reviewer.core.region import Decision, PersonId
from reviewer.core.review import Review, differing
from reviewer.core.silence import Silence, SilenceId, Treatment
from reviewer.core.timing import Span, Tick
from reviewer.store.database import Database

_SILENCE = "id, start_tick, end_tick, streams, treatment, decision, reason, person, channels"
_INTO = {
    "silence": f"INSERT OR REPLACE INTO silence(footage, {_SILENCE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "marker": "INSERT OR REPLACE INTO marker(footage, id, tick, note) VALUES (?, ?, ?, ?)",
    "settled": "INSERT OR REPLACE INTO settled(footage, doubt, verdict) VALUES (?, ?, ?)",
}
_OUT = {
    "silence": "DELETE FROM silence WHERE footage = ? AND id = ?",
    "marker": "DELETE FROM marker WHERE footage = ? AND id = ?",
    "settled": "DELETE FROM settled WHERE footage = ? AND doubt = ?",
}


def write_parts(connection: sqlite3.Connection, before: Review, *, after: Review, footage: FootageId) -> None:
    """Write what differs between two reviews besides their regions, inside the caller's transaction."""
    parts: tuple[tuple[str, Mapping[Any, Any], Mapping[Any, Any]], ...] = (
        ("silence", before.silences, after.silences),
        ("marker", before.markers, after.markers),
        ("settled", before.settled, after.settled),
    )
    for table, old, new in parts:
        for key in differing(old, new):
            if key in new:
                connection.execute(_INTO[table], (footage, *_row(key, new[key])))
            else:
                connection.execute(_OUT[table], (footage, key))
    if before.kept != after.kept:
        connection.execute("DELETE FROM kept WHERE footage = ?", (footage,))
        connection.executemany("INSERT INTO kept VALUES (?, ?, ?)", [(footage, s.start, s.end) for s in after.kept])
    if before.in_out != after.in_out:
        connection.execute("DELETE FROM in_out WHERE footage = ?", (footage,))
        if after.in_out is not None:
            values = (footage, after.in_out.start, after.in_out.end)
            connection.execute("INSERT INTO in_out(footage, start_tick, end_tick) VALUES (?, ?, ?)", values)


def read_parts(database: Database, review: Review, *, footage: FootageId) -> Review:
    """The review with all that is kept besides its regions; raises ValueError for what no longer decodes."""
    silences = database.rows(f"SELECT {_SILENCE} FROM silence WHERE footage = ? ORDER BY start_tick, id", (footage,))
    review = review.silencing(_silence(row) for row in silences)
    for id_, tick, note in database.rows(
        "SELECT id, tick, note FROM marker WHERE footage = ? ORDER BY tick", (footage,)
    ):
        review = review.marking(Marker(MarkerId(id_), Tick(tick), note))
    settled = database.rows("SELECT doubt, verdict FROM settled WHERE footage = ? ORDER BY rowid", (footage,))
    review = review.settling({DoubtId(doubt): Verdict(verdict) for doubt, verdict in settled})
    ends = database.rows("SELECT start_tick, end_tick FROM in_out WHERE footage = ?", (footage,))
    kept = database.rows("SELECT start_tick, end_tick FROM kept WHERE footage = ? ORDER BY start_tick", (footage,))
    return replace(review, in_out=_spans(ends)[0] if ends else None, kept=_spans(kept))


def _spans(rows: Iterable[tuple[Any, ...]]) -> tuple[Span, ...]:
    return tuple(Span(Tick(start), Tick(end)) for start, end in rows)


def _row(key: str, value: Silence | Marker | Verdict) -> tuple[Any, ...]:
    if isinstance(value, Silence):
        said = (value.treatment.value, value.decision.value, value.reason, value.person)
        return (value.id, value.span.start, value.span.end, _listed(value.streams), *said, _listed(value.channels))
    if isinstance(value, Marker):
        return (value.id, value.tick, value.note)
    return (key, value.value)


def _listed(numbers: frozenset[int] | None) -> str | None:
    return None if numbers is None else json.dumps(sorted(numbers))


def _numbers(listed: str | None) -> frozenset[int] | None:
    return None if listed is None else frozenset(int(n) for n in json.loads(listed))


def _silence(row: tuple[Any, ...]) -> Silence:
    id_, start, end, streams, treatment, decision, reason, person, channels = row
    return Silence(
        id=SilenceId(id_),
        span=Span(Tick(start), Tick(end)),
        streams=_numbers(streams),
        treatment=Treatment(treatment),
        decision=Decision(decision),
        reason=reason,
        person=None if person is None else PersonId(person),
        channels=_numbers(channels),
    )
