"""The comparison of two pictures."""

from dataclasses import replace

import numpy as np
import pytest

from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.profile import Profile, Quality
from reviewer.core.region import Keyframe, Shape
from reviewer.core.review import of
from reviewer.core.timing import Tick
from reviewer.effects.compare import Differences, compare, loss_of
from reviewer.effects.cover import grid_of, patches
from tests.effects.scenes import covered, picture, region

FACE = region(Box(40, 40, 48, 64))


def judged(copy: Frame, expected: Frame, *, original: Frame | None) -> Differences:
    places = [place for _, _, place in patches(of([FACE]), Tick(0), grid=grid_of(expected))]
    return compare(copy, expected, original=original, patches=places)


def noised(frame: Frame, levels: float) -> Frame:
    grain = np.random.default_rng(8).normal(0, levels, frame.luma.shape)
    return replace(frame, luma=np.clip(frame.luma + grain, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("size", [(160, 120), (161, 121), (48, 200), (7, 5)])
def test_equal_pictures_do_not_differ(size: tuple[int, int]) -> None:
    original = picture(*size)
    expected = covered(original, FACE)
    assert not judged(expected, expected, original=original)


def test_noise_of_a_codec_is_no_difference() -> None:
    original = picture(160, 120)
    expected = covered(original, FACE)
    assert not judged(noised(expected, 3.0), expected, original=original)


def test_pictures_of_two_sizes_are_refused() -> None:
    with pytest.raises(ValueError, match="sizes"):
        judged(picture(160, 120), picture(160, 122), original=None)


def test_a_changed_block_is_found_where_it_is() -> None:
    original = picture(160, 120)
    expected = covered(original, FACE)
    luma = expected.luma.copy()
    luma[104:112, 136:144] = 255 - luma[104:112, 136:144]
    found = judged(replace(expected, luma=luma), expected, original=original)
    assert found.altered == Box(136, 104, 8, 8)
    assert not found.bare


@pytest.mark.parametrize("plane", ["blue", "red"])
def test_a_change_of_colour_alone_is_found(plane: str) -> None:
    original = picture(160, 120)
    values = np.array(getattr(original, plane))
    values[8:16, 8:16] = values[8:16, 8:16] // 2
    assert judged(replace(original, **{plane: values}), original, original=None).altered == Box(16, 16, 16, 16)


def test_detail_taken_away_outside_is_found() -> None:
    original = picture(160, 120)
    luma = original.luma.copy()
    luma[100:116, 100:116] = int(luma[100:116, 100:116].mean())
    assert judged(replace(original, luma=luma), original, original=original).altered


def test_an_uncovered_region_is_bare() -> None:
    original = picture(160, 120)
    expected = covered(original, FACE)
    found = judged(original, expected, original=original)
    assert found.bare == (0,)
    assert found.altered is not None
    assert found.altered.contains(60, 70)


def test_noise_in_a_cover_that_is_not_the_originals_does_not_show_it() -> None:
    original = picture(160, 120)
    expected = covered(original, FACE)
    found = judged(noised(expected, 2.5), expected, original=original)
    assert found.shown == ()


def test_a_faint_original_under_a_cover_is_shown() -> None:
    rng = np.random.default_rng(4)
    luma = rng.integers(100, 140, (15, 20)).repeat(8, axis=0).repeat(8, axis=1).astype(np.uint8)
    original = replace(picture(160, 120), luma=luma)
    expected = covered(original, FACE)
    inside = np.zeros(luma.shape, bool)
    inside[40:104, 40:88] = True
    copy = np.where(inside, 16 + (luma - 100) // 5, expected.luma).astype(np.uint8)
    found = judged(replace(expected, luma=copy), expected, original=original)
    assert found.shown == (0,)
    assert judged(replace(expected, luma=copy), expected, original=None).shown == ()


def test_a_thin_region_that_lies_aslant_is_judged_as_thin_and_not_by_its_large_box() -> None:
    band = Outline(((20, 30), (130, 85), (127, 91), (17, 36)))
    path = (Keyframe.around(Tick(0), band),)
    thin = replace(region(Box(0, 0, 1, 1)), shape=Shape.POLYGON, keyframes=path)
    original = picture(160, 120)
    expected = covered(original, thin)
    places = [place for _, _, place in patches(of([thin]), Tick(0), grid=grid_of(expected))]

    def bare(levels: int) -> tuple[int, ...]:
        copy = replace(expected, luma=np.where(expected.luma == 16, 16 + levels, expected.luma).astype(np.uint8))
        return compare(copy, expected, original=original, patches=places).bare

    assert bare(8) == ()
    assert bare(12) == (0,)
    assert compare(original, expected, original=original, patches=places).bare == (0,)


def test_more_may_be_lost_at_the_smallest_quality_and_in_hardware_and_nowhere_else() -> None:
    assert loss_of(Profile(quality=Quality.SMALLEST)) == loss_of(Profile(hardware=True)) > 1
    assert loss_of(Profile(quality=Quality.ARCHIVE)) == loss_of(Profile()) == 1
