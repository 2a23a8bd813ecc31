"""What is heard instead is made without what it replaces, and an officer is told how far each goes."""

from itertools import pairwise

import numpy as np
import pytest

from reviewer.core.silence import Treatment
from reviewer.media.treatments import (
    BLEEP_LEVEL,
    LEVELS,
    MIDDLE,
    OFFERS,
    STRENGTH,
    level_near,
    named,
    noise,
    ramped,
    stronger,
    tone,
)


def test_every_treatment_is_offered_with_its_grade_and_source_mute_first() -> None:
    assert list(OFFERS) == list(Treatment)
    assert next(iter(OFFERS)) is Treatment.MUTE
    assert all(o.title and o.words and o.grade and o.source for o in OFFERS.values())


def test_a_disguise_is_never_called_anonymous() -> None:
    offer = OFFERS[Treatment.DISGUISE]
    assert offer.title == "Disguise, not anonymous"
    assert "Can be reversed" in offer.grade
    assert "VoicePrivacy" in offer.source


def test_a_treatment_that_nobody_knows_mutes_and_the_one_that_hides_most_wins() -> None:
    assert named("reverse") is Treatment.MUTE
    assert stronger([]) is Treatment.MUTE
    assert stronger(STRENGTH) is Treatment.MUTE
    assert stronger([Treatment.DISGUISE, Treatment.NOISE]) is Treatment.NOISE


@pytest.mark.parametrize("rate", [8000, 44100, 48000])
def test_the_bleep_is_a_kilohertz_whatever_the_rate_and_wherever_it_is_cut(rate: int) -> None:
    whole = tone(0, rate, rate=rate)
    assert int(np.argmax(np.abs(np.fft.rfft(whole)))) == 1000
    assert np.abs(whole).max() == pytest.approx(BLEEP_LEVEL, rel=0.02)
    parts = np.concatenate([tone(0, 777, rate=rate), tone(777, rate - 777, rate=rate)])
    assert (parts == whole).all()


def test_noise_has_the_level_that_is_asked_for_and_is_the_same_wherever_it_is_cut() -> None:
    whole = noise(5, 100_000, level=0.05)
    assert float(np.sqrt(np.mean(whole**2))) == pytest.approx(0.05, rel=0.02)
    assert (np.concatenate([noise(5, 9, level=0.05), noise(14, 99_991, level=0.05)]) == whole).all()


def test_levels_go_by_steps_of_twice_as_loud() -> None:
    assert [round(b / a, 2) for a, b in pairwise(LEVELS)] == [2.0] * (len(LEVELS) - 1)
    assert level_near(0.9 * LEVELS[3]) == level_near(1.1 * LEVELS[3]) == LEVELS[3]
    assert level_near(0.0) == level_near(float("nan")) == MIDDLE
    assert (level_near(1e-9), level_near(1.0)) == (LEVELS[0], LEVELS[-1])


def test_a_treatment_comes_and_goes_inside_of_its_run() -> None:
    faded = ramped(90, 1020, run=(100, 1100), rate=8000)
    assert not faded[:11].any()
    assert not faded[-11:].any()
    assert (faded[60:-60] == 1).all()
    assert (np.diff(faded[10:50]) > 0).all()
