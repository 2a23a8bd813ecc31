"""Of the cases that were open lately it is known which are still there, without anybody waiting for it."""

import time
from pathlib import Path

from reviewer.services.recent import Looking, Recent, looked_up
from reviewer.store.cases import Case


def test_a_case_that_is_there_lacks_nothing_and_one_that_is_gone_says_why(tmp_path: Path) -> None:
    Case.create(tmp_path / "there", title="There", actor="me").close()
    (tmp_path / "empty").mkdir()
    assert looked_up(tmp_path / "there") == Recent(tmp_path / "there")
    assert looked_up(tmp_path / "gone") == Recent(tmp_path / "gone", "the folder is not there")
    assert looked_up(tmp_path / "empty") == Recent(tmp_path / "empty", "there is no case in it any more")


def test_a_path_that_no_system_has_is_gone_too() -> None:
    assert looked_up(Path("a\0b")).missing


def test_all_are_looked_up_in_their_order(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in "cab"]
    looking = Looking(folders)
    while looking.found is None:
        time.sleep(0.001)
    assert [case.folder for case in looking.found] == folders
