"""A case as the window holds it."""

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer.core.copy import CheckReport, Copy, Finding, Hit, Point, Settlement, Verdict
from reviewer.core.detection import Subject
from reviewer.core.edits import AddRegions
from reviewer.core.errors import CaseError, CheckError
from reviewer.core.footage import Footage, FootageId
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.settings import ModelPack, Search
from reviewer.core.timing import Tick
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
    first = case.copy_place()
    assert first.parent == tmp_path / "case" / "copies"
    first.mkdir()
    second = case.copy_place()
    assert second != first
    second.with_name(f"{second.name}.CHECK-OPEN").mkdir()
    assert case.copy_place() not in (first, second)
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


HIT = Hit(frame=1, tick=Tick(2), seconds=0.1, subject=Subject.FACE, box=Box(1, 2, 3, 4), score=0.5, detector="d")


def an_open_copy(case: OpenedCase, footage: Footage) -> Copy:
    copy = Copy(
        footage=footage.id,
        path=case.folder / "copies" / "a.CHECK-OPEN" / "a.CHECK-OPEN.mp4",
        sha256="ab" * 32,
        profile=Profile(),
        released="2026-01-01T00:00:00+00:00",
        report=CheckReport((Finding(Point.TICKS, True, "All."),), (HIT,)),
    )
    case.keep_copy(copy)
    return copy


def test_a_decision_on_a_hit_is_kept_and_logged_with_who_decided_and_why(tmp_path: Path) -> None:
    case = OpenedCase.create(tmp_path / "case", title="t", actor="Ada")
    copy = an_open_copy(case, case.add(a_footage()))
    settled = case.settle(copy, HIT.id, how=Settlement.LAWFUL, reason=" the requester herself ")
    assert case.copies() == [settled]
    assert settled.report.verdict is Verdict.SETTLED
    said = settled.report.settled[HIT.id]
    assert (said.by, said.reason) == ("Ada", "the requester herself")
    assert case.log()[-1].action == "Settle hit"
    again = case.reopen(settled, HIT.id)
    assert case.copies() == [again] == [copy]
    assert case.log()[-1].action == "Reopen hit"
    case.close()


def test_what_is_lawful_to_show_needs_a_reason(tmp_path: Path) -> None:
    case = OpenedCase.create(tmp_path / "case", title="t", actor="Ada")
    copy = an_open_copy(case, case.add(a_footage()))
    with pytest.raises(CheckError, match="No reason"):
        case.settle(copy, HIT.id, how=Settlement.LAWFUL, reason="  ")
    assert case.copies() == [copy]
    assert case.settle(copy, HIT.id, how=Settlement.NOT_ONE, reason="").report.open_hits == ()
    case.close()


def test_what_becomes_of_a_copy_is_logged_in_its_place(tmp_path: Path) -> None:
    case = OpenedCase.create(tmp_path / "case", title="t", actor="Ada")
    copy = an_open_copy(case, case.add(a_footage()))
    sealed = replace(copy, path=case.folder / "copies" / "a" / "a.mp4")
    case.put_copy(copy, sealed, action="Seal copy")
    assert case.copies() == [sealed]
    assert case.log()[-1].detail["path"] == str(sealed.path)
    case.close()
