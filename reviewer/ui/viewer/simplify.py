"""Few corners instead of many points: a line drawn by hand, thinned to where it bends."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reviewer.core.outline import FEWEST, Corner, Outline

FINEST = 0.5
"""Pixels by which the thinned line may miss the drawn one at first; hands tremble by more."""

COARSER = 1.4
"""Times by which that grows until few enough corners are left."""


WIDEST = 8.0
"""Pixels by which a thinned line may be moved out at most; what needs more is a scribble that crosses itself."""

MITRE = 3.0
"""Times as far as its edges that a sharp corner moves out at most."""


def around(points: Sequence[Corner], count: int) -> list[Corner]:
    """A closed line of no more than `count` corners (3 at least) that goes round every one of `points`.

    It is thinned, and moved out by what that may have cut off. Round a scribble that crosses itself nothing goes
    so closely: there it is the line as near to the points as `count` corners allow.
    """
    x, y = np.array(points, np.float64).T
    miss = FINEST
    while miss <= WIDEST:
        corners = thinned(points, miss)
        if 3 <= len(corners) <= count:
            wide = _moved_out(corners, miss)
            if Outline(tuple(wide)).inside(x, y).all():
                return wide
        miss *= COARSER
    return at_most(points, count)


def at_most(points: Sequence[Corner], count: int) -> list[Corner]:
    """A closed line of no more than `count` corners (4 at least) that runs as close to `points` as that allows.

    Of what would be left as a line without an inside it is the box around the points.
    """
    kept, miss = list(points), FINEST
    while len(kept) > max(count, 4):
        kept = thinned(points, miss)
        miss *= COARSER
    if len(kept) >= FEWEST or len(points) < FEWEST:
        return kept
    left, top = min(x for x, _ in points), min(y for _, y in points)
    right, bottom = max(x for x, _ in points), max(y for _, y in points)
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def thinned(points: Sequence[Corner], miss: float) -> list[Corner]:
    """The corners of a closed line that lies within `miss` pixels of every point, by Douglas and Peucker.

    Between two corners that stay, the point farthest from the straight line stays too when it is farther off than
    `miss`. The first point stays, and so does the one farthest from it.
    """
    if len(points) < 4:
        return list(points)
    line = np.array([*points, points[0]], np.float64)
    far = int(np.argmax(np.hypot(*(line - line[0]).T)))
    keep = np.zeros(len(line), np.bool_)
    keep[[0, far]] = True
    stretches = [(0, far), (far, len(line) - 1)]
    while stretches:
        first, last = stretches.pop()
        if last - first < 2:
            continue
        off = _off(line[first + 1 : last], line[first], end=line[last])
        worst = int(np.argmax(off))
        if off[worst] > miss:
            keep[first + 1 + worst] = True
            stretches += [(first, first + 1 + worst), (first + 1 + worst, last)]
    return [points[int(i)] for i in np.flatnonzero(keep[:-1])]


def _moved_out(corners: Sequence[Corner], by: float) -> list[Corner]:
    """Every edge of the closed line moved out by so many pixels; its corners are where the edges meet then."""
    line = np.array(corners, np.float64)
    onwards = np.roll(line, -1, axis=0) - line
    turn = np.sign(np.sum(line[:, 0] * np.roll(line[:, 1], -1) - line[:, 1] * np.roll(line[:, 0], -1))) or 1.0
    length = np.maximum(np.hypot(*onwards.T), 1e-9)[:, None]
    after = turn * np.stack([onwards[:, 1], -onwards[:, 0]], axis=1) / length
    before = np.roll(after, 1, axis=0)
    out = (before + after) / np.maximum(1 + (before * after).sum(axis=1), 1e-3)[:, None]
    far = np.maximum(np.hypot(*out.T) / MITRE, 1.0)[:, None]
    return [(float(x), float(y)) for x, y in line + by * out / far]


def _off(points: NDArray[np.float64], start: NDArray[np.float64], *, end: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far each point lies from the stretch between start and end."""
    along = end - start
    length = float(along @ along)
    part = np.clip((points - start) @ along / length, 0.0, 1.0) if length else np.zeros(len(points))
    return np.asarray(np.hypot(*(points - (start + part[:, None] * along)).T), np.float64)
