"""Where in the footage the window is, with a player that only takes notes."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from reviewer.core.footage import Footage, FootageId
from reviewer.core.profile import Profile, SoundPolicy
from reviewer.core.review import Review
from reviewer.core.timing import Span, Tick
from reviewer.services.pictures import Event, Failed, Picture, PicturePlayer, Stopped, Unheard, View
from reviewer.ui.bridge import MainThread
from reviewer.ui.viewer.projector import LOUDNESS, SPEEDS, Projector
from tests.support.values import SOMEWHERE, a_recording


class Notes(PicturePlayer):
    """Notes what it is asked for."""

    def __init__(self, footage: Footage, listener: Callable[[Event], None]) -> None:
        self.footage, self.say = footage, listener
        self.asked: list[object] = []
        self.closed = False
        self.volume: float | None = None

    def show(self, number: int) -> None:
        self.asked.append(number)

    def play(self, number: int, *, speed: float = 1.0, loop: Span | None = None) -> None:
        self.asked.append((number, speed) if loop is None else (number, speed, loop))

    def hear(self, volume: float) -> None:
        self.volume = volume

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


@pytest.mark.parametrize(("released", "both"), [(False, False), (True, False), (True, True)])
def test_only_pictures_of_the_kind_that_is_wanted_are_shown(
    qtbot: QtBot, projector: Projector, players: list[Notes], released: bool, both: bool
) -> None:
    projector.look(released=True, review=Review(), profile=Profile(), both=not both)
    projector.look(released=released, review=Review(), profile=Profile(), both=both)
    assert players[0].asked[-1] == View(released, Review(), Profile(), both=both)
    plain = a_picture(1)
    covered = replace(plain, released=True)
    pictures = {(False, False): plain, (True, False): covered, (True, True): replace(covered, original=plain.pixels)}
    for kind, picture in pictures.items():
        if kind != (released, both):
            players[0].say(picture)
    qtbot.wait(20)
    assert projector.shown is None
    players[0].say(pictures[released, both])
    qtbot.waitUntil(lambda: projector.shown is pictures[released, both])


def test_painting_plays_from_here_at_a_speed_of_its_own(projector: Projector, players: list[Notes]) -> None:
    projector.seek(3)
    projector.loop = Span(Tick(-6006), Tick(9009))
    projector.play_at(0.25)
    assert projector.speed == 0.25
    assert players[0].asked[-1] == (3, 0.25)


def plays(player: Notes) -> list[object]:
    """What it was asked to play."""
    return [asked for asked in player.asked if isinstance(asked, tuple)]


def test_the_speed_goes_up_and_down_its_steps_and_holds_for_the_next_time(
    projector: Projector, players: list[Notes]
) -> None:
    projector.change_speed(-1)
    assert plays(players[0]) == []
    projector.toggle()
    for _ in range(6):
        projector.change_speed(1)
    projector.toggle()
    projector.change_speed(-20)
    projector.toggle()
    assert [a[1] for a in plays(players[0]) if isinstance(a, tuple)] == [0.75, 1, 1.5, 2, 4, 8, 0.1]
    assert projector.tempo == SPEEDS[0]


def test_backwards_another_speed_is_backwards_too(projector: Projector, players: list[Notes]) -> None:
    projector.shuttle(-1)
    projector.change_speed(1)
    assert projector.speed == -1.5


def test_sound_is_turned_off_and_its_loudness_kept_for_the_next_footage(
    projector: Projector, players: list[Notes]
) -> None:
    assert players[0].volume == 1
    projector.change_volume(-1)
    assert players[0].volume == 0.7
    projector.set_sound(on=False)
    assert players[0].volume == 0
    projector.load(a_footage("b"))
    assert players[1].volume == 0
    projector.set_sound(on=True)
    assert players[1].volume == 0.7
    projector.change_volume(-20)
    assert projector.volume == LOUDNESS[0]
    projector.change_volume(20)
    assert projector.volume == LOUDNESS[-1]


def test_it_is_said_why_nothing_is_heard(projector: Projector) -> None:
    assert projector.has_sound
    assert projector.silent_because == ""
    projector.set_speed(4.0)
    assert projector.silent_because == "no sound at this speed"
    projector.set_speed(0.5)
    assert projector.silent_because == ""
    projector.shuttle(-1)
    assert projector.silent_because == "no sound at this speed"
    projector.stop()
    projector.look(released=True, review=Review(), profile=Profile(sound=SoundPolicy.SILENT))
    assert projector.silent_because == "the copy has no sound"
    projector.set_sound(on=False)
    assert projector.silent_because == "sound is off"
    projector.load(None)
    assert projector.silent_because == "the footage has no sound"


def test_a_loop_is_played_until_somebody_goes_elsewhere(projector: Projector, players: list[Notes]) -> None:
    index = a_recording(frames=10).index
    loop = Span(index.tick(2), index.tick(5))
    projector.loop = loop
    projector.seek(3)
    projector.toggle()
    assert plays(players[0])[-1] == (3, 1.0, loop)
    projector.seek(4)
    assert projector.loop == loop
    projector.seek(5)
    assert projector.loop is None
    projector.toggle()
    assert plays(players[0])[-1] == (5, 1.0)
    projector.loop = loop
    assert plays(players[0])[-1] == (5, 1.0, loop)
    projector.load(a_footage("b"))
    assert projector.loop is None


def test_that_nothing_can_be_heard_is_told_and_it_plays_on(
    qtbot: QtBot, projector: Projector, players: list[Notes]
) -> None:
    told: list[object] = []
    projector.unheard.connect(told.append)
    projector.toggle()
    error = RuntimeError("no device")
    players[0].say(Unheard(error))
    qtbot.waitUntil(lambda: told == [error])
    assert projector.speed == 1
