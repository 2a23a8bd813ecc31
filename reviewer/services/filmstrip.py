"""Small pictures of the whole footage for a timeline: keyframes first, others where it is looked at closely."""

import math
import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from reviewer.core.footage import Footage, FrameIndex, Recording
from reviewer.core.frame import Frame
from reviewer.core.timing import Span, Tick
from reviewer.media.colour import bgra
from reviewer.media.index import COUNTED
from reviewer.media.keyframes import KeyPictures
from reviewer.media.reader import FrameReader
from reviewer.services.fetcher import Fetched, Fetcher, frame_of, step_back
from reviewer.services.jobs import Progress
from reviewer.services.pictures import Failed

Item = TypeVar("Item")

SIZE = 96, 54
"""Pixels that a thumbnail fits into: 16 to 9, as most footage."""

ROOM = 48 << 20
"""Bytes that thumbnails may take; two thousand of the usual size."""

AT_ONCE = 4
"""Thumbnails in a piece: a fraction of a second of work, so that a newer wish is soon heard."""

MOST = 400
"""Thumbnails that are wanted at most at one time: more do not fit side by side on any screen."""

NEAR = 300
"""Frames that are decoded in passing at most for one thumbnail; from further on the keyframe stands for it."""


@dataclass(frozen=True, slots=True, eq=False)
class Thumbnail:
    """The frame `number`, on show from `tick` on; `pixels` has shape (height, width, 4): blue, green, red, unused."""

    number: int
    tick: Tick
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Arrived:
    """Thumbnails of a footage that have just been made; they can be had from the filmstrip from now on."""

    footage: Footage
    thumbnails: tuple[Thumbnail, ...]


FilmEvent = Arrived | Failed


class Filmstrip:
    """Thumbnails of one footage at a time; every call returns at once.

    `listener` is called on a thread of the filmstrip's own. `size` is the width and height in pixels that thumbnails
    fit into; a timeline on a screen with a ratio of 2 wants twice SIZE.
    """

    def __init__(
        self, listener: Callable[[FilmEvent], None], *, size: tuple[int, int] = SIZE, room: int = ROOM
    ) -> None:
        self._listener, self._size, self._room = listener, size, room
        self._lock = threading.Lock()
        self._footage: Footage | None = None
        self._kept: OrderedDict[int, Thumbnail] = OrderedDict()
        self._ordered: list[Thumbnail] | None = None
        self._missing: set[int] = set()
        self._fetcher = Fetcher(film_bench, self._hear, name="filmstrip")

    def show(self, footage: Footage | None) -> None:
        """Make thumbnails of another footage, or of none; those of the one before are forgotten."""
        with self._lock:
            self._footage = footage
            self._kept.clear()
            self._ordered = None
            self._missing.clear()
        self._fetcher.ask(footage)

    def wanted(self, span: Span, count: int) -> None:
        """Have about `count` thumbnails made, evenly over `span`; what was wanted before counts no more.

        Their places do not depend on where the span begins, so that most are there already when it moves.
        """
        with self._lock:
            footage = self._footage
            if footage is None:
                return
            plan = planned(footage.recording, span, count=min(count, MOST))
            for number in plan:
                if number in self._kept:
                    self._kept.move_to_end(number)
            left = [number for number in plan if number not in self._kept and number not in self._missing]
        pieces = [(tuple(left[at : at + AT_ONCE]), self._size) for at in range(0, len(left), AT_ONCE)]
        self._fetcher.ask(footage, pieces)

    def near(self, tick: Tick) -> Thumbnail | None:
        """The thumbnail that is nearest in time to `tick`, of those that are there."""
        ordered = self._in_order()
        after = bisect_left(ordered, tick, key=lambda t: t.tick)
        return min(ordered[max(after - 1, 0) : after + 1], key=lambda t: abs(t.tick - tick), default=None)

    def between(self, span: Span) -> list[Thumbnail]:
        """The thumbnails that are there of `span`, in the order of their ticks."""
        ordered = self._in_order()
        first, last = (bisect_left(ordered, tick, key=lambda t: t.tick) for tick in (span.start, span.end))
        return ordered[first:last]

    def close(self) -> None:
        """End the child process, and tell the listener nothing more."""
        self._fetcher.close()

    def _in_order(self) -> list[Thumbnail]:
        with self._lock:
            if self._ordered is None:
                self._ordered = sorted(self._kept.values(), key=lambda t: t.tick)
            return self._ordered

    def _hear(self, fetched: Fetched) -> None:
        if isinstance(fetched.result, Failed):
            self._listener(fetched.result)
            return
        made, asked = fetched.result
        with self._lock:
            if fetched.footage is not self._footage:
                return
            self._kept.update((t.number, t) for t in made)
            self._missing.update(set(asked) - {t.number for t in made})
            taken = sum(t.pixels.nbytes for t in self._kept.values())
            while taken > self._room and len(self._kept) > 1:
                taken -= self._kept.popitem(last=False)[1].pixels.nbytes
            self._ordered = None
        if made:
            self._listener(Arrived(fetched.footage, tuple(made)))


def planned(recording: Recording, span: Span, *, count: int) -> list[int]:
    """The numbers of the frames to show for about `count` thumbnails over `span`, in the order to make them.

    First come keyframes, every eighth of them before every fourth, so that the strip fills evenly; then the frames that
    lie far from any keyframe, in the order of time.
    """
    index = recording.index
    places = _places(index, span, count=count)
    keys = np.flatnonzero(index.keyframes)
    if COUNTED in recording.notes or not len(keys):
        return sorted({index.number(Tick(p)) for p, _ in places})
    first: dict[int, None] = {}
    then: dict[int, None] = {}
    for place, step in places:
        exact = index.number(Tick(place))
        nearest = _nearest(keys, exact)
        before = int(keys[max(int(np.searchsorted(keys, exact, side="right")) - 1, 0)])
        first[nearest] = None
        if abs(index.tick(nearest) - place) > step / 2 and 0 < exact - before <= NEAR:
            then[exact] = None
    return [*coarse_first(first), *sorted(then.keys() - first.keys())]


def _places(index: FrameIndex, span: Span, *, count: int) -> list[tuple[int, float]]:
    """Ticks at which thumbnails are wanted, with the distance from one to the next.

    The footage is halved until the parts are no longer than `span` over `count`.
    """
    whole = index.span
    length = max(whole.end - whole.start, 1)
    start, end = max(span.start, whole.start), min(span.end, whole.end)
    if start >= end or count <= 0:
        return []
    halvings = max(0, math.ceil(math.log2(length * count / (span.end - span.start))))
    step = max(length / 2**halvings, length / len(index))
    first, last = math.floor((start - whole.start) / step), math.ceil((end - whole.start) / step)
    return [(whole.start + round(at * step), step) for at in range(first, last)]


def _nearest(keys: NDArray[np.intp], number: int) -> int:
    at = int(np.searchsorted(keys, number))
    around = keys[max(at - 1, 0) : at + 1]
    return int(around[np.argmin(np.abs(around - number))])


def coarse_first(items: Iterable[Item]) -> list[Item]:
    """The items in another order: every eighth, then those half-way between, and so on."""
    listed = list(items)
    ordered = dict.fromkeys(at for step in (8, 4, 2, 1) for at in range(0, len(listed), step))
    return [listed[at] for at in ordered]


# What follows runs in the child.


@contextmanager
def film_bench(path: Path, recording: Recording) -> Iterator["_Work"]:
    """What the child sets up once: the footage, opened twice, since keyframes are decoded unlike the others."""
    step_back()
    with KeyPictures(path, recording) as keys, FrameReader(path, recording, threads=1) as reader:
        yield _Work(recording, keys, reader=reader)


class _Work:
    def __init__(self, recording: Recording, keys: KeyPictures, *, reader: FrameReader) -> None:
        self._recording, self._keys, self._reader = recording, keys, reader

    def __call__(
        self, numbers: tuple[int, ...], size: tuple[int, int]
    ) -> Generator[Progress, None, tuple[list[Thumbnail], tuple[int, ...]]]:
        """Thumbnails of these frames, but for those that cannot be decoded; and what was asked for."""
        made = []
        for done, number in enumerate(numbers):
            yield Progress(done, len(numbers))
            frame = self._keys.read(number) or frame_of(self._reader, number)
            if frame is not None:
                made.append(Thumbnail(number, frame.tick, self._scaled(frame, size)))
        return made, numbers

    def _scaled(self, frame: Frame, size: tuple[int, int]) -> NDArray[np.uint8]:
        video = self._recording.video
        return bgra(
            frame, video.colour, size=fitting(video.width * float(video.sample_aspect), video.height, size=size)
        )


def fitting(width: float, height: float, *, size: tuple[int, int]) -> tuple[int, int]:
    """The largest width and height of that shape, in whole pixels, that fit into `size`."""
    scale = min(size[0] / width, size[1] / height)
    return max(1, min(size[0], round(width * scale))), max(1, min(size[1], round(height * scale)))
