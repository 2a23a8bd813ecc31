from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.core.detection import Subject
from reviewer.core.doubt import Doubt, DoubtKind, Verdict
from reviewer.core.edits import AddRegions
from reviewer.core.footage import FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.region import Keyframe, Region, RegionId
from reviewer.core.timing import Span
from reviewer.ui.doubt_commands import SLOWLY
from reviewer.ui.main_window import MainWindow
from tests.support.doubts import PLACE, a_doubt, appraise
from tests.support.window import WAIT, see

NEXT, PREVIOUS, RIGHT, COVERED, AGAIN = (
    *("next_doubt", "previous_doubt"),
    *("settle_right", "settle_covered", "unsettle"),
)
FAR = Box(200, 160, 30, 40)


@pytest.fixture
def index(desk: MainWindow) -> FrameIndex:
    assert desk.desk.footage is not None
    return desk.desk.footage.recording.index


def press(window: MainWindow, name: str) -> None:
    assert window.commands[name].isEnabled()
    window.commands[name].trigger()


def said(window: MainWindow) -> str:
    return window.statusBar().currentMessage()


def test_without_doubts_there_is_nothing_to_go_to_and_nothing_to_settle(desk: MainWindow) -> None:
    assert not any(desk.commands[name].isEnabled() for name in (NEXT, PREVIOUS, RIGHT, COVERED, AGAIN))


def test_a_key_shows_the_doubtful_frame_marks_the_place_and_says_why(
    qtbot: QtBot, desk: MainWindow, index: FrameIndex
) -> None:
    appraise(desk.desk, a_doubt(index, 32, kind=DoubtKind.DISAGREEMENT))
    press(desk, NEXT)
    see(qtbot, desk, number=37)
    assert said(desk) == (
        "Doubt 1 of 1, 0:00.10 to 0:01.60, 100 % of the risk: "
        "A second look saw something like a face that nothing covers."
    )
    assert desk.fittings.doubts.queue.current is desk.fittings.doubts.queue.items[0]


def test_after_a_look_the_moment_is_played_slowly_and_over_and_over(
    qtbot: QtBot, desk: MainWindow, index: FrameIndex
) -> None:
    appraise(desk.desk, a_doubt(index, 8))
    press(desk, NEXT)
    see(qtbot, desk, number=13)
    loop = desk.fittings.doubts.queue.items[0].loop
    assert desk.projector.loop == loop
    qtbot.waitUntil(lambda: desk.projector.speed == SLOWLY, timeout=5000)
    shown: list[int] = []
    desk.projector.pictured.connect(lambda picture: shown.append(picture.number))
    qtbot.waitUntil(lambda: any(b < a for a, b in pairwise(shown)), timeout=WAIT)
    assert all(index.tick(number) in loop for number in shown)


def test_a_frame_that_is_long_in_coming_is_waited_for(qtbot: QtBot, desk: MainWindow, index: FrameIndex) -> None:
    appraise(desk.desk, a_doubt(index, 8))
    press(desk, NEXT)
    desk.fittings.doubts._play()  # as if the look were over before there is anything to look at
    assert desk.projector.speed == 0
    see(qtbot, desk, number=13)
    qtbot.waitUntil(lambda: desk.projector.speed == SLOWLY, timeout=WAIT)


def test_who_goes_elsewhere_meanwhile_is_left_in_peace(qtbot: QtBot, desk: MainWindow, index: FrameIndex) -> None:
    appraise(desk.desk, a_doubt(index, 2))
    press(desk, NEXT)
    see(qtbot, desk, number=7)
    press(desk, "last")
    see(qtbot, desk, number=47)
    desk.fittings.doubts._play()
    assert desk.projector.speed == 0


def test_settling_is_an_edit_that_can_be_undone_and_goes_on_to_the_next_open_doubt(
    qtbot: QtBot, desk: MainWindow, index: FrameIndex
) -> None:
    heavy, light = a_doubt(index, 2, weight=0.9), a_doubt(index, 30, box=FAR)
    appraise(desk.desk, heavy, light)
    press(desk, NEXT)
    press(desk, RIGHT)
    see(qtbot, desk, number=35)
    assert dict(desk.desk.review.settled) == {heavy.id: Verdict.RIGHT}
    press(desk, COVERED)
    assert desk.desk.review.settled[light.id] is Verdict.COVERED
    assert said(desk) == "No doubt is left open. That does not mean that nothing was missed."
    assert desk.projector.loop is None
    desk.desk.undo()
    desk.desk.undo()
    assert not desk.desk.review.settled


def test_after_the_last_open_doubt_comes_the_first_and_the_other_way_round(
    qtbot: QtBot, desk: MainWindow, index: FrameIndex
) -> None:
    appraise(desk.desk, a_doubt(index, 2, weight=0.9), a_doubt(index, 30, box=FAR))
    for name, number in ((NEXT, 7), (NEXT, 35), (NEXT, 7), (PREVIOUS, 35), (PREVIOUS, 7)):
        press(desk, name)
        see(qtbot, desk, number=number)


def test_what_was_settled_can_be_opened_again_and_is_shown_again(
    qtbot: QtBot, desk: MainWindow, index: FrameIndex
) -> None:
    appraise(desk.desk, a_doubt(index, 2, weight=0.9), a_doubt(index, 30, box=FAR))
    press(desk, NEXT)
    press(desk, RIGHT)
    see(qtbot, desk, number=35)
    press(desk, AGAIN)
    see(qtbot, desk, number=7)
    assert not desk.desk.review.settled
    assert desk.fittings.doubts.queue.current is desk.fittings.doubts.queue.items[0]
    assert not desk.commands[AGAIN].isEnabled()


def test_the_region_that_a_doubt_is_about_is_selected_and_that_of_the_doubt_before_is_not(
    qtbot: QtBot, desk: MainWindow, index: FrameIndex
) -> None:
    region = next(r for r in desk.desk.review.regions.values() if r.subject is Subject.PLATE)
    assert region.track is not None
    span = Span(index.tick(2), index.tick(12))
    about = Doubt(DoubtKind.BRIDGED, span, index.tick(7), 0.9, Subject.PLATE, PLACE, region.track)
    appraise(desk.desk, about, a_doubt(index, 30, box=FAR))
    press(desk, NEXT)
    assert list(desk.desk.selected) == [region.id]
    press(desk, NEXT)
    assert not list(desk.desk.selected)


def test_an_edit_that_covers_the_doubt_is_said_to_have_and_the_next_one_is_another(
    qtbot: QtBot, desk: MainWindow, index: FrameIndex
) -> None:
    appraise(desk.desk, a_doubt(index, 2, weight=0.9), a_doubt(index, 30, box=FAR))
    press(desk, NEXT)
    see(qtbot, desk, number=7)
    cover = Region(
        id=RegionId("drawn"),
        subject=Subject.FACE,
        span=Span(index.tick(0), index.tick(20)),
        keyframes=(Keyframe(index.tick(0), PLACE.padded(6)),),
    )
    desk.desk.apply(AddRegions((cover,)))
    told = "Covered by a region now; nobody has settled it. D goes on to the next doubt."
    qtbot.waitUntil(lambda: said(desk) == told, timeout=5000)
    press(desk, NEXT)
    see(qtbot, desk, number=35)
    press(desk, NEXT)
    see(qtbot, desk, number=35)


def test_the_place_is_marked_while_the_frames_around_it_pass(
    qtbot: QtBot, desk: MainWindow, index: FrameIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked: list[int] = []
    monkeypatch.setattr(desk.page.view, "point_out", lambda tick, *boxes: marked.append(index.number(tick)))
    appraise(desk.desk, a_doubt(index, 20))
    press(desk, NEXT)
    for number in (23, 26, 36):
        desk.projector.seek(number)
        see(qtbot, desk, number=number)
    assert 23 in marked
    assert 26 in marked
    assert 36 not in marked


def test_a_key_covers_what_is_marked_has_it_followed_and_shows_what_came_of_it(
    qtbot: QtBot, desk: MainWindow, index: FrameIndex
) -> None:
    appraise(desk.desk, a_doubt(index, 2))
    press(desk, NEXT)
    see(qtbot, desk, number=7)
    before = set(desk.desk.review.regions)
    press(desk, "cover_marked")
    (drawn,) = set(desk.desk.review.regions) - before
    assert list(desk.desk.selected) == [drawn]
    assert desk.projector.number == 7
    place = desk.desk.review.regions[drawn].box_at(index.tick(7))
    assert place is not None
    assert place.shared(PLACE) == pytest.approx(PLACE.area)
    qtbot.waitUntil(lambda: len(desk.desk.review.regions[drawn].keyframes) > 1, timeout=WAIT)
    qtbot.waitUntil(lambda: said(desk).startswith("Covered by a region now"), timeout=WAIT)
    qtbot.waitUntil(lambda: desk.projector.speed == SLOWLY, timeout=WAIT)


def test_where_nothing_is_marked_nothing_is_covered(qtbot: QtBot, desk: MainWindow, index: FrameIndex) -> None:
    appraise(desk.desk, a_doubt(index, 2, box=None, kind=DoubtKind.DARK))
    press(desk, NEXT)
    see(qtbot, desk, number=7)
    before = desk.desk.review
    press(desk, "cover_marked")
    assert desk.desk.review is before
    assert said(desk).startswith("No place is marked in this frame")


def test_a_case_that_can_only_be_read_shows_its_doubts_and_settles_none(
    qtbot: QtBot, desk: MainWindow, index: FrameIndex
) -> None:
    appraise(desk.desk, a_doubt(index, 2))
    assert desk.desk.case is not None
    desk.desk.case.read_only = "Somebody else has the case open."
    desk.desk.case_changed.emit()
    press(desk, NEXT)
    see(qtbot, desk, number=7)
    assert not any(desk.commands[name].isEnabled() for name in (RIGHT, COVERED, AGAIN))


def test_a_new_analysis_begins_the_queue_anew(qtbot: QtBot, desk: MainWindow, index: FrameIndex) -> None:
    appraise(desk.desk, a_doubt(index, 2))
    press(desk, NEXT)
    see(qtbot, desk, number=7)
    appraise(desk.desk, a_doubt(index, 32))
    assert desk.fittings.doubts.queue.current is None
    press(desk, NEXT)
    see(qtbot, desk, number=37)


def test_enter_in_the_list_shows_the_row(qtbot: QtBot, desk: MainWindow, index: FrameIndex) -> None:
    appraise(desk.desk, a_doubt(index, 2, weight=0.9), a_doubt(index, 30, box=FAR))
    table = desk.fittings.doubts.panel.list
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    see(qtbot, desk, number=35)
