"""Making one track of two: where position, time and appearance agree, and never otherwise."""

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core.detection import Origin, Subject
from reviewer.vision import rejoin
from reviewer.vision.rejoin import Course, rejoined
from reviewer.vision.scene import Scene
from reviewer.vision.trail import Tracklet
from tests.vision.moving import texture

FACE, OTHER = texture(24, 24, seed=1), 255 - texture(24, 24, seed=1)


def course(frames: int = 200, *, pan: float = 0.0, cut_at: int | None = None) -> Course:
    motion = np.tile(np.array([pan / 1000, 0], np.float32), (frames, 1))
    cuts = np.zeros(frames, np.bool_)
    if cut_at is not None:
        cuts[cut_at] = True
    return Course(Scene(motion, np.zeros(frames, np.float32), np.zeros(frames, np.float32), cuts), 1000, 25.0)


def found(
    first: int, last: int, *, x: float = 100, look: NDArray[np.uint8] = FACE, subject: Subject = Subject.FACE
) -> Tracklet:
    count = last - first + 1
    boxes = np.tile(np.array([x, 50, 40, 50], np.float32), (count, 1))
    return Tracklet(
        subject, first, boxes, np.zeros(count, np.uint8), np.full(count, 0.8, np.float32), np.stack([look, look])
    )


def test_a_subject_that_was_lost_for_a_second_is_one_track_bridged_in_between() -> None:
    (whole,) = rejoined([found(0, 20), found(40, 60, x=120)], course())
    assert (whole.first, whole.last, len(whole.boxes)) == (0, 60, 61)
    assert set(whole.origins[21:40].tolist()) == {Origin.BRIDGED}
    assert 100 < whole.boxes[30][0] < 120


def test_three_pieces_become_one() -> None:
    (whole,) = rejoined([found(50, 60), found(0, 20), found(30, 40)], course())
    assert (whole.first, whole.last) == (0, 60)


def test_a_pan_of_the_camera_does_not_count_as_motion_of_the_subject() -> None:
    pieces = [found(0, 20), found(40, 60, x=400)]
    assert len(rejoined(pieces, course(pan=15))) == 1
    assert len(rejoined(pieces, course())) == 2


def test_two_that_were_found_at_the_same_time_are_never_joined() -> None:
    assert len(rejoined([found(0, 30), found(30, 60)], course())) == 2


def test_what_looks_different_is_too_far_too_late_or_of_another_kind_stays_apart() -> None:
    first = found(0, 20)
    for other in (
        found(30, 60, look=OTHER),
        found(30, 60, x=400),
        found(90, 120),
        found(30, 60, subject=Subject.PLATE),
    ):
        assert len(rejoined([first, other], course())) == 2


def test_nothing_is_joined_over_a_cut() -> None:
    assert len(rejoined([found(0, 20), found(30, 60)], course(cut_at=25))) == 2


def test_each_is_joined_to_the_one_that_fits_best() -> None:
    joined = rejoined([found(0, 20), found(30, 60, x=102), found(30, 60, x=125)], course())
    assert sorted(t.first for t in joined) == [0, 30]
    assert next(t for t in joined if t.first == 30).boxes[0][0] == 125


def test_where_both_were_followed_into_the_gap_the_nearer_find_decides() -> None:
    early, late = found(0, 34), found(22, 60, x=110)
    early.origins[21:] = Origin.FOLLOWED
    late.origins[:18] = Origin.FOLLOWED
    (whole,) = rejoined([early, late], course())
    assert len(whole.boxes) == 61
    assert whole.boxes[23][0] == 100
    assert whole.boxes[37][0] == 110


def test_hours_of_tracks_are_only_compared_with_those_that_begin_soon_after(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    real = rejoin._fit
    monkeypatch.setattr(rejoin, "_fit", lambda a, b, *, course: compared.append(1) or real(a, b, course=course))
    tracks = [found(100 * n, 100 * n + 20) for n in range(3000)]
    assert len(rejoined(tracks, course(300_100))) == 3000
    assert len(compared) == 0
    pairs = [found(100 * n + late, 100 * n + late + 20) for n in range(3000) for late in (0, 40)]
    assert len(rejoined(pairs, course(300_100))) == 3000
    assert len(compared) == 3000
