"""Lays the words of a file out over the ticks of the footage: what has no time, or a wrong one, gets the nearest."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from reviewer.core.footage import Recording
from reviewer.core.transcript import Transcript, heard_span
from reviewer.services.transcript_parts import Parsed, SpokenCue, SpokenWord

MILLION = 1_000_000
BRIEF = 1.0
"""Seconds that words last whose end nothing tells."""

Laid = tuple[str, float, float, bool]
"""A word, from and to in seconds, and whether that was worked out."""


def lay_out(parsed: Parsed, recording: Recording, *, name: str, sha256: str) -> Transcript:
    """The transcript of a recording; times count from the first sample of its first sound, else its first frame.

    Nothing is left out: what is unusual is counted, and told in its notes. Raises ValueError when there is no word, or
    not one of the cues has a time.
    """
    odd = Counter(unread=parsed.unread)
    cues = [cue for cue in parsed.cues if cue.words]
    bounds = _bounds(cues, odd=odd)
    laid = [(_words(cue, span, odd=odd), cue.speaker) for cue, span in zip(cues, bounds, strict=True)]
    odd["cues"] = sum(1 for (one, _), (other, _) in pairwise(laid) if other[0][1] < one[0][1])
    laid.sort(key=lambda each: each[0][0][1])
    words = [word for each, _ in laid for word in each]
    base = recording.video.time_base
    origin = Fraction(recording.sounds[0].start) if recording.sounds else recording.index.tick(0) * base
    starts = _ticks([start for _, start, _, _ in words], origin, base=base)
    ends = _ticks([end for _, _, end, _ in words], origin, base=base, up=True)
    end = heard_span(recording).end
    odd["beyond"] = int(np.sum(starts >= end))
    ends = np.where(starts < end, np.minimum(ends, end), ends)  # what lasts longer than the footage ends with it
    odd["overlapping"] = _overlapping(laid)
    odd["estimated"] = sum(estimated for _, _, _, estimated in words)
    return Transcript(
        name=name,
        sha256=sha256,
        texts=tuple(text for text, _, _, _ in words),
        starts=starts,
        ends=np.maximum(ends, starts + 1),
        estimated=np.array([estimated for _, _, _, estimated in words], np.bool_),
        cues=np.cumsum([0, *(len(each) for each, _ in laid[:-1])]).astype(np.int64),
        speakers=tuple(speaker for _, speaker in laid),
        notes=tuple(_notes(odd, total=len(words))),
    )


def _ticks(times: Sequence[float], origin: Fraction, *, base: Fraction, up: bool = False) -> NDArray[np.int64]:
    """The ticks of times in seconds since `origin`, by whole numbers alone: exact to a millionth of a second."""
    each, first = Fraction(1, MILLION) / base, origin / base
    parts = each.denominator * first.denominator
    step, zero = each.numerator * first.denominator, first.numerator * each.denominator
    exact = (round(time * MILLION) * step + zero for time in times)
    return np.array([-(-e // parts) if up else e // parts for e in exact], np.int64)


def _bounds(cues: Sequence[SpokenCue], *, odd: Counter[str]) -> list[tuple[float, float]]:
    """From and to of each cue; one without any time lies between its neighbours."""
    if not cues:
        raise ValueError("no words")
    known = [_known(cue) for cue in cues]
    if all(start is None for start, _ in known):
        raise ValueError("no times")
    made: list[tuple[float, float]] = []
    before = 0.0
    following = _following([start for start, _ in known])
    for (start, end), after in zip(known, following, strict=True):
        if start is None:
            odd["lost"] += 1
            start, end = before, after if after is not None and after > before else before + BRIEF
        if end is None or end <= start:
            odd["endless"] += end is not None
            end = start + BRIEF
        if start < 0:
            odd["negative"] += 1
            start, end = 0.0, max(end, 0.0)
        made.append((start, end))
        before = end
    return made


def _known(cue: SpokenCue) -> tuple[float | None, float | None]:
    starts = [w.start for w in cue.words if w.start is not None]
    ends = [w.end for w in cue.words if w.end is not None]
    start = cue.start if cue.start is not None else min([*starts, *ends], default=None)
    end = cue.end if cue.end is not None else max([*ends, *starts], default=None)
    return (end if start is None else start), (None if start is None else end)


def _following(starts: Sequence[float | None]) -> list[float | None]:
    """For each the next known start behind it."""
    made: list[float | None] = []
    after: float | None = None
    for start in reversed(starts):
        made.append(after)
        after = start if start is not None else after
    return made[::-1]


def _words(cue: SpokenCue, span: tuple[float, float], *, odd: Counter[str]) -> list[Laid]:
    """The words of a cue in order of time; those without a time share what lies between their neighbours."""
    start, end = span
    timed = [_own(word, odd=odd) for word in cue.words]
    made: list[Laid] = []
    at = 0
    while at < len(timed):
        if timed[at] is not None:
            made.append((cue.words[at].text, *timed[at], False))  # type: ignore[misc]
            at += 1
            continue
        after = next((n for n in range(at, len(timed)) if timed[n] is not None), len(timed))
        left = max(made[-1][2] if made else start, 0.0)
        right = timed[after][0] if after < len(timed) else end  # type: ignore[index]
        made.extend(_shared(cue.words[at:after], left, end=right if right > left else left + BRIEF))
        at = after
    if any(b[1] < a[1] for a, b in pairwise(made)):
        odd["words"] += 1
        made.sort(key=lambda word: word[1])
    return made


def _own(word: SpokenWord, *, odd: Counter[str]) -> tuple[float, float] | None:
    """The word's own time, if it has both ends and they make sense."""
    if word.start is None or word.end is None or word.end < word.start:
        odd["backwards"] += word.start is not None and word.end is not None
        return None
    if word.start < 0:
        odd["negative"] += 1
    return max(word.start, 0.0), max(word.end, 0.0)


def _shared(words: Sequence[SpokenWord], start: float, *, end: float) -> Iterator[Laid]:
    """The words one after the other from `start` to `end`, each as long as its letters are many."""
    total = sum(max(1, len(w.text)) for w in words)
    before = 0
    for word in words:
        after = before + max(1, len(word.text))
        yield word.text, start + (end - start) * before / total, start + (end - start) * after / total, True
        before = after


def _overlapping(laid: Sequence[tuple[list[Laid], str]]) -> int:
    """How many cues begin before one before them is over, by more than a hundredth of a second."""
    latest, count = -1.0, 0
    for words, _ in laid:
        count += words[0][1] < latest - 0.01
        latest = max(latest, *(end for _, _, end, _ in words))
    return count


def _notes(odd: Counter[str], *, total: int) -> Iterator[str]:
    """A sentence for everything that was unusual, with how often."""
    if odd["estimated"] == total:
        yield "The file has times for its cues alone: silencing a word silences all of its cue."
    elif odd["estimated"]:
        yield f"{odd['estimated']} of {total} words have no time of their own: silencing one silences all of its cue."
    for key, one, many in _SENTENCES:
        if odd[key]:
            yield (one if odd[key] == 1 else many).format(odd[key])


_FAR = "beyond the end of the footage: is it the right file?"
_SENTENCES = (
    ("unread", "1 entry could not be read, and its words may be missing.", "{} entries could not be read in full."),
    (
        "lost",
        "1 cue has no time; it stands between its neighbours.",
        "{} cues have no time; they stand between others.",
    ),
    (
        "negative",
        "1 time lies before the beginning; it counts as 0.",
        "{} times lie before the beginning: counted as 0.",
    ),
    (
        "endless",
        "1 cue ends before it begins; it counts as a second long.",
        "{} cues end before they begin: a second each.",
    ),
    ("backwards", "1 word ends before it begins: its time is estimated.", "{} words end before they begin: estimated."),
    (
        "cues",
        "1 cue was out of order and was put in order of time.",
        "{} cues were out of order: put in order of time.",
    ),
    ("words", "The words of 1 cue were put in order of time.", "The words of {} cues were put in order of time."),
    ("overlapping", "1 cue overlaps one before it.", "{} cues overlap one before them."),
    ("beyond", f"1 word {_FAR}", f"{{}} words {_FAR}"),
)
"""What is counted, and what is said of one and of several."""
