"""The settings outlive the window, and no state of their file keeps it from opening."""

import json
import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reviewer.core.preferences import Held, Preferences, Theme
from reviewer.store.settings_file import LARGEST, NAME, VARIABLE, SettingsFile, settings_folder

FULL = Preferences(
    theme=Theme.DARK,
    keys={"play": ("Space", "F4"), "draw": ()},
    layout={"window": b"\x00\xff", "across": b""},
    recent=(Path("/cases/Überfall"), Path("/cases/\udcff")),
    held=(Held(Path("/cases/a"), 12, 3.5, returned=True),),
    volume=0.25,
    hear=False,
)


def kept(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
    return found


def test_a_new_user_has_the_usual_settings_and_no_file(tmp_path: Path) -> None:
    settings = SettingsFile(tmp_path / "none")
    assert settings.load() == Preferences()
    assert settings.trouble == ""
    assert not (tmp_path / "none").exists()


def test_what_was_changed_is_there_again_the_next_time(tmp_path: Path) -> None:
    SettingsFile(tmp_path / "new").change(lambda _: FULL)
    assert SettingsFile(tmp_path / "new").load() == FULL
    assert [p.name for p in (tmp_path / "new").iterdir()] == [NAME]


def test_two_windows_do_not_undo_each_others_changes(tmp_path: Path) -> None:
    one, another = SettingsFile(tmp_path), SettingsFile(tmp_path)
    one.load()
    another.load()
    one.change(lambda p: replace(p, theme=Theme.CONTRAST))
    another.change(lambda p: replace(p, volume=0.5))
    assert SettingsFile(tmp_path).load() == Preferences(theme=Theme.CONTRAST, volume=0.5)


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    SettingsFile(tmp_path).change(lambda p: replace(p, hear=True))
    assert not (tmp_path / NAME).exists()


def test_what_a_file_holds_besides_is_kept(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('{"version": 1, "later": {"a": [1]}, "hear": false}', encoding="utf-8")
    SettingsFile(tmp_path).change(lambda p: replace(p, hear=True))
    assert kept(tmp_path)["later"] == {"a": [1]}
    assert kept(tmp_path)["hear"] is True


DAMAGED = [
    b"",
    b"{",
    b"[]",
    b"null",
    b"{}",
    b"\xff\xfe\x00",
    b'{"version": "1"}',
    b'{"version": 1, "theme": "pink"}',
    b'{"version": 1, "keys": {"play": [1]}}',
    b'{"version": 1, "keys": ["play"]}',
    b'{"version": 1, "layout": {"window": "%"}}',
    b'{"version": 1, "volume": 9}',
    b'{"version": 1, "volume": NaN}',
    b'{"version": 1, "volume": 1' + b"0" * 400 + b"}",
    b'{"version": 1, "hear": 1}',
    b'{"version": 1, "recent": [3]}',
    b'{"version": 1, "held": [{"folder": "a"}]}',
    b'{"version": 1, "held": [{"folder": "a", "process": -1, "began": 0}]}',
    b"[" * 100_000,
    b" " * (LARGEST + 1),
]


@pytest.mark.logs("the settings cannot be read; they were set aside")
@pytest.mark.parametrize("text", DAMAGED, ids=range(len(DAMAGED)))
def test_a_damaged_file_is_set_aside_and_said_and_the_usual_settings_hold(tmp_path: Path, text: bytes) -> None:
    (tmp_path / NAME).write_bytes(text)
    settings = SettingsFile(tmp_path)
    assert settings.load() == Preferences()
    (aside,) = tmp_path.iterdir()
    assert aside.read_bytes() == text
    assert aside.name in settings.trouble
    settings.change(lambda p: replace(p, theme=Theme.DARK))
    assert SettingsFile(tmp_path).load().theme is Theme.DARK
    assert aside.read_bytes() == text


@pytest.mark.logs("the settings were saved by a newer version of Reviewer")
def test_the_file_of_a_newer_version_is_set_aside_and_not_written_over(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text('{"version": 2, "theme": {"of": "another form"}}', encoding="utf-8")
    settings = SettingsFile(tmp_path)
    assert settings.change(lambda p: replace(p, hear=False)) == Preferences(hear=False)
    assert "newer version" in settings.trouble
    assert kept(tmp_path)["version"] == 1
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.logs("the settings cannot be kept")
def test_settings_that_cannot_be_written_last_until_the_window_is_closed(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    settings = SettingsFile(tmp_path / "file" / "folder")
    assert settings.change(lambda p: replace(p, theme=Theme.LIGHT)).theme is Theme.LIGHT
    assert settings.load().theme is Theme.LIGHT
    assert "until the window is closed" in settings.trouble


@pytest.mark.parametrize("refusals", [1, 3])
def test_a_file_that_another_window_has_open_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusals: int
) -> None:
    left, replace_file = [refusals], Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if left[0]:
            left[0] -= 1
            raise PermissionError(13, "in use")
        return replace_file(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    settings = SettingsFile(tmp_path)
    settings.change(lambda p: replace(p, hear=False))
    assert settings.trouble == ""
    assert SettingsFile(tmp_path).load().hear is False


def test_without_a_folder_nothing_is_kept() -> None:
    settings = SettingsFile(None)
    settings.change(lambda p: replace(p, theme=Theme.LIGHT))
    assert settings.load().theme is Theme.LIGHT
    assert SettingsFile(None).load() == Preferences()


def test_the_folder_can_be_chosen_and_otherwise_lies_in_the_users_home(
    tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "here"))
    assert settings_folder() == tmp_path / "here"
    monkeypatch.delenv(VARIABLE)
    if sys.platform == "linux":
        assert settings_folder() == own_home / "config" / "Reviewer"
    assert settings_folder().name == "Reviewer"


def test_no_test_can_reach_the_settings_of_whoever_runs_it(own_home: Path) -> None:
    assert Path(os.environ[VARIABLE]).is_relative_to(own_home)
    assert settings_folder().is_relative_to(own_home)
