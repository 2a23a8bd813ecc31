"""Where in the footage the window is, with a player that only takes notes."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from reviewer.core.footage import Footage, FootageId
from reviewer.core.profile import Profile
from reviewer.core.review import Review
from reviewer.services.pictures import Event, Failed, Picture, PicturePlayer, Stopped, View
from reviewer.ui.bridge import MainThread
from reviewer.ui.viewer.projector import Projector
from tests.support.values import SOMEWHERE, a_recording


class Notes(PicturePlayer):
    """Notes what it is asked for."""

    def __init__(self, footage: Footage, listener: Callable[[Event], None]) -> None:
        self.footage, self.say = footage, listener
        self.asked: list[object] = []
        self.closed = False

    def show(self, number: int) -> None:
        self.asked.append(number)

    def play(self, number: int, *, speed: float = 1.0) -> None:
        self.asked.append((number, speed))

    def stop(self) -> None:
        self.asked.append("stop")

    def look(self, view: View) -> None:
        self.asked.append(view)

    def close(self) -> None:
        self.closed = True


def a_footage(name: str = "a") -> Footage:
    return Footage(id=FootageId(name), path=SOMEWHERE, size=1, sha256=name, recording=a_recording(frames=10))


@pytest.fixture
def players() -> list[Notes]:
    return []


@pytest.fixture
def projector(qtbot: QtBot, players: list[Notes]) -> Projector:
    def make(footage: Footage, listener: Callable[[Event], None]) -> PicturePlayer:
        players.append(Notes(footage, listener))
        return players[-1]

    projector = Projector(MainThread(), make)
    projector.load(a_footage())
    return projector


def a_picture(number: int, *, released: bool = False) -> Picture:
    tick = a_recording(frames=10).index.tick(number)
    return Picture(number, tick, np.zeros((2, 2, 4), np.uint8), released)


def test_stepping_adds_up_before_any_picture_arrives_and_stays_in_the_footage(
    projector: Projector, players: list[Notes]
) -> None:
    for step in (1, 1, 1, -5, 20):
        projector.step(step)
    assert players[0].asked[1:] == [0, 1, 2, 3, 0, 9]


def test_playing_from_the_last_frame_begins_again(projector: Projector, players: list[Notes]) -> None:
    projector.last()
    projector.toggle()
    assert players[0].asked[-1] == (0, 1.0)
    projector.toggle()
    assert players[0].asked[-1] == "stop"
    assert projector.speed == 0


def test_each_press_of_l_doubles_the_speed_and_j_turns_round(projector: Projector, players: list[Notes]) -> None:
    for direction in (1, 1, 1, 1, 1, -1, -1):
        projector.shuttle(direction)
    assert [a[1] for a in players[0].asked if isinstance(a, tuple)] == [1, 2, 4, 8, 8, -1, -2]


def test_a_picture_of_the_view_before_is_not_shown(qtbot: QtBot, projector: Projector, players: list[Notes]) -> None:
    projector.look(released=True, review=Review(), profile=Profile())
    players[0].say(a_picture(1, released=False))
    qtbot.wait(20)
    assert projector.shown is None
    players[0].say(a_picture(1, released=True))
    qtbot.waitUntil(lambda: projector.shown is not None)


def test_what_the_player_of_other_footage_says_is_not_heard(
    qtbot: QtBot, projector: Projector, players: list[Notes]
) -> None:
    failures: list[object] = []
    projector.failed.connect(failures.append)
    projector.load(a_footage("b"))
    assert players[0].closed
    players[0].say(a_picture(3))
    players[0].say(Failed(RuntimeError("late")))
    qtbot.wait(20)
    assert projector.shown is None
    assert failures == []


def test_playing_follows_the_pictures_and_ends_with_them(
    qtbot: QtBot, projector: Projector, players: list[Notes]
) -> None:
    projector.toggle()
    players[0].say(a_picture(4))
    qtbot.waitUntil(lambda: projector.number == 4)
    players[0].say(Stopped())
    qtbot.waitUntil(lambda: projector.speed == 0)


def test_the_same_view_is_not_asked_for_twice(projector: Projector, players: list[Notes]) -> None:
    before = len(players[0].asked)
    projector.scale((10, 10))
    projector.scale((10, 10))
    assert players[0].asked[before:] == [replace(View(), size=(10, 10))]
