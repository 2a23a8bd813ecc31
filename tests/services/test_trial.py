"""What an analysis would take, measured by real children on a few frames of real footage."""

import sys
from pathlib import Path

import psutil
import pytest

from reviewer.core import places
from reviewer.core.cost import Cost
from reviewer.core.detection import Subject
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.core.settings import Depth, Search
from reviewer.services import trial
from reviewer.services.trial import Trial, _cost, _phrase, costs
from reviewer.vision.catalogue import CADENCE, scanners
from tests.support.looked import passing_face, result_of
from tests.support.processes import children

FACES = Search(find=frozenset({Subject.FACE}))
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture(scope="module")
def passing(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return passing_face(tmp_path_factory.mktemp("footage") / "passing.mp4")


def test_each_depth_is_told_of_as_soon_as_it_is_known_with_how_it_looks(passing: Footage) -> None:
    heard: list[tuple[Depth, Cost]] = []
    found = result_of(costs(passing.path, FACES, told=lambda depth, cost: heard.append((depth, cost))))
    assert heard == list(found.items())
    assert list(found) == list(Depth)
    for depth, cost in found.items():
        assert cost.seconds > trial.START
        (phrase,) = cost.looks
        assert phrase.startswith(f"faces every {CADENCE[Subject.FACE][depth]:g} s, at ")
        assert phrase.endswith("megapixels (CenterFace)")


def test_only_what_is_asked_for_is_measured(passing: Footage) -> None:
    assert list(result_of(costs(passing.path, FACES, depths=(Depth.FAST,)))) == [Depth.FAST]


TRIALS = [Trial(0.010, 1000, ("a",)), Trial(0.030, 1000, ("a",))]


def seconds(**given: int | None) -> float:
    cost = _cost(TRIALS, **{"frames": None, "hands": 1, **given})  # type: ignore[arg-type]
    assert cost.seconds is not None
    return cost.seconds - trial.START


def test_the_time_is_that_of_all_frames_shared_by_all_hands() -> None:
    assert seconds() == pytest.approx(1000 * 0.020 * trial.BESIDES)
    assert seconds(frames=3000) == pytest.approx(3 * seconds())
    assert seconds(hands=4) == pytest.approx(seconds() / 4)


def test_short_footage_does_not_occupy_all_hands() -> None:
    assert seconds(frames=200, hands=16) == pytest.approx(200 * 0.020 * trial.BESIDES / 2)


def test_where_the_length_is_not_known_the_time_is_not_either() -> None:
    assert _cost([Trial(0.01, 0, ("a",))], frames=None, hands=2) == Cost(None, ("a",))


def test_what_is_no_recording_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_text("no recording", encoding="utf-8")
    with pytest.raises(FootageError, match=r"a\.mp4 is not a recording"):
        result_of(costs(tmp_path / "a.mp4", FACES))


@posix
def test_a_child_that_dies_ends_the_trial(passing: Footage) -> None:
    job = costs(passing.path, FACES)
    while not children():
        next(job)
    for child in children():
        child.kill()
    with pytest.raises(FootageError, match="stopped unexpectedly"):
        result_of(job)


def test_a_trial_that_nobody_waits_for_any_more_ends_its_children(passing: Footage) -> None:
    job = costs(passing.path, FACES)
    while not children():
        next(job)
    job.close()
    assert not [c for c in psutil.Process().children() if c in children()]


def test_the_help_says_how_each_profile_looks() -> None:
    rows = (places.resources() / "help" / "profiles.md").read_text(encoding="utf-8").splitlines()
    for depth in Depth:
        (row,) = [row for row in rows if row.startswith(f"| **{depth}**")]
        for scanner in scanners(Search(find=frozenset(Subject), depth=depth), places.models()):
            subjects, every, how = _phrase(scanner).partition(" every ")
            assert subjects.removesuffix("s") == scanner.detector.subject
            assert every + how in row
