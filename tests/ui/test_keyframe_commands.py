"""Fixing a region in a frame, taking that back, and going from keyframe to keyframe."""

from pytestqt.qtbot import QtBot

from reviewer.core.edits import Lock, Reshape
from reviewer.core.geometry import Box
from reviewer.core.region import Keyframe, KeyframeSource
from reviewer.ui.main_window import MainWindow
from tests.support.region_actions import FACE, PLATE, frames, go, last_step, region, said, trigger
from tests.support.window import see

HAND = KeyframeSource.HAND


def hand_set(window: MainWindow) -> list[int]:
    return [k.tick for k in region(window).keyframes if k.source is HAND]


def test_a_keyframe_fixes_every_selected_region_as_it_lies_here(qtbot: QtBot, desk: MainWindow) -> None:
    desk.desk.select(FACE, PLATE)
    go(qtbot, desk, number=10)
    trigger(desk, "add_keyframe")
    at = frames(desk, 10, stop=11).start
    for name in (FACE, PLATE):
        (own,) = [k for k in region(desk, name).keyframes if k.source is HAND]
        assert own.tick == at
        assert own.box == region(desk, name).keyframes[0].box
    assert last_step(desk) == "Add keyframes to 2 regions"
    trigger(desk, "add_keyframe")
    assert "already" in said(desk)
    trigger(desk, "remove_keyframe")
    assert last_step(desk) == "Remove keyframes of 2 regions"
    assert hand_set(desk) == []


def test_what_was_proposed_in_this_very_frame_becomes_a_persons_own(desk: MainWindow) -> None:
    desk.desk.select(FACE)
    trigger(desk, "add_keyframe")
    assert hand_set(desk) == [region(desk).keyframes[0].tick]
    assert len(region(desk).keyframes) == 1


def test_the_only_keyframe_and_one_that_is_not_there_are_not_removed(qtbot: QtBot, desk: MainWindow) -> None:
    desk.desk.select(FACE)
    trigger(desk, "remove_keyframe")
    assert "only keyframe" in said(desk)
    go(qtbot, desk, number=10)
    trigger(desk, "remove_keyframe")
    assert "Alt+Right" in said(desk)
    assert len(region(desk).keyframes) == 1


def test_locked_regions_get_no_keyframes(qtbot: QtBot, desk: MainWindow) -> None:
    desk.desk.apply(Lock((FACE,), locked=True))
    desk.desk.select(FACE)
    go(qtbot, desk, number=10)
    trigger(desk, "add_keyframe")
    assert hand_set(desk) == []
    assert "locked" in said(desk)


def test_going_from_keyframe_to_keyframe_and_no_further(qtbot: QtBot, desk: MainWindow) -> None:
    for number in (12, 30):
        tick = frames(desk, number, stop=number + 1).start
        desk.desk.apply(Reshape(FACE, Keyframe(tick, Box(1, 2, 30, 40))))
    desk.desk.select(FACE)
    for number in (12, 30):
        trigger(desk, "next_keyframe")
        see(qtbot, desk, number=number)
    trigger(desk, "next_keyframe")
    assert "no keyframe after" in said(desk)
    for number in (12, 0):
        trigger(desk, "previous_keyframe")
        see(qtbot, desk, number=number)
    trigger(desk, "previous_keyframe")
    assert "no keyframe before" in said(desk)
