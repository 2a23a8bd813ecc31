"""When the actions over the picture can be done, and what they say when they cannot."""

from pytestqt.qtbot import QtBot

from reviewer.core.edits import AddRegions, Lock
from reviewer.core.path_edits import Uncover
from reviewer.core.region import RegionId
from reviewer.core.timing import Span
from reviewer.ui.draw_commands import NEED_EDITABLE, NEED_FOOTAGE, NEED_REGIONS, NEED_SELECTION, NOT_HERE, SOME_LOCKED
from reviewer.ui.main_window import MainWindow
from tests.support.window import FakeUser, see

FACE, PLATE = RegionId("r-face-1"), RegionId("r-plate-1")
EVERYTHING = (*NEED_FOOTAGE, *NEED_REGIONS, *NEED_EDITABLE, *NEED_SELECTION, "grow", "shrink")


def on(window: MainWindow, *names: str) -> set[bool]:
    return {window.commands[name].isEnabled() for name in names}


def test_without_footage_there_is_nothing_to_draw_on(window: MainWindow) -> None:
    assert on(window, *EVERYTHING) == {False}


def test_what_takes_a_selection_is_grey_without_one(desk: MainWindow) -> None:
    assert on(desk, *NEED_FOOTAGE, *NEED_REGIONS, *NEED_EDITABLE) == {True}
    assert on(desk, *NEED_SELECTION, "grow", "shrink") == {False}
    desk.desk.select(FACE)
    assert on(desk, *NEED_SELECTION, "grow", "shrink") == {True}


def test_the_brush_can_be_made_larger_without_a_selection(desk: MainWindow) -> None:
    desk.commands["paint"].trigger()
    assert on(desk, "grow", "shrink") == {True}
    before = desk.page.view._brush
    desk.commands["grow"].trigger()
    assert desk.page.view._brush[0] > before[0]
    desk.commands["shrink"].trigger()
    desk.commands["shrink"].trigger()
    assert desk.page.view._brush[0] < before[0]
    desk.commands["let_go"].trigger()
    assert on(desk, "grow", "shrink") == {False}


def test_a_region_that_is_not_in_this_frame_is_not_changed_and_the_window_says_so(
    qtbot: QtBot, desk: MainWindow, user: FakeUser
) -> None:
    assert desk.desk.footage is not None
    index = desk.desk.footage.recording.index
    desk.desk.apply(Uncover((FACE,), Span(index.tick(0), index.tick(5))))
    desk.desk.select(FACE)
    before = desk.desk.review
    for name in ("nudge_up", "turn_left", "grow"):
        desk.statusBar().clearMessage()
        desk.commands[name].trigger()
        assert desk.desk.review is before
        assert desk.statusBar().currentMessage() == NOT_HERE
    desk.projector.seek(6)
    see(qtbot, desk, number=6)
    desk.commands["nudge_up"].trigger()
    assert desk.desk.review is not before
    assert not user.problems


def test_of_several_regions_those_that_are_locked_stay_and_the_window_says_so(desk: MainWindow) -> None:
    desk.desk.apply(Lock((FACE,), True))
    desk.desk.select(FACE, PLATE)
    face, plate = (desk.desk.review.regions[i] for i in (FACE, PLATE))
    desk.commands["turn_right"].trigger()
    assert desk.statusBar().currentMessage() == SOME_LOCKED
    assert desk.desk.review.regions[FACE] is face
    assert desk.desk.review.regions[PLATE] is not plate


def test_nothing_is_drawn_or_changed_in_a_case_that_can_only_be_read(desk: MainWindow) -> None:
    assert desk.desk.case is not None
    desk.desk.select(FACE)
    region = desk.desk.review.regions[FACE]
    desk.desk.apply(AddRegions((region,)))
    desk.desk.case.read_only = "Someone else has it open."
    desk.desk.selection_changed.emit()
    assert on(desk, *NEED_EDITABLE, *NEED_SELECTION, "grow", "shrink") == {False}
    assert on(desk, *NEED_FOOTAGE, *NEED_REGIONS) == {True}
    desk.desk.case.read_only = ""
