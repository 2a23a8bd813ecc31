from pytestqt.qtbot import QtBot

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Subject
from reviewer.core.doubt import Doubt, DoubtKind, risk_of
from reviewer.core.geometry import Box
from reviewer.core.timing import Span
from reviewer.ui.main_window import MainWindow
from tests.support.window import see


def appraise(window: MainWindow, *weights: tuple[int, float]) -> None:
    """Doubts from the frames of these numbers to ten frames later, of these weights."""
    place = window.desk.place
    assert place is not None
    index = place.footage.recording.index
    doubts = tuple(
        Doubt(
            DoubtKind.DISAGREEMENT,
            Span(index.tick(first), index.tick(first + 10)),
            index.tick(first + 5),
            weight,
            Subject.FACE,
            Box(50, 40, 30, 40),
        )
        for first, weight in weights
    )
    place.appraisal = Appraisal(doubts, risk_of(doubts, index.ticks))
    window.desk.review_changed.emit()


def test_without_doubts_there_is_nothing_to_go_to(desk: MainWindow) -> None:
    assert not desk.commands["next_doubt"].isEnabled()
    assert not desk.commands["previous_doubt"].isEnabled()


def test_a_key_goes_to_the_frame_that_is_doubtful_marks_the_place_and_says_why(qtbot: QtBot, desk: MainWindow) -> None:
    appraise(desk, (32, 0.5))
    desk.commands["next_doubt"].trigger()
    see(qtbot, desk, number=37)
    assert desk.statusBar().currentMessage() == (
        "Doubtful moment 1 of 1, 0:01.00 to 0:01.60: A second look saw something like a face that nothing covers."
    )
    assert desk.page.view._hit == (desk.desk.footage.recording.index.tick(37), Box(50, 40, 30, 40))  # type: ignore[union-attr]


def test_where_a_doubt_is_plainest_outside_of_its_moment_the_words_hold_what_is_shown(
    qtbot: QtBot, desk: MainWindow
) -> None:
    place = desk.desk.place
    assert place is not None
    index = place.footage.recording.index
    ticks = [index.tick(n) for n in (2, 44, 32, 42)]
    box = Box(50, 40, 30, 40)
    long = Doubt(DoubtKind.WEAK, Span(ticks[0], ticks[1]), index.tick(4), 0.3, Subject.PLATE, box)
    short = Doubt(DoubtKind.DARK, Span(ticks[2], ticks[3]), ticks[2], 0.2)
    place.appraisal = Appraisal((long, short), risk_of((long, short), index.ticks))
    desk.desk.review_changed.emit()
    desk.commands["next_doubt"].trigger()
    see(qtbot, desk, number=4)
    assert "0:00.13 to 0:01.60" in desk.statusBar().currentMessage()
    assert desk.page.view._hit == (index.tick(4), box)


def test_after_the_last_doubt_comes_the_first_and_the_other_way_round(qtbot: QtBot, desk: MainWindow) -> None:
    appraise(desk, (2, 0.5))
    for _ in range(2):
        desk.commands["next_doubt"].trigger()
        see(qtbot, desk, number=7)
        desk.commands["last"].trigger()
    desk.commands["previous_doubt"].trigger()
    see(qtbot, desk, number=7)


def test_a_new_analysis_begins_the_tour_anew(qtbot: QtBot, desk: MainWindow) -> None:
    appraise(desk, (2, 0.5))
    desk.commands["next_doubt"].trigger()
    see(qtbot, desk, number=7)
    appraise(desk, (32, 0.5))
    desk.commands["next_doubt"].trigger()
    see(qtbot, desk, number=37)


def test_faint_doubts_are_no_moment_to_look_at(desk: MainWindow) -> None:
    appraise(desk, (2, 0.001))
    desk.commands["next_doubt"].trigger()
    assert desk.statusBar().currentMessage() == (
        "No moment stands out as doubtful. That does not mean that nothing was missed."
    )
