"""Cuts a copy into segments that are encoded apart, and names each by all that decides its bytes.

Where the cuts fall is told by the footage's frame times and keyframes and by what of it is kept, never by the machine.
A segment is rendered with nothing but what its name was made from: whatever else changes, its bytes cannot.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from reviewer import __version__
from reviewer.core.assembly import Assembly, Card, assembled
from reviewer.core.footage import Footage, FrameIndex, Recording
from reviewer.core.profile import Profile, Quality, SoundPolicy
from reviewer.core.region import Decision, Keyframe, KeyframeSource, Region
from reviewer.core.review import Review, of
from reviewer.core.timing import Span, Tick
from reviewer.media.encoding import WRITTEN_BY, Encoding, scale_of
from reviewer.media.index import COUNTED
from reviewer.services.rendering_look import look_of

LONGEST = 8.0
"""Seconds of a segment: short enough that a changed region costs little, long enough that starting anew does."""

SHORTEST = 2.0
SHARES = 16
"""Short footage is cut finer, into so many segments, so that all of a computer's cores have some."""

LINEAR_THREADS = 4
"""Threads of the encoder where one process renders all; a fixed number, since what is written depends on it."""

SEEKABLE = frozenset({"mov,mp4,m4a,3gp,3g2,mj2", "matroska,webm"})
"""Containers in which every frame is found from its keyframe and is the same as when all before it are decoded.

In a transport stream, and in others without an index of their own, what is found is a guess.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The footage's frames `first` up to `stop`, shown in the copy from its tick `at` on; or there a card."""

    first: int
    stop: int
    at: Tick
    card: Card | None = None

    @property
    def frames(self) -> int:
        """Pictures in it."""
        return 1 if self.card is not None else self.stop - self.first


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment with what is to be seen in it, and the name that its part has."""

    number: int
    segment: Segment
    review: Review
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """All of one copy's pieces in order; `linear` when they are to be decoded from the very start, by one process.

    `index` are the copy's frames. The `profile` says only what is seen.
    """

    pieces: tuple[Piece, ...]
    index: FrameIndex
    profile: Profile
    encoding: Encoding
    linear: bool

    @property
    def frames(self) -> int:
        """Pictures of the copy."""
        return sum(piece.segment.frames for piece in self.pieces)

    def without_pieces(self) -> "Plan":
        """The same plan for those who are given its pieces one by one."""
        return replace(self, pieces=())

    def tasks(self, missing: Collection[int], *, index: FrameIndex) -> list[tuple[Piece, ...]]:
        """The pieces with the numbers `missing`, parted where decoding can begin; `index` is the footage's.

        Where no keyframe is, going on costs less than coming again. Linear decoding is parted nowhere.
        """
        tasks: list[list[Piece]] = []
        for piece in (p for p in self.pieces if p.number in missing):
            before = tasks[-1][-1].segment if tasks else None
            here = piece.segment
            onward = before is not None and before.card is None and here.card is None and before.stop == here.first
            if tasks and (self.linear or (onward and not index.keyframes[here.first])):
                tasks[-1].append(piece)
            else:
                tasks.append([piece])
        return [tuple(task) for task in tasks]


def planned(footage: Footage, review: Review, *, profile: Profile, encoding: Encoding, linear: bool = False) -> Plan:
    """How a copy is rendered; `linear` when its footage was found damaged."""
    recording = footage.recording
    assembly = assembled(recording.index, review.kept, time_base=recording.video.time_base)
    index = assembly.index(recording.index)
    linear = linear or not seekable(recording)
    encoding = replace(encoding, threads=LINEAR_THREADS) if linear else encoding
    seen = replace(profile, sound=SoundPolicy.KEEP, quality=Quality.BALANCED, hardware=False)
    scale = scale_of(recording, index)
    look = look_of(seen, recording.video, cards=not assembly.whole)
    common = (__version__, look, WRITTEN_BY, footage.sha256, recording.video, seen, encoding, linear)
    told = repr((*common, scale.track, scale.multiple, scale.divisor))
    pieces = []
    for number, segment in enumerate(segments_of(recording, assembly)):
        ticks = recording.index.ticks[segment.first : segment.stop]
        part = review_in(review, Span(Tick(int(ticks[0])), Tick(int(ticks[-1]) + 1))) if len(ticks) else Review()
        left_out = segment.card.left_out if segment.card is not None else None
        digest = hashlib.sha256(repr((told, ticks.tolist(), left_out, tuple(part.regions.values()))).encode())
        pieces.append(Piece(number, segment, part, f"{of_footage(footage)}{digest.hexdigest()[:32]}"))
    return Plan(tuple(pieces), index, seen, encoding, linear)


def of_footage(footage: Footage) -> str:
    """What the names of all parts of a footage begin with."""
    return f"{footage.sha256[:16]}-"


def seekable(recording: Recording) -> bool:
    """Whether decoding can begin at any keyframe with the same pictures as from the start."""
    return recording.container in SEEKABLE and COUNTED not in recording.notes and bool(recording.index.keyframes.any())


def segments_of(recording: Recording, assembly: Assembly) -> list[Segment]:
    """The segments of a copy in order: what is kept, cut at the footage's own places, and the cards."""
    index = recording.index
    cuts = places(recording)
    segments: list[Segment] = []
    for piece in assembly.pieces:
        if isinstance(piece, Card):
            segments.append(Segment(first=0, stop=0, at=piece.at, card=piece))
            continue
        first, last = (int(np.searchsorted(index.ticks, tick)) for tick in (piece.span.start, piece.span.end))
        inside = cuts[bisect_right(cuts, first) : bisect_left(cuts, last)]
        edges = [first, *inside, last]
        for a, b in pairwise(edges):
            segments.append(Segment(first=a, stop=b, at=Tick(piece.at + int(index.ticks[a]) - piece.span.start)))
    return segments


def places(recording: Recording) -> list[int]:
    """The numbers of the frames at which the footage is cut: keyframes where they are near, rising from 0."""
    index = recording.index
    keys = np.flatnonzero(index.keyframes)
    times = index.ticks[keys]
    seconds = min(LONGEST, max(SHORTEST, recording.duration / SHARES))
    length = max(1.0, seconds / float(recording.video.time_base))
    found = [0]
    while True:
        start = int(index.ticks[found[-1]])
        if int(index.end) - start < 1.5 * length:
            return found
        low, high = np.searchsorted(times, [start + length / 2, start + 1.5 * length])
        if low < high:
            nearest = int(keys[low + np.argmin(np.abs(times[low:high] - (start + length)))])
        else:
            nearest = int(np.searchsorted(index.ticks, start + length))
        if nearest >= len(index):
            return found
        found.append(max(nearest, found[-1] + 1))


def review_in(review: Review, span: Span) -> Review:
    """What of a review can be seen during `span`, and no more: regions cut to it, without what nobody sees of them.

    What is hidden at a tick of the span is the same, to the last bit.
    """
    return of(_cut(r, span) for r in review.regions.values() if r.hides and r.span.overlaps(span) and _there(r, span))


def _there(region: Region, span: Span) -> bool:
    inside = Span(max(region.span.start, span.start), min(region.span.end, span.end))
    return region.inverse or not any(g.start <= inside.start and inside.end <= g.end for g in region.gaps)


def _cut(region: Region, span: Span) -> Region:
    inside = Span(max(region.span.start, span.start), min(region.span.end, span.end))
    seen = replace(
        region, decision=Decision.PROPOSED, reason="", track=None, touched=False, locked=False, person=None
    ).over(inside)
    ticks = [k.tick for k in region.keyframes]
    first = max(0, bisect_right(ticks, inside.start) - 1)
    stop = bisect_left(ticks, inside.end - 1) + 1
    return replace(seen, keyframes=tuple(_plain(region.keyframes[first : max(stop, first + 1)])))


def _plain(keyframes: Sequence[Keyframe]) -> list[Keyframe]:
    """The keyframes without who set them."""
    return [replace(k, source=KeyframeSource.PROPOSED) for k in keyframes]
