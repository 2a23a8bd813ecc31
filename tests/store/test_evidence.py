from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer.core.detection import Track
from reviewer.core.errors import CaseError
from reviewer.core.footage import Footage, FootageId
from reviewer.core.reading import Reading
from reviewer.store.audit_log import AuditLog
from reviewer.store.cases import Case
from reviewer.store.database import Database
from reviewer.store.evidence import Evidence
from reviewer.store.migrations import migrate
from tests.store.conftest import Tamper
from tests.store.strategies import footages, same_footage, same_track, tracks
from tests.support.values import a_footage, a_track


@contextmanager
def new_evidence() -> Iterator[Evidence]:
    with TemporaryDirectory() as folder:
        database = Database.open(Path(folder, "case.db"), "Request 42", create=True)
        database.rows("PRAGMA synchronous = OFF")
        migrate(database)
        yield Evidence(database, AuditLog(database, "me"), folder=Path(folder))
        database.close()


@settings(max_examples=60)
@given(st.lists(footages, min_size=1, max_size=3, unique_by=(lambda f: f.id, lambda f: f.sha256)))
def test_footage_comes_back_as_it_was_added_and_in_order(added: list[Footage]) -> None:
    with new_evidence() as evidence:
        for footage in added:
            evidence.add_footage(footage)
        found = evidence.footage()
        assert len(found) == len(added)
        assert all(same_footage(a, b) for a, b in zip(added, found, strict=True))


@settings(max_examples=60)
@given(st.lists(tracks(), max_size=4, unique_by=lambda t: t.id))
def test_tracks_come_back_to_the_last_bit_and_in_order(saved: list[Track]) -> None:
    with new_evidence() as evidence:
        evidence.add_footage(a_footage())
        evidence.save_tracks(FootageId("f1"), saved, detail={})
        found = evidence.tracks(FootageId("f1"))
        assert len(found) == len(saved)
        assert all(same_track(a, b) for a, b in zip(saved, found, strict=True))


def test_footage_is_found_by_its_fingerprint(case: Case, footage: FootageId) -> None:
    found = case.evidence.find(a_footage().sha256)
    assert found is not None
    assert same_footage(found, a_footage())
    assert case.evidence.find("f" * 64) is None


def test_adding_footage_is_logged_with_its_fingerprint(case: Case, footage: FootageId) -> None:
    event = list(case.log.events())[-1]
    assert (event.action, event.actor) == ("Add footage", "Jane Doe")
    assert event.detail == {
        "footage": "f1",
        "path": str(a_footage().path),
        "size": 123456,
        "sha256": a_footage().sha256,
        "frames": 4,
    }


def test_footage_that_is_in_the_case_already_is_refused(case: Case, footage: FootageId) -> None:
    again = replace(a_footage(), id=FootageId("f2"), path=Path("/elsewhere/copy.mp4"))
    with pytest.raises(CaseError, match=r"copy\.mp4 is already in the case “Request 42”"):
        case.evidence.add_footage(again)
    assert len(case.evidence.footage()) == 1
    assert len(list(case.log.events())) == 2


def test_footage_inside_the_case_moves_with_it_and_footage_outside_stays(case: Case, tmp_path: Path) -> None:
    inside, outside = case.originals_folder / "a.mp4", tmp_path / "b.mp4"
    case.evidence.add_footage(a_footage("f1", path=inside))
    case.evidence.add_footage(a_footage("f2", path=outside))
    case.close()
    moved = case.folder.rename(tmp_path / "moved")
    with Case.open(moved, actor="me") as opened:
        assert [f.path for f in opened.evidence.footage()] == [moved / "originals" / "a.mp4", outside]


def test_a_file_name_that_is_not_text_comes_back(case: Case) -> None:
    odd = Path("/recordings/\udcff\udcfe.mp4").absolute()
    case.evidence.add_footage(a_footage(path=odd))
    assert case.evidence.footage()[0].path == odd
    assert case.log.verify() is None


def test_footage_that_was_moved_is_found_where_it_lies_now(case: Case, footage: FootageId) -> None:
    case.evidence.relocate(footage, Path("/elsewhere/a.mp4").absolute())
    assert case.evidence.footage()[0].path == Path("/elsewhere/a.mp4").absolute()
    assert list(case.log.events())[-1].action == "Relocate footage"
    with pytest.raises(KeyError):
        case.evidence.relocate(FootageId("nowhere"), Path("/x"))


def test_tracks_take_the_place_of_those_found_before(case: Case, footage: FootageId) -> None:
    case.evidence.save_tracks(footage, [a_track("old"), a_track("older")], detail={})
    case.evidence.save_tracks(footage, [a_track("new", frames=9)], detail={"depth": "fast"})
    assert [t.id for t in case.evidence.tracks(footage)] == ["new"]
    event = list(case.log.events())[-1]
    assert event.action == "Save tracks"
    assert event.detail == {"footage": "f1", "tracks": {"plate": 1}, "depth": "fast"}


def test_readings_are_kept_with_their_tracks_and_the_log_says_that_there_are_some_and_not_what_they_say(
    case: Case, footage: FootageId
) -> None:
    case.evidence.save_tracks(footage, [a_track("t1"), a_track("t2")], detail={})
    reading = Reading("AB12CDE", "uk-current", 0.875)
    first, second = case.evidence.tracks(footage)
    case.evidence.save_readings(footage, [replace(first, reading=reading), second])
    assert [t.reading for t in case.evidence.tracks(footage)] == [reading, None]
    event = list(case.log.events())[-1]
    assert (event.action, event.detail) == ("Read plates", {"footage": "f1", "plates": 2, "read": 1})
    case.evidence.save_readings(footage, [first, second])
    assert [t.reading for t in case.evidence.tracks(footage)] == [None, None]
    assert case.log.verify() is None


def test_readings_of_a_track_that_is_gone_change_nothing(case: Case, footage: FootageId) -> None:
    case.evidence.save_tracks(footage, [a_track("t1")], detail={})
    events = len(list(case.log.events()))
    read = replace(a_track("t1"), reading=Reading("AB12CDE", "uk-current", 0.9))
    with pytest.raises(KeyError):
        case.evidence.save_readings(footage, [read, a_track("gone")])
    assert [t.reading for t in case.evidence.tracks(footage)] == [None]
    assert len(list(case.log.events())) == events


def test_tracks_belong_to_their_footage(case: Case, footage: FootageId) -> None:
    case.evidence.add_footage(a_footage("f2"))
    case.evidence.save_tracks(footage, [a_track("t1")], detail={})
    case.evidence.save_tracks(FootageId("f2"), [a_track("t1", frames=7), a_track("t2")], detail={})
    assert [len(t.ticks) for t in case.evidence.tracks(footage)] == [3]
    assert [t.id for t in case.evidence.tracks(FootageId("f2"))] == ["t1", "t2"]


def test_saving_tracks_that_fails_leaves_the_earlier_ones_and_the_log(case: Case, footage: FootageId) -> None:
    case.evidence.save_tracks(footage, [a_track("old")], detail={})
    events = len(list(case.log.events()))
    with pytest.raises(TypeError):
        case.evidence.save_tracks(footage, [a_track("new")], detail={"not JSON": object()})
    assert [t.id for t in case.evidence.tracks(footage)] == ["old"]
    assert len(list(case.log.events())) == events


def test_what_comes_back_cannot_be_changed_by_accident(case: Case, footage: FootageId) -> None:
    case.evidence.save_tracks(footage, [a_track("t")], detail={})
    track = case.evidence.tracks(footage)[0]
    index = case.evidence.footage()[0].recording.index
    for values in (track.ticks, track.boxes, track.origins, track.scores, index.ticks, index.keyframes):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = np.zeros(())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE footage SET recording = '{'",
        "UPDATE footage SET recording = '{}'",
        "UPDATE footage SET recording = replace(recording, '1/90000', '1/0')",
        "UPDATE footage SET path = 'x'",
        "UPDATE footage SET ticks = x'00'",
        "UPDATE footage SET keyframes = x'00'",
        "UPDATE track SET subject = 'dog'",
        "UPDATE track SET boxes = x'00000000'",
        "UPDATE track SET scores = x'00000000'",
        "UPDATE track SET quads = x''",
        "UPDATE track SET quads = zeroblob(64)",
        "UPDATE track SET quads = zeroblob(95)",
        "UPDATE track SET reading = 'AB12CDE'",
        "UPDATE track SET reading = '[]'",
        """UPDATE track SET reading = '{"text": "AB12CDE", "pattern": "uk-current", "score": 2.0}'""",
        """UPDATE track SET reading = '{"text": 12, "pattern": "uk-current", "score": 0.5}'""",
    ],
)
def test_a_record_that_no_longer_decodes_is_damage_in_plain_words(
    case: Case, footage: FootageId, tamper: Tamper, statement: str
) -> None:
    case.evidence.save_tracks(footage, [a_track("t")], detail={})
    tamper(statement)

    def read() -> None:
        case.evidence.footage()
        case.evidence.tracks(footage)

    with pytest.raises(CaseError, match="The database of the case “Request 42” is damaged"):
        read()
