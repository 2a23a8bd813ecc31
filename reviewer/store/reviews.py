"""Reviews in the database, saved by difference."""

import sqlite3
from typing import Any

from reviewer.core.detection import Subject, TrackId
from reviewer.core.footage import FootageId
from reviewer.core.region import Decision, Region, RegionId, Shape
from reviewer.core.review import Review, changed, of
from reviewer.core.timing import Span, Tick
from reviewer.store.audit_log import AuditLog
from reviewer.store.database import Database
from reviewer.store.packing import pack_keyframes, pack_outlines, unpack_keyframes
from reviewer.store.problems import readable

_COLUMNS = "id, subject, start_tick, end_tick, shape, decision, effect, reason, track, touched, keyframes, outlines"
_FIELDS = _COLUMNS.split(", ")

_LOAD = f"SELECT {_COLUMNS} FROM region WHERE footage = ? ORDER BY position"
_WRITE = (
    f"INSERT INTO region({_COLUMNS}, footage, position) VALUES ({', '.join('?' * (len(_FIELDS) + 2))}) "
    f"ON CONFLICT(footage, id) DO UPDATE SET {', '.join(f'{f} = excluded.{f}' for f in (*_FIELDS[1:], 'position'))}"
)


class ReviewStore:
    """Where the review of one footage is kept."""

    def __init__(self, database: Database, log: AuditLog, *, footage: FootageId) -> None:
        self._database = database
        self._log = log
        self._footage = footage

    def load(self) -> Review:
        """The review as it was last saved; empty when there is none yet."""
        rows = self._database.rows(_LOAD, (self._footage,))
        with readable(self._database.name):
            return of(_region(row) for row in rows)

    def save(self, before: Review, after: Review, *, action: str, detail: dict[str, Any]) -> None:
        """Write the regions that differ, and the audit event, or neither; `before` is what was saved last."""
        with self._database.transaction() as connection:
            self._write(connection, before, after=after)
            self._log.append(connection, action=action, detail={"footage": self._footage, **detail})

    def _write(self, connection: sqlite3.Connection, before: Review, *, after: Review) -> None:
        positions = {id_: position for position, id_ in enumerate(after.regions)}
        for id_ in changed(before, after):
            region = after.regions.get(id_)
            if region is None:
                connection.execute("DELETE FROM region WHERE footage = ? AND id = ?", (self._footage, id_))
            else:
                connection.execute(_WRITE, (*_row(region), self._footage, positions[id_]))
        # An edit keeps the places of the others; taking out or putting back moves those that follow.
        old = {id_: position for position, id_ in enumerate(before.regions)}
        moved = [(p, self._footage, i) for i, p in positions.items() if old.get(i, p) != p]
        connection.executemany("UPDATE region SET position = ? WHERE footage = ? AND id = ?", moved)
        self._agree(connection, after)

    def _agree(self, connection: sqlite3.Connection, after: Review) -> None:
        found = connection.execute("SELECT count(*) FROM region WHERE footage = ?", (self._footage,)).fetchone()[0]
        if found != len(after.regions):
            raise RuntimeError(f"{found} regions are saved where the review has {len(after.regions)}")


def _row(region: Region) -> tuple[Any, ...]:
    return (
        region.id,
        region.subject.value,
        region.span.start,
        region.span.end,
        region.shape.value,
        region.decision.value,
        region.effect,
        region.reason,
        region.track,
        int(region.touched),
        pack_keyframes(region.keyframes),
        pack_outlines(region.keyframes),
    )


def _region(row: tuple[Any, ...]) -> Region:
    id_, subject, start, end, shape, decision, effect, reason, track, touched, keyframes, outlines = row
    return Region(
        id=RegionId(id_),
        subject=Subject(subject),
        span=Span(Tick(start), Tick(end)),
        keyframes=unpack_keyframes(keyframes, outlines),
        shape=Shape(shape),
        decision=Decision(decision),
        effect=effect,
        reason=reason,
        track=None if track is None else TrackId(track),
        touched=bool(touched),
    )
