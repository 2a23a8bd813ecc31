"""Analysis over real footage files in real child processes."""

import itertools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from reviewer.core.analysis import Analysis
from reviewer.core.copy import Hit
from reviewer.core.detection import Subject
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage, Recording
from reviewer.core.geometry import Box
from reviewer.core.settings import Depth, Search
from reviewer.core.timing import Tick
from reviewer.services import crew, segments
from reviewer.services.analysis import analyse, propose, pursue
from reviewer.services.kept import Kept, unfinished
from reviewer.vision.scan import Looked, Segment
from tests.support.footage import Clip, corrupt, make
from tests.support.looked import SIDE, TOP, footage_of, numbers_of, passing_face, place, result_of
from tests.support.processes import ROOT, children, until

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
FACES = Search(find=frozenset({Subject.FACE}), depth=Depth.FAST)


@pytest.fixture(scope="module")
def passing(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    """A real face that moves across 60 frames, two pixels a frame, clear of the cells that the number is drawn in."""
    return passing_face(tmp_path_factory.mktemp("footage") / "passing.mp4")


def test_a_face_is_found_and_followed_through_every_frame_over_the_border_of_segments(passing: Footage) -> None:
    (track,) = result_of(analyse(passing, FACES)).tracks
    assert track.ticks.tolist() == passing.recording.index.ticks.tolist()
    for number in range(60):
        x, y = track.box(number).centre
        assert place(number) + 0.3 * SIDE < x < place(number) + 0.6 * SIDE
        assert TOP + 0.1 * SIDE < y < TOP + 0.45 * SIDE


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
    while not children():
        next(job)
    job.close()  # what is left running fails the test


def test_footage_of_a_single_frame_is_analysed(tmp_path: Path) -> None:
    footage = footage_of(make(tmp_path / "one.mp4", Clip(frames=1)))
    assert result_of(analyse(footage, FACES)).tracks == ()
    assert footage.recording.index.tick(0) == Tick(0)


def test_a_stretch_longer_than_a_segment_that_cannot_be_decoded_takes_only_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segments, "LONGEST", 20)
    path = passing_face(tmp_path / "hole.mp4", frames=150).path
    footage = footage_of(corrupt(path, set(range(30, 130))))
    found = result_of(analyse(footage, FACES))
    assert len(found.appraisal.risk) == len(footage.recording.index) == 150
    assert found.tracks[0].ticks[0] == footage.recording.index.tick(0)


@pytest.fixture
def five(passing: Footage, monkeypatch: pytest.MonkeyPatch) -> Footage:
    """The same footage, looked at in five segments."""
    monkeypatch.setattr(segments, "LONGEST", 12)
    assert len(segments.segments_of(passing.recording)) == 5
    return passing


@pytest.fixture(scope="module")
def whole(passing: Footage) -> Iterator[list[tuple[Any, ...]]]:
    """What an analysis of those five finds that nothing disturbs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segments, "LONGEST", 12)
        yield numbers_of(result_of(analyse(passing, FACES, workers=1)).tracks)


@pytest.mark.parametrize("workers", [2, 3])
def test_the_number_of_workers_changes_nothing(five: Footage, whole: list[tuple[Any, ...]], workers: int) -> None:
    assert numbers_of(result_of(analyse(five, FACES, workers=workers)).tracks) == whole


@posix
@pytest.mark.logs("which is looked at again")
def test_a_killed_child_changes_nothing_in_the_result(five: Footage, whole: list[tuple[Any, ...]]) -> None:
    job = analyse(five, FACES, workers=1)
    while next(job).done <= 20:
        pass
    (child,) = children()
    child.kill()
    assert numbers_of(result_of(job).tracks) == whole


@posix
@pytest.mark.logs("which is looked at again")
def test_where_every_child_is_killed_the_seconds_are_named_and_what_is_done_is_kept(
    five: Footage, tmp_path: Path
) -> None:
    def killing() -> None:
        for _ in analyse(five, FACES, workers=1, kept=unfinished(five, FACES, work=tmp_path)):
            if list(tmp_path.rglob("*.npz")):
                for child in children():
                    child.kill()

    with pytest.raises(FootageError, match=r"passing\.mp4 cannot be looked at between 0:0[01] and 0:0[12]: ") as caught:
        killing()
    done = unfinished(five, FACES, work=tmp_path)
    assert 1 <= len(done.looked) < 5
    assert f"{done.part:.0%} of the footage is done and kept" in caught.value.advice


def kept_by(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The segments that are looked at from now on, as they are finished."""
    numbers: list[int] = []
    add = Kept.add

    def noting(kept: Kept, number: int, looked: Looked) -> None:
        numbers.append(number)
        add(kept, number, looked)

    monkeypatch.setattr(Kept, "add", noting)
    return numbers


def test_what_was_cancelled_is_gone_on_with_from_the_last_finished_segment(
    five: Footage, whole: list[tuple[Any, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = kept_by(monkeypatch)
    job = analyse(five, FACES, workers=1, kept=unfinished(five, FACES, work=tmp_path))
    while len(looked_at) < 2:
        next(job)
    job.close()
    done, again = list(looked_at), analyse(five, FACES, kept=unfinished(five, FACES, work=tmp_path))
    first = next(again)
    assert first.note == f"going on from {first.done / 64:.0%}"
    assert first.done >= 26
    assert numbers_of(result_of(again).tracks) == whole
    assert sorted(looked_at) == [0, 1, 2, 3, 4]
    assert len(done) >= 2


def test_where_everything_is_kept_no_child_is_begun(
    five: Footage, whole: list[tuple[Any, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result_of(analyse(five, FACES, kept=unfinished(five, FACES, work=tmp_path)))
    monkeypatch.setattr(crew, "Child", None)
    assert numbers_of(result_of(analyse(five, FACES, kept=unfinished(five, FACES, work=tmp_path))).tracks) == whole


def test_a_damaged_segment_is_looked_at_again(
    five: Footage, whole: list[tuple[Any, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result_of(analyse(five, FACES, kept=unfinished(five, FACES, work=tmp_path)))
    damaged = sorted(tmp_path.rglob("*.npz"))[3]
    damaged.write_bytes(damaged.read_bytes()[:-50])
    looked_at = kept_by(monkeypatch)
    assert numbers_of(result_of(analyse(five, FACES, kept=unfinished(five, FACES, work=tmp_path))).tracks) == whole
    assert looked_at == [3]


PROGRAM = """
import sys
from pathlib import Path
from reviewer.services import segments
from reviewer.services.analysis import analyse
from reviewer.services.kept import unfinished
from tests.services.test_analysis import FACES
from tests.support.looked import footage_of

if __name__ == "__main__":
    segments.LONGEST = 12
    footage = footage_of(Path(sys.argv[1]))
    for progress in analyse(footage, FACES, workers=2, kept=unfinished(footage, FACES, work=Path(sys.argv[2]))):
        print(progress.done, flush=True)
"""


def test_after_the_whole_program_was_killed_the_next_one_goes_on(
    five: Footage, whole: list[tuple[Any, ...]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work, script = tmp_path / "work", tmp_path / "program.py"
    work.mkdir()
    script.write_text(PROGRAM, encoding="utf-8")
    program = subprocess.Popen(
        [sys.executable, str(script), str(five.path), str(work)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
    )
    until(lambda: len(list(work.rglob("*.npz"))) >= 1, seconds=60)
    begun = psutil.Process(program.pid).children(recursive=True)
    program.kill()
    program.communicate()
    done = set(unfinished(five, FACES, work=work).looked)
    looked_at = kept_by(monkeypatch)
    assert numbers_of(result_of(analyse(five, FACES, kept=unfinished(five, FACES, work=work))).tracks) == whole
    assert done
    assert done | set(looked_at) == {0, 1, 2, 3, 4}
    assert not done & set(looked_at)
    until(lambda: not any(child.is_running() for child in begun))


def shifted(by: int) -> Callable[[Recording], list[Segment]]:
    """A plan whose second segment starts with the frame `by`, the others every LONGEST frames after it."""

    def plan(recording: Recording) -> list[Segment]:
        last, lap = len(recording.index) - 1, round(segments.LAP * segments.rate_of(recording))
        edges = [0, *range(by, last, segments.LONGEST), last]
        return [
            Segment(a, b, segments.rate_of(recording), before=min(lap, a), after=min(lap, last - b))
            for a, b in itertools.pairwise(edges)
        ]

    return plan


def covered(footage: Footage, analysis: Analysis) -> list[Box]:
    """What is covered in each frame of footage with one track."""
    (region,) = propose(analysis.tracks, footage)
    boxes = [region.box_at(footage.recording.index.tick(n)) for n in range(60)]
    assert all(boxes)
    return [box.clipped(640, 360) for box in boxes if box is not None]


@pytest.mark.parametrize("by", [1, 7, 13, 24])
def test_where_segments_begin_changes_what_is_covered_by_no_more_than_is_said(
    passing: Footage, monkeypatch: pytest.MonkeyPatch, by: int
) -> None:
    monkeypatch.setattr(segments, "LONGEST", 25)
    usual = covered(passing, result_of(analyse(passing, FACES)))
    monkeypatch.setattr("reviewer.services.analysis.segments_of", shifted(by))
    for one, other in zip(usual, covered(passing, result_of(analyse(passing, FACES))), strict=True):
        assert one.overlap(other) >= segments.SAME_COVER
