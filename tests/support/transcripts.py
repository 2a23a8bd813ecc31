"""Small transcripts, and files that recognisers write."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from reviewer.core.footage import FrameIndex, Recording
from reviewer.core.timing import Tick
from reviewer.core.transcript import Transcript
from reviewer.services.jobs import finished
from reviewer.services.transcripts import _read
from tests.support.values import a_recording

BASE = Fraction(1, 1000)
"""Seconds a tick in what `said` makes."""


def said(*cues: str, each: int = 500, estimated: bool = False) -> Transcript:
    """A transcript of cues of words, each of which lasts `each` ticks and follows the one before."""
    words = [cue.split() for cue in cues]
    texts = tuple(word for cue in words for word in cue)
    starts = np.arange(len(texts), dtype=np.int64) * each
    firsts = np.cumsum([0, *(len(cue) for cue in words[:-1])]).astype(np.int64)
    return Transcript(
        name="said.srt",
        sha256="ab" * 32,
        texts=texts,
        starts=starts,
        ends=starts + each,
        estimated=np.full(len(texts), estimated),
        cues=firsts,
        speakers=("",) * len(words),
    )


def read(path: Path, body: bytes | str | Any, *, recording: Recording | None = None) -> Transcript:
    """What is made of a file with this content (bytes, text, or what is written as JSON), in this process."""
    if not isinstance(body, bytes | str):
        body = json.dumps(body)
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return finished(_read(path, recording or a_minute()))


def a_minute(*, start: float = 0.0) -> Recording:
    """A recording of sixty seconds with 90,000 ticks each, whose sound begins at `start` seconds."""
    made = a_recording()
    sound = replace(made.sounds[0], start=start, duration=60.0)
    index = FrameIndex(np.arange(1500, dtype=np.int64) * 3600, np.ones(1500, np.bool_), Tick(1500 * 3600))
    return replace(made, sounds=(sound,), index=index)


def times(transcript: Transcript) -> list[tuple[str, float, float]]:
    """Each word with its time in seconds, of a transcript over `a_minute`."""
    spans = (transcript.span(n) for n in range(len(transcript)))
    return [
        (t, round(s.start / 90000, 3), round(s.end / 90000, 3)) for t, s in zip(transcript.texts, spans, strict=True)
    ]
