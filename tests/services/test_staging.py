"""A copy comes into being beside its target, and nothing of it stays unless it is whole."""

import errno
import os
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from reviewer.core.errors import DiskError, ReviewerError, UsageError
from reviewer.services import staging as module
from reviewer.services.staging import disk_error, move_into_place, refuse_target, refuse_without_room, scratch


@pytest.fixture
def original(tmp_path: Path) -> Path:
    path = tmp_path / "original.mp4"
    path.write_bytes(b"original")
    return path


def test_a_new_name_in_a_folder_that_can_be_written_is_accepted_and_nothing_is_made(original: Path) -> None:
    before = sorted(original.parent.iterdir())
    refuse_target(original.parent / "copy.mp4", original=original)
    refuse_target(original.parent / "copy.MP4", original=original)
    assert sorted(original.parent.iterdir()) == before


def test_the_original_is_refused_as_the_target(original: Path) -> None:
    with pytest.raises(UsageError, match="is the original itself"):
        refuse_target(original, original=original)


@pytest.mark.parametrize("link", [os.symlink, os.link])
def test_a_link_to_the_original_is_refused_as_the_target(original: Path, link: object) -> None:
    other = original.with_name("other.mp4")
    assert callable(link)
    link(original, other)
    with pytest.raises(UsageError, match="is the original itself"):
        refuse_target(other, original=original)


def test_the_original_by_a_way_around_is_refused_as_the_target(original: Path) -> None:
    folder = original.parent / "folder"
    folder.mkdir()
    with pytest.raises(UsageError, match="is the original itself"):
        refuse_target(folder / ".." / "original.mp4", original=original)


def test_a_folder_is_refused_as_the_target(original: Path) -> None:
    (original.parent / "folder.mp4").mkdir()
    with pytest.raises(UsageError, match="is a folder"):
        refuse_target(original.parent / "folder.mp4", original=original)


def test_a_file_that_is_there_is_refused_as_the_target(original: Path) -> None:
    (original.parent / "there.mp4").write_bytes(b"")
    with pytest.raises(UsageError, match="is there already"):
        refuse_target(original.parent / "there.mp4", original=original)


def test_a_link_to_nowhere_is_refused_as_the_target(original: Path) -> None:
    (original.parent / "link.mp4").symlink_to(original.parent / "nowhere")
    with pytest.raises(UsageError, match="is there already"):
        refuse_target(original.parent / "link.mp4", original=original)


@pytest.mark.parametrize("name", ["copy", "copy.mkv", ".mp4", ""])
def test_a_name_that_is_not_that_of_an_mp4_file_is_refused(original: Path, name: str) -> None:
    with pytest.raises(UsageError, match="does not end in"):
        refuse_target(original.parent / name, original=original)


def test_a_folder_that_is_not_there_is_refused(original: Path) -> None:
    with pytest.raises(UsageError, match="There is no folder"):
        refuse_target(original.parent / "nowhere" / "copy.mp4", original=original)


def test_a_file_in_the_place_of_the_folder_is_refused(original: Path) -> None:
    with pytest.raises(UsageError, match="is a file"):
        refuse_target(original / "copy.mp4", original=original)


def test_a_folder_that_cannot_be_written_is_refused(original: Path) -> None:
    folder = original.parent / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    try:
        if os.access(folder, os.W_OK):  # root may write anywhere but where the kernel itself says no
            folder = Path("/proc") if sys.platform == "linux" else pytest.skip("this user may write anywhere")
        with pytest.raises(DiskError, match="cannot be written"):
            refuse_target(folder / "copy.mp4", original=original)
    finally:
        (original.parent / "locked").chmod(0o755)


def test_too_little_room_is_told_in_advance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage(0, 0, 100_000_000))
    refuse_without_room(tmp_path, 60_000_000)
    with pytest.raises(DiskError, match=r"about 134 MB are needed and 100 MB are free"):
        refuse_without_room(tmp_path, 100_000_000)


def test_what_is_made_in_scratch_goes_whatever_happens(tmp_path: Path) -> None:
    def fail() -> None:
        with scratch(tmp_path) as folder:
            assert folder.parent == tmp_path
            (folder / "part.mp4").write_bytes(b"part")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not list(tmp_path.iterdir())


def test_what_a_killed_run_left_goes_with_the_next(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    mine, others = f"{module._machine()}-", "0badcafe-"
    left = [tmp_path / f".reviewer-{mine}{gone.pid}-x.partial", tmp_path / f".reviewer-{mine}{os.getpid()}-x.partial"]
    left.append(tmp_path / f".reviewer-{others}{gone.pid}-x.partial")
    for folder in left:
        folder.mkdir()
        (folder / "part.mp4").write_bytes(b"part")
    with scratch(tmp_path):
        pass
    assert sorted(tmp_path.iterdir()) == sorted(left[1:])


def test_a_finished_file_never_replaces_another(tmp_path: Path) -> None:
    finished, target = tmp_path / "finished.mp4", tmp_path / "copy.mp4"
    finished.write_bytes(b"new")
    target.write_bytes(b"old")
    with pytest.raises(UsageError, match="has appeared"):
        move_into_place(finished, target)
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize(
    ("number", "sentence"),
    [(errno.ENOSPC, "no room left in"), (errno.EFBIG, "no room left in"), (errno.EACCES, "cannot be written")],
)
def test_errors_of_the_disk_become_sentences(number: int, sentence: str) -> None:
    error: ReviewerError = disk_error(OSError(number, os.strerror(number)), Path("folder") / "copy.mp4")
    assert sentence in str(error)
    assert isinstance(error, DiskError)
