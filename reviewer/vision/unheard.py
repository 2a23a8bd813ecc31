"""Keeps off an officer's terminal what native libraries write there, past Python, about how they start."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress

STANDARD_ERROR = 2
"""The descriptor that native code writes its remarks to."""


@contextmanager
def natives_unheard() -> Iterator[None]:
    """Nothing that is written to standard error is heard, from the whole process; what is raised still is.

    Where there is no standard error, as in a windowed program on Windows, nothing is done: its number may be another
    file's.
    """
    with ExitStack() as stack:
        with suppress(OSError, ValueError):  # closed, or of no descriptor: then there is nobody to keep it from
            _turn_away(stack)
        yield


def _turn_away(stack: ExitStack) -> None:
    """Send standard error nowhere until the stack is left."""
    if sys.__stderr__ is None:
        return
    sys.__stderr__.flush()
    heard = os.dup(STANDARD_ERROR)
    stack.callback(os.close, heard)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, STANDARD_ERROR)
    finally:
        os.close(nowhere)
    stack.callback(os.dup2, heard, STANDARD_ERROR)
