import errno
import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.core.errors import CaseError
from reviewer.store import problems
from reviewer.store.database import Database

COUNT = "SELECT count(*) FROM t"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a case #1 100%?.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    database = Database.open(path, "Request 42", create=True)
    database.prepare()
    database.rows("CREATE TABLE t(n INTEGER PRIMARY KEY, body BLOB)")
    yield database
    database.close()


def add(database: Database, *numbers: int) -> None:
    with database.transaction() as connection:
        connection.executemany("INSERT INTO t VALUES (?, NULL)", [(n,) for n in numbers])


def test_commits_are_durable(database: Database) -> None:
    assert database.rows("PRAGMA journal_mode") == [("wal",)]
    assert database.number("synchronous") == 2
    assert database.number("foreign_keys") == 1


def test_a_transaction_is_written_as_a_whole(database: Database, path: Path) -> None:
    add(database, 1, 2)
    with closing(sqlite3.connect(path)) as other:
        assert other.execute(COUNT).fetchone() == (2,)


@pytest.mark.parametrize("error", [ZeroDivisionError, KeyboardInterrupt, CaseError("No.")])
def test_any_error_leaves_nothing_of_a_transaction(database: Database, error: BaseException) -> None:
    def half() -> None:
        with database.transaction() as connection:
            connection.execute("INSERT INTO t VALUES (1, NULL)")
            raise error

    with pytest.raises((ZeroDivisionError, KeyboardInterrupt, CaseError)):
        half()
    assert database.rows(COUNT) == [(0,)]
    add(database, 1)


def test_a_mistake_in_the_program_stays_a_defect(database: Database) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        database.rows("SELECT * FROM nowhere")
    with pytest.raises(sqlite3.IntegrityError):
        add(database, 1, 1)


def test_a_transaction_in_a_transaction_is_a_defect_and_writes_nothing(database: Database) -> None:
    def nested() -> None:
        with database.transaction() as connection:
            connection.execute("INSERT INTO t VALUES (1, NULL)")
            add(database, 2)

    with pytest.raises(sqlite3.OperationalError, match="within a transaction"):
        nested()
    assert database.rows(COUNT) == [(0,)]


def test_a_full_disk_is_told_and_leaves_what_was_there(database: Database) -> None:
    add(database, 1)
    database.number(f"max_page_count = {database.number('page_count') + 4}")

    def overflow() -> None:
        with database.transaction() as connection:
            connection.execute("INSERT INTO t VALUES (2, NULL)")
            connection.execute("INSERT INTO t VALUES (3, zeroblob(1000000))")

    with pytest.raises(CaseError, match="no room left on the disk that holds the case “Request 42”") as caught:
        overflow()
    assert "Everything saved before is kept; the last change was not saved." in caught.value.advice
    assert database.rows("SELECT n FROM t") == [(1,)]
    add(database, 2)


def test_a_database_that_another_program_locks_is_told(database: Database, path: Path) -> None:
    database.number("busy_timeout = 10")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(CaseError, match="in use by another program"):
            add(database, 1)
        other.execute("ROLLBACK")
    add(database, 1)


def test_a_database_that_must_not_be_written_is_told(database: Database) -> None:
    database.rows("PRAGMA query_only = ON")
    with pytest.raises(CaseError, match="cannot be written to"):
        add(database, 1)
    database.rows("PRAGMA query_only = OFF")
    assert database.rows(COUNT) == [(0,)]


def test_a_database_that_is_not_there_is_told_and_not_made(path: Path) -> None:
    with pytest.raises(CaseError, match="cannot be opened"):
        Database.open(path, "Request 42")
    assert not path.exists()


def test_a_file_that_is_no_database_is_told(path: Path) -> None:
    path.write_bytes(b"This is a letter, not a database. " * 100)
    database = Database.open(path, "Request 42")
    with closing(database), pytest.raises(CaseError, match="is not a database"):
        database.examine()


def test_text_that_is_not_text_is_damage(database: Database) -> None:
    database.rows("INSERT INTO t VALUES (1, CAST(x'ff' AS TEXT))")
    with pytest.raises(CaseError, match="is damaged"):
        database.rows("SELECT body FROM t")


def test_damage_in_the_file_is_told(database: Database, path: Path) -> None:
    with database.transaction() as connection:
        connection.executemany("INSERT INTO t VALUES (?, randomblob(500))", [(n,) for n in range(200)])
    database.close()
    content = bytearray(path.read_bytes())
    content[3 * 4096 : 6 * 4096] = os.urandom(3 * 4096)
    path.write_bytes(content)
    with closing(Database.open(path, "Request 42")) as damaged, pytest.raises(CaseError, match="is damaged") as caught:
        damaged.examine()
    assert "Nothing was changed" in caught.value.advice


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (errno.ENOSPC, "no room left"),
        (errno.EACCES, "cannot be written to"),
        (errno.EROFS, "cannot be written to"),
        (errno.ENOLCK, "two people"),
        (errno.EIO, "cannot be read or written"),
    ],
)
def test_what_the_system_reports_is_told_in_plain_words(number: int, sentence: str) -> None:
    with pytest.raises(CaseError, match=sentence) as caught, problems.explained("Request 42"):
        raise OSError(number, os.strerror(number))
    assert caught.value.advice


def test_threads_take_turns(database: Database) -> None:
    def work(first: int) -> None:
        for number in range(first, first + 50):
            add(database, number)
            assert database.rows("SELECT n FROM t WHERE n = ?", (number,)) == [(number,)]

    threads = [threading.Thread(target=work, args=(n * 1000,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert database.rows(COUNT) == [(200,)]


def test_a_copy_is_whole_and_replaces_an_earlier_one(database: Database, path: Path) -> None:
    target = path.with_name("kept.db")
    target.write_bytes(b"an earlier one")
    add(database, 1, 2, 3)
    database.copy_to(target)
    with closing(sqlite3.connect(target)) as other:
        assert other.execute(COUNT).fetchone() == (3,)
    assert not list(path.parent.glob("*.partial"))


def test_a_database_that_is_open_read_only_refuses_every_change(database: Database) -> None:
    database.read_only = True
    with pytest.raises(CaseError, match="open read-only"):
        add(database, 1)
    assert database.rows(COUNT) == [(0,)]
