import json
from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from reviewer.core.transcript import Hearing, Transcript
from reviewer.core.watched import Kind, Term
from reviewer.ui.asking import DialogUser
from reviewer.ui.dialogs.watch_list import WatchListDialog
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panels.transcript import TranscriptPanel
from reviewer.ui.panels.transcript_text import line_of
from reviewer.ui.transcript_words import NO_WORDS, NONE_YET, NOT_FOUND, SILENT_ALREADY
from tests.support.footage import Clip, Sound, make
from tests.support.transcripts import read
from tests.support.window import FakeUser, see

CUES = ("my name is John", "no phone", "John is here")
LEFT = Qt.MouseButton.LeftButton
SHIFT, PLAIN = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier


@pytest.fixture(scope="session")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds with a tone."""
    return make(tmp_path_factory.mktemp("spoken") / "spoken.mp4", Clip(frames=120, sounds=(Sound(),)))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Word for word a transcript of CUES, each word of 400 ms."""
    at = 0.0
    segments = []
    for cue in CUES:
        words = [{"word": w, "start": at + n * 0.4, "end": at + n * 0.4 + 0.4} for n, w in enumerate(cue.split())]
        at += 0.4 * len(words)
        segments.append({"start": words[0]["start"], "end": at, "text": cue, "words": words})
    path = tmp_path / "said.json"
    path.write_text(json.dumps({"segments": segments}), encoding="utf-8")
    return path


@pytest.fixture
def panel(qtbot: QtBot, desk: MainWindow, file: Path) -> TranscriptPanel:
    """The tab with the transcript imported and looked through."""
    assert desk.desk.footage is not None
    keep(qtbot, desk, read(file, file.read_text(), recording=desk.desk.footage.recording))
    return desk.fittings.transcript.panel


def keep(qtbot: QtBot, window: MainWindow, transcript: Transcript) -> None:
    """The transcript in the case, as it is after an import, and looked through."""
    spoken = window.fittings.transcript.spoken
    assert window.desk.footage is not None
    spoken.keep(window.desk.footage, transcript)
    window.page.show_tab("transcript")
    qtbot.waitUntil(lambda: not spoken.looking and window.fittings.transcript.panel.text.settled, timeout=10_000)


def bring_in(qtbot: QtBot, window: MainWindow) -> None:
    window.commands["import_transcript"].trigger()
    spoken = window.fittings.transcript.spoken
    qtbot.waitUntil(lambda: spoken.transcript is not None and not spoken.looking, timeout=30_000)
    qtbot.waitUntil(lambda: window.fittings.transcript.panel.text.settled, timeout=5000)


def lines(panel: TranscriptPanel) -> list[str]:
    return panel.text.toPlainText().split("\n")


def silences(window: MainWindow) -> list[tuple[float, float]]:
    assert window.desk.footage is not None
    base = window.desk.footage.recording.video.time_base
    spans = (s.span for s in window.desk.review.silences.values())
    return sorted((round(float(s.start * base), 2), round(float(s.end * base), 2)) for s in spans)


def struck(panel: TranscriptPanel) -> list[str]:
    """The stretches of text that are struck through."""
    found = []
    block = panel.text.document().firstBlock()
    while block.isValid():
        for span in block.textFormats():
            if span.format.fontStrikeOut():  # type: ignore[attr-defined]
                found.append(block.text()[span.start : span.start + span.length])  # type: ignore[attr-defined]
        block = block.next()
    return found


def test_before_there_is_a_transcript_it_is_said_how_to_get_one(desk: MainWindow) -> None:
    panel = desk.fittings.transcript.panel
    assert panel.hint == NONE_YET
    for name in ("find_words", "silence_words", "silence_found", "accept_all_words"):
        assert not desk.commands[name].isEnabled()


def test_every_cue_is_a_line_with_its_time(panel: TranscriptPanel, desk: MainWindow) -> None:
    assert panel.hint == ""
    assert lines(panel) == ["0:00  my name is John", "0:01  no phone", "0:02  John is here"]
    assert desk.page.tabs.currentWidget() is panel
    assert panel.text.accessibleName() == "Transcript"


def test_the_words_of_a_selection_are_silenced_struck_through_and_said_to_be(
    panel: TranscriptPanel, desk: MainWindow
) -> None:
    panel.text.select(3, 4)
    desk.commands["silence_words"].trigger()
    assert silences(desk) == [(1.0, 1.8)]
    assert lines(panel)[0] == "0:00  my name is [in part] John [silenced]"
    assert lines(panel)[1] == "0:01  no [in part] phone"
    assert struck(panel) == ["John"]
    desk.commands["silence_words"].trigger()
    assert desk.statusBar().currentMessage() == SILENT_ALREADY
    desk.commands["undo"].trigger()
    assert lines(panel)[0] == "0:00  my name is John"
    assert struck(panel) == []


def test_words_in_a_row_are_one_silence_and_marked_once(qtbot: QtBot, panel: TranscriptPanel, desk: MainWindow) -> None:
    panel.text.select(1, 4)
    desk.commands["silence_words"].trigger()
    assert silences(desk) == [(0.2, 1.8)]
    qtbot.waitUntil(lambda: panel.text.settled, timeout=5000)
    assert lines(panel)[0] == "0:00  my [in part] name is John [silenced]"
    assert struck(panel) == ["name is John"]


def test_a_word_is_heard_again_and_those_beside_it_stay_silenced(panel: TranscriptPanel, desk: MainWindow) -> None:
    spoken = desk.fittings.transcript.spoken
    panel.text.select(1, 4)
    desk.commands["silence_words"].trigger()
    panel.text.select(2, 3)
    desk.commands["hear_words"].trigger()
    assert [Hearing(int(h)) for h in spoken.heard[1:4]] == [Hearing.SILENCED, Hearing.HEARD, Hearing.SILENCED]
    panel.text.select(1, 4)
    desk.commands["hear_words"].trigger()
    assert silences(desk) == []


def test_a_click_on_a_word_goes_to_it_and_enter_does_too(
    qtbot: QtBot, panel: TranscriptPanel, desk: MainWindow
) -> None:
    panel.text.select(6, 7)
    place = panel.text.cursorRect().center()
    QTest.mouseClick(panel.text.viewport(), LEFT, PLAIN, place - QPoint(6, 0))
    assert desk.projector.number == 72  # 2.4 s
    assert not panel.text.textCursor().hasSelection()
    cursor = panel.text.textCursor()
    cursor.setPosition(panel.text._position(1)[0] + 1)
    panel.text.setTextCursor(cursor)
    QTest.keyClick(panel.text, Qt.Key.Key_Return)
    assert desk.projector.number == 12


def test_shift_and_the_arrows_select_words_and_do_not_step_the_picture(
    panel: TranscriptPanel, desk: MainWindow
) -> None:
    cursor = panel.text.textCursor()
    cursor.setPosition(panel.text._position(1)[0])
    panel.text.setTextCursor(cursor)
    desk.activateWindow()
    panel.text.setFocus()
    QApplication.processEvents()
    number = desk.projector.number
    for _ in range(7):
        QTest.keyClick(panel.text, Qt.Key.Key_Right, SHIFT)
    assert panel.text.selected() == range(1, 3)
    assert desk.projector.number == number
    QTest.keyClick(panel.text, Qt.Key.Key_Down, SHIFT)
    assert panel.text.selected().stop > 4


def test_the_word_that_is_said_is_marked_as_the_picture_goes_on(
    panel: TranscriptPanel, desk: MainWindow, qtbot: QtBot
) -> None:
    desk.projector.seek(40)
    see(qtbot, desk, number=40)
    (shown,) = panel.text.extraSelections()
    assert shown.cursor.selectedText() == "John"  # type: ignore[attr-defined]


def test_finding_goes_from_place_to_place_and_silences_all_of_them(panel: TranscriptPanel, desk: MainWindow) -> None:
    panel.query.setText("joh")
    assert panel.found.text() == "2 found"
    desk.commands["next_found"].trigger()
    assert panel.text.textCursor().selectedText() == "John"
    assert panel.found.text() == "1 of 2"
    desk.commands["previous_found"].trigger()
    assert panel.text.selected() == range(6, 7)
    desk.commands["silence_found"].trigger()
    assert silences(desk) == [(1.0, 1.8), (2.2, 3.0)]
    panel.query.setText("phone call")
    desk.commands["silence_found"].trigger()
    assert desk.statusBar().currentMessage() == NOT_FOUND


def test_the_watch_list_proposes_and_proposals_are_accepted_and_skipped(
    qtbot: QtBot, panel: TranscriptPanel, desk: MainWindow, user: FakeUser
) -> None:
    spoken = desk.fittings.transcript.spoken
    user.terms = (Term(Kind.NAME, "Jon Doe"),)
    desk.commands["watch_list"].trigger()
    qtbot.waitUntil(lambda: panel.list.model().rowCount() == 2, timeout=10_000)
    model = panel.list.model()
    assert [model.index(0, c).data() for c in range(3)] == ["John", "Name", "0:01"]
    said = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "John: Name. It is like a part of “Jon Doe” on the watch-list."
    desk.commands["skip_words"].trigger()
    assert model.rowCount() == 1
    assert panel.text.selected() == range(6, 7)
    assert desk.projector.number == 72
    desk.commands["accept_words"].trigger()
    assert model.rowCount() == 0
    assert silences(desk) == [(2.2, 3.0)]
    desk.commands["undo"].trigger()
    assert model.rowCount() == 1
    desk.commands["accept_all_words"].trigger()
    assert spoken.heard[6] == Hearing.SILENCED
    assert desk.desk.case is not None
    assert desk.desk.case.watched() == user.terms


def test_a_word_whose_time_is_estimated_takes_its_cue_along_unless_it_is_not_to(
    qtbot: QtBot, desk: MainWindow, user: FakeUser, tmp_path: Path
) -> None:
    user.transcript = tmp_path / "said.srt"
    user.transcript.write_text("1\n00:00:01,000 --> 00:00:02,000\nmy name is John\n", encoding="utf-8")
    bring_in(qtbot, desk)
    text = desk.fittings.transcript.panel.text
    assert "times for its cues alone" in desk.fittings.transcript.panel.notes.text()
    text.select(3, 4)
    desk.commands["silence_words"].trigger()
    assert silences(desk) == [(0.8, 2.2)]
    assert "all of their cue is silenced" in desk.statusBar().currentMessage()
    desk.commands["undo"].trigger()
    text.select(3, 4)
    desk.commands["silence_just_words"].trigger()
    assert silences(desk) == [(1.47, 2.2)]
    assert "listen to it" in desk.statusBar().currentMessage()


def test_nothing_is_silenced_where_nothing_is_chosen(panel: TranscriptPanel, desk: MainWindow) -> None:
    cursor = panel.text.textCursor()
    cursor.setPosition(0)
    panel.text.setTextCursor(cursor)
    desk.commands["silence_words"].trigger()
    assert desk.statusBar().currentMessage() == NO_WORDS
    assert not desk.desk.review.silences


def test_a_file_that_is_no_transcript_is_told_and_what_was_there_stays(
    qtbot: QtBot, panel: TranscriptPanel, desk: MainWindow, user: FakeUser, tmp_path: Path
) -> None:
    user.transcript = tmp_path / "letter.txt"
    user.transcript.write_text("Dear Sir", encoding="utf-8")
    desk.commands["import_transcript"].trigger()
    qtbot.waitUntil(lambda: bool(user.problems), timeout=30_000)
    assert "not a transcript" in user.problems[0].sentence
    assert len(lines(panel)) == 3


def test_the_transcript_is_there_when_the_case_is_opened_again(
    qtbot: QtBot, panel: TranscriptPanel, desk: MainWindow, user: FakeUser
) -> None:
    assert user.folder is not None
    desk.commands["close_case"].trigger()
    assert panel.hint != ""
    desk.open(user.folder)
    qtbot.waitUntil(lambda: not panel.hint, timeout=10_000)
    assert lines(panel)[2] == "0:02  John is here"


def test_a_line_says_behind_each_row_of_words_that_they_are_silenced_or_heard_in_part() -> None:
    text, places, struck_out = line_of(["a", "bc", "d", "e"], bytes([0, 2, 2, 1]), start="0:00  ")
    assert text == "0:00  a bc d [silenced] e [in part]"
    assert [text[a:b] for a, b in places] == ["a", "bc", "d", "e"]
    assert [text[a:b] for a, b in struck_out] == ["bc d"]


def test_the_watch_list_is_typed_pasted_and_shortened(qtbot: QtBot) -> None:
    dialog = WatchListDialog((Term(Kind.NAME, "Jane Doe"),))
    qtbot.addWidget(dialog)
    assert not dialog.add_button.isEnabled()
    dialog.words.setText("John Smith")
    dialog.add()
    dialog.kind.setCurrentIndex(dialog.kind.findData(Kind.PHONE.value))
    dialog.words.setText("07700 900123\u202907700 900124\u2029--")
    dialog.add()
    flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
    dialog.table.selectionModel().select(dialog.table.model().index(0, 0), flags)
    dialog.remove()
    dialog.words.setText("07700 900125")
    dialog._finish()
    assert [(t.kind, t.text) for t in dialog.answer] == [
        (Kind.NAME, "John Smith"),
        (Kind.PHONE, "07700 900123"),
        (Kind.PHONE, "07700 900124"),
        (Kind.PHONE, "07700 900125"),
    ]


def test_the_picture_stays_where_it_is_when_a_proposal_is_answered_by_other_means(
    qtbot: QtBot, panel: TranscriptPanel, desk: MainWindow, user: FakeUser
) -> None:
    user.terms = (Term(Kind.NAME, "John"),)
    desk.commands["watch_list"].trigger()
    qtbot.waitUntil(lambda: panel.list.model().rowCount() == 2, timeout=10_000)
    panel.list.setCurrentIndex(panel.list.model().index(0, 0))
    assert desk.projector.number == 36
    assert desk.statusBar().currentMessage() == "It is like “John” on the watch-list."
    desk.projector.seek(5)
    panel.text.select(3, 4)
    desk.commands["silence_words"].trigger()
    assert panel.list.model().rowCount() == 1
    assert desk.projector.number == 5
    assert panel.text.selected() == range(3, 4)


def test_the_user_is_asked_for_the_file_and_for_the_list_by_dialogs(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    asked = DialogUser(window)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "said.vtt"), ""))
    assert asked.transcript_file() == tmp_path / "said.vtt"
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("", ""))
    assert asked.transcript_file() is None
    terms = (Term(Kind.NAME, "Jane Doe"),)
    monkeypatch.setattr(WatchListDialog, "exec", lambda _: QDialog.DialogCode.Accepted)
    assert asked.watch_list(terms) == terms
    monkeypatch.setattr(WatchListDialog, "exec", lambda _: QDialog.DialogCode.Rejected)
    assert asked.watch_list(terms) is None
