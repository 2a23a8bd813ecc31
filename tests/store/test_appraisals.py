import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import TrackId
from reviewer.core.doubt import Doubt, DoubtKind
from reviewer.core.errors import CaseError
from reviewer.core.footage import FootageId
from reviewer.core.sample import Sample
from reviewer.core.timing import Span, Tick
from reviewer.store.cases import Case
from reviewer.store.database import Database
from reviewer.store.migrations import STEPS, migrate
from tests.store.conftest import Tamper
from tests.support.values import a_footage, a_track, an_appraisal


def same(a: Appraisal, b: Appraisal) -> bool:
    """Whether two appraisals are equal to the last bit."""
    if a.doubts != b.doubts or a.risk.tobytes() != b.risk.tobytes() or (a.sample is None) != (b.sample is None):
        return False
    return a.sample is None or b.sample is None or same_sample(a.sample, b.sample)


def same_sample(a: Sample, b: Sample) -> bool:
    arrays = [(getattr(a, n), getattr(b, n)) for n in ("ticks", "frames", "found_by", "boxes", "scores")]
    if a.quads is not None and b.quads is not None:
        arrays.append((a.quads, b.quads))
    elif a.quads is not b.quads:
        return False
    return a.looks == b.looks and all(p.dtype == q.dtype and p.tobytes() == q.tobytes() for p, q in arrays)


def test_an_appraisal_comes_back_to_the_last_bit(case: Case, footage: FootageId) -> None:
    case.evidence.save_tracks(footage, [a_track("t")], detail={}, appraisal=an_appraisal())
    assert same(case.evidence.appraisal(footage), an_appraisal())


def test_the_corners_of_a_sample_come_back_too(case: Case, footage: FootageId) -> None:
    quads = np.full((2, 4, 2), np.nan, np.float32)
    quads[1] = [(12, 24), (40, 20), (42, 56), (14, 60)]
    sample = an_appraisal().sample
    assert sample is not None
    appraisal = replace(an_appraisal(), sample=replace(sample, quads=quads))
    case.evidence.save_tracks(footage, [a_track("t")], detail={}, appraisal=appraisal)
    assert same(case.evidence.appraisal(footage), appraisal)


def test_footage_that_was_never_appraised_has_an_empty_one(case: Case, footage: FootageId) -> None:
    assert same(case.evidence.appraisal(footage), Appraisal())


def test_a_new_analysis_puts_its_appraisal_in_the_place_of_the_old(case: Case, footage: FootageId) -> None:
    case.evidence.save_tracks(footage, [a_track("t")], detail={}, appraisal=an_appraisal())
    case.evidence.save_tracks(footage, [a_track("u")], detail={}, appraisal=Appraisal())
    assert same(case.evidence.appraisal(footage), Appraisal())


def test_tracks_that_are_added_leave_the_appraisal_as_it_is(case: Case, footage: FootageId) -> None:
    case.evidence.save_tracks(footage, [a_track("t")], detail={}, appraisal=an_appraisal())
    case.evidence.save_tracks(footage, [a_track("t"), a_track("hit")], detail={})
    assert same(case.evidence.appraisal(footage), an_appraisal())


def test_an_appraisal_belongs_to_its_footage(case: Case, footage: FootageId) -> None:
    case.evidence.add_footage(a_footage("f2"))
    case.evidence.save_tracks(FootageId("f2"), [], detail={}, appraisal=an_appraisal())
    assert same(case.evidence.appraisal(footage), Appraisal())


def test_the_log_says_how_many_doubts_there_are(case: Case, footage: FootageId) -> None:
    case.evidence.save_tracks(footage, [a_track("t")], detail={}, appraisal=an_appraisal())
    event = list(case.log.events())[-1]
    assert event.action == "Save tracks"
    assert event.detail["doubts"] == 2


def test_tracks_doubts_and_the_log_are_written_together_or_not_at_all(case: Case, footage: FootageId) -> None:
    case.evidence.save_tracks(footage, [a_track("t")], detail={}, appraisal=an_appraisal())
    events = len(list(case.log.events()))
    too_late = Doubt(DoubtKind.CUT, Span(Tick(0), Tick(2**70)), Tick(0), 0.5)
    with pytest.raises(OverflowError):
        case.evidence.save_tracks(footage, [], detail={}, appraisal=replace(an_appraisal(), doubts=(too_late,)))
    assert [t.id for t in case.evidence.tracks(footage)] == [TrackId("t")]
    assert same(case.evidence.appraisal(footage), an_appraisal())
    assert len(list(case.log.events())) == events


def test_a_case_from_before_gets_the_tables_and_keeps_its_tracks(database: Database, tmp_path: Path) -> None:
    migrate(database, steps=STEPS[:1])
    migrate(database, keep=tmp_path)
    for table in ("doubt", "risk", "sample"):
        assert database.rows(f"SELECT count(*) FROM {table}") == [(0,)]
    with closing(sqlite3.connect(tmp_path / "case-version-1.db")) as kept, pytest.raises(sqlite3.OperationalError):
        kept.execute("SELECT * FROM doubt")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE doubt SET kind = 'mood'",
        "UPDATE doubt SET subject = 'dog'",
        "UPDATE doubt SET weight = 7",
        "UPDATE risk SET frames = x'00'",
        "UPDATE sample SET looks = '{'",
        "UPDATE sample SET looks = '[{}]'",
        "UPDATE sample SET looks = '[]'",
        "UPDATE sample SET boxes = x'00000000'",
        "UPDATE sample SET ticks = x''",
        "UPDATE sample SET quads = zeroblob(32)",
        "UPDATE sample SET quads = CAST(zeroblob(60) || x'0000c07f' AS BLOB)",
    ],
)
def test_an_appraisal_that_no_longer_decodes_is_damage_in_plain_words(
    case: Case, footage: FootageId, tamper: Tamper, statement: str
) -> None:
    case.evidence.save_tracks(footage, [a_track("t")], detail={}, appraisal=an_appraisal())
    tamper(statement)
    with pytest.raises(CaseError, match="The database of the case “Request 42” is damaged"):
        case.evidence.appraisal(footage)


def test_what_comes_back_cannot_be_changed_by_accident(case: Case, footage: FootageId) -> None:
    case.evidence.save_tracks(footage, [], detail={}, appraisal=an_appraisal())
    kept = case.evidence.appraisal(footage)
    assert kept.sample is not None
    for values in (kept.risk, kept.sample.ticks, kept.sample.boxes):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = np.zeros(())
