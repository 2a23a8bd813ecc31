"""Where things are made before they are whole: a folder of their own, which goes whatever happens."""

import errno
import os
import platform
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from zlib import crc32

import psutil

from reviewer.core.errors import DiskError, ReviewerError, UsageError

MARGIN = 32 * 1024 * 1024
"""Bytes of disk wanted beyond the estimate: the manifest, and what the file system itself needs."""

NO_ROOM = frozenset(e for e in (errno.ENOSPC, getattr(errno, "EDQUOT", None), errno.EFBIG) if e is not None)
"""Error numbers of a disk, a quota or a file system's file size that is used up."""

_NAME = re.compile(r"\.reviewer-([0-9a-f]+)-(\d+)-.*\.partial")


def refuse_target(target: Path, *, original: Path) -> None:
    """Raise when no copy can be made at `target`: UsageError for the name, DiskError for the disk.

    Only a target that does not exist yet is accepted, so a copy never replaces the original, under whatever name,
    nor anything else.
    """
    if target.suffix.lower() != ".mp4":
        raise UsageError(f"A copy is an MP4 file, and {target.name or target} does not end in .mp4.", "Name it so.")
    if _same(target, original):
        raise UsageError(
            f"{target} is the original itself, and originals are never altered.", "Choose another name for the copy."
        )
    if target.is_dir():
        raise UsageError(f"{target} is a folder, not a name for the copy.", "Name the file: FOLDER/NAME.mp4.")
    if os.path.lexists(target):
        raise UsageError(f"{target} is there already.", "Choose another name, or move the file away first.")
    _refuse_folder(target.parent)


def refuse_without_room(folder: Path, needed: int) -> None:
    """Raise DiskError when `folder` has less than `needed` bytes left."""
    try:
        free = shutil.disk_usage(folder).free
    except OSError:
        return  # some network drives do not tell; writing will
    if free < needed + MARGIN:
        raise DiskError(
            f"There is too little room in {folder}: about {_mb(needed + MARGIN)} are needed and {_mb(free)} are free.",
            "Make room or choose another disk, then try again. Nothing was written.",
        )


@contextmanager
def scratch(parent: Path) -> Iterator[Path]:
    """A new folder in `parent`, removed at the end with all that is in it.

    Folders that killed runs have left there are removed too. Raises DiskError when no folder can be made.
    """
    _sweep(parent)
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".reviewer-{_machine()}-{os.getpid()}-", suffix=".partial", dir=parent))
    except OSError as error:
        raise disk_error(error, parent) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def move_into_place(finished: Path, target: Path) -> None:
    """Rename `finished` to `target`, which must not exist; raises UsageError if it does by now, or DiskError."""
    try:
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        finished.rename(target)
    except FileExistsError:
        raise UsageError(
            f"{target} has appeared while the copy was being made.", "It was left as it is. Choose another name."
        ) from None
    except OSError as error:
        raise disk_error(error, target) from error


def disk_error(error: OSError, place: Path) -> ReviewerError:
    """What `error` while writing at `place` means to the user."""
    if error.errno in NO_ROOM:
        return DiskError(
            f"There is no room left in {place.parent if place.suffix else place}.",
            "Make room or choose another disk, then try again. The unfinished copy was removed.",
        )
    reason = error.strerror or str(error)
    return DiskError(f"{place} cannot be written: {reason}.", "Choose another place. The unfinished copy was removed.")


def _same(target: Path, original: Path) -> bool:
    """Whether both names lead to one file: by a link of either kind, or by another case of letters."""
    with suppress(OSError):
        return target.samefile(original)
    return os.path.normcase(os.path.abspath(target)) == os.path.normcase(os.path.abspath(original))  # noqa: PTH100


def _refuse_folder(folder: Path) -> None:
    if not folder.exists():
        raise UsageError(f"There is no folder {folder} to put the copy in.", "Make it first, or choose another.")
    if not folder.is_dir():
        raise UsageError(f"{folder} is a file, so no copy can be put in it.", "Choose a folder.")
    # Asking for the right is not enough: a disk may be mounted read-only, or a share may refuse all the same.
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise disk_error(error, folder) from error


def _sweep(folder: Path) -> None:
    """Remove what a killed run left in `folder`; one that still goes, here or on another machine, keeps its own."""
    with suppress(OSError):
        for left in list(folder.glob(".reviewer-*.partial")):
            owner = _NAME.fullmatch(left.name)
            if owner and owner[1] == _machine() and not psutil.pid_exists(int(owner[2])):
                shutil.rmtree(left, ignore_errors=True)


def _machine() -> str:
    return f"{crc32(platform.node().encode()):08x}"


def _mb(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
