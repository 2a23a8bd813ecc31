"""Files that appear under their name only when they are whole."""

import errno
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reviewer.core.errors import DiskError

NOTHING_LEFT = "Nothing partial was left; the original is unchanged."


def beside(target: Path) -> Path:
    """A new empty file in the folder of `target`, under a name of its own; raises DiskError when none can be made."""
    partial = target.with_name(f".{target.name}.{secrets.token_hex(4)}.partial")
    with writing(target):
        if target.is_dir():
            raise DiskError(f"{target} is a folder, so no copy can be written there.", "Name a file in it instead.")
        with partial.open("xb"):
            pass
    return partial


def put_in_place(partial: Path, target: Path) -> None:
    """Give the whole file its name, once its bytes are on the disk; raises DiskError."""
    with writing(target):
        with partial.open("r+b") as file:
            os.fsync(file.fileno())
        partial.replace(target)


def drop(partial: Path) -> None:
    """Remove a partial file, if it is there."""
    with suppress(OSError):
        partial.unlink(missing_ok=True)


@contextmanager
def writing(target: Path) -> Iterator[None]:
    """Turn what the system says about a disk into a DiskError; PyAV's errors are OSErrors with the same numbers."""
    try:
        yield
    except OSError as error:
        raise _explained(target, error) from error


def _explained(target: Path, error: OSError) -> DiskError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return DiskError(
            f"There is no room left on the disk for {target.name}.",
            f"Make room in {target.parent} or choose another place. {NOTHING_LEFT}",
        )
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return DiskError(f"There is no folder {target.parent}.", "Make the folder first, or choose another place.")
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return DiskError(
            f"{target.name} cannot be written in {target.parent}: that place does not allow it.",
            f"Choose a folder you may write to. {NOTHING_LEFT}",
        )
    return DiskError(
        f"{target.name} cannot be written: {error.strerror or error}.",
        f"Check the disk or choose another place. {NOTHING_LEFT}",
    )
