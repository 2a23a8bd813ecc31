"""The waveform of a footage: worked out in a child process, and kept in the case's work folder for the next time.

What is kept is a file for each fingerprint, numbers alone, and may be deleted at any time.
"""

import logging
import zipfile
from collections.abc import Generator
from contextlib import suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reviewer.core.footage import Footage, Recording
from reviewer.core.loudness import SoundPeaks, Waveform
from reviewer.media.peaks import waveform_of
from reviewer.services.fetcher import step_back
from reviewer.services.jobs import Progress
from reviewer.services.workers import in_child

log = logging.getLogger(__name__)

WAVEFORMS = "waveforms"
"""The folder in a case's work folder."""

FORM = 1
"""The form of the kept files; those of another are made again."""

LARGEST = 512 << 20
"""Bytes of a kept file beyond which it is not read: two days of six channels in two streams take less."""

UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, MemoryError, RuntimeError, zipfile.BadZipFile)
"""What reading a damaged file, or one that was never ours, may raise; RuntimeError where it claims to be encrypted."""


def waveform(footage: Footage, *, work: Path | None = None) -> Generator[Progress, None, Waveform]:
    """The waveform of `footage`, from the case's folder `work` where it is kept, and kept there otherwise.

    One unit of progress is a second of sound. Raises FootageError when the footage cannot be read.
    """
    if not footage.recording.sounds:
        return Waveform()
    folder = work / WAVEFORMS if work is not None else None
    path = folder / f"{footage.sha256}.npz" if folder is not None and not folder.is_symlink() else None
    kept = _read(path, footage.recording) if path is not None else None
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
    """Keep a waveform; where that is not possible it is made again the next time."""
    partial = path.with_suffix(".partial")
    columns: dict[str, NDArray[np.generic]] = {"form": np.array([FORM, found.lost, len(found.sounds)], np.int64)}
    for at, sound in enumerate(found.sounds):
        columns |= {f"stream {at}": np.array([sound.stream]), f"start {at}": np.array([sound.start])}
        columns |= {f"low {at}": sound.low, f"high {at}": sound.high}
    try:
        path.parent.mkdir(exist_ok=True)
        with partial.open("wb") as file:
            np.savez(file, allow_pickle=False, **columns)
        partial.replace(path)
    except OSError as error:
        log.info("a waveform is not kept: %s", error)
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _read(path: Path, recording: Recording) -> Waveform | None:
    """The kept waveform; None when there is none, or it is not what was kept."""
    try:
        if path.is_symlink() or not path.is_file() or path.stat().st_size > LARGEST:
            return None
        with zipfile.ZipFile(path) as archive:
            if any(member.compress_type != zipfile.ZIP_STORED for member in archive.infolist()):
                return None  # ours are as large as their file, so reading one takes no more memory than that
        with np.load(path, allow_pickle=False) as columns:
            form, lost, count = (int(v) for v in columns["form"])
            if form != FORM or not 0 <= count <= len(recording.sounds):
                return None
            sounds = tuple(
                SoundPeaks(int(columns[f"stream {at}"][0]), float(columns[f"start {at}"][0]), *_peaks(columns, at))
                for at in range(count)
            )
    except UNREADABLE as error:
        log.info("a kept waveform is made again: %s", error)
        return None
    streams = {s.index for s in recording.sounds}
    return Waveform(sounds, lost) if all(s.stream in streams and np.isfinite(s.start) for s in sounds) else None


def _peaks(columns: "np.lib.npyio.NpzFile", at: int) -> tuple[NDArray[np.int8], NDArray[np.int8]]:
    low, high = columns[f"low {at}"], columns[f"high {at}"]
    if low.dtype != np.int8 or high.dtype != np.int8:
        raise ValueError("a waveform is kept in bytes")
    return low, high
