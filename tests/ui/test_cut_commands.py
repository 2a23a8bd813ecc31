"""What a copy shows of the footage, by keys, in the window: kept, left out, all of it, and from edge to edge."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from reviewer.core.silence import Silence, SilenceId
from reviewer.core.sound_edits import AddSilences
from reviewer.core.timing import Span, Tick
from reviewer.ui.cut_commands import framed
from reviewer.ui.main_window import MainWindow
from reviewer.ui.viewer.sights import LEFT_OUT, Sight, banner_words
from tests.support.region_actions import FACE, said, trigger
from tests.support.timelines import INDEX
from tests.support.window import see


def over(window: MainWindow, first: int, after: int) -> Span:
    """From one frame up to but not including another."""
    assert window.desk.footage is not None
    index = window.desk.footage.recording.index
    return Span(index.tick(first), index.tick(after) if after < len(index) else index.end)


def between(window: MainWindow, first: int, last: int) -> None:
    """Set in and out so that these are the first and the last frame."""
    for frame, name in ((first, "set_in"), (last, "set_out")):
        go_to(window, frame)
        trigger(window, name)


def go_to(window: MainWindow, frame: int) -> None:
    window.projector.seek(frame)


def kept(window: MainWindow) -> tuple[Span, ...]:
    return window.desk.review.kept


def test_the_first_stretch_that_is_kept_leaves_out_the_rest_and_others_are_added(desk: MainWindow) -> None:
    assert not desk.commands["keep_all"].isEnabled()
    between(desk, 10, 19)
    trigger(desk, "keep_stretch")
    assert kept(desk) == (over(desk, 10, 20),)
    assert "one stretch" in said(desk)
    between(desk, 30, 35)
    trigger(desk, "keep_stretch")
    assert kept(desk) == (over(desk, 10, 20), over(desk, 30, 36))
    assert "2 stretches" in said(desk)
    trigger(desk, "undo")
    assert kept(desk) == (over(desk, 10, 20),)
    trigger(desk, "keep_all")
    assert kept(desk) == ()


def test_a_stretch_is_left_out_and_the_last_one_cannot_be(desk: MainWindow) -> None:
    between(desk, 10, 19)
    trigger(desk, "leave_out")
    assert kept(desk) == (over(desk, 0, 10), over(desk, 20, 48))
    before = desk.desk.review
    trigger(desk, "leave_out")
    assert "already" in said(desk)
    between(desk, 0, 47)
    trigger(desk, "leave_out")
    assert "Nothing of the footage" in said(desk)
    assert kept(desk) == before.kept


def test_keeping_what_was_left_out_keeps_all_and_says_so(desk: MainWindow) -> None:
    between(desk, 10, 19)
    trigger(desk, "leave_out")
    trigger(desk, "keep_stretch")
    assert kept(desk) == ()
    assert "all of the footage" in said(desk)
    trigger(desk, "keep_stretch")
    assert kept(desk) == (over(desk, 10, 20),)
    trigger(desk, "keep_stretch")
    assert "already" in said(desk)


def test_without_in_and_out_what_is_selected_is_meant(desk: MainWindow) -> None:
    desk.desk.select()
    trigger(desk, "keep_stretch")
    assert "in point" in said(desk)
    assert kept(desk) == ()
    span = over(desk, 12, 20)
    silence = Silence(id=SilenceId("s"), span=span)
    desk.desk.apply(AddSilences((silence,)))
    desk.desk.select_silences(silence.id)
    trigger(desk, "keep_stretch")
    assert kept(desk) == (span,)


def test_in_and_out_come_before_what_is_selected(desk: MainWindow) -> None:
    desk.desk.select(FACE)
    between(desk, 10, 19)
    trigger(desk, "keep_stretch")
    assert kept(desk) == (over(desk, 10, 20),)


def test_edges_are_gone_to_one_after_another(desk: MainWindow) -> None:
    assert not desk.commands["next_edge"].isEnabled()
    between(desk, 10, 19)
    trigger(desk, "keep_stretch")
    between(desk, 30, 47)
    trigger(desk, "keep_stretch")
    go_to(desk, 0)
    for frame, words in ((10, "Kept"), (20, "Left out"), (30, "Kept")):
        trigger(desk, "next_edge")
        assert desk.projector.number == frame
        assert said(desk).startswith(words)
    trigger(desk, "next_edge")
    assert "no cut in the copy after" in said(desk)
    trigger(desk, "previous_edge")
    assert desk.projector.number == 20


def test_in_the_released_view_what_is_left_out_is_a_card_that_says_so(qtbot: QtBot, desk: MainWindow) -> None:
    between(desk, 10, 19)
    trigger(desk, "keep_stretch")
    trigger(desk, "released")
    pictures: dict[int, QImage] = {}
    for number in (3, 5, 12, 25):
        go_to(desk, number)
        see(qtbot, desk, number=number)
        pictures[number] = desk.page.view.grab().toImage()
        assert (LEFT_OUT in desk.page.banner.text()) == (number != 12)
    assert pictures[3] == pictures[5]
    assert pictures[3] != pictures[12]
    assert pictures[3] != pictures[25]  # another card, for another stretch
    trigger(desk, "original")
    assert desk.page.banner.text().endswith(LEFT_OUT)
    trigger(desk, "keep_all")
    assert LEFT_OUT not in desk.page.banner.text()


@pytest.mark.parametrize("sight", list(Sight))
def test_every_view_says_what_is_left_out(sight: Sight) -> None:
    words = banner_words(sight, how="solid, black", left_out=True)
    assert words.endswith(LEFT_OUT)
    assert LEFT_OUT not in banner_words(sight, how="solid, black")


@given(st.integers(-(10**5), 2 * 10**6), st.integers(-(10**5), 2 * 10**6))
def test_a_span_in_whole_frames_holds_all_of_the_span_that_lies_in_the_footage(start: int, end: int) -> None:
    whole, edges = INDEX.span, {*INDEX.ticks.tolist(), INDEX.end}
    result = framed(INDEX, Span(Tick(start), Tick(end)))
    if start >= end or end <= whole.start or start >= whole.end:
        assert result is None
        return
    assert result is not None
    assert {result.start, result.end} <= edges
    assert result.start <= max(start, whole.start)
    assert result.end >= min(end, whole.end)
    assert max(start, whole.start) - result.start < 3003
