"""Joins what was followed in neighbouring segments into tracks of the whole footage."""

from collections.abc import Iterable, Sequence

import numpy as np

from reviewer.vision.trail import Tracklet, overlap

SAME = 0.3
"""Intersection over union, in the frame that two segments share, from which two tracklets are one subject."""

TWIN = 0.5
"""Intersection over union from which two tracklets of one subject at the same time follow the same thing."""


def link(segments: Sequence[Sequence[Tracklet]]) -> list[Tracklet]:
    """The tracklets of the whole footage, convincing ones only, from those of segments in order.

    Each segment's first frame is the last one of the segment before it. Evidence adds up across the border,
    so a weak find on either side of it may become convincing.
    """
    whole: list[Tracklet] = []
    open_ends: list[Tracklet] = []
    for segment in segments:
        whole += open_ends
        open_ends = []
        for tracklet in segment:
            earlier = _best(tracklet, whole)
            if earlier is not None:
                whole = [t for t in whole if t is not earlier]
                open_ends.append(_chained(earlier, tracklet))
            else:
                open_ends.append(tracklet)
    whole += open_ends
    return _without_twins(t for t in whole if t.convincing)


def _best(tracklet: Tracklet, whole: Sequence[Tracklet]) -> Tracklet | None:
    fits = [
        (overlap(t.boxes[-1], tracklet.boxes[0]), -i)
        for i, t in enumerate(whole)
        if t.subject is tracklet.subject and t.last == tracklet.first
    ]
    fit, position = max(fits, default=(0.0, 0))
    return whole[-position] if fit >= SAME else None


def _chained(a: Tracklet, b: Tracklet) -> Tracklet:
    """`b` after `a`; the frame that both have keeps the better find, and a find rather than what was followed."""
    keep_a = (a.origins[-1], -a.scores[-1]) <= (b.origins[0], -b.scores[0])
    head, tail = (len(a.boxes), 1) if keep_a else (len(a.boxes) - 1, 0)
    return Tracklet(
        a.subject,
        a.first,
        np.concatenate([a.boxes[:head], b.boxes[tail:]]),
        np.concatenate([a.origins[:head], b.origins[tail:]]),
        np.concatenate([a.scores[:head], b.scores[tail:]]),
    )


def _without_twins(tracklets: Iterable[Tracklet]) -> list[Tracklet]:
    """Leave out a tracklet that runs, for all its life, inside a longer one of the same subject."""
    ordered = sorted(tracklets, key=lambda t: (-len(t.boxes), t.first))
    kept: list[Tracklet] = []
    for tracklet in ordered:
        if not any(_inside(tracklet, longer) for longer in kept):
            kept.append(tracklet)
    return sorted(kept, key=lambda t: (t.first, -len(t.boxes)))


def _inside(short: Tracklet, long: Tracklet) -> bool:
    if short.subject is not long.subject or short.first < long.first or short.last > long.last:
        return False
    part = long.boxes[short.first - long.first : short.last - long.first + 1]
    return all(overlap(a, b) >= TWIN for a, b in zip(short.boxes, part, strict=True))
