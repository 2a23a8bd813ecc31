"""Imports a transcript: reads the file in a child process, whatever program has written it."""

import hashlib
import json
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from typing import Any

from reviewer.core.errors import UsageError
from reviewer.core.footage import Recording
from reviewer.core.transcript import Transcript
from reviewer.services.jobs import Progress
from reviewer.services.transcript_cues import looks_like_cues, parse_cues, parse_other
from reviewer.services.transcript_laying import lay_out
from reviewer.services.transcript_parts import Parsed
from reviewer.services.transcript_words import parse_json
from reviewer.services.workers import Limits, in_child

LARGEST = 40 * 1024 * 1024
"""Bytes: the most wordy of the known forms takes less for ten hours of speech."""

MOST = 250_000
"""Words: a whole day of speech."""

LIMITS = Limits(memory=2 * 1024**3, silence=120.0)
"""Of the child that reads the file: decoded, 40 MB of JSON come to about 600 MB."""

KEPT = "The transcript that the footage had before is kept, if it had one."
FORMS = (
    "Choose a file in the form SRT or VTT, or the JSON of a speech recogniser with a time for each word: Whisper, "
    "WhisperX, Vosk, AWS Transcribe, Google, Azure or Deepgram."
)

UNREADABLE = "\N{REPLACEMENT CHARACTER}"
GARBLED = "{} signs could not be read in any usual encoding: look for words with a � in them."

Reading = Generator[Progress, None, Transcript]


def read_transcript(path: Path, recording: Recording) -> Reading:
    """The transcript in the file at `path`, laid out over the ticks of `recording`.

    Raises UsageError, which never quotes the file, when it cannot be read, is too large, or is no transcript.
    """
    yield Progress(0, None, "reading the transcript")
    return (yield from in_child(_read, path, recording, name=path.name, limits=LIMITS))


def _read(path: Path, recording: Recording) -> Reading:
    yield Progress(0, None, "reading the transcript")
    data = _data(path)
    try:
        text = _text(data, path)
        parsed = _parsed(text)
    except (RecursionError, MemoryError):
        raise _refused(path, "is nested too deeply, or too large to be read") from None
    if parsed is None:
        raise _refused(path, "is not a transcript in any form that is known")
    count = sum(len(cue.words) for cue in parsed.cues)
    if count > MOST:
        raise _refused(path, f"has {count:,} words, more than a day of speech")
    yield Progress(0, None, "reading the transcript")
    try:
        made = lay_out(parsed, recording, name=path.name, sha256=hashlib.sha256(data).hexdigest())
    except ValueError:
        raise _refused(path, "has no words with times in it") from None
    lost = text.count(UNREADABLE)
    return replace(made, notes=(*made.notes, GARBLED.format(lost))) if lost else made


def _data(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise _refused(path, "is not there, or is no file")
        if path.stat().st_size > LARGEST:
            raise _refused(path, f"is larger than {LARGEST // 1024**2} MB")
        with path.open("rb") as file:
            return file.read(LARGEST)
    except OSError as error:
        raise _refused(path, f"cannot be read ({error.strerror})") from None


def _refused(path: Path, why: str) -> UsageError:
    return UsageError(f"{path.name} {why}.", f"{FORMS} {KEPT}")


def _text(data: bytes, path: Path) -> str:
    """The text in the encoding that fits: a mark at its beginning says so, else UTF-8, else what is likely."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(data)
    if "\0" in text:
        text = _guessed(data)
        if text.count("\0") > len(text) // 100:
            raise _refused(path, "is not text")
    return text


_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    if data[1::2].count(0) > len(data) // 4:
        return data.decode("utf-16-le", errors="replace")
    if data[0::2].count(0) > len(data) // 4:
        return data.decode("utf-16-be", errors="replace")
    found = from_bytes(data[:SAMPLE])
    likely = [match.encoding for match in found if match.chaos <= found[0].chaos + CLOSE]
    # Of those that are about as likely, the one of Windows in the west: there the £ is where it belongs.
    name = "cp1252" if not likely or "cp1252" in likely else likely[0]
    return data.decode(name, errors="replace")


CLOSE = 0.05
"""How much less likely an encoding may be (as charset-normalizer's share of mess) than the likeliest one."""


SAMPLE = 100_000
"""Bytes by which an encoding is guessed."""


def _parsed(text: str) -> Parsed | None:
    """The words of a text in whichever form it is."""
    if text.lstrip()[:1] in ("{", "["):
        found = _from_json(text)
        if found is not None:
            return found
    if looks_like_cues(text):
        return parse_cues(text)
    return parse_other(text)


def _from_json(text: str) -> Parsed | None:
    """The words of one JSON document, or of several, one after the other as Vosk writes them."""
    decoder, documents, at = json.JSONDecoder(), list[Any](), 0
    text = text.strip()
    while at < len(text):
        try:
            document, at = decoder.raw_decode(text, at)
        except ValueError:
            if not documents:
                return None
            found = parse_json(documents)
            return Parsed(found.cues, found.unread + 1) if found else None
        documents.append(document)
        while at < len(text) and text[at].isspace():
            at += 1
    return parse_json(documents[0] if len(documents) == 1 else documents)
