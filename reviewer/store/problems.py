"""Sort what SQLite and the operating system report into what the user can act on, and defects."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from reviewer.core.errors import CaseError

_KEPT = "Everything saved before is kept; the last change was not saved."
_UNTOUCHED = "Nothing was changed."

_FULL = (
    "There is no room left on the disk that holds the case “{name}”.",
    f"Free some space and try again. {_KEPT}",
)
_FIXED = (
    "The case “{name}” cannot be written to.",
    f"Check that its folder is not write-protected and that you may change it, or open it read-only. {_KEPT}",
)
_BUSY = (
    "The database of the case “{name}” is in use by another program.",
    f"Close the other program (a backup, a virus scan, a database viewer) and try again. {_KEPT}",
)
_DAMAGED = (
    "The database of the case “{name}” is damaged.",
    f"Restore the case folder from a backup, or ask for help before you go on. {_UNTOUCHED}",
)
_FOREIGN = (
    "The database of the case “{name}” is not a database, or its beginning was overwritten.",
    f"Restore the case folder from a backup, or choose another folder. {_UNTOUCHED}",
)
_CLOSED = (
    "The database of the case “{name}” cannot be opened.",
    f"Check that its folder can be reached and that you may read it. {_UNTOUCHED}",
)
_DISK = (
    "The disk that holds the case “{name}” cannot be read or written.",
    f"Check the drive or the network connection and try again. {_KEPT}",
)
_LOCKLESS = (
    "The disk that holds the case “{name}” cannot keep two people from changing it at once.",
    f"Move the case folder to a disk of this computer. {_UNTOUCHED}",
)

_SQLITE = {
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_READONLY: _FIXED,
    sqlite3.SQLITE_PERM: _FIXED,
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_PROTOCOL: _BUSY,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _FOREIGN,
    sqlite3.SQLITE_CANTOPEN: _CLOSED,
    sqlite3.SQLITE_IOERR: _DISK,
}
"""By primary result code (sqlite.org/rescode.html); what is not here is a defect."""

_SYSTEM = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _FIXED,
    errno.EPERM: _FIXED,
    errno.EROFS: _FIXED,
    errno.ENOLCK: _LOCKLESS,
    errno.EOPNOTSUPP: _LOCKLESS,
}


def explain(error: sqlite3.Error, name: str) -> CaseError | None:
    """What the user can do about `error` in the case `name`, or None when the error is a defect of the program."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:  # raised by Python's module, not by SQLite
        return damaged(name) if "Could not decode to UTF-8" in str(error) else None
    words = _SQLITE.get(code & 0xFF)  # the low byte of an extended code is the primary one
    return None if words is None else _problem(words, name)


def explain_system(error: OSError, name: str) -> CaseError:
    """What the user can do about an operating system error on the folder or files of the case `name`."""
    return _problem(_SYSTEM.get(error.errno or 0, _DISK), name)


def damaged(name: str) -> CaseError:
    """The database of the case `name` holds what this program never wrote."""
    return _problem(_DAMAGED, name)


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Raise CaseError in place of those errors inside that the user can act on; let defects through."""
    try:
        yield
    except sqlite3.Error as error:
        problem = explain(error, name)
        if problem is None:
            raise
        raise problem from error
    except OSError as error:
        raise explain_system(error, name) from error


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Raise CaseError when a stored record does not decode: SQLite does not notice a flipped bit inside a value."""
    try:
        yield
    except (ValueError, KeyError, TypeError, ArithmeticError) as error:
        raise damaged(name) from error


def _problem(words: tuple[str, str], name: str) -> CaseError:
    return CaseError(words[0].format(name=name), words[1])
