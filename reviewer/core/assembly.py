"""How a copy is put together: which stretches of the footage it shows, when, and the cards for what is left out."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from reviewer.core.footage import FrameIndex
from reviewer.core.spans import united
from reviewer.core.timing import Span, Tick

CARD = Fraction(2)
"""Seconds that a card stands: long enough to read two short lines."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A stretch of the footage: `span` in its ticks, from a frame to a frame; the copy shows it from `at` on."""

    span: Span
    at: Tick

    @property
    def end(self) -> Tick:
        """The copy's tick at which it is over."""
        return Tick(self.at + self.span.end - self.span.start)


@dataclass(frozen=True, slots=True)
class Card:
    """A picture of words that stands in the copy from `at` to `end` in place of the footage's ticks `left_out`."""

    left_out: Span
    at: Tick
    end: Tick


Piece = Kept | Card


@dataclass(frozen=True, slots=True)
class Assembly:
    """The pieces of a copy in order of time, each beginning where the one before ends.

    The copy's ticks are in the footage's time base. Where all of the footage is kept they are the footage's own;
    otherwise the copy begins at 0.
    """

    pieces: tuple[Piece, ...]

    @property
    def whole(self) -> bool:
        """Whether all of the footage is shown, so that its ticks are the copy's."""
        return len(self.pieces) == 1

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The stretches of the footage."""
        return tuple(p for p in self.pieces if isinstance(p, Kept))

    @property
    def cards(self) -> tuple[Card, ...]:
        """The cards."""
        return tuple(p for p in self.pieces if isinstance(p, Card))

    @property
    def start(self) -> Tick:
        """The footage's tick with which it begins, whether the copy shows that or leaves it out."""
        first = self.pieces[0]
        return first.span.start if isinstance(first, Kept) else first.left_out.start

    @property
    def end(self) -> Tick:
        """The copy's tick at which it is over."""
        return self.pieces[-1].end

    def in_copy(self, tick: Tick) -> Tick | None:
        """When the copy shows what the footage shows at `tick`; None for what is left out."""
        return next((Tick(p.at + tick - p.span.start) for p in self.kept if tick in p.span), None)

    def in_footage(self, tick: Tick) -> Tick | None:
        """Which tick of the footage the copy shows at its own `tick`; None on a card and outside of the copy."""
        piece = self.piece_at(tick)
        return Tick(piece.span.start + tick - piece.at) if isinstance(piece, Kept) else None

    def piece_at(self, tick: Tick) -> Piece | None:
        """What the copy shows at its own `tick`; None outside of it."""
        number = bisect_right(self.pieces, tick, key=lambda p: p.at) - 1
        return self.pieces[number] if number >= 0 and tick < self.pieces[number].end else None

    def index(self, index: FrameIndex) -> FrameIndex:
        """The copy's frames, made from the footage's: each where it is shown, and one for each card.

        A card counts as a keyframe, of the others those that are the footage's.
        """
        if self.whole:
            return index
        ticks: list[NDArray[np.int64]] = []
        keys: list[NDArray[np.bool_]] = []
        for piece in self.pieces:
            if isinstance(piece, Card):
                ticks.append(np.array([piece.at], np.int64))
                keys.append(np.array([True]))
                continue
            inside = (index.ticks >= piece.span.start) & (index.ticks < piece.span.end)
            ticks.append(index.ticks[inside] - np.int64(piece.span.start) + np.int64(piece.at))
            keys.append(index.keyframes[inside])
        return FrameIndex(np.concatenate(ticks), np.concatenate(keys), self.end)


def assembled(index: FrameIndex, kept: Sequence[Span], *, time_base: Fraction) -> Assembly:
    """The copy of footage with the frames `index` of which the spans `kept` are shown, all of it where there is none.

    Spans are widened to whole frames. What is left out before, between and after them gets a card each. Raises
    ValueError when there are spans and nothing of the footage lies in them.
    """
    spans = united(_framed(index, span) for span in kept)
    if kept and not spans:
        raise ValueError("a copy shows at least one frame")
    if not spans or spans == (index.span,):
        return Assembly((Kept(index.span, index.tick(0)),))
    length = max(1, round(CARD / time_base))
    pieces: list[Piece] = []
    at, seen = 0, index.tick(0)
    for span in (*spans, Span(index.end, index.end)):
        if seen < span.start:
            pieces.append(Card(Span(seen, span.start), Tick(at), Tick(at + length)))
            at += length
        if span.start < span.end:
            pieces.append(Kept(span, Tick(at)))
            at += span.end - span.start
        seen = span.end
    return Assembly(tuple(pieces))


def shown(spans: Iterable[Span], tick: Tick) -> bool:
    """Whether a copy that keeps `spans`, or all where there is none, shows the footage's `tick`."""
    listed = tuple(spans)
    return not listed or any(tick in span for span in listed)


def _framed(index: FrameIndex, span: Span) -> Span:
    """The span from the frame that is on show at its start to the end of the last one that begins in it."""
    if span.end <= index.tick(0) or span.start >= index.end or span.start >= span.end:
        return Span(index.tick(0), index.tick(0))
    first = index.number(span.start)
    last = index.number(Tick(span.end - 1))
    return Span(index.tick(first), index.after(last))
