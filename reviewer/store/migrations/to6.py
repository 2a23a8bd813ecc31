"""Version 6: release: labels, channels, kept stretches, transcripts, watch-list, decisions on hits, disclosures."""

import sqlite3

INFO = "labels of regions, channels of silences, kept stretches, transcripts, the watch-list, and to whom copies go"

_STATEMENTS = (
    "ALTER TABLE region ADD COLUMN label TEXT NOT NULL DEFAULT ''",
    # JSON, a list of channels counted from 0; null for all.
    "ALTER TABLE silence ADD COLUMN channels TEXT",
    """CREATE TABLE kept(
        footage TEXT NOT NULL REFERENCES footage(id), start_tick INTEGER NOT NULL, end_tick INTEGER NOT NULL,
        PRIMARY KEY (footage, start_tick)) STRICT""",
    # `body` is zlib over JSON: the words with their times; `name` and `sha256` are those of the file it was read from.
    """CREATE TABLE transcript(
        footage TEXT PRIMARY KEY REFERENCES footage(id), name TEXT NOT NULL, sha256 TEXT NOT NULL,
        body BLOB NOT NULL) STRICT""",
    # What must not be heard anywhere in the case: names, addresses, dates of birth and the like.
    "CREATE TABLE watched_term(position INTEGER PRIMARY KEY, kind TEXT NOT NULL, term TEXT NOT NULL) STRICT",
    # JSON: recipient, organisation, purpose, basis, reference.
    "ALTER TABLE copy ADD COLUMN disclosure TEXT NOT NULL DEFAULT '{}'",
)


def step(connection: sqlite3.Connection) -> None:
    """Give regions, silences and copies their new columns, and make the new tables."""
    for statement in _STATEMENTS:
        connection.execute(statement)
