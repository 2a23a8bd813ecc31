"""Silences words and lets them be heard again: the edits that are made on a transcript."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np

from reviewer.core.review import Review
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.sound_edits import AddSilences
from reviewer.core.spans import united, without
from reviewer.core.timing import Span, Tick
from reviewer.core.transcript import PADDING, Transcript

NewId = Callable[[], SilenceId]


@dataclass(frozen=True, slots=True)
class HearWords:
    """Let words be heard again: take silences out, and put in what is left of them beside those words."""

    removed: tuple[SilenceId, ...]
    left: tuple[Silence, ...]
    title = "Let words be heard"
    merge_key = None

    def apply(self, review: Review) -> Review:
        """The review with what is left of the silences in place of them."""
        return review.sounding(self.removed).silencing(self.left)

    def detail(self) -> dict[str, Any]:
        """The ids of the silences, and the spans of what is left."""
        return {"removed": list(self.removed), "silences": {s.id: [s.span.start, s.span.end] for s in self.left}}


def silencing_words(spans: Iterable[Span], *, new_id: NewId) -> AddSilences:
    """The edit that silences these stretches in every sound stream."""
    return AddSilences(tuple(Silence(id=new_id(), span=span) for span in spans))


def hearing_words(
    transcript: Transcript, review: Review, *, words: Iterable[int], time_base: Fraction, new_id: NewId
) -> HearWords | None:
    """The edit by which these words are heard again, and nothing else that is silenced; None where none of them is.

    What is left of a silence beside a word goes with it where that is only the padding, and touches no other word.
    """
    chosen = set(words)
    starts, ends = transcript.reach()
    spans = {Span(Tick(int(starts[n])), Tick(int(ends[n]))) for n in chosen}
    room = -(-PADDING // time_base)
    removed: list[SilenceId] = []
    left: list[Silence] = []
    for silence in review.silences.values():
        if not silence.hides or not any(silence.span.overlaps(span) for span in spans):
            continue
        removed.append(silence.id)
        inside = np.nonzero((starts >= silence.span.start) & (ends <= silence.span.end))[0].tolist()
        others = (Span(Tick(int(starts[n])), Tick(int(ends[n]))) for n in inside if n not in chosen)
        # Words whose times are estimated share the time of their cue: one is not heard without the others.
        kept = united(other for other in others if other not in spans)
        rest: tuple[Span, ...] = (silence.span,)
        for freed in _outside(spans, kept):
            rest = without(rest, freed)
        beside = (r for r in rest if r.end - r.start > room or any(r.overlaps(other) for other in kept))
        left.extend(replace(silence, id=new_id(), span=r) for r in beside)
    return HearWords(tuple(removed), tuple(left)) if removed else None


def _outside(spans: Iterable[Span], kept: Iterable[Span]) -> tuple[Span, ...]:
    """What of the spans lies outside of those that are kept."""
    rest = united(spans)
    for span in kept:
        rest = without(rest, span)
    return rest
