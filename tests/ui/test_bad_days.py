"""What can go wrong at the desk leaves everything as it was, and says so."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from reviewer.core.edits import AddRegions, Decide
from reviewer.core.region import Decision
from reviewer.core.timing import Span
from reviewer.ui.main_window import MainWindow
from tests.support.values import a_region
from tests.support.window import FakeUser, open_footage, see, the_window


def test_a_disk_that_fills_up_while_editing_costs_nothing_that_was_saved(
    qtbot: QtBot, desk: MainWindow, user: FakeUser
) -> None:
    case, before = desk.desk.case, desk.desk.review
    assert case is not None
    database = case._case._database
    pages = database.number("page_count")
    database.rows(f"PRAGMA max_page_count = {pages}")  # SQLite then says what it says of a full disk
    many = tuple(a_region(f"new-{n}") for n in range(400))
    desk.fittings.showing._parts.guarded(lambda: desk.desk.apply(AddRegions(many)))
    assert "no room left on the disk" in user.problems[-1].sentence
    assert desk.desk.review == before
    assert desk.desk.place is not None
    steps = desk.desk.place.history.stack.count()
    database.rows("PRAGMA max_page_count = 1073741823")
    desk.desk.apply(Decide((next(iter(before.regions)),), Decision.CONFIRMED))
    assert desk.desk.place.history.stack.count() == steps + 1
    assert case.session(desk.desk.place.footage.id).review == desk.desk.review


def test_a_second_window_on_a_case_can_look_and_change_nothing(
    qtbot: QtBot, desk: MainWindow, user: FakeUser, recording: Path
) -> None:
    assert user.folder is not None
    other = FakeUser()
    with the_window(qtbot, other) as second:
        second.open(user.folder)
        see(qtbot, second, number=0)
        assert "Read-only" in second.page.notice.text()
        for name in ("draw", "analyse", "marker", "set_in", "draw_silence", "whole_frame"):
            assert not second.commands[name].isEnabled(), name
        second.desk.select(next(iter(second.desk.review.regions)))
        for name in ("confirm", "reject", "false_next", "remove", "uncover_here", "follow", "split", "lock", "grow"):
            assert not second.commands[name].isEnabled(), name
        assert second.commands["play"].isEnabled()
        assert not other.problems


def test_undo_takes_back_the_result_of_a_job_that_came_after_an_edit(
    qtbot: QtBot, window: MainWindow, user: FakeUser
) -> None:
    user.search = None
    open_footage(qtbot, window)
    drawn = a_region("drawn")
    footage = window.desk.footage
    assert footage is not None
    window.desk.apply(AddRegions((drawn,)))
    window.operations.analyse()
    qtbot.waitUntil(lambda: len(window.desk.review.regions) == 3, timeout=20_000)
    window.commands["undo"].trigger()
    assert list(window.desk.review.regions) == [drawn.id]
    window.commands["undo"].trigger()
    assert not window.desk.review.regions
    window.commands["redo"].trigger()
    window.commands["redo"].trigger()
    assert len(window.desk.review.regions) == 3


def test_a_region_that_lies_outside_of_the_picture_harms_no_view(qtbot: QtBot, desk: MainWindow) -> None:
    footage = desk.desk.footage
    assert footage is not None
    index = footage.recording.index
    region = a_region("far")
    far = region.keyframes[0].box.moved(9000, -9000)
    outside = type(region)(
        id=region.id,
        subject=region.subject,
        span=Span(index.tick(0), index.end),
        keyframes=(type(region.keyframes[0])(index.tick(0), far),),
    )
    desk.desk.apply(AddRegions((outside,)))
    desk.desk.select(region.id)
    for name in ("released", "wipe", "behind", "original"):
        desk.commands[name].trigger()
        see(qtbot, desk, number=0)
    desk.page.show_tab("gallery")
    desk.grab()
    assert not desk.user.problems  # type: ignore[attr-defined]
