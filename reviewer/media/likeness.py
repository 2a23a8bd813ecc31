"""How like the original a treated stretch of sound still is, and how like what was put there in its place."""

from collections.abc import Generator
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from reviewer.core.footage import AudioStream, Recording
from reviewer.core.silence import Treatment
from reviewer.media.cutting import Cuts
from reviewer.media.decoding import packets
from reviewer.media.opening import open_footage
from reviewer.media.silencing import Run
from reviewer.media.sound import LONGER
from reviewer.media.timeline import Samples
from reviewer.media.treated import Plan, TreatedSound
from reviewer.media.treatments import LEVELS, noise, ramped, tone

Channel = NDArray[np.float32]
"""Samples of one channel."""

QUIET = 1e-3
"""Loudness of the original, as a root mean square of 1, below which there is nothing to recognise."""

ALIKE = {Treatment.BLEEP: 0.3, Treatment.NOISE: 0.15, Treatment.DISGUISE: 0.5}
"""Correlation with the original's samples from which on a stretch counts as not hidden.

Of a bleep and a noise what is left without them is compared, which is the encoder's own noise: with that, speech of a
tenth of a second to two correlated by up to 0.16 and 0.03, and a disguise of speech by up to 0.35 (measured); a voice
that was left alone does by 1.
"""


class Likeness:
    """Adds up how far samples of a copy follow those of the original at the same places."""

    def __init__(self, treatment: Treatment) -> None:
        self._most = ALIKE.get(treatment, 1.0)
        self._both = self._copy = self._original = 0.0
        self._count = 0

    def add(self, copy: Channel, original: Channel) -> None:
        """Compare as many samples as both have."""
        count = min(len(copy), len(original))
        one, other = copy[:count].astype(np.float64), original[:count].astype(np.float64)
        self._both += float(one @ other)
        self._copy += float(one @ one)
        self._original += float(other @ other)
        self._count += count

    @property
    def correlation(self) -> float:
        """From 0 to 1; 0 where either is all but silent."""
        loud = QUIET**2 * self._count
        if not self._count or self._original <= loud or self._copy <= loud / 100:
            return 0.0
        return abs(self._both) / float(np.sqrt(self._copy * self._original))

    @property
    def is_original(self) -> bool:
        """Whether the original is heard."""
        return self.correlation > self._most


class Original:
    """The samples of one sound stream of the original, at the places that they have in a copy of the same rate.

    Asked for in order of time, so that little is kept. Raises FootageError when the original cannot be opened.
    """

    def __init__(self, path: Path, recording: Recording, *, sound: AudioStream, plan: tuple[int, Cuts]) -> None:
        rate, cuts = plan
        latest = max(recording.duration, sound.start + sound.duration) + LONGER
        self._sound = TreatedSound(sound, Plan(rate=rate, latest=latest, hidden=(), cuts=cuts))
        self._blocks = self._decoded(path, sound.index)
        self._first = 0
        self._kept: Samples = np.zeros((sound.channels, 0), np.float32)

    def close(self) -> None:
        """Let go of the file."""
        self._blocks.close()

    def samples(self, first: int, count: int) -> Samples:
        """The samples from number `first` on, shape (channels, count), nought where there are none."""
        while self._first + self._kept.shape[1] < first + count:
            block = next(self._blocks, None)
            if block is None:
                break
            position, samples = block
            older = max(0, first - self._first) if self._kept.shape[1] else 0
            self._kept = np.concatenate([self._kept[:, older:], samples], axis=1)
            self._first = position + samples.shape[1] - self._kept.shape[1]
        found = np.zeros((len(self._kept), count), np.float32)
        begin, end = max(first, self._first), min(first + count, self._first + self._kept.shape[1])
        if begin < end:
            found[:, begin - first : end - first] = self._kept[:, begin - self._first : end - self._first]
        return found

    def _decoded(self, path: Path, index: int) -> Generator[tuple[int, Samples], None, None]:
        with closing(open_footage(path)) as container:
            for packet in packets(container, container.streams[index]):
                if packet.stream_index == index:
                    yield from self._sound.take(packet)
            yield from self._sound.finish()


def put_there(run: Run, heard: Channel, *, first: int, rate: int) -> Channel:
    """What a run has from the sample `first` on without the encoder's noise; nothing, where that cannot be known.

    The level of a noise is the one that fits best what is heard.
    """
    count = len(heard)
    if run.treatment is Treatment.BLEEP:
        return tone(first, count, rate=rate) * ramped(first, count, run=(run.first, run.stop), rate=rate)
    if run.treatment is Treatment.NOISE:
        plain = noise(first, count, level=1.0) * ramped(first, count, run=(run.first, run.stop), rate=rate)
        power = float(plain @ plain)
        return plain * np.float32(min(max(float(plain @ heard) / power, 0.0), LEVELS[-1]) if power else 0.0)
    return np.zeros(count, np.float32)
