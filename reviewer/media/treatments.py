"""What may be heard instead of what is silenced: the treatments there are, how safe each is, and what they sound like.

A mute, a bleep and a noise are made without a look at the samples that they replace, as effects are made without the
pixels that they cover. A disguise is made of the very voice: see reviewer.media.disguise.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reviewer.core.silence import Treatment


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A treatment as an officer chooses it: its title, what is heard, how far it can be undone, and who says so."""

    name: Treatment
    title: str
    words: str
    grade: str
    source: str


OFFERS: dict[Treatment, Offer] = {
    offer.name: offer
    for offer in (
        Offer(
            name=Treatment.MUTE,
            title="Mute",
            words="Nothing is heard.",
            grade="Cannot be reversed: every sample is nought before the sound is encoded.",
            source="By construction; the check listens to the copy.",
        ),
        Offer(
            name=Treatment.BLEEP,
            title="Bleep",
            words="A steady tone is heard, so that the listener knows that something was taken out.",
            grade="Cannot be reversed: the tone is made without the sound that it replaces.",
            source="By construction; the check compares the copy with the tone.",
        ),
        Offer(
            name=Treatment.NOISE,
            title="Noise",
            words="A steady noise about as loud as the sound just before, which is easier on the ear than a tone.",
            grade="Cannot be reversed: the noise is made without the sound that it replaces, and its level stays the "
            "same throughout, so it does not follow the speech.",
            source="By construction; the check compares the copy with the noise.",
        ),
        Offer(
            name=Treatment.DISGUISE,
            title="Disguise, not anonymous",
            words="The voice is heard, with another pitch and another colour; the words stay as they were said.",
            grade="Can be reversed in part: a change of pitch is undone by changing it back, what was said and how it "
            "was said give a speaker away, and tests of voice changers promised more than they held. Use it only "
            "where it does not matter much whether somebody knows the voice; mute or bleep otherwise.",
            source="VoicePrivacy challenges 2020 and 2022 (the baseline by signal processing, attackers that know "
            "the method); Patino and others, Speaker anonymisation using the McAdams coefficient, Interspeech 2021; "
            "Signal Processing Stack Exchange, question 227146.",
        ),
    )
}
"""The treatments by name, the default first."""

STRENGTH = (Treatment.DISGUISE, Treatment.NOISE, Treatment.BLEEP, Treatment.MUTE)
"""The treatments from the one that hides least to the one that hides most, which wins where they overlap.

A bleep hides as much as a noise; it is the plainer of the two, so it wins.
"""

FADE = 0.005
"""Seconds over which a treatment comes and goes, inside of what it hides: less than a jump to it is heard to click."""

BLEEP = 1000
"""Hertz of the tone: what broadcasters bleep with."""

BLEEP_LEVEL = 10 ** (-18 / 20)
"""Amplitude of the tone: -18 decibels of full scale, the level at which broadcasters line up (EBU R 68)."""

DITHER = 2e-4
"""Loudness of the noise under the tone, which nobody hears (-74 decibels).

A tone without any leaves bands of the spectrum all but empty, which the AAC encoder finds hard to code: it then codes
everything that follows otherwise than without the bleep (measured, on an encoder that was not warmed).
"""

LEVELS = tuple(10 ** (decibel / 20) for decibel in range(-60, -17, 6))
"""The loudnesses that noise may have, as root mean squares.

Steps of 6 decibels: twice as loud is the least that an ear notices as another place. The level follows what is heard
before the silence and nothing of what is in it; steps that coarse are the same for the copy and for most ways to play.
"""

MIDDLE = LEVELS[len(LEVELS) // 2]
"""The loudness of noise where nothing was heard before it."""

PERIOD = 1 << 17
"""Samples after which the noise begins again: three seconds at 44.1 kHz, too long to be heard as a rhythm."""

_NOISE: NDArray[np.float32] = np.random.default_rng(20210405).standard_normal(PERIOD).astype(np.float32)


def named(name: str) -> Treatment:
    """The treatment called `name`; one that nobody knows mutes."""
    try:
        return Treatment(name)
    except ValueError:
        return Treatment.MUTE


def stronger(treatments: Iterable[Treatment]) -> Treatment:
    """The one of the treatments that hides most; one that nobody knows counts as a mute, and so does none."""
    return max((named(t) for t in treatments), key=STRENGTH.index, default=Treatment.MUTE)


def tone(first: int, count: int, *, rate: int) -> NDArray[np.float32]:
    """The samples of the bleep from number `first` on."""
    phases = np.arange(first, first + count, dtype=np.int64) * BLEEP % rate
    samples: NDArray[np.float32] = (BLEEP_LEVEL * np.sin(phases * (2 * np.pi / rate))).astype(np.float32)
    return samples + noise(first, count, level=DITHER)


def noise(first: int, count: int, *, level: float) -> NDArray[np.float32]:
    """White noise of the loudness `level` from number `first` on; the same numbers always sound the same.

    That needs no secret: it replaces what was there, and has nothing of it.
    """
    samples: NDArray[np.float32] = _NOISE[np.arange(first, first + count, dtype=np.int64) % PERIOD] * np.float32(level)
    return samples


def level_near(loudness: float) -> float:
    """The step of LEVELS that is next to a root mean square, in decibels; the middle one where that is 0."""
    if not loudness > 0:
        return MIDDLE
    return min(LEVELS, key=lambda level: abs(np.log(level) - np.log(loudness)))


def ramped(first: int, count: int, *, run: tuple[int, int], rate: int) -> NDArray[np.float32]:
    """How far a treatment of the samples `run` (first, stop) is faded in, from 0 to 1, from number `first` on."""
    length = max(1, round(FADE * rate))
    numbers = np.arange(first, first + count)
    nearer = np.minimum(numbers - run[0], run[1] - 1 - numbers)
    faded: NDArray[np.float32] = np.clip(nearer / length, 0, 1).astype(np.float32)
    return faded
