"""Reads subtitles: SubRip and WebVTT, the latter with the times of words in it, and what else pysubs2 knows."""

import html
import re
from collections.abc import Iterator

from reviewer.services.transcript_parts import Parsed, SpokenCue, SpokenWord, cleaned, cue_of_text

_TIME = r"-?(?:\d+:)?\d{1,3}:-?\d{1,3}(?:[.,]\d{1,6})?"
_ARROW = re.compile(rf"^\s*({_TIME})\s*-+>\s*({_TIME})(?:\s.*)?$")
_LOOKS = re.compile(r"^\s*\S*\d\S*\s*-+>", re.MULTILINE)
_STAMP = re.compile(rf"<({_TIME})>")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]*)>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^>]{0,200}>|\{\\[^}]{0,200}\}")


def looks_like_cues(text: str) -> bool:
    """Whether the text has an arrow between times, as SubRip and WebVTT have."""
    return _LOOKS.search(text) is not None


def parse_cues(text: str) -> Parsed:
    """The cues of SubRip or WebVTT; what stands outside of them (numbers, notes, styles) is no speech."""
    parsed = Parsed()
    for start, end, body in _bodies(text, parsed):
        cue = _cue(body, start, end=end)
        if cue.words:
            parsed.cues.append(cue)
    return parsed


def _bodies(text: str, parsed: Parsed) -> Iterator[tuple[float | None, float | None, str]]:
    """The times and the text of each cue: from a line of times to the next blank line."""
    times: tuple[float | None, float | None] | None = None
    body: list[str] = []
    for line in (*text.splitlines(), ""):
        arrow = _ARROW.match(line) if "->" in line else None
        broken = arrow is None and "-->" in line and _LOOKS.match(line) is not None
        if arrow or broken or not line.strip():
            if times is not None and (arrow or broken or body):
                if (arrow or broken) and body and body[-1].strip().isdigit():
                    body.pop()  # the number of the next cue, where no blank line parts the two
                yield (*times, "\n".join(body))
                times, body = None, []
            if arrow:
                times = seconds(arrow[1]), seconds(arrow[2])
            elif broken:
                times, parsed.unread = (None, None), parsed.unread + 1
        elif times is not None:
            body.append(line)


def _cue(body: str, start: float | None, *, end: float | None) -> SpokenCue:
    voice = _VOICE.search(body)
    speaker = cleaned(html.unescape(voice[1])).strip() if voice else ""
    pieces = _STAMP.split(body)
    if len(pieces) == 1:
        return cue_of_text(_bare(body), start, end=end, speaker=speaker)
    # Text, time, text, time, text: each text but the first begins at the time before it and ends at the next.
    stamps = [start, *(seconds(s) for s in pieces[1::2]), end]
    words = []
    for place, piece in enumerate(pieces[0::2]):
        parts = cleaned(_bare(piece)).split()
        for n, part in enumerate(parts):
            begins = stamps[place] if n == 0 else None
            words.append(SpokenWord(part, begins, stamps[place + 1] if n == len(parts) - 1 else None))
    return SpokenCue(words, start, end, speaker)


def _bare(text: str) -> str:
    return html.unescape(_TAG.sub("", text))


def seconds(stamp: str) -> float | None:
    """The seconds of hours, minutes and seconds, the hours left out or not; a minus anywhere makes it negative."""
    sign = -1 if "-" in stamp else 1
    total = 0.0
    for part in stamp.replace("-", "").replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return sign * total


def parse_other(text: str) -> Parsed | None:
    """The cues of Advanced SubStation Alpha and others that pysubs2 tells apart; None where it knows none."""
    import pysubs2

    try:
        # Formats that count frames are not read: nothing says at what rate.
        found = pysubs2.SSAFile.from_string(text, format_=pysubs2.formats.autodetect_format(text))
    except (pysubs2.exceptions.Pysubs2Error, ValueError, ArithmeticError, LookupError):
        return None
    spoken = (e for e in found.events if not e.is_comment)
    cues = [cue_of_text(e.plaintext, e.start / 1000, end=e.end / 1000, speaker=e.name) for e in spoken]
    return Parsed([cue for cue in cues if cue.words])
