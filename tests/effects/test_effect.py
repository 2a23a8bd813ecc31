"""The contract that every effect in the catalogue keeps."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.region import Region, Shape
from reviewer.core.review import of
from reviewer.effects.catalogue import EFFECTS, names
from reviewer.effects.cover import grid_of, patches
from reviewer.effects.effect import Area
from reviewer.effects.patch import Patch, patch
from tests.effects.scenes import covered, picture, region, same

every_effect = pytest.mark.parametrize("effect", names())
every_shape = pytest.mark.parametrize("shape", list(Shape))
numbers = st.floats(-40, 140, allow_nan=False)
sides = st.floats(0, 120, allow_nan=False)
boxes = st.builds(Box, numbers, numbers, sides, sides)
sizes = st.tuples(st.integers(1, 97), st.integers(1, 97))


def touched(frame: Frame, *regions: Region, effect: str = "solid") -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which pixels of luma and of chroma are hidden of the regions, with `effect` for those that have none."""
    luma, chroma = np.zeros(frame.luma.shape, bool), np.zeros(frame.blue.shape, bool)
    for _, _, place in patches(of(regions), frame.tick, grid=grid_of(frame), usual=effect):
        luma[place.luma] |= True if place.luma_mask is None else place.luma_mask
        chroma[place.chroma] |= True if place.mask is None else place.mask
    return luma, chroma


def scrambled(frame: Frame, luma: NDArray[np.bool_], chroma: NDArray[np.bool_]) -> Frame:
    """Another picture wherever the masks say so, the same one elsewhere."""
    other = picture(frame.width, frame.height, seed=99, interlaced=frame.interlaced)
    planes = [
        np.where(mask, b, a) for a, b, mask in zip(frame.planes, other.planes, (luma, chroma, chroma), strict=True)
    ]
    return Frame(frame.tick, *planes, frame.interlaced)


@every_effect
@every_shape
@settings(max_examples=60)
@given(size=sizes, box=boxes, interlaced=st.booleans())
def test_nothing_of_the_interior_is_used_and_nothing_outside_changes(
    effect: str, shape: Shape, size: tuple[int, int], box: Box, interlaced: bool
) -> None:
    frame = picture(*size, interlaced=interlaced)
    hidden = region(box, shape=shape)
    luma, chroma = touched(frame, hidden, effect=effect)

    result = covered(frame, hidden, effect=effect)

    assert same(result, covered(scrambled(frame, luma, chroma), hidden, effect=effect))
    for before, after, mask in zip(frame.planes, result.planes, (luma, chroma, chroma), strict=True):
        assert np.array_equal(before[~mask], after[~mask])


@every_effect
def test_one_interior_pixel_more_or_less_changes_nothing(effect: str) -> None:
    frame = picture(64, 48)
    hidden = region(Box(10.3, 9.7, 20, 17))
    luma = frame.luma.copy()
    luma[20, 20] ^= 0xFF
    assert same(
        covered(frame, hidden, effect=effect),
        covered(Frame(frame.tick, luma, frame.blue, frame.red), hidden, effect=effect),
    )


@every_effect
@pytest.mark.parametrize("first", names())
@every_shape
def test_a_later_region_never_reveals_what_an_earlier_one_hides(effect: str, first: str, shape: Shape) -> None:
    frame = picture(80, 60)
    regions = [
        region(Box(10, 10, 40, 30), name="a", effect=first),
        region(Box(25.5, 18.5, 40, 30), name="b", effect=effect, shape=shape),
        region(Box(5, 5, 30.1, 30.1), name="c", effect=first, shape=shape),
    ]
    luma, chroma = touched(frame, *regions)
    assert same(covered(frame, *regions), covered(scrambled(frame, luma, chroma), *regions))


@every_effect
def test_the_frame_that_is_given_stays_as_it_was(effect: str) -> None:
    frame = picture(64, 48)
    before = [plane.copy() for plane in frame.planes]
    result = covered(frame, region(Box(4, 4, 30, 30)), effect=effect)
    assert all(np.array_equal(a, b) for a, b in zip(before, frame.planes, strict=True))
    assert not any(np.shares_memory(a, b) for a, b in zip(frame.planes, result.planes, strict=True))
    assert not any(plane.flags.writeable for plane in result.planes)
    assert (result.tick, result.interlaced) == (frame.tick, frame.interlaced)


@every_effect
def test_what_is_drawn_moves_with_the_region(effect: str) -> None:
    frame = picture(200, 160)
    here = covered(frame, region(Box(20, 30, 56, 72)), effect=effect)
    there = covered(frame, region(Box(84, 62, 56, 72)), effect=effect)
    assert np.array_equal(here.luma[30:102, 20:76], there.luma[62:134, 84:140])
    assert np.array_equal(here.red[15:51, 10:38], there.red[31:67, 42:70])


@every_effect
def test_what_is_drawn_stays_locked_to_a_region_that_leaves_the_picture(effect: str) -> None:
    frame = picture(200, 160)
    whole = covered(frame, region(Box(20, 30, 56, 72)), effect=effect)
    half = covered(frame, region(Box(-28, 30, 56, 72)), effect=effect)
    assert np.array_equal(half.luma[30:102, 0:28], whole.luma[30:102, 48:76])


@every_effect
def test_an_enormous_box_costs_no_more_than_the_picture(effect: str) -> None:
    frame = picture(64, 48)
    result = covered(frame, region(Box(-1e9, -1e9, 3e9, 3e9)), effect=effect)
    assert same(result, covered(picture(64, 48, seed=5), region(Box(-1e9, -1e9, 3e9, 3e9)), effect=effect))


@every_effect
def test_tones_do_not_depend_on_where_the_asked_part_begins(effect: str) -> None:
    box = Box(10, 10, 70, 90)
    whole = EFFECTS[effect].tones(Area(box, 0, 0, 100, 100, seed="s", fill=(16, 128, 128)))
    part = EFFECTS[effect].tones(Area(box, 20, 40, 60, 80, seed="s", fill=(16, 128, 128)))
    spread = np.broadcast_to(whole[0], (100, 100)), np.broadcast_to(part[0], (40, 40))
    assert np.array_equal(spread[0][40:80, 20:60], spread[1])


@every_effect
def test_it_says_how_reversible_it_is_and_on_whose_word(effect: str) -> None:
    grade = EFFECTS[effect].grade
    assert grade.sentence.endswith(".")
    assert len(grade.source) > 40


def test_an_ellipse_hides_its_blocks_and_leaves_the_corners_of_its_box() -> None:
    place = patch(Box(10, 10, 40, 60), Shape.ELLIPSE, grid=grid_of(picture(100, 100)))
    assert isinstance(place, Patch)
    mask = place.luma_mask
    assert mask is not None
    assert not mask[0, 0]
    assert mask[30, 0]
    ys, xs = np.mgrid[0:60, 0:40] + 0.5
    inside = ((xs - 20) / 20) ** 2 + ((ys - 30) / 30) ** 2 <= 1
    assert mask[inside].all()
