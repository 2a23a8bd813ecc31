"""The fingerprint of a file as a step of a job."""

from collections.abc import Generator
from pathlib import Path

from reviewer.media.fingerprint import fingerprint_steps
from reviewer.services.jobs import Progress


def fingerprinted(path: Path) -> Generator[Progress, None, str]:
    """The SHA-256 of the file at `path`; progress counts bytes. Raises FootageError when it cannot be read."""
    total = path.stat().st_size
    steps = fingerprint_steps(path)
    try:
        while True:
            yield Progress(next(steps), total, "check")
    except StopIteration as stop:
        digest: str = stop.value
        return digest
