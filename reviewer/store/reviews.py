"""Reviews in the database, saved by difference."""

import sqlite3
from typing import Any

from reviewer.core.detection import Subject, TrackId
from reviewer.core.footage import FootageId
from reviewer.core.region import Decision, KeyframeSource, PersonId, Region, RegionId, Shape
from reviewer.core.review import Review, changed, of
from reviewer.core.timing import Span, Tick
from reviewer.store.audit_log import AuditLog
from reviewer.store.database import Database
from reviewer.store.packing import (
    pack_gaps,
    pack_keyframes,
    pack_outlines,
    pack_sources,
    unpack_gaps,
    unpack_keyframes,
)
from reviewer.store.problems import readable
from reviewer.store.review_parts import read_parts, write_parts

_COLUMNS = (
    "id, subject, start_tick, end_tick, shape, decision, effect, reason, track, touched, keyframes, outlines, gaps, "
    "inverse, locked, person, sources, label"
)
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
            return read_parts(self._database, of(_region(row) for row in rows), footage=self._footage)

    def save(self, before: Review, after: Review, *, action: str, detail: dict[str, Any]) -> None:
        """Write what differs, and the audit event, or neither; `before` is what was saved last."""
        with self._database.transaction() as connection:
            if before.regions is not after.regions:
                self._write(connection, before, after=after)
            write_parts(connection, before, after=after, footage=self._footage)
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
        pack_gaps(region.gaps),
        int(region.inverse),
        int(region.locked),
        region.person,
        pack_sources(region.keyframes),
        region.label,
    )


def _region(row: tuple[Any, ...]) -> Region:
    v = dict(zip(_FIELDS, row, strict=True))
    sources = v["sources"]
    if sources is None and (v["track"] is None or v["touched"]):
        # Before it was kept who set a keyframe: what a person has drawn or moved may be theirs.
        sources = bytes([KeyframeSource.HAND]) * (len(v["keyframes"]) // 40)
    return Region(
        id=RegionId(v["id"]),
        subject=Subject(v["subject"]),
        span=Span(Tick(v["start_tick"]), Tick(v["end_tick"])),
        keyframes=unpack_keyframes(v["keyframes"], v["outlines"], sources=sources),
        shape=Shape(v["shape"]),
        decision=Decision(v["decision"]),
        effect=v["effect"],
        reason=v["reason"],
        track=None if v["track"] is None else TrackId(v["track"]),
        touched=bool(v["touched"]),
        gaps=unpack_gaps(v["gaps"]),
        inverse=bool(v["inverse"]),
        locked=bool(v["locked"]),
        person=None if v["person"] is None else PersonId(v["person"]),
        label=v["label"],
    )
