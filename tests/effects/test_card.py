"""The card in place of what was left out: in the footage's size, dark, in words that fit."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.core.assembly import Card
from reviewer.core.footage import Colour, VideoStream
from reviewer.core.timing import Span, Tick
from reviewer.effects.card import card_frame
from reviewer.effects.lettering import letters
from tests.support.values import a_recording


def video(width: int, height: int, *, interlaced: bool = False) -> VideoStream:
    given = a_recording().video
    return replace(
        given, width=width, height=height, interlaced=interlaced, time_base=Fraction(1, 1000), colour=Colour()
    )


def card(start: int = 67_000, end: int = 192_000) -> Card:
    return Card(Span(Tick(start), Tick(end)), Tick(0), Tick(2000))


@pytest.mark.parametrize("size", [(64, 48), (351, 289), (640, 360), (1080, 1920), (3840, 2160)])
@pytest.mark.parametrize("interlaced", [False, True])
def test_it_has_the_footages_size_and_the_copys_tick(size: tuple[int, int], interlaced: bool) -> None:
    frame = card_frame(card(), video=video(*size, interlaced=interlaced), at=Tick(5000))
    assert (frame.width, frame.height, frame.tick, frame.interlaced) == (*size, 5000, interlaced)
    assert all(p.shape == ((size[1] + 1) // 2, (size[0] + 1) // 2) for p in (frame.blue, frame.red))
    assert not any(p.flags.writeable for p in frame.planes)


@pytest.mark.parametrize("size", [(64, 48), (96, 160), (351, 289), (640, 360), (1920, 1080), (3840, 2160)])
def test_it_is_dark_without_colour_and_its_words_stand_clear_of_the_edges(size: tuple[int, int]) -> None:
    frame = card_frame(card(), video=video(*size), at=Tick(0))
    assert (frame.blue == 128).all()
    assert (frame.red == 128).all()
    assert np.median(frame.luma) < 60
    assert frame.luma.max() > 200
    rows, columns = np.nonzero(frame.luma > 128)
    assert rows.min() > 0
    assert rows.max() < size[1] - 1
    assert columns.min() > 0
    assert columns.max() < size[0] - 1


@pytest.mark.parametrize("size", [(640, 360), (1920, 1080)])
def test_it_says_from_when_to_when_and_how_long(size: tuple[int, int]) -> None:
    frame = card_frame(card(), video=video(*size), at=Tick(0))
    line = round(0.045 * size[1] / 0.63)
    drawn = letters("from 0:01:07 to 0:03:12 of the original", height=line)
    at = (size[0] - drawn.shape[1]) // 2
    tones = np.rint(37 + drawn.astype(float) * (222 - 37) / 255)
    strips = (frame.luma[y : y + line, at : at + drawn.shape[1]] for y in range(size[1] - line))
    assert min(float(np.abs(strip - tones).max()) for strip in strips) <= 2


def test_another_stretch_is_another_picture_and_a_short_one_is_told_exactly() -> None:
    pictures = [
        card_frame(given, video=video(640, 360), at=Tick(0)).luma
        for given in (card(), card(68_000), card(1000, 1500), card(1100, 1600))
    ]
    assert len({p.tobytes() for p in pictures}) == 4


@settings(max_examples=40, deadline=None)
@given(st.tuples(st.integers(1, 200), st.integers(1, 200)), st.integers(-(2**40), 2**40), st.integers(1, 2**40))
def test_no_picture_is_too_small_and_no_time_too_long(size: tuple[int, int], start: int, length: int) -> None:
    frame = card_frame(card(start, start + length), video=video(*size), at=Tick(0))
    assert (frame.width, frame.height) == size
