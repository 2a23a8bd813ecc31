"""Sound that is played beside pictures: in its place, a clock for them, and never a reason for them to stop."""

import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import psutil
import pytest

from reviewer.core.errors import FootageError, SpeakerError
from reviewer.core.footage import Footage, FootageId
from reviewer.media.probe import probe
from reviewer.media.silencing import Hidden
from reviewer.media.speaker import RATE, Block
from reviewer.services.sound_link import MOST_DEATHS
from reviewer.services.soundtrack import AGAIN, HOLD, IDLE, LEAD, STALL, Passage, Soundtrack
from tests.support.footage import Clip, Sound, make
from tests.support.speakers import Clock, FakeSpeaker

LATE = 0.06 - 0.02
"""Seconds between the device's asking for a sample and its being heard: it has all but what it asks for at once."""

CLICKS = tuple(second + 0.5 for second in range(12))


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    sound = Sound(clicks=CLICKS, duration=12)
    return footage_of(make(tmp_path_factory.mktemp("sound") / "recording é.mp4", Clip(frames=360, sounds=(sound,))))


def footage_of(path: Path) -> Footage:
    return Footage(id=FootageId("a"), path=path, size=1, sha256="a", recording=probe(path))


class Room:
    """A soundtrack, the device that it is played by, and what it said."""

    def __init__(self, footage: Footage, *, missing: bool = False) -> None:
        self.clock = Clock()
        self.speaker = FakeSpeaker(self.clock, missing=missing)
        self.said: list[Exception] = []
        self.changed = threading.Event()
        self.track = Soundtrack(
            footage, self.speaker, changed=self.changed.set, said=self.said.append, clock=self.clock
        )

    def until(self, wanted: Callable[[], bool]) -> None:
        """Wait for the soundtrack's thread and its child."""
        for _ in range(3000):
            if wanted():
                return
            time.sleep(0.01)
        raise AssertionError(f"nothing came of it; said was {self.said}")

    def begin(self, passage: Passage) -> None:
        """Play, and wait until it is heard."""
        self.track.play(passage, waits=True)
        self.until(lambda: self.speaker.feed is not None)
        self.changed.clear()
        self.track.shown()
        assert self.changed.wait(30)

    def listen(self, seconds: float) -> Block:
        """What is heard meanwhile; the child is given the time that it has when seconds last as long as they should."""
        parts = []
        for _ in range(round(seconds / 0.1)):
            parts.append(self.speaker.play(0.1))
            time.sleep(0.03)
        return np.concatenate(parts)


@pytest.fixture
def room(footage: Footage) -> Iterator[Room]:
    room = Room(footage)
    yield room
    room.track.close()


def clicks_in(samples: Block, *, start: float = 0.0, speed: float = 1.0) -> list[float]:
    found: list[float] = []
    for at in np.flatnonzero(np.abs(samples[:, 0]) > 0.25):
        when = start + float(at) / RATE * speed
        if not found or when - found[-1] > 0.1:
            found.append(when)
    return found


def test_what_is_heard_is_the_sound_from_there_on_and_gives_the_time(room: Room) -> None:
    room.begin(Passage(2.0))
    samples = room.listen(3.0)
    assert clicks_in(samples, start=2.0) == pytest.approx([2.5, 3.5, 4.5], abs=0.002)
    place = room.track.place(0.0)
    assert place == pytest.approx(2.0 + 3.0 - room.speaker.latency, abs=0.025)


def test_at_half_speed_time_passes_half_as_fast(room: Room) -> None:
    room.begin(Passage(2.0, speed=0.5))
    samples = room.listen(3.0)
    assert clicks_in(samples, start=2.0, speed=0.5)[:1] == pytest.approx([2.5], abs=0.03)
    assert room.track.place(0.0) == pytest.approx(2.0 + (3.0 - room.speaker.latency) / 2, abs=0.025)


def test_the_first_picture_waits_for_its_sound_but_not_for_long(room: Room) -> None:
    room.track.play(Passage(2.0), waits=True)
    room.until(lambda: room.speaker.feed is not None)
    assert room.track.place(2.0) == 2.0
    room.clock.now += 100  # before a picture is shown nothing is late
    assert room.track.place(2.0) == 2.0


def test_where_sound_comes_too_late_it_joins_in_where_the_picture_is(room: Room) -> None:
    room.track.play(Passage(0.0), waits=True)
    room.until(lambda: room.speaker.feed is not None)
    room.track.shown()
    room.speaker.play(HOLD + 2)  # as on a machine where the child takes that long to begin
    room.track.place(2.2)
    assert room.changed.wait(30)
    samples = room.speaker.play(0.02)
    assert room.track.place(0.0) == pytest.approx(2.22, abs=0.001)
    samples = np.concatenate([samples, room.listen(2.0)])
    assert clicks_in(samples, start=2.2 + LATE) == pytest.approx([2.5, 3.5], abs=0.002)


def test_sound_that_begins_while_it_plays_begins_where_the_picture_is(room: Room) -> None:
    room.track.play(Passage(3.0 + LEAD), waits=False)
    room.until(lambda: room.speaker.feed is not None)
    room.speaker.play(0.1)
    room.track.place(3.0)
    room.track.shown()
    assert room.changed.wait(30)
    samples = room.speaker.play(0.02)
    assert room.track.place(0.0) == pytest.approx(3.02, abs=0.001)
    samples = np.concatenate([samples, room.listen(2.0)])
    assert clicks_in(samples, start=3.0 + LATE) == pytest.approx([3.5, 4.5], abs=0.002)


def test_silences_are_silent_from_the_first_sample_to_the_last(footage: Footage, room: Room) -> None:
    (sound,) = footage.recording.sounds
    room.begin(Passage(2.0, quiet={sound.index: (Hidden(Fraction(3), Fraction(4)),)}))
    assert clicks_in(room.listen(3.0), start=2.0) == pytest.approx([2.5, 4.5], abs=0.002)


def test_a_passage_ends_where_it_is_to_end(room: Room) -> None:
    room.begin(Passage(2.0, end=3.2))
    samples = room.listen(2.0)
    assert clicks_in(samples, start=2.0) == pytest.approx([2.5], abs=0.002)
    assert not samples[round(1.2 * RATE) :].any()


def test_stopping_is_heard_at_once_and_without_a_click(room: Room) -> None:
    room.begin(Passage(2.4))
    room.speaker.play(0.2)
    room.track.stop()
    samples = room.speaker.play(1.0)
    assert not samples[RATE // 20 :].any()
    assert room.track.place(0.0) is None


def test_the_latest_of_many_passages_is_heard(room: Room) -> None:
    for start in range(10):
        room.track.play(Passage(float(start)), waits=True)
        room.track.stop()
    room.begin(Passage(7.0))
    assert clicks_in(room.listen(2.0), start=7.0) == pytest.approx([7.5, 8.5], abs=0.002)


def test_the_device_rests_after_a_pause_and_is_woken_again(room: Room) -> None:
    room.begin(Passage(2.0))
    room.track.stop()
    room.until(lambda: room.track.place(0.0) is None)
    time.sleep(0.2)
    assert room.speaker.feed is not None
    room.clock.now += IDLE + 1
    room.until(lambda: room.speaker.feed is None)
    room.begin(Passage(3.0))
    assert clicks_in(room.listen(1.0), start=3.0) == pytest.approx([3.5], abs=0.002)


def test_a_machine_without_a_device_is_told_and_the_picture_has_its_own_time(footage: Footage) -> None:
    room = Room(footage, missing=True)
    try:
        room.track.play(Passage(2.0), waits=True)
        room.track.shown()
        room.until(lambda: bool(room.said))
        room.until(lambda: room.track.place(2.0) is None)
        assert isinstance(room.said[0], SpeakerError)
        room.track.play(Passage(2.0), waits=True)
        room.until(lambda: room.track.place(2.0) is None)
        assert len(room.said) == 1
        room.speaker.missing = False  # plugged in meanwhile
        room.clock.now += AGAIN + 1
        room.begin(Passage(2.0))
        assert clicks_in(room.listen(1.0), start=2.0) == pytest.approx([2.5], abs=0.002)
    finally:
        room.track.close()


def test_a_device_that_is_taken_away_gives_no_time_any_more_and_is_told(room: Room) -> None:
    room.begin(Passage(2.0))
    room.listen(0.5)
    room.clock.now += STALL + 0.1
    assert room.track.place(2.5) is None
    room.until(lambda: bool(room.said))
    assert isinstance(room.said[0], SpeakerError)
    assert room.speaker.closed


def sounders() -> list[psutil.Process]:
    children = psutil.Process().children(recursive=True)
    return [c for c in children if c.status() != psutil.STATUS_ZOMBIE and "spawn_main" in " ".join(c.cmdline())]


def test_a_child_that_dies_is_silence_and_a_sentence_and_the_next_passage_has_another(room: Room) -> None:
    room.begin(Passage(2.0))
    for child in sounders():
        child.kill()
    room.until(lambda: bool(room.said))
    assert isinstance(room.said[0], FootageError)
    assert "sound" in str(room.said[0])
    assert "unchanged" in room.said[0].advice
    room.until(lambda: room.track.place(2.0) is None)
    room.begin(Passage(5.0))
    assert clicks_in(room.listen(1.0), start=5.0) == pytest.approx([5.5], abs=0.002)


def test_after_some_deaths_no_more_children_are_spent_on_the_footage(room: Room) -> None:
    for _ in range(MOST_DEATHS):
        before = len(room.said)
        room.begin(Passage(2.0))
        for child in sounders():
            child.kill()
        room.until(lambda before=before: len(room.said) > before)  # type: ignore[misc]
    room.track.play(Passage(2.0), waits=True)
    room.until(lambda: room.track.place(2.0) is None)
    assert not sounders()


def test_footage_whose_sound_cannot_be_opened_is_told(tmp_path: Path) -> None:
    path = make(tmp_path / "gone.mp4", Clip(frames=4, sounds=(Sound(duration=0.1),)))
    footage = footage_of(path)
    path.unlink()
    room = Room(footage)
    try:
        room.track.play(Passage(0.0), waits=True)
        room.until(lambda: bool(room.said))
        assert isinstance(room.said[0], FootageError)
        assert room.track.place(0.0) is None
    finally:
        room.track.close()


def test_warming_up_has_a_child_ready_and_plays_nothing(room: Room) -> None:
    room.track.warm()
    room.until(lambda: len(sounders()) == 1)
    assert room.speaker.opened == 1
    assert room.speaker.feed is None


def test_closing_ends_the_child_and_gives_the_device_back(footage: Footage) -> None:
    room = Room(footage)
    room.begin(Passage(0.0))
    room.track.close()
    room.track.close()
    assert not sounders()
    assert room.speaker.closed
