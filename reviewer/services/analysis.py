"""Finds and follows every subject of a footage: segments side by side in child processes, then linked to tracks."""

import itertools
import secrets
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import numpy as np

from reviewer.core import places
from reviewer.core.copy import Hit
from reviewer.core.detection import Detection, Track, TrackId
from reviewer.core.footage import Footage, FrameIndex, Recording
from reviewer.core.frame import Frame
from reviewer.core.settings import Search
from reviewer.core.timing import Tick
from reviewer.media.reader import FrameReader
from reviewer.services.jobs import Progress
from reviewer.services.pool import cores, in_children
from reviewer.services.proposals import propose
from reviewer.services.workers import in_child
from reviewer.vision.catalogue import scanners
from reviewer.vision.link import link
from reviewer.vision.runtime import one_core
from reviewer.vision.scan import Segment, look, look_around
from reviewer.vision.trail import Tracklet

__all__ = ["analyse", "propose", "pursue"]

LONGEST = 140
"""Frames in a segment at most: what one process holds of their luma, and its neighbours', stays near 100 MB."""

LAP = 0.8
"""Seconds of a neighbour's frames that a segment follows into, at most: about as long as a face is followed unseen."""

SHORTEST = 25
"""Frames in a segment at least, so that short footage is spread over two processes but not torn to pieces."""

REPORT_EVERY = 0.3
"""Seconds between two reports of a child."""

AROUND = 3.0
"""Seconds before and after a hit in which it is followed."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What a child needs to read the footage for itself."""

    path: Path
    recording: Recording


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What one child does: look for what `search` asks for in these segments."""

    source: Source
    search: Search
    segments: tuple[Segment, ...]


def analyse(
    footage: Footage, search: Search, *, workers: int | None = None
) -> Generator[Progress, None, tuple[Track, ...]]:
    """Find and follow everything that `search` asks for; one unit of progress is a frame.

    The segments and so the result do not depend on the number of `workers`, by default one a core. Raises what reading
    raises.
    """
    index = footage.recording.index
    segments = _segments(footage.recording)
    share = min(workers or cores(), len(segments))
    source = Source(footage.path, footage.recording)
    shares = [(Task(source, search, tuple(segments[i::share])),) for i in range(share)]
    total = sum(s.last - s.first + 1 for s in segments)
    results = yield from in_children(look_at, shares, name=footage.path.name, total=total)
    run = secrets.token_hex(2)  # a region that a person works on keeps its id when footage is analysed again
    ordered: list[Sequence[Tracklet]] = [results[i % share][i // share] for i in range(len(segments))]
    linked = link(ordered, borders=[s.last for s in segments[:-1]])
    return tuple(_track(t, index, name=f"{t.subject}-{number:04d}-{run}") for number, t in enumerate(linked, start=1))


def pursue(footage: Footage, hits: Sequence[Hit]) -> Generator[Progress, None, tuple[Track, ...]]:
    """Follow each hit of a check both ways in the footage, whatever the detectors of the analysis say of it."""
    source = Source(footage.path, footage.recording)
    found = yield from in_child(follow_hits, source, tuple(hits), name=footage.path.name)
    return tuple(
        _track(t, footage.recording.index, name=f"hit-{h.tick}-{h.box.x:.0f}-{h.box.y:.0f}")
        for h, t in zip(hits, found, strict=True)
    )


def look_at(task: Task) -> Generator[Progress, None, list[list[Tracklet]]]:
    """In a child: look at these segments one after the other; one unit of progress is a frame."""
    one_core()
    source = task.source
    looking = scanners(task.search, places.models())
    results, before, due = [], 0, 0.0
    with FrameReader(source.path, source.recording, threads=2) as reader:
        for segment in task.segments:
            steps = look(unbroken(reader, segment, index=source.recording.index), segment, scanners=looking)
            while True:
                try:
                    seen = next(steps)
                except StopIteration as stop:
                    results.append(stop.value)
                    break
                if monotonic() >= due:
                    yield Progress(before + seen, None)
                    due = monotonic() + REPORT_EVERY
            before += segment.last - segment.first + 1
    return results


def follow_hits(source: Source, hits: tuple[Hit, ...]) -> Generator[Progress, None, list[Tracklet]]:
    """In a child: one tracklet for each hit, in their order; one unit of progress is a hit."""
    one_core()
    index, rate = source.recording.index, _rate(source.recording)
    results = []
    with FrameReader(source.path, source.recording) as reader:
        for done, hit in enumerate(hits):
            yield Progress(done, len(hits))
            reach = round(AROUND * rate)
            segment = Segment(max(0, hit.frame - reach), min(len(index) - 1, hit.frame + reach), rate)
            find = Detection(hit.subject, hit.box, max(hit.score, 0.99), hit.detector)
            results.append(look_around(unbroken(reader, segment, index=index), segment, finds={hit.frame: [find]}))
    return results


def unbroken(reader: FrameReader, segment: Segment, *, index: FrameIndex) -> Iterator[Frame]:
    """A frame for every number of the segment and its lap: where one cannot be decoded, the one shown in its place."""
    number, end, last = segment.first - segment.before, segment.last + segment.after, None
    for frame in reader.frames(number, end + 1):
        here = index.number(frame.tick)
        while number < here:
            yield last if last is not None else frame
            number += 1
        yield frame
        number, last = here + 1, frame
    while last is not None and number <= end:
        yield last
        number += 1


def _segments(recording: Recording) -> list[Segment]:
    """Equal parts of the footage; each ends with the frame that the next one starts with."""
    frames, rate = len(recording.index), _rate(recording)
    count = max(-(-frames // LONGEST), min(2, frames // SHORTEST), 1)
    edges = [round(i * (frames - 1) / count) for i in range(count + 1)]
    lap = round(LAP * rate)
    return [
        Segment(a, b, rate, before=min(lap, a), after=min(lap, frames - 1 - b)) for a, b in itertools.pairwise(edges)
    ]


def _rate(recording: Recording) -> float:
    return len(recording.index) / max(recording.duration, 1e-3)


def _track(tracklet: Tracklet, index: FrameIndex, *, name: str) -> Track:
    numbers = slice(tracklet.first, tracklet.last + 1)
    return Track(
        id=TrackId(name),
        subject=tracklet.subject,
        ticks=np.array(index.ticks[numbers], np.int64),
        boxes=tracklet.boxes,
        origins=tracklet.origins,
        scores=tracklet.scores,
        end=Tick(index.after(tracklet.last)),
    )
