"""Proposes what of a transcript to silence: what is like the watch-list, and what by its form tells who someone is."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import phonenumbers
from numpy.typing import NDArray
from phonenumbers import NumberParseException

from reviewer.core.likeness import COMMON
from reviewer.core.review import Review
from reviewer.core.spoken import runs_of, tokens_of
from reviewer.core.spoken_forms import figures
from reviewer.core.transcript import Hearing, Transcript, hearing, plain
from reviewer.core.watched import Kind, Match, Term
from reviewer.core.watchlist import find, find_terms, without_repeats
from reviewer.services.jobs import Progress
from reviewer.services.workers import in_child

REGION = "GB"
"""The country whose telephone numbers are known without their code."""

SHORTEST = 9
"""Figures that a telephone number has with its code, so that it tells whose it is."""

FEW = 2000
"""Words that are looked through in less than 50 ms."""

TELEPHONE = "It has the form of a telephone number."


@dataclass(frozen=True, slots=True)
class StillSaid:
    """Words of a transcript that are heard in a copy although they are on the watch-list or silenced elsewhere.

    `partly` says that a silence touches them, and does not hide all of them in every sound stream.
    """

    first: int
    end: int
    partly: bool
    why: str


def propose(transcript: Transcript, terms: Sequence[Term]) -> Generator[Progress, None, tuple[Match, ...]]:
    """All that may give somebody away, in order of time; progress counts words.

    Hours of speech are read in a child process, so that the window has its own interpreter to itself meanwhile.
    """
    texts, listed = transcript.texts, tuple(terms)
    if len(transcript) <= FEW:
        return (yield from _look(texts, listed))
    return (yield from in_child(_look, texts, listed, name="the transcript"))


def _look(texts: tuple[str, ...], terms: tuple[Term, ...]) -> Generator[Progress, None, tuple[Match, ...]]:
    yield Progress(0, len(texts), "reading the transcript")
    return tuple(_telephone(match, texts) for match in find(texts, terms))


def still_said(
    transcript: Transcript,
    review: Review,
    *,
    terms: Sequence[Term],
    streams: frozenset[int],
    found: Sequence[Match] | None = None,
) -> tuple[StillSaid, ...]:
    """What is still heard of the watch-list, and of words that are silenced somewhere else, outside of what is cut.

    `streams` are the indexes of the sound streams of the footage; `found` is what was proposed for these terms before,
    where it was: to find it anew may take half a second for hours of speech. Words that everybody says are no repeats.
    """
    heard = hearing(transcript, review, streams=streams)
    audible = (heard != Hearing.SILENCED) & _kept(transcript, review)
    if found is None:
        found = without_repeats(find_terms(tokens_of(transcript.texts), terms)) if terms else ()
    places = ((m.first, m.end, m.why) for m in found if m.term is not None)
    left = [place for place in places if audible[place[0] : place[1]].any()]
    known = {n for first, end, _ in left for n in range(first, end)}
    gone = {plain(transcript.texts[n]) for n in np.nonzero(heard != Hearing.HEARD)[0].tolist()}
    gone = {text for text in gone if len(text) > 2} - COMMON
    rest = np.nonzero(audible)[0].tolist() if gone else ()
    left += [(n, n + 1, REPEATED) for n in rest if n not in known and plain(transcript.texts[n]) in gone]
    return tuple(
        StillSaid(first, end, bool((heard[first:end] != Hearing.HEARD).any()), why) for first, end, why in sorted(left)
    )


REPEATED = "The same word is silenced somewhere else."


def _kept(transcript: Transcript, review: Review) -> NDArray[np.bool_]:
    """For each word whether any of it is in the copy."""
    kept = np.full(len(transcript), not review.kept)
    for span in review.kept:
        kept |= (transcript.starts < span.end) & (transcript.ends > span.start)
    return kept


def _telephone(match: Match, texts: Sequence[str]) -> Match:
    """A long number that is one of a telephone is called so."""
    words = texts[match.first : match.end]
    plus = match.first > 0 and plain(texts[match.first - 1]) == "plus"
    if match.kind is Kind.PHONE:
        return replace(match, first=match.first - plus)
    if match.kind is not Kind.NUMBER or match.term is not None:
        return match
    number = "".join(figures(run) for run in runs_of(tokens_of(words)))
    international = f"+{number}" if plus or words[0].startswith("+") else number
    try:
        possible = phonenumbers.is_possible_number(phonenumbers.parse(international, REGION))
    except NumberParseException:
        possible = False
    if not possible or len(number) < SHORTEST:
        return match
    return replace(match, first=match.first - plus, kind=Kind.PHONE, why=TELEPHONE)
