"""An officer's first hour: from a recording to a checked copy, through the real window."""

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel
from pytestqt.qtbot import QtBot

from reviewer.core.copy import Copy
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.region import Decision, RegionId
from reviewer.core.review import Review
from reviewer.core.settings import Search
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.store.cases import Case
from reviewer.ui.dialogs.release import ReleaseChoice
from reviewer.ui.main_window import MainWindow
from tests.support.footage import Clip, Sound, make, number_in
from tests.support.window import PLACES, WAIT, FakeUser, open_footage, see, the_window

FACE, PLATE = RegionId("r-face-1"), RegionId("r-plate-1")
FRAMES, MOVED_BY = 36, (-30.0, 16.0)
LEFT = Qt.MouseButton.LeftButton


class Journey:
    """The window, and what an officer does with it."""

    def __init__(self, qtbot: QtBot, window: MainWindow, *, user: FakeUser) -> None:
        self.qtbot, self.window, self.user = qtbot, window, user

    def press(self, name: str) -> None:
        assert self.window.commands[name].isEnabled(), name
        self.window.commands[name].trigger()
        assert not self.user.problems, self.user.problems

    def go(self, number: int) -> None:
        self.window.projector.seek(number)
        see(self.qtbot, self.window, number=number)

    def point(self, x: float, y: float) -> QPoint:
        return self.window.page.view.mapFromScene(x, y)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        viewport = self.window.page.view.viewport()
        QTest.mousePress(viewport, LEFT, Qt.KeyboardModifier.NoModifier, self.point(*start))
        QTest.mouseMove(viewport, self.point((start[0] + end[0]) / 2, (start[1] + end[1]) / 2))
        QTest.mouseMove(viewport, self.point(*end))
        QTest.mouseRelease(viewport, LEFT, Qt.KeyboardModifier.NoModifier, self.point(*end))

    def box(self, region: RegionId) -> Box:
        tick = self.window.projector.tick
        assert tick is not None
        box = self.window.desk.review.regions[region].box_at(tick)
        assert box is not None
        return box

    def decision(self, region: RegionId) -> Decision:
        return self.window.desk.review.regions[region].decision

    @property
    def number(self) -> int:
        """What is drawn in the picture on show."""
        shown = self.window.projector.shown
        assert shown is not None
        return number_in(shown.pixels[:, :, 1])

    def colour_in(self, box: Box) -> np.ndarray:
        """The mean colour on show in the middle of a box, blue, green, red."""
        shown = self.window.projector.shown
        assert shown is not None
        scale = shown.pixels.shape[1] / 320
        x, y = (round(c * scale) for c in box.centre)
        return np.asarray(shown.pixels[y - 3 : y + 3, x - 3 : x + 3, :3].reshape(-1, 3).mean(axis=0))


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    clip = Clip(frames=FRAMES, b_frames=2, sounds=(Sound(duration=1.2, clicks=(0.5,)),))
    return make(tmp_path / "Einsatz 7 – Straße.mp4", clip)


def choose_magenta(review: Review, profile: Profile, target: Path) -> ReleaseChoice:
    return ReleaseChoice(Profile(fill=(255, 0, 255), sound=profile.sound), target)


@pytest.mark.qt_log_ignore("propagateSizeHints")  # the offscreen screen has no window manager to hint to
def test_from_a_recording_to_a_checked_copy(qtbot: QtBot, recording: Path, tmp_path: Path) -> None:
    original = recording.read_bytes()
    user = FakeUser(file=recording, folder=tmp_path / "Fall 7", search=Search(), choice=choose_magenta)
    with the_window(qtbot, user) as window:
        journey = Journey(qtbot, window, user=user)
        open_footage(qtbot, window)
        assert set(window.desk.review.regions) == {FACE, PLATE}
        decide_and_move(journey)
        undo_and_redo(journey)
        move_through_the_footage(journey)
        see_it_as_released(journey)
        copy = release(journey)
        kept = window.desk.review
        window.close()
    look_at_the_copy(copy, kept)
    reopen(qtbot, user, kept)
    assert recording.read_bytes() == original
    with Case.open(tmp_path / "Fall 7", actor="auditor", read_only=True) as case:
        assert case.log.verify() is None
        assert [c.path for c in case.copies.released()] == [copy.path]


def decide_and_move(journey: Journey) -> None:
    journey.go(10)
    viewport = journey.window.page.view.viewport()
    QTest.mouseClick(viewport, LEFT, pos=journey.point(*PLACES["face-1"][1].centre))
    assert journey.window.desk.selected == (FACE,)
    journey.press("confirm")
    assert journey.decision(FACE) is Decision.CONFIRMED
    x, y = PLACES["face-1"][1].centre
    journey.drag((x, y), (x + MOVED_BY[0], y + MOVED_BY[1]))
    moved = journey.box(FACE)
    corner = (moved.right, moved.bottom)
    journey.drag(corner, (corner[0] + 14, corner[1] + 10))
    grown = journey.box(FACE)
    assert abs(grown.x - (PLACES["face-1"][1].x + MOVED_BY[0])) <= 1
    assert abs(grown.width - (PLACES["face-1"][1].width + 14)) <= 2


def undo_and_redo(journey: Journey) -> None:
    after = journey.window.desk.review
    # The move and the resize changed one keyframe one after the other, and undo as one.
    journey.press("undo")
    assert journey.box(FACE) == PLACES["face-1"][1]
    assert journey.decision(FACE) is Decision.CONFIRMED
    journey.press("undo")
    assert journey.decision(FACE) is Decision.PROPOSED
    journey.press("redo")
    journey.press("redo")
    assert journey.window.desk.review is after
    journey.press("next_region")
    assert journey.window.desk.selected == (PLATE,)
    journey.press("reject")
    assert journey.decision(PLATE) is Decision.REJECTED


def move_through_the_footage(journey: Journey) -> None:
    journey.press("first")
    see(journey.qtbot, journey.window, number=0)
    for _ in range(3):
        journey.press("step_forward")
    see(journey.qtbot, journey.window, number=3)
    assert journey.number == 3
    journey.press("step_back")
    see(journey.qtbot, journey.window, number=2)
    assert journey.number == 2
    journey.press("play")
    journey.qtbot.waitUntil(lambda: journey.window.projector.number > 8, timeout=20_000)
    journey.press("play")
    assert journey.window.projector.speed == 0
    journey.go(journey.window.projector.number)
    assert journey.number == journey.window.projector.number
    timeline = journey.window.page.timeline
    footage = journey.window.desk.footage
    assert footage is not None
    y = 5
    QTest.mousePress(timeline, LEFT, pos=QPoint(round(timeline.x_of(footage.recording.index.tick(30))), y))
    for number in (29, 25, 20, 15):
        QTest.mouseMove(timeline, QPoint(round(timeline.x_of(footage.recording.index.tick(number))) + 2, y))
    QTest.mouseRelease(timeline, LEFT, pos=QPoint(round(timeline.x_of(footage.recording.index.tick(15))) + 2, y))
    see(journey.qtbot, journey.window, number=15)
    assert journey.number == 15


def see_it_as_released(journey: Journey) -> None:
    journey.go(10)
    assert "NOT FOR RELEASE" in journey.window.page.banner.text()
    plain = {r: journey.colour_in(journey.box(r)) for r in (FACE, PLATE)}
    journey.press("released")
    see(journey.qtbot, journey.window, number=10)
    assert journey.window.page.banner.text() == "As it will be released: solid, black"
    assert journey.colour_in(journey.box(FACE)).max() < 8
    assert np.abs(journey.colour_in(journey.box(PLATE)) - plain[PLATE]).max() < 2
    assert plain[FACE].max() > 40
    journey.press("original")
    see(journey.qtbot, journey.window, number=10)
    assert np.abs(journey.colour_in(journey.box(FACE)) - plain[FACE]).max() < 2


def release(journey: Journey) -> Copy:
    window = journey.window
    journey.press("release")
    assert window.work.busy
    journey.press("step_forward")  # the window stays of use
    see(journey.qtbot, window, number=11)
    journey.qtbot.waitUntil(lambda: window.report_dialog is not None or bool(journey.user.problems), timeout=120_000)
    assert not journey.user.problems, journey.user.problems
    dialog = window.report_dialog
    assert isinstance(dialog, QDialog)
    assert dialog.isVisible()
    said = " ".join(label.text() for label in dialog.findChildren(QLabel))
    assert window.desk.case is not None
    (copy,) = window.desk.case.copies()
    assert str(copy.path) in said
    assert all(finding.sentence in said for finding in copy.report.findings)
    dialog.close()
    return copy


def look_at_the_copy(copy: Copy, review: Review) -> None:
    recording = probe(copy.path)
    assert len(recording.index) == FRAMES
    with FrameReader(copy.path, recording) as reader:
        for number, frame in enumerate(reader.frames()):
            assert number_in(frame.luma) == number
            box = review.regions[FACE].box_at(frame.tick)
            assert box is not None
            x, y = (round(c) for c in box.centre)
            assert int(frame.blue[y // 2, x // 2]) > 170, number  # magenta has much of both chromas
            assert int(frame.red[y // 2, x // 2]) > 170, number


def reopen(qtbot: QtBot, user: FakeUser, kept: Review) -> None:
    with the_window(qtbot, user) as window:
        window.commands["open_case"].trigger()
        qtbot.waitUntil(lambda: window.projector.shown is not None, timeout=WAIT)  # where the officer left it
        assert window.desk.review == kept
        assert window.desk.editable
        assert not window.commands["undo"].isEnabled()
        assert not user.problems
