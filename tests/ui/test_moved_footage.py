"""Footage that was moved or altered is named, found again only when it is the very same, and never replaced."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from reviewer.ui.main_window import MainWindow
from reviewer.ui.told import Told
from tests.support.footage import Clip, make
from tests.support.window import FakeUser, open_footage, the_window


def said(window: MainWindow) -> str:
    label: Told = window.page.original
    return label.text() if not label.isHidden() else ""


def reopened(qtbot: QtBot, window: MainWindow, folder: Path) -> None:
    window.open(folder)
    qtbot.waitUntil(lambda: window.desk.footage is not None, timeout=5000)


def test_footage_that_was_moved_is_named_and_found_again(qtbot: QtBot, tmp_path: Path) -> None:
    recording = make(tmp_path / "a.mp4", Clip(frames=20))
    user = FakeUser(file=recording, folder=tmp_path / "case")
    with the_window(qtbot, user) as window:
        open_footage(qtbot, window)
        assert said(window) == ""
        window.commands["close_case"].trigger()
        moved = recording.rename(tmp_path / "b.mp4")
        other = make(tmp_path / "other.mp4", Clip(frames=9))
        reopened(qtbot, window, tmp_path / "case")
        assert "a.mp4 is not where it was" in said(window)
        user.found = other
        window.commands["find_again"].trigger()
        qtbot.waitUntil(lambda: bool(user.problems), timeout=10_000)
        assert "is not the recording" in user.problems[-1].sentence
        assert window.desk.footage is not None
        assert window.desk.footage.path == recording
        user.found = moved
        window.commands["find_again"].trigger()
        qtbot.waitUntil(lambda: window.desk.footage is not None and window.desk.footage.path == moved, timeout=10_000)
        assert said(window) == ""
        qtbot.waitUntil(lambda: window.projector.shown is not None, timeout=10_000)
        window.commands["close_case"].trigger()
        reopened(qtbot, window, tmp_path / "case")
        assert said(window) == ""


def test_footage_that_was_altered_in_the_same_size_is_found_out_by_its_fingerprint(
    qtbot: QtBot, tmp_path: Path
) -> None:
    recording = make(tmp_path / "a.mp4", Clip(frames=20))
    user = FakeUser(file=recording, folder=tmp_path / "case")
    with the_window(qtbot, user) as window:
        open_footage(qtbot, window)
        window.commands["close_case"].trigger()
        body = bytearray(recording.read_bytes())
        body[len(body) // 2] ^= 1
        recording.write_bytes(bytes(body))
        reopened(qtbot, window, tmp_path / "case")
        qtbot.waitUntil(lambda: "is not what was taken in" in said(window), timeout=10_000)


def test_footage_of_another_size_is_named_at_once(qtbot: QtBot, tmp_path: Path) -> None:
    recording = make(tmp_path / "a.mp4", Clip(frames=20))
    user = FakeUser(file=recording, folder=tmp_path / "case")
    with the_window(qtbot, user) as window:
        open_footage(qtbot, window)
        window.commands["close_case"].trigger()
        recording.write_bytes(recording.read_bytes() + b"more")
        reopened(qtbot, window, tmp_path / "case")
        assert "was altered since it was taken in" in said(window)
