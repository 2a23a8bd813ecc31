"""Version 5: the desk: gaps, people and locks of regions, silences, markers, settled doubts, what was watched."""

import sqlite3

INFO = "gaps, people and locks of regions, silences, markers, in and out, settled doubts, what was watched, the desk"

_STATEMENTS = (
    # Packed, little-endian: two int64 a gap (from, to), null where there is none.
    "ALTER TABLE region ADD COLUMN gaps BLOB",
    "ALTER TABLE region ADD COLUMN inverse INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE region ADD COLUMN locked INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE region ADD COLUMN person TEXT",
    # Packed: uint8 a keyframe, who set it; null in regions from before, of which nothing is known.
    "ALTER TABLE region ADD COLUMN sources BLOB",
    # `streams` is JSON, a list of stream indexes; null for all.
    """CREATE TABLE silence(
        footage TEXT NOT NULL REFERENCES footage(id), id TEXT NOT NULL, start_tick INTEGER NOT NULL,
        end_tick INTEGER NOT NULL, streams TEXT, treatment TEXT NOT NULL, decision TEXT NOT NULL, reason TEXT NOT NULL,
        person TEXT, PRIMARY KEY (footage, id)) STRICT""",
    """CREATE TABLE marker(
        footage TEXT NOT NULL REFERENCES footage(id), id TEXT NOT NULL, tick INTEGER NOT NULL, note TEXT NOT NULL,
        PRIMARY KEY (footage, id)) STRICT""",
    """CREATE TABLE settled(
        footage TEXT NOT NULL REFERENCES footage(id), doubt TEXT NOT NULL, verdict TEXT NOT NULL,
        PRIMARY KEY (footage, doubt)) STRICT""",
    """CREATE TABLE in_out(
        footage TEXT PRIMARY KEY REFERENCES footage(id), start_tick INTEGER NOT NULL,
        end_tick INTEGER NOT NULL) STRICT""",
    # Packed: uint8 a frame, how closely it was watched; `seconds` is how long somebody has worked on the footage.
    """CREATE TABLE watched(
        footage TEXT PRIMARY KEY REFERENCES footage(id), frames BLOB NOT NULL, seconds REAL NOT NULL) STRICT""",
    # Where the window was: JSON, of no weight for what is hidden.
    "CREATE TABLE desk(name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
)


def step(connection: sqlite3.Connection) -> None:
    """Give regions their new columns, and make the new tables; reviews from before have none of it."""
    for statement in _STATEMENTS:
        connection.execute(statement)
