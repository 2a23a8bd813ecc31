"""The network tells speech from noise and silence, whatever the parts are in which the sound comes."""

import numpy as np
import pytest

from reviewer.core import places
from reviewer.vision.speech_network import FRAME, MODEL, SpeechNetwork
from reviewer.vision.weights import Weights
from tests.support.voices import spoken

RATE = 16000


def network() -> SpeechNetwork:
    return SpeechNetwork(Weights(places.models()).path(MODEL))


def test_a_voice_is_speech_and_noise_and_silence_are_none() -> None:
    voice = spoken("My name is Jane Smith, and I live at number twelve.", rate=RATE)
    quiet = np.zeros(RATE, np.float32)
    noise = (0.1 * np.random.default_rng(1).standard_normal(2 * RATE)).astype(np.float32)
    found = network().scores(np.concatenate([quiet, noise, quiet, voice]))
    first = 4 * RATE // FRAME
    assert found[: first - 1].max() < 0.5
    assert np.median(found[first + 5 : first + 40]) > 0.8


@pytest.mark.parametrize("size", [100, 512, 5000])
def test_the_scores_do_not_depend_on_the_parts_in_which_the_sound_comes(size: int) -> None:
    voice = spoken("Stop the car, please.", rate=RATE)
    whole, parts = network(), network()
    expected = np.concatenate([whole.scores(voice), whole.rest()])
    got = [parts.scores(voice[at : at + size]) for at in range(0, len(voice), size)]
    assert np.concatenate([*got, parts.rest()]) == pytest.approx(expected, abs=1e-4)
    assert len(expected) == -(-len(voice) // FRAME)
