"""Sound made faster or slower: as long as it should be, in place, and of the same pitch."""

from collections.abc import Iterator

import numpy as np
import pytest

from reviewer.media.speaker import RATE, Block
from reviewer.media.tempo import at_tempo

SECONDS = 6


def tone(*, hertz: float) -> Iterator[Block]:
    """A tone that swells and fades once a second, loudest half-way."""
    time = np.arange(SECONDS * RATE) / RATE
    wave = 0.5 * np.sin(2 * np.pi * hertz * time) * np.sin(np.pi * time) ** 2
    samples = np.stack([wave, wave], axis=1).astype(np.float32)
    for at in range(0, len(samples), 960):
        yield samples[at : at + 960]


@pytest.mark.parametrize("speed", [0.5, 0.75, 1.0, 1.5, 2.0])
def test_the_same_sound_is_heard_at_its_place_and_pitch_at_every_speed(speed: float) -> None:
    samples = np.concatenate(list(at_tempo(tone(hertz=300), speed)))[:, 0]
    assert len(samples) / RATE == pytest.approx(SECONDS / speed, abs=0.06)
    for second in range(1, SECONDS - 1):
        begin, end = round(second / speed * RATE), round((second + 1) / speed * RATE)
        part = samples[begin:end]
        weight = part.astype(np.float64) ** 2
        middle = float((weight * np.arange(len(part))).sum() / weight.sum()) / len(part)
        assert abs(middle - 0.5) / speed < 0.035
        spectrum = np.abs(np.fft.rfft(part))
        assert spectrum.argmax() * RATE / len(part) == pytest.approx(300, abs=3)


def test_at_its_own_speed_sound_is_left_as_it_is() -> None:
    assert np.array_equal(np.concatenate(list(at_tempo(tone(hertz=300), 1.0))), np.concatenate(list(tone(hertz=300))))


@pytest.mark.parametrize("speed", [0.25, 4.0, -1.0])
def test_speeds_at_which_nothing_can_be_understood_are_refused(speed: float) -> None:
    with pytest.raises(ValueError, match="speed"):
        list(at_tempo(tone(hertz=300), speed))
