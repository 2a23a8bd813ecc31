"""What was heard in a footage, kept as columns of numbers in the case's work folder, and read with care.

A file for each fingerprint, numbers alone; it may be deleted at any time.
"""

import logging
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

log = logging.getLogger(__name__)

Found = TypeVar("Found")
Columns = np.lib.npyio.NpzFile

FOLDER = "waveforms"
"""The folder in a case's work folder."""

LARGEST = 512 << 20
"""Bytes of a kept file beyond which it is not read: two days of six channels in two streams take less."""

UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, MemoryError, RuntimeError, zipfile.BadZipFile)
"""What reading a damaged file, or one that was never ours, may raise; RuntimeError where it claims to be encrypted."""


def place_for(work: Path | None, name: str) -> Path | None:
    """Where the columns of this name are kept; None where there is no work folder, or somebody put a link there."""
    folder = work / FOLDER if work is not None else None
    return folder / f"{name}.npz" if folder is not None and not folder.is_symlink() else None


def write_columns(path: Path, columns: Mapping[str, NDArray[np.generic]]) -> None:
    """Keep the columns; where that is not possible they are worked out again the next time."""
    partial = path.with_suffix(".partial")
    try:
        path.parent.mkdir(exist_ok=True)
        with partial.open("wb") as file:
            np.savez(file, allow_pickle=False, **columns)
        partial.replace(path)
    except OSError as error:
        log.info("%s is not kept: %s", path.name, error)
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def read_columns(path: Path, read: Callable[[Columns], Found | None]) -> Found | None:
    """What `read` makes of kept columns; None when there are none, or they are not what was kept."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            return None
        with zipfile.ZipFile(path) as archive:
            if any(member.compress_type != zipfile.ZIP_STORED for member in archive.infolist()):
                return None  # ours are as large as their file, so reading one takes no more memory than that
        with np.load(path, allow_pickle=False) as columns:
            return read(columns)
    except UNREADABLE as error:
        log.info("%s is worked out again: %s", path.name, error)
        return None
