"""What a child process does to follow what was drawn: it reads the frames either way, and chases it through them."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from math import cos, sin
from time import monotonic

import numpy as np

from reviewer.core import places
from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.pursuit import Ending
from reviewer.core.settings import Depth, Search
from reviewer.core.timing import Tick, clock, seconds
from reviewer.media.reader import FrameReader
from reviewer.services.jobs import Progress
from reviewer.services.looking import REPORT_EVERY, Source
from reviewer.services.proposals import MARGINS
from reviewer.services.segments import rate_of
from reviewer.services.tape import Tape
from reviewer.vision.catalogue import scanners
from reviewer.vision.chase import Chase, Look, Spot
from reviewer.vision.runtime import one_core
from reviewer.vision.scan import Segment

SEEN = frozenset({Subject.FACE, Subject.PLATE})
"""Kinds of things that a detector finds again in a crop; everything else is known by how it looked alone."""

SIDE, AROUND = {Subject.FACE: 128, Subject.PLATE: 192}, 0.7
"""Pixels of the crop in which it is looked for in every frame, and how far away it may be, in its sizes."""

CERTAIN = {Subject.FACE: 0.25, Subject.PLATE: 0.35}
"""Score in such a crop from which a find counts: something is known to be there."""

FITS = 0.35
"""Intersection over union of a find and what was drawn, without its margins, from which it is what was drawn."""

INSIDE = 0.7
"""Share of what evidence has in that frame that lies in what was drawn, from which it is what was drawn."""

CHUNK = 240 * 1024 * 1024
"""Bytes of frames that are held at a time on the way back, which decoders only know forwards."""

LEAST, MOST = 8, 96
"""Frames that are held at a time at least and at most."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was drawn in the frame of a number."""

    number: int
    box: Box
    outline: Outline | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Leg:
    """One way to follow: from `start` to the frame `stop`, both included, which may lie before it."""

    start: Drawn
    stop: int


@dataclass(frozen=True, slots=True, eq=False)
class Laid:
    """Where the region lies in one frame; `room` is by how much of its size it has to be wider on every side."""

    box: Box
    outline: Outline | None
    room: float


@dataclass(frozen=True, slots=True, eq=False)
class Walked:
    """What came of a leg: how it lies in each frame from its start on, why it ended, and the frame seen last."""

    path: list[Laid]
    why: Ending
    last: int


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """What to follow: the ways to go, its kind, and where other evidence has it, by the number of the frame."""

    legs: tuple[Leg, ...]
    subject: Subject
    known: Mapping[int, Box]


def chase(source: Source, walk: Walk) -> Generator[Progress, None, list[Walked]]:
    """In a child: walk every leg, one after the other."""
    one_core()
    walked = []
    with ExitStack() as stack:
        look = _looking(walk.subject, stack) if walk.subject in SEEN else None
        reader = stack.enter_context(FrameReader(source.path, source.recording, threads=2))
        walker = Walker(source, reader, subject=walk.subject, look=look)
        for leg in walk.legs:
            walked.append((yield from walker.walk(leg, walk.known)))
    return walked


class Walker:
    """Walks legs through one footage."""

    def __init__(self, source: Source, reader: FrameReader, *, subject: Subject, look: Look | None) -> None:
        self._recording, self._reader = source.recording, reader
        self._subject, self._look = subject, look
        self._rate = rate_of(source.recording)

    def walk(self, leg: Leg, known: Mapping[int, Box]) -> Generator[Progress, None, Walked]:
        """One leg; where frames cannot be decoded the ones before them stand in."""
        step = 1 if leg.stop >= leg.start.number else -1
        chase: Chase | None = None
        core, number, due = leg.start.box, leg.start.number - step, 0.0
        for frame in self._frames(leg, step):
            if frame is not None:
                number += step
                if chase is None:
                    core = self._core(frame, leg.start, known=known.get(number))
                    chase = Chase(frame, _numbers(core), rate=self._rate, look=self._look)
                elif not chase.go_on(frame, known=known.get(number)):
                    break
            if monotonic() >= due:
                yield Progress(abs(number - leg.start.number), None, self._told(number, step))
                due = monotonic() + REPORT_EVERY
        if chase is None:
            return Walked([Laid(leg.start.box, leg.start.outline, 0.0)], Ending.LOST, leg.start.number)
        chase.finish()
        assert chase.ended is not None
        turns = self._look is None
        path = [_laid(spot, core, drawn=leg.start, turns=turns) for spot in chase.path]
        return Walked(path, chase.ended, leg.start.number + step * chase.sure)

    def _core(self, frame: Frame, drawn: Drawn, *, known: Box | None) -> Box:
        """The thing itself in what was drawn around it: as evidence has it, or a detector, or without its margins."""
        if known is not None and known.shared(drawn.box) >= INSIDE * known.area:
            return known
        if self._look is None:
            return drawn.box
        flank, above, below = MARGINS[self._subject]
        width, height = drawn.box.width / (1 + 2 * flank), drawn.box.height / (1 + above + below)
        bare = Box(drawn.box.x + flank * width, drawn.box.y + above * height, width, height)
        for place in (bare, drawn.box):
            found = self._look(frame, place)
            if found is not None and max(found.box.overlap(bare), found.box.overlap(drawn.box)) >= FITS:
                return found.box
        return bare

    def _frames(self, leg: Leg, step: int) -> Iterator[Frame | None]:
        """The frames of a leg in its order, and None now and then while frames before them are decoded."""
        size = self._recording.video.width * self._recording.video.height * 3 // 2
        chunk = min(MOST, max(LEAST, CHUNK // size))
        tape = Tape(self._reader, self._recording.index)
        if step > 0:
            segment = Segment(leg.start.number, leg.stop, self._rate)
            yield from tape.wind(segment)
            yield from tape.frames(segment)
            return
        end = leg.start.number
        while end >= leg.stop:
            segment = Segment(max(leg.stop, end - chunk + 1), end, self._rate)
            yield from tape.wind(segment)
            held = list(tape.frames(segment))
            if not held:
                return
            yield from reversed(held)
            end = segment.first - 1

    def _told(self, number: int, step: int) -> str:
        index = self._recording.index
        tick = index.tick(min(max(number, 0), len(index) - 1))
        time = clock(seconds(Tick(tick - index.tick(0)), self._recording.video.time_base))
        return f"{'onwards' if step > 0 else 'backwards'}, at {time.removeprefix('0:')[:-4]}"


def _looking(subject: Subject, stack: ExitStack) -> Look:
    """How a detector looks in a crop; its models are let go of with `stack`."""
    scanner = scanners(Search(find=frozenset({subject}), depth=Depth.BALANCED), places.models())[0]
    for detector in (scanner.detector, *scanner.others):
        stack.callback(detector.close)
    closer = scanner.closer
    assert closer is not None, "faces and plates are looked for in crops"

    def look(frame: Frame, place: Box) -> Detection | None:
        return closer.detect_near(frame, place, threshold=CERTAIN[subject], side=SIDE[subject], reach=AROUND)

    return look


def _laid(spot: Spot, core: Box, *, drawn: Drawn, turns: bool) -> Laid:
    """How what was drawn around the core lies around where the core is now."""
    x, y, width, height = (float(v) for v in spot.box)
    across, down = width / max(core.width, 1e-6), height / max(core.height, 1e-6)
    box = Box(
        x + (drawn.box.x - core.x) * across,
        y + (drawn.box.y - core.y) * down,
        drawn.box.width * across,
        drawn.box.height * down,
    )
    if drawn.outline is not None:
        outline = _turned(drawn.outline.carried(drawn.box, box), spot.turned, centre=box.centre)
        return Laid(outline.box, outline, spot.room)
    if turns and spot.turned:
        box = _turned(Outline.of(box), spot.turned, centre=box.centre).box
    return Laid(box, None, spot.room)


def _turned(outline: Outline, angle: float, *, centre: tuple[float, float]) -> Outline:
    c, s, (x0, y0) = cos(angle), sin(angle), centre
    return Outline(
        tuple((x0 + c * (x - x0) - s * (y - y0), y0 + s * (x - x0) + c * (y - y0)) for x, y in outline.corners)
    )


def _numbers(box: Box) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([box.x, box.y, box.width, box.height], np.float64)
