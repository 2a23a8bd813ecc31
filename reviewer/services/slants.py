"""Keyframes for what lies aslant: the corners of a track with room along its own edges, for speed and for few bends."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Track
from reviewer.core.outline import Outline
from reviewer.core.region import Keyframe
from reviewer.core.timing import Tick
from reviewer.services.bends import bends

Numbers = NDArray[np.float64]
"""Corners have the shape (n, 4, 2): x and y, clockwise from the subject's own top left, in pixels of the frame."""

LEAST = 3.0
"""Pixels: the least side of a quadrilateral that is taken at its word. Corners are found to about a pixel, which turns
the edges of anything smaller any way."""

SKEW = 0.35
"""Sine of the least angle at a corner. Of a plate seen more sharply from the side hardly anything can be read, and room
made along its edges would run out far at the corners."""

AGREES = 1.0, 0.1
"""Pixels, and part of its size, by which the box of a frame may reach beyond the hull of its corners; they are not
those of the box otherwise."""

CLOSE = 0.05
"""Pixels of slack at least, so that rounded corners still hold what they should."""

UPRIGHT = np.array([(1, 0), (0, 1), (-1, 0), (0, -1)], np.float64)
"""Directions of the edges of a box, clockwise from its top."""


@dataclass(frozen=True, slots=True, eq=False)
class Room:
    """What is hidden beyond the corners of each frame: on each flank, above and below, in parts of its own sides.

    `flank`, `above` and `below` have the shape (n,). Each frame's region holds the frames up to `neighbours` before and
    after as well, and is larger by `slack` of its least side than it has to be. `upright` is the part, 0 to 1, of the
    upright box around a frame's own corners that is hidden at least.
    """

    flank: Numbers
    above: Numbers
    below: Numbers
    neighbours: int
    slack: float
    upright: float


def slanted_keyframes(track: Track, room: Room) -> tuple[Keyframe, ...] | None:
    """Few keyframes with outlines that hold, in every frame, its corners with their room; None without corners to use.

    Frames whose corners are no quadrilateral of a plate's kind are held by the box around them.
    """
    if track.quads is None:
        return None
    corners, sound = _usable(track.quads.astype(np.float64), track.boxes.astype(np.float64))
    if not sound.any():
        return None
    needed, kept = _held(corners, sound, room=room)
    ticks = track.ticks.astype(np.float64)
    positions = bends(len(ticks), partial(_straight, ticks=ticks, needed=needed, kept=kept))
    return tuple(Keyframe.around(Tick(int(track.ticks[i])), _outline(kept[i])) for i in positions)


def _usable(quads: Numbers, boxes: Numbers) -> tuple[Numbers, NDArray[np.bool_]]:
    """The corners of each frame, those of its box where others are not to be used, and where they are used."""
    finite = np.asarray(np.isfinite(quads).all(axis=(1, 2)), np.bool_)
    low, high = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
    quads = np.where(finite[:, None, None], quads, _box(low, high))
    least, most = quads.min(axis=1), quads.max(axis=1)
    spare = AGREES[0] + AGREES[1] * (most - least)
    agrees = ((least - low <= spare) & (high - most <= spare)).all(axis=1)
    directions, lengths = _edges(quads)
    regular = (lengths.min(axis=1) >= LEAST) & (_turns(directions).min(axis=1) >= SKEW)
    sound = np.asarray(finite & agrees & regular, np.bool_)
    around = _box(np.minimum(low, least), np.maximum(high, most))
    return np.where(sound[:, None, None], quads, around), sound


def _grown(corners: Numbers, room: Room) -> Numbers:
    """Each corner moved out along the two edges that meet in it."""
    top_left, top_right, bottom_right, bottom_left = (corners[:, i] for i in range(4))
    flank, above, below = (part[:, None] for part in (room.flank, room.above, room.below))
    top, bottom = top_right - top_left, bottom_right - bottom_left
    left, right = bottom_left - top_left, bottom_right - top_right
    moved = [
        top_left - flank * top - above * left,
        top_right + flank * top - above * right,
        bottom_right + flank * bottom + below * right,
        bottom_left - flank * bottom + below * left,
    ]
    return np.stack(moved, axis=1)


def _held(corners: Numbers, sound: NDArray[np.bool_], *, room: Room) -> tuple[Numbers, Numbers]:
    """What each frame's region must hold, and that with its slack: its corners pushed out around its neighbours'."""
    grown = _grown(corners, room)
    around = _neighbourhood(np.concatenate([grown, corners], axis=1), room.neighbours)
    directions, _ = _edges(grown)
    aslant = sound & (_turns(directions).min(axis=1) >= SKEW)
    boxes = _box(around.min(axis=1), around.max(axis=1))
    directions = np.where(aslant[:, None, None], directions, UPRIGHT)
    needed = _met(directions, _further(_reach(directions, around), corners, directions=directions, part=room.upright))
    aslant &= _area(needed) <= _area(boxes)  # edges that fit one frame may run far out around frames that lie otherwise
    directions = np.where(aslant[:, None, None], directions, UPRIGHT)
    needed = np.where(aslant[:, None, None], needed, boxes)
    slack = np.maximum(room.slack * _edges(needed)[1].min(axis=1), CLOSE)
    return needed, np.round(_met(directions, _reach(directions, needed) + slack[:, None]), 2)


def _neighbourhood(corners: Numbers, neighbours: int) -> Numbers:
    """The corners of each frame and of its neighbours, of shape (n, many, 2)."""
    last = len(corners) - 1
    near = np.arange(len(corners))[:, None] + np.arange(-neighbours, neighbours + 1)
    return np.asarray(corners[np.clip(near, 0, last)].reshape(len(corners), -1, 2), np.float64)


def _reach(directions: Numbers, points: Numbers) -> Numbers:
    """How far out the points of each frame go, across each of its edges: shape (n, 4), from the picture's corner."""
    return np.asarray(np.einsum("nec,npc->nep", _outward(directions), points).max(axis=2), np.float64)


def _further(reach: Numbers, corners: Numbers, *, directions: Numbers, part: float) -> Numbers:
    """`reach`, moved out until at least `part` of the upright box around the corners lies inside of the edges.

    An edge that runs `d` pixels inside of a box's corner cuts off a triangle of d * d / (2 * |x * y|), where x and y
    are its outward direction, or less where the triangle sticks out of the box.
    """
    boxes = _box(corners.min(axis=1), corners.max(axis=1))
    outward = _outward(directions)
    inside = np.maximum(_reach(directions, boxes) - reach, 0.0)
    left_out = (inside**2 / np.maximum(2 * np.abs(outward[..., 0] * outward[..., 1]), 1e-9)).sum(axis=1)
    spare = np.sqrt(np.minimum((1 - part) * _area(boxes) / np.maximum(left_out, 1e-9), 1.0))
    return np.asarray(reach + inside * (1 - spare[:, None]), np.float64)


def _met(directions: Numbers, reach: Numbers) -> Numbers:
    """The corners in which edges of these directions meet that lie so far out."""
    outward = _outward(directions)
    before, reach_before = np.roll(outward, 1, axis=1), np.roll(reach, 1, axis=1)
    turn = _crossed(before, outward)
    x = (reach_before * outward[..., 1] - reach * before[..., 1]) / turn
    y = (reach * before[..., 0] - reach_before * outward[..., 0]) / turn
    return np.stack([x, y], axis=-1)


def _straight(start: int, end: int, *, ticks: Numbers, needed: Numbers, kept: Numbers) -> bool:
    """Whether what lies on the straight line between two frames' corners holds what each frame between needs."""
    part = (ticks[start : end + 1] - ticks[start]) / (ticks[end] - ticks[start])
    line = kept[start] + (kept[end] - kept[start]) * part[:, None, None]
    edges = np.roll(line, -1, axis=1) - line
    points = needed[start : end + 1, None] - line[:, :, None]
    convex = _crossed(edges, np.roll(edges, -1, axis=1)) > 0
    inside = edges[:, :, None, 0] * points[..., 1] - edges[:, :, None, 1] * points[..., 0] >= 0
    return bool(convex.all() and inside.all())


def _box(low: Numbers, high: Numbers) -> Numbers:
    """The corners of boxes between these places, (n, 2) each."""
    (left, top), (right, bottom) = low.T, high.T
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return np.stack([np.stack(corner, axis=1) for corner in corners], axis=1)


def _edges(corners: Numbers) -> tuple[Numbers, Numbers]:
    """The direction of each edge, from each corner to the next, as a step of one pixel, and its length."""
    edges = np.roll(corners, -1, axis=1) - corners
    lengths = np.hypot(edges[..., 0], edges[..., 1])
    return edges / np.maximum(lengths, 1e-9)[..., None], lengths


def _turns(directions: Numbers) -> Numbers:
    """Sine of the turn from each edge to the next, positive clockwise: of a convex quadrilateral all are."""
    return _crossed(directions, np.roll(directions, -1, axis=1))


def _outward(directions: Numbers) -> Numbers:
    return np.stack([directions[..., 1], -directions[..., 0]], axis=-1)


def _crossed(a: NDArray[np.floating[Any]], b: NDArray[np.floating[Any]]) -> Numbers:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0], np.float64)


def _area(corners: Numbers) -> Numbers:
    return np.asarray(_crossed(corners, np.roll(corners, -1, axis=1)).sum(axis=1) / 2, np.float64)


def _outline(corners: Numbers) -> Outline:
    return Outline(tuple((round(float(x), 2), round(float(y), 2)) for x, y in corners))
