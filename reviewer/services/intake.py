"""Take original recordings in, and make sure before a release that they are still what was taken in."""

import logging
import os
from collections.abc import Generator
from pathlib import Path

from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage, FootageId, Recording
from reviewer.media.fingerprint import fingerprint_steps
from reviewer.media.probe import probe
from reviewer.services.jobs import Progress
from reviewer.services.originals import size_of
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


def found_again(footage: Footage, path: Path) -> Generator[Progress, None, Path]:
    """The absolute path of the original where it lies now, once it has proved to be the very same; counts bytes.

    Raises FootageError when what lies there is another recording, or cannot be read.
    """
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  # as in take_in
    size = size_of(absolute)
    same = size == footage.size
    if same:
        same = footage.sha256 == (yield from in_child(_fingerprint, absolute, name=absolute.name, limits=_limits(size)))
    if not same:
        raise FootageError(
            f"{absolute.name} is not the recording that was taken in as {footage.path.name}.",
            "Its fingerprint is another one. Choose the unaltered original. The case is unchanged.",
        )
    return absolute


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
