"""Analysis over real footage files in real child processes."""

import itertools
from collections.abc import Generator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core import places
from reviewer.core.copy import Hit
from reviewer.core.detection import Subject
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage, FootageId
from reviewer.core.geometry import Box
from reviewer.core.settings import Depth, Search
from reviewer.core.timing import Tick
from reviewer.media.fingerprint import fingerprint
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.services.analysis import analyse, pursue, unbroken
from reviewer.services.jobs import Progress
from reviewer.services.pool import in_children
from reviewer.vision.scan import Segment
from tests.support.footage import Clip, corrupt, make
from tests.support.work import count, refuse

FACES = Search(find=frozenset({Subject.FACE}), depth=Depth.FAST)
SIDE = 170
TOP = 185
"""Low enough for the face to be clear of those cells."""


def portrait() -> NDArray[np.uint8]:
    with av.open(str(places.resources() / "demo" / "astronaut.png")) as container:
        frame = next(container.decode(video=0)).reformat(width=SIDE, height=SIDE, format="rgb24")
    picture: NDArray[np.uint8] = frame.to_ndarray()
    return picture


def place(number: int) -> int:
    return 340 + 2 * number


def footage_of(path: Path) -> Footage:
    return Footage(
        id=FootageId("f"), path=path, size=path.stat().st_size, sha256=fingerprint(path), recording=probe(path)
    )


@pytest.fixture(scope="module")
def passing(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    """A real face that moves across 60 frames, two pixels a frame, clear of the cells that the number is drawn in."""
    face = portrait()

    def paint(number: int, rgb: NDArray[np.uint8]) -> None:
        rgb[:] = 120
        rgb[TOP : TOP + SIDE, place(number) : place(number) + SIDE] = face

    path = tmp_path_factory.mktemp("footage") / "passing.mp4"
    return footage_of(make(path, Clip(size=(640, 360), frames=60, paint=paint)))


def result_of(job: Generator[Progress, None, Any]) -> Any:
    seen: list[Progress] = []
    while True:
        try:
            seen.append(next(job))
        except StopIteration as stop:
            assert all(a.done <= b.done for a, b in itertools.pairwise(seen))
            return stop.value


def test_a_face_is_found_and_followed_through_every_frame_over_the_border_of_segments(passing: Footage) -> None:
    (track,) = result_of(analyse(passing, FACES))
    assert track.ticks.tolist() == passing.recording.index.ticks.tolist()
    for number in range(60):
        x, y = track.box(number).centre
        assert place(number) + 0.3 * SIDE < x < place(number) + 0.6 * SIDE
        assert TOP + 0.1 * SIDE < y < TOP + 0.45 * SIDE


def test_the_number_of_workers_changes_nothing(passing: Footage) -> None:
    one, two = (result_of(analyse(passing, FACES, workers=n)) for n in (1, 2))
    assert [t.boxes.tolist() for t in one] == [t.boxes.tolist() for t in two]


def test_a_hit_is_followed_both_ways_and_its_track_has_an_id_of_its_own(passing: Footage) -> None:
    index = passing.recording.index
    hits = tuple(
        Hit(
            frame=n,
            tick=index.tick(n),
            seconds=0.0,
            subject=Subject.FACE,
            box=Box(place(n) + 55, TOP + 20, 40, 50),
            score=0.3,
            detector="check",
        )
        for n in (10, 40)
    )
    tracks = result_of(pursue(passing, hits))
    assert len({t.id for t in tracks}) == 2
    for track, n in zip(tracks, (10, 40), strict=True):
        assert track.ticks[0] <= index.tick(max(0, n - 25))
        assert track.ticks[-1] >= index.tick(min(59, n + 25))


def test_closing_an_analysis_early_ends_its_children(passing: Footage) -> None:
    job = analyse(passing, FACES)
    next(job)
    job.close()  # what is left running fails the test


def test_a_frame_that_cannot_be_decoded_keeps_its_number(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=20, gop=1))
    footage = footage_of(path)
    damaged = corrupt(path, {5, 6})
    with FrameReader(damaged, footage.recording) as reader:
        frames = list(unbroken(reader, Segment(0, 19, 30.0), index=footage.recording.index))
    assert len(frames) == 20
    assert frames[5] is frames[4] or frames[5].tick == footage.recording.index.tick(5)
    assert frames[19].tick == footage.recording.index.tick(19)


def test_several_children_work_at_once_and_their_results_come_in_order() -> None:
    job = in_children(count, [(3,), (5,)], name="a.mp4", total=8)
    assert result_of(job) == [result_of(count(3)), result_of(count(5))]


def test_the_error_of_one_child_ends_the_others() -> None:
    with pytest.raises(FootageError):
        result_of(in_children(refuse, [("a.mp4",), ("a.mp4",)], name="a.mp4", total=2))


def test_footage_of_a_single_frame_is_analysed(tmp_path: Path) -> None:
    footage = footage_of(make(tmp_path / "one.mp4", Clip(frames=1)))
    assert result_of(analyse(footage, FACES)) == ()
    assert footage.recording.index.tick(0) == Tick(0)
