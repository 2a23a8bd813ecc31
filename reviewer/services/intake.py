"""Take original recordings in, and make sure before a release that they are still what was taken in."""

import logging
import os
import stat
from collections.abc import Generator
from pathlib import Path

from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage, FootageId, Recording
from reviewer.media.fingerprint import fingerprint_steps
from reviewer.media.probe import probe
from reviewer.services.jobs import Progress
from reviewer.services.workers import Limits, in_child

log = logging.getLogger(__name__)

SLOWEST_DISK = 2_000_000
"""Bytes a second that even a worn memory card delivers; a probe that takes longer than this has hung."""


def take_in(path: Path) -> Generator[Progress, None, Footage]:
    """The footage at `path`, fingerprinted and probed in a child process; progress counts bytes.

    The file is only ever opened read-only. Raises FootageError when it is missing, is no file, is empty, changes
    while it is read, or holds no pictures that can be read.
    """
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  # resolve() would name the target of a link instead
    size = size_of(absolute)
    recording, sha256 = yield from in_child(_examine, absolute, name=absolute.name, limits=_limits(size))
    if size_of(absolute) != size:
        raise FootageError(
            f"{absolute.name} changed while it was being read.",
            "Wait until it has been copied in full, then start again. Nothing was kept.",
        )
    return Footage(id=FootageId(sha256), path=absolute, size=size, sha256=sha256, recording=recording)


def verify_unchanged(footage: Footage) -> Generator[Progress, None, None]:
    """Fingerprint the original again; progress counts bytes.

    Raises FootageError naming the file when it has moved, or is not byte for byte what was taken in.
    """
    if not footage.path.exists():
        raise FootageError(
            f"{footage.path} is no longer where it was when it was taken in.",
            "Put it back there, or take it in again from where it lies now. The case is unchanged.",
        )
    size = size_of(footage.path)
    if size != footage.size:
        raise _altered(footage, f"{size} bytes instead of {footage.size}")
    sha256 = yield from in_child(_fingerprint, footage.path, name=footage.path.name, limits=_limits(size))
    if sha256 != footage.sha256:
        raise _altered(footage, "other contents in the same number of bytes")


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


def _examine(path: Path) -> Generator[Progress, None, tuple[Recording, str]]:
    # Probing first: a file that is no recording is refused at once, not after all of it has been read.
    yield Progress(0, size_of(path), "intake")
    recording = probe(path)
    sha256 = yield from _fingerprint(path)
    return recording, sha256


def _fingerprint(path: Path) -> Generator[Progress, None, str]:
    total = size_of(path)
    steps = fingerprint_steps(path)
    while True:
        try:
            yield Progress(next(steps), total, "intake")
        except StopIteration as stop:
            digest: str = stop.value
            return digest


def _limits(size: int) -> Limits:
    return Limits(silence=Limits().silence + size / SLOWEST_DISK)


def _altered(footage: Footage, how: str) -> FootageError:
    log.info("an original was altered: %s", how)
    return FootageError(
        f"{footage.path.name} is not what was taken in: it has {how}.",
        "No copy was made. Find the unaltered original, or take this one in as new footage in a new case.",
    )
