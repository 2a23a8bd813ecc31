"""Reads the JSON of common speech recognisers, which has a time for each word."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from reviewer.services.transcript_parts import (
    Parsed,
    SpokenCue,
    SpokenWord,
    cleaned,
    cue_of_text,
    grouped,
    number,
    sensible,
    split,
)

TICKS = 10_000_000
"""Azure's ticks in a second."""

MILLISECONDS = 1000


def parse_json(body: object) -> Parsed | None:
    """The words of a decoded JSON document; None where it is none of the forms that are known."""
    for read in _FORMS:
        cues = read(body)
        if cues:
            unread = sum(1 for cue in cues if not cue.words)
            return Parsed([cue for cue in cues if cue.words], unread)
    return None


def _whisper(body: object) -> list[SpokenCue]:
    """Whisper, faster-whisper and WhisperX: segments with words, or words alone."""
    cues = []
    for segment in _dicts(_at(body, "segments")):
        times = _time(segment, "start"), _time(segment, "end")
        said = [w for each in _dicts(segment.get("words")) for w in split(_word(each))]
        speaker = _text(segment.get("speaker"))
        if said:
            cues.append(SpokenCue(said, *times, speaker or said[0].speaker))
        else:
            cues.append(cue_of_text(_text(segment.get("text")), times[0], end=times[1], speaker=speaker))
    return cues or grouped(_word(w) for w in _dicts(_at(body, "word_segments")))


def _whisper_cpp(body: object) -> list[SpokenCue]:
    """whisper.cpp: transcription with offsets in milliseconds."""
    cues = []
    for part in _dicts(_at(body, "transcription")):
        start, end = (_time(_at(part, "offsets") or {}, name, by=MILLISECONDS) for name in ("from", "to"))
        cues.append(cue_of_text(_text(part.get("text")), start, end=end))
    return cues


def _vosk(body: object) -> list[SpokenCue]:
    """Vosk: result with words; one document, or a list of them."""
    documents = _dicts(body if isinstance(body, list) else [body])
    return [cue for each in documents for cue in grouped(_word(w) for w in _dicts(each.get("result")))]


def _aws(body: object) -> list[SpokenCue]:
    """AWS Transcribe: results.items; signs stand in items of their own, behind the word they belong to."""
    words: list[SpokenWord] = []
    for item in _dicts(_at(body, "results", "items")):
        text = _text(_at(item, "alternatives", 0, "content"))
        if item.get("type") == "punctuation" and words:
            last = words[-1]
            words[-1] = SpokenWord(last.text + text, last.start, last.end, last.speaker)
        else:
            speaker = _text(item.get("speaker_label"))
            words.append(SpokenWord(text, _time(item, "start_time"), _time(item, "end_time"), speaker))
    return grouped(words)


def _google(body: object) -> list[SpokenCue]:
    """Google: results with alternatives with words, at the top or in the response of a long run."""
    results = _dicts(_at(body, "results")) or _dicts(_at(body, "response", "results"))
    rows = [[_google_word(w) for w in _dicts(_at(r, "alternatives", 0, "words"))] for r in results]
    rows = [row for row in rows if row]
    # Told apart by speaker, all words come once more in the last result.
    if len(rows) > 1 and any(w.speaker for w in rows[-1]) and len(rows[-1]) >= sum(map(len, rows[:-1])):
        rows = rows[-1:]
    cues = [cue for row in rows for cue in grouped(row)]
    return cues or [
        cue_of_text(_text(_at(r, "alternatives", 0, "transcript")), None, end=_google_end(r)) for r in results
    ]


def _google_word(word: dict[str, Any]) -> SpokenWord:
    start, end = (
        _first(_length(word.get(name)) for name in names)
        for names in (("startTime", "startOffset", "start_time"), ("endTime", "endOffset", "end_time"))
    )
    if start is None and end is not None:
        start = 0.0  # a time of nothing is left out
    return SpokenWord(_text(word.get("word")), start, end, _text(word.get("speakerTag") or word.get("speakerLabel")))


def _google_end(result: dict[str, Any]) -> float | None:
    return _length(result.get("resultEndTime") or result.get("resultEndOffset"))


def _length(value: object) -> float | None:
    """A length of time as Google writes it: 1.200s, or seconds and nanos."""
    if isinstance(value, dict):
        whole, rest = number(value.get("seconds", 0)), number(value.get("nanos", 0))
        return None if whole is None or rest is None else sensible(whole + rest / 1e9)
    return sensible(number(value.strip().removesuffix("s"))) if isinstance(value, str) else sensible(number(value))


def _azure(body: object) -> list[SpokenCue]:
    """Azure: recognizedPhrases of a batch, phrases of the fast way, NBest of a detailed answer or a list of such."""
    phrases = _dicts(_at(body, "recognizedPhrases")) or _dicts(_at(body, "phrases"))
    phrases = phrases or [d for d in _dicts(body if isinstance(body, list) else [body]) if "NBest" in d]
    cues = []
    for phrase in phrases:
        best = _at(phrase, "nBest", 0) or _at(phrase, "NBest", 0) or phrase
        speaker = _text(phrase.get("speaker"))
        words = [w for each in _dicts(best.get("words") or best.get("Words")) for w in split(_azure_word(each))]
        start, end = _azure_times(phrase)
        text = _text(best.get("display") or best.get("Display") or best.get("text"))
        cues.append(SpokenCue(words, start, end, speaker) if words else cue_of_text(text, start, end=end))
        cues[-1].speaker = speaker
    return cues


def _azure_word(word: dict[str, Any]) -> SpokenWord:
    return SpokenWord(_text(word.get("word") or word.get("Word") or word.get("text")), *_azure_times(word))


def _azure_times(part: dict[str, Any]) -> tuple[float | None, float | None]:
    for offset, duration, by in (
        ("offsetInTicks", "durationInTicks", TICKS),
        ("Offset", "Duration", TICKS),
        ("offsetMilliseconds", "durationMilliseconds", MILLISECONDS),
    ):
        start, length = _time(part, offset, by=by), _time(part, duration, by=by)
        if start is not None:
            return start, None if length is None else start + length
    return None, None


def _deepgram(body: object) -> list[SpokenCue]:
    """Deepgram: every channel, the best alternative."""
    channels = _dicts(_at(body, "results", "channels"))
    return [cue for c in channels for cue in grouped(_word(w) for w in _dicts(_at(c, "alternatives", 0, "words")))]


def _plain(body: object) -> list[SpokenCue]:
    """Words in a list: that of AssemblyAI is in milliseconds, any other in seconds."""
    by = MILLISECONDS if _at(body, "audio_duration") is not None else 1
    words = body if isinstance(body, list) else _at(body, "words")
    found = [w for w in _dicts(words) if ("word" in w or "text" in w) and "start" in w]
    return grouped(_word(w, by=by) for w in found)


_FORMS: Sequence[Callable[[object], list[SpokenCue]]] = (
    _whisper, _whisper_cpp, _aws, _deepgram, _azure, _google, _vosk, _plain,
)  # fmt: skip


def _word(word: dict[str, Any], *, by: int = 1) -> SpokenWord:
    text = word.get("punctuated_word") or word.get("word") or word.get("text")
    return SpokenWord(_text(text), _time(word, "start", by=by), _time(word, "end", by=by), _text(word.get("speaker")))


def _time(part: Any, name: str, *, by: int = 1) -> float | None:
    found = number(part.get(name)) if isinstance(part, dict) else None
    return None if found is None else sensible(found / by)


def _at(body: Any, *path: str | int) -> Any:
    """What stands at the end of a path of names and numbers; None where something on it is not there."""
    for step in path:
        if isinstance(step, str) and isinstance(body, dict):
            body = body.get(step)
        elif isinstance(step, int) and isinstance(body, list) and len(body) > step:
            body = body[step]
        else:
            return None
    return body


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    if isinstance(value, bool) or value is None:
        return ""
    return cleaned(str(value)).strip() if isinstance(value, str | int) else ""


def _first(values: Iterator[float | None]) -> float | None:
    return next((v for v in values if v is not None), None)
