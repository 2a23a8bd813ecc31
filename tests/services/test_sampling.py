"""The sample of frames, over real footage files in real child processes."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core.detection import Detection, Subject
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage, FrameIndex, Recording
from reviewer.core.frame import Frame
from reviewer.core.outline import Outline
from reviewer.core.sample import Look
from reviewer.core.settings import Search
from reviewer.core.timing import Tick
from reviewer.services import sampling
from reviewer.services.crew import Call
from reviewer.services.sampling import MOST, Found, Spots, Tasks, sample_numbers, take_sample
from reviewer.services.workers import DiedError
from reviewer.vision.scan import Segment
from tests.support.footage import Clip, make
from tests.support.looked import footage_of, portrait, result_of
from tests.support.values import a_recording
from tests.vision.moving import frame_of

FACES = Search(find=frozenset({Subject.FACE}))
SIDE = 200


def recording(seconds: float, *, rate: float = 25.0) -> Recording:
    count = max(1, round(seconds * rate))
    ticks = np.arange(count, dtype=np.int64) * round(90000 / rate)
    end = Tick(int(ticks[-1]) + round(90000 / rate))
    return replace(a_recording(), index=FrameIndex(ticks, np.zeros(count, np.bool_), end))


@pytest.mark.parametrize(
    ("seconds", "expected"), [(0.04, 1), (0.5, 1), (3, 3), (10, 6), (24, 6), (60, 10), (3600, 600), (3 * 3600, MOST)]
)
def test_long_footage_is_looked_at_every_few_seconds_and_short_footage_not_at_all_costs(
    seconds: float, expected: int
) -> None:
    assert len(sample_numbers(recording(seconds))) == expected


def test_the_frames_are_spread_evenly_rise_and_are_the_same_every_time() -> None:
    made = recording(600)
    numbers = sample_numbers(made)
    assert numbers == sample_numbers(made) == sorted(set(numbers))
    assert numbers[0] >= 0
    assert numbers[-1] < len(made.index)
    stretch = len(made.index) / len(numbers)
    assert all(i * stretch - 1 <= n < (i + 1) * stretch for i, n in enumerate(numbers))
    assert len({(b - a) for a, b in itertools.pairwise(numbers)}) > 1  # in no step with anything that repeats


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    """A real face in every one of 75 frames."""
    face = portrait(SIDE)

    def paint(_: int, rgb: NDArray[np.uint8]) -> None:
        rgb[:] = 120
        rgb[140 : 140 + SIDE, 300 : 300 + SIDE] = face

    path = tmp_path_factory.mktemp("footage") / "standing.mp4"
    return footage_of(make(path, Clip(size=(640, 360), frames=75, gop=25, paint=paint)))


def test_both_looks_see_a_face_that_is_there(standing: Footage) -> None:
    sample = result_of(take_sample(standing, FACES))
    numbers = sample_numbers(standing.recording)
    assert sample.ticks.tolist() == [standing.recording.index.tick(n) for n in numbers]
    assert [look.subject for look in sample.looks] == [Subject.FACE, Subject.FACE]
    for position in range(len(numbers)):
        here = [s for s in sample.sightings() if s.tick == sample.ticks[position]]
        assert {s.look for s in here if s.score > 0.5} == {0, 1}
        best = max(here, key=lambda s: s.score).box
        assert best.contains(300 + 0.45 * SIDE, 140 + 0.26 * SIDE)


def test_the_number_of_workers_changes_nothing(standing: Footage) -> None:
    one, two = (result_of(take_sample(standing, FACES, workers=n)) for n in (1, 2))
    assert list(one.sightings()) == list(two.sightings())


class NoSecondFrame:
    """A tape from which one frame cannot be read."""

    def wind(self, _: Segment) -> Iterator[None]:
        yield None

    def frames(self, segment: Segment) -> Iterator[Frame]:
        if segment.first != 7:
            yield frame_of(np.full((64, 64), 100, np.uint8))


def test_a_frame_that_cannot_be_decoded_is_left_out() -> None:
    spots = [Segment(n, n, 25.0) for n in (3, 7, 9)]
    found = result_of(sampling._look_at(NoSecondFrame(), spots, looks=[]))  # type: ignore[arg-type]
    assert [number for number, _ in found.seen] == [3, 9]


def test_what_there_are_no_two_looks_for_is_not_sampled(standing: Footage) -> None:
    sample = result_of(take_sample(standing, Search(find=frozenset({Subject.TEXT}))))
    assert (sample.looks, len(sample.ticks), len(sample.frames)) == ((), 0, 0)


def test_closing_it_early_ends_its_children(standing: Footage) -> None:
    job = take_sample(standing, FACES)
    next(job)
    job.close()  # what is left running fails the test


FACE, PLATE = Subject.FACE, Subject.PLATE


@pytest.mark.logs("left out")
def test_frames_whose_child_died_are_looked_at_again_and_after_a_second_death_are_left_out() -> None:
    spots = [Spots(FACE, (1, 2)), Spots(FACE, (3,))]
    tasks = Tasks(spots)
    assert tasks.next(None) == Call(0, (spots[0],))
    assert tasks.next(None) == Call(1, (spots[1],))
    tasks.finished(1, Found((), []))
    assert (tasks.done, tasks.frames) == (1, 3)
    tasks.lost(0, died())
    assert tasks.next(1) == Call(0, (spots[0],))
    assert tasks.next(None) is None
    tasks.lost(0, died())
    assert (tasks.next(1), tasks.left_out) == (None, {1, 2})
    assert len(tasks.results()) == 1


def test_a_frame_that_was_given_up_for_one_subject_counts_for_none(standing: Footage) -> None:
    face, plate = Look(FACE, "one"), Look(PLATE, "other")
    found = [Found((face,), [(1, [[]]), (2, [[]]), (3, [[]])]), Found((plate,), [(3, [[]])])]
    sample = sampling._packed(found, standing, left_out={1, 2})
    assert sample.ticks.tolist() == [standing.recording.index.tick(3)]


def test_corners_are_kept_where_a_look_told_four_of_them(standing: Footage) -> None:
    slanted = Outline(((12, 24), (40, 20), (42, 56), (14, 60)))
    finds = [
        Detection(PLATE, slanted.box, 0.5, "one", outline) for outline in (None, slanted, Outline(slanted.corners[:3]))
    ]
    found = [Found((Look(PLATE, "one"),), [(1, [finds])])]
    sample = sampling._packed(found, standing, left_out=())
    assert [s.outline for s in sample.sightings()] == [None, slanted, None]
    boxes = [Found((Look(PLATE, "one"),), [(1, [finds[:1]])])]
    assert sampling._packed(boxes, standing, left_out=()).quads is None


def test_a_child_goes_on_with_what_it_has_loaded_and_the_next_one_begins_with_something_else() -> None:
    tasks = Tasks([Spots(FACE, (1,)), Spots(FACE, (2,)), Spots(PLATE, (1,)), Spots(PLATE, (2,))])
    order = [tasks.next(after) for after in (None, None, 0, 2, 1)]
    assert [call.number for call in order if call] == [0, 2, 1, 3]
    assert order[-1] is None


def test_what_is_found_for_both_kinds_comes_in_one_sample_in_the_order_of_the_frames(standing: Footage) -> None:
    sample = result_of(take_sample(standing, Search()))
    assert [look.subject for look in sample.looks] == [FACE, FACE, PLATE, PLATE]
    faces = result_of(take_sample(standing, FACES))
    assert [s for s in sample.sightings() if s.look < 2] == list(faces.sightings())


def died() -> DiedError:
    return DiedError("The work stopped.", "Try again.")


def test_footage_that_is_gone_is_told_of(tmp_path: Path, standing: Footage) -> None:
    with pytest.raises(FootageError, match=r"gone\.mp4"):
        result_of(take_sample(replace(standing, path=tmp_path / "gone.mp4"), FACES))
