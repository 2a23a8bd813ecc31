"""The sound of footage from any moment on, as it is heard: all its streams together, at one rate, without holes."""

from collections import deque
from collections.abc import Collection, Iterator, Sequence
from fractions import Fraction
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import av
import numpy as np
from av.container import InputContainer

from reviewer.core.errors import FootageError
from reviewer.core.footage import AudioStream, Recording
from reviewer.media.cutting import Cuts
from reviewer.media.decoding import packets
from reviewer.media.disguise import SHORT
from reviewer.media.opening import KEPT, open_footage
from reviewer.media.resampled import Mixer, Resampled, is_sane, own_layout
from reviewer.media.silencing import Hidden, Quiet, runs_of
from reviewer.media.speaker import RATE, Block
from reviewer.media.timeline import Samples, Timeline
from reviewer.media.treating import Treating

BLOCK = 960
"""Samples in a block: 20 ms, what the device asks for at once."""

MOST = 8
"""Streams that are heard together; a body-worn camera has one or two, a hostile file may have thousands."""

PREROLL, FURTHER = Fraction(3, 10), Fraction(5)
"""Seconds before the moment at which decoding begins: for what a codec needs to settle, and where that was too late."""

APART = 1
"""Seconds by which streams are stored apart in a file at most: one that is further behind has a hole."""

LONGER = 10
"""Seconds beyond the declared end at which a time stamp of sound counts as damaged."""

NOTHING: Quiet = MappingProxyType({})
"""Everything is heard."""


class Listener:
    """Reads the sound of one recording; belongs to one thread. Raises FootageError when it cannot be opened."""

    def __init__(self, path: Path, recording: Recording) -> None:
        self._path, self._recording = path, recording
        self._heard = [s for s in recording.sounds if s.sample_rate > 0 and s.channels > 0][:MOST]
        self._container: InputContainer = self._opened()
        self._fresh = True

    def close(self) -> None:
        """Let go of the file."""
        self._container.close()

    def blocks(self, start: float, *, quiet: Quiet = NOTHING) -> Iterator[Block]:
        """The sound from `start` seconds on the footage's clock to its end; asking anew ends what was asked before.

        Each block but the last has BLOCK samples. Packets that cannot be decoded are silence; what `quiet` says of each
        stream is treated as in a copy, but that a voice is drawn anew each time, and that noise has its middle level
        where playing begins inside of it: what comes before is not known then.
        """
        first = round(start * RATE)
        latest = round((self._end() + LONGER) * RATE)
        voices = {s.index: _Voice(s, quiet.get(s.index, ()), first=first, latest=latest) for s in self._heard}
        read_to = Fraction(first, RATE)
        for packet in self._packets(Fraction(first, RATE)) if voices else ():
            voice = voices.get(packet.stream_index)
            if voice is None:
                continue
            if packet.size and packet.pts is not None and packet.pts * packet.time_base <= latest / RATE:
                read_to = max(read_to, packet.pts * packet.time_base)
            yield from _filled(voices.values(), round((read_to - APART) * RATE))
            voice.take(packet)
            yield from _mixed(voices.values())
        for voice in voices.values():
            voice.finish()
        yield from _filled(voices.values(), max((v.end for v in voices.values()), default=first))
        for voice in voices.values():
            voice.rest()
        yield from _mixed(voices.values())

    def _end(self) -> float:
        ends = (s.start + s.duration for s in self._heard)
        return max(float(self._recording.index.end * self._recording.video.time_base), *ends, 0.0)

    def _packets(self, start: Fraction) -> Iterator[Any]:
        """Packets from a place in the file that lies before `start`, the very start of it where no other is found."""
        streams = [self._container.streams[s.index] for s in self._heard]
        earliest = min(Fraction(s.start) for s in self._heard)
        for back in (PREROLL, FURTHER):
            if start - back <= earliest or not self._sought(start - back):
                break
            found = packets(self._container, *streams)
            ahead = next(found, None)
            if ahead is not None and ahead.pts is not None and ahead.pts * ahead.time_base <= start:
                return chain([ahead], found)
        if not self._fresh:
            self._container.close()
            self._container = self._opened()
            streams = [self._container.streams[s.index] for s in self._heard]
        self._fresh = False
        return packets(self._container, *streams)

    def _sought(self, time: Fraction) -> bool:
        # An MP4 knows where every packet of sound lies; others are sought by their picture, which all have an index of.
        pictures = {s.index for s in self._container.streams.video}
        by_sound = "mp4" in self._container.format.name or self._recording.video.index not in pictures
        stream = self._container.streams[self._heard[0].index if by_sound else self._recording.video.index]
        self._fresh = False
        try:
            self._container.seek(int(time / (stream.time_base or Fraction(1, 1000))), stream=stream)
        except (av.error.FFmpegError, OSError):
            return False
        return True

    def _opened(self) -> InputContainer:
        container = open_footage(self._path)
        wanted = {s.index for s in self._heard}
        if wanted - {s.index for s in container.streams.audio}:
            container.close()
            raise FootageError(f"{self._path.name} is no longer the recording that it was.", KEPT)
        for stream in container.streams:
            if stream.index not in wanted:
                stream.discard = av.stream.Discard.all
        return container


class _Voice:
    """One stream on its way into the mix, from sample number `first` of the footage's clock on."""

    def __init__(self, sound: AudioStream, hidden: Sequence[Hidden], *, first: int, latest: int) -> None:
        self._first, self._latest = first, latest
        self._timeline = Timeline(sound.channels, RATE, block=BLOCK, latest=latest)
        self._timeline.begin(first)
        self._layout = own_layout(sound)
        self._apart = any(h.channels is not None for h in hidden)
        self._resampled = Resampled(self._layout, RATE)
        whole = Cuts.of(None, time_base=Fraction(1), rate=RATE)
        runs = runs_of(hidden, channels=sound.channels, rate=RATE, cuts=whole)
        self._treating = Treating(runs, rate=RATE, seconds=SHORT)
        self._mixer = Mixer(self._layout, "stereo", rate=RATE)
        self._laid = False
        self.blocks: deque[Samples] = deque()

    @property
    def end(self) -> int:
        """The number of the sample after the last."""
        return self._timeline.end or self._first

    def take(self, packet: Any) -> None:
        """Decode one packet."""
        try:
            frames = [frame for frame in packet.decode() if is_sane(frame)]
        except (av.error.FFmpegError, ValueError):
            return
        for frame in frames:
            mixed = self._apart and frame.layout.name != self._layout
            for samples, at in self._resampled.take(frame):
                self._lay(np.zeros_like(samples) if mixed else samples, at=at)

    def finish(self) -> None:
        """Take what the resampler still holds."""
        for samples, at in self._resampled.rest():
            self._lay(samples, at=at)

    def fill(self, until: int) -> None:
        """Add silence up to the sample number `until`, where there is no sound."""
        self._keep(self._timeline.silence(until))

    def rest(self) -> None:
        """The last, shorter block."""
        self._keep(self._timeline.rest())
        self.blocks.extend(self._mixer.mixed(samples) for _, samples in self._treating.rest())

    def _lay(self, samples: Samples, *, at: Fraction | None) -> None:
        # The timeline forgives stamps that stray; the first one must be exact.
        position = None if at is None else round(at * RATE)
        if not self._laid and position is not None and position <= self._latest:
            if position + samples.shape[1] <= self._first:
                return
            samples = samples[:, max(0, self._first - position) :]
            self.fill(position)
            at = None
        self._laid = True
        self._keep(self._timeline.lay(samples, at=at))

    def _keep(self, blocks: Iterator[tuple[int, Samples]]) -> None:
        for at, samples in blocks:
            self.blocks.extend(self._mixer.mixed(treated) for _, treated in self._treating.take(at, samples))


def _filled(voices: Collection[_Voice], until: int) -> Iterator[Block]:
    """Silence up to the sample number `until` in every voice that has come less far, a second at a time."""
    while voices and (least := min(v.end for v in voices)) < until:
        for voice in voices:
            voice.fill(min(until, least + RATE))
        yield from _mixed(voices)


def _mixed(voices: Collection[_Voice]) -> Iterator[Block]:
    """What all voices have ready, together."""
    while voices and all(v.blocks for v in voices):
        parts = [v.blocks.popleft() for v in voices]
        count = min(p.shape[1] for p in parts)
        mixed = np.sum([p[:, :count] for p in parts], axis=0, dtype=np.float32)
        yield np.ascontiguousarray(np.clip(mixed, -1, 1).T)
