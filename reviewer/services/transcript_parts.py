"""What the parsers of transcripts make: cues and words with times in seconds, as they stand in the file."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

SENSIBLE = 1_000_000.0
"""Seconds, eleven days: a time that is further from the beginning is none."""

PAUSE = 0.8
"""Seconds of silence after which a new cue begins, where the file has no cues of its own."""

MOST_WORDS = 14
"""Words after which a new cue begins, where the file has none: as many as fit on two lines."""

ENDS = (".", "?", "!", "…")
"""Signs after which a new cue may begin."""


@dataclass(frozen=True, slots=True)
class SpokenWord:
    """One word as the file has it; a time is None where there is none that makes sense."""

    text: str
    start: float | None = None
    end: float | None = None
    speaker: str = ""


@dataclass(slots=True)
class SpokenCue:
    """Words that belong together; the times are those of the cue itself, None where it has none of its own."""

    words: list[SpokenWord] = field(default_factory=list)
    start: float | None = None
    end: float | None = None
    speaker: str = ""


@dataclass(slots=True)
class Parsed:
    """What was read from a file, in its order; `unread` counts what could not be understood and is left out."""

    cues: list[SpokenCue] = field(default_factory=list)
    unread: int = 0


def number(value: object) -> float | None:
    """The number that a value of JSON stands for, None where it is none or beyond all sense."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) and abs(found) <= SENSIBLE * 10_000_000 else None


def sensible(time: float | None) -> float | None:
    """A time in seconds, None where it is no number or days away."""
    return time if time is not None and math.isfinite(time) and abs(time) <= SENSIBLE else None


def split(word: SpokenWord) -> Iterator[SpokenWord]:
    """The word; where it is several, each of them, with no time of its own but at the two ends."""
    parts = cleaned(word.text).split()
    for place, part in enumerate(parts):
        start = word.start if place == 0 else None
        yield SpokenWord(part, start, word.end if place == len(parts) - 1 else None, word.speaker)


def cleaned(text: str) -> str:
    """The text without what is not to be seen: control characters, halves of characters, marks of direction."""
    return "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)


def cue_of_text(text: str, start: float | None, *, end: float | None, speaker: str = "") -> SpokenCue:
    """A cue of text whose words have no times of their own."""
    return SpokenCue([SpokenWord(t) for t in cleaned(text).split()], start, end, speaker)


def grouped(words: Iterable[SpokenWord]) -> list[SpokenCue]:
    """Cues of words that come without any: a new one at a pause, another speaker, or the end of a sentence."""
    cues: list[SpokenCue] = []
    last: SpokenWord | None = None
    for whole in words:
        for word in split(whole):
            if last is None or _parts(last, word, length=len(cues[-1].words)):
                cues.append(SpokenCue(speaker=word.speaker))
            cues[-1].words.append(word)
            last = word
    return cues


def _parts(last: SpokenWord, word: SpokenWord, *, length: int) -> bool:
    """Whether a cue ends between two words."""
    if word.speaker != last.speaker or length >= MOST_WORDS:
        return True
    pause = last.end is not None and word.start is not None and word.start - last.end > PAUSE
    return pause or (length >= 4 and last.text.endswith(ENDS))
