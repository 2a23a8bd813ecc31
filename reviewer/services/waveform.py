"""The waveform of a footage: worked out in a child process, and kept in the case's work folder for the next time.

What is kept is a file for each fingerprint, numbers alone, and may be deleted at any time.
"""

from collections.abc import Generator
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reviewer.core.footage import Footage, Recording
from reviewer.core.loudness import SoundPeaks, Waveform
from reviewer.media.peaks import waveform_of
from reviewer.services.fetcher import step_back
from reviewer.services.jobs import Progress
from reviewer.services.kept_columns import Columns, place_for, read_columns, write_columns
from reviewer.services.workers import in_child

FORM = 1
"""The form of the kept files; those of another are made again."""


def waveform(footage: Footage, *, work: Path | None = None) -> Generator[Progress, None, Waveform]:
    """The waveform of `footage`, from the case's folder `work` where it is kept, and kept there otherwise.

    One unit of progress is a second of sound. Raises FootageError when the footage cannot be read.
    """
    if not footage.recording.sounds:
        return Waveform()
    path = place_for(work, footage.sha256)
    kept = read_columns(path, partial(_read, recording=footage.recording)) if path is not None else None
    if kept is not None:
        return kept
    found = yield from in_child(_work, footage.path, footage.recording, name=footage.path.name)
    if path is not None:
        _keep(path, found)
    return found


def _work(path: Path, recording: Recording) -> Generator[Progress, None, Waveform]:
    """What the child does."""
    step_back()
    steps = waveform_of(path, recording)
    total = max(1, round(recording.duration))
    while True:
        try:
            done = next(steps)
        except StopIteration as stop:
            found: Waveform = stop.value
            return found
        yield Progress(min(total, max(0, int(done))), total, "listening to the sound")


def _keep(path: Path, found: Waveform) -> None:
    columns: dict[str, NDArray[np.generic]] = {"form": np.array([FORM, found.lost, len(found.sounds)], np.int64)}
    for at, sound in enumerate(found.sounds):
        columns |= {f"stream {at}": np.array([sound.stream]), f"start {at}": np.array([sound.start])}
        columns |= {f"low {at}": sound.low, f"high {at}": sound.high}
    write_columns(path, columns)


def _read(columns: Columns, recording: Recording) -> Waveform | None:
    """The kept waveform; None where it is none of this recording."""
    form, lost, count = (int(v) for v in columns["form"])
    if form != FORM or not 0 <= count <= len(recording.sounds):
        return None
    sounds = tuple(
        SoundPeaks(int(columns[f"stream {at}"][0]), float(columns[f"start {at}"][0]), *_peaks(columns, at))
        for at in range(count)
    )
    streams = {s.index for s in recording.sounds}
    return Waveform(sounds, lost) if all(s.stream in streams and np.isfinite(s.start) for s in sounds) else None


def _peaks(columns: Columns, at: int) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    low, high = columns[f"low {at}"], columns[f"high {at}"]
    if low.dtype != np.int8 or high.dtype != np.int8:
        raise ValueError("a waveform is kept in bytes")
    return low, high
