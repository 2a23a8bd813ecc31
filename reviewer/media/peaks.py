"""The lowest and the highest sample of each hundredth of a second, for every channel of every sound stream."""

from collections.abc import Generator
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.audio.frame import AudioFrame

from reviewer.core.footage import AudioStream, Recording
from reviewer.core.loudness import FULL, STEP, SoundPeaks, Waveform
from reviewer.media.decoding import packets
from reviewer.media.opening import open_footage
from reviewer.media.sound import LAYOUTS, LONGER, kept_rate
from reviewer.media.timeline import SLACK, Samples, Timeline

LONGEST = 48 * 3600
"""Seconds of sound that are drawn at most: a damaged time stamp must not fill the memory with silence."""

STRIDE = 500
"""Packets between two signs of life: some ten seconds of sound, a hundredth of a second of work."""


def waveform_of(path: Path, recording: Recording) -> Generator[float, None, Waveform]:
    """Read all sound of the recording in one go; yields now and then how many seconds have been read.

    Damaged packets count as silence; a stream in an unknown form has no peaks. Raises FootageError when the file
    cannot be opened.
    """
    known = [s for s in recording.sounds if s.sample_rate > 0 and s.channels > 0]
    if not known:
        return Waveform()
    latest = min(LONGEST, max(recording.duration, *(s.start + s.duration for s in known)) + LONGER)
    with open_footage(path) as container:
        tracks = {s.index: _Track(s, latest=latest) for s in known}
        for other in container.streams:
            if other.index not in tracks:
                other.discard = av.stream.Discard.all
        streams = [container.streams[index] for index in tracks]
        for count, packet in enumerate(packets(container, *streams)):
            track = tracks.get(packet.stream_index)
            if track is not None:
                track.take(packet)
                if count % STRIDE == 0:
                    yield track.seconds
        return Waveform(tuple(t.finish() for t in tracks.values()), sum(t.lost for t in tracks.values()))


class _Track:
    """One sound stream on its way to peaks."""

    def __init__(self, sound: AudioStream, *, latest: float) -> None:
        self._sound = sound
        self._rate = kept_rate(sound.sample_rate)
        self._layout = LAYOUTS.get(sound.channels, "stereo")
        self._channels = av.AudioLayout(self._layout).nb_channels
        self._timeline = Timeline(self._channels, self._rate, block=self._rate, latest=int(latest * self._rate))
        self._resampler: av.AudioResampler | None = None
        self._form: tuple[object, ...] | None = None
        self._parts: list[Samples] = []
        self._count, self._at, self._next = 0, Fraction(0), Fraction(0)
        self._start: float | None = None
        self._lows: list[Samples] = []
        self._highs: list[Samples] = []
        self.lost = 0

    @property
    def seconds(self) -> float:
        """Up to when the sound has been read."""
        return float(self._next)

    def take(self, packet: Any) -> None:
        """Decode one packet."""
        try:
            frames = packet.decode()
        except (av.error.FFmpegError, ValueError):
            self.lost += bool(packet.size)
            return
        for frame in frames:
            if 0 < frame.layout.nb_channels <= 16 and 0 < frame.samples <= 1_000_000 and frame.sample_rate > 0:
                self._resample(frame)
            else:  # damaged: its planes must not be touched
                self.lost += 1

    def finish(self) -> SoundPeaks:
        """The peaks of all, with the last part of a second."""
        self._drain()
        self._lay()
        for position, samples in self._timeline.rest():
            self._reduce(position, samples)
        empty = np.zeros((self._channels, 0), np.float32)
        low, high = (np.concatenate([empty, *parts], axis=1) for parts in (self._lows, self._highs))
        return SoundPeaks(
            self._sound.index, self._start or 0.0, _bytes(np.floor(low * FULL)), _bytes(np.ceil(high * FULL))
        )

    def _resample(self, frame: AudioFrame) -> None:
        form = (frame.format.name, frame.layout.name, frame.sample_rate)
        if form != self._form:
            self._drain()
            self._resampler = av.AudioResampler(format="fltp", layout=self._layout, rate=self._rate)
            self._form = form
        assert self._resampler is not None
        for part in self._resampler.resample(frame):
            self._gather(part)

    def _drain(self) -> None:
        if self._resampler is not None:
            for part in self._resampler.resample(None):
                self._gather(part)

    def _gather(self, part: AudioFrame) -> None:
        """Put aside what follows on without a gap, until there is a second of it: laying many small parts is slow."""
        at = self._next if part.pts is None or part.time_base is None else Fraction(part.pts) * part.time_base
        if self._parts and abs(at - self._next) > SLACK:
            self._lay()
        if not self._parts:
            self._at = at
        samples = np.asarray(part.to_ndarray(), np.float32)
        self._parts.append(samples)
        self._count += samples.shape[1]
        self._next = self._at + Fraction(self._count, self._rate)
        if self._count >= self._rate:
            self._lay()

    def _lay(self) -> None:
        if self._parts:
            samples = self._parts[0] if len(self._parts) == 1 else np.concatenate(self._parts, axis=1)
            self._parts, self._count = [], 0
            for block in self._timeline.lay(samples, at=self._at):
                self._reduce(*block)

    def _reduce(self, position: int, samples: Samples) -> None:
        """Keep the peaks of a second of sound, or of the rest: its edges are the same in every second."""
        if self._start is None:
            self._start = position / self._rate
        edges = _edges(self._rate, samples.shape[1])
        self._lows.append(np.minimum.reduceat(samples, edges, axis=1))
        self._highs.append(np.maximum.reduceat(samples, edges, axis=1))


def _edges(rate: int, count: int) -> list[int]:
    """Where in a second of sound each STEP begins, as far as there are `count` samples."""
    return [edge for edge in (int(at * STEP * rate) for at in range(int(1 / STEP))) if edge < count]


def _bytes(values: Samples) -> Any:
    """As whole numbers, with what is no number as silence."""
    return np.clip(np.nan_to_num(values, posinf=FULL, neginf=-FULL), -FULL, FULL).astype(np.int8)
