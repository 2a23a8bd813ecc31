"""A sample case with a real face in it, and the window open on a copy of it."""

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer import app
from reviewer.ui.application import make_application
from reviewer.ui.main_window import MainWindow
from tests.support.window import FakeUser, see


@pytest.fixture
def user() -> FakeUser:
    return FakeUser()


@pytest.fixture
def desk(qtbot: QtBot, practice: Path, tmp_path: Path, user: FakeUser) -> Iterator[MainWindow]:
    """The program's own window, with everything in it real, on a copy of the sample case."""
    case = tmp_path / "case"
    shutil.copytree(practice, case)
    make_application()
    window = app.build(means=dataclasses.replace(app.real_means(), warm_up=lambda: None), user=user)
    window.resize(1280, 760)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.open(case)
    see(qtbot, window, number=0)
    try:
        yield window
    finally:
        user.stops = True
        window.close()
        window.deleteLater()
        qtbot.wait(10)
