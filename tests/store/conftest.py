import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from reviewer.core.footage import FootageId
from reviewer.store.cases import Case
from reviewer.store.database import Database
from tests.support.values import a_footage

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "Request 42"


@pytest.fixture
def case(folder: Path) -> Iterator[Case]:
    with Case.create(folder, title="A request", actor="Jane Doe") as case:
        yield case


@pytest.fixture
def footage(case: Case) -> FootageId:
    case.evidence.add_footage(a_footage())
    return a_footage().id


Tamper = Callable[..., None]


@pytest.fixture
def tamper(folder: Path) -> Tamper:
    """Change the database behind the program's back, as someone with a database viewer would."""

    def run(*statements: str) -> None:
        with closing(sqlite3.connect(folder / "case.db")) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    return run


Start = Callable[[str, Path], "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Run a program text in another process, with the folder as its argument; killed at the end of the test."""
    begun: list[subprocess.Popen[str]] = []

    def run(text: str, folder: Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", text, str(folder)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        begun.append(process)
        return process

    yield run
    for process in begun:
        process.kill()
        process.communicate()


def wait_for(process: "subprocess.Popen[str]", word: str) -> None:
    """Read what the process prints until it prints `word`."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.strip() == word:
            return
    raise AssertionError(f"the process ended without saying {word!r}")


def kill(process: "subprocess.Popen[str]") -> None:
    """End the process as power loss would: it can do nothing about it."""
    process.kill()
    process.communicate()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(tmp_path / "case.db", "Request 42", create=True)
    database.prepare()
    yield database
    database.close()
