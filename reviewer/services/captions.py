"""Captions and a transcript for a copy, from the same decisions as its sound: what is silenced is not in them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from itertools import groupby
from math import ceil, floor
from textwrap import wrap

import numpy as np
from numpy.typing import NDArray

from reviewer.core.assembly import Assembly, Kept
from reviewer.core.review import Review
from reviewer.core.transcript import Hearing, Transcript, hearing

SILENCED = "[silenced]"
"""What stands for any number of words in a row: how many there were is not told."""

LEFT_OUT = "[left out]"
"""What stands for words of which a part is left out of the copy, and for a cue like that whose times are estimated."""

WIDTH = 42
"""Characters of a line of captions, as is usual for television."""

Clock = Callable[[int], Fraction]
"""From a tick of the copy to seconds since its beginning."""

ROWS = 2
"""Lines of a caption; a cue that has more is shown in several."""


@dataclass(frozen=True, slots=True)
class _Said:
    """What is to stand for one word, from and to in ticks of the copy."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A stretch of one cue in the copy."""

    said: tuple[_Said, ...]
    speaker: str


def texts_of(transcript: Transcript, review: Review, *, assembly: Assembly, time_base: Fraction) -> dict[str, bytes]:
    """captions.srt, captions.vtt and transcript.txt in UTF-8, on the clock of the copy, by their names.

    A word is withheld that a silence touches in any sound stream or channel, and one of which a part is cut; the words
    of a cue whose times are estimated are withheld together. Names of speakers become numbers.
    """
    lines = tuple(_lines(transcript, review, assembly=assembly))
    captions = tuple(caption for line in lines for caption in _captions(line))
    begin: int = assembly.pieces[0].at

    def time(tick: int) -> Fraction:
        return max(Fraction(0), (tick - begin) * time_base)

    return {
        "captions.srt": _srt(captions, time).encode(),
        "captions.vtt": _vtt(captions, time).encode(),
        "transcript.txt": _plain(lines, time).encode(),
    }


def withheld(transcript: Transcript, review: Review) -> NDArray[np.bool_]:
    """For each word whether it is left out of captions because a silence touches it, in whatever stream."""
    touched: NDArray[np.bool_] = hearing(transcript, review, streams=frozenset()) != Hearing.HEARD
    return touched


def _lines(transcript: Transcript, review: Review, *, assembly: Assembly) -> Iterator[_Line]:
    """The words of each cue in each piece of the copy, in the order of the copy."""
    hidden = withheld(transcript, review)
    numbers = _numbered(transcript.speakers)
    owner = np.searchsorted(transcript.cues, np.arange(len(transcript)), side="right") - 1
    for piece in assembly.kept:
        first, last = piece.span.start, piece.span.end
        heard = np.nonzero((transcript.starts < last) & (transcript.ends > first))[0].tolist()
        broken = _broken(transcript, piece) if not assembly.whole else np.zeros(len(transcript), np.bool_)
        for cue, words in groupby(heard, key=lambda n: int(owner[n])):
            said = []
            for n in words:
                text = SILENCED if hidden[n] else LEFT_OUT if broken[n] else transcript.texts[n]
                start, end = max(int(transcript.starts[n]), first), min(int(transcript.ends[n]), last)
                said.append(_Said(text, start - first + piece.at, end - first + piece.at))
            yield _Line(_joined(said), numbers[transcript.speakers[cue]])


def _broken(transcript: Transcript, piece: Kept) -> NDArray[np.bool_]:
    """Which words are not heard as a whole in the piece, as far as their times are known."""
    starts, ends = transcript.reach()
    broken: NDArray[np.bool_] = (starts < piece.span.start) | (ends > piece.span.end)
    return broken


def _joined(said: Sequence[_Said]) -> tuple[_Said, ...]:
    """The same with what stands for several words in a row put once."""
    made: list[_Said] = []
    for each in said:
        if made and each.text == made[-1].text and each.text in (SILENCED, LEFT_OUT):
            made[-1] = _Said(each.text, made[-1].start, max(made[-1].end, each.end))
        else:
            made.append(each)
    return tuple(made)


def _numbered(speakers: Sequence[str]) -> dict[str, str]:
    """What each speaker is called: a number in the order in which they speak; nothing where nobody is named."""
    named = [speaker for speaker in dict.fromkeys(speakers) if speaker]
    return {"": ""} | {speaker: f"Speaker {number}" for number, speaker in enumerate(named, start=1)}


def _captions(line: _Line) -> Iterator[_Line]:
    """The line in parts that have room on ROWS rows of WIDTH."""
    part: list[_Said] = []
    for each in line.said:
        if part and len(wrap(" ".join(s.text for s in [*part, each]), WIDTH)) > ROWS:
            yield _Line(tuple(part), line.speaker)
            part = []
        part.append(each)
    if part:
        yield _Line(tuple(part), line.speaker)


def _text(line: _Line) -> str:
    return " ".join(s.text for s in line.said)


def _times(line: _Line, time: Clock) -> tuple[int, int]:
    """From and to in thousandths of a second."""
    start, end = min(s.start for s in line.said), max(s.end for s in line.said)
    first = floor(time(start) * 1000)
    return first, max(ceil(time(end) * 1000), first + 1)


def _srt(captions: Sequence[_Line], time: Clock) -> str:
    blocks = []
    for number, caption in enumerate(captions, start=1):
        start, end = (_stamp(t, ",") for t in _times(caption, time))
        rows = "\n".join(wrap(_text(caption).replace("-->", "→"), WIDTH))
        blocks.append(f"{number}\n{start} --> {end}\n{rows}\n")
    return "\n".join(blocks)


def _vtt(captions: Sequence[_Line], time: Clock) -> str:
    blocks = ["WEBVTT\n"]
    for caption in captions:
        start, end = (_stamp(t, ".") for t in _times(caption, time))
        rows = "\n".join(escape(row, quote=False) for row in wrap(_text(caption).replace("-->", "→"), WIDTH))
        voice = f"<v {caption.speaker}>" if caption.speaker else ""
        blocks.append(f"{start} --> {end}\n{voice}{rows}\n")
    return "\n".join(blocks)


def _plain(lines: Sequence[_Line], time: Clock) -> str:
    """A line a cue, with its time, and who speaks where it is known."""
    made = []
    for line in lines:
        start, _ = _times(line, time)
        said = f"{line.speaker}: {_text(line)}" if line.speaker else _text(line)
        made.append(f"{_stamp(start, '.').split('.')[0]}  {said}\n")
    return "".join(made)


def _stamp(thousandths: int, point: str) -> str:
    whole, rest = divmod(thousandths, 1000)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}{point}{rest:03d}"
