"""Version 1: the first schema."""

import sqlite3

INFO = "case, footage, tracks, regions, copies and the audit log"

_TABLES = (
    # Facts about the case: id, title, created (UTC, ISO 8601).
    "CREATE TABLE fact(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
    # `path` and `recording` are JSON; `ticks` is packed int64, `keyframes` packed bytes of 0 and 1, one a frame.
    """CREATE TABLE footage(
        id TEXT PRIMARY KEY, position INTEGER NOT NULL, path TEXT NOT NULL, size INTEGER NOT NULL,
        sha256 TEXT NOT NULL UNIQUE, recording TEXT NOT NULL,
        ticks BLOB NOT NULL, keyframes BLOB NOT NULL, end_tick INTEGER NOT NULL) STRICT""",
    # Packed, little-endian: int64 ticks, float32 boxes (x, y, width, height), uint8 origins, float32 scores.
    """CREATE TABLE track(
        footage TEXT NOT NULL REFERENCES footage(id), id TEXT NOT NULL, position INTEGER NOT NULL,
        subject TEXT NOT NULL, ticks BLOB NOT NULL, boxes BLOB NOT NULL, origins BLOB NOT NULL,
        scores BLOB NOT NULL, end_tick INTEGER NOT NULL, PRIMARY KEY (footage, id)) STRICT""",
    # `keyframes` is packed, little-endian: all int64 ticks, then all float64 boxes (x, y, width, height).
    """CREATE TABLE region(
        footage TEXT NOT NULL REFERENCES footage(id), id TEXT NOT NULL, position INTEGER NOT NULL,
        subject TEXT NOT NULL, start_tick INTEGER NOT NULL, end_tick INTEGER NOT NULL, shape TEXT NOT NULL,
        decision TEXT NOT NULL, effect TEXT, reason TEXT NOT NULL, track TEXT,
        touched INTEGER NOT NULL CHECK (touched IN (0, 1)), keyframes BLOB NOT NULL,
        PRIMARY KEY (footage, id)) STRICT""",
    # `path`, `profile` and `report` are JSON; `released` is UTC in ISO 8601.
    """CREATE TABLE copy(
        position INTEGER PRIMARY KEY, footage TEXT NOT NULL REFERENCES footage(id), path TEXT NOT NULL,
        sha256 TEXT NOT NULL, profile TEXT NOT NULL, released TEXT NOT NULL, report TEXT NOT NULL) STRICT""",
    """CREATE TABLE audit(
        seq INTEGER PRIMARY KEY, at TEXT NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
        detail TEXT NOT NULL, digest TEXT NOT NULL) STRICT""",
    # How many events were written and the digest of the last: without it a log cut short at its end looks whole.
    """CREATE TABLE audit_head(
        one INTEGER PRIMARY KEY CHECK (one = 1), count INTEGER NOT NULL, digest TEXT NOT NULL) STRICT""",
)

_GUARDS = (
    "CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'the log is append only'); END",
    "CREATE TRIGGER audit_kept BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'the log is append only'); END",
    # A REPLACE deletes without firing the trigger above; it is caught by its number.
    """CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
        WHEN NEW.seq IS NOT (SELECT count + 1 FROM audit_head)
        BEGIN SELECT RAISE(ABORT, 'the log is append only'); END""",
    """CREATE TRIGGER audit_head_onward BEFORE UPDATE ON audit_head WHEN NEW.count IS NOT OLD.count + 1
        BEGIN SELECT RAISE(ABORT, 'the log is append only'); END""",
    """CREATE TRIGGER audit_head_kept BEFORE DELETE ON audit_head
        BEGIN SELECT RAISE(ABORT, 'the log is append only'); END""",
    """CREATE TRIGGER audit_head_single BEFORE INSERT ON audit_head
        WHEN EXISTS (SELECT 1 FROM audit_head)
        BEGIN SELECT RAISE(ABORT, 'the log is append only'); END""",
)


def step(connection: sqlite3.Connection) -> None:
    """Make the tables and the triggers that keep the log append-only."""
    for statement in _TABLES:
        connection.execute(statement)
    connection.execute("INSERT INTO audit_head VALUES (1, 0, ?)", ("0" * 64,))
    for statement in _GUARDS:
        connection.execute(statement)
