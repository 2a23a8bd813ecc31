"""Joins what was followed in neighbouring segments into tracks of the whole footage."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from reviewer.vision.trail import Tracklet, overlap, quads_of

SAME = 0.3
"""Intersection over union, in the frame that two segments share, from which two tracklets are one subject."""

TWIN = 0.5
"""Intersection over union from which two tracklets of one subject at the same time follow the same thing."""

STRETCH = 256
"""Frames in a stretch: tracklets are only compared with those that reach into the stretch in which they begin."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What became of the tracklets of all segments: those to hide something for, and those too weak for that."""

    tracks: list[Tracklet]
    dropped: list[Tracklet]


def link(segments: Sequence[Sequence[Tracklet]], *, borders: Sequence[int]) -> Linked:
    """The tracklets of the whole footage from those of segments in order.

    `borders` are the frames that each segment shares with the next. Evidence adds up across a border, so a weak find
    on either side of it may become convincing.
    """
    done, going_on = list[Tracklet](), list(segments[0]) if segments else []
    for border, segment in zip(borders, segments[1:], strict=True):
        done += [t for t in going_on if t.last < border]
        reaching = [t for t in going_on if t.first <= border <= t.last]
        going_on = [t for t in going_on if t.first > border]
        for tracklet in segment:
            earlier = _best(tracklet, reaching, border=border)
            if earlier is not None:
                reaching = [t for t in reaching if t is not earlier]
            going_on.append(tracklet if earlier is None else _chained(earlier, tracklet, border=border))
        going_on += reaching
    whole = done + going_on
    return Linked(_without_twins(t for t in whole if t.convincing), [t for t in whole if not t.convincing])


def _best(tracklet: Tracklet, reaching: Sequence[Tracklet], *, border: int) -> Tracklet | None:
    """The tracklet of the segment before that is in the same place in the shared frame."""
    if not tracklet.first <= border <= tracklet.last:
        return None
    here = tracklet.boxes[border - tracklet.first]
    fits = [
        (overlap(t.boxes[border - t.first], here), -i) for i, t in enumerate(reaching) if t.subject is tracklet.subject
    ]
    fit, position = max(fits, default=(0.0, 0))
    return reaching[-position] if fit >= SAME else None


def _chained(a: Tracklet, b: Tracklet, *, border: int) -> Tracklet:
    """`b` after `a`: before the border `a` counts and beyond it `b`; in the border a find, and of two the better."""
    keep_a = _rank(a, border) <= _rank(b, border)
    head = border - a.first + keep_a
    tail = border - b.first + keep_a
    known = a.quads is not None or b.quads is not None
    quads = np.concatenate([quads_of(a)[:head], quads_of(b)[tail:]]) if known else None
    return Tracklet(
        a.subject,
        a.first,
        np.concatenate([a.boxes[:head], b.boxes[tail:]]),
        np.concatenate([a.origins[:head], b.origins[tail:]]),
        np.concatenate([a.scores[:head], b.scores[tail:]]),
        np.concatenate([a.looks[:1], b.looks[1:]]),
        quads,
    )


def _rank(tracklet: Tracklet, frame: int) -> tuple[int, float]:
    position = frame - tracklet.first
    return int(tracklet.origins[position]), -float(tracklet.scores[position])


def _without_twins(tracklets: Iterable[Tracklet]) -> list[Tracklet]:
    """Leave out a tracklet that runs, for all its life, inside a longer one of the same subject."""
    kept: list[Tracklet] = []
    there: defaultdict[int, list[Tracklet]] = defaultdict(list)  # the kept ones, by the stretches they reach into
    for tracklet in sorted(tracklets, key=lambda t: (-len(t.boxes), t.first)):
        if not any(_inside(tracklet, longer) for longer in there[tracklet.first // STRETCH]):
            kept.append(tracklet)
            for number in range(tracklet.first // STRETCH, tracklet.last // STRETCH + 1):
                there[number].append(tracklet)
    return sorted(kept, key=lambda t: (t.first, -len(t.boxes)))


def _inside(short: Tracklet, long: Tracklet) -> bool:
    if short.subject is not long.subject or short.first < long.first or short.last > long.last:
        return False
    a = short.boxes.astype(np.float64)
    b = long.boxes[short.first - long.first : short.last - long.first + 1].astype(np.float64)
    corners = np.minimum(a[:, :2] + a[:, 2:], b[:, :2] + b[:, 2:]) - np.maximum(a[:, :2], b[:, :2])
    both = np.clip(corners, 0, None).prod(axis=1)
    return bool((both >= TWIN * (a[:, 2:].prod(axis=1) + b[:, 2:].prod(axis=1) - both)).all())
