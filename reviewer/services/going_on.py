"""Where in a case the finished parts of an unfinished analysis lie, and how they are done away with."""

import hashlib
import shutil
from contextlib import suppress
from pathlib import Path

from reviewer.core.footage import FootageId
from reviewer.store.cases import GOING_ON


def folder_of(work: Path, footage: FootageId, *, key: str) -> Path:
    """The folder in a case's work folder for the analysis of the footage that `key` tells from others."""
    return work / GOING_ON / f"{_prefix(footage)}-{key[:24]}"


def folders_of(work: Path, footage: FootageId) -> list[Path]:
    """The folders that are there of analyses of the footage."""
    place = work / GOING_ON
    if place.is_symlink() or not place.is_dir():
        return []
    return [p for p in place.glob(f"{_prefix(footage)}-*") if p.is_dir() and not p.is_symlink()]


def forget(work: Path, footage: FootageId) -> None:
    """Delete what is kept of analyses of the footage: one has been finished, and what it found is in the case."""
    for folder in folders_of(work, footage):
        shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        (work / GOING_ON).rmdir()


def _prefix(footage: FootageId) -> str:
    return hashlib.sha256(footage.encode()).hexdigest()[:16]
