"""Version 3: what stands on a plate is kept with its track."""

import sqlite3

INFO = "readings of plates"


def step(connection: sqlite3.Connection) -> None:
    """Give tracks a reading: JSON with text, pattern and score, nothing where the plate was not read."""
    connection.execute("ALTER TABLE track ADD COLUMN reading TEXT")
