"""What to look for and how hard, with what each choice takes."""

import dataclasses
import threading
from collections.abc import Callable, Generator, Mapping
from pathlib import Path

import pytest
from PySide6.QtWidgets import QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from reviewer import app
from reviewer.core.cost import Cost
from reviewer.core.detection import Subject
from reviewer.core.settings import Depth, ModelPack, Search
from reviewer.services.jobs import Progress
from reviewer.ui.bridge import MainThread
from reviewer.ui.costs import Costs, Tell
from reviewer.ui.dialogs.intake import IntakeDialog
from reviewer.ui.dialogs.search import MEASURING, UNKNOWN, SearchChoice, SearchDialog
from reviewer.ui.main_window import MainWindow
from tests.support.window import FakeUser

OK = QDialogButtonBox.StandardButton.Ok
Measured = Generator[Progress, None, Mapping[Depth, Cost]]


class Measuring:
    """Costs that are told when the test says so."""

    def __init__(self) -> None:
        self.asked: list[Search] = []
        self.go = threading.Event()
        self.ended = threading.Event()
        self.fail: Exception | None = None

    def __call__(self, path: Path, search: Search, *, told: Tell) -> Measured:
        self.asked.append(search)
        try:
            while not self.go.wait(0.01):
                yield Progress(0, 3)
            if self.fail is not None:
                raise self.fail
            found = {}
            for number, depth in enumerate(Depth):
                found[depth] = Cost(100.0 * 4**number, ("faces every 0.2 s, at 0.5 megapixels (CenterFace)",))
                told(depth, found[depth])
                yield Progress(number, 3)
            return found
        finally:
            self.ended.set()


@pytest.fixture
def measuring() -> Measuring:
    return Measuring()


@pytest.fixture
def costs(qtbot: QtBot, measuring: Measuring) -> Generator[Costs, None, None]:
    main = MainThread()
    made = Costs(measuring, main)
    yield made
    made.close()


def times(choice: SearchChoice) -> list[str]:
    return [choice.times[depth].text() for depth in Depth]


def test_the_times_arrive_one_by_one_while_the_dialog_can_be_used(
    qtbot: QtBot, costs: Costs, measuring: Measuring, tmp_path: Path
) -> None:
    dialog = IntakeDialog(tmp_path / "a.mp4", "", costs=costs)
    qtbot.addWidget(dialog)
    assert times(dialog.choice) == [MEASURING] * 3
    dialog.choice.depths[Depth.THOROUGH].setChecked(True)
    assert dialog.answer.search == Search(depth=Depth.THOROUGH)
    measuring.go.set()
    expected = ["about 2 minutes", "about 7 minutes", "about 30 minutes"]
    qtbot.waitUntil(lambda: times(dialog.choice) == expected, timeout=5000)
    assert any("every 0.2 s, at 0.5 megapixels" in label.text() for label in dialog.findChildren(QLabel))
    assert dialog.choice.depths[Depth.FAST].accessibleName() == "Fast, about 2 minutes"


def test_another_choice_is_measured_anew_and_what_was_measured_before_is_not_shown(
    qtbot: QtBot, costs: Costs, measuring: Measuring, tmp_path: Path
) -> None:
    dialog = SearchDialog(tmp_path / "a.mp4", Search(), costs=costs)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: len(measuring.asked) == 1, timeout=5000)
    shown: list[Depth] = []
    dialog.choice.finds[Subject.PLATE].setChecked(False)
    costs.measure(tmp_path / "b.mp4", Search(), show=lambda depth, _: shown.append(depth))
    measuring.go.set()
    qtbot.waitUntil(lambda: len(shown) == 3, timeout=5000)
    assert [s.find for s in measuring.asked][-1] == Search().find
    assert times(dialog.choice) == [MEASURING] * 3


def test_text_is_looked_for_only_when_asked_and_says_what_it_is_and_its_time_is_measured(
    qtbot: QtBot, costs: Costs, measuring: Measuring, tmp_path: Path
) -> None:
    dialog = SearchDialog(tmp_path / "a.mp4", Search(), costs=costs)
    qtbot.addWidget(dialog)
    box = dialog.choice.finds[Subject.TEXT]
    assert not box.isChecked()
    assert "house numbers" in box.accessibleDescription()
    assert "longer than looking for faces" in box.toolTip().replace("\n", " ")
    box.setChecked(True)
    qtbot.waitUntil(lambda: Subject.TEXT in measuring.asked[-1].find, timeout=5000)
    assert Subject.TEXT in dialog.answer.find


def test_while_it_is_measured_anew_nothing_is_said_of_how_something_else_was_looked_for(
    qtbot: QtBot, costs: Costs, measuring: Measuring, tmp_path: Path
) -> None:
    dialog = SearchDialog(tmp_path / "a.mp4", Search(), costs=costs)
    qtbot.addWidget(dialog)

    def looks() -> list[bool]:
        return ["CenterFace" in trade.text() for trade in dialog.choice._trades.values()]

    measuring.go.set()
    qtbot.waitUntil(lambda: looks() == [True] * 3, timeout=5000)
    measuring.go.clear()
    dialog.choice.finds[Subject.TEXT].setChecked(True)
    assert looks() == [False] * 3


def test_closing_the_dialog_ends_the_measurement(
    qtbot: QtBot, costs: Costs, measuring: Measuring, tmp_path: Path
) -> None:
    dialog = SearchDialog(tmp_path / "a.mp4", Search(), costs=costs)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: len(measuring.asked) == 1, timeout=5000)
    dialog.reject()
    assert measuring.ended.wait(5)
    assert not measuring.go.is_set()


@pytest.mark.logs("failed")
def test_where_nothing_can_be_measured_the_dialog_says_so_and_can_be_used(
    qtbot: QtBot, costs: Costs, measuring: Measuring, tmp_path: Path
) -> None:
    dialog = SearchDialog(tmp_path / "a.mp4", Search(), costs=costs)
    qtbot.addWidget(dialog)
    measuring.fail = ValueError("a defect")
    measuring.go.set()
    qtbot.waitUntil(lambda: times(dialog.choice) == [UNKNOWN] * 3, timeout=5000)
    assert dialog.buttons.button(OK).isEnabled()


def test_nothing_to_look_for_cannot_be_looked_for(qtbot: QtBot, costs: Costs, tmp_path: Path) -> None:
    dialog = SearchDialog(tmp_path / "a.mp4", Search(find=frozenset({Subject.FACE})), costs=costs)
    qtbot.addWidget(dialog)
    dialog.choice.finds[Subject.FACE].setChecked(False)
    assert not dialog.buttons.button(OK).isEnabled()
    assert times(dialog.choice) == [""] * 3
    assert not dialog.choice.depths[Depth.FAST].isEnabled()


def test_what_the_dialog_does_not_ask_for_stays_as_it_was(qtbot: QtBot, tmp_path: Path) -> None:
    before = Search(depth=Depth.FAST, packs=(ModelPack("p", Subject.FACE, "MIT", "0", "1"),), read=True)
    dialog = SearchDialog(tmp_path / "a.mp4", before)
    qtbot.addWidget(dialog)
    assert dialog.answer == before
    dialog.choice.depths[Depth.BALANCED].setChecked(True)
    assert dialog.answer == dataclasses.replace(before, depth=Depth.BALANCED)


@pytest.mark.qt_log_ignore("propagateSizeHints")  # a window without a screen is given no size by anybody
def test_nothing_is_clipped_however_much_there_is_to_say(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = SearchDialog(tmp_path / "a.mp4", Search())
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    for depth in Depth:
        dialog.choice.show_cost(depth, Cost(7000.0, ("faces every 0.12 s, at 0.5 to 1.5 megapixels (CenterFace)",) * 4))

    def whole() -> bool:
        return all(t.height() >= t.heightForWidth(t.width()) for t in dialog.choice._trades.values())

    qtbot.waitUntil(whole, timeout=2000)


def test_finding_again_asks_first_and_looks_for_what_was_chosen(desk: MainWindow, user: FakeUser, qtbot: QtBot) -> None:
    chosen = Search(find=frozenset({Subject.FACE}), depth=Depth.THOROUGH)
    asked: list[tuple[Path, Search]] = []

    def answer(result: Search | None) -> Callable[[Path, Search], Search | None]:
        def look_for(footage: Path, search: Search) -> Search | None:
            asked.append((footage, search))
            return result

        return look_for

    user.look_for = answer(None)  # type: ignore[method-assign]
    count = len(desk.work.entries)
    desk.commands["analyse"].trigger()
    assert len(desk.work.entries) == count
    user.look_for = answer(chosen)  # type: ignore[method-assign]
    desk.commands["analyse"].trigger()
    assert asked == [(user.file, Search())] * 2
    assert desk.operations.search == chosen
    assert desk.work.entries[-1].title.startswith("Finding faces in")
    qtbot.waitUntil(lambda: not desk.work.busy, timeout=20_000)


def test_the_program_s_own_measurement_arrives_in_the_dialog_and_ends_with_it(qtbot: QtBot, recording: Path) -> None:
    costs = Costs(app.real_means().costs, MainThread())
    dialog = SearchDialog(recording, Search(find=frozenset({Subject.FACE})), costs=costs)
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: times(dialog.choice)[0] == "a few seconds", timeout=60_000)
    dialog.accept()
    costs.close()  # what is left running fails the test
