"""What is heard beside the pictures: what a copy would hold in the released view, all in the original, in time."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise
from multiprocessing.connection import wait
from pathlib import Path

import numpy as np
import pytest

from reviewer.core.errors import SpeakerError
from reviewer.core.footage import Footage, FootageId
from reviewer.core.profile import Profile, SoundPolicy
from reviewer.core.review import Review
from reviewer.core.silence import Silence, SilenceId
from reviewer.core.timing import Span, Tick
from reviewer.media.probe import probe
from reviewer.media.speaker import Block, DeviceSpeaker
from reviewer.services.decoding import Kind
from reviewer.services.hearing import Hearing
from reviewer.services.pace import Pace
from reviewer.services.pictures import Event, Failed, Picture, Stopped, Unheard, View
from reviewer.services.playback import Player, _Order, _Screening
from reviewer.services.workers import Limits
from tests.support.footage import Clip, Sound, make, number_in

FRAMES, SECONDS = 120, 4


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    sound = Sound(tone=440.0, duration=float(SECONDS), codec="pcm_s16le")
    return footage_of(make(tmp_path_factory.mktemp("heard") / "tone.mov", Clip(frames=FRAMES, sounds=(sound,))))


def footage_of(path: Path) -> Footage:
    return Footage(id=FootageId("a"), path=path, size=1, sha256="a", recording=probe(path))


class Ears:
    """The sound library's device that plays nothing, in whose place everything is noted that is handed to it."""

    def __init__(self, *, missing: bool = False) -> None:
        self._device, self.missing = DeviceSpeaker(pretend=True), missing
        self.latency = self._device.latency
        self.open, self.stop, self.close = self._device.open, self._device.stop, self._device.close
        self.heard: list[Block] = []
        self._more = threading.Condition()

    def start(self, feed: Callable[[int], Block]) -> None:
        """Take from `feed`; raises SpeakerError where there is no device."""
        if self.missing:
            raise SpeakerError("There is no sound device.", "The picture plays without sound.")

        def noted(count: int) -> Block:
            block = feed(count)
            with self._more:
                self.heard.append(block)
                self._more.notify_all()
            return block

        self._device.start(noted)

    def loudness(self, blocks: int, *, after: int | None = None) -> float:
        """The loudest sample of the next `blocks` that are handed over, or of those after the first `after`."""
        with self._more:
            first = len(self.heard) if after is None else after
            assert self._more.wait_for(lambda: len(self.heard) >= first + blocks, 30)
            return max(float(np.abs(b).max()) for b in self.heard[first : first + blocks])

    def wait_for_sound(self, *, on: bool = True, blocks: int = 5) -> None:
        """Wait until it is loud, or silent, for some time on end."""
        with self._more:
            assert self._more.wait_for(lambda: self._steady(on, blocks), 30), "the sound did not change"

    def _steady(self, on: bool, blocks: int) -> bool:
        last = self.heard[-blocks:]
        return len(last) == blocks and all((float(np.abs(b).max()) > 0.05) == on for b in last)


class Screen:
    """Remembers what a player says."""

    def __init__(self) -> None:
        self.events: list[tuple[float, Event]] = []
        self._more = threading.Condition()

    def hear(self, event: Event) -> None:
        with self._more:
            self.events.append((time.monotonic(), event))
            self._more.notify_all()

    def wait(self, kind: type, *, count: int = 1) -> None:
        with self._more:
            assert self._more.wait_for(lambda: sum(isinstance(e, kind) for _, e in self.events) >= count, 30)

    def of(self, kind: type) -> list[Event]:
        return [e for _, e in self.events if isinstance(e, kind)]


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def ears() -> Ears:
    return Ears()


@pytest.fixture
def player(footage: Footage, screen: Screen, ears: Ears) -> Iterator[Player]:
    player = Player(footage, screen.hear, speaker=ears)
    yield player
    player.close()
    assert not screen.of(Failed)


ALL_OF_IT = Span(Tick(-(10**6)), Tick(10**9))


def view_with(*spans: Span, released: bool = True, sound: SoundPolicy = SoundPolicy.KEEP) -> View:
    silences = [Silence(id=SilenceId(str(n)), span=span) for n, span in enumerate(spans)]
    return View(released, Review().silencing(silences), Profile(sound=sound))


def test_sound_is_heard_while_footage_plays_and_pictures_come_in_their_time(
    player: Player, screen: Screen, ears: Ears
) -> None:
    player.play(0)
    screen.wait(Stopped)
    assert max(float(np.abs(b).max()) for b in ears.heard) > 0.05
    shown = [(at, e.number) for at, e in screen.events if isinstance(e, Picture)]
    assert [n for _, n in shown] == sorted({n for _, n in shown})
    loud = sum(float(np.abs(b).max()) > 0.05 for b in ears.heard) * 0.02
    assert loud == pytest.approx(SECONDS, abs=0.3)
    assert not screen.of(Unheard)


def test_a_stop_is_silence_at_once(player: Player, ears: Ears) -> None:
    player.play(0)
    ears.wait_for_sound()
    player.stop()
    ears.wait_for_sound(on=False)


def test_showing_single_frames_plays_nothing(player: Player, screen: Screen, ears: Ears) -> None:
    for number in range(5):
        player.show(number)
        screen.wait(Picture, count=number + 1)
    assert ears.heard == []


@pytest.mark.parametrize("speed", [-1.0, 0.25, 4.0])
def test_backwards_and_where_it_could_not_be_understood_nothing_is_heard(
    player: Player, screen: Screen, ears: Ears, speed: float
) -> None:
    player.play(60, speed=speed)
    screen.wait(Picture, count=5)
    assert ears.heard == []


def test_what_is_silenced_is_silent_in_the_released_view_and_heard_in_the_original(player: Player, ears: Ears) -> None:
    player.look(view_with(ALL_OF_IT))
    player.play(0)
    assert ears.loudness(20) == 0
    player.look(view_with(ALL_OF_IT, released=False))
    ears.wait_for_sound()


def test_what_a_copy_leaves_out_is_silent_in_the_released_view_and_what_it_keeps_is_heard(
    player: Player, ears: Ears, footage: Footage
) -> None:
    index = footage.recording.index
    cut = View(True, replace(Review(), kept=(Span(index.tick(60), index.tick(90)),)))
    player.look(cut)
    player.play(0)
    assert ears.loudness(20) == 0
    ears.wait_for_sound()  # what is kept
    ears.wait_for_sound(on=False)
    player.play(0)
    player.look(replace(cut, released=False))
    ears.wait_for_sound()


def test_a_silence_that_is_made_while_it_plays_is_heard_at_once(player: Player, ears: Ears) -> None:
    player.look(view_with())
    player.play(0)
    ears.wait_for_sound()
    player.look(view_with(ALL_OF_IT))
    ears.wait_for_sound(on=False)
    assert ears.loudness(20) == 0


@pytest.mark.parametrize("policy", [SoundPolicy.SILENT, SoundPolicy.NONE])
def test_a_copy_without_sound_is_silent_in_the_released_view(
    player: Player, screen: Screen, ears: Ears, policy: SoundPolicy
) -> None:
    player.look(view_with(sound=policy))
    player.play(0)
    screen.wait(Picture, count=10)
    assert not any(np.abs(b).max() > 0 for b in ears.heard)
    player.look(view_with(sound=policy, released=False))
    ears.wait_for_sound()


def test_sound_is_turned_off_and_on_while_it_plays_and_off_for_the_next_time(
    player: Player, screen: Screen, ears: Ears
) -> None:
    player.play(0, loop=ALL_OF_IT)
    ears.wait_for_sound()
    player.hear(0.0)
    ears.wait_for_sound(on=False)
    player.hear(1.0)
    ears.wait_for_sound()
    player.stop()
    player.hear(0.0)
    ears.wait_for_sound(on=False)
    before, pictures = len(ears.heard), len(screen.of(Picture))
    player.play(0)
    screen.wait(Picture, count=pictures + 10)
    assert not any(np.abs(b).max() > 0 for b in ears.heard[before:])


def test_another_speed_goes_on_from_where_it_is_with_its_sound(player: Player, screen: Screen, ears: Ears) -> None:
    player.play(0)
    ears.wait_for_sound()
    here = screen.of(Picture)[-1]
    assert isinstance(here, Picture)
    player.play(here.number, speed=0.5)
    ears.wait_for_sound()
    player.play(here.number + 5, speed=2.0)
    screen.wait(Stopped)
    numbers = [e.number for e in screen.of(Picture) if isinstance(e, Picture)]
    assert numbers == sorted(set(numbers))
    assert numbers[-1] == FRAMES - 1


def test_a_loop_plays_its_frames_and_its_sound_over_and_over_and_nothing_else(
    player: Player, screen: Screen, ears: Ears, footage: Footage
) -> None:
    index = footage.recording.index
    loop = Span(index.tick(30), index.tick(42))
    player.play(5, loop=loop)
    screen.wait(Picture, count=36)
    player.stop()
    shown = [e for e in screen.of(Picture) if isinstance(e, Picture)]
    assert {p.number for p in shown} <= set(range(30, 42))
    assert [number_in(p.pixels[:, :, 1]) for p in shown] == [p.number for p in shown]
    assert sum(p.number == 30 for p in shown) >= 3
    assert not screen.of(Stopped)
    assert max(float(np.abs(b).max()) for b in ears.heard) > 0.05


def test_a_loop_holds_at_speeds_at_which_frames_are_left_out(player: Player, screen: Screen, footage: Footage) -> None:
    index = footage.recording.index
    player.play(30, speed=4.0, loop=Span(index.tick(30), index.tick(60)))
    screen.wait(Picture, count=40)  # more than the loop has frames
    player.stop()
    numbers = [e.number for e in screen.of(Picture) if isinstance(e, Picture)]
    assert set(numbers) <= set(range(30, 60))
    assert any(b < a for a, b in pairwise(numbers))


def test_without_a_device_the_pictures_play_on_and_it_is_told_once_a_time(footage: Footage, screen: Screen) -> None:
    player = Player(footage, screen.hear, speaker=Ears(missing=True))
    try:
        player.play(0)
        screen.wait(Stopped)
    finally:
        player.close()
    (told,) = screen.of(Unheard)
    assert isinstance(told, Unheard)
    assert isinstance(told.error, SpeakerError)
    assert len(screen.of(Picture)) > FRAMES // 2


def test_footage_whose_sound_lasts_longer_than_its_picture_ends_with_the_picture(
    tmp_path: Path, screen: Screen, ears: Ears
) -> None:
    path = make(tmp_path / "long.mov", Clip(frames=15, sounds=(Sound(tone=440.0, duration=3.0, codec="pcm_s16le"),)))
    player = Player(footage_of(path), screen.hear, speaker=ears)
    try:
        player.play(0)
        screen.wait(Stopped)
        ears.wait_for_sound(on=False)
    finally:
        player.close()
    assert sum(float(np.abs(b).max()) > 0.05 for b in ears.heard) * 0.02 < 0.7
    assert not screen.of(Failed)


def test_the_loudness_is_that_which_is_asked_for(player: Player, ears: Ears) -> None:
    player.play(0)
    ears.wait_for_sound()
    loud = ears.loudness(5)
    player.hear(0.1)
    ears.wait_for_sound(on=False)
    assert ears.loudness(5) == pytest.approx(loud / 10, rel=0.2)


def test_a_view_of_another_size_leaves_the_sound_alone(player: Player, ears: Ears) -> None:
    player.play(0)
    ears.wait_for_sound()
    player.look(replace(View(), size=(160, 120)))
    loud = [ears.loudness(1) for _ in range(20)]
    assert min(loud) > 0.05


class AheadHearing(Hearing):
    """Sound that is far ahead of the pictures once the first of them is shown, as where they come too slowly."""

    def __init__(self, footage: Footage, *, ahead: float) -> None:
        super().__init__(footage, None, changed=lambda: None, listener=lambda _: None)
        self._ahead, self._began = ahead, 0.0

    @property
    def leads(self) -> bool:
        return self._began > 0

    def shown(self) -> None:
        self._began = self._began or time.monotonic()

    def keep(self, pace: Pace, now: float) -> None:
        if self._began:
            pace.follow(self._ahead + now - self._began, now)


def test_pictures_that_come_far_too_late_are_left_out_and_the_sound_goes_on(footage: Footage, screen: Screen) -> None:
    screening = _Screening(footage, screen.hear, limits=Limits(), hearing=AheadHearing(footage, ahead=2.0))
    try:
        screening.turn(_Order(Kind.PLAY, 0), None)
        while not screen.of(Stopped):
            wait([s for s in (screening.source,) if s is not None], screening.patience())
            screening.turn(None, None)
    finally:
        screening.end()
    numbers = [e.number for e in screen.of(Picture) if isinstance(e, Picture)]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 0
    assert [n for n in numbers if n >= 60]
    assert len([n for n in numbers if 0 < n < 60]) < 10
    assert not screen.of(Failed)
