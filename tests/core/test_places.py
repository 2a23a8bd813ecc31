"""Where things lie on each system."""

import sys
from pathlib import Path

import pytest

from reviewer.core import places


def test_the_folder_of_packs_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(places.PACKS_VARIABLE, str(tmp_path))
    assert places.pack_folders() == places.PackFolders(tmp_path / "everyone", tmp_path / "own")


@pytest.mark.parametrize(
    ("platform", "variables", "everyone", "own"),
    [
        ("linux", {}, "/usr/local/share/reviewer/model-packs", "home/.local/share/reviewer/model-packs"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/usr/local/share/reviewer/model-packs", "/data/reviewer/model-packs"),
        (
            "win32",
            {"PROGRAMDATA": "/ProgramData", "LOCALAPPDATA": "/Local"},
            "/ProgramData/Reviewer/model-packs",
            "/Local/Reviewer/model-packs",
        ),
        ("win32", {"PROGRAMDATA": "/P"}, "/P/Reviewer/model-packs", "home/AppData/Local/Reviewer/model-packs"),
        (
            "darwin",
            {},
            "/Library/Application Support/Reviewer/model-packs",
            "home/Library/Application Support/Reviewer/model-packs",
        ),
    ],
)
def test_packs_lie_where_each_system_keeps_data_and_never_in_the_program(
    platform: str,
    variables: dict[str, str],
    everyone: str,
    own: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in (places.PACKS_VARIABLE, "XDG_DATA_HOME", "PROGRAMDATA", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    folders = places.pack_folders()
    assert folders.everyone == Path(everyone)
    assert folders.own == (Path(own) if own.startswith("/") else Path.home() / own.removeprefix("home/"))
    assert not folders.own.is_relative_to(places.resources())
