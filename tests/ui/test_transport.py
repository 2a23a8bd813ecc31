"""The row under the picture: where it is, a time that is typed, the speed, and whether anything is heard."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reviewer.core.footage import Footage, FootageId
from reviewer.core.timing import Span
from reviewer.services.pictures import PicturePlayer
from reviewer.ui.actions import Actions
from reviewer.ui.application import make_application
from reviewer.ui.bridge import MainThread
from reviewer.ui.viewer.projector import SPEEDS, Projector
from reviewer.ui.viewer.transport import PlaceLine, Transport
from tests.support.values import SOMEWHERE, a_recording

FRAMES = 900


class Still(PicturePlayer):
    """Does nothing."""


class Bench:
    """A window with the row, and a button that had the keys before."""

    def __init__(self, window: QMainWindow) -> None:
        self.actions = Actions(window, window.menuBar())
        self.projector = Projector(MainThread(window), lambda *_: Still(), parent=window)
        self.row = Transport(self.actions, self.projector)
        self.before = QPushButton("Before")
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.addWidget(self.before)
        column.addWidget(self.row)
        window.setCentralWidget(middle)
        self.escaped: list[int] = []
        self.actions.bind("let_go", lambda: self.escaped.append(1))
        recording = a_recording(frames=FRAMES)
        self.footage = Footage(id=FootageId("a"), path=SOMEWHERE, size=1, sha256="a", recording=recording)
        self.row.load(self.footage)
        self.projector.load(self.footage)

    @property
    def buttons(self) -> list[QToolButton]:
        return [b for b in self.row.findChildren(QToolButton) if not b.isHidden()]


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    make_application()
    window = QMainWindow()
    qtbot.addWidget(window)
    bench = Bench(window)
    window.setMinimumSize(700, 160)  # its own, as the real one has: it does not follow what it holds
    window.resize(900, 200)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    bench.before.setFocus()
    qtbot.waitUntil(bench.before.hasFocus)
    yield bench
    bench.projector.close()


def type_in(qtbot: QtBot, bench: Bench, text: str) -> None:
    bench.row.time.ask()
    qtbot.keyClicks(bench.row.time, text)
    qtbot.keyClick(bench.row.time, Qt.Key.Key_Return)


def test_it_fits_beside_panels_at_the_size_that_texts_have_at_first(bench: Bench) -> None:
    assert QApplication.font().pointSize() <= QFont().pointSize()
    assert bench.row.minimumSizeHint().width() <= 620


def test_it_tells_the_time_the_frame_and_the_tick(bench: Bench) -> None:
    bench.projector.seek(89)
    index = bench.footage.recording.index
    assert bench.row.time.text() == "0:00:02.970"
    for part in (f"Frame 90 / {FRAMES}", "of 0:00:30.030", f"Tick {index.tick(89)}"):
        assert part in bench.row.place


def test_only_what_there_is_room_for_is_shown_and_all_of_it_is_read_aloud(bench: Bench) -> None:
    (line,) = bench.row.findChildren(PlaceLine)
    bench.row.setFixedWidth(1200)
    QApplication.processEvents()
    assert line.text() == line.whole
    bench.row.setFixedWidth(700)
    QApplication.processEvents()
    assert line.whole.startswith(line.text())
    assert line.fontMetrics().horizontalAdvance(line.text()) <= line.width()
    assert line.text() != line.whole
    assert line.whole in line.accessibleName()


@pytest.mark.parametrize(("text", "number"), [("2.97", 89), ("0:02,97", 89), ("f90", 89), ("#900", 899), ("0", 0)])
def test_a_typed_time_is_gone_to_and_the_keys_go_back(qtbot: QtBot, bench: Bench, text: str, number: int) -> None:
    bench.projector.seek(450)
    type_in(qtbot, bench, text)
    assert bench.projector.number == number
    assert bench.before.hasFocus()
    assert bench.row.time.text() != text or text == "0:00:02.970"


def test_a_time_that_is_none_is_refused_beside_it_and_nothing_moves(qtbot: QtBot, bench: Bench) -> None:
    bench.projector.seek(450)
    type_in(qtbot, bench, "DROP TABLE; 12:61")
    assert bench.projector.number == 450
    assert "no time" in bench.row.place
    assert bench.row.time.hasFocus()
    assert bench.row.time.selectedText() == "DROP TABLE; 12:61"
    qtbot.keyClicks(bench.row.time, "f4")
    assert "Frame 451" in bench.row.place
    qtbot.keyClick(bench.row.time, Qt.Key.Key_Return)
    assert bench.projector.number == 3


def test_the_words_of_a_refusal_have_room_in_a_narrow_window(qtbot: QtBot, bench: Bench) -> None:
    before = len(bench.buttons)
    type_in(qtbot, bench, "banana")
    assert len(bench.buttons) < before
    bench.projector.seek(3)  # it plays on, or is moved otherwise: the words stay
    assert "no time" in bench.row.place
    qtbot.keyClick(bench.row.time, Qt.Key.Key_Escape)
    assert len(bench.buttons) == before
    assert "Frame 4" in bench.row.place


def test_esc_gives_up_gives_the_keys_back_and_does_nothing_else(qtbot: QtBot, bench: Bench) -> None:
    bench.projector.seek(89)
    bench.row.time.ask()
    qtbot.keyClicks(bench.row.time, "12:0")
    qtbot.keyClick(bench.row.time, Qt.Key.Key_Escape)
    assert bench.before.hasFocus()
    assert bench.row.time.text() == "0:00:02.970"
    assert bench.escaped == []
    assert bench.projector.number == 89


def test_what_is_being_typed_is_not_written_over_while_it_plays(qtbot: QtBot, bench: Bench) -> None:
    bench.row.time.ask()
    qtbot.keyClicks(bench.row.time, "12")
    bench.projector.moved.emit()
    assert bench.row.time.text() == "12"
    bench.before.setFocus()
    assert bench.row.time.text() == "0:00:00.000"


def test_the_speed_is_told_and_chosen_by_name(bench: Bench) -> None:
    button = bench.row.speed
    assert button.text() == "1×"
    assert button.accessibleName() == "Speed: 1 times"
    assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    menu = button.menu()
    assert [a.text() for a in menu.actions()] == [f"{s:g}×" for s in SPEEDS]
    menu.actions()[0].trigger()
    assert bench.projector.tempo == 0.1
    assert button.text() == "0.1×"
    assert [a.text() for a in menu.actions() if a.isChecked()] == ["0.1×"]


def test_while_it_plays_it_is_told_when_there_is_no_sound_and_when_it_is_looped(bench: Bench) -> None:
    bench.projector.toggle()
    assert "sound" not in bench.row.place
    bench.projector.set_speed(4.0)
    assert "no sound at this speed" in bench.row.place
    assert bench.row.speed.accessibleDescription() == "no sound at this speed"
    bench.projector.shuttle(-1)
    assert "-1×" in bench.row.place
    bench.projector.stop()
    assert "sound" not in bench.row.place
    index = bench.footage.recording.index
    bench.projector.loop = Span(index.tick(0), index.tick(9))
    bench.projector.toggle()
    assert "looped" in bench.row.place


def test_every_button_has_a_name_and_is_reached_with_the_keys(bench: Bench) -> None:
    assert len(bench.buttons) == 9
    for button in bench.buttons:
        assert button.accessibleName()
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus
    assert bench.row.time.accessibleName() == "Time since the start"


def test_without_footage_there_is_nothing_to_tell_and_nowhere_to_go(qtbot: QtBot, bench: Bench) -> None:
    bench.row.load(None)
    bench.projector.load(None)
    assert bench.row.time.text() == ""
    assert bench.row.place == ""
    assert not bench.row.time.isEnabled()
