"""Where copies lie, by their check: under the name that was asked for, or under one that says that it is open."""

import os
from pathlib import Path

from reviewer.core.copy import Copy

OPEN = ".CHECK-OPEN"
"""Stands in the name of a copy whose check is not settled, so that nobody takes it for one that is."""


def open_name(target: Path) -> Path:
    """The name of a copy whose check is not settled, beside the one that it would have."""
    return target.with_name(f"{target.stem}{OPEN}{target.suffix}")


def open_folder(target: Path) -> Path:
    """A folder for an open copy of which the pack would be `target`: a name that says so, and that is free."""
    numbers = ("", *(f" {n}" for n in range(2, 1000)))
    names = (target.with_name(f"{target.name}{OPEN}{number}") for number in numbers)
    return next(name for name in names if not os.path.lexists(name))


def pack_of(copy: Copy) -> Path:
    """The folder of the pack that an open copy becomes when it is sealed."""
    folder = copy.path.parent
    return folder.with_name(folder.name.partition(OPEN)[0])


def is_open(copy: Copy) -> bool:
    """Whether the copy lies under a name that says that its check is not settled."""
    return OPEN in copy.path.name
