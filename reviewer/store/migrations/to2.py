"""Version 2: how far an analysis may be trusted is kept with its tracks."""

import sqlite3

INFO = "doubts about an analysis, the risk of each frame, and the sample that its misses are estimated from"

_TABLES = (
    # The span in ticks; the box in pixels of the upright frame, null for the whole picture; `track` is an id in track.
    """CREATE TABLE doubt(
        footage TEXT NOT NULL REFERENCES footage(id), position INTEGER NOT NULL, kind TEXT NOT NULL,
        start_tick INTEGER NOT NULL, end_tick INTEGER NOT NULL, tick INTEGER NOT NULL, weight REAL NOT NULL,
        subject TEXT, x REAL, y REAL, width REAL, height REAL, track TEXT, PRIMARY KEY (footage, position)) STRICT""",
    # Packed float32, one a frame of the footage.
    "CREATE TABLE risk(footage TEXT PRIMARY KEY REFERENCES footage(id), frames BLOB NOT NULL) STRICT",
    # `looks` is JSON; packed, little-endian: int64 ticks, int32 frames, uint8 found_by, float32
    # boxes and scores.
    """CREATE TABLE sample(
        footage TEXT PRIMARY KEY REFERENCES footage(id), looks TEXT NOT NULL, ticks BLOB NOT NULL,
        frames BLOB NOT NULL, found_by BLOB NOT NULL, boxes BLOB NOT NULL, scores BLOB NOT NULL) STRICT""",
)


def step(connection: sqlite3.Connection) -> None:
    """Make the tables; an analysis from before has no doubts, no risk and no sample."""
    for statement in _TABLES:
        connection.execute(statement)
