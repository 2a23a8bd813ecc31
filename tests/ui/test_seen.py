from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest
from numpy.typing import NDArray
from pytestqt.qtbot import QtBot

from reviewer.core.timing import Tick
from reviewer.services.pictures import Picture
from reviewer.ui.main_window import MainWindow
from reviewer.ui.seen import CLOSELY, FAST, FASTER, Seen, level_of, seen_said
from tests.support.window import FakeUser, see, the_window


@dataclass
class Watching:
    """The window's own recorder, and pictures that are put on show as if they had been played."""

    window: MainWindow
    seen: Seen
    told: list[NDArray[np.uint8]] = field(default_factory=list)
    there: bool = True

    def play(self, speed: float, *numbers: int, draft: bool = False) -> None:
        """Show these frames one after the other while playing at this speed, and stop."""
        self.at(speed)
        for number in numbers:
            pixels = np.zeros((2, 2, 4), np.uint8)
            self.window.projector.pictured.emit(Picture(number, Tick(number), pixels, released=False, draft=draft))

    def at(self, speed: float) -> None:
        """Turn to another speed."""
        self.window.projector.speed = speed
        self.window.projector.speed_changed.emit()

    def levels(self, first: int, stop: int) -> list[int]:
        """How closely these frames were watched."""
        return list(self.seen.frames[first:stop].tolist())


@pytest.fixture
def watching(qtbot: QtBot, desk: MainWindow) -> Iterator[Watching]:
    seen = desk.fittings.doubts.seen
    watching = Watching(desk, seen)
    seen._attended = lambda: watching.there
    seen.changed.connect(watching.told.append)
    seen.frames[:] = 0
    yield watching
    desk.projector.speed = 0.0


def test_frames_that_are_played_are_noted_with_those_that_playing_left_out(watching: Watching) -> None:
    watching.play(1.0, 2, 3, 6, 10)
    assert watching.levels(0, 12) == [0, 0, *([CLOSELY] * 9), 0]
    watching.play(1.0, 20, 25)
    assert watching.levels(20, 26) == [CLOSELY, 0, 0, 0, 0, CLOSELY]


def test_backwards_counts_as_well_and_a_loop_that_begins_again_fills_nothing_in(watching: Watching) -> None:
    watching.play(-1.0, 9, 8, 6)
    assert watching.levels(5, 11) == [0, CLOSELY, CLOSELY, CLOSELY, CLOSELY, 0]
    watching.play(1.0, 22, 20)
    assert watching.levels(20, 23) == [CLOSELY, 0, CLOSELY]


@pytest.mark.parametrize(
    ("speed", "level"), [(0.1, CLOSELY), (1.0, CLOSELY), (-1.0, CLOSELY), (1.5, FAST), (2.0, FAST), (8.0, FASTER)]
)
def test_how_closely_depends_on_the_speed(watching: Watching, speed: float, level: int) -> None:
    assert level_of(speed) == level
    watching.play(speed, 4)
    assert watching.levels(4, 5) == [level]


def test_what_was_watched_closely_stays_so_and_what_was_not_may_become_so(watching: Watching) -> None:
    watching.play(4.0, 4, 5)
    watching.play(1.0, 5)
    watching.play(2.0, 4, 5)
    assert watching.levels(4, 6) == [FAST, CLOSELY]


def test_a_picture_that_stays_is_looked_at_and_one_that_passes_while_scrubbing_is_not(
    qtbot: QtBot, watching: Watching
) -> None:
    watching.play(0.0, 3, 17)
    watching.window.projector.seek(30)
    see(qtbot, watching.window, number=30)
    qtbot.waitUntil(lambda: watching.levels(30, 31) == [CLOSELY], timeout=5000)
    assert watching.levels(3, 4) == watching.levels(17, 18) == [0]


def test_frames_join_only_within_one_speed(watching: Watching) -> None:
    watching.play(1.0, 2)
    watching.play(2.0, 4)
    assert watching.levels(2, 5) == [CLOSELY, 0, FAST]


def test_drafts_and_what_plays_while_nobody_can_see_it_do_not_count(watching: Watching) -> None:
    watching.play(1.0, 2, 3, draft=True)
    watching.there = False
    watching.play(1.0, 5, 6)
    watching.there = True
    watching.play(1.0, 8)
    assert watching.levels(0, 9) == [*([0] * 8), CLOSELY]


def test_the_views_are_told_now_and_then_and_what_they_were_told_does_not_change(
    qtbot: QtBot, watching: Watching
) -> None:
    watching.play(1.0, 2)
    qtbot.waitUntil(lambda: bool(watching.told), timeout=5000)
    first = watching.told[-1]
    watching.play(1.0, 3)
    assert first[3] == 0
    qtbot.waitUntil(lambda: bool(watching.told[-1][3]), timeout=5000)


def test_what_was_seen_and_the_time_worked_are_there_again_another_day(qtbot: QtBot, user: FakeUser) -> None:
    with the_window(qtbot, user) as window:
        window.commands["open_footage"].trigger()
        qtbot.waitUntil(lambda: window.projector.shown is not None and not window.work.busy, timeout=30_000)
        window.fittings.doubts.seen.frames[4:9] = FAST
        window.fittings.doubts.seen._unkept = True
        window.fittings.doubts.seen.clock.begin(77.0)
    with the_window(qtbot, user) as window:
        assert user.folder is not None
        window.open(user.folder)
        assert (window.fittings.doubts.seen.frames[4:9] == FAST).all()
        assert window.fittings.doubts.seen.seconds == 77.0


def test_a_case_that_can_only_be_read_keeps_nothing(watching: Watching, monkeypatch: pytest.MonkeyPatch) -> None:
    case = watching.window.desk.case
    assert case is not None
    kept: list[object] = []
    monkeypatch.setattr(type(case.desk), "keep_watched", lambda *given, **named: kept.append(given))
    case.read_only = "Somebody else has it open."
    watching.play(1.0, 2, 3)
    watching.seen.keep()
    watching.window.desk.clear()
    assert not kept


@pytest.mark.logs("what was seen could not be kept: the disk is full")
def test_a_disk_that_is_full_is_noted_once_and_the_footage_can_still_be_watched(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = watching.window.desk.case
    assert case is not None

    def full(*_: object, **__: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(type(case.desk), "keep_watched", full)
    for number in (2, 5, 8):
        watching.play(1.0, number)
        watching.seen.keep()
    watching.seen._keeper.finish()
    assert watching.levels(8, 9) == [CLOSELY]


def test_how_much_was_seen_is_told_in_percent() -> None:
    frames = np.array([0, CLOSELY, CLOSELY, FAST, FASTER, 0, 0, 0], np.uint8)
    assert seen_said(frames) == "Seen: 25 % of the frames at up to 1×, 25 % only faster."
    assert seen_said(np.zeros(8, np.uint8)) == "Seen: 0 % of the frames at up to 1×."
    assert seen_said(np.zeros(0, np.uint8)) == ""
