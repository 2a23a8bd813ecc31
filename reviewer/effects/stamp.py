"""Write a profile's stamp over a frame: letters on a solid plate in a corner, with the time in the original.

The plate hides what lies under it; like all that is of one colour it reaches to whole samples of chroma.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reviewer.core.colour import to_yuv
from reviewer.core.footage import Colour, VideoStream
from reviewer.core.frame import Frame
from reviewer.core.stamp import Corner, Stamp
from reviewer.core.timing import clock
from reviewer.effects.lettering import CAPITALS, letters, plain
from reviewer.effects.patch import Grid

INK, PLATE = (255, 255, 255), (0, 0, 0)
"""White on black, the most that there can be between two colours: read on any screen, printed, and in grey."""

PADDING = 0.3
"""Room around the letters, in parts of a line."""

LEAST = 9
"""Rows of a line below which letters are no letters."""

SHRUNK = 0.5
"""Part of the size asked for to which letters shrink at most: what is still too long then is cut, so that a long text
does not make the time illegible."""

HIGHEST = 0.4
"""Part of the picture's height that a stamp takes at most, in however many lines."""

GAP = 2
"""Blanks between the parts of a stamp that stand in one line."""

_LOW = frozenset({Corner.BOTTOM_LEFT, Corner.BOTTOM_RIGHT})
_RIGHT = frozenset({Corner.TOP_RIGHT, Corner.BOTTOM_RIGHT})

_CLOCK = "0123456789:.-"
"""What a time is made of."""


@dataclass(frozen=True, slots=True, eq=False)
class _Plate:
    """Where a stamp lies, in pixels, and how much of each the letters cover that stay the same.

    `time_at` is where in it the time begins, row and column, in a line of `line` rows.
    """

    left: int
    top: int
    cover: NDArray[np.uint8]
    time_at: tuple[int, int]
    line: int


def stamped(frame: Frame, stamp: Stamp, *, video: VideoStream, own: bool = False) -> Frame:
    """The frame with the stamp over it, read-only; the very same frame when the stamp says nothing.

    The time counts from the footage's first picture, as players count. Where the picture is too narrow the parts of
    the stamp stand below one another, then the letters shrink, and at last they are cut: whatever the text is, the
    plate lies inside the picture. `own` says that the frame's planes are nobody else's, and may be written into.
    """
    time = clock(video.told(frame.tick)) if stamp.clock else ""
    plate = _plate(stamp, len(time), grid=Grid(frame.width, frame.height, frame.interlaced))
    if plate is None:
        return frame
    tones = _tones(video.colour, frame.height)
    luma, blue, red = (p if own else p.copy() for p in frame.planes)
    for plane in (luma, blue, red):
        plane.setflags(write=True)
    rows, columns = plate.cover.shape
    area = luma[plate.top : plate.top + rows, plate.left : plate.left + columns]
    np.take(tones, plate.cover, out=area)
    _run(area, plate, time=time, tones=tones)
    half = slice(plate.top // 2, (plate.top + rows + 1) // 2), slice(plate.left // 2, (plate.left + columns + 1) // 2)
    for plane in (blue, red):
        plane[half] = 128
    for plane in (luma, blue, red):
        plane.setflags(write=False)
    return Frame(frame.tick, luma, blue, red, frame.interlaced)


def _run(area: NDArray[np.uint8], plate: _Plate, *, time: str, tones: NDArray[np.uint8]) -> None:
    """Write the time into the plate, digit for digit: they are all of one width."""
    row, column = plate.time_at
    for character in time:
        digit = tones[letters(character, height=plate.line)]
        place = area[row : row + digit.shape[0], column : column + digit.shape[1]]
        place[:] = digit[: place.shape[0], : place.shape[1]]
        column += _cell(plate.line)


@lru_cache(maxsize=16)
def _tones(colour: Colour, height: int) -> NDArray[np.uint8]:
    """The luma of each coverage from 0 to 255."""
    dark, light = (to_yuv(c, colour, height=height)[0] for c in (PLATE, INK))
    return np.rint(dark + np.arange(256) * (light - dark) / 255).astype(np.uint8)


@lru_cache(maxsize=64)
def _cell(line: int) -> int:
    return max(int(letters(c, height=line).shape[1]) for c in _CLOCK)


@lru_cache(maxsize=16)
def _plate(stamp: Stamp, digits: int, *, grid: Grid) -> _Plate | None:
    """The plate of a stamp whose time has so many digits, None when there is nothing to say."""
    most = grid.width // _cell(_least(_wanted(stamp, grid))) + 1  # of more there would be nothing to see but time lost
    parts = tuple(p if len(p) <= most else p[:most] + "…" for p in (plain(stamp.text), plain(stamp.reference)) if p)
    if not parts and not digits:
        return None
    line, rows = _fitting(parts, digits, stamp=stamp, grid=grid)
    pad = _padding(line)
    step = grid.step
    width = min(_up(max(_width(r, line, digits=digits) for r in rows) + 2 * pad, step), grid.width)
    height = min(_up(len(rows) * line + 2 * pad, step), grid.height)
    cover, time_at = np.zeros((height, width), np.uint8), (0, 0)
    for number, row in enumerate(rows):
        top, x = pad + number * line, pad
        for part in row:
            if part is None:
                time_at = top, x
                break
            drawn = _cut(part, line, room=width - pad - x)
            _put(cover, drawn, top=top, left=x)
            x += drawn.shape[1] + GAP * _cell(line)
    left, top = _corner(stamp.corner, (width, height), grid=grid)
    # The last block of a picture may be no whole one: the plate goes on to the picture's side.
    below = grid.height - top - height if stamp.corner in _LOW else 0
    beside = grid.width - left - width if stamp.corner in _RIGHT else 0
    cover = np.pad(cover, ((0, below), (0, beside)))
    cover.setflags(write=False)
    return _Plate(left, top, cover, time_at, line)


Row = tuple[str | None, ...]
"""What stands in one line of a stamp; None is the time."""


def _fitting(parts: tuple[str, ...], digits: int, *, stamp: Stamp, grid: Grid) -> tuple[int, tuple[Row, ...]]:
    """Rows of a line, and the lines: the first way that fits in the size asked for, or else that for the largest."""
    wanted = _wanted(stamp, grid)
    ways = list(_ways(parts, digits))
    for rows in ways:
        if _over(rows, wanted, digits=digits, grid=grid) <= 1:
            return wanted, rows
    found = [(_largest(rows, wanted, digits=digits, grid=grid), rows) for rows in ways]
    return max(found, key=lambda f: (f[0], len(f[1])))


def _ways(parts: tuple[str, ...], digits: int) -> Iterator[tuple[Row, ...]]:
    """In one line; the time below the rest; each below the other."""
    time: Row = (None,) if digits else ()
    yield ((*parts, *time),)
    if parts and digits:
        yield parts, time
    yield (*((p,) for p in parts), *((time,) if digits else ()))


def _largest(rows: tuple[Row, ...], wanted: int, *, digits: int, grid: Grid) -> int:
    """The most rows of a line, below those wanted, in which the lines fit into the picture, or the least there are."""
    line, least = wanted, _least(wanted)
    while line > least and (over := _over(rows, line, digits=digits, grid=grid)) > 1:
        line = max(least, min(line - 1, int(line / over)))
    return line


def _wanted(stamp: Stamp, grid: Grid) -> int:
    return max(LEAST, round(stamp.size * grid.height / CAPITALS))


def _least(wanted: int) -> int:
    return max(LEAST, round(wanted * SHRUNK))


def _over(rows: tuple[Row, ...], line: int, *, digits: int, grid: Grid) -> float:
    """By how much the lines are too large for the picture: up to 1 they fit."""
    pads = 2 * _padding(line)
    wide = max(_width(r, line, digits=digits) for r in rows) + pads
    return max(wide / grid.width, (len(rows) * line + pads) / (HIGHEST * grid.height))


def _width(row: Row, line: int, *, digits: int) -> int:
    each = (digits * _cell(line) if part is None else letters(part, height=line).shape[1] for part in row)
    return sum(each) + GAP * _cell(line) * (len(row) - 1)


def _cut(text: str, line: int, *, room: int) -> NDArray[np.uint8]:
    """The letters, or as many as there is room for and an ellipsis."""
    drawn = letters(text, height=line)
    return drawn if drawn.shape[1] <= room else letters(text[: max(1, room // _cell(line) - 1)] + "…", height=line)


def _padding(line: int) -> int:
    return max(2, round(line * PADDING))


def _put(cover: NDArray[np.uint8], drawn: NDArray[np.uint8], *, top: int, left: int) -> None:
    place = cover[top : top + drawn.shape[0], left : left + drawn.shape[1]]
    place[:] = drawn[: place.shape[0], : place.shape[1]]


def _corner(corner: Corner, size: tuple[int, int], *, grid: Grid) -> tuple[int, int]:
    """Left and top of a plate of that width and height, both at the start of a block."""
    low, right = corner in _LOW, corner in _RIGHT
    left = (grid.width - size[0]) // grid.step * grid.step if right else 0
    top = (grid.height - size[1]) // grid.step * grid.step if low else 0
    return left, top


def _up(size: int, step: int) -> int:
    return -(-size // step) * step
