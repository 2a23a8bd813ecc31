"""What a release writes beside the copy, apart from what the whole job's tests look at."""

from pathlib import Path

import pytest

from reviewer.core.detection import Subject
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.core.settings import ModelPack, Search
from reviewer.services.intake import take_in
from reviewer.services.jobs import finished
from reviewer.services.manifest import manifest_name, read_manifest
from reviewer.services.release import ReleaseRequest, release
from tests.support.footage import Clip, make
from tests.support.stand_ins import StandIns


def test_the_manifest_names_the_model_packs_of_the_analysis_and_of_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_ins = StandIns()
    monkeypatch.setattr("reviewer.services.release.check", stand_ins.check)
    first, second = (ModelPack(name, Subject.FACE, "MIT", "ab" * 32, "cd" * 32) for name in ("first", "second"))
    request = ReleaseRequest(
        footage=finished(take_in(make(tmp_path / "a.mp4", Clip(frames=6)))),
        review=Review(),
        profile=Profile(),
        search=Search(packs=(second,)),
        target=tmp_path / "copy.mp4",
        found_with=(first, second),
    )
    finished(release(request))
    assert stand_ins.checks[0].search.packs == (second,)
    assert read_manifest(manifest_name(tmp_path / "copy.mp4")).search.packs == (first, second)
