"""What the actions about regions do to all that are selected: one step to undo each, and nothing locked is changed."""

from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from reviewer.core.edits import AddRegions, Lock
from reviewer.core.mark_edits import SetInOut
from reviewer.core.outline import Outline
from reviewer.core.region import Decision, Keyframe, KeyframeSource, Region, RegionId, Shape
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.sound_edits import AddSilences
from reviewer.core.timing import Tick
from reviewer.ui.main_window import MainWindow
from tests.support.region_actions import FACE, PLATE, covered, frames, go, last_step, region, said, trigger
from tests.support.window import FakeUser, see


def test_a_false_find_is_rejected_and_the_next_to_decide_on_is_shown(desk: MainWindow) -> None:
    desk.desk.select(FACE)
    trigger(desk, "false_next")
    assert region(desk).decision is Decision.REJECTED
    assert desk.desk.selected == (PLATE,)
    trigger(desk, "false_next")
    assert region(desk, PLATE).decision is Decision.REJECTED
    assert desk.desk.selected == (PLATE,)
    assert "decided" in said(desk)
    desk.commands["undo"].trigger()
    assert region(desk, PLATE).decision is Decision.PROPOSED


def test_deciding_passes_over_what_is_locked_and_says_how_many(desk: MainWindow) -> None:
    desk.desk.apply(Lock((PLATE,), locked=True))
    desk.desk.select(FACE, PLATE)
    trigger(desk, "confirm")
    assert region(desk).decision is Decision.CONFIRMED
    assert region(desk, PLATE).decision is Decision.PROPOSED
    assert said(desk) == "One region that is locked stayed as it was."
    desk.desk.select(PLATE)
    trigger(desk, "reject")
    assert region(desk, PLATE).decision is Decision.PROPOSED
    assert "Ctrl+K" in said(desk)


def test_removing_takes_out_the_whole_region_and_uncovering_one_frame_only_that(qtbot: QtBot, desk: MainWindow) -> None:
    go(qtbot, desk, number=10)
    desk.desk.select(FACE, PLATE)
    trigger(desk, "uncover_here")
    assert covered(desk) == covered(desk, PLATE) == set(range(48)) - {10}
    assert last_step(desk) == "Uncover frames of 2 regions"
    trigger(desk, "remove")
    assert not desk.desk.review.regions
    assert last_step(desk) == "Remove 2 regions"
    desk.commands["undo"].trigger()
    desk.commands["undo"].trigger()
    assert covered(desk) == set(range(48))


def test_uncovering_goes_from_in_to_out_only_where_that_is_on_show(qtbot: QtBot, desk: MainWindow) -> None:
    desk.desk.apply(SetInOut(frames(desk, 5, stop=9)))
    desk.desk.select(FACE)
    go(qtbot, desk, number=20)
    trigger(desk, "uncover_here")
    assert covered(desk) == set(range(48)) - {20}
    go(qtbot, desk, number=6)
    trigger(desk, "uncover_here")
    assert covered(desk) == set(range(48)) - {20, 5, 6, 7, 8}
    trigger(desk, "cover_here")
    assert covered(desk) == set(range(48)) - {20}
    trigger(desk, "cover_here")
    assert "already" in said(desk)


def test_uncovering_where_nothing_of_it_is_covered_is_said_and_is_no_step(qtbot: QtBot, desk: MainWindow) -> None:
    desk.desk.select(FACE)
    go(qtbot, desk, number=10)
    trigger(desk, "uncover_here")
    step = last_step(desk)
    trigger(desk, "uncover_here")
    assert "No selected region covers this frame" in said(desk)
    assert last_step(desk) == step
    assert covered(desk) == set(range(48)) - {10}


def test_what_hides_all_but_itself_is_not_uncovered_by_hiding_more(desk: MainWindow) -> None:
    desk.desk.select(FACE, PLATE)
    trigger(desk, "inverse")
    assert region(desk).inverse
    assert last_step(desk) == "Hide all but 2 regions"
    trigger(desk, "uncover_here")
    assert "all but itself" in said(desk)
    assert not region(desk).gaps
    desk.desk.select(PLATE)
    trigger(desk, "inverse")
    assert last_step(desk) == "Hide only the region"
    desk.desk.select(FACE, PLATE)
    trigger(desk, "inverse")
    assert [r.inverse for r in desk.desk.review.regions.values()] == [True, True]


def test_trimming_and_extending_all_that_is_selected_is_one_step_each(qtbot: QtBot, desk: MainWindow) -> None:
    desk.desk.select(FACE, PLATE)
    go(qtbot, desk, number=10)
    trigger(desk, "starts_here")
    assert last_step(desk) == "Trim 2 regions"
    go(qtbot, desk, number=20)
    trigger(desk, "ends_here")
    assert covered(desk) == covered(desk, PLATE) == set(range(10, 21))
    go(qtbot, desk, number=30)
    trigger(desk, "extend_here")
    go(qtbot, desk, number=4)
    trigger(desk, "extend_here")
    assert covered(desk) == set(range(4, 31))
    assert last_step(desk) == "Extend 2 regions"
    trigger(desk, "extend_here")
    assert "already" in said(desk)
    trigger(desk, "starts_here")
    go(qtbot, desk, number=2)
    trigger(desk, "ends_here")
    assert "before it starts" in said(desk)
    assert covered(desk) == set(range(4, 31))


def test_those_that_would_end_before_they_start_stay_as_they_are(qtbot: QtBot, desk: MainWindow) -> None:
    late = replace(region(desk), id=RegionId("late"), span=frames(desk, 30, stop=40))
    desk.desk.apply(AddRegions((late,)))
    desk.desk.select(FACE, late.id)
    go(qtbot, desk, number=20)
    trigger(desk, "ends_here")
    assert covered(desk) == set(range(21))
    assert covered(desk, late.id) == set(range(30, 40))
    assert last_step(desk) == "Trim region"
    assert "before it starts" in said(desk)


def test_extending_to_a_frame_that_was_uncovered_says_how_to_cover_it(qtbot: QtBot, desk: MainWindow) -> None:
    desk.desk.select(FACE)
    go(qtbot, desk, number=10)
    trigger(desk, "uncover_here")
    trigger(desk, "extend_here")
    assert "Shift+U" in said(desk)
    assert covered(desk) == set(range(48)) - {10}


def test_splitting_and_joining_leave_what_is_covered_as_it_was(qtbot: QtBot, desk: MainWindow) -> None:
    desk.desk.select(FACE, PLATE)
    go(qtbot, desk, number=10)
    trigger(desk, "split")
    assert last_step(desk) == "Split 2 regions"
    seconds = desk.desk.selected
    assert seconds == ("r-face-1/2", "r-plate-1/2")
    assert covered(desk) == set(range(10))
    assert covered(desk, seconds[0]) == set(range(10, 48))
    desk.desk.select(FACE, seconds[0])
    trigger(desk, "join")
    assert last_step(desk) == "Join 2 regions"
    assert desk.desk.selected == (FACE,)
    assert covered(desk) == set(range(48))


def test_a_region_is_not_split_where_it_begins_and_those_side_by_side_are_not_joined(
    desk: MainWindow, user: FakeUser
) -> None:
    desk.desk.select(FACE)
    trigger(desk, "split")
    assert "inside the time" in said(desk)
    assert not desk.commands["join"].isEnabled()
    desk.desk.select(FACE, PLATE)
    trigger(desk, "join")
    assert "same frames" in said(desk)
    assert set(desk.desk.review.regions) == {FACE, PLATE}
    assert not user.problems


def test_a_duplicate_lies_beside_and_can_be_changed(desk: MainWindow) -> None:
    triangle = Outline(((10, 10), (60, 10), (10, 60)))
    drawn = Region(
        id=RegionId("drawn"),
        subject=region(desk).subject,
        span=frames(desk, 0, stop=20),
        keyframes=(Keyframe.around(Tick(0), triangle, source=KeyframeSource.HAND),),
        shape=Shape.POLYGON,
        locked=True,
    )
    desk.desk.apply(AddRegions((drawn,)))
    desk.desk.select(drawn.id, FACE)
    trigger(desk, "duplicate")
    assert last_step(desk) == "Duplicate 2 regions"
    (polygon, face) = (region(desk, name) for name in desk.desk.selected)
    assert polygon.keyframes[0].outline == Outline(((16, 16), (66, 16), (16, 66)))
    assert polygon.keyframes[0].source is KeyframeSource.HAND
    assert not polygon.locked
    assert face.keyframes[0].box == region(desk).keyframes[0].box.moved(6, 6)
    assert face.track is None
    assert face.touched


def test_locking_all_then_unlocking_all(desk: MainWindow) -> None:
    desk.desk.apply(Lock((PLATE,), locked=True))
    desk.desk.select(FACE, PLATE)
    trigger(desk, "lock")
    assert [r.locked for r in desk.desk.review.regions.values()] == [True, True]
    trigger(desk, "lock")
    assert [r.locked for r in desk.desk.review.regions.values()] == [False, False]
    assert "2 regions" in said(desk)


def test_the_whole_picture_is_covered_from_here_on_or_from_in_to_out(qtbot: QtBot, desk: MainWindow) -> None:
    desk.desk.select()
    go(qtbot, desk, number=10)
    trigger(desk, "whole_frame")
    (first,) = desk.desk.selected
    assert covered(desk, first) == set(range(10, 48))
    box = region(desk, first).box_at(frames(desk, 20, stop=21).start)
    assert box is not None
    assert (box.x, box.y, box.width, box.height) == (0, 0, 320, 240)
    assert region(desk, first).decision is Decision.CONFIRMED
    desk.desk.apply(SetInOut(frames(desk, 8, stop=14)))
    trigger(desk, "whole_frame")
    assert covered(desk, desk.desk.selected[0]) == set(range(8, 14))
    assert last_step(desk) == "Cover the whole picture"


def test_a_selected_silence_is_removed_by_the_same_key(desk: MainWindow) -> None:
    silence = Silence(id=SilenceId("s"), span=frames(desk, 3, stop=6))
    desk.desk.apply(AddSilences((silence,)))
    desk.desk.select_silences(silence.id)
    trigger(desk, "remove")
    assert not desk.desk.review.silences
    assert len(desk.desk.review.regions) == 2
    assert not desk.commands["remove"].isEnabled()


def test_going_to_a_region_shows_its_first_frame(qtbot: QtBot, desk: MainWindow) -> None:
    late = replace(region(desk), id=RegionId("late"), span=frames(desk, 30, stop=40))
    desk.desk.apply(AddRegions((late,)))
    desk.desk.select(late.id)
    trigger(desk, "go_to")
    see(qtbot, desk, number=30)
    trigger(desk, "let_go")
    assert desk.desk.selected == ()
    trigger(desk, "next_region")
    assert len(desk.desk.selected) == 1
    seen = {desk.desk.selected[0]}
    for _ in range(2):
        trigger(desk, "next_region")
        seen.add(desk.desk.selected[0])
    assert seen == set(desk.desk.review.regions)
    trigger(desk, "previous_region")
    assert desk.desk.selected[0] in seen


@pytest.mark.parametrize("name", ["confirm", "split", "lock", "false_next", "follow", "add_keyframe", "remove"])
def test_without_a_selection_there_is_nothing_to_do(desk: MainWindow, name: str) -> None:
    desk.desk.select()
    assert not desk.commands[name].isEnabled()
    desk.desk.select(FACE)
    assert desk.commands[name].isEnabled()
