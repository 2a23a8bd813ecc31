"""An officer imports a transcript, finds a name in it, silences it everywhere, and takes that back."""

from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.core.assembly import assembled
from reviewer.services.captions import texts_of
from reviewer.ui.main_window import MainWindow
from tests.support.footage import Clip, Sound, make
from tests.support.window import FakeUser, open_footage, the_window

SRT = (
    "1\n00:00:00,200 --> 00:00:01,000\nMy name is Jane Doe\n\n"
    "2\n00:00:01,400 --> 00:00:02,000\nWait here please\n\n"
    "3\n00:00:02,400 --> 00:00:03,200\nJane, who is that?\n"
)


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen screen has no window manager to hint to
def test_from_a_transcript_to_a_silenced_name_and_back(qtbot: QtBot, tmp_path: Path) -> None:
    recording = make(tmp_path / "a.mp4", Clip(frames=120, sounds=(Sound(duration=4.0),)))
    user = FakeUser(file=recording, folder=tmp_path / "case", transcript=tmp_path / "said.srt")
    (tmp_path / "said.srt").write_text(SRT, encoding="utf-16")
    with the_window(qtbot, user) as window:
        open_footage(qtbot, window)
        bring_in(qtbot, window)
        find_and_silence(qtbot, window)
        take_back(window)
        assert not user.problems


def bring_in(qtbot: QtBot, window: MainWindow) -> None:
    window.commands["import_transcript"].trigger()
    text = window.fittings.transcript.panel.text
    qtbot.waitUntil(lambda: "Jane" in text.toPlainText(), timeout=30_000)
    assert "said.srt: 12 words." in window.statusBar().currentMessage()
    assert text.toPlainText().split("\n")[1] == "0:01  Wait here please"


def find_and_silence(qtbot: QtBot, window: MainWindow) -> None:
    panel = window.fittings.transcript.panel
    window.commands["find_words"].trigger()
    QTest.keyClicks(panel.query, "jane")
    assert panel.found.text() == "2 found"
    QTest.keyClick(panel.query, Qt.Key.Key_Return)
    QTest.keyClick(panel.query, Qt.Key.Key_Return)
    assert panel.found.text() == "2 of 2"
    assert window.projector.number == 72  # where the third cue begins
    window.commands["silence_found"].trigger()
    assert "all of their cue is silenced" in window.statusBar().currentMessage()
    lines = panel.text.toPlainText().split("\n")
    assert lines == [
        "0:00  My name is Jane Doe [silenced]",
        "0:01  Wait here please",
        "0:02  Jane, who is that? [silenced]",
    ]
    assert "Jane" not in captions(window)
    assert "Wait here please" in captions(window)


def take_back(window: MainWindow) -> None:
    assert len(window.desk.review.silences) == 2
    window.commands["undo"].trigger()
    assert not window.desk.review.silences
    assert "[silenced]" not in window.fittings.transcript.panel.text.toPlainText()
    assert "Jane" in captions(window)


def captions(window: MainWindow) -> str:
    """All that a copy would have in writing now."""
    footage, transcript = window.desk.footage, window.fittings.transcript.spoken.transcript
    assert footage is not None
    assert transcript is not None
    base: Fraction = footage.recording.video.time_base
    whole = assembled(footage.recording.index, window.desk.review.kept, time_base=base)
    files = texts_of(transcript, window.desk.review, assembly=whole, time_base=base)
    return "".join(content.decode() for content in files.values())
