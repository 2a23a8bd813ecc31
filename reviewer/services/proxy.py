"""A small copy of footage to look through it by: where it lies in the case, and the work of making it.

A proxy is an uncovered copy of the picture. It lies in the case's own folder and nowhere else, is never released or
checked, and may be deleted at any time. Its parts are files that serve one by one; what is there is gone on with.
"""

import hashlib
import logging
import shutil
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from reviewer.core.footage import Footage, Recording
from reviewer.media.partial import writing
from reviewer.media.proxy_plan import key_of, part_path, plan_of, worthwhile
from reviewer.media.proxying import make_parts
from reviewer.services.jobs import Progress
from reviewer.services.workers import in_child
from reviewer.store.cases import PROXIES

log = logging.getLogger(__name__)

LEFT_FREE = 2 * 1024**3
"""Bytes of the disk that a proxy leaves to the work itself."""

IDLE = 19
"""The niceness of the child that makes a proxy (POSIX): whatever else wants the processor goes first."""


@dataclass(frozen=True, slots=True, eq=False)
class _Order:
    """What the child is to make: these parts of the proxy of `recording`, in the folder `place`."""

    source: Path
    recording: Recording
    place: Path
    parts: Sequence[int]


def place_of(work: Path, footage: Footage) -> Path:
    """The folder of the footage's proxy in a case's work folder, whether it is there or not.

    Its name is a digest over all that it depends on: what was made otherwise, or of other footage, is never met.
    """
    return work / PROXIES / f"{_prefix(footage)}-{key_of(footage)[:24]}"


def is_worthwhile(footage: Footage) -> bool:
    """Whether getting at any one frame of it takes so long that a proxy is felt."""
    return worthwhile(footage.recording)


def missing(footage: Footage, place: Path, *, first: int = 0) -> list[int]:
    """The parts that are not there, that of the frame `first` and those after it before the others.

    Nothing where no proxy is worth its while.
    """
    if not worthwhile(footage.recording):
        return []
    plan = plan_of(footage.recording)
    start, _ = plan.place(first)
    order = [*range(start, plan.parts), *range(start)]
    return [part for part in order if not part_path(place, part).is_file()]


def make_proxy(footage: Footage, place: Path, *, first: int = 0) -> Generator[Progress, None, None]:
    """Make what is missing of the proxy in `place`, from the frame `first` on; progress counts frames.

    Proxies of the footage that were made otherwise are deleted. Stops before the disk is full. Raises ReviewerError.
    """
    parts = missing(footage, place, first=first)
    if not parts:
        return
    if any(folder.is_symlink() for folder in (place, place.parent, place.parent.parent)):
        log.warning("no proxy is made: the case's work folder leads elsewhere, and uncovered pictures stay in the case")
        return
    _prepare(footage, place)
    order = _Order(footage.path, footage.recording, place, parts)
    yield from in_child(_make, order, name=footage.path.name)


def _prepare(footage: Footage, place: Path) -> None:
    with writing(place):
        place.mkdir(parents=True, exist_ok=True)
    for other in place.parent.glob(f"{_prefix(footage)}-*"):
        if other != place and other.is_dir() and not other.is_symlink():
            shutil.rmtree(other, ignore_errors=True)
    for left in place.glob(".*.partial"):
        left.unlink(missing_ok=True)


def _make(order: _Order) -> Generator[Progress, None, None]:
    _stand_back()
    plan = plan_of(order.recording)
    total = sum(len(plan.numbers(part)) for part in order.parts)
    for done in make_parts(order.source, order.recording, folder=order.place, parts=_while_room(order)):
        yield Progress(done, total, "making small pictures")


def _while_room(order: _Order) -> Iterator[int]:
    """The parts to make, as long as there is room for another."""
    for part in order.parts:
        if shutil.disk_usage(order.place).free < LEFT_FREE:
            log.info("a proxy is not gone on with: the disk is nearly full")
            return
        yield part


def _stand_back() -> None:
    """Let all other work go first."""
    process = psutil.Process()
    process.nice(psutil.IDLE_PRIORITY_CLASS if psutil.WINDOWS else IDLE)


def _prefix(footage: Footage) -> str:
    return hashlib.sha256(footage.id.encode()).hexdigest()[:16]
