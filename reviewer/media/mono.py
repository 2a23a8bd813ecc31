"""All sound streams of a recording as one channel each, at the rate that speech is judged by."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from reviewer.core.footage import AudioStream, Recording
from reviewer.media.decoding import packets
from reviewer.media.opening import open_footage
from reviewer.media.resampled import Resampled, is_sane
from reviewer.media.sound import LONGER
from reviewer.media.timeline import Timeline

RATE = 16000
"""Samples a second: speech is below 8 kHz."""

LONGEST = 48 * 3600
"""Seconds of sound that are read at most: a damaged time stamp must not be followed for ever."""


@dataclass(frozen=True, slots=True, eq=False)
class Mono:
    """Samples of a stream that follow on from those before; the first is number `at` of the footage's clock."""

    stream: int
    at: int
    samples: NDArray[np.float32]


def mono_of(path: Path, recording: Recording) -> Iterator[Mono]:
    """A second of each stream at a time, silence where nothing can be decoded.

    Streams that cannot be decoded at all give nothing. Raises FootageError when the file cannot be opened.
    """
    known = [s for s in recording.sounds if s.sample_rate > 0 and s.channels > 0]
    if not known:
        return
    latest = min(LONGEST, max(recording.duration, *(s.start + s.duration for s in known)) + LONGER)
    with open_footage(path) as container:
        voices = {s.index: _Voice(s, latest=latest) for s in known}
        for other in container.streams:
            if other.index not in voices:
                other.discard = av.stream.Discard.all
        for packet in packets(container, *(container.streams[index] for index in voices)):
            if packet.stream_index in voices:
                yield from voices[packet.stream_index].take(packet)
        for voice in voices.values():
            yield from voice.finish()


class _Voice:
    """One stream on its way."""

    def __init__(self, sound: AudioStream, *, latest: float) -> None:
        self._stream = sound.index
        self._resampled = Resampled("mono", RATE)
        self._timeline = Timeline(1, RATE, block=RATE, latest=int(latest * RATE))

    def take(self, packet: Any) -> Iterator[Mono]:
        """Decode one packet."""
        try:
            frames = [frame for frame in packet.decode() if is_sane(frame)]
        except (av.error.FFmpegError, ValueError):
            return
        for frame in frames:
            for samples, at in self._resampled.take(frame):
                for position, block in self._timeline.lay(samples, at=at):
                    yield Mono(self._stream, position, block[0])

    def finish(self) -> Iterator[Mono]:
        """What is left."""
        for samples, at in self._resampled.rest():
            for position, block in self._timeline.lay(samples, at=at):
                yield Mono(self._stream, position, block[0])
        for position, block in self._timeline.rest():
            yield Mono(self._stream, position, block[0])
