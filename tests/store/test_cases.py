import hashlib
import os
import shutil
import sqlite3
import sys
from contextlib import closing
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from reviewer.core.errors import CaseError
from reviewer.core.footage import FootageId
from reviewer.core.review import Review, of
from reviewer.store import cases, snapshot
from reviewer.store.cases import GOING_ON, Case
from reviewer.store.migrations import STEPS, VERSION, migrate
from tests.store.conftest import Start, Tamper, kill, wait_for
from tests.support.values import a_footage, a_region, a_track

HOLD = """
import sys
from pathlib import Path
from reviewer.core.review import Review, of
from reviewer.store.cases import Case
from tests.support.values import a_footage, a_region

case = Case.open(Path(sys.argv[1]), actor="PC 1234 Mary Sutton")
if not case.evidence.footage():
    case.evidence.add_footage(a_footage())
    case.reviews("f1").save(Review(), of([a_region("a")]), action="Add regions", detail={})
print("open", flush=True)
sys.stdin.readline()
case.close()
print("closed", flush=True)
sys.stdin.readline()
"""


def contents(folder: Path, *, without: tuple[str, ...] = ()) -> dict[str, tuple[int, str]]:
    """Every file and folder with its time and the digest of its bytes."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in sorted(folder.rglob("*"))
        if path.name not in without
    }


def refusal(folder: Path, *, read_only: bool = False) -> CaseError:
    with pytest.raises(CaseError) as caught:
        Case.open(folder, actor="me", read_only=read_only)
    assert caught.value.advice
    return caught.value


def test_a_new_case_has_its_folders_its_title_and_one_event(case: Case) -> None:
    assert all((case.folder / name).is_dir() for name in ("originals", "copies", "work"))
    assert (case.title, case.actor, case.read_only) == ("A request", "Jane Doe", False)
    assert datetime.fromisoformat(case.created).utcoffset() is not None
    events = list(case.log.events())
    assert [e.action for e in events] == ["Create case"]
    assert events[0].detail["title"] == "A request"
    assert Case.exists(case.folder)


def test_a_case_opens_again_with_all_that_was_in_it(case: Case, footage: FootageId) -> None:
    case.reviews(footage).save(Review(), of([a_region("a")]), action="Add regions", detail={})
    case.evidence.save_tracks(footage, [a_track("t")], detail={})
    case.close()
    with Case.open(case.folder, actor="Someone Else") as opened:
        assert (opened.id, opened.title, opened.created) == (case.id, case.title, case.created)
        assert opened.actor == "Someone Else"
        assert opened.reviews(footage).load() == of([a_region("a")])
        assert [t.id for t in opened.evidence.tracks(footage)] == ["t"]
        assert len(list(opened.log.events())) == 4


def test_a_case_is_made_in_a_folder_that_does_not_exist_yet(tmp_path: Path) -> None:
    Case.create(tmp_path / "a" / "b" / "c", title="T", actor="me").close()
    assert Case.exists(tmp_path / "a" / "b" / "c")


def test_no_case_is_made_in_a_folder_that_holds_anything_else(folder: Path) -> None:
    folder.mkdir()
    (folder / "holiday.jpg").write_bytes(b"x")
    before = contents(folder)
    with pytest.raises(CaseError, match="is not empty and is not a case"):
        Case.create(folder, title="T", actor="me")
    assert contents(folder) == before


def test_no_case_is_made_over_a_case(case: Case) -> None:
    with pytest.raises(CaseError, match=r"There is a case in .* already"):
        Case.create(case.folder, title="T", actor="me")
    assert len(list(case.log.events())) == 1


def test_no_case_is_made_where_a_file_lies(folder: Path) -> None:
    folder.write_bytes(b"x")
    with pytest.raises(CaseError, match="is a file, not a folder"):
        Case.create(folder, title="T", actor="me")
    with pytest.raises(CaseError, match="case"):
        Case.create(folder / "below", title="T", actor="me")
    assert folder.read_bytes() == b"x"


@pytest.mark.parametrize("there", [False, True])
def test_the_making_of_a_case_that_fails_leaves_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    def interrupt(_: object) -> None:
        assert (folder / "originals").is_dir()
        raise KeyboardInterrupt

    if there:
        folder.mkdir()
    monkeypatch.setattr(cases, "migrate", interrupt)
    with pytest.raises(KeyboardInterrupt):
        Case.create(folder, title="T", actor="me")
    assert folder.exists() == there
    assert not there or not list(folder.iterdir())


KILLED = """
import sys, time
from pathlib import Path
from reviewer.store import cases

def stop(database):
    database.rows("CREATE TABLE half(n)")
    print("half made", flush=True)
    time.sleep(600)

cases.migrate = stop
cases.Case.create(Path(sys.argv[1]), title="T", actor="me")
"""


def test_the_making_of_a_case_that_was_killed_can_be_repeated(folder: Path, start: Start) -> None:
    process = start(KILLED, folder)
    wait_for(process, "half made")
    with pytest.raises(CaseError, match="open for changes"):
        Case.create(folder, title="T", actor="someone who comes second")
    kill(process)
    assert not Case.exists(folder)
    assert list(folder.glob("*unfinished*"))
    with Case.create(folder, title="T", actor="me") as case:
        assert len(list(case.log.events())) == 1
    assert not list(folder.glob("*unfinished*"))


@pytest.mark.parametrize("read_only", [False, True])
def test_a_folder_that_is_missing_or_not_a_case_is_told_and_nothing_is_made(folder: Path, read_only: bool) -> None:
    assert "There is no folder" in str(refusal(folder, read_only=read_only))
    assert not folder.exists()
    folder.mkdir()
    assert "is not a case" in str(refusal(folder, read_only=read_only))
    assert not list(folder.iterdir())


@pytest.mark.parametrize("read_only", [False, True])
def test_a_database_of_another_program_is_told_and_left_alone(folder: Path, read_only: bool) -> None:
    folder.mkdir()
    with closing(sqlite3.connect(folder / "case.db")) as connection:
        connection.execute("CREATE TABLE bookmarks(url)")
    before = contents(folder)
    assert "is not that of a case" in str(refusal(folder, read_only=read_only))
    assert contents(folder, without=("case.lock",)) == before


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize(
    ("kind", "sentence"),
    [("text", "is not a database"), ("empty", "is not that of a case"), ("cut", "is damaged"), ("holes", "is damaged")],
)
def test_a_damaged_database_is_told_and_left_as_it_is(
    case: Case, footage: FootageId, kind: str, sentence: str, read_only: bool
) -> None:
    case.evidence.save_tracks(footage, [a_track("t", frames=3000)], detail={})
    case.close()
    path = case.folder / "case.db"
    whole = path.read_bytes()
    holes = whole[:8192] + os.urandom(4096 * 4) + whole[8192 + 4096 * 4 :]
    content = {"text": b"Dear Sir, " * 1000, "empty": b"", "cut": whole[: len(whole) // 2], "holes": holes}[kind]
    path.write_bytes(content)
    assert sentence in str(refusal(case.folder, read_only=read_only))
    assert path.read_bytes() == content
    path.write_bytes(whole)
    Case.open(case.folder, actor="me", read_only=read_only).close()  # the refusal has not kept the lock


@pytest.mark.parametrize("read_only", [False, True])
@pytest.mark.parametrize("table", ["region", "audit", "fact"])
def test_a_database_that_lost_a_table_is_damaged(case: Case, tamper: Tamper, table: str, read_only: bool) -> None:
    case.close()
    tamper(f"DROP TABLE {table}")
    assert "is damaged" in str(refusal(case.folder, read_only=read_only))


@pytest.mark.parametrize("read_only", [False, True])
def test_a_case_of_a_newer_version_is_refused_and_left_as_it_is(case: Case, tamper: Tamper, read_only: bool) -> None:
    case.close()
    tamper("PRAGMA user_version = 99")
    before = contents(case.folder, without=("case.lock",))
    error = refusal(case.folder, read_only=read_only)
    assert f"version 99, this program knows up to {VERSION}" in str(error)
    assert "Install the newer version" in error.advice
    assert contents(case.folder, without=("case.lock",)) == before


def test_a_second_process_is_told_who_holds_the_case(case: Case, start: Start) -> None:
    case.close()
    process = start(HOLD, case.folder)
    wait_for(process, "open")
    error = refusal(case.folder)
    assert "“Request 42” is open for changes by PC 1234 Mary Sutton on " in str(error)
    assert f"(process {process.pid})" in str(error)
    assert "open it read-only" in error.advice
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()
    wait_for(process, "closed")
    Case.open(case.folder, actor="me").close()


def test_a_second_window_of_the_same_process_is_told_too(case: Case) -> None:
    assert "is open for changes by Jane Doe" in str(refusal(case.folder))
    Case.open(case.folder, actor="me", read_only=True).close()
    assert "is open for changes by Jane Doe" in str(refusal(case.folder))


def test_a_process_that_was_killed_does_not_hold_the_case_any_more(case: Case, start: Start) -> None:
    case.close()
    process = start(HOLD, case.folder)
    wait_for(process, "open")
    kill(process)
    assert b"Mary Sutton" in (case.folder / "case.lock").read_bytes()
    with Case.open(case.folder, actor="me") as opened:
        assert opened.reviews(FootageId("f1")).load() == of([a_region("a")])


def test_a_lock_that_says_nothing_is_still_a_lock(case: Case) -> None:
    (case.folder / "case.lock").write_bytes(b"not what we write")
    assert "is open for changes by someone else" in str(refusal(case.folder))


def test_reading_a_closed_case_writes_nothing_at_all(case: Case, footage: FootageId) -> None:
    case.reviews(footage).save(Review(), of([a_region("a")]), action="Add regions", detail={})
    case.close()
    before = contents(case.folder)
    with Case.open(case.folder, actor="me", read_only=True) as opened:
        assert opened.read_only
        assert opened.reviews(footage).load() == of([a_region("a")])
        assert opened.log.verify() is None
        assert contents(case.folder) == before
    assert contents(case.folder) == before


def test_reading_a_case_whose_writer_crashed_shows_every_commit_and_writes_nothing(case: Case, start: Start) -> None:
    case.close()
    process = start(HOLD, case.folder)
    wait_for(process, "open")
    kill(process)
    assert (case.folder / "case.db-wal").stat().st_size > 0
    before = contents(case.folder)
    with Case.open(case.folder, actor="me", read_only=True) as opened:
        assert opened.reviews(FootageId("f1")).load() == of([a_region("a")])
    assert contents(case.folder) == before


def test_reading_a_case_that_is_open_elsewhere_shows_it_as_it_stood_and_disturbs_nothing(
    case: Case, footage: FootageId
) -> None:
    store = case.reviews(footage)
    store.save(Review(), of([a_region("a")]), action="Add regions", detail={})
    before = contents(case.folder, without=("case.db-shm",))
    with Case.open(case.folder, actor="me", read_only=True) as opened:
        assert contents(case.folder, without=("case.db-shm",)) == before
        assert opened.reviews(footage).load() == of([a_region("a")])
        store.save(store.load(), Review(), action="Remove regions", detail={})
        assert opened.reviews(footage).load() == of([a_region("a")])
    assert store.load() == Review()


def test_a_case_open_for_reading_refuses_every_change(case: Case, footage: FootageId) -> None:
    case.close()
    with Case.open(case.folder, actor="me", read_only=True) as opened:
        with pytest.raises(CaseError, match="“Request 42” is open read-only"):
            opened.reviews(footage).save(Review(), of([a_region("a")]), action="Add regions", detail={})
        with pytest.raises(CaseError, match="open read-only"):
            opened.evidence.add_footage(a_footage("f2"))
        assert opened.reviews(footage).load() == Review()


def test_a_case_that_changes_under_every_look_is_told(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    case.close()
    stamps = iter(range(100))
    monkeypatch.setattr(snapshot, "_stamp", lambda _: ((next(stamps), 0),))
    assert "changing all the time" in str(refusal(case.folder, read_only=True))


ADDITION = STEPS[0].__class__("to2")
ADDITION.INFO = "a column"  # type: ignore[attr-defined]
ADDITION.step = lambda c: c.execute("ALTER TABLE footage ADD COLUMN note TEXT")  # type: ignore[attr-defined]


def test_an_older_case_is_migrated_and_a_copy_of_it_is_kept(
    case: Case, footage: FootageId, monkeypatch: pytest.MonkeyPatch
) -> None:
    case.close()
    monkeypatch.setattr(cases, "migrate", partial(migrate, steps=[*STEPS, ADDITION]))
    before = contents(case.folder)
    with Case.open(case.folder, actor="me", read_only=True) as opened:
        assert opened._database.number("user_version") == len(STEPS) + 1
    assert contents(case.folder) == before
    monkeypatch.setattr(cases, "refuse_newer", lambda _: None)
    with Case.open(case.folder, actor="me") as opened:
        assert opened._database.number("user_version") == len(STEPS) + 1
        assert len(opened.evidence.footage()) == 1
    kept = case.folder / f"case-version-{len(STEPS)}.db"
    restored = shutil.copytree(case.folder, case.folder.with_name("restored"))
    kept.replace(restored / "case.db")
    monkeypatch.undo()
    with Case.open(restored, actor="me") as opened:
        assert len(opened.evidence.footage()) == 1
        assert opened.log.verify() is None


def test_work_is_emptied_on_close_and_nothing_else_is(case: Case, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept.txt").write_bytes(b"x")
    (case.work_folder / "thumbnails").mkdir()
    (case.work_folder / "thumbnails" / "1.jpg").write_bytes(b"x")
    (case.work_folder / "proxy.mp4").write_bytes(b"x")
    if sys.platform != "win32":
        (case.work_folder / "link").symlink_to(outside, target_is_directory=True)
    (case.originals_folder / "a.mp4").write_bytes(b"x")
    case.close()
    assert list(case.work_folder.iterdir()) == []
    assert (outside / "kept.txt").exists()
    assert (case.originals_folder / "a.mp4").exists()


def test_what_unfinished_work_goes_on_from_stays_on_close_and_nothing_in_its_place_does(
    case: Case, tmp_path: Path
) -> None:
    kept = case.work_folder / GOING_ON / "a" / "1.npz"
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"x")
    case.close()
    assert kept.exists()
    shutil.rmtree(case.work_folder / GOING_ON)
    (case.work_folder / GOING_ON).write_bytes(b"a file of that name")
    with Case.open(case.folder, actor="me"):
        pass
    assert list(case.work_folder.iterdir()) == []


def test_closing_a_case_that_was_read_leaves_the_work_of_its_holder_alone(case: Case) -> None:
    (case.work_folder / "proxy.mp4").write_bytes(b"x")
    Case.open(case.folder, actor="me", read_only=True).close()
    assert (case.work_folder / "proxy.mp4").exists()


def test_closing_twice_does_nothing_the_second_time(case: Case, folder: Path) -> None:
    case.close()
    with Case.open(folder, actor="me") as other:
        case.close()
        assert "is open for changes by me" in str(refusal(folder))
        other.log.verify()


def test_a_case_in_a_write_protected_folder_is_told_and_can_still_be_read(case: Case, footage: FootageId) -> None:
    case.close()
    (case.folder / "case.lock").unlink()
    (case.folder / "case.db").chmod(0o400)
    case.folder.chmod(0o500)
    try:
        if os.access(case.folder, os.W_OK):
            pytest.skip("this user may write anywhere")
        error = refusal(case.folder)
        assert "cannot be written to" in str(error)
        assert "open it read-only" in error.advice
        with Case.open(case.folder, actor="me", read_only=True) as opened:
            assert len(opened.evidence.footage()) == 1
    finally:
        case.folder.chmod(0o700)
        (case.folder / "case.db").chmod(0o600)
