"""Drives the children of one render: hands out what is not there yet, and hears what has come of it."""

import logging
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import closing
from time import monotonic

import psutil

from reviewer.core.errors import FootageError
from reviewer.core.footage import VideoStream
from reviewer.media.hardware import SOFTWARE
from reviewer.media.parts import Part, part_at
from reviewer.services.crew import Call, Crew
from reviewer.services.jobs import REPORT_EVERY, Progress
from reviewer.services.pool import SPARE, cores
from reviewer.services.rendering_plan import Piece
from reviewer.services.rendering_work import (
    Encoded,
    Laid,
    Laying,
    UnlikeError,
    alone,
    at_encoder,
    bench_of,
    lay,
    part_path,
)
from reviewer.services.workers import POLL, Child, DiedError, Done, in_child, once

log = logging.getLogger(__name__)

TRIES = 2
"""Children that may die over one task: the second one says that it is the footage, and not chance."""

BASE = 160 * 1024 * 1024
"""Bytes that a child of a render needs whatever the size of the picture."""

PICTURES = 60
"""Pictures that a child of a render holds at once: decoded ahead, referred to, looked ahead at."""

MOST = 8
"""Children that encode at once, at most: with more the disk and the memory's speed are what is waited for."""

SMALL = 50 * 1920 * 1080
"""Pixels that one child encodes and lays by itself: starting another would take about as long as encoding them."""

HARDWARE_HANDS = 2
"""Children that use an encoder of the computer's graphics at once: drivers allow a few, and others want some."""


class DamagedError(FootageError):
    """The footage is damaged, so that its pictures depend on where decoding began."""


def hands(video: VideoStream, *, tasks: int) -> int:
    """How many children encode at once: one a core and a thread each, no more than there is memory and work for.

    x264 is as fast with one thread in each of several processes as with all threads in one, and faster from two cores
    on, as no thread waits for another; and what one thread writes is the same on every machine.
    """
    each = BASE + PICTURES * video.width * video.height * 3 // 2
    room = int((psutil.virtual_memory().available - SPARE) // each)
    return max(1, min(cores(), room, MOST, tasks))


class Tasks:
    """The tasks of a render that nobody has done, in order, and what has come of those that are done."""

    def __init__(self, tasks: Sequence[tuple[Piece, ...]], *, name: str) -> None:
        self._tasks, self._name = tasks, name
        self._waiting = list(range(len(tasks)))
        self._lost: Counter[int] = Counter()
        self.done = 0

    def next(self, after: int | None) -> Call | None:
        """The first task that nobody is at: what is laid next is wanted first."""
        return Call(number := self._waiting.pop(0), (self._tasks[number],)) if self._waiting else None

    def finished(self, number: int, result: Encoded) -> None:
        """Count what was done; raises DamagedError when pictures were lost."""
        if result.damaged:
            raise DamagedError(f"{self._name} is damaged.")
        self.done += result.pictures

    def lost(self, number: int, error: DiedError) -> None:
        """Have a task done again by another child; raises what ended it the second time."""
        self._lost[number] += 1
        if self._lost[number] >= TRIES:
            raise error
        log.warning("a child ended while it rendered, which is done again: %s", error)
        self._waiting.insert(0, number)


def whole_parts(laying: Laying) -> Generator[Progress, None, dict[int, Part]]:
    """The parts that are there already, by the number of their piece; what is there and not whole is removed."""
    found: dict[int, Part] = {}
    due = 0.0
    for piece in laying.plan.pieces:
        path = part_path(laying.parts, piece)
        part = part_at(path)
        if part is not None:
            found[piece.number] = part
        else:
            path.unlink(missing_ok=True)
        if monotonic() >= due:
            yield Progress(0, laying.plan.frames, "render")
            due = monotonic() + REPORT_EVERY
    if len({part.sets for part in found.values() if part.pictures}) <= 1:
        return found
    for part in found.values():
        part.path.unlink(missing_ok=True)
    return {}


def rendered_parts(laying: Laying, *, whole: dict[int, Part]) -> Generator[Progress, None, Laid]:
    """Encode the pieces that are not among the `whole`, and lay all of them into the copy.

    Progress counts pictures. Closing it ends all children. Raises DamagedError, and what the children raise.
    """
    plan, video = laying.plan, laying.footage.recording.video
    missing = {piece.number for piece in plan.pieces} - whole.keys()
    listed = plan.tasks(missing, index=laying.footage.recording.index)
    there = sum(part.pictures for part in whole.values())
    pictures = sum(piece.segment.frames for task in listed for piece in task)
    if 0 < pictures * video.width * video.height <= SMALL:
        try:
            return (yield from _by_one(laying, listed, there=there))
        except DiedError as error:
            log.warning("a child ended while it rendered, which is done again: %s", error)
    return (yield from _by_several(laying, listed, there=there))


def _by_one(laying: Laying, listed: Sequence[tuple[Piece, ...]], *, there: int) -> Generator[Progress, None, Laid]:
    """Have one child do all of it."""
    plan, name = laying.plan, laying.footage.path.name
    told = there
    with closing(in_child(alone, laying, listed, name=name)) as working:
        while True:
            try:
                progress = next(working)
            except StopIteration as stop:
                laid: Laid | None = stop.value
                if laid is None:
                    raise DamagedError(f"{name} is damaged.") from None
                return laid
            told = max(told, min(there + progress.done, plan.frames))
            yield Progress(told, plan.frames, "render")


def _by_several(laying: Laying, listed: Sequence[tuple[Piece, ...]], *, there: int) -> Generator[Progress, None, Laid]:
    """Have one child lay what the others encode.

    Raises UnlikeError when a part is gone that was there: the child that lays would wait for it forever.
    """
    plan, name = laying.plan, laying.footage.path.name
    tasks = Tasks(listed, name=name)
    size = hands(laying.footage.recording.video, tasks=len(listed))
    size = size if plan.encoding.encoder == SOFTWARE else min(size, HARDWARE_HANDS)
    crew = Crew(at_encoder, (bench_of(laying),), size=size, name=name)
    told = 0
    with closing(Child(once, lay, name=name)) as layer, closing(crew.work(tasks)) as working:
        layer.give(laying)
        message: Progress | Done | None = None
        for progress in working:
            told = max(told, there + tasks.done + progress.done)
            yield Progress(min(told, plan.frames), plan.frames, "render")
            message = message if isinstance(message, Done) else layer.hear(0)
        while not isinstance(message, Done):
            if not all(part_path(laying.parts, piece).exists() for piece in plan.pieces):
                raise UnlikeError(
                    f"Parts of the copy of {name} went away while it was put together.",
                    "The original is unchanged. See that nothing else cleans up the folder, and make the copy again.",
                )
            message = layer.hear(POLL)
            yield Progress(plan.frames, plan.frames, "render")
        laid: Laid = message.result
        return laid
