import sqlite3
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import pytest

from reviewer.core.errors import CaseError
from reviewer.store.database import Database
from reviewer.store.migrations import STEPS, VERSION, Step, is_case, migrate, refuse_newer


def step(*statements: str) -> Step:
    def run(connection: sqlite3.Connection) -> None:
        for statement in statements:
            connection.execute(statement)

    return SimpleNamespace(INFO="a step", step=run)  # type: ignore[return-value]


ONE = step("CREATE TABLE t(n)", "INSERT INTO t VALUES (1)")
TWO = step("ALTER TABLE t ADD COLUMN name DEFAULT 'x'")
BROKEN = step("INSERT INTO t VALUES (9, 'half done')", "INSERT INTO nowhere VALUES (1)")


def test_a_new_database_gets_every_step(database: Database) -> None:
    assert not is_case(database)
    migrate(database)
    assert is_case(database)
    assert database.number("user_version") == VERSION == len(STEPS)


def test_every_step_says_what_it_is_for() -> None:
    assert all(step.INFO and "\n" not in step.INFO for step in STEPS)


def test_an_older_database_gets_the_steps_it_has_not_seen_and_a_copy_is_kept(
    database: Database, tmp_path: Path
) -> None:
    migrate(database, steps=[ONE])
    migrate(database, steps=[ONE, TWO], keep=tmp_path)
    assert database.rows("SELECT n, name FROM t") == [(1, "x")]
    assert database.number("user_version") == 2
    with closing(sqlite3.connect(tmp_path / "case-version-1.db")) as kept:
        assert kept.execute("SELECT * FROM t").fetchall() == [(1,)]
        assert kept.execute("PRAGMA user_version").fetchone() == (1,)


def test_a_database_that_is_up_to_date_is_left_alone(database: Database, tmp_path: Path) -> None:
    migrate(database, steps=[ONE])
    migrate(database, steps=[ONE], keep=tmp_path)
    assert database.rows("SELECT n FROM t") == [(1,)]
    assert not list(tmp_path.glob("case-version-*"))


def test_a_migration_that_fails_changes_nothing(database: Database, tmp_path: Path) -> None:
    migrate(database, steps=[ONE])
    with pytest.raises(sqlite3.OperationalError, match="nowhere"):
        migrate(database, steps=[ONE, TWO, BROKEN], keep=tmp_path)
    assert database.rows("SELECT * FROM t") == [(1,)]
    assert database.number("user_version") == 1
    assert (tmp_path / "case-version-1.db").is_file()
    migrate(database, steps=[ONE, TWO], keep=tmp_path)
    assert database.number("user_version") == 2


def footage_with_a_track(database: Database) -> None:
    """A footage and a track in it, as cases held them from the first version on."""
    columns = "id, position, path, size, sha256, recording, ticks, keyframes, end_tick"
    database.rows(f"INSERT INTO footage({columns}) VALUES ('f', 1, '{{}}', 1, '0', '{{}}', x'', x'', 0)")
    columns = "footage, id, position, subject, ticks, boxes, origins, scores, end_tick"
    database.rows(f"INSERT INTO track({columns}) VALUES ('f', 't', 0, 'plate', x'', x'', x'', x'', 0)")


def test_tracks_from_before_plates_were_read_come_over_without_a_reading(database: Database) -> None:
    migrate(database, steps=STEPS[:2])
    footage_with_a_track(database)
    migrate(database)
    assert database.rows("SELECT id, reading FROM track") == [("t", None)]


def test_regions_and_tracks_from_before_outlines_come_over_with_their_boxes_alone(database: Database) -> None:
    migrate(database, steps=STEPS[:3])
    footage_with_a_track(database)
    columns = "footage, id, position, subject, start_tick, end_tick, shape, decision, reason, touched, keyframes"
    database.rows(
        f"INSERT INTO region({columns}) VALUES ('f', 'r', 0, 'face', 0, 9, 'rectangle', 'proposed', '', 0, x'01')"
    )
    migrate(database)
    assert database.rows("SELECT id, quads FROM track") == [("t", None)]
    assert database.rows("SELECT id, keyframes, outlines FROM region") == [("r", b"\x01", None)]


def test_a_newer_database_is_refused_with_both_numbers_and_the_remedy(database: Database) -> None:
    migrate(database)
    refuse_newer(database)
    database.rows("PRAGMA user_version = 7")
    with pytest.raises(CaseError, match=r"version 7, this program knows up to 1\b") as caught:
        refuse_newer(database, version=1)
    assert "Install the newer version" in caught.value.advice
