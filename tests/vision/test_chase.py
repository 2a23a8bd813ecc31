"""One thing through made-up pictures, frame by frame."""

import numpy as np
import pytest

from reviewer.core.detection import Detection, Origin, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.pursuit import Ending
from reviewer.vision.chase import Chase, Look
from tests.vision.moving import Street, frame_of


def numbers(box: Box) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([box.x, box.y, box.width, box.height])


def chased(street: Street, *, look: Look | None = None, rate: float = 25.0) -> Chase:
    frames = list(street.stream())
    chase = Chase(frames[0], numbers(street.box(0)), rate=rate, look=look)
    if all(chase.go_on(frame) for frame in frames[1:]):
        chase.finish()
    return chase


def test_a_thing_in_motion_is_followed_by_how_it_looks_alone() -> None:
    street = Street()
    chase = chased(street)
    assert chase.ended is Ending.FOOTAGE
    assert len(chase.path) == street.frames
    for number, spot in enumerate(chase.path):
        assert spot.box == pytest.approx(numbers(street.box(number)), abs=3)
    assert chase.sure == street.frames - 1


def test_it_ends_at_a_cut() -> None:
    chase = chased(Street(cut_at=20))
    assert chase.ended is Ending.CUT
    assert len(chase.path) == 20


def test_it_ends_where_it_leaves() -> None:
    street = Street(frames=80, speed=(-6, 0))
    chase = chased(street)
    assert chase.ended is Ending.LEFT
    assert 17 <= chase.sure <= 24  # its left edge is out after the seventeenth frame, all of it after the twenty-fifth


def test_a_detector_pulls_it_into_place_and_what_it_finds_elsewhere_does_not() -> None:
    street = Street()

    def beside(frame: Frame, place: Box) -> Detection:
        at = street.box(frame.tick).moved(0, 8 if frame.tick % 2 else 400)
        return Detection(Subject.FACE, at, 0.9, "beside")

    chase = chased(street, look=beside)
    assert chase.ended is Ending.FOOTAGE
    assert {s.origin for s in chase.path} == {Origin.DETECTED, Origin.FOLLOWED}
    for number, spot in enumerate(chase.path):
        assert abs(spot.box[1] - street.box(number).y) < 9


def test_what_other_evidence_has_counts_as_a_find() -> None:
    street = Street()
    frames = list(street.stream())
    chase = Chase(frames[0], numbers(street.box(0)), rate=25.0)
    for number, frame in enumerate(frames[1:], 1):
        assert chase.go_on(frame, known=street.box(number))
    assert all(s.origin is Origin.DETECTED for s in chase.path)


def test_what_is_too_small_to_follow_is_followed_no_further() -> None:
    frames = list(Street().stream())
    chase = Chase(frames[0], np.array([110.0, 130.0, 4.0, 4.0]), rate=25.0)
    assert not all(chase.go_on(frame) for frame in frames[1:])
    assert chase.ended is Ending.SMALL


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_pictures_that_show_nothing_end_it_and_nothing_worse(shade: int) -> None:
    blank = np.full((90, 160), shade, np.uint8)
    chase = Chase(frame_of(blank), np.array([40.0, 30.0, 30.0, 20.0]), rate=10.0)
    going = [chase.go_on(frame_of(blank)) for _ in range(40)]
    assert not going[-1]
    assert all(np.isfinite(s.box).all() for s in chase.path)
    assert len(chase.path) <= 12
