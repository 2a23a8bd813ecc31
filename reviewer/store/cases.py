"""Make, open and close a case: its folder, its database, and the right to change it.

A case is a folder: case.db, originals/ (footage that was copied in), copies/ (released copies) and work/ (whatever
can be made again, emptied on close but for what unfinished work goes on from).
"""

import logging
import shutil
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import uuid4

from reviewer.core.errors import CaseError
from reviewer.core.footage import FootageId
from reviewer.store.audit_log import AuditLog
from reviewer.store.copies import Copies
from reviewer.store.database import Database
from reviewer.store.desk_state import DeskState
from reviewer.store.evidence import Evidence
from reviewer.store.lock import CaseLock, held
from reviewer.store.migrations import is_case, migrate, missing, refuse_newer
from reviewer.store.problems import damaged, explained
from reviewer.store.reviews import ReviewStore
from reviewer.store.snapshot import snapshot
from reviewer.store.transcripts import Transcripts

log = logging.getLogger(__name__)

DATABASE = "case.db"
LOCK = "case.lock"
UNFINISHED = "case.db.unfinished"
FOLDERS = ("originals", "copies", "work")

GOING_ON = "going-on"
"""The folder in work/ with what is finished of work that is not, so that it can be gone on with."""

PROXIES, WAVEFORMS = "proxies", "waveforms"
"""The folders in work/ with small copies of the picture to look through, and with what the sound looks like."""

STAYING = frozenset({GOING_ON, PROXIES, WAVEFORMS})
"""The folders in work/ that stay on close: what takes minutes to make again. All of it may be deleted at any time."""


class Case:
    """An open case; close it, or use it in a `with` statement.

    `evidence`, `copies`, `log`, `desk`, `transcripts` and `reviews` read and write it. With `read_only` it shows the
    case as it stood when it was opened, and every attempt to change it raises CaseError.
    """

    def __init__(self, folder: Path, database: Database, *, actor: str, lock: CaseLock | None) -> None:
        facts = dict(database.rows("SELECT name, value FROM fact"))
        self.folder = folder
        self.actor = actor
        self.read_only = database.read_only
        self.id = str(facts.get("id", ""))
        self.title = str(facts.get("title", folder.name))
        self.created = str(facts.get("created", ""))
        self.log = AuditLog(database, actor)
        self.evidence = Evidence(database, self.log, folder=folder)
        self.copies = Copies(database, self.log, folder=folder)
        self.desk = DeskState(database)
        self.transcripts = Transcripts(database, self.log)
        self._database = database
        self._lock = lock

    @staticmethod
    def exists(folder: Path) -> bool:
        """Whether there is a case in `folder`, sound or not."""
        return (folder / DATABASE).is_file()

    @classmethod
    def create(cls, folder: Path, *, title: str, actor: str) -> Self:
        """Make a case in a new or empty folder and open it; raises CaseError when the folder holds anything."""
        folder = folder.absolute()
        with explained(folder.name):
            _refuse_taken(folder)
            new = not folder.exists()
            folder.mkdir(parents=True, exist_ok=True)
            try:
                _make(folder, title, actor=actor)
            except BaseException:
                _tidy(folder, new=new)
                raise
        return cls.open(folder, actor=actor)

    @classmethod
    def open(cls, folder: Path, *, actor: str, read_only: bool = False) -> Self:
        """Open the case in `folder`; raises CaseError when there is none, or it is damaged, newer, or in use.

        Only one process may have it open for changes. Opened read-only, nothing is written to the folder at all.
        """
        folder = folder.absolute()
        _refuse_missing(folder)
        with ExitStack() as undo:
            lock = None if read_only else _lock(folder, undo, actor=actor)
            case = cls(folder, (_reading if read_only else _writing)(folder, undo), actor=actor, lock=lock)
            undo.pop_all()
            return case

    @property
    def originals_folder(self) -> Path:
        """Where footage lies that was copied into the case."""
        return self.folder / "originals"

    @property
    def copies_folder(self) -> Path:
        """Where released copies lie, each in a folder of its own."""
        return self.folder / "copies"

    @property
    def work_folder(self) -> Path:
        """Where anything lies that can be made again; emptied on close, but for GOING_ON."""
        return self.folder / "work"

    def reviews(self, footage: FootageId) -> ReviewStore:
        """Where the review of that footage is kept."""
        return ReviewStore(self._database, self.log, footage=footage)

    def close(self) -> None:
        """Empty work/ but for STAYING, close the database, let others change the case; twice does no harm."""
        if self._lock is not None:
            _empty(self.work_folder)
        try:
            self._database.close()
        finally:
            if self._lock is not None:
                self._lock.release()
                self._lock = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _refuse_missing(folder: Path) -> None:
    if not folder.is_dir():
        raise CaseError(
            f"There is no folder {folder}.", "Check where the case lies: it may have been moved or renamed."
        )
    if not Case.exists(folder):
        raise CaseError(
            f"The folder {folder} is not a case.",
            f"Choose the folder that holds the file {DATABASE}, or make a new case. Nothing was changed.",
        )


def _refuse_taken(folder: Path) -> None:
    if Case.exists(folder):
        raise CaseError(f"There is a case in {folder} already.", "Open it, or choose another folder for the new one.")
    if folder.exists() and not folder.is_dir():
        raise CaseError(f"{folder} is a file, not a folder.", "Choose another folder for the new case.")
    if folder.is_dir() and not all(_is_left_over(entry) for entry in folder.iterdir()):
        raise CaseError(
            f"The folder {folder} is not empty and is not a case.",
            "Choose a new or empty folder for the case. Nothing was changed.",
        )


def _is_left_over(entry: Path) -> bool:
    """Whether `entry` may come from the making of a case that was interrupted."""
    if entry.name in FOLDERS:
        return entry.is_dir() and not any(entry.iterdir())
    return entry.name == LOCK or entry.name.startswith(UNFINISHED)


def _make(folder: Path, title: str, *, actor: str) -> None:
    lock = CaseLock.take(folder / LOCK, actor, name=folder.name)
    try:
        for name in FOLDERS:
            (folder / name).mkdir(exist_ok=True)
        _make_database(folder, title, actor=actor)
    finally:
        lock.release()


def _tidy(folder: Path, *, new: bool) -> None:
    """Take away what the making of a case has left, as far as that goes, unless another is making one here."""
    if held(folder / LOCK) or Case.exists(folder):
        return
    with suppress(OSError):  # the error that brought us here is the one to report
        for path in (*folder.glob(f"{UNFINISHED}*"), folder / LOCK):
            path.unlink(missing_ok=True)
        for path in (*(folder / name for name in FOLDERS), *([folder] if new else [])):
            path.rmdir()


def _make_database(folder: Path, title: str, *, actor: str) -> None:
    # Under another name until it is whole, so that a crash here leaves no half a case.
    for left_over in folder.glob(f"{UNFINISHED}*"):
        left_over.unlink()
    database = Database.open(folder / UNFINISHED, folder.name, create=True)
    try:
        database.prepare()
        migrate(database)
        facts = {"id": uuid4().hex, "title": title, "created": datetime.now(UTC).isoformat(timespec="seconds")}
        with database.transaction() as connection:
            connection.executemany("INSERT INTO fact VALUES (?, ?)", facts.items())
            AuditLog(database, actor).append(connection, action="Create case", detail=facts)
    finally:
        database.close()
    (folder / UNFINISHED).replace(folder / DATABASE)


def _lock(folder: Path, undo: ExitStack, *, actor: str) -> CaseLock:
    with explained(folder.name):
        lock = CaseLock.take(folder / LOCK, actor, name=folder.name)
    undo.callback(lock.release)
    return lock


def _writing(folder: Path, undo: ExitStack) -> Database:
    database = Database.open(folder / DATABASE, folder.name)
    undo.callback(database.close)
    _examine(database)
    database.prepare()
    migrate(database, keep=folder)
    _refuse_incomplete(database)
    return database


def _reading(folder: Path, undo: ExitStack) -> Database:
    database = snapshot(folder / DATABASE, folder.name, held=lambda: held(folder / LOCK))
    undo.callback(database.close)
    _examine(database)
    migrate(database)  # the private copy only
    _refuse_incomplete(database)
    database.read_only = True
    return database


def _examine(database: Database) -> None:
    if not is_case(database):
        raise CaseError(
            f"The database in “{database.name}” is not that of a case.",
            "Choose the folder of a case, or make a new one. Nothing was changed.",
        )
    refuse_newer(database)
    database.examine()


def _refuse_incomplete(database: Database) -> None:
    if missing(database, "table"):
        raise damaged(database.name)


def _empty(folder: Path) -> None:
    if folder.is_symlink() or not folder.is_dir():
        return
    for entry in sorted(folder.iterdir()):
        real = entry.is_dir() and not entry.is_symlink()
        if real and entry.name in STAYING:
            continue
        try:
            if real:
                shutil.rmtree(entry)
            else:
                entry.unlink()
        except OSError as error:  # in use by another program; the next close takes it
            log.warning("%s is left in work/: %s", entry.name, error)
