"""The fingerprint by which a file is known again."""

import hashlib
from collections.abc import Generator
from pathlib import Path

from reviewer.core.errors import FootageError

BLOCK = 4 * 1024 * 1024
"""Bytes that are read and hashed at once."""


def fingerprint_steps(path: Path) -> Generator[int, None, str]:
    """Yield the bytes hashed so far and return the SHA-256 of the file in hexadecimal; raises FootageError."""
    digest = hashlib.sha256()
    done = 0
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                digest.update(block)
                done += len(block)
                yield done
    except OSError as error:
        raise FootageError(
            f"{path.name} cannot be read: {error.strerror or error}.",
            "Check that the file is still there and that you may read it. Nothing was changed.",
        ) from error
    return digest.hexdigest()


def fingerprint(path: Path) -> str:
    """The SHA-256 of the file in hexadecimal; raises FootageError."""
    steps = fingerprint_steps(path)
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            return str(stop.value)
