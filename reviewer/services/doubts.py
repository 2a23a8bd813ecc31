"""What an analysis is unsure of: each track's beginning, end and gaps, finds that were too weak, hard pictures.

Every doubt has a strength, 0 to about 1, that says how far its cause went; its weight is 1 - exp(-rate x strength), by
the rate of its kind, which was fitted on labelled footage (tests/bench/risk.py; resources/help/doubts.md has figures).
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Origin, Subject, Track
from reviewer.core.doubt import Doubt, DoubtKind
from reviewer.core.footage import FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.timing import Span, Tick
from reviewer.services.proposals import LEAD
from reviewer.vision.scene import Scene
from reviewer.vision.trail import Tracklet

FACE_RATES: Mapping[DoubtKind, float] = {
    DoubtKind.APPEARED: 0.008,
    DoubtKind.VANISHED: 0.011,
    DoubtKind.BRIDGED: 0.002,
    DoubtKind.RETURNED: 0.002,
    DoubtKind.WEAK: 0.026,
    DoubtKind.SMALL: 0.002,
    DoubtKind.DARK: 0.002,
    DoubtKind.BLURRED: 0.19,
    DoubtKind.PAN: 0.34,
    DoubtKind.CUT: 0.004,
    DoubtKind.DISAGREEMENT: 0.25,
}
"""Uncovered faces a frame that a doubt of full strength stands for, by kind; for the picture as a whole as well."""

PLATE_RATES: Mapping[DoubtKind, float] = {
    **FACE_RATES,
    DoubtKind.APPEARED: 0.004,
    DoubtKind.VANISHED: 0.037,
    DoubtKind.RETURNED: 0.006,
    DoubtKind.WEAK: 0.034,
    DoubtKind.DISAGREEMENT: 0.3,
}
"""The same for plates, and for text, which was not measured."""

REACH = 1.0
"""Seconds before a track begins, and after it ends, in which its subject may have been there unseen."""

AWAY = 0.5
"""Sizes of its box from the border of the picture from which a track begins or ends inside it."""

RETURN = 3.0
"""Seconds after which a track that begins where another ended is no longer the same subject come back."""

UNSEEN = 0.6
"""Seconds without a find, in the middle of a track, from which its boxes are doubtful."""

SMALL = {Subject.FACE: 22.0, Subject.PLATE: 40.0, Subject.TEXT: 30.0}
"""Width in pixels under which others like it are missed."""

DARK, BLACK = 60.0, 16.0
"""Mean luma under which detectors find less, and that of a black picture, of 255."""

DULL = 0.75
"""Part of the usual detail around a moment under which its pictures are blurred."""

FAST = 0.3
"""Widths of the picture a second from which the camera pans fast."""

CALM, USUAL = 0.2, 2.0
"""Seconds each side over which speed is averaged, and over which the usual detail is taken."""

AROUND_CUT = 0.25
"""Seconds before and after a cut."""

CLEAR = {Subject.FACE: (0.28, 1.2), Subject.PLATE: (0.55, 1.2), Subject.TEXT: (0.8, 1.0)}
"""Score of a find, and of several together, at which the strength of what was dropped is one. About what makes a track;
but noise stays noise where the thresholds for tracks are others."""

STEEP, MOST = 3, 8.0
"""Power of a dropped find's score, as a share of a clear one's, that is its strength: the weaker half is nearly all
noise. And the most that it can be."""

EXPLAINED = 0.5
"""Share of a weak find under a track's box from which the track explains it."""

ROUND = 0.6
"""Part of its size by which what lies aslant is larger for the middle of another box to be in it; about what is hidden
around a plate."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """What an analysis knows of the footage besides its tracks.

    `dropped` are the tracklets that were too weak, by frame number; `scene` has an entry for each frame of `index`;
    `size` is width and height of the upright frame.
    """

    dropped: Sequence[Tracklet]
    scene: Scene
    index: FrameIndex
    size: tuple[int, int]
    rate: float


def doubts_of(tracks: Sequence[Track], seen: Seen) -> tuple[Doubt, ...]:
    """All doubts about the tracks of a footage, in the order of their spans; a pure function.

    A track that goes on beyond the first or last frame is no cause for doubt, nor is one that a cut begins or ends.
    """
    made = (_doubt(cause, seen.index) for cause in causes_of(tracks, seen))
    return tuple(sorted(made, key=lambda d: (d.span.start, d.span.end)))


def causes_of(tracks: Sequence[Track], seen: Seen) -> "list[Cause]":
    """The same before their weights are known."""
    paths = [Path(t, seen.index) for t in tracks]
    found = [
        *_ends(paths, seen),
        *(cause for path in paths for cause in (*_gaps(path, seen), *_small(path))),
        *_weak(paths, seen),
        *_pictures(seen),
    ]
    return [cause for cause in found if cause.first < cause.stop]


@dataclass(frozen=True, slots=True, eq=False)
class Cause:
    """A doubt by frame numbers, from `first` up to but not including `stop`, before its weight is known.

    `at` is the number of the frame to look at.
    """

    kind: DoubtKind
    first: int
    stop: int
    at: int
    strength: float
    subject: Subject | None = None
    box: Box | None = None
    track: Track | None = None


class Path:
    """A track by frame numbers."""

    def __init__(self, track: Track, index: FrameIndex) -> None:
        self.track, self.subject = track, track.subject
        self.first = index.number(Tick(int(track.ticks[0])))
        self.last = self.first + len(track.ticks) - 1

    def at(self, frame: int) -> Box:
        """Its box in a frame of its life, or in the nearest one."""
        return self.track.box(min(max(frame, self.first), self.last) - self.first)

    def reaches(self, point: tuple[float, float], frame: int) -> bool:
        """Whether a point in its box lies where it is: always, unless it lies aslant in its box."""
        outline = self.track.outline(frame - self.first)
        if outline is None:
            return True
        box = outline.box
        return outline.carried(box, box.grown(ROUND)).contains(*point)

    def cause(self, kind: DoubtKind, span: tuple[int, int], *, at: int, strength: float = 1.0) -> Cause:
        """A cause for doubt about it, to be looked for where it is in the frame `at`, or nearest to it."""
        return Cause(kind, *span, at, strength, self.subject, self.at(at), self.track)


class Crowd:
    """Which tracks there are around a frame, without going through all of them."""

    def __init__(self, paths: Sequence[Path], *, span: int = 32) -> None:
        self._span, self._paths = span, paths
        self._boxes = np.concatenate([p.track.boxes for p in paths]) if paths else np.zeros((0, 4), np.float32)
        lengths = [p.last - p.first + 1 for p in paths]
        self._starts = np.cumsum([0, *lengths])
        self._firsts, self._lasts = (np.array([getattr(p, end) for p in paths], np.int64) for end in ("first", "last"))
        self._there: dict[tuple[int, Subject], list[int]] = defaultdict(list)
        for number, path in enumerate(paths):
            for block in range(path.first // span, path.last // span + 1):
                self._there[block, path.subject].append(number)

    def covers(self, box: Box, frame: int, *, subject: Subject, smaller: bool = False, but: int = -1) -> bool:
        """Whether a track of that subject, other than number `but`, holds EXPLAINED of the box in that frame.

        With `smaller` it is the share of the smaller of the two boxes that counts. Of a track that lies aslant in its
        box the middle of the box asked about has to be in its corners, with some room, as well.
        """
        near = np.array(self._there.get((frame // self._span, subject), ()), np.int64)
        near = near[(self._firsts[near] <= frame) & (frame <= self._lasts[near]) & (near != but)]
        x, y, width, height = self._boxes[self._starts[near] + frame - self._firsts[near]].astype(np.float64).T
        across = np.minimum(x + width, box.right) - np.maximum(x, box.x)
        down = np.minimum(y + height, box.bottom) - np.maximum(y, box.y)
        area = np.minimum(width * height, box.area) if smaller else box.area
        holds = np.maximum(across, 0) * np.maximum(down, 0) >= EXPLAINED * np.maximum(area, 1e-6)
        return any(self._paths[number].reaches(box.centre, frame) for number in near[holds].tolist())


def _ends(paths: Sequence[Path], seen: Seen) -> Iterator[Cause]:
    """Beginnings and ends inside the picture; where one track ends and another begins alike, the gap between them."""
    crowd, lead, reach = Crowd(paths), round(LEAD * seen.rate), round(REACH * seen.rate)
    begun = [p for i, p in enumerate(paths) if _begins_inside(p, seen, crowd=crowd, number=i)]
    ended = [p for i, p in enumerate(paths) if _ends_inside(p, seen, crowd=crowd, number=i)]
    returned = _returns(ended, begun, seen=seen)
    for earlier, later in returned:
        gap = (earlier.last + 1 + lead, later.first - lead)
        yield later.cause(DoubtKind.RETURNED, gap, at=max(gap[0], gap[1] - 1))
    gone, back = {id(e) for e, _ in returned}, {id(b) for _, b in returned}
    for path in begun:
        if id(path) not in back:
            before = (max(0, path.first - lead - reach), path.first - lead)
            yield path.cause(DoubtKind.APPEARED, before, at=max(0, before[1] - 1))
    for path in ended:
        if id(path) not in gone:
            after = (path.last + 1 + lead, min(len(seen.index), path.last + 1 + lead + reach))
            yield path.cause(DoubtKind.VANISHED, after, at=min(after[0], len(seen.index) - 1))


def _begins_inside(path: Path, seen: Seen, *, crowd: Crowd, number: int) -> bool:
    box = path.at(path.first)
    if path.first <= round(LEAD * seen.rate) or _at_border(box, seen.size) or seen.scene.cuts[path.first]:
        return False
    return not crowd.covers(box, path.first - 1, subject=path.subject, smaller=True, but=number)


def _ends_inside(path: Path, seen: Seen, *, crowd: Crowd, number: int) -> bool:
    box, after = path.at(path.last), path.last + 1
    if after >= len(seen.index) - round(LEAD * seen.rate) or _at_border(box, seen.size) or seen.scene.cuts[after]:
        return False
    return not crowd.covers(box, after, subject=path.subject, smaller=True, but=number)


def _at_border(box: Box, size: tuple[int, int]) -> bool:
    across, down = AWAY * box.width, AWAY * box.height
    return box.x < across or box.y < down or box.right > size[0] - across or box.bottom > size[1] - down


def _returns(ended: Sequence[Path], begun: Sequence[Path], *, seen: Seen) -> list[tuple[Path, Path]]:
    """Pairs of a track that ended and one that began soon after in about the same place, each track at most once."""
    starts = sorted(begun, key=lambda p: p.first)
    firsts = [p.first for p in starts]
    offers = []
    for path in ended:
        low, high = np.searchsorted(firsts, (path.last + 1, path.last + 1 + round(RETURN * seen.rate)))
        for later in starts[low:high]:
            if later.subject is path.subject:
                offers += [(d, path.first, path, later) for d in [_apart(path, later, rate=seen.rate)] if d is not None]
    pairs, used = list[tuple[Path, Path]](), set[tuple[int, int]]()
    for _, _, earlier, later in sorted(offers, key=lambda o: o[:2]):
        if (0, id(earlier)) not in used and (1, id(later)) not in used:
            used |= {(0, id(earlier)), (1, id(later))}
            pairs.append((earlier, later))
    return pairs


def _apart(earlier: Path, later: Path, *, rate: float) -> float | None:
    """Sizes between where one ended and the other began; None when they cannot be the same."""
    a, b = earlier.at(earlier.last), later.at(later.first)
    size = math.sqrt(max(a.area, b.area, 1.0))
    alike = 0.6 <= math.sqrt(max(a.area, 1.0) / max(b.area, 1.0)) <= 1.67
    away = math.dist(a.centre, b.centre) / size
    return away if alike and away <= 1.5 + 3 * (later.first - earlier.last) / rate else None


def _gaps(path: Path, seen: Seen) -> Iterator[Cause]:
    """Stretches without a find between finds, where the subject was bridged, or followed for long."""
    finds = np.flatnonzero(path.track.origins == Origin.DETECTED)
    for a, b in pairwise(finds.tolist()):
        inside = path.track.origins[a + 1 : b]
        lost = int((inside == Origin.BRIDGED).sum())
        length = (b - a - 1) / seen.rate
        strength = min(1.0, lost / seen.rate + max(0.0, length - UNSEEN) / 2)
        if strength > 0:
            gap = (path.first + a + 1, path.first + b)
            yield path.cause(DoubtKind.BRIDGED, gap, at=sum(gap) // 2, strength=strength)


def _small(path: Path) -> Iterator[Cause]:
    wide = SMALL[path.subject]
    strength = float(np.clip((wide - np.median(path.track.boxes[:, 2])) / (wide / 2), 0, 1))
    if strength > 0:
        yield path.cause(DoubtKind.SMALL, (path.first, path.last + 1), at=path.first, strength=strength)


def _weak(paths: Sequence[Path], seen: Seen) -> Iterator[Cause]:
    """Finds that were dropped, where no track covers them."""
    crowd = Crowd(paths)
    for weak in seen.dropped:
        found = np.flatnonzero(weak.origins == Origin.DETECTED)
        best = int(found[np.argmax(weak.scores[found])]) if len(found) else 0
        frame, box = weak.first + best, Box(*(float(v) for v in weak.boxes[best]))
        if crowd.covers(box, frame, subject=weak.subject):
            continue
        one, together = CLEAR[weak.subject]
        evidence = max(float(weak.scores[best]) / one, float(weak.scores[found].sum()) / together)
        strength = min(evidence**STEEP, MOST)
        yield Cause(DoubtKind.WEAK, weak.first, weak.last + 1, frame, strength, weak.subject, box)


def _pictures(seen: Seen) -> Iterator[Cause]:
    """Stretches of dark or blurred pictures and fast pans, and the moments around cuts."""
    scene = seen.scene
    speed = _calm(np.hypot(scene.motion[:, 0], scene.motion[:, 1]) * seen.rate, round(CALM * seen.rate))
    usual = _usual(scene.detail, round(USUAL * seen.rate))
    causes = {
        DoubtKind.DARK: np.maximum(0, (DARK - scene.light) / (DARK - BLACK)) ** 2,
        DoubtKind.BLURRED: (DULL - scene.detail / np.maximum(usual, 1e-3)) / DULL,
        DoubtKind.PAN: (speed - FAST) / FAST,
    }
    for kind, strength in causes.items():
        for first, stop in _runs(strength > 0):
            mean = float(np.clip(strength[first:stop], 0, 1).mean())
            yield Cause(kind, first, stop, first + int(strength[first:stop].argmax()), mean)
    around = max(1, round(AROUND_CUT * seen.rate))
    for cut in np.flatnonzero(scene.cuts).tolist():
        yield Cause(DoubtKind.CUT, max(0, cut - around), min(len(seen.index), cut + around), cut, 1.0)


def _calm(values: NDArray[np.floating], reach: int) -> NDArray[np.float64]:
    """The mean over a window of `reach` frames each side, or as many as there are."""
    sums, numbers = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)]), np.arange(len(values))
    first, stop = np.maximum(numbers - reach, 0), np.minimum(numbers + reach + 1, len(values))
    return np.asarray((sums[stop] - sums[first]) / (stop - first))


def _usual(values: NDArray[np.floating], reach: int) -> NDArray[np.float64]:
    """The median of a window of about `reach` frames each side, told anew a few times a window."""
    step = max(1, reach // 4)
    middles = np.arange(0, max(1, len(values)), step)
    medians = [float(np.median(values[max(0, m - reach) : m + reach + 1])) for m in middles] if len(values) else [0.0]
    return np.interp(np.arange(len(values)), middles, medians)


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def _doubt(cause: Cause, index: FrameIndex) -> Doubt:
    return Doubt(
        kind=cause.kind,
        span=Span(index.tick(cause.first), index.after(cause.stop - 1)),
        tick=index.tick(cause.at),
        weight=weight(cause.kind, cause.strength, subject=cause.subject),
        subject=cause.subject,
        box=cause.box,
        track=cause.track.id if cause.track else None,
    )


def weight(kind: DoubtKind, strength: float, *, subject: Subject | None) -> float:
    """How likely a cause of that strength means that something is uncovered in a frame."""
    rates = FACE_RATES if subject in (None, Subject.FACE) else PLATE_RATES
    return -math.expm1(-rates[kind] * strength)
