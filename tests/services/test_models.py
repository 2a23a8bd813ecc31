"""Adding, listing, switching and removing model packs: they are there whole, or nothing of them is."""

import hashlib
import os
import shutil
import stat
import sys
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reviewer.core import places
from reviewer.core.detection import Subject
from reviewer.core.errors import DiskError, ReviewerError, UsageError
from reviewer.core.places import PackFolders
from reviewer.core.settings import Search
from reviewer.services import models as service
from reviewer.services.jobs import finished
from reviewer.services.models import Added, ModelPacks, offered_at, refuse_name, shipped
from reviewer.services.workers import Limits
from reviewer.vision.packs import MANIFEST, MODEL, opened
from tests.support import models as m
from tests.support.models import put

posix = pytest.mark.skipif(sys.platform == "win32" or os.getuid() == 0, reason="needs rights that can be taken away")


@pytest.fixture
def folders(tmp_path: Path) -> PackFolders:
    return PackFolders(tmp_path / "everyone", tmp_path / "own")


@pytest.fixture
def packs(folders: PackFolders) -> ModelPacks:
    return ModelPacks(folders)


def add(packs: ModelPacks, path: Path, *, everyone: bool = False) -> Added:
    return finished(packs.add(offered_at(path), everyone=everyone))


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_a_pack_is_copied_tried_and_listed(packs: ModelPacks, folders: PackFolders, tmp_path: Path) -> None:
    path = m.a_pack(tmp_path / "from")
    added = add(packs, path)
    shutil.rmtree(path.parent)
    assert added.tried.finds == 0
    assert added.tried.seconds > 0
    assert entries(folders.own) == ["bright"]
    assert entries(folders.own / "bright") == [MANIFEST, MODEL]
    (listed,) = packs.listed()
    assert (listed.name, listed.on, listed.everyone, listed.fault) == ("bright", True, False, "")
    assert listed.manifest is not None
    assert listed.manifest.pack == added.pack
    assert added.pack.sha256 == hashlib.sha256(m.bright("yolov8")).hexdigest()


def test_the_model_stands_for_the_manifest_beside_it(packs: ModelPacks, tmp_path: Path) -> None:
    path = m.a_pack(tmp_path / "from")
    assert offered_at(path.with_suffix(".onnx")) == offered_at(path)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("nothing.toml", "There is no file"),
        ("bare.onnx", r"bare\.toml is not the manifest of a model pack, or is missing"),
        ("picture.png", r"picture\.png is not the manifest"),
        ("folder", "There is no file"),
    ],
)
def test_what_is_no_pack_is_refused(name: str, sentence: str, tmp_path: Path) -> None:
    for file in ("bare.onnx", "picture.png"):
        (tmp_path / file).touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match=sentence) as refused:
        offered_at(tmp_path / name)
    assert "Nothing was added" in refused.value.advice


def test_no_pack_takes_the_name_of_the_program_s_own_or_of_another(packs: ModelPacks, tmp_path: Path) -> None:
    for name in [model.name for model in shipped()]:
        with pytest.raises(UsageError, match="a detector of the program itself is called so"):
            refuse_name(name, taken=())
    with pytest.raises(UsageError, match="a detector of the program itself"):
        offered_at(m.a_pack(tmp_path / "from", name="centerface"))


def test_a_name_that_is_there_already_is_refused(packs: ModelPacks, folders: PackFolders, tmp_path: Path) -> None:
    put(folders.everyone)
    with pytest.raises(UsageError, match="There is a model pack bright already"):
        add(packs, m.a_pack(tmp_path / "from"))
    assert entries(folders.own) == []


def test_another_model_than_the_manifest_names_is_refused(
    packs: ModelPacks, folders: PackFolders, tmp_path: Path
) -> None:
    path = m.a_pack(tmp_path / "from")
    with path.with_suffix(".onnx").open("ab") as file:
        file.write(b"\0")
    with pytest.raises(UsageError, match="is not the one that its manifest names: its SHA-256 differs"):
        add(packs, path)
    path.with_suffix(".onnx").unlink()
    with pytest.raises(UsageError, match=r"There is no model bright\.onnx beside its manifest"):
        add(packs, path)
    assert entries(folders.own) == []


def test_a_huge_model_is_refused_before_it_is_read(
    packs: ModelPacks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_BYTES", 1000)
    with pytest.raises(UsageError, match="0 MB are taken"):
        add(packs, m.a_pack(tmp_path / "from"))


def test_a_manifest_that_changes_while_it_is_added_is_refused(packs: ModelPacks, tmp_path: Path) -> None:
    path = m.a_pack(tmp_path / "from")
    offered = offered_at(path)
    path.write_text(path.read_text().replace("start = 0.9", "start = 0.95"))
    with pytest.raises(UsageError, match="has just been changed"):
        next(packs.add(offered))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"a model", "is not in the ONNX format"),
        (m.constant(np.full((1, 5, 9), 7, np.float32)), "gives scores outside 0 to 1"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_when_it_is_tried(
    data: bytes, sentence: str, packs: ModelPacks, folders: PackFolders, tmp_path: Path
) -> None:
    with pytest.raises(UsageError, match=sentence) as refused:
        add(packs, m.a_pack(tmp_path / "from", data))
    assert "Nothing was added" in refused.value.advice
    assert entries(folders.own) == []


def test_finds_in_a_plain_picture_are_counted(packs: ModelPacks, tmp_path: Path) -> None:
    box = np.array([[[32, 32, 20, 20, 0.95]]], np.float32)
    added = add(packs, m.a_pack(tmp_path / "from", m.constant(box), format="yolov5"))
    assert added.tried.finds == 1


def test_a_model_that_ends_its_process_ends_only_that(
    packs: ModelPacks, folders: PackFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "try_out", m.deadly)
    with pytest.raises(UsageError, match="ended, or hung, the process in which it was tried"):
        add(packs, m.a_pack(tmp_path / "from"))
    assert entries(folders.own) == []


def test_a_model_that_never_ends_is_ended(
    packs: ModelPacks, folders: PackFolders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "TRIED", Limits(silence=3.0))
    with pytest.raises(UsageError, match="ended, or hung, the process"):
        add(packs, m.a_pack(tmp_path / "from", m.endless()))
    assert entries(folders.own) == []


def test_a_cancel_while_a_model_is_tried_leaves_nothing(
    packs: ModelPacks, folders: PackFolders, tmp_path: Path
) -> None:
    with closing(packs.add(offered_at(m.a_pack(tmp_path / "from")))) as steps:
        next(steps)
    assert entries(folders.own) == []


@pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")
def test_a_pack_for_everyone_can_be_read_by_everyone(packs: ModelPacks, folders: PackFolders, tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        add(packs, m.a_pack(tmp_path / "from"), everyone=True)
    finally:
        os.umask(before)
    folder = folders.everyone / "bright"
    assert [stat.S_IMODE(p.stat().st_mode) for p in (folders.everyone, folder)] == [0o755] * 2
    assert {stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()} == {0o644}
    assert packs.listed()[0].everyone


def test_where_no_pack_can_be_kept_a_sentence_says_why(
    packs: ModelPacks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_parent: Path) -> AbstractContextManager[Path]:
        raise DiskError("There is no room left.", "Make room.")

    monkeypatch.setattr(service, "scratch", full)
    with pytest.raises(DiskError, match=r"The model packs in .*own cannot be changed: There is no room left\.$"):
        add(packs, m.a_pack(tmp_path / "from"))


def test_a_folder_of_packs_that_cannot_be_read_is_not_taken_for_an_empty_one(tmp_path: Path) -> None:
    (tmp_path / "own").touch()
    packs = ModelPacks(PackFolders(tmp_path / "everyone", tmp_path / "own"))
    with pytest.raises(ReviewerError, match="own cannot be read: Not a directory"):
        packs.with_packs(Search())


@posix
def test_a_pack_for_everyone_is_the_administrator_s(packs: ModelPacks, folders: PackFolders) -> None:
    put(folders.everyone)
    assert packs.may_add_for_everyone()
    for path in (folders.everyone / "bright", folders.everyone):
        path.chmod(0o555)
    assert not packs.may_add_for_everyone()
    for deed in (lambda: packs.remove("bright"), lambda: packs.switch("bright", on=False)):
        with pytest.raises(DiskError, match=r"cannot be changed: .*[Pp]ermission"):
            deed()
    for path in (folders.everyone, folders.everyone / "bright"):
        path.chmod(0o755)


def test_a_pack_is_removed_with_its_files_and_no_other_is(packs: ModelPacks, folders: PackFolders) -> None:
    put(folders.own, "a")
    put(folders.own, "b")
    packs.remove("a")
    assert entries(folders.own) == ["b"]
    for name in ("a", "..", "../own/b", ""):
        with pytest.raises(UsageError, match="There is no model pack"):
            packs.remove(name)
    assert entries(folders.own) == ["b"]


def test_a_damaged_pack_can_be_removed(packs: ModelPacks, folders: PackFolders) -> None:
    (folders.own / "Damaged one").mkdir(parents=True)
    (folders.own / "a file").touch()
    packs.remove("Damaged one")
    packs.remove("a file")
    assert entries(folders.own) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_is_removed_and_not_what_it_leads_to(packs: ModelPacks, folders: PackFolders, tmp_path: Path) -> None:
    put(tmp_path / "elsewhere")
    folders.own.mkdir()
    (folders.own / "bright").symlink_to(tmp_path / "elsewhere" / "bright")
    packs.remove("bright")
    assert entries(folders.own) == []
    assert entries(tmp_path / "elsewhere" / "bright") == [MANIFEST, MODEL]


def test_one_s_own_pack_goes_first_where_there_are_two(packs: ModelPacks, folders: PackFolders) -> None:
    put(folders.everyone)
    put(folders.own)
    packs.remove("bright")
    assert (entries(folders.everyone), entries(folders.own)) == (["bright"], [])


def test_a_search_gets_the_packs_that_are_on_and_look_for_it(packs: ModelPacks, folders: PackFolders) -> None:
    put(folders.own, "faces")
    put(folders.own, "plates", subject="plate")
    put(folders.everyone, "texts", subject="text")
    named = [pack.name for pack in packs.with_packs(Search()).packs]
    assert named == ["faces", "plates"]
    assert [p.name for p in packs.with_packs(Search(frozenset({Subject.TEXT}))).packs] == ["texts"]
    packs.switch("faces", on=False)
    assert [p.name for p in packs.with_packs(Search()).packs] == ["plates"]
    assert [s.on for s in packs.listed() if s.name == "faces"] == [False]
    packs.switch("faces", on=True)
    packs.switch("faces", on=True)
    assert packs.with_packs(packs.with_packs(Search())) == packs.with_packs(Search())


def test_a_damaged_pack_stops_a_search_unless_it_is_off(packs: ModelPacks, folders: PackFolders) -> None:
    (put(folders.own) / MANIFEST).write_text("")
    with pytest.raises(ReviewerError, match="The model pack bright is damaged") as refused:
        packs.with_packs(Search())
    assert "reviewer models off bright" in refused.value.advice
    packs.switch("bright", on=False)
    assert packs.with_packs(Search()).packs == ()


def test_an_altered_model_is_listed_as_such(packs: ModelPacks, folders: PackFolders) -> None:
    path = put(folders.own) / MODEL
    path.write_bytes(b"other")
    (listed,) = packs.listed()
    assert "its digest differs" in listed.fault
    assert listed.manifest is not None


def test_of_a_sealed_search_those_packs_stay_that_are_here_as_they_were(
    packs: ModelPacks, folders: PackFolders
) -> None:
    put(folders.own, "a")
    put(folders.own, "b")
    sealed = packs.with_packs(Search())
    gone = replace(sealed.packs[0], name="gone")
    (folders.own / "b" / MODEL).write_bytes(b"other")
    here = packs.here(replace(sealed, packs=(*sealed.packs, gone, replace(sealed.packs[0], sha256="0" * 64))))
    assert [pack.name for pack in here.packs] == ["a"]
    packs.switch("a", on=False)
    assert packs.here(sealed).packs == ()  # a model that ends the check must be possible to switch off


def test_packs_of_this_person_are_used_where_no_folders_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    put(places.pack_folders().own)
    (pack,) = ModelPacks().with_packs(Search()).packs
    assert opened(pack, area=1).subject is Subject.FACE
