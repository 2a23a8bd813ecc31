"""A recording, and the window with it open."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer.core.settings import Search
from reviewer.ui.main_window import MainWindow
from tests.support.footage import Clip, make
from tests.support.window import FakeUser, open_footage, the_window


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty-eight numbered frames, 320x240, under a name that is not plain."""
    return make(tmp_path_factory.mktemp("recordings") / "Überfall 1.mp4", Clip(frames=48))


@pytest.fixture
def user(recording: Path, tmp_path: Path) -> FakeUser:
    """Opens the recording into a new case and has it analysed."""
    return FakeUser(file=recording, folder=tmp_path / "Fälle" / "case", search=Search())


@pytest.fixture
def window(qtbot: QtBot, user: FakeUser) -> Iterator[MainWindow]:
    """The window with nothing open."""
    with the_window(qtbot, user) as window:
        yield window


@pytest.fixture
def desk(qtbot: QtBot, window: MainWindow, user: FakeUser) -> MainWindow:
    """The window with the recording open, two regions proposed and the first frame on show."""
    open_footage(qtbot, window)
    assert not user.problems
    return window
