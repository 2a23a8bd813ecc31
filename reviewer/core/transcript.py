"""What was said, word by word: when each word is heard, and whether a review silences it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum
from fractions import Fraction
from functools import lru_cache
from unicodedata import combining, normalize

import numpy as np
from numpy.typing import NDArray

from reviewer.core.footage import Recording
from reviewer.core.review import Review
from reviewer.core.silence import Silence, Treatment
from reviewer.core.spans import united
from reviewer.core.timing import Span, Tick

PADDING = Fraction(1, 5)
"""Seconds that a silence reaches beyond a word on both sides: with less its first consonant is heard, and speech
recognisers place the edges of words within 100 to 200 ms. Practice of the trade is 150 to 250 ms."""


class Hearing(IntEnum):
    """How much of a word is heard in a copy, by the silences: only what is SILENCED is heard in no stream at all."""

    HEARD = 0
    PARTLY = 1
    SILENCED = 2


@dataclass(frozen=True, slots=True)
class Word:
    """One word as it is written, when it is heard (ticks of the footage's picture), and who says it, if that is known.

    `estimated` says that its time was worked out from that of its cue, and may be wrong by seconds.
    """

    text: str
    span: Span
    cue: int
    speaker: str = ""
    estimated: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Transcript:
    """The words of one footage in order, as columns, grouped in cues: what a player shows at once.

    `texts` has the words; int64 `starts` and `ends` their ticks; bool `estimated` whether those were worked out. int64
    `cues` has the number of the first word of each cue, `speakers` who speaks in it. Cues are in order of time, words
    within a cue too; cues may overlap. `name` and `sha256` are those of the file that it was read from, `notes` are
    sentences on what was unusual in it. Raises ValueError for columns that do not agree, and a word without time.
    """

    name: str
    sha256: str
    texts: tuple[str, ...]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    estimated: NDArray[np.bool_]
    cues: NDArray[np.int64]
    speakers: tuple[str, ...]
    notes: tuple[str, ...] = ()
    _cue_spans: NDArray[np.int64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        count = len(self.texts)
        if {len(self.starts), len(self.ends), len(self.estimated)} != {count} or len(self.cues) != len(self.speakers):
            raise ValueError("every word has a time, and every cue a speaker")
        if not count or self.cues[0] != 0 or self.cues[-1] >= count or np.any(np.diff(self.cues) < 1):
            raise ValueError("a transcript has words, and every cue at least one of them")
        if np.any(self.ends <= self.starts):
            raise ValueError("a word lasts at least one tick")
        firsts, lasts = np.minimum.reduceat(self.starts, self.cues), np.maximum.reduceat(self.ends, self.cues)
        object.__setattr__(self, "_cue_spans", np.stack([firsts, lasts], axis=1))

    def __len__(self) -> int:
        return len(self.texts)

    def word(self, number: int) -> Word:
        """The word with that number, counted from 0; raises IndexError."""
        cue = self.cue_of(number)
        return Word(self.texts[number], self.span(number), cue, self.speakers[cue], bool(self.estimated[number]))

    def span(self, number: int) -> Span:
        """When the word is heard, as far as that is known."""
        return Span(Tick(int(self.starts[number])), Tick(int(self.ends[number])))

    def cue_of(self, number: int) -> int:
        """The number of the cue in which a word stands."""
        return int(np.searchsorted(self.cues, number, side="right")) - 1

    def words_of(self, cue: int) -> range:
        """The numbers of the words of a cue."""
        end = int(self.cues[cue + 1]) if cue + 1 < len(self.cues) else len(self.texts)
        return range(int(self.cues[cue]), end)

    def cue_span(self, cue: int) -> Span:
        """From the first word of a cue to the end of the last."""
        start, end = self._cue_spans[cue].tolist()
        return Span(Tick(start), Tick(end))

    def at(self, tick: Tick) -> int | None:
        """The word that is heard at `tick`, the one that began last of several; None where none is."""
        there = np.nonzero((self.starts <= tick) & (self.ends > tick))[0]
        return int(there[np.argmax(self.starts[there])]) if len(there) else None

    def reach(self, *, whole: bool = True) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """From and to of what must be silenced for each word: its own time, or its cue's where that is estimated.

        With `whole` off an estimated time is taken at its word.
        """
        if not whole or not self.estimated.any():
            return self.starts, self.ends
        counts = np.diff(np.append(self.cues, len(self.texts)))
        spans = np.repeat(self._cue_spans, counts, axis=0)
        return np.where(self.estimated, spans[:, 0], self.starts), np.where(self.estimated, spans[:, 1], self.ends)


def heard_span(recording: Recording) -> Span:
    """From the first picture or sound of a recording to its last, in ticks of the picture."""
    base, span = recording.video.time_base, recording.index.span
    ends = [(Fraction(s.start) / base, Fraction(s.start + s.duration) / base) for s in recording.sounds]
    first = min([span.start, *(int(start // 1) for start, _ in ends)])
    return Span(Tick(first), Tick(max([span.end, *(-int(-end // 1) for _, end in ends)])))


def spans_over(
    transcript: Transcript, words: Iterable[int], *, time_base: Fraction, within: Span, whole: bool = True
) -> tuple[Span, ...]:
    """The stretches to silence so that these words are not heard: padded by PADDING, joined where they meet.

    They are clipped to the span `within`; a word that lies outside of it altogether yields none. A word whose time is
    estimated takes its whole cue along, unless `whole` is off.
    """
    room = -(-PADDING // time_base)  # rounded up: rather a tick more
    starts, ends = transcript.reach(whole=whole)
    padded = (Span(Tick(int(starts[n]) - room), Tick(int(ends[n]) + room)) for n in words)
    clipped = (Span(max(s.start, within.start), min(s.end, within.end)) for s in padded)
    return united(clipped)


def hearing(transcript: Transcript, review: Review, *, streams: frozenset[int]) -> NDArray[np.uint8]:
    """For each word a Hearing: SILENCED where all of its reach is hidden in every one of the sound `streams`.

    A word is heard in part where a silence touches its reach in any stream, or is about some channels alone. A voice
    that is disguised is understood, so a disguise hides no word. Without streams, those of the silences count.
    """
    hiding = tuple(s for s in review.silences.values() if s.hides and s.treatment is not Treatment.DISGUISE)
    starts, ends = transcript.reach()
    touched = _touched(starts, ends, by=united(s.span for s in hiding))
    silenced = touched.copy()
    for stream in sorted(streams or {i for s in hiding for i in s.streams or ()}) or (None,):
        silenced &= _within(starts, ends, spans=united(s.span for s in hiding if _hides_all_of(s, stream)))
    return touched.astype(np.uint8) + silenced.astype(np.uint8)


def _hides_all_of(silence: Silence, stream: int | None) -> bool:
    every = silence.streams is None or (stream is not None and stream in silence.streams)
    return every and silence.channels is None


def _touched(starts: NDArray[np.int64], ends: NDArray[np.int64], *, by: tuple[Span, ...]) -> NDArray[np.bool_]:
    if not by:
        return np.zeros(len(starts), np.bool_)
    tops = np.array([s.end for s in by], np.int64)
    bottoms = np.array([*(s.start for s in by), np.iinfo(np.int64).max], np.int64)
    # The first span that ends after the word begins is the only one that need be asked: spans rise and do not meet.
    there: NDArray[np.bool_] = bottoms[np.searchsorted(tops, starts, side="right")] < ends
    return there


def _within(starts: NDArray[np.int64], ends: NDArray[np.int64], *, spans: tuple[Span, ...]) -> NDArray[np.bool_]:
    if not spans:
        return np.zeros(len(starts), np.bool_)
    tops = np.array([s.end for s in spans], np.int64)
    bottoms = np.array([s.start for s in spans], np.int64)
    number = np.searchsorted(bottoms, starts, side="right") - 1
    inside: NDArray[np.bool_] = (number >= 0) & (tops[np.maximum(number, 0)] >= ends)
    return inside


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """A word as it is compared: small letters and digits without accents, nothing else; empty for mere signs."""
    return "".join(c for c in normalize("NFKD", text).casefold() if c.isalnum() and not combining(c))
