"""One writer at a time: a lock file that names its holder, and an operating-system lock that dies with it."""

import json
import os
import socket
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Self

from reviewer.core.errors import CaseError

TRIES = 10
PAUSE = 0.05
"""A look at who holds the lock takes it for an instant; a writer tries again before it gives up."""

_FAR = 1 << 30
"""On Windows a locked byte cannot be read, so a byte far behind the holder's name is locked."""

if sys.platform == "win32":
    import msvcrt

    def _grab(file: BinaryIO, *, shared: bool) -> bool:
        file.seek(_FAR)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        finally:
            file.seek(0)
        return True

    def _let_go(file: BinaryIO) -> None:
        file.seek(_FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)
else:
    import fcntl

    def _grab(file: BinaryIO, *, shared: bool) -> bool:
        # flock, not lockf: the latter does not hold against the same process and is lost when any handle closes.
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a case open for changes; `since` is UTC in ISO 8601."""

    actor: str
    host: str
    pid: int
    since: str

    @classmethod
    def here(cls, actor: str) -> Self:
        """The process that asks, from now on."""
        return cls(actor, socket.gethostname(), os.getpid(), datetime.now(UTC).isoformat(timespec="seconds"))

    def __str__(self) -> str:
        since = datetime.fromisoformat(self.since).astimezone()
        return f"{self.actor} on {self.host} since {since:%d %B %Y %H:%M} (process {self.pid})"


class CaseLock:
    """The right to change a case, from `take` until `release` or the end of the process."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    @classmethod
    def take(cls, path: Path, actor: str, *, name: str) -> Self:
        """Lock the file at `path`; raises CaseError naming the holder when another has it, OSError when it cannot."""
        # Opened to append: a new file is made, and the holder's name is not lost by looking.
        file = path.open("a+b", buffering=0)
        try:
            if not _patiently(lambda: _grab(file, shared=False)):
                raise _taken(path, name)
            file.seek(0)
            file.truncate()
            file.write(json.dumps(asdict(Holder.here(actor))).encode())
        except BaseException:
            file.close()
            raise
        return cls(file)

    def release(self) -> None:
        """Let others change the case; the file stays, empty, since removing it would race with the next holder."""
        with suppress(OSError):  # closing frees the lock in any case; the name left behind does no harm
            self._file.truncate(0)
            _let_go(self._file)
        self._file.close()


def held(path: Path) -> bool:
    """Whether a living process holds the lock at `path`; writes nothing."""
    try:
        file = path.open("rb", buffering=0)
    except FileNotFoundError:
        return False
    with file:
        if not _grab(file, shared=True):
            return True
        _let_go(file)
        return False


def _patiently(grab: Callable[[], bool]) -> bool:
    for _ in range(TRIES):
        if grab():
            return True
        time.sleep(PAUSE)
    return False


def _taken(path: Path, name: str) -> CaseError:
    holder = "someone else"
    with suppress(OSError, ValueError, TypeError):  # the holder may be writing its name at this moment
        holder = str(Holder(**json.loads(path.read_bytes())))
    return CaseError(
        f"The case “{name}” is open for changes by {holder}.",
        "Close it there, or open it read-only here. Nothing was changed.",
    )
