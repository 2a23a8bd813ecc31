"""A picture of the copy: covered first, stamped over everything, and the footage's own frame where neither is asked."""

from dataclasses import replace
from fractions import Fraction

import numpy as np

from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.review import Review, of
from reviewer.core.stamp import Stamp
from reviewer.effects.cover import cover
from reviewer.effects.finish import finished
from reviewer.effects.stamp import stamped
from tests.effects.scenes import picture, region, same
from tests.support.values import a_recording

VIDEO = replace(a_recording().video, time_base=Fraction(1, 1000))
REVIEW = of([region(Box(4, 4, 90, 40))])


def test_without_regions_and_stamp_it_is_the_very_same_frame() -> None:
    frame = picture(320, 180)
    assert finished(frame, Review(), profile=Profile(), video=VIDEO) is frame


def test_without_a_stamp_it_is_what_cover_makes() -> None:
    frame, profile = picture(320, 180), Profile(fill=(9, 200, 30))
    expected = cover(frame, REVIEW, profile=profile, colour=VIDEO.colour)
    assert same(finished(frame, REVIEW, profile=profile, video=VIDEO), expected)


def test_the_stamp_stands_over_what_is_covered() -> None:
    frame, profile = picture(320, 180), Profile(stamp=Stamp())
    expected = stamped(cover(frame, REVIEW, profile=profile, colour=VIDEO.colour), Stamp(), video=VIDEO)
    result = finished(frame, REVIEW, profile=profile, video=VIDEO)
    assert same(result, expected)
    assert result.luma[:4].max() > 0
    assert not same(result, cover(frame, REVIEW, profile=profile, colour=VIDEO.colour))


def test_the_frame_itself_is_left_as_it_was_and_the_result_is_read_only() -> None:
    frame, again = picture(320, 180), picture(320, 180)
    for review in (Review(), REVIEW):
        result = finished(frame, review, profile=Profile(stamp=Stamp()), video=VIDEO)
        assert same(frame, again)
        assert not any(p.flags.writeable for p in result.planes)
        assert not any(np.shares_memory(p, q) for p, q in zip(result.planes, frame.planes, strict=True))
