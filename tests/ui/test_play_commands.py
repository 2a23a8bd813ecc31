"""The actions that play, in the real window on footage with sound."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from reviewer.core.analysis import Appraisal
from reviewer.core.doubt import Doubt, DoubtKind
from reviewer.core.errors import SpeakerError
from reviewer.core.footage import Footage
from reviewer.core.mark_edits import SetInOut
from reviewer.core.settings import Search
from reviewer.core.timing import Span
from reviewer.services.pictures import Unheard
from reviewer.ui.main_window import MainWindow
from tests.support.footage import Clip, Sound, make
from tests.support.window import FakeUser, open_footage, see, the_window

CUTS = (10, 30)


def appraised(footage: Footage) -> Appraisal:
    index = footage.recording.index
    cuts = [Doubt(DoubtKind.CUT, Span(index.tick(n), index.tick(n + 2)), index.tick(n), 0.1) for n in CUTS]
    other = Doubt(DoubtKind.PAN, Span(index.tick(20), index.tick(22)), index.tick(20), 0.1)
    return Appraisal(doubts=(*cuts, other), risk=np.full(len(index), 0.1, np.float32))


@pytest.fixture
def heard(tmp_path: Path) -> Path:
    return make(tmp_path / "with sound.mp4", Clip(frames=48, sounds=(Sound(tone=440.0),)))


@pytest.fixture
def sounding(qtbot: QtBot, heard: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """The window with footage that has sound and two cuts."""
    user = FakeUser(file=heard, folder=tmp_path / "case", search=Search())
    with the_window(qtbot, user, appraise=appraised) as window:
        open_footage(qtbot, window)
        yield window


def said(window: MainWindow) -> str:
    return window.statusBar().currentMessage()


def test_without_footage_none_of_it_can_be_done(window: MainWindow) -> None:
    for name in ("slower", "faster", "hear", "louder", "quieter", "loop", "go_to_time", "next_cut", "previous_cut"):
        assert not window.commands[name].isEnabled()


def test_footage_without_sound_has_nothing_to_hear(desk: MainWindow) -> None:
    assert desk.commands["faster"].isEnabled()
    for name in ("hear", "louder", "quieter"):
        assert not desk.commands[name].isEnabled()


def test_the_speed_is_said_and_that_there_is_no_sound_at_it(sounding: MainWindow) -> None:
    sounding.commands["faster"].trigger()
    assert said(sounding) == "Speed 1.5×."
    sounding.commands["faster"].trigger()
    sounding.commands["faster"].trigger()
    assert said(sounding) == "Speed 4×: no sound at this speed."
    for _ in range(12):
        sounding.commands["slower"].trigger()
    assert sounding.projector.tempo == 0.1


def test_sound_is_on_at_first_and_how_loud_it_is_is_remembered(sounding: MainWindow) -> None:
    hear, remembered = sounding.commands["hear"], sounding.shell.remembered
    assert hear.isChecked()
    sounding.commands["quieter"].trigger()
    assert said(sounding) == "Loudness 70% of what was recorded."
    hear.trigger()
    assert not sounding.projector.hears
    assert (remembered.preferences.volume, remembered.preferences.hear) == (0.7, False)
    sounding.commands["louder"].trigger()
    assert said(sounding) == "Loudness 100% of what was recorded. Sound is off."


def test_cuts_are_gone_to_one_after_the_other(qtbot: QtBot, sounding: MainWindow) -> None:
    wanted = {"next_cut": [10, 30], "previous_cut": [10]}
    for name, numbers in wanted.items():
        for number in numbers:
            sounding.commands[name].trigger()
            see(qtbot, sounding, number=number)
    assert said(sounding).startswith("Cut 1 of 2, at ")
    sounding.commands["previous_cut"].trigger()
    assert said(sounding) == "There is no cut before this."
    sounding.projector.seek(40)
    sounding.commands["next_cut"].trigger()
    assert said(sounding) == "There is no further cut."
    assert sounding.projector.number == 40


def test_footage_without_cuts_says_so(desk: MainWindow) -> None:
    desk.commands["next_cut"].trigger()
    assert "ut" in said(desk)
    assert desk.projector.number == 0


def test_a_loop_needs_in_and_out_and_moves_with_them(qtbot: QtBot, sounding: MainWindow) -> None:
    loop, projector = sounding.commands["loop"], sounding.projector
    loop.trigger()
    assert "in point (I)" in said(sounding)
    assert not loop.isChecked()
    place = sounding.desk.place
    assert place is not None
    index = place.footage.recording.index
    first, second = Span(index.tick(4), index.tick(9)), Span(index.tick(4), index.tick(12))
    sounding.desk.apply(SetInOut(first))
    loop.trigger()
    assert loop.isChecked()
    assert projector.loop == first
    assert projector.speed == 1
    qtbot.waitUntil(lambda: projector.shown is not None and 4 <= projector.shown.number < 9, timeout=30_000)
    sounding.desk.apply(SetInOut(second))
    assert projector.loop == second
    loop.trigger()
    assert projector.loop is None
    projector.stop()


def test_going_elsewhere_ends_the_loop(sounding: MainWindow) -> None:
    place = sounding.desk.place
    assert place is not None
    index = place.footage.recording.index
    sounding.desk.apply(SetInOut(Span(index.tick(4), index.tick(9))))
    sounding.commands["loop"].trigger()
    sounding.projector.seek(30)
    assert not sounding.commands["loop"].isChecked()


def test_a_typed_time_is_gone_to(qtbot: QtBot, sounding: MainWindow) -> None:
    box = sounding.page.transport.time
    sounding.activateWindow()
    sounding.page.view.setFocus()
    sounding.commands["go_to_time"].trigger()
    qtbot.waitUntil(box.hasFocus)
    qtbot.keyClicks(box, "f31")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    see(qtbot, sounding, number=30)
    assert not box.hasFocus()


def test_each_reason_for_silence_is_said_once_and_a_defect_is_shown(qtbot: QtBot, sounding: MainWindow) -> None:
    footage, user = sounding.desk.footage, sounding.user
    assert footage is not None
    assert isinstance(user, FakeUser)
    sounding.projector.hear(footage, Unheard(SpeakerError("There is no sound device.", "It plays without sound.")))
    assert said(sounding) == "There is no sound device. It plays without sound."
    sounding.say("")
    sounding.projector.hear(footage, Unheard(SpeakerError("There is no sound device.", "It plays without sound.")))
    assert said(sounding) == ""
    assert user.problems == []


@pytest.mark.logs("a defect was shown")
def test_a_defect_in_the_sound_is_reported_like_any_other(sounding: MainWindow) -> None:
    footage, user = sounding.desk.footage, sounding.user
    assert footage is not None
    assert isinstance(user, FakeUser)
    sounding.projector.hear(footage, Unheard(RuntimeError("no samples")))
    assert len(user.problems) == 1
