"""What may still be heard in a copy, as sentences to read before it is made."""

from collections.abc import Generator
from dataclasses import dataclass

from reviewer.core.footage import Footage
from reviewer.core.review import Review
from reviewer.core.speaking import Speech, unsilenced_speech
from reviewer.core.timing import clock
from reviewer.core.transcript import Transcript
from reviewer.core.watched import Term
from reviewer.services.jobs import Progress
from reviewer.ui.words import short

BRIEF = 0.5
"""Seconds of speech that are not worth a sentence: the hints are not that exact."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sayings:
    """What is known of the words in a footage: its transcript, the case's watch-list, and where somebody speaks."""

    transcript: Transcript | None
    terms: tuple[Term, ...] = ()
    speech: Speech | None = None


def notes_on(footage: Footage, review: Review, *, sayings: Sayings) -> Generator[Progress, None, tuple[str, ...]]:
    """Sentences about what is heard all the same, which name no word; a job, since hours of speech take a moment."""
    yield Progress(0, 1, "reading the transcript")
    return (*_spoken(footage, review, speech=sayings.speech), *_watched(footage, review, sayings=sayings))


def _spoken(footage: Footage, review: Review, *, speech: Speech | None) -> tuple[str, ...]:
    if speech is None or not footage.recording.sounds:
        return ()
    seconds = unsilenced_speech(review, speech, time_base=footage.recording.video.time_base)
    if seconds < BRIEF:
        return ()
    time = short(clock(seconds))
    return (f"While something is covered, somebody seems to speak for {time} in all that nothing silences.",)


def _watched(footage: Footage, review: Review, *, sayings: Sayings) -> tuple[str, ...]:
    if sayings.transcript is None or not footage.recording.sounds:
        return ()
    from reviewer.services.watching import still_said  # brings a large table of telephone numbers

    streams = frozenset(sound.index for sound in footage.recording.sounds)
    left = len(still_said(sayings.transcript, review, terms=sayings.terms, streams=streams))
    if not left:
        return ()
    places = "1 place" if left == 1 else f"{left} places"
    return (f"The transcript has {places} where a watched word, or one that is silenced elsewhere, is still heard.",)
