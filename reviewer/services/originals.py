"""What the file system says of original recordings; loads no decoder."""

import os
import stat
from pathlib import Path

from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage


def trouble_with(footage: Footage) -> str:
    """What the file system says against the original at once: a sentence, empty when it lies there in its size."""
    try:
        size = size_of(footage.path)
    except FootageError:
        return f"{footage.path} is not where it was when it was taken in, or cannot be read."
    if size != footage.size:
        return f"{footage.path.name} was altered since it was taken in: {size} bytes instead of {footage.size}."
    return ""


def stamp_of(footage: Footage) -> tuple[int, int] | None:
    """What the file system says of the original, to see whether it was touched; None when it is out of reach."""
    try:
        found = footage.path.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def size_of(path: Path) -> int:
    """The bytes of the recording at `path`; raises FootageError when there is none that could be read."""
    try:
        found = path.stat()
    except FileNotFoundError:
        raise FootageError(f"There is no file {path}.", "Check the name and the folder, and try again.") from None
    except OSError as error:
        raise FootageError(f"{path} cannot be reached: {error.strerror}.", "Check the disk and the rights.") from error
    if stat.S_ISDIR(found.st_mode):
        raise FootageError(f"{path} is a folder, not a recording.", "Name the video file itself.")
    if not stat.S_ISREG(found.st_mode):
        raise FootageError(f"{path} is a device or a pipe, not a file.", "Copy the recording to a file first.")
    if found.st_size == 0:
        raise FootageError(
            f"{path.name} is empty: it holds no bytes at all.",
            "The copy from the camera was probably cut off; copy it again.",
        )
    if not os.access(path, os.R_OK):
        raise FootageError(f"{path.name} may not be read by you.", "Ask for the right to read it, then try again.")
    return found.st_size
