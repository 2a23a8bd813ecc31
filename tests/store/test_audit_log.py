import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from reviewer.core.audit import AuditEvent
from reviewer.core.errors import CaseError
from reviewer.store import audit_log
from reviewer.store.audit_log import AuditLog, Broken
from reviewer.store.cases import Case
from tests.store.conftest import Tamper

UNLOCK = ("DROP TRIGGER audit_fixed", "DROP TRIGGER audit_kept", "DROP TRIGGER audit_in_order")
UNLOCK_HEAD = ("DROP TRIGGER audit_head_onward", "DROP TRIGGER audit_head_kept")
WHEN = datetime(2026, 3, 1, 12, 30, tzinfo=UTC)


def append(case: Case, *details: dict[str, Any]) -> None:
    log = AuditLog(case._database, "Jane Doe", now=lambda: WHEN)
    for number, detail in enumerate(details, 2):
        with case._database.transaction() as connection:
            log.append(connection, action=f"Step {number}", detail=detail)


@pytest.fixture
def six(case: Case) -> Case:
    """A case with six events: its making, and steps 2 to 6."""
    append(case, *({"n": n} for n in range(2, 7)))
    return case


def broken(case: Case) -> Broken:
    found = case.log.verify()
    assert found is not None, "the log passes for whole"
    return found


def test_events_are_told_in_order_with_who_and_when(six: Case) -> None:
    events = list(six.log.events())
    assert [e.action for e in events] == ["Create case", *(f"Step {n}" for n in range(2, 7))]
    assert (events[3].at, events[3].actor, events[3].detail) == (WHEN.isoformat(), "Jane Doe", {"n": 4})
    assert six.log.verify() is None


def test_a_log_longer_than_one_batch_is_read_and_verified(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit_log, "BATCH", 3)
    append(case, *({"n": n} for n in range(2, 11)))
    assert len(list(case.log.events())) == 10
    assert case.log.verify() is None


@pytest.mark.parametrize(
    "detail",
    [
        {"10": 1, "9": 2},
        {10: "numbers as names", 9: "sort otherwise than the text they become"},
        {"box": [0.1 + 0.2, 1e300], "name": "Zoë \udcff \0", "nested": {"b": (1, 2), "a": None}},
    ],
)
def test_whatever_is_logged_is_sealed_as_it_will_be_read(case: Case, detail: dict[str, Any]) -> None:
    append(case, detail)
    assert case.log.verify() is None


def test_what_cannot_be_logged_is_a_defect_and_is_not_half_written(case: Case) -> None:
    with pytest.raises(TypeError):
        append(case, {"path": Path("x")})
    assert len(list(case.log.events())) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'someone else' WHERE seq = 3",
        "UPDATE OR REPLACE audit SET seq = 4 WHERE seq = 3",
        "DELETE FROM audit WHERE seq = 3",
        "DELETE FROM audit",
        "REPLACE INTO audit VALUES (3, 'at', 'actor', 'action', '{}', 'digest')",
        "REPLACE INTO audit VALUES (6, 'at', 'actor', 'action', '{}', 'digest')",
        "INSERT OR REPLACE INTO audit SELECT 3, at, 'someone else', action, detail, digest FROM audit WHERE seq = 3",
        "INSERT INTO audit VALUES (3, 'at', 'a', 'a', '{}', 'd') ON CONFLICT(seq) DO UPDATE SET actor = 'x'",
        "INSERT INTO audit VALUES (0, 'at', 'actor', 'action', '{}', 'digest')",
        "INSERT INTO audit VALUES (9, 'at', 'actor', 'action', '{}', 'digest')",
        "UPDATE audit_head SET count = 3",
        "UPDATE audit_head SET digest = 'x'",
        "DELETE FROM audit_head",
        "REPLACE INTO audit_head VALUES (1, 3, 'x')",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(six: Case, statement: str) -> None:
    with closing(sqlite3.connect(six.folder / "case.db")) as other:
        with pytest.raises(sqlite3.IntegrityError, match="append only"):
            other.execute(statement)
        other.rollback()
    assert six.log.verify() is None


@pytest.mark.parametrize("column", ["at", "actor", "action", "digest"])
def test_an_event_that_was_altered_is_named(six: Case, tamper: Tamper, column: str) -> None:
    tamper(*UNLOCK, f"UPDATE audit SET {column} = 'x' WHERE seq = 3")
    found = broken(six)
    assert found.position == 3
    assert (found.at, found.action) == (
        "x" if column == "at" else WHEN.isoformat(),
        "x" if column == "action" else "Step 3",
    )
    assert "altered" in found.cause


@pytest.mark.parametrize("detail", ["'{\"n\": 99}'", "'{\"n\":3'", "'[3]'", "'null'", "''", "CAST(x'ff' AS TEXT)"])
def test_a_detail_that_was_altered_or_is_damaged_breaks_the_log_at_that_event(
    six: Case, tamper: Tamper, detail: str
) -> None:
    tamper(*UNLOCK, f"UPDATE audit SET detail = {detail} WHERE seq = 3")
    found = broken(six)
    assert (found.position, found.at, found.action) == (3, WHEN.isoformat(), "Step 3")


def test_reading_a_damaged_event_is_an_error_that_names_it(six: Case, tamper: Tamper) -> None:
    tamper(*UNLOCK, "UPDATE audit SET detail = '{' WHERE seq = 3")
    with pytest.raises(CaseError, match="Event 3 of the log of the case “Request 42” is damaged"):
        list(six.log.events())


def test_an_event_that_was_taken_out_is_named_by_its_place(six: Case, tamper: Tamper) -> None:
    tamper(*UNLOCK, "DELETE FROM audit WHERE seq = 3")
    found = broken(six)
    assert (found.position, found.action) == (3, "Step 4")
    assert "Event 3 is missing" in found.cause


def test_taking_an_event_out_and_closing_the_ranks_does_not_help(six: Case, tamper: Tamper) -> None:
    tamper(*UNLOCK, "DELETE FROM audit WHERE seq = 3", "UPDATE audit SET seq = seq - 1 WHERE seq > 3")
    found = broken(six)
    assert (found.position, found.action) == (3, "Step 4")


def test_an_event_smuggled_in_before_the_first_is_named(six: Case, tamper: Tamper) -> None:
    tamper(*UNLOCK, "INSERT INTO audit VALUES (-5, 'at', 'me', 'Forged', '{}', 'x')")
    assert (broken(six).position, broken(six).action) == (1, "Forged")


def test_a_log_cut_short_at_its_end_is_noticed(six: Case, tamper: Tamper) -> None:
    tamper(*UNLOCK, "DELETE FROM audit WHERE seq > 4")
    found = broken(six)
    assert found.position == 5
    assert found.cause == "The log holds 4 events, but 6 were written."


def test_a_log_cut_short_stays_broken_when_work_goes_on(six: Case, tamper: Tamper) -> None:
    tamper(*UNLOCK, "DELETE FROM audit WHERE seq > 4")
    append(six, {"n": 7})
    assert broken(six).position == 5


@pytest.mark.parametrize(
    "statements",
    [
        (*UNLOCK_HEAD, "DELETE FROM audit_head"),
        (*UNLOCK, "INSERT INTO audit VALUES (7, 'at', 'me', 'Forged', '{}', 'x')"),
    ],
)
def test_work_on_a_log_whose_end_is_damaged_is_refused_in_plain_words(
    six: Case, tamper: Tamper, statements: tuple[str, ...]
) -> None:
    tamper(*statements)
    with pytest.raises(CaseError, match=r"of the log of the case “Request 42” is damaged|The end of the log"):
        append(six, {"n": 7})


def test_a_log_that_was_emptied_is_noticed(six: Case, tamper: Tamper) -> None:
    tamper(*UNLOCK, "DELETE FROM audit")
    assert broken(six).position == 1


def test_a_forged_event_at_the_end_is_noticed_even_when_it_is_sealed_well(six: Case, tamper: Tamper) -> None:
    last = list(six.log.events())[-1]
    forged = AuditEvent("at", "me", "Forged", {}).sealed(last.digest)
    tamper(*UNLOCK, f"INSERT INTO audit VALUES (7, 'at', 'me', 'Forged', '{{}}', '{forged.digest}')")
    assert broken(six).position == 7


@pytest.mark.parametrize(
    "statement", ["DELETE FROM audit_head", "UPDATE audit_head SET digest = 'x'", "UPDATE audit_head SET count = 5"]
)
def test_a_record_of_the_end_that_does_not_fit_is_noticed(six: Case, tamper: Tamper, statement: str) -> None:
    tamper(*UNLOCK_HEAD, statement)
    assert six.log.verify() is not None


@pytest.mark.parametrize(
    "statements",
    [
        ("DROP TRIGGER audit_kept",),
        ("DROP TRIGGER audit_fixed", "CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit WHEN 0 BEGIN SELECT 1; END"),
    ],
)
def test_a_log_without_its_guards_is_noticed_although_every_event_follows(
    six: Case, tamper: Tamper, statements: tuple[str, ...]
) -> None:
    tamper(*statements)
    assert broken(six).cause == "What keeps the log from being changed was taken out of the database."
