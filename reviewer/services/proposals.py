"""Turns tracks, which are evidence, into regions, which hide: whole heads, room for speed, few keyframes."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Origin, Subject, Track
from reviewer.core.footage import Footage, FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.region import Keyframe, Region, RegionId
from reviewer.core.timing import Span, Tick

Sides = NDArray[np.float64]
"""Shape (n, 4): left, top, right, bottom in pixels of the upright frame."""

MARGINS = {
    Subject.FACE: (0.22, 0.35, 0.18),
    Subject.PLATE: (0.18, 0.3, 0.3),
    Subject.TEXT: (0.1, 0.2, 0.2),
}
"""What is hidden beyond the box on each flank, above and below, in parts of its width and height: a face is found from
hairline to chin, and hair and ears identify too; the ends of a plate are found least exactly."""

TALL = {Subject.FACE: 1.25}
"""Height that a box has at least, in widths: of a masked or half hidden face a detector boxes what it sees of it."""

GUESSED = 0.15
"""Part of its size by which a box is wider on every side where it was only bridged."""

NEIGHBOURS = 2
"""Frames before and after whose boxes each frame's region must hold as well: nothing shrinks in between."""

LEAD = 0.16
"""Seconds before the first and after the last frame of a track that stay covered."""

SLACK = 0.05
"""Part of the box by which a straight line between keyframes may miss it; the region is made larger by as much."""


def propose(tracks: Iterable[Track], footage: Footage) -> tuple[Region, ...]:
    """One region a track, in the order of their starts, clipped to nothing: parts outside the picture cost nothing."""
    index = footage.recording.index
    lead = round(LEAD / float(footage.recording.video.time_base))
    return tuple(_region(t, index, lead=lead) for t in sorted(tracks, key=lambda t: (int(t.ticks[0]), t.id)))


def _region(track: Track, index: FrameIndex, *, lead: int) -> Region:
    sides = _widened(_with_margins(track))
    slack = SLACK * (sides[:, 2:] - sides[:, :2]).min(axis=1)
    kept = _bends(track.ticks.astype(np.float64), sides, slack=slack)
    grown = sides + slack[:, None] * np.array([-1.0, -1.0, 1.0, 1.0])
    keyframes = tuple(Keyframe(Tick(int(track.ticks[i])), _box(grown[i])) for i in kept)
    start = max(index.tick(0), Tick(int(track.ticks[0]) - lead))
    end = min(index.end, Tick(track.end + lead))
    return Region(
        id=RegionId(f"region-{track.id}"),
        subject=track.subject,
        span=Span(Tick(start), Tick(end)),
        keyframes=keyframes,
        track=track.id,
    )


def _with_margins(track: Track) -> Sides:
    flank, above, below = MARGINS[track.subject]
    x, y, width, height = track.boxes.astype(np.float64).T
    missing = np.maximum(TALL.get(track.subject, 0.0) * width - height, 0.0)
    y, height = y - missing / 3, height + missing  # mostly below: masks and scarves hide more than caps do
    guess = np.where(track.origins == Origin.BRIDGED, GUESSED, 0.0)
    return np.stack(
        [
            x - (flank + guess) * width,
            y - (above + guess) * height,
            x + (1 + flank + guess) * width,
            y + (1 + below + guess) * height,
        ],
        axis=1,
    )


def _widened(sides: Sides) -> Sides:
    """For each frame the hull of its box and its neighbours', which also makes room for speed."""
    result = sides.copy()
    for shift in range(1, min(NEIGHBOURS, len(sides) - 1) + 1):
        for here, there in ((slice(shift, None), slice(None, -shift)), (slice(None, -shift), slice(shift, None))):
            result[here, :2] = np.minimum(result[here, :2], sides[there, :2])
            result[here, 2:] = np.maximum(result[here, 2:], sides[there, 2:])
    return result


def _bends(ticks: NDArray[np.float64], sides: Sides, *, slack: NDArray[np.float64]) -> list[int]:
    """Positions of the keyframes: straight lines between them miss no side in no frame by more than its slack."""
    kept, start, last = [0], 0, len(ticks) - 1
    while start < last:
        reach = _farthest(ticks, sides, slack=slack, start=start)
        kept.append(reach)
        start = reach
    return kept


def _farthest(ticks: NDArray[np.float64], sides: Sides, *, slack: NDArray[np.float64], start: int) -> int:
    """The last position that one straight line from `start` may lead to: doubled, then halved to the limit."""
    last = len(ticks) - 1
    good, step = start + 1, 2
    while start + step <= last and _straight(ticks, sides, slack=slack, ends=(start, start + step)):
        good, step = start + step, step * 2
    low, high = good, min(last, start + step)
    while low < high:
        middle = (low + high + 1) // 2
        if _straight(ticks, sides, slack=slack, ends=(start, middle)):
            low = middle
        else:
            high = middle - 1
    return low


def _straight(ticks: NDArray[np.float64], sides: Sides, *, slack: NDArray[np.float64], ends: tuple[int, int]) -> bool:
    a, b = ends
    part = ((ticks[a : b + 1] - ticks[a]) / (ticks[b] - ticks[a]))[:, None]
    # The ends are grown by their own slack, so the line is too; what it misses beyond that must not show.
    reach = slack[a] + (slack[b] - slack[a]) * part[:, 0]
    line = sides[a] + (sides[b] - sides[a]) * part
    return bool((np.abs(line - sides[a : b + 1]).max(axis=1) <= np.minimum(reach, slack[a : b + 1])).all())


def _box(sides: NDArray[np.float64]) -> Box:
    left, top, right, bottom = (round(float(v), 2) for v in sides)
    return Box(left, top, right - left, bottom - top)
