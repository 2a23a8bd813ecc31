"""What an analysis would take on this machine, tried on a few frames of the very footage before it is begun.

Children look at a few frames each, all at once as in the analysis itself, since they slow each other down. What a
frame costs is put together from decoding, following, and the looks of each detector at the pace of its depth.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import fmean
from time import perf_counter
from typing import Any

from reviewer.core import places
from reviewer.core.cost import Cost
from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.settings import Depth, Search
from reviewer.media.glance import Glance, glance
from reviewer.services.crew import Call, Crew
from reviewer.services.jobs import Progress
from reviewer.services.pool import hands
from reviewer.services.segments import LONGEST
from reviewer.services.workers import DiedError, Limits, Work
from reviewer.vision.catalogue import scanners
from reviewer.vision.detector import Detector
from reviewer.vision.runtime import one_core
from reviewer.vision.scan import Scanner, Segment, look

FRAMES = 15
"""Frames that are looked at in one place: half a second, in which most detectors have their turn."""

ROOM = 96 * 1024 * 1024
"""Bytes that they may take in one child."""

LEAST = 4
"""Frames of the largest pictures all the same."""

MOST_PLACES = 8
"""Places that are looked at in the whole footage, and so children at work, however many cores there are."""

BESIDES = 1.15
"""What an analysis takes over the sum of its parts: segments follow into each other, and children wait for memory."""

START = 1.5
"""Seconds until the children of an analysis have loaded what they need."""

PATIENCE = Limits(silence=90.0)
"""A trial that takes longer than this tells nobody anything in time."""

USUAL_RATE = 30.0
"""Frames a second where the file does not say."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a child measured in one place: seconds a frame, the footage's frames (0 unknown), and how it looked."""

    per_frame: float
    frames: int
    looks: tuple[str, ...]


def costs(
    path: Path,
    search: Search,
    *,
    depths: Sequence[Depth] = tuple(Depth),
    frames: int | None = None,
    told: Callable[[Depth, Cost], None] = lambda depth, cost: None,
) -> Generator[Progress, None, dict[Depth, Cost]]:
    """What looking for what `search` asks for costs at each of `depths`, in their order; `told` hears of each at once.

    `frames` is how many there are, where that is known. One unit of progress is a place at one depth. Raises what
    opening footage raises, and FootageError when a child died.
    """
    size = hands()
    tasks = _Trials(depths, count=min(size, MOST_PLACES))

    def tell(depth: Depth) -> None:
        told(depth, _cost(tasks.trials[depth], frames=frames, hands=size))

    tasks.whole = tell
    crew = Crew(trying, (path, search), size=tasks.count, name=path.name, limits=PATIENCE)
    with closing(crew.work(tasks)) as steps:
        for _ in steps:
            yield Progress(sum(map(len, tasks.trials.values())), len(depths) * tasks.count)
    return {depth: _cost(tasks.trials[depth], frames=frames, hands=size) for depth in depths}


@dataclass(eq=False)
class _Trials:
    """The trials to make, all places of one depth before those of the next, and what came of them."""

    depths: Sequence[Depth]
    count: int
    trials: dict[Depth, list[Trial]] = field(default_factory=lambda: defaultdict(list))
    whole: Callable[[Depth], None] = lambda depth: None
    _given: int = 0

    def next(self, _after: int | None) -> Call | None:
        """The next place."""
        number = self._given
        if number >= len(self.depths) * self.count:
            return None
        self._given += 1
        place = (number % self.count + 0.5) / self.count
        return Call(number, (self.depths[number // self.count], place))

    def finished(self, number: int, result: Any) -> None:
        """Take what was measured in a place."""
        depth = self.depths[number // self.count]
        self.trials[depth].append(result)
        if len(self.trials[depth]) == self.count:
            self.whole(depth)

    def lost(self, _number: int, error: DiedError) -> None:
        """A trial is not worth another try."""
        raise error


def _cost(trials: Sequence[Trial], *, frames: int | None, hands: int) -> Cost:
    count = frames or max(t.frames for t in trials)
    busy = max(1, min(hands, -(-count // LONGEST)))
    time = START + count * fmean(t.per_frame for t in trials) * BESIDES / busy
    return Cost(time if count else None, trials[0].looks)


@contextmanager
def trying(path: Path, search: Search) -> Iterator[Work[Trial]]:
    """In a child: the bench at which a few frames are looked at as an analysis would."""
    one_core()
    with glance(path, threads=2) as footage:
        seen: dict[float, tuple[list[Frame], float]] = {}

        def try_out(depth: Depth, place: float) -> Generator[Progress, None, Trial]:
            yield Progress(0, None)
            if place not in seen:
                seen.clear()
                seen[place] = _decoded(footage, place)
            looks = scanners(replace(search, depth=depth), places.models())
            yield Progress(0, None)
            return (yield from _tried(*seen[place], footage=footage, looks=looks))

        yield try_out


def _decoded(footage: Glance, place: float) -> tuple[list[Frame], float]:
    """The frames of a place, and the seconds that one took to decode."""
    first = footage.some(place, count=1)[0]
    count = max(LEAST, min(FRAMES, ROOM // sum(plane.nbytes for plane in first.planes)))
    since = perf_counter()
    frames = footage.some(place, count=count)
    return frames, (perf_counter() - since) / len(frames)


def _tried(
    frames: list[Frame], decoding: float, *, footage: Glance, looks: Sequence[Scanner]
) -> Generator[Progress, None, Trial]:
    rate, last = footage.rate or USUAL_RATE, len(frames) - 1
    timed = {scanner: [_Timed(d) for d in (scanner.detector, *scanner.others)] for scanner in looks}
    every = [detector for detectors in timed.values() for detector in detectors]
    for detector in every:
        detector.warm(frames[0])
        yield Progress(0, None)
    watched = [replace(scanner, detector=first, others=tuple(others)) for scanner, (first, *others) in timed.items()]
    since = perf_counter()
    for _ in look(frames, Segment(0, last, rate), scanners=watched):
        yield Progress(0, None)
    following = (perf_counter() - since - sum(sum(d.seconds) for d in every)) / len(frames)
    looking = 0.0
    for scanner, detectors in timed.items():
        turns = min(1.0, 1 / (scanner.every * rate))
        looking += turns * fmean(detector.usual(frames[last]) for detector in detectors)
        yield Progress(0, None)
    return Trial(decoding + following + looking, footage.frames, tuple(_phrase(scanner) for scanner in looks))


class _Timed:
    """A detector whose looks are timed."""

    def __init__(self, detector: Detector) -> None:
        self.name, self.subject, self.check_threshold = detector.name, detector.subject, detector.check_threshold
        self.seconds: list[float] = []
        self._detector = detector

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        """What the detector finds."""
        since = perf_counter()
        found = self._detector.detect(frame, threshold=threshold)
        self.seconds.append(perf_counter() - since)
        return found

    def warm(self, frame: Frame) -> None:
        """Look once without counting it: the first look at a size takes up to half as long again."""
        self._detector.detect(frame, threshold=self.check_threshold)

    def usual(self, frame: Frame) -> float:
        """Seconds that a look takes; one is taken at `frame` where there was none yet."""
        if not self.seconds:
            self.detect(frame, threshold=self.check_threshold)
        return fmean(self.seconds)

    def close(self) -> None:
        """The detector goes with its process."""


def _phrase(scanner: Scanner) -> str:
    """How a scanner looks, such as: faces every 0.2 s, at 0.3 to 0.9 megapixels (CenterFace)."""
    names = [detector.name for detector in (scanner.detector, *scanner.others)]
    sizes = sorted(float(found[1]) for name in names if (found := re.search(r" at ([\d.]+) megapixels", name)))
    models = ", ".join(dict.fromkeys(name.split(" at ")[0].strip(", ") for name in names))
    subject = scanner.detector.subject
    told = f"{subject if subject is Subject.TEXT else f'{subject}s'} every {scanner.every:g} s"
    if not sizes:
        return f"{told} ({models})"
    low, high = f"{sizes[0]:.1f}", f"{sizes[-1]:.1f}"
    return f"{told}, at {low if low == high else f'{low} to {high}'} megapixels ({models})"
