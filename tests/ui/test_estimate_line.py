from collections import Counter
from collections.abc import Generator
from itertools import count

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Subject
from reviewer.core.edits import AddRegions
from reviewer.core.estimate import Estimate
from reviewer.core.review import Review
from reviewer.services.strays import Tally, Witness
from reviewer.ui.main_window import MainWindow
from reviewer.ui.panels.estimate_line import EstimateLine, estimates_brief
from tests.services.sample_scenes import Finds, covering, sample

ELSEWHERE = (20.0, 180.0, 40.0, 50.0)


@pytest.fixture
def window(window: MainWindow) -> MainWindow:
    """With the list of regions in front."""
    window.page.show_tab("regions")
    return window


def line(window: MainWindow) -> QLabel:
    return window.page.regions.findChild(EstimateLine)


def appraise(window: MainWindow) -> None:
    """Both looks saw a face, at the first three frames of the sample, that nothing covers."""
    place = window.desk.place
    assert place is not None
    finds: Finds = {n: [(0, ELSEWHERE, 0.75), (1, ELSEWHERE, 0.75)] for n in range(3)}
    place.appraisal = Appraisal(sample=sample(finds, frames=3))
    window.desk.review_changed.emit()


def test_without_a_sample_nothing_is_estimated(desk: MainWindow) -> None:
    assert not line(desk).isVisible()
    assert line(desk).text() == ""


def test_the_estimate_stands_at_the_list_and_follows_what_is_covered(qtbot: QtBot, desk: MainWindow) -> None:
    appraise(desk)
    qtbot.waitUntil(lambda: line(desk).isVisible(), timeout=5000)
    before = line(desk).text()
    assert before.startswith("Estimate: about ")
    assert before.endswith("face-frames may be uncovered.")
    told = line(desk).toolTip().replace("\n", " ")
    assert "An estimate, not a promise." in told
    assert "A face-frame is one face in one frame" in told
    region = next(iter(covering((10, 170, 60, 70)).regions.values()))
    desk.desk.apply(AddRegions((region,)))
    qtbot.waitUntil(lambda: line(desk).text() != before, timeout=5000)
    assert int(line(desk).text().split()[2].replace(",", "")) < int(before.split()[2].replace(",", ""))


def test_the_window_is_not_held_up_while_it_is_made(
    qtbot: QtBot, desk: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = count()
    monkeypatch.setattr("reviewer.ui.panels.estimate_line.perf_counter", lambda: next(clock) * 0.01)
    steps, turns = list[int](), list[int]()
    real = Witness.tallying

    def counted(self: Witness, review: Review) -> Generator[None, None, tuple[Tally, ...]]:
        found = real(self, review)
        while True:
            steps.append(len(turns))
            try:
                yield next(found)
            except StopIteration as stop:
                return stop.value

    monkeypatch.setattr(Witness, "tallying", counted)
    between = QTimer(desk)
    between.timeout.connect(lambda: turns.append(1))
    between.start(0)
    appraise(desk)
    qtbot.waitUntil(lambda: line(desk).isVisible(), timeout=5000)
    between.stop()
    assert len(steps) > 4
    assert max(Counter(steps).values()) <= 4  # so others had their turn in between


def test_it_can_be_reached_and_heard_whole_without_a_mouse(qtbot: QtBot, desk: MainWindow) -> None:
    appraise(desk)
    qtbot.waitUntil(lambda: line(desk).isVisible(), timeout=5000)
    spoken = QAccessible.queryAccessibleInterface(line(desk))
    assert spoken.text(QAccessible.Text.Name).endswith(line(desk).text())
    assert "An estimate, not a promise." in spoken.text(QAccessible.Text.Description)
    assert line(desk).focusPolicy() & Qt.FocusPolicy.TabFocus


def test_it_goes_with_the_footage_that_it_is_about(qtbot: QtBot, desk: MainWindow) -> None:
    appraise(desk)
    qtbot.waitUntil(lambda: line(desk).isVisible(), timeout=5000)
    desk.desk.clear()
    assert line(desk).text() == ""


def test_all_subjects_are_told_in_one_sentence() -> None:
    face = Estimate(subject=Subject.FACE, uncovered=3, low=0, high=12, covered=2597, seen=1, looked=26, frames=1020)
    plate = Estimate(subject=Subject.PLATE, uncovered=40, low=0, high=1200, covered=160, seen=1, looked=26, frames=1020)
    assert estimates_brief((face, plate)) == (
        "Estimate: about 3 (0 to 12) face-frames and 40 (0 to 1,200) plate-frames may be uncovered."
    )
    assert estimates_brief(()) == ""
