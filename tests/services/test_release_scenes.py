"""Releases from end to end: the engine, the check, the seal and the pack agree on footage of every awkward kind."""

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.core.copy import Verdict
from reviewer.services.check import check
from reviewer.services.check_detectors import LookersFor
from tests.services.check_scenes import corner_found, nothing_found
from tests.support.release_scenes import SCENES, Scene, released

AWKWARD = {
    "cut bleep": corner_found,  # hits, so that the open copy is settled and sealed
    "ts cut": nothing_found,
    "late": nothing_found,
    "smallest outline": nothing_found,
}


def short(scene: Scene) -> Scene:
    """The same with less of it."""
    sounds = tuple(replace(sound, duration=0.8) for sound in scene.clip.sounds)
    return replace(scene, clip=replace(scene.clip, frames=24, sounds=sounds))


@pytest.mark.parametrize(("name", "lookers"), AWKWARD.items(), ids=AWKWARD)
def test_what_is_released_as_it_was_decided_holds_in_its_release_and_in_its_pack(
    name: str, lookers: LookersFor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewer.services.release.check", lambda request: check(replace(request, lookers=lookers)))
    outcome = released(short(SCENES[name]), tmp_path, lookers=lookers)
    assert outcome.faults == []
    assert (outcome.report.verdict is Verdict.OPEN) is (lookers is corner_found)
