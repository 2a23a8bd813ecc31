"""Detectors look at a copy once more, as a stranger would: otherwise than the analysis did, and in other pictures.

Runs in a child process. What lies under a region that is covered, or that a person decided to show, is explained; the
rest are hits.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from time import monotonic

import numpy as np
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.copy import Hit
from reviewer.core.detection import Detection, Subject
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage, FrameIndex, Recording
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Region, Shape
from reviewer.core.review import Review
from reviewer.core.settings import Depth, Search
from reviewer.core.timing import Tick, seconds
from reviewer.effects.cover import grid_of, patches
from reviewer.effects.patch import Grid, patch
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.services.jobs import Progress
from reviewer.vision.catalogue import checkers
from reviewer.vision.detector import Detector

LOOK_EVERY = {Depth.FAST: 0.64, Depth.BALANCED: 0.4, Depth.THOROUGH: 0.24}
"""Seconds between two looks: twice the analysis's own for faces; the first comes half of that later than its first,
so that other pictures are looked at."""

SELDOM = {Subject.PLATE: 2, Subject.TEXT: 2}
"""Of how many looks one is for these subjects: they keep their shape, so that one find shows them for seconds."""

FEWEST = 5
"""Looks at even the shortest copy."""

EXPLAINED = 0.6
"""Share of a find that has to lie under what is covered, or in what a person decided to show."""

FINE = 24
"""Points across and down a find at which it is asked whether they lie in an outline."""

SAME_PLACE = 0.2
"""Intersection over union of finds in neighbouring looks that are one hit."""

SURE = {Subject.FACE: 0.6}
"""Score from which a find is a hit at once; a weaker one is looked for once more in the next picture, where noise that
resembled a face for one picture does not come again. The scores of text say little: it is always looked for again."""

AGAIN = 0.9
"""Part of the threshold at which a weak find is seen again."""

IN_ORIGINAL = 0.5
"""Part of the threshold from which the original shows a find, too; low, so that only what covering made is left out."""

REPORT_EVERY = 1.0


LookersFor = Callable[[Search], list[Detector]]
"""Makes the detectors of a check, in the child; a function at module level."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DetectorRequest:
    """What to look at: `review` in ticks of `time_base` says what is covered, and what a person decided to show.

    Without a `time_base` it is the copy's own. `original` is None where it is not at hand; hits are told by its frames,
    and what is not in it either is no hit. `lookers` makes the detectors.
    """

    copy: Path
    search: Search
    review: Review
    time_base: Fraction | None
    original: Footage | None
    lookers: LookersFor


@dataclass(frozen=True, slots=True, kw_only=True)
class DetectorLook:
    """What was looked at and with what: `looked` of `frames` pictures, how many with each detector, and the hits.

    `made_by_covering` counts finds that the original does not show: shapes that covered areas form with what is beside.
    """

    frames: int
    looked: int
    looks: tuple[tuple[str, int], ...]
    made_by_covering: int
    subjects: frozenset[Subject]
    hits: tuple[Hit, ...]


def catalogued(search: Search) -> list[Detector]:
    """The detectors that the catalogue has for `search`."""
    return list(checkers(search, places.models()))


def look_with_detectors(request: DetectorRequest) -> Generator[Progress, None, DetectorLook]:
    """Look at pictures throughout the copy; progress counts pictures. Raises FootageError for a broken copy."""
    recording = probe(request.copy)
    lookers = request.lookers(request.search)
    total, due = len(recording.index), 0.0
    wanted = set(looked_at(recording.index, recording.video.time_base, every=LOOK_EVERY[request.search.depth]))
    tally = Tally(request, recording)
    with FrameReader(request.copy, recording) as reader:
        for frame in reader.frames():
            number = recording.index.number(frame.tick)
            tally.confirm(frame, lookers=lookers)
            if number in wanted:
                tally.add(number, frame, lookers=lookers)
            if monotonic() >= due:
                yield Progress(number, total, "check")
                due = monotonic() + REPORT_EVERY
    tally.take_the_rest()
    hits = yield from _in_the_original(tally.hits(), request.original, lookers=lookers)
    return DetectorLook(
        frames=total,
        looked=tally.looked,
        looks=tuple((looker.name, tally.looks[looker.name]) for looker in lookers),
        subjects=frozenset(looker.subject for looker in lookers),
        made_by_covering=len(tally.hits()) - len(hits),
        hits=tuple(hits),
    )


def _in_the_original(
    hits: list[Hit], original: Footage | None, *, lookers: list[Detector]
) -> Generator[Progress, None, list[Hit]]:
    """The hits that are there before anything was covered, too; all of them where the original is not at hand."""
    if original is None or not hits:
        return hits
    makers = {looker.name: looker for looker in lookers}
    kept = []
    with FrameReader(original.path, original.recording) as reader:
        for done, hit in enumerate(hits):
            yield Progress(done, len(hits), "check")
            if _shown(hit, reader, looker=makers[hit.detector]):
                kept.append(hit)
    return kept


def _shown(hit: Hit, reader: FrameReader, *, looker: Detector) -> bool:
    """Whether the frame of `reader` shows the find; one that cannot be decoded speaks for nothing, so the hit stays.

    So does text: the same words are found in one picture and not in the other, where what is around them was covered.
    """
    if hit.subject is Subject.TEXT:
        return True
    try:
        frame = reader.read(hit.frame)
    except FootageError:
        return True
    finds = looker.detect(frame, threshold=IN_ORIGINAL * looker.check_threshold)
    return any(find.box.overlap(hit.box) >= SAME_PLACE for find in finds)


def _seen_again(box: Box, found: NDArray[np.float64]) -> bool:
    """Whether one of the finds (n, 4: left, top, right, bottom) is in the place of a box."""
    low, high = np.maximum(found[:, :2], (box.x, box.y)), np.minimum(found[:, 2:], (box.right, box.bottom))
    both = np.clip(high - low, 0, None).prod(axis=1)
    either = (found[:, 2:] - found[:, :2]).prod(axis=1) + box.area - both
    return bool(((both > 0) & (both >= SAME_PLACE * either)).any())


def looked_at(index: FrameIndex, time_base: Fraction, *, every: float) -> Iterator[int]:
    """The numbers of the pictures that are looked at, about `every` seconds, fewer in short copies; rising."""
    times = (index.ticks - index.ticks[0]).astype(np.float64) * float(time_base)
    step = min(every, max(float(times[-1]), 0.0) / FEWEST) if len(times) > 1 else every
    if step <= 0:
        yield 0
        return
    # A look is due a quarter of a step after each step, and the first picture after one is looked at. Counted by
    # pictures and not by steps: time stamps may lie ages apart.
    due = np.floor((times + 1e-9 - step / 4) / step)
    yield from np.flatnonzero(np.diff(due, prepend=-1.0) > 0).tolist()
    last = len(times) - 1
    if step / 4 + (due[-1] + 1) * step < times[-1] + step / 2 and not (last and due[-1] > due[-2]):
        yield last


class Tally:
    """The finds of one check, grouped into hits as they come."""

    def __init__(self, request: DetectorRequest, recording: Recording) -> None:
        self._request = request
        self._time_base = recording.video.time_base
        self._groups: list[tuple[int, Hit, Hit]] = []  # the look it was last seen in, there, and where it scored best
        self._recent: list[int] = []  # positions of the groups that the next finds may belong to
        self._weak: list[Hit] = []
        self.looked = 0
        self.looks: Counter[str] = Counter()

    def add(self, number: int, frame: Frame, *, lookers: list[Detector]) -> None:
        """Look at one picture with every detector whose turn it is."""
        self.looked += 1
        self._recent = [p for p in self._recent if self.looked - self._groups[p][0] <= 1 + max(SELDOM.values())]
        explained = self._explained(frame)
        for looker in lookers:
            if (self.looked - 1) % SELDOM.get(looker.subject, 1):
                continue
            self.looks[looker.name] += 1
            for find in looker.detect(frame, threshold=looker.check_threshold):
                visible = find.box.clipped(frame.width, frame.height)
                find = replace(find, box=visible)
                if visible.area > 0 and not explained(find):
                    hit = self._hit(number, frame, find=find)
                    if hit.score >= SURE.get(hit.subject, 2.0):
                        self._place(hit)
                    else:
                        self._weak.append(hit)

    def confirm(self, frame: Frame, *, lookers: list[Detector]) -> None:
        """Look in the picture after for the weak finds of the one before; those that are seen again are hits."""
        for looker in lookers if self._weak else ():
            weak = [hit for hit in self._weak if hit.detector == looker.name]
            finds = looker.detect(frame, threshold=AGAIN * looker.check_threshold) if weak else []
            boxes = np.array([(f.box.x, f.box.y, f.box.right, f.box.bottom) for f in finds]).reshape(-1, 4)
            for hit in weak:
                if _seen_again(hit.box, boxes):
                    self._place(hit)
        self._weak = []

    def take_the_rest(self) -> None:
        """Count the weak finds of the very last picture, after which there is none to look in."""
        for hit in self._weak:
            self._place(hit)
        self._weak = []

    def hits(self) -> list[Hit]:
        """The best find of each place, in the order they first came up."""
        return [best for _, _, best in self._groups]

    def _hit(self, number: int, frame: Frame, *, find: Detection) -> Hit:
        tick, original = self._decided_tick(frame.tick), self._request.original
        return Hit(
            frame=number if original is None else original.recording.index.number(tick),
            tick=tick,
            seconds=seconds(frame.tick, self._time_base),
            subject=find.subject,
            box=find.box,
            score=find.score,
            detector=find.detector,
        )

    def _place(self, hit: Hit) -> None:
        for position in self._recent:
            seen, there, best = self._groups[position]
            near = self.looked - seen <= 1 + SELDOM.get(hit.subject, 1) and there.subject is hit.subject
            if near and there.box.overlap(hit.box) >= SAME_PLACE:
                self._groups[position] = (self.looked, hit, max(best, hit, key=lambda h: h.score))
                return
        self._recent.append(len(self._groups))
        self._groups.append((self.looked, hit, hit))

    def _explained(self, frame: Frame) -> Callable[[Detection], bool]:
        """Whether a find in this picture is under what is covered, or in what a person decided to show."""
        tick, grid = self._decided_tick(frame.tick), grid_of(frame)
        review = self._request.review
        covered = np.zeros((frame.height, frame.width), bool)
        for _, _, place in patches(review, tick, grid=grid):
            covered[place.luma] |= True if place.luma_mask is None else place.luma_mask
        # What a region leaves that hides all but itself was decided to be shown too.
        shown = [_Shown.at(tick, region) for region in review.regions.values() if region.hides is region.inverse]

        def explained(find: Detection) -> bool:
            return _hidden(find, covered, grid=grid) >= EXPLAINED or any(s and s.part(find) >= EXPLAINED for s in shown)

        return explained

    def _decided_tick(self, tick: Tick) -> Tick:
        base = self._request.time_base
        return tick if base is None else Tick(round(tick * self._time_base / base))


def _hidden(find: Detection, covered: NDArray[np.bool_], *, grid: Grid) -> float:
    """The share of a find inside the picture that is covered: of its outline, where it has one that lies in it."""
    place = patch(find.box, Shape.POLYGON, grid=grid, outline=find.outline) if find.outline is not None else None
    if place is not None and place.luma_mask is not None:
        return float(covered[place.luma][place.luma_mask].mean())
    rows = slice(int(find.box.y), max(int(find.box.y) + 1, round(find.box.bottom)))
    columns = slice(int(find.box.x), max(int(find.box.x) + 1, round(find.box.right)))
    return float(covered[rows, columns].mean())


@dataclass(frozen=True, slots=True)
class _Shown:
    """Where a region lies that a person decided to show."""

    box: Box
    outline: Outline | None

    @classmethod
    def at(cls, tick: Tick, region: Region) -> "_Shown | None":
        """Where `region` lies at `tick`; None where it does not."""
        box = region.box_at(tick)
        return None if box is None else cls(box, region.outline_at(tick))

    def part(self, find: Detection) -> float:
        """The share of a find that lies in it."""
        if self.outline is None:
            return find.box.shared(self.box) / find.box.area
        parts = (np.arange(FINE) + 0.5) / FINE
        x, y = np.meshgrid(find.box.x + parts * find.box.width, find.box.y + parts * find.box.height)
        own = np.ones(x.shape, np.bool_) if find.outline is None else find.outline.inside(x, y)
        return float(self.outline.inside(x, y)[own].mean()) if own.any() else 0.0
