"""How far an analysis may be trusted, in the database: its doubts, the risk of each frame, and its sample."""

import json
import sqlite3
from dataclasses import asdict
from typing import Any

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Subject, TrackId
from reviewer.core.doubt import Doubt, DoubtKind
from reviewer.core.footage import FootageId
from reviewer.core.geometry import Box
from reviewer.core.sample import Look, Sample
from reviewer.core.timing import Span, Tick
from reviewer.store.database import Database
from reviewer.store.packing import pack, pack_quads, unpack, unpack_quads
from reviewer.store.problems import readable

_DOUBT = "kind, start_tick, end_tick, tick, weight, subject, x, y, width, height, track"
_SAMPLE = "looks, ticks, frames, found_by, boxes, scores, quads"


def write_appraisal(connection: sqlite3.Connection, appraisal: Appraisal, *, footage: FootageId) -> None:
    """Put `appraisal` in the place of the footage's earlier one, inside the caller's transaction."""
    for table in ("doubt", "risk", "sample"):
        connection.execute(f"DELETE FROM {table} WHERE footage = ?", (footage,))
    connection.executemany(
        f"INSERT INTO doubt(footage, position, {_DOUBT}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(footage, position, *_doubt_row(doubt)) for position, doubt in enumerate(appraisal.doubts)],
    )
    if len(appraisal.risk):
        connection.execute("INSERT INTO risk(footage, frames) VALUES (?, ?)", (footage, pack(appraisal.risk, "<f4")))
    if appraisal.sample is not None:
        connection.execute(
            f"INSERT INTO sample(footage, {_SAMPLE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (footage, *_sample_row(appraisal.sample)),
        )


def read_appraisal(database: Database, footage: FootageId) -> Appraisal:
    """What is kept about the last analysis of the footage; raises CaseError for what no longer decodes."""
    doubts = database.rows(f"SELECT {_DOUBT} FROM doubt WHERE footage = ? ORDER BY position", (footage,))
    risk = database.rows("SELECT frames FROM risk WHERE footage = ?", (footage,))
    sample = database.rows(f"SELECT {_SAMPLE} FROM sample WHERE footage = ?", (footage,))
    with readable(database.name):
        return Appraisal(
            doubts=tuple(_doubt(row) for row in doubts),
            risk=unpack(risk[0][0] if risk else b"", "<f4"),
            sample=_sample(sample[0]) if sample else None,
        )


def _doubt_row(doubt: Doubt) -> tuple[Any, ...]:
    box = doubt.box
    corners = (None,) * 4 if box is None else (box.x, box.y, box.width, box.height)
    subject = None if doubt.subject is None else doubt.subject.value
    span = doubt.span
    return (doubt.kind.value, span.start, span.end, doubt.tick, doubt.weight, subject, *corners, doubt.track)


def _doubt(row: tuple[Any, ...]) -> Doubt:
    kind, start, end, tick, weight, subject, *corners, track = row
    return Doubt(
        kind=DoubtKind(kind),
        span=Span(Tick(start), Tick(end)),
        tick=Tick(tick),
        weight=weight,
        subject=None if subject is None else Subject(subject),
        box=None if None in corners else Box(*corners),
        track=None if track is None else TrackId(track),
    )


def _sample_row(sample: Sample) -> tuple[Any, ...]:
    return (
        json.dumps([asdict(look) for look in sample.looks]),
        pack(sample.ticks, "<i8"),
        pack(sample.frames, "<i4"),
        pack(sample.found_by, "u1"),
        pack(sample.boxes, "<f4"),
        pack(sample.scores, "<f4"),
        pack_quads(sample.quads),
    )


def _sample(row: tuple[Any, ...]) -> Sample:
    looks, ticks, frames, found_by, boxes, scores, quads = row
    finds = unpack(frames, "<i4")
    return Sample(
        looks=tuple(Look(Subject(look["subject"]), str(look["name"])) for look in json.loads(looks)),
        ticks=unpack(ticks, "<i8"),
        frames=finds,
        found_by=unpack(found_by, "u1"),
        boxes=unpack(boxes, "<f4").reshape(-1, 4),
        scores=unpack(scores, "<f4"),
        quads=unpack_quads(quads, len(finds)),
    )
