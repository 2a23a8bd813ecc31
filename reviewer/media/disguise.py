"""Another voice: pitch, melody and formants changed by Praat's "Change gender", with settings drawn anew each time.

What comes out is a disguise and not anonymous: whoever knows the method can search for the settings and change them
back, and the words, the rhythm and the manner of speaking stay. The settings are drawn from the system's own source of
randomness and kept nowhere, so at least nobody can read them.
"""

import warnings
from dataclasses import dataclass
from random import Random

import numpy as np
import parselmouth
from numpy.typing import NDArray
from parselmouth.praat import call

from reviewer.media.treatments import ramped

Channel = NDArray[np.float32]
"""The samples of one channel."""

PITCH = (75.0, 600.0)
"""Hertz between which Praat looks for a voice's pitch: its own standard, from a deep man to a child."""

FORMANTS = ((0.80, 0.89), (1.13, 1.25))
"""By how much formants are moved, down or up: less keeps the speaker's own colour, more is hard to understand."""

MEDIANS = (95.0, 235.0)
"""Hertz between which the new middle pitch is drawn, whatever it was: a deep man's to a high woman's."""

MELODY = (0.15, 0.5)
"""How much of the melody is left, of 1: speakers are known by it; with none of it a voice sounds like a machine's."""

WHOLE, SHORT = 20.0, 4.0
"""Seconds that are changed at once: for a copy, so that memory stays small, and for playing, which cannot wait."""

OVERLAP = 0.25
"""Seconds by which two such blocks overlap and are faded over: their pulses do not fall together."""

ALIKE = 0.9
"""Correlation with the original from which on a block counts as not disguised."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A way to disguise a voice: formants times `formants`, middle pitch in hertz, and how much melody is left."""

    formants: float
    median: float
    melody: float


def drawn(source: Random) -> Voice:
    """A new voice; `source` is random.SystemRandom but in tests."""
    return Voice(source.uniform(*source.choice(FORMANTS)), source.uniform(*MEDIANS), source.uniform(*MELODY))


def disguised(samples: Channel, *, rate: int, voice: Voice) -> Channel | None:
    """The samples in another voice, as many as they were; None where that fails, never the samples themselves.

    Praat needs a twentieth of a second at least.
    """
    if not samples.any():
        return np.zeros_like(samples)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", parselmouth.PraatWarning)  # it warns of sound in which nobody speaks
            sound = parselmouth.Sound(samples.astype(np.float64), float(rate))
            changed = call(sound, "Change gender", *PITCH, voice.formants, voice.median, voice.melody, 1.0)
            values = np.asarray(changed.values[0], np.float32)
    except (parselmouth.PraatError, RuntimeError, ValueError, MemoryError):
        return None
    result = np.zeros_like(samples)
    count = min(len(values), len(samples))
    result[:count] = values[:count]
    return None if not np.isfinite(result).all() or _alike(result, samples) else np.clip(result, -1, 1)


class Disguise:
    """Takes the samples of one run in parts of any size and gives them out disguised, later and as many.

    `run` is the number of its first sample and of the one after its last. `failed` counts the blocks that could not be
    changed: they are silent.
    """

    def __init__(self, run: tuple[int, int], *, rate: int, voice: Voice, seconds: float = WHOLE) -> None:
        self._run, self._rate, self._voice = run, rate, voice
        self._length, self._overlap = round(seconds * rate), round(OVERLAP * rate)
        self._given = run[0]
        self._waiting: list[Channel] = []
        self._count = 0
        self._tail: Channel = np.zeros(0, np.float32)
        self.failed = 0

    def begin(self, first: int) -> None:
        """Say which sample comes first, where that is not the run's own: playing begins anywhere."""
        self._given = first

    def take(self, samples: Channel) -> Channel:
        """What is ready once these samples are known as well."""
        self._waiting.append(samples)
        self._count += len(samples)
        ready = [np.zeros(0, np.float32)]
        while self._count >= self._length + 2 * self._overlap:
            whole = np.concatenate(self._waiting)
            changed = self._changed(whole[: self._length + self._overlap])
            ready.append(self._given_out(changed[: self._length]))
            self._tail = changed[self._length :]
            self._waiting, self._count = [whole[self._length :]], self._count - self._length
        return np.concatenate(ready)

    def rest(self) -> Channel:
        """All that is left; nothing may be taken after it."""
        whole = np.concatenate([np.zeros(0, np.float32), *self._waiting])
        self._waiting, self._count = [], 0
        return self._given_out(self._changed(whole)) if len(whole) else whole

    def _changed(self, samples: Channel) -> Channel:
        """A block in the other voice, faded over from the end of the one before."""
        result = disguised(samples, rate=self._rate, voice=self._voice)
        if result is None:
            self.failed += 1
            result = np.zeros_like(samples)
        count = min(len(self._tail), len(result))
        if count:
            rise = np.linspace(0, 1, count, dtype=np.float32)
            result[:count] = result[:count] * rise + self._tail[:count] * (1 - rise)
        return result

    def _given_out(self, samples: Channel) -> Channel:
        faded: Channel = samples * ramped(self._given, len(samples), run=self._run, rate=self._rate)
        self._given += len(samples)
        return faded


def _alike(one: Channel, other: Channel) -> bool:
    power = float(np.linalg.norm(one)) * float(np.linalg.norm(other))
    return power > 0 and abs(float(np.dot(one, other))) / power > ALIKE
