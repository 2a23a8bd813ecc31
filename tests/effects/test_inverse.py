"""A region that hides all but itself: nothing outside it survives, what it shows is untouched, and errors hide more."""

import dataclasses

import numpy as np
import pytest

from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Keyframe, Region, Shape
from reviewer.core.timing import Span, Tick
from tests.effects.scenes import covered, picture, region, same

WIDE, HIGH = 96, 64


def inverse(box: Box, *, name: str = "i", shape: Shape = Shape.RECTANGLE, **more: object) -> Region:
    return dataclasses.replace(region(box, name=name, shape=shape), inverse=True, **more)


def untouched(before: Frame, after: Frame) -> np.ndarray:
    return np.asarray(before.planes[0] == after.planes[0])


@pytest.mark.parametrize("shape", list(Shape))
@pytest.mark.parametrize("interlaced", [False, True])
def test_nothing_outside_the_shape_survives_in_any_plane(shape: Shape, interlaced: bool) -> None:
    frame, other = (picture(WIDE, HIGH, seed=seed, interlaced=interlaced) for seed in (3, 30))
    box = Box(21, 11, 40, 30)
    shown, beside = (covered(each, inverse(box, shape=shape)) for each in (frame, other))
    for plane, step in zip(range(3), (1, 2, 2), strict=True):
        ys, xs = np.nonzero(shown.planes[plane] != beside.planes[plane])
        assert len(xs), "what depends on the original is shown"
        assert (xs * step >= box.x).all()
        assert ((xs + 1) * step <= box.right).all()
        assert (ys * step >= box.y).all()
        assert ((ys + 1) * step <= box.bottom).all()
    middle = (slice(int(box.y) + 14, int(box.y) + 18), slice(int(box.x) + 18, int(box.x) + 22))
    assert untouched(frame, shown)[middle].all(), "what is shown stays as it was"


def test_two_of_them_show_what_lies_in_either() -> None:
    frame = picture(WIDE, HIGH, seed=4)
    shown = covered(frame, inverse(Box(4, 4, 20, 20), name="a"), inverse(Box(60, 30, 20, 20), name="b"))
    same_there = untouched(frame, shown)
    assert same_there[6:22, 6:22].all()
    assert same_there[32:48, 62:78].all()
    assert same_there[26:30, 30:56].mean() < 0.1


def test_another_region_covers_what_they_show() -> None:
    frame = picture(WIDE, HIGH, seed=5)
    shown = covered(frame, inverse(Box(4, 4, 60, 50)), region(Box(10, 10, 20, 20), name="face"))
    assert untouched(frame, shown)[12:28, 12:28].mean() < 0.1
    assert untouched(frame, shown)[12:28, 36:56].all()


def test_in_a_gap_all_of_the_picture_is_hidden() -> None:
    frame = picture(WIDE, HIGH, seed=6)
    shown = covered(frame, inverse(Box(4, 4, 60, 50), gaps=(Span(Tick(0), Tick(5)),)))
    assert untouched(frame, shown).mean() < 0.1


def test_one_that_shows_everything_hides_nothing_and_one_that_was_rejected_neither() -> None:
    frame = picture(WIDE, HIGH, seed=7)
    assert same(frame, covered(frame, inverse(Box(-10, -10, 200, 200))))


def test_corners_too_far_away_to_tell_hide_all_of_it() -> None:
    frame = picture(WIDE, HIGH, seed=8)
    far = Outline(((-2e6, -2e6), (2e6, -2e6), (2e6, 2e6), (-2e6, 2e6)))
    lies = dataclasses.replace(
        inverse(Box(0, 0, 1, 1), shape=Shape.POLYGON), keyframes=(Keyframe.around(Tick(0), far),)
    )
    assert untouched(frame, covered(frame, lies)).mean() < 0.1


def test_a_gap_of_an_ordinary_region_uncovers_those_frames_alone() -> None:
    frame = picture(WIDE, HIGH, seed=9)
    face = region(Box(10, 10, 20, 20))
    assert same(frame, covered(frame, dataclasses.replace(face, gaps=(Span(Tick(0), Tick(1)),))))
    assert not same(frame, covered(frame, dataclasses.replace(face, gaps=(Span(Tick(1), Tick(2)),))))
