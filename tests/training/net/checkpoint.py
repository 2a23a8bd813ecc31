"""A training run on disk: whole or not at all, and refused when it is not what it should be."""

import hashlib
import io
import os
from pathlib import Path
from typing import Any

import torch

from tests.training.net.errors import TrainingError

MARK = b"plate detector training run 1 "
"""How the file starts; the digest of what follows the line, in hexadecimal, comes next."""

LONGEST = 200
"""Bytes in which the first line must end."""


def save(path: Path, state: dict[str, Any]) -> str:
    """Writes a run beside its place and renames it; returns the digest of what it holds. Raises TrainingError."""
    buffer = io.BytesIO()
    torch.save(state, buffer)
    data = buffer.getvalue()
    seal = hashlib.sha256(data).hexdigest()
    beside = path.with_name(path.name + ".part")
    try:
        with beside.open("wb") as file:
            file.write(MARK + seal.encode() + b"\n" + data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        raise TrainingError(f"The training run {path} cannot be written: {error.strerror}.") from error
    return seal


def digest(path: Path) -> str:
    """The digest of what a run holds, by which another run names it; raises TrainingError like `load`."""
    load(path)
    with path.open("rb") as file:
        return file.readline(LONGEST)[len(MARK) :].decode().strip()


def load(path: Path) -> dict[str, Any]:
    """What `save` wrote, on the CPU; raises TrainingError when the file is missing, damaged or something else."""
    try:
        whole = path.read_bytes()
    except OSError as error:
        raise TrainingError(f"The training run {path} cannot be read: {error.strerror}.") from error
    line, _, data = whole.partition(b"\n")
    if len(line) > LONGEST or not line.startswith(MARK):
        raise TrainingError(f"The file {path} is no training run of this program.")
    if hashlib.sha256(data).hexdigest().encode() != line[len(MARK) :]:
        raise TrainingError(f"The training run {path} is damaged: its digest differs. Go back to an earlier copy.")
    try:
        state = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except Exception as error:
        raise TrainingError(f"The training run {path} cannot be understood: {error}.") from error
    if not isinstance(state, dict):
        raise TrainingError(f"The training run {path} does not hold what a run does.")
    return state
