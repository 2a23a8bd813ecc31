"""The picture that stands in a copy for what was left out: a few words and the times, light on dark."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from reviewer.core.assembly import Card
from reviewer.core.colour import to_yuv
from reviewer.core.footage import Colour, VideoStream
from reviewer.core.frame import Frame
from reviewer.core.timing import Tick, clock
from reviewer.effects.lettering import CAPITALS, letters

INK, GROUND = (240, 240, 240), (24, 24, 24)
"""Light on dark grey: nobody takes it for a picture that is merely black."""

CAPITAL = 0.045
"""Height of a capital in parts of the picture's, where the words fit."""

SMALL = 0.02
"""Height of a capital, in parts of the picture's, below which fewer words in larger letters are better read."""

LEAST = 9
"""Rows of a line below which letters are no letters."""

SPREAD = 1.35
"""From line to line, in parts of a line."""

ROOM = 0.92
"""Part of the picture's width and height that the words take at most."""

SHORT = 10.0
"""Seconds below which what is left out is told to a thousandth: its start and end could be the same second."""


def card_frame(card: Card, *, video: VideoStream, at: Tick) -> Frame:
    """The picture of `card` in the footage's size; `at` is the copy's tick at which it is shown.

    It says that part of the recording is not in the copy, from when to when in the original, and how long that is; in
    a picture that is too small for all of it, less. Its chroma is neutral.
    """
    start, end = (video.told(t) for t in (card.left_out.start, card.left_out.end))
    luma = _drawn(_wordings(start, end), video.width, height=video.height, colour=video.colour)
    half = (video.height + 1) // 2, (video.width + 1) // 2
    chroma = np.full(half, 128, np.uint8)
    chroma.setflags(write=False)
    return Frame(at, luma, chroma, chroma, video.interlaced)


def _wordings(start: float, end: float) -> tuple[tuple[str, ...], ...]:
    """What may be said, from the fullest to the shortest."""
    first, last = _time(start, end - start), _time(end, end - start)
    length = _time(end - start, end - start)
    return (
        ("Part of the recording is not in this copy", f"from {first} to {last} of the original", f"{length} left out"),
        ("Not in this copy:", f"{first} to {last}", f"{length} left out"),
        ("Not in copy", first, f"to {last}"),
        ("Left out", length),
        ("Cut",),
    )


def _time(time: float, length: float) -> str:
    return clock(time) if length < SHORT else clock(round(time))[: -len(".000")]


@lru_cache(maxsize=8)
def _drawn(wordings: tuple[tuple[str, ...], ...], width: int, *, height: int, colour: Colour) -> NDArray[np.uint8]:
    """The card's luma, read-only."""
    dark, light = (to_yuv(c, colour, height=height)[0] for c in (GROUND, INK))
    wanted = max(LEAST, round(CAPITAL * height / CAPITALS))
    enough = max(LEAST, round(SMALL * height / CAPITALS))
    sizes = [(_largest(lines, wanted, width=width, height=height), lines) for lines in wordings]
    line, lines = next((s for s in sizes if s[0] >= enough), (min(LEAST, height), wordings[-1]))
    cover = np.zeros((height, width), np.uint8)
    step = round(line * SPREAD)
    top = (height - step * (len(lines) - 1) - line) // 2
    for number, text in enumerate(lines):
        _centre(cover, letters(text, height=line), top=top + number * step)
    luma: NDArray[np.uint8] = np.rint(dark + cover.astype(np.float32) * ((light - dark) / 255)).astype(np.uint8)
    luma.setflags(write=False)
    return luma


def _largest(lines: tuple[str, ...], wanted: int, *, width: int, height: int) -> int:
    """The most rows of a line, up to those wanted, in which the words have room; 0 where they never have."""
    line = wanted
    while line >= LEAST:
        wide = max(letters(text, height=line).shape[1] for text in lines)
        tall = round(line * SPREAD) * (len(lines) - 1) + line
        if wide <= ROOM * width and tall <= ROOM * height:
            return line
        line = min(line - 1, int(line * min(ROOM * width / wide, ROOM * height / tall)))
    return 0


def _centre(cover: NDArray[np.uint8], drawn: NDArray[np.uint8], *, top: int) -> None:
    """Put a line into the middle of the picture, cut where it is larger."""
    height, width = cover.shape
    drawn = drawn[max(0, -top) :, max(0, (drawn.shape[1] - width) // 2) :][: height - max(top, 0), :width]
    left = (width - drawn.shape[1]) // 2
    cover[max(top, 0) : max(top, 0) + drawn.shape[0], left : left + drawn.shape[1]] = drawn
