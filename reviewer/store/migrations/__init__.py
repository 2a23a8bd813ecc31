"""Bring a case database to the version that this program knows, one numbered step at a time.

A step is a module `toN` with a line `INFO` and `step(connection)`, which runs inside the one transaction of the
whole migration. A new step gets a module and a line in STEPS; steps that were released never change.
"""

import logging
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Protocol

from reviewer.core.errors import CaseError
from reviewer.store.database import APPLICATION, Database
from reviewer.store.migrations import to1, to2, to3, to4, to5, to6

log = logging.getLogger(__name__)


class Step(Protocol):
    """What a migration module offers."""

    INFO: str

    def step(self, connection: sqlite3.Connection) -> None:
        """Change the schema and what it holds from the version before to this one."""


STEPS: Sequence[Step] = (to1, to2, to3, to4, to5, to6)
VERSION = len(STEPS)


def is_case(database: Database) -> bool:
    """Whether the database was made by this program, of whatever version."""
    return database.number("application_id") == APPLICATION


def refuse_newer(database: Database, *, version: int = VERSION) -> None:
    """Raise CaseError when the database was written by a program that knows more than `version`."""
    found = database.number("user_version")
    if found > version:
        raise CaseError(
            f"The case “{database.name}” was written by a newer version of this program "
            f"(its database has version {found}, this program knows up to {version}).",
            "Install the newer version of the program on this computer and open the case again. Nothing was changed.",
        )


def missing(database: Database, kind: str, *, steps: Sequence[Step] = STEPS) -> frozenset[str]:
    """The names of what the steps make and the database has not, or not as they make it.

    `kind` is table or trigger. Of a table only the name counts: SQLite writes altered ones down in its own way.
    """
    definition = "sql" if kind == "trigger" else "name"
    listing = f"SELECT name, {definition} FROM sqlite_schema WHERE type = ?"
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        for step in steps:
            step.step(fresh)
        expected = set(fresh.execute(listing, (kind,)))
    return frozenset(name for name, _ in expected - set(database.rows(listing, (kind,))))


def migrate(database: Database, *, steps: Sequence[Step] = STEPS, keep: Path | None = None) -> None:
    """Run the steps that the database has not seen, all or none of them.

    An older database is first copied into the folder `keep`, under a name with its version.
    """
    found = database.number("user_version")
    if found >= len(steps):
        return
    if found and keep is not None:
        database.copy_to(keep / f"case-version-{found}.db")
    with database.transaction() as connection:
        for number, step in enumerate(steps[found:], found + 1):
            log.info("case database to version %d: %s", number, step.INFO)
            step.step(connection)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {len(steps)}")
