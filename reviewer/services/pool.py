"""Run several pieces of work in child processes at once, as one job."""

import os
from collections.abc import Generator, Sequence
from contextlib import ExitStack, closing
from typing import Any, TypeVar

import psutil

from reviewer.services.jobs import Progress
from reviewer.services.workers import Work, in_child

Result = TypeVar("Result")

EACH = 800 * 1024 * 1024
"""Bytes that a child may need that looks at 1080p with everything there is, as measured, with a margin."""

SPARE = 512 * 1024 * 1024
"""Bytes left to everything else on the machine."""


def cores() -> int:
    """How many processes may work at once: one a core that this process may use."""
    try:
        return max(1, len(os.sched_getaffinity(0)))  # type: ignore[attr-defined,unused-ignore]
    except AttributeError:  # Windows has no such call
        return max(1, os.cpu_count() or 1)


def hands() -> int:
    """How many children may look at footage at once: one a core, and no more than there is memory for."""
    room = psutil.virtual_memory().available - SPARE
    return max(1, min(cores(), int(room // EACH)))


def in_children(
    work: Work[Result], shares: Sequence[tuple[Any, ...]], *, name: str, total: int
) -> Generator[Progress, None, list[Result]]:
    """Run `work(*share)` for every share at once, each in its own child, and return the results in order.

    Progress is the sum of theirs, of `total`. The work reports a few times a second at most: reports are heard in turn.
    The first error ends the others and is raised; closing the generator ends all.
    """
    with ExitStack() as stack:
        children = [stack.enter_context(closing(in_child(work, *share, name=name))) for share in shares]
        done, results = [0] * len(children), dict[int, Result]()
        for position, child in enumerate(children):  # a child starts at its first step
            _step(child, position, done=done, results=results)
        while len(results) < len(children):
            for position, child in enumerate(children):
                if position not in results:
                    _step(child, position, done=done, results=results)
            yield Progress(sum(done), total)
        return [results[i] for i in range(len(children))]


def _step(
    child: Generator[Progress, None, Result], position: int, *, done: list[int], results: dict[int, Result]
) -> None:
    try:
        done[position] = max(done[position], next(child).done)
    except StopIteration as stop:
        results[position] = stop.value
