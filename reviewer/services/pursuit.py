"""Draw once and follow: from what a person drew, forward and backward to where it enters and leaves the picture.

What a person set stays where it is. Between two such keyframes it is followed from both, and what comes of it agrees
with both; where the two ways do not meet, all that lies between them is covered.
"""

from collections.abc import Generator, Iterable, Mapping, Sequence
from itertools import pairwise

import numpy as np

from reviewer.core.detection import Origin, Track
from reviewer.core.errors import UsageError
from reviewer.core.footage import Footage, FrameIndex, Recording
from reviewer.core.geometry import Box, hull
from reviewer.core.outline import Outline
from reviewer.core.pursuit import End, Ending, Followed, Pursuit, own_keyframes
from reviewer.core.region import Keyframe
from reviewer.core.timing import Span, Tick
from reviewer.services.chasing import Drawn, Laid, Leg, Walk, Walked, chase
from reviewer.services.jobs import Progress
from reviewer.services.laying import keyframes_of
from reviewer.services.looking import Source
from reviewer.services.proposals import LEAD, MARGINS
from reviewer.services.segments import rate_of
from reviewer.services.workers import in_child

SAME = 0.5
"""Intersection over union of what was drawn and a track, with the margins of a proposal or without, from which the
track is of the same thing."""

MEET = 0.3
"""Intersection over union from which two ways of following are in the same place."""

STRAIGHT = 0.4
"""Seconds between two keyframes of a person up to which what lies between them is straight: what was painted over has
one every few frames."""

UNSEEN = 0.2
"""Part of its size by which it is wider on every side where neither way has seen it."""


def follow_region(
    footage: Footage, pursuit: Pursuit, *, tracks: Sequence[Track]
) -> Generator[Progress, None, Followed]:
    """Follow what a region covers; one unit of progress is a frame of the way that is gone just then.

    A track of the same subject that passes through it serves as evidence. Raises UsageError when the region is not in
    the frame that it is followed from, and what reading raises.
    """
    index = footage.recording.index
    basis = own_keyframes(pursuit.region)
    drawn = _drawn(pursuit, index, basis=basis)
    track = _passing(tracks, drawn, pursuit=pursuit, index=index)
    known = {} if track is None else _known(track, index)
    legs = _legs(drawn, pursuit, recording=footage.recording)
    source = Source(footage.path, footage.recording)
    walked = yield from in_child(chase, source, Walk(legs, pursuit.region.subject, known), name=footage.path.name)
    path = _path(drawn, dict(zip(legs, walked, strict=True)))
    first = walked[0] if pursuit.back else None
    last = walked[-1] if pursuit.onward else None
    return Followed(
        region=pursuit.region.id,
        keyframes=keyframes_of(path, index, fixed={d.number for d in drawn} if basis else set()),
        span=_span(path, footage, back=first, onward=last),
        basis=basis,
        start=_end(first, index),
        end=_end(last, index),
        track=None if track is None else track.id,
    )


def _drawn(pursuit: Pursuit, index: FrameIndex, *, basis: tuple[Keyframe, ...]) -> list[Drawn]:
    """What to follow from, in the order of time: keyframes of a person, or how the region lies in the frame on show."""
    region, tick = pursuit.region, pursuit.tick
    if not basis:
        if not region.present_at(tick):
            raise UsageError(
                "The region is not in this frame.", "Go to a frame that it covers (G), and follow it there."
            )
        basis = (region.keyframe_at(tick),)
    found = {index.number(k.tick): k for k in basis}
    numbers, here = sorted(found), index.number(tick)
    if not pursuit.back:
        numbers = [n for n in numbers if n >= max((n for n in numbers if n <= here), default=numbers[0])]
    if not pursuit.onward:
        numbers = [n for n in numbers if n <= min((n for n in numbers if n >= here), default=numbers[-1])]
    return [Drawn(n, found[n].box, found[n].outline) for n in numbers]


def _legs(drawn: Sequence[Drawn], pursuit: Pursuit, *, recording: Recording) -> tuple[Leg, ...]:
    """The ways to go: back from the first, both ways between two that are not close, and on from the last."""
    close = STRAIGHT * rate_of(recording)
    apart = [(a, b) for a, b in pairwise(drawn) if b.number - a.number > close]
    between = [leg for a, b in apart for leg in (Leg(a, b.number), Leg(b, a.number))]
    back = [Leg(drawn[0], 0)] if pursuit.back else []
    onward = [Leg(drawn[-1], len(recording.index) - 1)] if pursuit.onward else []
    return (*back, *between, *onward)


def _passing(tracks: Sequence[Track], drawn: Sequence[Drawn], *, pursuit: Pursuit, index: FrameIndex) -> Track | None:
    """The track of the same subject that fits best what was drawn, in any of those frames."""
    best, fits = None, SAME
    for track in (t for t in tracks if t.subject is pursuit.region.subject):
        for each in drawn:
            at = int(np.searchsorted(track.ticks, index.tick(each.number)))
            if at < len(track.ticks) and int(track.ticks[at]) == index.tick(each.number):
                fit = _fit(each.box, track.box(at), margins=MARGINS[track.subject])
                if fit >= fits:
                    best, fits = track, fit
    return best


def _fit(drawn: Box, box: Box, *, margins: tuple[float, float, float]) -> float:
    flank, above, below = margins
    wide = Box(
        box.x - flank * box.width,
        box.y - above * box.height,
        (1 + 2 * flank) * box.width,
        (1 + above + below) * box.height,
    )
    return max(drawn.overlap(box), drawn.overlap(wide))


def _known(track: Track, index: FrameIndex) -> dict[int, Box]:
    """Where a track was seen or followed, by the number of the frame."""
    seen = np.flatnonzero(track.origins != Origin.BRIDGED)
    return {index.number(Tick(int(track.ticks[i]))): track.box(int(i)) for i in seen}


def _path(drawn: Sequence[Drawn], walked: Mapping[Leg, Walked]) -> dict[int, Laid]:
    """How the region lies in every frame from the first to the last that it was followed to."""
    path = {d.number: Laid(d.box, d.outline, 0.0) for d in drawn}
    ways = {(leg.start.number, leg.stop): w for leg, w in walked.items()}
    for a, b in pairwise(drawn):
        if (b.number, a.number) in ways:
            path |= _between(a.number, b.number, ways=ways)
    inner = {d.number for d in drawn}
    for (start, stop), way in ways.items():
        if stop not in inner or start == stop:
            step = 1 if stop > start else -1
            path |= {start + step * i: laid for i, laid in enumerate(way.path) if i}
    return path


def _between(start: int, stop: int, *, ways: Mapping[tuple[int, int], Walked]) -> dict[int, Laid]:
    """What two ways that go towards one another make of the frames between."""
    onward, back = ways[start, stop].path, ways[stop, start].path
    result, reached = dict[int, Laid](), max(0, min(len(onward) - 1, stop - start - 1))
    begun = stop - max(0, min(len(back) - 1, stop - start - 1))
    for number in range(start + 1, stop):
        part = (number - start) / (stop - start)
        a = onward[number - start] if number - start < len(onward) else None
        b = back[stop - number] if stop - number < len(back) else None
        if a is not None and b is not None:
            result[number] = _agreed(a, b, part=part)
        elif a is not None or b is not None:
            result[number] = a or b  # type: ignore[assignment]
        else:
            way = (number - start - reached) / (begun - start - reached)
            result[number] = _mixed(onward[reached], back[stop - begun], part=way, room=UNSEEN)
    return result


def _agreed(a: Laid, b: Laid, *, part: float) -> Laid:
    """What two ways of following say of one frame: the surer one, the mean by how near each began, or both."""
    if (a.room > 0) is not (b.room > 0):
        return b if a.room else a
    if a.box.overlap(b.box) < MEET:
        both = hull((a.box, b.box))
        outline = None if a.outline is None and b.outline is None else Outline.of(both)
        return Laid(both, outline, max(a.room, b.room))
    return _mixed(a, b, part=part, room=max(a.room, b.room))


def _mixed(a: Laid, b: Laid, *, part: float, room: float) -> Laid:
    if a.outline is None and b.outline is None:
        return Laid(a.box.towards(b.box, part), None, room)
    if a.outline is not None and b.outline is not None and len(a.outline.corners) == len(b.outline.corners):
        outline = a.outline.towards(b.outline, part)
    else:
        outline = Outline.of(hull((a.box, b.box)))
    return Laid(outline.box, outline, room)


def _span(path: Iterable[int], footage: Footage, *, back: Walked | None, onward: Walked | None) -> Span:
    """The frames that were followed, and a little more at an end where nothing says that it is the very end."""
    index, lead = footage.recording.index, round(LEAD / float(footage.recording.video.time_base))
    numbers = sorted(path)
    exact = (Ending.CUT, Ending.FOOTAGE)
    start, end = index.tick(numbers[0]), index.after(numbers[-1])
    if back is not None and back.why not in exact:
        start = max(index.tick(0), Tick(start - lead))
    if onward is not None and onward.why not in exact:
        end = min(index.end, Tick(end + lead))
    return Span(start, end)


def _end(walked: Walked | None, index: FrameIndex) -> End | None:
    return None if walked is None else End(walked.why, index.tick(walked.last))
