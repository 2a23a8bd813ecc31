"""Tell this process from every other, so that what a crash left behind is not taken for another window's."""

import os

import psutil

NEAR = 2.0
"""Seconds by which two readings of one process's beginning may differ: systems round them to clock ticks."""


def this_process() -> tuple[int, float]:
    """The number of this process, and the second since 1970 in which it began."""
    return os.getpid(), psutil.Process().create_time()


def lives(process: int, *, began: float) -> bool:
    """Whether the process that had this number when it `began` still runs, and not merely another with its number."""
    try:
        found = psutil.Process(process)
        return bool(abs(found.create_time() - began) < NEAR and found.status() != psutil.STATUS_ZOMBIE)
    except (psutil.Error, ValueError, OverflowError):
        return False
