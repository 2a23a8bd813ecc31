"""One connection to a case database, and the transactions on it."""

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import RLock
from typing import Any, Self
from urllib.parse import quote

from reviewer.core.errors import CaseError
from reviewer.store.problems import damaged, explained

APPLICATION = 0x52565752
"""Marks a SQLite file as a case database (`PRAGMA application_id`): RVWR in ASCII."""

WAIT = 5.0
"""Seconds to wait for another program that holds the database."""


class Database:
    """A connection that the main thread and job threads share, one at a time, under a lock.

    `name` is what the case is called in messages. Methods raise CaseError for what the user can act on.
    """

    def __init__(self, connection: sqlite3.Connection, name: str, *, read_only: bool = False) -> None:
        self.name = name
        self.read_only = read_only
        self._connection = connection
        self._lock = RLock()

    @classmethod
    def open(cls, path: Path, name: str, *, create: bool = False) -> Self:
        """Connect to the database at `path` for reading and writing; nothing is written until `prepare`."""
        with explained(name):
            return cls(connect(path, "rwc" if create else "rw"), name)

    def prepare(self) -> None:
        """Make every commit durable: WAL where the file system allows it, FULL in any case."""
        with self._lock, explained(self.name):
            self._connection.execute("PRAGMA journal_mode=WAL").fetchone()
            self._connection.execute("PRAGMA synchronous=FULL")
            self._connection.execute("PRAGMA foreign_keys=ON")

    def examine(self) -> None:
        """Read the whole file; raise CaseError when it is damaged."""
        if self.rows("PRAGMA quick_check(1)") != [("ok",)]:
            raise damaged(self.name)

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything inside is written, or after any error nothing; raises CaseError when open read-only."""
        if self.read_only:
            raise CaseError(
                f"The case “{self.name}” is open read-only.",
                "Open it for changes when nobody else has it open. Nothing was changed.",
            )
        with self._lock, explained(self.name):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows that `sql` yields."""
        with self._lock, explained(self.name):
            return self._connection.execute(sql, values).fetchall()

    def number(self, pragma: str) -> int:
        """The value of a pragma that is a number, such as user_version."""
        return int(self.rows(f"PRAGMA {pragma}")[0][0])

    def copy_to(self, path: Path) -> None:
        """Write the whole database as it stands to `path`, under another name until it is complete."""
        partial = path.with_name(path.name + ".partial")
        with self._lock, explained(self.name):
            partial.unlink(missing_ok=True)
            target = sqlite3.connect(partial)
            try:
                self._connection.backup(target)
            finally:
                target.close()
            partial.replace(path)

    def close(self) -> None:
        """Disconnect; what was committed is moved from the WAL into the database file."""
        with self._lock, explained(self.name):
            self._connection.close()

    def _roll_back(self) -> None:
        # After a full disk SQLite has rolled back by itself. The error that brought us here is the one to report.
        if self._connection.in_transaction:
            with suppress(sqlite3.Error):
                self._connection.execute("ROLLBACK")


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """A bare connection in autocommit; `mode` is SQLite's: ro, rw or rwc."""
    place = path.absolute().as_posix()
    lead = "" if place.startswith("/") else "/"  # a drive; a network share keeps its two slashes behind the three
    uri = f"file://{lead}{quote(os.fsencode(place))}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=WAIT, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA trusted_schema=OFF")  # the schema of a case from elsewhere may call nothing
    return connection
