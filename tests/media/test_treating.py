"""Blocks come out treated to the sample, and what is not hidden as the very samples that went in."""

import random
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.core.silence import Treatment
from reviewer.media import treating
from reviewer.media.silencing import Run
from reviewer.media.timeline import Samples
from reviewer.media.treating import Treating
from reviewer.media.treatments import LEVELS, MIDDLE, level_near
from tests.support.voices import correlation, loud, voice

RATE = 16000

SAME = (Treatment.MUTE, Treatment.BLEEP, Treatment.NOISE)
"""What sounds the same each time; Praat itself draws something where nobody speaks."""


def treated(samples: Samples, *runs: Sequence[Run], sizes: Sequence[int] = (1024,), first: int = 0) -> Samples:
    """The samples, taken in blocks of these sizes by turns."""
    work = Treating(runs, rate=RATE, seconds=1.0, source=random.Random(3))
    blocks, sent, at, turn = [], [], first, 0
    while at - first < samples.shape[1]:
        part = samples[:, at - first : at - first + sizes[turn % len(sizes)]]
        sent.append((at, part.shape[1]))
        blocks += list(work.take(at, part))
        at, turn = at + part.shape[1], turn + 1
    blocks += list(work.rest())
    assert [(position, block.shape[1]) for position, block in blocks] == sent, "blocks stay what and where they are"
    return np.concatenate([block for _, block in blocks], axis=1)


def test_what_is_not_hidden_is_the_very_same_array() -> None:
    work = Treating([[Run(5000, 6000, Treatment.DISGUISE)]], rate=RATE)
    samples = voice(0.1, rate=RATE)[None]
    ((position, block),) = work.take(0, samples)
    assert position == 0
    assert block is samples


@pytest.mark.parametrize("treatment", Treatment)
def test_nothing_outside_changes_and_nothing_inside_is_left(treatment: Treatment) -> None:
    samples = np.stack([voice(4, rate=RATE), voice(4, seed=2, rate=RATE)])
    result = treated(samples, [Run(10_001, 40_503, treatment)], [])
    inside = slice(10_001, 40_503)
    assert (result[1] == samples[1]).all(), "the other channel is not touched"
    outside = np.r_[0:10_001, 40_503 : samples.shape[1]]
    assert (result[0, outside] == samples[0, outside]).all()
    assert (result[0, inside] != samples[0, inside]).mean() > 0.99
    assert correlation(result[0, inside], samples[0, inside]) < 0.3
    assert result[0, 10_001] == 0, "it begins from nothing, inside"
    assert result[0, 40_502] == 0


@pytest.mark.parametrize("treatment", [Treatment.MUTE, Treatment.BLEEP, Treatment.NOISE])
def test_what_is_heard_instead_does_not_depend_on_what_is_hidden(treatment: Treatment) -> None:
    samples = voice(3, rate=RATE)[None]
    other = samples.copy()
    other[0, 20_000:30_000] = 0.4 * np.random.default_rng(1).standard_normal(10_000)
    run = [Run(20_000, 30_000, treatment)]
    assert (treated(samples, run) == treated(other, run)).all()


def test_noise_is_about_as_loud_as_what_was_heard_before_and_stays_so() -> None:
    samples = np.random.default_rng(1).standard_normal((1, 5 * RATE)).astype(np.float32) * 0.01
    samples[:, 2 * RATE : 3 * RATE] *= 20
    result = treated(samples, [Run(2 * RATE, 4 * RATE, Treatment.NOISE)])
    levels = {level_near(loud(result[0, at : at + 4000])) for at in range(2 * RATE + 400, 4 * RATE - 4400, 4000)}
    assert levels == {level_near(0.01)}
    assert level_near(0.01) in LEVELS


def test_noise_where_nothing_was_heard_before_has_its_middle_level() -> None:
    result = treated(np.zeros((1, RATE), np.float32), [Run(-50, RATE, Treatment.NOISE)])
    assert loud(result[0, 400:-400]) == pytest.approx(MIDDLE, rel=0.1)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(1, 3000), min_size=1, max_size=4),
    st.lists(st.integers(0, 9000), min_size=2, max_size=8, unique=True),
    st.randoms(use_true_random=False),
)
def test_blocks_of_any_size_give_the_same(sizes: list[int], edges: list[int], source: random.Random) -> None:
    samples = voice(0.5, rate=RATE)[None]
    ends = sorted(edges)
    runs = [Run(a, b, source.choice(SAME)) for a, b in zip(ends[::2], ends[1::2], strict=False)]
    assert (treated(samples, runs, sizes=sizes) == treated(samples, runs)).all()


def test_silences_before_the_beginning_and_beyond_the_end_do_no_harm() -> None:
    samples = voice(1, rate=RATE)[None]
    runs = [
        Run(-9000, -8000, Treatment.BLEEP),
        Run(-100, 500, Treatment.DISGUISE),
        Run(15_000, 90_000, Treatment.DISGUISE),
    ]
    result = treated(samples, runs)
    assert result.shape == samples.shape
    assert (result[0, 500:15_000] == samples[0, 500:15_000]).all()
    assert correlation(result[0, 15_000:], samples[0, 15_000:]) < 0.5


def test_where_playing_begins_inside_of_a_bleep_it_goes_on_in_step() -> None:
    samples = voice(1, rate=RATE)[None]
    run = [Run(1000, 15_000, Treatment.BLEEP)]
    assert (treated(samples[:, 5000:], run, first=5000) == treated(samples, run)[:, 5000:]).all()


def test_a_long_disguise_is_made_in_pieces_without_holes_and_holds_little_back() -> None:
    samples = voice(9, rate=RATE)[None]
    work = Treating([[Run(0, samples.shape[1], Treatment.DISGUISE)]], rate=RATE, seconds=1.0)
    given, most = 0, 0
    for at in range(0, samples.shape[1], 1000):
        given += sum(block.shape[1] for _, block in work.take(at, samples[:, at : at + 1000]))
        most = max(most, at + 1000 - given)
    assert most <= 2 * RATE, "a block and its overlaps at most"
    result = treated(samples, [Run(0, samples.shape[1], Treatment.DISGUISE)])
    spoken = [loud(samples[0, a : a + RATE // 4]) > 0.01 for a in range(RATE, 8 * RATE, RATE // 4)]
    heard = [loud(result[0, a : a + RATE // 4]) > 0.002 for a in range(RATE, 8 * RATE, RATE // 4)]
    assert all(h for s, h in zip(spoken, heard, strict=True) if s)


def test_what_cannot_be_disguised_is_muted_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        return None

    monkeypatch.setattr("reviewer.media.disguise.disguised", fails)
    samples = voice(1, rate=RATE)[None]
    work = treating.Treating([[Run(1000, 9000, Treatment.DISGUISE)]], rate=RATE)
    blocks = [*work.take(0, samples), *work.rest()]
    assert not blocks[0][1][0, 1000:9000].any()
    assert work.failed == 1
