"""A case as the window holds it."""

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.core.detection import Subject
from reviewer.core.edits import AddRegions
from reviewer.core.errors import CaseError
from reviewer.core.footage import Footage, FootageId
from reviewer.core.settings import ModelPack, Search
from reviewer.services.opened import OpenedCase
from tests.support.values import SOMEWHERE, a_recording, a_region, a_track, an_appraisal


def a_footage() -> Footage:
    return Footage(id=FootageId("f" * 64), path=SOMEWHERE, size=9, sha256="f" * 64, recording=a_recording())


def test_what_is_done_in_a_case_is_there_when_it_is_opened_again(tmp_path: Path) -> None:
    case = OpenedCase.create(tmp_path / "case", title="SAR 2211", actor="me")
    footage = case.add(a_footage())
    case.session(footage.id).commit(AddRegions((a_region("a"),)))
    case.keep_analysis(footage.id, (a_track("t"),), search=Search(), appraisal=an_appraisal())
    case.close()
    again = OpenedCase.open(tmp_path / "case", actor="me")
    assert (again.title, again.read_only) == ("SAR 2211", "")
    assert [f.id for f in again.footage()] == [footage.id]
    assert set(again.session(footage.id).review.regions) == {"a"}
    assert [t.id for t in again.tracks(footage.id)] == ["t"]
    assert again.appraisal(footage.id).doubts == an_appraisal().doubts
    again.close()


def test_a_case_in_use_is_opened_for_reading_and_says_why(tmp_path: Path) -> None:
    first = OpenedCase.create(tmp_path / "case", title="t", actor="Ada")
    footage = first.add(a_footage())
    second = OpenedCase.open(tmp_path / "case", actor="Ben")
    assert "Ada" in second.read_only
    with pytest.raises(CaseError):
        second.session(footage.id).commit(AddRegions((a_region("a"),)))
    second.close()
    first.close()


def test_what_is_no_case_is_refused_with_the_first_reason(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="is not a case"):
        OpenedCase.open(tmp_path, actor="me")


def test_creating_where_a_case_lies_already_opens_that_one(tmp_path: Path) -> None:
    OpenedCase.create(tmp_path / "case", title="first", actor="me").close()
    again = OpenedCase.create(tmp_path / "case", title="second", actor="me")
    assert again.title == "first"
    again.close()


def test_a_recording_that_is_in_the_case_already_is_not_added_again(tmp_path: Path) -> None:
    case = OpenedCase.create(tmp_path / "case", title="t", actor="me")
    case.add(a_footage())
    case.add(replace(a_footage(), path=SOMEWHERE.with_name("again.mp4")))
    assert len(case.footage()) == 1
    case.close()


def test_copies_are_given_names_that_nothing_has_yet(tmp_path: Path) -> None:
    case = OpenedCase.create(tmp_path / "case", title="t", actor="me")
    footage = replace(a_footage(), path=SOMEWHERE.with_name("2026.11.22 shift.mp4"))
    first = case.copy_place(footage)
    assert first.parent == tmp_path / "case" / "copies"
    first.touch()
    second = case.copy_place(footage)
    assert second != first
    second.with_name(f"{second.stem}.CHECK-OPEN.mp4").touch()
    assert case.copy_place(footage) not in (first, second)
    case.close()


def test_the_log_knows_which_model_packs_looked(tmp_path: Path) -> None:
    pack = ModelPack("yunet", Subject.FACE, "Apache-2.0", "ab" * 32, "cd" * 32)
    case = OpenedCase.create(tmp_path / "case", title="t", actor="me")
    footage = case.add(a_footage())
    assert case.packs(footage.id) == ()
    case.keep_analysis(footage.id, (), search=Search(packs=(pack,)))
    assert case.packs(footage.id) == (pack,)
    case.keep_analysis(footage.id, (), search=Search())
    assert case.packs(footage.id) == ()
    case.close()
