"""Where the window was in a case, and what has been watched of its footage: of no weight for what is hidden.

None of it is logged: it changes with every second that somebody works.
"""

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.core.footage import FootageId
from reviewer.store.database import Database
from reviewer.store.packing import unpack
from reviewer.store.problems import readable


class DeskState:
    """What is kept about the desk of one case; raises CaseError where that cannot be written or read."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, name: str, value: Any) -> None:
        """Keep a value that JSON can hold under a name."""
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO desk(name, value) VALUES (?, ?)", (name, json.dumps(value)))

    def kept(self, name: str) -> Any:
        """The value that is kept under a name, None where there is none."""
        rows = self._database.rows("SELECT value FROM desk WHERE name = ?", (name,))
        with readable(self._database.name):
            return json.loads(rows[0][0]) if rows else None

    def keep_watched(self, footage: FootageId, frames: NDArray[np.uint8], *, seconds: float) -> None:
        """Keep how closely each frame was watched, uint8 of shape (frames,), and for how long somebody has worked."""
        values = (footage, frames.astype(np.uint8).tobytes(), float(seconds))
        with self._database.transaction() as connection:
            connection.execute("INSERT OR REPLACE INTO watched(footage, frames, seconds) VALUES (?, ?, ?)", values)

    def watched(self, footage: FootageId, *, frames: int) -> tuple[NDArray[np.uint8], float]:
        """The same again, writable; nothing watched where nothing is kept, or not of as many frames."""
        rows = self._database.rows("SELECT frames, seconds FROM watched WHERE footage = ?", (footage,))
        if not rows or len(rows[0][0]) != frames:
            return np.zeros(frames, np.uint8), float(rows[0][1]) if rows else 0.0
        return unpack(rows[0][0], "u1").copy(), float(rows[0][1])
