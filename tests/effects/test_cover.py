"""What of a review is covered in a frame, and how."""

from dataclasses import replace

import numpy as np
import pytest

from reviewer.core.colour import to_yuv
from reviewer.core.detection import Subject
from reviewer.core.footage import Colour
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.profile import Profile
from reviewer.core.region import Decision, Keyframe, Shape
from reviewer.core.review import Review, of
from reviewer.core.timing import Tick
from reviewer.effects.cover import cover
from tests.effects.scenes import COLOUR, covered, picture, region, same

MAGENTA = (255, 0, 255)


def test_a_frame_with_nothing_to_hide_is_handed_back_itself() -> None:
    frame = picture(64, 48)
    assert cover(frame, Review(), profile=Profile(), colour=COLOUR) is frame
    assert covered(frame, region(Box(-30, 0, 20, 20))) is frame


def test_a_rejected_region_stays_in_sight() -> None:
    frame = picture(64, 48)
    assert covered(frame, region(Box(4, 4, 20, 20), decision=Decision.REJECTED)) is frame


@pytest.mark.parametrize("decision", [Decision.PROPOSED, Decision.CONFIRMED])
def test_a_region_is_hidden_until_someone_rejects_it(decision: Decision) -> None:
    frame = picture(64, 48)
    assert not same(covered(frame, region(Box(4, 4, 20, 20), decision=decision)), frame)


def test_a_region_is_hidden_at_its_first_tick_and_not_at_its_end() -> None:
    frame = picture(64, 48)
    hidden = region(Box(4, 4, 20, 20))
    assert covered(replace(frame, tick=Tick(99)), hidden).luma[10, 10] == 16
    late = replace(frame, tick=Tick(100))
    assert covered(late, hidden) is late


@pytest.mark.parametrize("colour", [Colour(), Colour(matrix=6), Colour(matrix=1, full=True)])
def test_the_fill_is_written_in_the_footages_own_colours(colour: Colour) -> None:
    frame = picture(64, 48)
    result = cover(frame, of([region(Box(8, 8, 20, 20))]), profile=Profile(fill=MAGENTA), colour=colour)
    luma, blue, red = to_yuv(MAGENTA, colour, height=48)
    assert (result.luma[8:28, 8:28] == luma).all()
    assert (result.blue[4:14, 4:14] == blue).all()
    assert (result.red[4:14, 4:14] == red).all()


@pytest.mark.parametrize("subject", [Subject.PLATE, Subject.TEXT])
@pytest.mark.parametrize("asked", ["mosaic", "blur"])
def test_plates_and_text_are_solid_whatever_is_asked(subject: Subject, asked: str) -> None:
    frame = picture(64, 48)
    solid = covered(frame, region(Box(4, 4, 20, 20)))
    assert same(covered(frame, region(Box(4, 4, 20, 20), subject=subject), effect=asked), solid)
    assert same(covered(frame, region(Box(4, 4, 20, 20), subject=subject, effect=asked)), solid)


def test_an_unknown_effect_covers_solid() -> None:
    frame = picture(64, 48)
    solid = covered(frame, region(Box(4, 4, 20, 20)))
    assert same(covered(frame, region(Box(4, 4, 20, 20)), effect="sparkle"), solid)
    assert same(covered(frame, region(Box(4, 4, 20, 20), effect="sparkle"), effect="mosaic"), solid)


def test_a_regions_own_effect_goes_before_the_profiles() -> None:
    frame = picture(64, 48)
    own = covered(frame, region(Box(4, 4, 20, 20), effect="mosaic"))
    assert same(own, covered(frame, region(Box(4, 4, 20, 20)), effect="mosaic"))
    assert not same(own, covered(frame, region(Box(4, 4, 20, 20))))


def test_two_regions_look_different_and_one_looks_the_same_in_every_frame() -> None:
    frame = picture(64, 48)
    one = covered(frame, region(Box(4, 4, 30, 30)), effect="mosaic")
    other = covered(frame, region(Box(4, 4, 30, 30), name="r2"), effect="mosaic")
    later = covered(replace(picture(64, 48, seed=3), tick=Tick(50)), region(Box(4, 4, 30, 30)), effect="mosaic")
    assert not np.array_equal(one.luma, other.luma)
    assert np.array_equal(one.luma[4:34, 4:34], later.luma[4:34, 4:34])


def test_a_mosaic_shows_seven_flat_cells_across() -> None:
    result = covered(picture(160, 200), region(Box(10, 10, 140, 180)), effect="mosaic")
    row = result.luma[20, 10:150].reshape(7, 20)
    assert (row == row[:, :1]).all()


def test_a_blur_has_no_steps_inside_and_no_soft_edge() -> None:
    frame = picture(160, 200)
    inside = covered(frame, region(Box(10, 10, 140, 180)), effect="blur").luma[10:190, 10:150].astype(int)
    assert np.abs(np.diff(inside, axis=1)).max() <= 5
    black = replace(frame, luma=np.zeros_like(frame.luma))
    assert (covered(black, region(Box(10, 10, 140, 180)), effect="blur").luma[10, 10:150] > 40).all()


def test_tones_are_muted() -> None:
    for name in ("a", "b", "c"):
        result = covered(picture(160, 200), region(Box(10, 10, 140, 180), name=name), effect="mosaic")
        assert 60 < result.luma[10:190, 10:150].min() < result.luma[10:190, 10:150].max() < 170
        assert (np.abs(result.blue[5:95, 5:75].astype(int) - 128) <= 5).all()


def test_a_region_follows_its_keyframes_between_frames() -> None:
    frame = replace(picture(200, 100), tick=Tick(5))
    moving = replace(
        region(Box(0, 0, 20, 20)),
        keyframes=(Keyframe(Tick(0), Box(0, 0, 20, 20)), Keyframe(Tick(10), Box(100, 40, 20, 20))),
    )
    result = covered(frame, moving)
    assert (result.luma[20:40, 50:70] == 16).all()
    assert np.array_equal(result.luma[:, :50], frame.luma[:, :50])


def test_a_polygon_hides_its_outline_where_it_is_known_and_its_box_where_not() -> None:
    frame = picture(64, 48)
    slanted = Outline(((10, 4), (50, 24), (46, 40), (6, 20)))
    path = (Keyframe.around(Tick(0), slanted), Keyframe(Tick(10), slanted.box))
    hidden = replace(region(Box(0, 0, 1, 1)), shape=Shape.POLYGON, keyframes=path)
    at_first, at_last = (covered(replace(frame, tick=Tick(t)), hidden) for t in (0, 10))
    assert (at_first.luma[20:24, 20:30] == 16).all()
    assert np.array_equal(at_first.luma[4:12, 40:50], frame.luma[4:12, 40:50])
    assert (at_last.luma[4:40, 6:50] == 16).all()
