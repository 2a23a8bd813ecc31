"""What a child process does with its part of the footage: find and follow, or follow what a check has found."""

from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from reviewer.core import places
from reviewer.core.copy import Hit
from reviewer.core.detection import Detection
from reviewer.core.footage import Recording
from reviewer.core.settings import Search
from reviewer.media.reader import FrameReader
from reviewer.services.jobs import Progress
from reviewer.services.segments import rate_of
from reviewer.services.tape import Tape
from reviewer.services.workers import Work
from reviewer.vision.catalogue import scanners
from reviewer.vision.runtime import one_core
from reviewer.vision.scan import Looked, Scanner, Segment, look, look_around
from reviewer.vision.trail import Tracklet

REPORT_EVERY = 0.3
"""Seconds between two reports of a child."""

AROUND = 3.0
"""Seconds before and after a hit in which it is followed."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What a child needs to read the footage for itself."""

    path: Path
    recording: Recording


@contextmanager
def looking(source: Source, search: Search, *, room: int = 0) -> Iterator[Work[Looked]]:
    """In a child: the bench at which one segment after the other is looked at; one unit of progress is a frame.

    `room` is how many bytes it may spend on not decoding twice what segments share.
    """
    one_core()
    with ExitStack() as stack:
        looks = scanners(search, places.models())
        for detector in (d for scanner in looks for d in (scanner.detector, *scanner.others)):
            stack.callback(detector.close)
        reader = stack.enter_context(FrameReader(source.path, source.recording, threads=2))
        tape = Tape(reader, source.recording.index, room=room)
        yield lambda segment: _look_at(segment, tape, scanners=looks)


def _look_at(segment: Segment, tape: Tape, *, scanners: Sequence[Scanner]) -> Generator[Progress, None, Looked]:
    for _ in tape.wind(segment):
        yield Progress(0, None)
    steps, due = look(tape.frames(segment), segment, scanners=scanners), 0.0
    while True:
        try:
            seen = next(steps)
        except StopIteration as stop:
            looked: Looked = stop.value
            return looked
        if monotonic() >= due:
            yield Progress(seen, None)
            due = monotonic() + REPORT_EVERY


def follow_hits(source: Source, hits: tuple[Hit, ...]) -> Generator[Progress, None, list[Tracklet]]:
    """In a child: one tracklet for each hit, in their order; one unit of progress is a hit."""
    one_core()
    index, rate = source.recording.index, rate_of(source.recording)
    results = []
    with FrameReader(source.path, source.recording) as reader:
        tape = Tape(reader, index)
        for done, hit in enumerate(hits):
            yield Progress(done, len(hits))
            reach = round(AROUND * rate)
            segment = Segment(max(0, hit.frame - reach), min(len(index) - 1, hit.frame + reach), rate)
            find = Detection(hit.subject, hit.box, max(hit.score, 0.99), hit.detector)
            results.append(look_around(tape.frames(segment), segment, finds={hit.frame: [find]}))
    return results
