"""Version 4: what lies aslant is kept by its corners."""

import sqlite3

INFO = "outlines of regions, corners of tracks and of a sample's finds"


def step(connection: sqlite3.Connection) -> None:
    """Give regions, tracks and samples room for corners; those from before have their boxes alone."""
    # Packed, little-endian: for each keyframe int32 how many corners it has, 0 for none, then all corners, two float64
    # each (x, y); null where no keyframe has any.
    connection.execute("ALTER TABLE region ADD COLUMN outlines BLOB")
    # Packed, little-endian: four corners a frame, or a find, two float32 each (x, y); null where only boxes are known.
    connection.execute("ALTER TABLE track ADD COLUMN quads BLOB")
    connection.execute("ALTER TABLE sample ADD COLUMN quads BLOB")
