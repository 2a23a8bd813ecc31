"""A disguised voice is another voice of the same length, and where there can be none there is silence."""

import random

import numpy as np
import pytest

from reviewer.media.disguise import FORMANTS, Disguise, Voice, disguised, drawn
from tests.support.voices import correlation, voice

RATE = 16000
OTHER = Voice(1.2, 210.0, 0.3)


def pitch_of(samples: np.ndarray) -> float:
    """Where the samples are most like themselves a little later, in hertz."""
    heights = np.correlate(samples[4000:12000], samples[4000:12000], "full")[8000:]
    return RATE / (40 + int(np.argmax(heights[40:270])))


def test_a_disguise_has_the_same_length_another_pitch_and_none_of_the_samples() -> None:
    samples = voice(1, rate=RATE, pitch=110)
    result = disguised(samples, rate=RATE, voice=OTHER)
    assert result is not None
    assert result.shape == samples.shape
    assert correlation(result, samples) < 0.3
    assert abs(pitch_of(samples) - 110) < 25
    assert pitch_of(result) > 160


def test_voices_are_drawn_anew_and_never_near_to_the_speakers_own() -> None:
    voices = [drawn(random.Random(seed)) for seed in range(200)]
    assert len(set(voices)) == 200
    assert all(any(a <= v.formants <= b for a, b in FORMANTS) for v in voices)
    assert min(abs(v.formants - 1) for v in voices) > 0.1


def test_too_little_sound_to_be_disguised_is_none() -> None:
    assert disguised(voice(0.01, rate=RATE), rate=RATE, voice=OTHER) is None


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_numbers_that_are_none_are_no_disguise(value: float) -> None:
    samples = voice(0.5, rate=RATE)
    samples[3000] = value
    result = disguised(samples, rate=RATE, voice=OTHER)
    assert result is None or np.isfinite(result).all()


def test_silence_stays_silence() -> None:
    result = disguised(np.zeros(RATE, np.float32), rate=RATE, voice=OTHER)
    assert result is not None
    assert not result.any()


def test_what_comes_out_as_it_went_in_counts_as_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.media.disguise.call", lambda sound, *_: sound)
    samples = voice(0.5, rate=RATE)
    assert disguised(samples, rate=RATE, voice=OTHER) is None
    work = Disguise((0, len(samples)), rate=RATE, voice=OTHER)
    given = np.concatenate([work.take(samples), work.rest()])
    assert given.shape == samples.shape
    assert not given.any()
    assert work.failed == 1
