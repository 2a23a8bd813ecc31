"""Takes the sample that the misses of an analysis are estimated from: two looks at frames all over the footage."""

import logging
from collections import Counter
from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from math import nan
from typing import Self

import numpy as np

from reviewer.core import places
from reviewer.core.detection import Detection, Subject
from reviewer.core.footage import Footage, Recording
from reviewer.core.outline import Corner
from reviewer.core.sample import Look, Sample
from reviewer.core.settings import Search
from reviewer.media.reader import FrameReader
from reviewer.services.crew import Call, Crew
from reviewer.services.jobs import Progress
from reviewer.services.looking import Source
from reviewer.services.pool import hands
from reviewer.services.segments import rate_of
from reviewer.services.tape import Tape
from reviewer.services.workers import DiedError, Work
from reviewer.vision.runtime import one_core
from reviewer.vision.scan import Segment
from reviewer.vision.second_looks import SecondLook, close_all, second_looks

log = logging.getLogger(__name__)

EVERY = 6.0
"""Seconds of footage for one frame of the sample: two looks at it cost about a seventh of a balanced analysis."""

LEAST, CLOSEST = 6, 1.0
"""Frames that even short footage is looked at in, unless they would come closer than so many seconds."""

MOST = 1000
"""Frames of a sample; with more the estimate is hardly any narrower, since neighbouring frames show the same."""

GOLDEN = 0.6180339887498949
"""Each frame lies this much further in its stretch than the one before in its own: evenly spread, in no step with
anything that repeats (Weyl's sequence)."""

TOGETHER = 8
"""Frames of a sample that a child looks at as one task."""

LOOKED_FOR = (Subject.FACE, Subject.PLATE)
"""What there are two looks for."""

TRIES = 2
"""How often a task is begun before its child's death ends the work."""


@dataclass(frozen=True, slots=True)
class Spots:
    """What a child looks at as one task: what for, and the numbers of the frames."""

    subject: Subject
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """What a child found: its looks, and of each frame that could be decoded its number and the finds by look."""

    looks: tuple[Look, ...]
    seen: list[tuple[int, list[list[Detection]]]]


def sample_numbers(recording: Recording) -> list[int]:
    """The numbers of the frames to look at, rising, the same ones every time: one in each of equal stretches."""
    frames, seconds = len(recording.index), recording.duration
    count = max(seconds / EVERY, min(LEAST, seconds / CLOSEST))
    count = max(1, min(round(count), MOST, frames))
    return [min(frames - 1, int((i + (0.5 + i * GOLDEN) % 1.0) * frames / count)) for i in range(count)]


def take_sample(footage: Footage, search: Search, *, workers: int | None = None) -> Generator[Progress, None, Sample]:
    """Look twice for what `search` asks for, in child processes; one unit of progress is a frame, for each subject.

    Frames that cannot be decoded, and those over which children died, are left out; without a subject that there are
    two looks for, all are. Raises what reading raises.
    """
    numbers = sample_numbers(footage.recording)
    together = min(TOGETHER, max(1, len(numbers) // 4))
    parts = [tuple(numbers[i : i + together]) for i in range(0, len(numbers), together)]
    desk = Tasks([Spots(subject, part) for subject in LOOKED_FOR if subject in search.find for part in parts])
    source = Source(footage.path, footage.recording)
    crew = Crew(sampling, (source,), size=min(workers or hands(), len(desk.spots)), name=footage.path.name)
    done, total = 0, desk.frames
    with closing(crew.work(desk)) as steps:
        for step in steps:
            done = max(done, desk.done + step.done)  # what a child had done that died is done again
            yield Progress(done, total)
    return _packed(desk.results(), footage, left_out=desk.left_out)


@contextmanager
def sampling(source: Source) -> Iterator[Work[Found]]:
    """In a child: the bench at which a few frames at a time are looked at twice, for one kind of subject."""
    one_core()
    with ExitStack() as stack:
        shelf = stack.enter_context(_Shelf())
        reader = stack.enter_context(FrameReader(source.path, source.recording, threads=2))
        tape, rate = Tape(reader, source.recording.index), rate_of(source.recording)
        yield lambda spots: _look_at(tape, [Segment(n, n, rate) for n in spots.numbers], looks=shelf.of(spots.subject))


class _Shelf:
    """The looks for one kind of subject at a time: all of them together would take twice the memory."""

    def __init__(self) -> None:
        self._subject: Subject | None = None
        self._looks: list[SecondLook] = []

    def of(self, subject: Subject) -> list[SecondLook]:
        """The looks for that subject; those for another are let go of first."""
        if subject is not self._subject:
            self.__exit__()
            self._looks = second_looks(Search(find=frozenset({subject})), places.models())
            self._subject = subject
        return self._looks

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        close_all(self._looks)
        self._looks, self._subject = [], None


def _look_at(tape: Tape, spots: Sequence[Segment], *, looks: Sequence[SecondLook]) -> Generator[Progress, None, Found]:
    told = tuple(Look(look.detector.subject, look.detector.name) for look in looks)
    seen: list[tuple[int, list[list[Detection]]]] = []
    for done, place in enumerate(spots):
        yield Progress(done, None)
        for _ in tape.wind(place):
            yield Progress(done, None)
        for frame in tape.frames(place):
            seen.append((place.first, [look.at(frame) for look in looks]))
    return Found(told, seen)


class Tasks:
    """Gives out the tasks of a sample, and those of children that died once more.

    `left_out` are the numbers of the frames over which children died twice: nobody knows what a look finds in them.
    """

    def __init__(self, spots: Sequence[Spots]) -> None:
        self.spots = spots
        self._left = list(range(len(spots)))
        self._tried = [0] * len(spots)
        self._found: dict[int, Found] = {}
        self.left_out = set[int]()

    @property
    def done(self) -> int:
        """Frames of tasks that are done."""
        return sum(len(self.spots[number].numbers) for number in self._found)

    @property
    def frames(self) -> int:
        """Frames of all tasks."""
        return sum(len(each.numbers) for each in self.spots)

    def results(self) -> list[Found]:
        """What was found, in the order of the tasks; without those that were given up."""
        return [self._found[number] for number in range(len(self.spots)) if number in self._found]

    def next(self, after: int | None) -> Call | None:
        """A task for what the child has looked for already; for a new child one for what fewest have begun with."""
        if not self._left:
            return None
        tried = Counter({spots.subject: 0 for spots in self.spots})
        tried.update(self.spots[n].subject for n, times in enumerate(self._tried) if times)
        wanted = self.spots[after].subject if after is not None else min(tried, key=lambda s: tried[s])
        number = next((n for n in self._left if self.spots[n].subject is wanted), self._left[0])
        self._left.remove(number)
        self._tried[number] += 1
        return Call(number, (self.spots[number],))

    def finished(self, number: int, result: Found) -> None:
        """Keep what was found."""
        self._found[number] = result

    def lost(self, number: int, error: DiedError) -> None:
        """Have the task done again; one that ended its child before is given up, with its frames.

        An analysis that is finished is not lost because what it may have missed cannot be estimated from some frames.
        """
        if self._tried[number] < TRIES:
            self._left.insert(0, number)
            return
        log.warning("a child ended twice at a part of the sample, which is left out: %s", error)
        self.left_out |= set(self.spots[number].numbers)


def _packed(found: Sequence[Found], footage: Footage, *, left_out: Collection[int]) -> Sample:
    """All finds as arrays, in the order of their frames and, in each, of the looks; without some frames."""
    looks = tuple(dict.fromkeys(look for each in found for look in each.looks))
    seen: dict[int, list[tuple[int, Detection]]] = {}
    for each in found:
        for number, finds in each.seen:
            here = seen.setdefault(number, [])
            here += [(looks.index(look), d) for look, made in zip(each.looks, finds, strict=True) for d in made]
    numbers = sorted(seen.keys() - set(left_out))
    rows = [
        (i, k, (d.box.x, d.box.y, d.box.width, d.box.height), d.score, _corners(d))
        for i, n in enumerate(numbers)
        for k, d in seen[n]
    ]
    frames, found_by, boxes, scores, corners = zip(*rows, strict=True) if rows else ((), (), (), (), ())
    aslant = any(d.outline is not None for n in numbers for _, d in seen[n])
    return Sample(
        looks=looks,
        ticks=np.array([footage.recording.index.tick(number) for number in numbers], np.int64),
        frames=np.array(frames, np.int32),
        found_by=np.array(found_by, np.uint8),
        boxes=np.array(boxes, np.float32).reshape(-1, 4),
        scores=np.array(scores, np.float32),
        quads=np.array(corners, np.float32).reshape(-1, 4, 2) if aslant else None,
    )


def _corners(find: Detection) -> tuple[Corner, ...]:
    """The four corners of a find; not numbers where only its box is known."""
    outline = find.outline
    return outline.corners if outline is not None and len(outline.corners) == 4 else ((nan, nan),) * 4
