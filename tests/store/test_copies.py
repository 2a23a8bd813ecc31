from dataclasses import asdict, replace
from pathlib import Path

import pytest

from reviewer.core.copy import CheckReport, Copy, Finding, Hit, Point, Settled, Settlement
from reviewer.core.detection import Subject
from reviewer.core.disclosure import Disclosure
from reviewer.core.errors import CaseError
from reviewer.core.estimate import Estimate
from reviewer.core.footage import FootageId
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile, Quality, SoundPolicy
from reviewer.core.stamp import Corner, Stamp
from reviewer.core.timing import Tick
from reviewer.store.cases import Case
from tests.store.conftest import Tamper

HIT = Hit(
    frame=7, tick=Tick(-3003), seconds=0.1, subject=Subject.PLATE, box=Box(1.5, 2, 3, 4), score=0.25, detector="lines"
)
ESTIMATE = Estimate(subject=Subject.FACE, uncovered=3, low=0, high=12, covered=97, seen=1, looked=6, frames=100)
FINDINGS = (Finding(Point.TICKS, True, "All frames."), Finding(Point.COVERED, False, "Not all."))
REPORT = CheckReport(FINDINGS, (HIT,), (ESTIMATE,))


def a_copy(path: Path, *, report: CheckReport = REPORT) -> Copy:
    return Copy(
        footage=FootageId("f1"),
        path=path,
        sha256="ab" * 32,
        profile=Profile("mosaic", (255, 0, 128), SoundPolicy.SILENT),
        released="2026-03-01T12:00:00+00:00",
        report=report,
    )


def test_copies_come_back_in_the_order_they_were_released(case: Case, footage: FootageId, tmp_path: Path) -> None:
    copies = [
        a_copy(tmp_path / "b.mp4"),
        a_copy(tmp_path / "a.mp4", report=CheckReport(())),
        a_copy(tmp_path / "b.mp4"),
    ]
    for copy in copies:
        case.copies.record(copy)
    assert case.copies.released() == copies


def test_a_copy_from_before_there_were_estimates_has_none(case: Case, footage: FootageId, tamper: Tamper) -> None:
    case.copies.record(a_copy(Path("/out/a.mp4")))
    tamper("UPDATE copy SET report = json_remove(report, '$.estimates')")
    (copy,) = case.copies.released()
    assert copy.report == CheckReport(FINDINGS, (HIT,))


def test_a_release_is_logged_with_what_its_check_found(case: Case, footage: FootageId) -> None:
    case.copies.record(a_copy(Path("/out/a.mp4")))
    event = list(case.log.events())[-1]
    assert event.action == "Release copy"
    assert event.detail == {
        "footage": "f1",
        "path": str(Path("/out/a.mp4")),
        "sha256": "ab" * 32,
        "profile": {**asdict(Profile("mosaic", sound=SoundPolicy.SILENT)), "fill": [255, 0, 128]},
        "verdict": "open",
        "findings": [
            {"point": "ticks", "held": True, "sentence": "All frames."},
            {"point": "covered", "held": False, "sentence": "Not all."},
        ],
        "hits": 1,
        "disclosure": asdict(Disclosure()),
    }
    assert case.log.verify() is None


def test_a_copy_inside_the_case_moves_with_it(case: Case, footage: FootageId, tmp_path: Path) -> None:
    case.copies.record(a_copy(case.copies_folder / "1" / "a.mp4"))
    case.close()
    moved = case.folder.rename(tmp_path / "moved")
    with Case.open(moved, actor="me", read_only=True) as opened:
        assert opened.copies.released()[0].path == moved / "copies" / "1" / "a.mp4"


@pytest.mark.parametrize("statement", ["UPDATE copy SET report = '{'", "UPDATE copy SET profile = '{}'"])
def test_a_copy_that_no_longer_decodes_is_damage_in_plain_words(
    case: Case, footage: FootageId, tamper: Tamper, statement: str
) -> None:
    case.copies.record(a_copy(Path("/out/a.mp4")))
    tamper(statement)
    with pytest.raises(CaseError, match="is damaged"):
        case.copies.released()


def test_what_is_known_of_a_copy_changes_together_with_the_log(case: Case, footage: FootageId, tmp_path: Path) -> None:
    before = a_copy(tmp_path / "a.CHECK-OPEN.mp4")
    case.copies.record(before)
    settled = Settled(how=Settlement.LAWFUL, reason="on duty", by="officer", at="2026-03-01T12:00:00+00:00")
    given = Disclosure(recipient="A Person", purpose="subject access")
    report, later = REPORT.settling(HIT.id, settled), "2026-03-02T12:00:00+00:00"
    after = replace(before, path=tmp_path / "a" / "a.mp4", released=later, report=report, disclosure=given)
    case.copies.replace(before, after, action="Settle hit", detail={"hit": HIT.id})
    assert case.copies.released() == [after]
    event = list(case.log.events())[-1]
    assert (event.action, event.detail) == ("Settle hit", {"footage": "f1", "hit": HIT.id})


def test_a_copy_that_the_case_does_not_have_is_not_replaced_and_nothing_is_logged(
    case: Case, footage: FootageId, tmp_path: Path
) -> None:
    events = list(case.log.events())
    with pytest.raises(KeyError):
        case.copies.replace(a_copy(tmp_path / "a.mp4"), a_copy(tmp_path / "b.mp4"), action="Seal copy", detail={})
    assert list(case.log.events()) == events


def test_a_copy_keeps_how_it_was_encoded_and_what_was_stamped_on_it(
    case: Case, footage: FootageId, tmp_path: Path
) -> None:
    stamp = Stamp(reference="IR/7", corner=Corner.BOTTOM_RIGHT, size=0.05)
    copy = replace(a_copy(tmp_path / "a.mp4"), profile=Profile(quality=Quality.ARCHIVE, hardware=True, stamp=stamp))
    case.copies.record(copy)
    assert case.copies.released() == [copy]


def test_a_copy_from_before_there_were_stamps_has_none(case: Case, footage: FootageId, tamper: Tamper) -> None:
    case.copies.record(a_copy(Path("/out/a.mp4")))
    tamper("UPDATE copy SET profile = json_remove(profile, '$.stamp', '$.quality', '$.hardware')")
    tamper("UPDATE copy SET report = json_remove(report, '$.settled')")
    assert case.copies.released() == [a_copy(Path("/out/a.mp4"))]


def test_a_report_from_before_there_were_reasons_and_the_latest_points_can_be_read(
    case: Case, footage: FootageId, tamper: Tamper
) -> None:
    old = tuple(Finding(point, True, "Looked at.") for point in Point if point not in (Point.SOUND, Point.SEAL))
    case.copies.record(a_copy(Path("/out/a.mp4"), report=CheckReport(old, (replace(HIT, reason="Found."),))))
    tamper("UPDATE copy SET report = json_remove(report, '$.hits[0].reason')")
    (copy,) = case.copies.released()
    assert copy.report == CheckReport(old, (HIT,))
