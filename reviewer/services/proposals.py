"""Turns tracks, which are evidence, into regions, which hide: whole heads, room for speed, few keyframes."""

from collections.abc import Iterable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Origin, Subject, Track
from reviewer.core.footage import Footage, FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.region import Keyframe, Region, RegionId, Shape
from reviewer.core.timing import Span, Tick
from reviewer.services.bends import bends
from reviewer.services.slants import Room, slanted_keyframes

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

UPRIGHT = 0.85
"""Part of the upright box of what lies aslant that is hidden at least: others mark plates by such boxes, and many
detectors find them so; what hides less of one would count as not hiding it."""


def propose(tracks: Iterable[Track], footage: Footage) -> tuple[Region, ...]:
    """One region a track, in the order of their starts, clipped to nothing: parts outside the picture cost nothing."""
    index = footage.recording.index
    lead = round(LEAD / float(footage.recording.video.time_base))
    return tuple(_region(t, index, lead=lead) for t in sorted(tracks, key=lambda t: (int(t.ticks[0]), t.id)))


def _region(track: Track, index: FrameIndex, *, lead: int) -> Region:
    slanted = slanted_keyframes(track, _room(track)) if track.subject not in TALL else None
    start = max(index.tick(0), Tick(int(track.ticks[0]) - lead))
    end = min(index.end, Tick(track.end + lead))
    return Region(
        id=RegionId(f"region-{track.id}"),
        subject=track.subject,
        span=Span(Tick(start), Tick(end)),
        keyframes=slanted or _upright_keyframes(track),
        shape=Shape.POLYGON if slanted else Shape.RECTANGLE,
        track=track.id,
    )


def _upright_keyframes(track: Track) -> tuple[Keyframe, ...]:
    return keyframes_along(_with_margins(track), track.ticks)


def keyframes_along(sides: Sides, ticks: NDArray[np.int64]) -> tuple[Keyframe, ...]:
    """Few keyframes that hold, in the frame at each of `ticks`, its sides and those of its neighbours."""
    sides, times = _widened(sides), ticks.astype(np.float64)
    slack = SLACK * (sides[:, 2:] - sides[:, :2]).min(axis=1)
    kept = bends(len(times), partial(_straight, ticks=times, sides=sides, slack=slack))
    grown = sides + slack[:, None] * np.array([-1.0, -1.0, 1.0, 1.0])
    return tuple(Keyframe(Tick(int(ticks[i])), _box(grown[i])) for i in kept)


def _room(track: Track) -> Room:
    """The room that MARGINS and GUESSED give the track's corners."""
    guess = np.where(track.origins == Origin.BRIDGED, GUESSED, 0.0)
    flank, above, below = (margin + guess for margin in MARGINS[track.subject])
    return Room(flank, above, below, NEIGHBOURS, SLACK, UPRIGHT)


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


def _straight(a: int, b: int, *, ticks: NDArray[np.float64], sides: Sides, slack: NDArray[np.float64]) -> bool:
    """Whether straight lines from position `a` to `b` miss no side in no frame by more than its slack."""
    part = ((ticks[a : b + 1] - ticks[a]) / (ticks[b] - ticks[a]))[:, None]
    # The ends are grown by their own slack, so the line is too; what it misses beyond that must not show.
    reach = slack[a] + (slack[b] - slack[a]) * part[:, 0]
    line = sides[a] + (sides[b] - sides[a]) * part
    return bool((np.abs(line - sides[a : b + 1]).max(axis=1) <= np.minimum(reach, slack[a : b + 1])).all())


def _box(sides: NDArray[np.float64]) -> Box:
    left, top, right, bottom = (round(float(v), 2) for v in sides)
    return Box(left, top, right - left, bottom - top)
