"""Where in the sound of a footage somebody speaks: judged in a child process, and kept beside its waveform.

What is kept is a file for each fingerprint, numbers alone, and may be deleted at any time.
"""

from collections.abc import Generator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.footage import Footage, Recording
from reviewer.core.speaking import Speech, SpokenIn
from reviewer.media.mono import RATE, mono_of
from reviewer.services.fetcher import step_back
from reviewer.services.jobs import Progress
from reviewer.services.kept_columns import Columns, place_for, read_columns, write_columns
from reviewer.services.workers import in_child
from reviewer.vision.speech_network import MODEL, SpeechNetwork
from reviewer.vision.weights import Weights

FORM = 1
"""The form of the kept files; those of another are made again."""


def speech(footage: Footage, *, work: Path | None = None) -> Generator[Progress, None, Speech]:
    """The speech in `footage`, from the case's folder `work` where it is kept, and kept there otherwise.

    One unit of progress is a second of sound. Raises FootageError when the footage cannot be read, ReviewerError when
    the model is missing or altered.
    """
    if not footage.recording.sounds:
        return Speech()
    path = place_for(work, f"{footage.sha256}-speech")
    kept = read_columns(path, partial(_read, recording=footage.recording)) if path is not None else None
    if kept is not None:
        return kept
    found = yield from in_child(_work, footage.path, footage.recording, name=footage.path.name)
    if path is not None:
        _keep(path, found)
    return found


def _work(path: Path, recording: Recording) -> Generator[Progress, None, Speech]:
    """What the child does."""
    step_back()
    model = Weights(places.models()).path(MODEL)
    networks: dict[int, SpeechNetwork] = {}
    starts: dict[int, float] = {}
    parts: dict[int, list[NDArray[np.float32]]] = {}
    total = max(1, round(recording.duration))
    for sound in mono_of(path, recording):
        if sound.stream not in networks:
            networks[sound.stream], parts[sound.stream] = SpeechNetwork(model), []
            starts[sound.stream] = sound.at / RATE
        parts[sound.stream].append(networks[sound.stream].scores(sound.samples))
        yield Progress(min(total, max(0, sound.at // RATE)), total, "listening for speech")
    for stream, network in networks.items():
        parts[stream].append(network.rest())
    return Speech(tuple(SpokenIn(s, starts[s], _bytes(np.concatenate(parts[s]))) for s in networks))


def _bytes(scores: NDArray[np.float32]) -> NDArray[np.uint8]:
    """From 0 to 255, with what is no number as 0."""
    kept: NDArray[np.uint8] = np.round(np.clip(np.nan_to_num(scores), 0, 1) * 255).astype(np.uint8)
    return kept


def _keep(path: Path, found: Speech) -> None:
    columns: dict[str, NDArray[np.generic]] = {"form": np.array([FORM, len(found.sounds)], np.int64)}
    for at, sound in enumerate(found.sounds):
        columns |= {f"stream {at}": np.array([sound.stream]), f"start {at}": np.array([sound.start])}
        columns[f"scores {at}"] = sound.scores
    write_columns(path, columns)


def _read(columns: Columns, recording: Recording) -> Speech | None:
    """What is kept; None where it is none of this recording."""
    form, count = (int(v) for v in columns["form"])
    if form != FORM or not 0 <= count <= len(recording.sounds):
        return None
    sounds = tuple(
        SpokenIn(int(columns[f"stream {at}"][0]), float(columns[f"start {at}"][0]), columns[f"scores {at}"])
        for at in range(count)
    )
    streams = {s.index for s in recording.sounds}
    good = all(s.stream in streams and np.isfinite(s.start) and _fits(s.scores) for s in sounds)
    return Speech(sounds) if good else None


def _fits(scores: NDArray[np.uint8]) -> bool:
    return scores.dtype == np.uint8 and scores.ndim == 1
