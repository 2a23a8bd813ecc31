"""A case database as it stands, for reading only, without writing a byte to the case.

SQLite cannot do this in place: reading a WAL database makes or repairs files beside it, and its `immutable` mode
overlooks commits that still lie in the WAL of a program that crashed.
"""

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from reviewer.core.errors import CaseError
from reviewer.store.database import Database, connect
from reviewer.store.problems import explained

TRIES = 5
"""Copies begun before it is given up that the files stay as they are for the time of one."""

_PARTS = ("", "-wal", "-journal")

Stamp = tuple[tuple[int, int] | None, ...]


def snapshot(path: Path, name: str, *, held: Callable[[], bool]) -> Database:
    """A private copy of the database at `path`, gone when closed; `held` says whether someone is writing to it."""
    with explained(name):
        for _ in range(TRIES):
            before = _stamp(path)
            copy = _through_sqlite(path) if held() else _through_files(path)
            if held() or _stamp(path) == before:
                return Database(copy, name)
            copy.close()
    raise CaseError(
        f"The case “{name}” is changing all the time and cannot be read as a whole.",
        "Wait until the other program has finished with it and try again. Nothing was changed.",
    )


def _through_sqlite(path: Path) -> sqlite3.Connection:
    # Beside a living writer the WAL and its index exist already, and reading leaves both as they are.
    with closing(connect(path, "ro")) as source:
        return _private(source)


def _through_files(path: Path) -> sqlite3.Connection:
    with TemporaryDirectory(prefix="reviewer-") as folder:
        for part in _PARTS:
            source = path.with_name(path.name + part)
            if source.exists():
                shutil.copyfile(source, Path(folder, path.name + part))
        with closing(connect(Path(folder, path.name), "rw")) as found:
            return _private(found)


def _private(source: sqlite3.Connection) -> sqlite3.Connection:
    # A database without a name lives in memory and, when it is large, in a file that no other program sees.
    target = sqlite3.connect("", isolation_level=None, check_same_thread=False)
    try:
        source.backup(target)
    except BaseException:
        target.close()
        raise
    return target


def _stamp(path: Path) -> Stamp:
    return tuple(_size_and_time(path.with_name(path.name + part)) for part in _PARTS)


def _size_and_time(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_size, found.st_mtime_ns
