"""Packs on their shelves: listed, and opened only when they are what they were."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.core import places
from reviewer.core.detection import Subject
from reviewer.core.errors import ReviewerError
from reviewer.core.places import PackFolders
from reviewer.core.settings import Depth, ModelPack, Search
from reviewer.vision.catalogue import AREAS, CADENCE, checkers, scanners
from reviewer.vision.packs import MANIFEST, MODEL, OFF, Shelved, opened, shelved
from tests.support.models import put


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PackFolders:
    monkeypatch.setenv(places.PACKS_VARIABLE, str(tmp_path / "packs"))
    return places.pack_folders()


def pack_in(folders: PackFolders, name: str = "bright") -> ModelPack:
    found = next(s for s in shelved(folders) if s.name == name)
    assert found.manifest is not None
    return found.manifest.pack


def test_where_nothing_was_added_nothing_is_listed(folders: PackFolders) -> None:
    assert shelved(folders) == ()


def test_packs_are_listed_with_their_manifests_and_switches(folders: PackFolders) -> None:
    put(folders.own, "b")
    put(folders.own, "a")
    (put(folders.everyone, "c") / OFF).touch()
    (folders.own / ".reviewer-1-2-x.partial").mkdir()
    listed = shelved(folders)
    assert [(s.name, s.everyone, s.on, s.fault) for s in listed] == [
        ("c", True, False, ""),
        ("a", False, True, ""),
        ("b", False, True, ""),
    ]
    assert all(s.manifest is not None and s.manifest.name == s.name for s in listed)


def test_a_damaged_pack_is_listed_with_what_is_the_matter(folders: PackFolders) -> None:
    put(folders.own, "good")
    put(folders.own, "renamed").rename(folders.own / "other")
    (put(folders.own, "torn") / MANIFEST).write_text("name = ")
    (folders.own / "empty").mkdir()
    faults = {s.name: s.fault for s in shelved(folders) if s.manifest is None}
    assert set(faults) == {"other", "torn", "empty"}
    assert "its manifest is that of renamed" in faults["other"]
    assert "is not TOML" in faults["torn"]
    assert "cannot be read" in faults["empty"]


def test_of_two_packs_with_one_name_that_for_everyone_counts(folders: PackFolders) -> None:
    put(folders.own)
    put(folders.everyone)
    first, second = shelved(folders)
    assert (first.everyone, first.on, first.fault) == (True, True, "")
    assert isinstance(second, Shelved)
    assert (second.on, second.manifest) == (False, None)
    assert "for everyone on this computer" in second.fault


def test_a_pack_is_opened_as_it_was(folders: PackFolders) -> None:
    put(folders.own)
    detector = opened(pack_in(folders), area=1)
    assert (detector.subject, "model pack bright" in detector.name) == (Subject.FACE, True)


def test_an_altered_model_is_refused_by_its_digest(folders: PackFolders) -> None:
    path = put(folders.own) / MODEL
    path.write_bytes(path.read_bytes() + b"\0")
    with pytest.raises(
        ReviewerError, match="The model bright is not the one that was added: its digest differs"
    ) as refused:
        opened(pack_in(folders), area=1)
    assert "Tell the administrator" in refused.value.advice


def test_a_missing_model_is_said_so(folders: PackFolders) -> None:
    (put(folders.own) / MODEL).unlink()
    with pytest.raises(ReviewerError, match="The model bright is missing from its model pack"):
        opened(pack_in(folders), area=1)


def test_a_model_that_has_grown_beyond_all_measure_is_not_read(
    folders: PackFolders, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folders.own)
    monkeypatch.setattr("reviewer.vision.packs.MOST_BYTES", 10)
    with pytest.raises(ReviewerError, match="is not the one that was added"):
        opened(pack_in(folders), area=1)


def test_a_pack_that_was_removed_or_changed_since_the_work_began_is_refused(folders: PackFolders) -> None:
    folder = put(folders.own)
    pack = pack_in(folders)
    with pytest.raises(ReviewerError, match="has been changed since the work began"):
        opened(replace(pack, manifest="0" * 64), area=1)
    (folder / MANIFEST).write_text("")
    with pytest.raises(ReviewerError, match="is damaged"):
        opened(pack, area=1)
    shutil.rmtree(folder)
    with pytest.raises(ReviewerError, match="has been removed"):
        opened(pack, area=1)


def test_a_pack_looks_for_its_subject_at_the_cadence_of_the_depth(folders: PackFolders) -> None:
    put(folders.own, "faces")
    put(folders.own, "plates", subject="plate")
    packs = tuple(pack_in(folders, name) for name in ("faces", "plates"))
    plain = Search(frozenset({Subject.PLATE}), Depth.FAST)
    own = scanners(plain, places.models())
    more = scanners(replace(plain, packs=packs), places.models())
    assert [s.detector.name for s in more[: len(own)]] == [s.detector.name for s in own]
    (added,) = more[len(own) :]
    assert "model pack plates" in added.detector.name
    assert added.every == CADENCE[Subject.PLATE][Depth.FAST]
    assert AREAS[Subject.PLATE][Depth.FAST]


def test_a_pack_looks_in_the_check_as_well_and_at_faces_the_other_way_round(folders: PackFolders) -> None:
    put(folders.own, "faces")
    put(folders.own, "plates", subject="plate")
    packs = tuple(pack_in(folders, name) for name in ("faces", "plates"))
    names = [d.name for d in checkers(Search(packs=packs), places.models())]
    assert any("model pack faces" in name and name.endswith("mirrored") for name in names)
    assert any("model pack plates" in name and not name.endswith("mirrored") for name in names)
