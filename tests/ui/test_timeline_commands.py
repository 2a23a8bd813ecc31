"""The timeline by keys, in the window: in and out, markers, silences, and how closely it is looked at."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer.core.edits import Lock, Respan
from reviewer.core.region import RegionId
from reviewer.core.timing import Span, Tick
from reviewer.ui.main_window import MainWindow
from reviewer.ui.timeline.bands import Kind
from tests.support.footage import Clip, Sound, make
from tests.support.window import FakeUser, open_footage, see, the_window

FACE = RegionId("r-face-1")
LEFT = Qt.MouseButton.LeftButton


def tick(window: MainWindow, frame: int) -> Tick:
    assert window.desk.footage is not None
    return window.desk.footage.recording.index.tick(frame)


def end(window: MainWindow) -> Tick:
    assert window.desk.footage is not None
    return window.desk.footage.recording.index.end


def at(window: MainWindow, frame: int) -> None:
    window.projector.seek(frame)


def press(window: MainWindow, *names: str) -> None:
    for name in names:
        assert window.commands[name].isEnabled(), name
        window.commands[name].trigger()


def in_out(window: MainWindow) -> Span | None:
    return window.desk.review.in_out


def test_in_and_out_are_set_at_the_frame_on_show_and_cleared(desk: MainWindow) -> None:
    assert not desk.commands["clear_in_out"].isEnabled()
    at(desk, 10)
    press(desk, "set_in")
    assert in_out(desk) == Span(tick(desk, 10), end(desk))
    at(desk, 20)
    press(desk, "set_out")
    assert in_out(desk) == Span(tick(desk, 10), tick(desk, 21))
    press(desk, "clear_in_out")
    assert in_out(desk) is None


def test_an_in_point_behind_the_out_point_takes_the_rest_of_the_footage(desk: MainWindow) -> None:
    at(desk, 20)
    press(desk, "set_out")
    assert in_out(desk) == Span(tick(desk, 0), tick(desk, 21))
    at(desk, 30)
    press(desk, "set_in")
    assert in_out(desk) == Span(tick(desk, 30), end(desk))
    at(desk, 5)
    press(desk, "set_out")
    assert in_out(desk) == Span(tick(desk, 0), tick(desk, 6))
    at(desk, 47)
    press(desk, "set_in", "set_out")
    assert in_out(desk) == Span(tick(desk, 47), end(desk))


def test_a_marker_is_put_with_a_note_changed_and_taken_out(desk: MainWindow, user: FakeUser) -> None:
    assert not desk.commands["next_marker"].isEnabled()
    at(desk, 12)
    user.note = None
    press(desk, "marker")
    assert not desk.desk.review.markers  # the question was not answered
    user.note = "leaves"
    press(desk, "marker")
    (marker,) = desk.desk.review.markers.values()
    assert (marker.tick, marker.note) == (tick(desk, 12), "leaves")
    user.note = "leaves the house"
    press(desk, "marker")
    assert [m.note for m in desk.desk.review.markers.values()] == ["leaves the house"]
    at(desk, 11)
    press(desk, "remove_marker")
    assert "no marker at this frame" in desk.statusBar().currentMessage()
    at(desk, 12)
    press(desk, "remove_marker")
    assert not desk.desk.review.markers


def test_markers_are_gone_to_one_after_another(qtbot: QtBot, desk: MainWindow, user: FakeUser) -> None:
    user.note = ""
    for frame in (5, 30, 17):
        at(desk, frame)
        press(desk, "marker")
    at(desk, 0)
    for frame in (5, 17, 30):
        press(desk, "next_marker")
        assert desk.projector.number == frame
    press(desk, "next_marker")
    assert "no marker after" in desk.statusBar().currentMessage()
    press(desk, "previous_marker")
    assert desk.projector.number == 17


def test_a_marker_is_noted_by_a_double_click(desk: MainWindow, user: FakeUser) -> None:
    user.note = "one"
    at(desk, 12)
    press(desk, "marker")
    user.note = "two"
    timeline = desk.page.timeline
    assert timeline.scene is not None
    marks = timeline.scene.band(Kind.MARKS)
    assert marks is not None
    QTest.mouseDClick(
        timeline, LEFT, pos=QPoint(round(timeline.x_of(tick(desk, 12)) + 3), round(marks.top + marks.height / 2))
    )
    assert [m.note for m in desk.desk.review.markers.values()] == ["two"]


def test_footage_without_sound_has_nothing_to_silence(desk: MainWindow) -> None:
    assert desk.desk.footage is not None
    assert not desk.desk.footage.recording.sounds
    assert not desk.commands["silence"].isEnabled()
    assert not desk.commands["draw_silence"].isEnabled()


@pytest.fixture
def loud(qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window with footage that has sound."""
    recording = make(tmp_path / "loud.mp4", Clip(frames=48, sounds=(Sound(),)))
    with the_window(qtbot, FakeUser(file=recording, folder=tmp_path / "case")) as window:
        open_footage(qtbot, window)
        yield window


def test_sound_is_silenced_from_in_to_out_and_heard_again(loud: MainWindow) -> None:
    press(loud, "silence")
    assert "Set an in point (I)" in loud.statusBar().currentMessage()
    assert not loud.desk.review.silences
    at(loud, 10)
    press(loud, "set_in")
    at(loud, 20)
    press(loud, "set_out", "silence")
    (silence,) = loud.desk.review.silences.values()
    assert (silence.span, silence.streams) == (Span(tick(loud, 10), tick(loud, 21)), None)
    assert loud.desk.selected_silences == (silence.id,)
    press(loud, "remove")
    assert not loud.desk.review.silences
    press(loud, "undo")
    assert loud.desk.review.silences == {silence.id: silence}


def test_a_silence_is_drawn_on_the_timeline_after_its_key(loud: MainWindow) -> None:
    timeline = loud.page.timeline
    press(loud, "draw_silence")
    assert timeline.armed
    press(loud, "draw_silence")
    assert not timeline.armed
    press(loud, "draw_silence")
    assert timeline.scene is not None
    sound = timeline.scene.band(Kind.SOUND)
    assert sound is not None
    y = round(sound.top + sound.height / 2)
    QTest.mousePress(timeline, LEFT, pos=QPoint(round(timeline.x_of(tick(loud, 10))), y))
    QTest.mouseMove(timeline, QPoint(round(timeline.x_of(tick(loud, 30))), y))
    QTest.mouseRelease(timeline, LEFT, pos=QPoint(round(timeline.x_of(tick(loud, 30))), y))
    (silence,) = loud.desk.review.silences.values()
    assert silence.span == Span(tick(loud, 10), tick(loud, 30))
    assert loud.desk.selected_silences == (silence.id,)


def test_the_end_of_a_bar_is_pulled_in_the_window_and_undone(qtbot: QtBot, desk: MainWindow) -> None:
    timeline = desk.page.timeline
    before = desk.desk.review.regions[FACE].span
    found = timeline.bar(FACE)
    assert found is not None
    y = round(found.top + found.height / 2)
    QTest.mousePress(timeline, LEFT, pos=QPoint(round(found.right) + 2, y))
    QTest.mouseMove(timeline, QPoint(round(timeline.x_of(tick(desk, 24))) + 2, y))
    assert desk.desk.review.regions[FACE].span == before
    QTest.mouseRelease(timeline, LEFT, pos=QPoint(round(timeline.x_of(tick(desk, 24))) + 2, y))
    assert desk.desk.review.regions[FACE].span == Span(before.start, tick(desk, 24))
    assert desk.desk.selected == (FACE,)
    press(desk, "undo")
    assert desk.desk.review.regions[FACE].span == before


def test_a_locked_region_stays_as_it_is_under_the_mouse(qtbot: QtBot, desk: MainWindow, user: FakeUser) -> None:
    desk.desk.apply(Respan(FACE, Span(tick(desk, 0), tick(desk, 24))))
    desk.desk.apply(Lock((FACE,), locked=True))
    timeline = desk.page.timeline
    found = timeline.bar(FACE)
    assert found is not None
    y = round(found.top + found.height / 2)
    QTest.mousePress(timeline, LEFT, pos=QPoint(round(found.right) - 2, y))
    QTest.mouseMove(timeline, QPoint(round(timeline.x_of(tick(desk, 40))), y))
    QTest.mouseRelease(timeline, LEFT, pos=QPoint(round(timeline.x_of(tick(desk, 40))), y))
    assert desk.desk.review.regions[FACE].span == Span(tick(desk, 0), tick(desk, 24))
    assert not user.problems


def test_the_timeline_is_looked_at_closer_and_wider_by_keys(qtbot: QtBot, desk: MainWindow) -> None:
    timeline = desk.page.timeline
    at(desk, 24)
    see(qtbot, desk, number=24)
    before, head = timeline.x_of(tick(desk, 47)), timeline.x_of(tick(desk, 24))
    press(desk, "timeline_in", "timeline_in", "timeline_in")
    assert timeline.x_of(tick(desk, 47)) > before
    assert timeline.x_of(tick(desk, 24)) == pytest.approx(head)
    press(desk, "timeline_out")
    assert timeline.x_of(tick(desk, 24)) == pytest.approx(head)
    press(desk, "timeline_all")
    assert timeline.x_of(tick(desk, 47)) == pytest.approx(before)


def test_nothing_of_it_can_be_done_without_footage(window: MainWindow) -> None:
    names = ("timeline_in", "set_in", "clear_in_out", "marker", "remove_marker", "next_marker", "silence")
    assert not any(window.commands[name].isEnabled() for name in names)
