"""The stamp: in its corner, readable, on a solid plate, and nothing else of the picture changed."""

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from reviewer.core.footage import Colour, VideoStream
from reviewer.core.frame import Frame
from reviewer.core.stamp import LARGEST, SMALLEST, Corner, Stamp
from reviewer.core.timing import Tick
from reviewer.effects.lettering import letters
from reviewer.effects.stamp import HIGHEST, stamped
from tests.effects.scenes import picture
from tests.support.values import a_recording

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=40)


def video(*, colour: Colour | None = None, base: Fraction = Fraction(1, 1000)) -> VideoStream:
    return replace(a_recording().video, time_base=base, colour=colour or Colour())


def touched(before: Frame, after: Frame) -> tuple[slice, slice]:
    """Rows and columns from the first to the last pixel of luma that differs."""
    rows, columns = np.nonzero(before.luma != after.luma)
    return slice(int(rows.min()), int(rows.max()) + 1), slice(int(columns.min()), int(columns.max()) + 1)


def flat(width: int, height: int, *, tick: int = 67_480, interlaced: bool = False) -> Frame:
    """A picture in which every pixel differs from every one of the stamp's tones, and chroma from grey."""
    half = (height + 1) // 2, (width + 1) // 2
    return Frame(
        Tick(tick),
        np.full((height, width), 1, np.uint8),
        np.full(half, 90, np.uint8),
        np.full(half, 150, np.uint8),
        interlaced,
    )


def holds(luma: NDArray[np.uint8], drawn: NDArray[np.uint8]) -> bool:
    """Whether the letters stand somewhere in the picture, white on black."""
    tones = np.rint(16 + drawn.astype(float) * 219 / 255).astype(int)
    high, wide = tones.shape
    return any(
        (np.abs(luma[y : y + high, x : x + wide].astype(int) - tones) <= 1).all()
        for y in range(luma.shape[0] - high + 1)
        for x in range(luma.shape[1] - wide + 1)
    )


@pytest.mark.parametrize("corner", list(Corner))
@pytest.mark.parametrize("size", [(640, 360), (351, 289), (1080, 1920)])
@pytest.mark.parametrize("interlaced", [False, True])
def test_it_lies_in_its_corner_on_whole_samples_of_chroma(
    corner: Corner, size: tuple[int, int], interlaced: bool
) -> None:
    width, height = size
    before = flat(*size, interlaced=interlaced)
    after = stamped(before, Stamp(corner=corner), video=video())
    rows, columns = touched(before, after)
    step = 4 if interlaced else 2
    assert rows.start % step == 0
    assert columns.start % step == 0
    assert (rows.stop == height) if "bottom" in corner else (rows.start == 0 and rows.stop % step == 0)
    assert (columns.stop == width) if "right" in corner else (columns.start == 0 and columns.stop % step == 0)
    half = slice(rows.start // 2, (rows.stop + 1) // 2), slice(columns.start // 2, (columns.stop + 1) // 2)
    for plane, was in ((after.blue, 90), (after.red, 150)):
        assert (plane[half] == 128).all()
        outside = plane.copy()
        outside[half] = was
        assert (outside == was).all()
    assert rows.stop - rows.start <= HIGHEST * height + step
    assert after.interlaced == interlaced
    assert after.tick == before.tick


def test_nothing_but_the_plate_is_changed_and_nothing_of_the_picture_shows_in_it() -> None:
    one, other = picture(320, 180), picture(320, 180, seed=9)
    first, second = (stamped(f, Stamp(), video=video()) for f in (one, other))
    rows, columns = touched(
        flat(320, 180, tick=one.tick), stamped(flat(320, 180, tick=one.tick), Stamp(), video=video())
    )
    assert np.array_equal(first.luma[rows, columns], second.luma[rows, columns])
    for plane, was in ((first.luma.copy(), one.luma), (second.luma.copy(), other.luma)):
        plane[rows, columns] = was[rows, columns]
        assert np.array_equal(plane, was)
    assert not first.luma.flags.writeable


def test_text_reference_and_time_of_the_original_are_written() -> None:
    stamp = Stamp(text="REDACTED", reference="SAR 7", size=0.05)
    after = stamped(flat(640, 360), stamp, video=video())
    line = round(0.05 * 360 / 0.63)
    for text in ("REDACTED", "SAR 7"):
        assert holds(after.luma[:80], letters(text, height=line))
    time = np.concatenate([letters(c, height=line) for c in "0:01:07.480"], axis=1)
    assert holds(after.luma[:80], time)


def test_the_time_runs_with_the_tick_and_stands_still_without_a_clock() -> None:
    one, other = (stamped(flat(640, 360, tick=t), Stamp(), video=video()) for t in (0, 40))
    assert not np.array_equal(one.luma, other.luma)
    one, other = (stamped(flat(640, 360, tick=t), Stamp(clock=False), video=video()) for t in (0, 40))
    assert np.array_equal(one.luma, other.luma)


@pytest.mark.parametrize("size", [SMALLEST, 0.03, LARGEST])
def test_the_letters_are_as_large_as_asked_for(size: float) -> None:
    before = flat(1920, 1080)
    after = stamped(before, Stamp(text="H", clock=False, size=size), video=video())
    rows = np.flatnonzero((after.luma > 127).any(axis=1))
    assert abs(len(rows) - size * 1080) <= 2


def test_the_time_counts_from_the_first_picture_wherever_the_footages_clock_begins() -> None:
    plain, late = flat(640, 360, tick=67_480), flat(640, 360, tick=95_443_000_000 + 67_480)
    broadcast = replace(video(), start=Tick(95_443_000_000))
    assert (stamped(plain, Stamp(), video=video()).luma == stamped(late, Stamp(), video=broadcast).luma).all()


def test_a_stamp_without_words_and_time_changes_nothing() -> None:
    frame = flat(64, 48)
    assert stamped(frame, Stamp(text=" \n", clock=False), video=video()) is frame


@pytest.mark.parametrize("size", [(640, 360), (360, 640), (320, 180)])
def test_a_long_one_is_broken_into_lines_then_made_smaller_then_cut_and_the_time_stays_whole(
    size: tuple[int, int],
) -> None:
    stamp = Stamp(text="x" * 10_000, reference="y" * 500)
    before = flat(*size)
    after = stamped(before, stamp, video=video())
    rows, _ = touched(before, after)
    lit = [
        np.concatenate([letters(c, height=h) for c in "0:01:07.480"], axis=1)
        for h in range(9, round(size[1] * 0.05) + 2)
    ]
    assert any(holds(after.luma[rows, :200], time) for time in lit)


@settings(max_examples=60, deadline=None)
@given(
    ANYTHING,
    ANYTHING,
    st.tuples(st.integers(2, 130), st.integers(2, 130)),
    st.sampled_from(list(Corner)),
    st.tuples(st.integers(-(2**40), 2**40), st.booleans()),
)
def test_no_text_picture_or_time_is_too_strange(
    text: str, reference: str, size: tuple[int, int], corner: Corner, at: tuple[int, bool]
) -> None:
    before = flat(*size, tick=at[0], interlaced=at[1])
    after = stamped(before, Stamp(text=text, reference=reference, corner=corner), video=video())
    assert [p.shape for p in after.planes] == [p.shape for p in before.planes]
    assert not np.array_equal(after.luma, before.luma)


def test_it_is_written_in_the_footages_own_range() -> None:
    for colour, dark, light in ((Colour(full=True), 0, 255), (Colour(), 16, 235)):
        after = stamped(flat(640, 360), Stamp(size=0.1), video=video(colour=colour))
        rows, columns = touched(flat(640, 360), after)
        plate = after.luma[rows, columns]
        assert (int(plate.min()), int(plate.max())) == (dark, light)


def test_planes_of_ones_own_are_written_into_and_others_are_not() -> None:
    mine = flat(64, 48)
    assert stamped(mine, Stamp(), video=video(), own=True).luma is mine.luma
    other = flat(64, 48)
    stamped(other, Stamp(), video=video())
    assert np.array_equal(other.luma, flat(64, 48).luma)
