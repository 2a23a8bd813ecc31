"""Footage and tracks in the database: what was taken in, and what analysis found in it."""

import sqlite3
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Subject, Track, TrackId
from reviewer.core.errors import CaseError
from reviewer.core.footage import Footage, FootageId, FrameIndex
from reviewer.core.timing import Tick
from reviewer.store.appraisals import read_appraisal, write_appraisal
from reviewer.store.audit_log import AuditLog
from reviewer.store.database import Database
from reviewer.store.packing import (
    pack,
    pack_path,
    pack_quads,
    pack_reading,
    pack_recording,
    unpack,
    unpack_path,
    unpack_quads,
    unpack_reading,
    unpack_recording,
)
from reviewer.store.problems import readable

_FOOTAGE = "SELECT id, path, size, sha256, recording, ticks, keyframes, end_tick FROM footage"
_COLUMNS = "id, subject, ticks, boxes, origins, scores, end_tick, reading, quads"
_TRACKS = f"SELECT {_COLUMNS} FROM track WHERE footage = ? ORDER BY position"


class Evidence:
    """The footage of one case, which lies in `folder`, and the tracks found in it."""

    def __init__(self, database: Database, log: AuditLog, *, folder: Path) -> None:
        self._database = database
        self._log = log
        self._folder = folder

    def add_footage(self, footage: Footage) -> None:
        """Take `footage` into the case; raises CaseError when one with its fingerprint is there already."""
        if self.find(footage.sha256) is not None:
            raise CaseError(
                f"{footage.path.name} is already in the case “{self._database.name}”.",
                "Open it from the list of footage. Nothing was changed.",
            )
        index = footage.recording.index
        row = (
            footage.id,
            pack_path(footage.path, self._folder),
            footage.size,
            footage.sha256,
            pack_recording(footage.recording),
            pack(index.ticks, "<i8"),
            pack(index.keyframes, "u1"),
            index.end,
        )
        detail = {"footage": footage.id, "path": str(footage.path), "size": footage.size, "sha256": footage.sha256}
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT INTO footage(id, path, size, sha256, recording, ticks, keyframes, end_tick, position) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(position), 0) + 1 FROM footage))",
                row,
            )
            self._log.append(connection, action="Add footage", detail={**detail, "frames": len(index)})

    def footage(self) -> list[Footage]:
        """All footage, in the order it was added."""
        return self._footage(f"{_FOOTAGE} ORDER BY position")

    def find(self, sha256: str) -> Footage | None:
        """The footage with that fingerprint, or None."""
        found = self._footage(f"{_FOOTAGE} WHERE sha256 = ?", sha256)
        return found[0] if found else None

    def relocate(self, footage_id: FootageId, path: Path) -> None:
        """Note where the original lies now; raises KeyError for footage that is not in the case."""
        with self._database.transaction() as connection:
            place = pack_path(path, self._folder)
            if not connection.execute("UPDATE footage SET path = ? WHERE id = ?", (place, footage_id)).rowcount:
                raise KeyError(footage_id)
            detail = {"footage": footage_id, "path": str(path)}
            self._log.append(connection, action="Relocate footage", detail=detail)

    def save_tracks(
        self,
        footage_id: FootageId,
        tracks: Sequence[Track],
        *,
        detail: dict[str, Any],
        appraisal: Appraisal | None = None,
    ) -> None:
        """Put `tracks` in the place of all that were found in the footage before; `detail` is for the log.

        So with `appraisal`, unless it is None: then the one that is kept holds for these tracks too.
        """
        counts = Counter(track.subject.value for track in tracks)
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM track WHERE footage = ?", (footage_id,))
            for position, track in enumerate(tracks):
                _insert_track(connection, track, footage=footage_id, position=position)
            if appraisal is not None:
                write_appraisal(connection, appraisal, footage=footage_id)
                detail = {**detail, "doubts": len(appraisal.doubts)}
            found = {"footage": footage_id, "tracks": dict(counts), **detail}
            self._log.append(connection, action="Save tracks", detail=found)

    def save_readings(self, footage_id: FootageId, tracks: Sequence[Track]) -> None:
        """Keep what was read on these tracks, or that nothing was; the log is told how many, and no text.

        Raises KeyError for a track that is not in the case.
        """
        with self._database.transaction() as connection:
            for track in tracks:
                values = (pack_reading(track.reading), footage_id, track.id)
                sql = "UPDATE track SET reading = ? WHERE footage = ? AND id = ?"
                if not connection.execute(sql, values).rowcount:
                    raise KeyError(track.id)
            plates = [track for track in tracks if track.subject is Subject.PLATE]
            read = sum(track.reading is not None for track in plates)
            detail = {"footage": footage_id, "plates": len(plates), "read": read}
            self._log.append(connection, action="Read plates", detail=detail)

    def tracks(self, footage_id: FootageId) -> tuple[Track, ...]:
        """The tracks of the footage as they were saved, in the same order."""
        rows = self._database.rows(_TRACKS, (footage_id,))
        with readable(self._database.name):
            return tuple(_track(row) for row in rows)

    def appraisal(self, footage_id: FootageId) -> Appraisal:
        """How far the last analysis of the footage may be trusted; empty where that was never worked out."""
        return read_appraisal(self._database, footage_id)

    def _footage(self, sql: str, *values: str) -> list[Footage]:
        rows = self._database.rows(sql, values)
        with readable(self._database.name):
            return [self._one(row) for row in rows]

    def _one(self, row: tuple[Any, ...]) -> Footage:
        id_, path, size, sha256, recording, ticks, keyframes, end = row
        marks = unpack(keyframes, "u1").astype(np.bool_)
        marks.flags.writeable = False
        index = FrameIndex(unpack(ticks, "<i8"), marks, Tick(end))
        if len(marks) != len(index):
            raise ValueError("a frame index holds one keyframe mark a frame")
        return Footage(
            id=FootageId(id_),
            path=unpack_path(path, self._folder),
            size=size,
            sha256=sha256,
            recording=unpack_recording(recording, index),
        )


def _insert_track(connection: sqlite3.Connection, track: Track, *, footage: FootageId, position: int) -> None:
    row = (
        footage,
        track.id,
        position,
        track.subject.value,
        pack(track.ticks, "<i8"),
        pack(track.boxes, "<f4"),
        pack(track.origins, "u1"),
        pack(track.scores, "<f4"),
        track.end,
        pack_reading(track.reading),
        pack_quads(track.quads),
    )
    connection.execute(
        "INSERT INTO track(footage, id, position, subject, ticks, boxes, origins, scores, end_tick, reading, quads) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )


def _track(row: tuple[Any, ...]) -> Track:
    id_, subject, ticks, boxes, origins, scores, end, reading, quads = row
    frames = unpack(ticks, "<i8")
    track = Track(
        TrackId(id_),
        Subject(subject),
        frames,
        unpack(boxes, "<f4").reshape(-1, 4),
        unpack(origins, "u1"),
        unpack(scores, "<f4"),
        Tick(end),
        unpack_reading(reading),
        unpack_quads(quads, len(frames)),
    )
    if len({len(track.ticks), len(track.boxes), len(track.origins), len(track.scores)}) != 1:
        raise ValueError("a track holds one box, origin and score a frame")
    return track
