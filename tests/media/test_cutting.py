"""A copy that leaves something out has its sound in place, silence under its cards, and none of what is left out."""

from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.assembly import assembled
from reviewer.core.footage import FrameIndex
from reviewer.core.timing import Span, Tick
from reviewer.media.cutting import Cuts, Cutter

BASE = Fraction(1, 30)
FRAMES = FrameIndex(np.arange(300, dtype=np.int64), np.zeros(300, bool), Tick(300))


def cut(samples: np.ndarray, *spans: tuple[int, int], rate: int = 1000, block: int = 77) -> np.ndarray:
    """The copy's samples, which are checked to follow on from one another."""
    assembly = assembled(FRAMES, [Span(Tick(a), Tick(b)) for a, b in spans], time_base=BASE)
    cutter = Cutter(Cuts.of(assembly, time_base=BASE, rate=rate), channels=len(samples), rate=rate)
    blocks = [
        b for at in range(0, samples.shape[1], block) for b in cutter.take(at, samples[:, at : at + block])
    ] + list(cutter.rest())
    end = blocks[0][0]
    for position, part in blocks:
        assert position == end
        end += part.shape[1]
    return np.concatenate([part for _, part in blocks], axis=1)


def test_where_nothing_is_left_out_every_block_is_what_it_was() -> None:
    samples = np.ones((2, 500), np.float32)
    ((position, block),) = Cutter(Cuts.of(None, time_base=BASE, rate=1000), channels=2, rate=1000).take(7, samples)
    assert position == 7
    assert block is samples


def test_a_stretch_from_the_middle_stands_between_two_cards() -> None:
    samples = np.arange(10_000, dtype=np.float32)[None]
    result = cut(samples, (90, 150))[0]
    assert len(result) == 2000 + 2000 + 2000
    assert not result[:2000].any()
    assert not result[4000:].any()
    assert (result[2010:3990] == np.arange(3010, 4990)).all()
    assert result[2000] == 0, "it comes from nothing, inside of what is kept"
    assert (np.abs(result[2000:4000]) <= np.arange(3000, 5000)).all()


def test_sound_that_ends_early_or_begins_late_is_filled_with_silence() -> None:
    result = cut(np.ones((1, 3500), np.float32), (90, 150))[0]
    assert len(result) == 6000
    assert result[2100:2490].all()
    assert not result[2500:].any()


@given(st.integers(0, 290), st.integers(1, 200), st.sampled_from([1000, 7350, 44100, 48000]))
def test_no_sample_of_what_is_left_out_is_kept(first: int, length: int, rate: int) -> None:
    end = min(first + length, 300)
    times = np.arange(rate * 10) / rate
    outside = (times < first / 30 - 1e-9) | (times >= end / 30 - 1e-9)
    result = cut(outside[None].astype(np.float32), (first, end), rate=rate, block=4096)
    if (first, end) != (0, 300):
        assert not result.any()
