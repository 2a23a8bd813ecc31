"""The player: the right picture for each number, in its own time, and nothing left behind."""

import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.shared_memory import SharedMemory
from pathlib import Path
from typing import Any, cast

import numpy as np
import psutil
import pytest

from reviewer.core.detection import Subject
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage, FootageId
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.region import Decision, Keyframe, Region, RegionId
from reviewer.core.review import Review, of
from reviewer.core.timing import Span, Tick
from reviewer.media.probe import probe
from reviewer.media.proxying import make_parts
from reviewer.media.reader import FrameReader
from reviewer.services.decoding import Freed, Kind, Pictured, Taken
from reviewer.services.pictures import Event, Failed, Picture, Stopped, View
from reviewer.services.playback import Player, _Order, _Screening
from reviewer.services.ring import Ring
from reviewer.services.workers import Limits
from tests.support.footage import Clip, make, number_in

FRAMES = 48


class Screen:
    """Remembers what a player says, and waits for it."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._more = threading.Condition()

    def hear(self, event: Event) -> None:
        with self._more:
            self.events.append(event)
            self._more.notify_all()

    def wait(self, wanted: Callable[[Event], bool], *, after: int = 0) -> Event:
        with self._more:
            assert self._more.wait_for(lambda: any(wanted(e) for e in self.events[after:]), 30), self.told()
            return next(e for e in self.events[after:] if wanted(e))

    def told(self) -> list[str]:
        return [f"picture {e.number}" if isinstance(e, Picture) else repr(e) for e in self.events]

    @property
    def pictures(self) -> list[Picture]:
        return [e for e in self.events if isinstance(e, Picture)]


def shown(number: int) -> Callable[[Event], bool]:
    return lambda event: isinstance(event, Picture) and event.number == number


def failed(event: Event) -> bool:
    return isinstance(event, Failed)


def number_drawn(picture: Picture) -> int:
    """What is drawn in the picture; the cells are black or white, so green serves as luma."""
    return number_in(picture.pixels[:, :, 1])


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return footage_of(make(tmp_path_factory.mktemp("footage") / "recording é.mp4", Clip(frames=FRAMES, b_frames=2)))


def footage_of(path: Path) -> Footage:
    return Footage(id=FootageId("a" * 64), path=path, size=path.stat().st_size, sha256="a" * 64, recording=probe(path))


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def player(footage: Footage, screen: Screen) -> Iterator[Player]:
    player = Player(footage, screen.hear)
    yield player
    player.close()


def test_each_number_shows_the_picture_that_bears_it(player: Player, screen: Screen, footage: Footage) -> None:
    for number in (0, 1, 30, 29, FRAMES - 1, 5, 0):
        before = len(screen.events)
        player.show(number)
        picture = screen.wait(shown(number), after=before)
        assert isinstance(picture, Picture)
        assert number_drawn(picture) == number
        assert picture.tick == footage.recording.index.tick(number)
        assert not picture.released


def test_the_latest_of_many_requests_wins(player: Player, screen: Screen) -> None:
    for number in [*range(FRAMES), 7]:
        player.show(number)
    screen.wait(shown(7))
    time.sleep(0.3)
    assert screen.pictures[-1].number == 7
    assert len(screen.pictures) < FRAMES


def test_playing_shows_frames_in_order_to_the_end_and_says_that_it_stopped(player: Player, screen: Screen) -> None:
    player.play(20)
    screen.wait(lambda e: isinstance(e, Stopped))
    numbers = [p.number for p in screen.pictures]
    assert numbers[0] == 20
    assert numbers[-1] == FRAMES - 1
    assert numbers == sorted(set(numbers))
    assert [number_drawn(p) for p in screen.pictures] == numbers


def test_playing_takes_as_long_as_the_footage_lasts(player: Player, screen: Screen) -> None:
    player.show(0)
    screen.wait(shown(0))
    before = len(screen.events)
    player.play(0)
    screen.wait(shown(0), after=before)
    began = time.monotonic()
    screen.wait(lambda e: isinstance(e, Stopped))
    assert time.monotonic() - began >= (FRAMES - 2) / 30  # never ahead of its time, however late a machine may be


def test_stopping_stays_on_the_picture_on_show(player: Player, screen: Screen) -> None:
    player.play(0)
    screen.wait(lambda e: isinstance(e, Picture))
    player.stop()
    time.sleep(0.3)
    here = len(screen.events)
    time.sleep(0.3)
    assert len(screen.events) == here
    assert not any(isinstance(e, Stopped) for e in screen.events)


def test_playing_backwards_comes_to_the_start(player: Player, screen: Screen) -> None:
    player.play(12, speed=-1.0)
    screen.wait(lambda e: isinstance(e, Stopped))
    numbers = [p.number for p in screen.pictures]
    assert numbers[0] == 12
    assert numbers == sorted(set(numbers), reverse=True)
    assert [number_drawn(p) for p in screen.pictures] == numbers


def test_playing_fast_skips_frames_and_comes_to_the_end(player: Player, screen: Screen) -> None:
    player.play(0, speed=8.0)
    screen.wait(lambda e: isinstance(e, Stopped))
    numbers = [p.number for p in screen.pictures]
    assert numbers == sorted(set(numbers))
    assert [number_drawn(p) for p in screen.pictures] == numbers


def test_pictures_come_in_the_size_that_is_asked_for(player: Player, screen: Screen) -> None:
    player.look(View(size=(160, 120)))
    player.show(4)
    picture = screen.wait(shown(4))
    assert isinstance(picture, Picture)
    assert picture.pixels.shape == (120, 160, 4)
    assert number_drawn(picture) == 4


def a_review(*, decision: Decision = Decision.PROPOSED) -> Review:
    region = Region(
        id=RegionId("r"),
        subject=Subject.FACE,
        span=Span(Tick(0), Tick(10**9)),
        keyframes=(Keyframe(Tick(0), Box(200, 150, 60, 50)),),
        decision=decision,
    )
    return of([region])


def test_the_released_view_covers_what_the_review_hides_without_decoding_again(player: Player, screen: Screen) -> None:
    player.show(9)
    original = screen.wait(shown(9))
    before = len(screen.events)
    player.look(View(released=True, review=a_review(), profile=Profile(fill=(255, 0, 255))))
    covered = screen.wait(shown(9), after=before)
    assert isinstance(original, Picture)
    assert isinstance(covered, Picture)
    assert covered.released
    inside = covered.pixels[155:195, 205:255, :3].astype(int)
    assert np.abs(inside - (255, 0, 255)).max() < 6
    outside = np.abs(covered.pixels[:140].astype(int) - original.pixels[:140].astype(int))
    assert outside.max() == 0


def test_a_rejected_region_is_seen_in_the_released_view(player: Player, screen: Screen) -> None:
    player.show(9)
    original = screen.wait(shown(9))
    before = len(screen.events)
    player.look(View(released=True, review=a_review(decision=Decision.REJECTED)))
    shown_again = screen.wait(shown(9), after=before)
    assert isinstance(original, Picture)
    assert isinstance(shown_again, Picture)
    assert np.array_equal(original.pixels, shown_again.pixels)


def decoders() -> list[psutil.Process]:
    found = []
    for child in psutil.Process().children(recursive=True):
        command = " ".join(child.cmdline())
        if child.status() != psutil.STATUS_ZOMBIE and "spawn_main" in command:
            found.append(child)
    return found


def test_a_child_that_dies_is_told_in_a_sentence_and_the_next_request_starts_another(
    player: Player, screen: Screen, footage: Footage
) -> None:
    player.show(3)
    screen.wait(shown(3))
    for child in decoders():
        child.kill()
    event = screen.wait(failed)
    assert isinstance(event, Failed)
    assert isinstance(event.error, FootageError)
    assert footage.path.name in str(event.error)
    assert "unchanged" in event.error.advice
    before = len(screen.events)
    player.show(11)
    picture = screen.wait(shown(11), after=before)
    assert isinstance(picture, Picture)
    assert number_drawn(picture) == 11


def test_a_child_that_grows_too_large_is_ended(footage: Footage, screen: Screen) -> None:
    player = Player(footage, screen.hear, limits=Limits(memory=1))
    try:
        player.play(0)
        event = screen.wait(failed)
    finally:
        player.close()
    assert isinstance(event, Failed)
    assert "memory" in str(event.error)


def test_footage_that_is_gone_is_told_in_a_sentence(tmp_path: Path, screen: Screen) -> None:
    path = make(tmp_path / "gone.mp4", Clip(frames=4))
    footage = footage_of(path)
    path.unlink()
    player = Player(footage, screen.hear)
    try:
        player.show(0)
        event = screen.wait(failed)
    finally:
        player.close()
    assert isinstance(event, Failed)
    assert isinstance(event.error, FootageError)


def test_closing_leaves_no_process_and_no_shared_memory_even_while_playing(
    footage: Footage, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []
    create = SharedMemory.__init__

    def noted(self: SharedMemory, *args: object, **given: object) -> None:
        create(self, *args, **given)  # type: ignore[arg-type]
        made.append(self.name)

    monkeypatch.setattr(SharedMemory, "__init__", noted)
    player = Player(footage, screen.hear)
    player.play(0)
    screen.wait(lambda e: isinstance(e, Picture))
    assert decoders()
    player.close()
    player.close()
    assert not decoders()
    assert made
    monkeypatch.undo()
    for name in made:
        with pytest.raises(FileNotFoundError):
            SharedMemory(name)


def test_a_player_that_was_never_asked_closes_too(footage: Footage, screen: Screen) -> None:
    Player(footage, screen.hear).close()
    assert screen.events == []


def test_an_error_in_covering_shows_no_picture_at_all(
    player: Player, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    player.show(2)
    screen.wait(shown(2))
    before = len(screen.events)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("cannot cover")

    monkeypatch.setattr("reviewer.services.picturing.finished", broken)
    player.look(View(released=True, review=a_review()))
    event = screen.wait(failed, after=before)
    assert isinstance(event, Failed)
    assert not [e for e in screen.events[before:] if isinstance(e, Picture)]


class Script:
    """Stands in for the pipe of a child: says what it is told to say."""

    def __init__(self) -> None:
        self.said: list[object] = []
        self.sent: list[object] = []

    def poll(self) -> bool:
        return bool(self.said)

    def recv(self) -> object:
        return self.said.pop(0)

    def send(self, message: object) -> None:
        self.sent.append(message)

    def close(self) -> None:
        self.said.clear()


def test_scrubbing_faster_than_pictures_can_be_had_shows_those_on_the_way(footage: Footage, screen: Screen) -> None:
    screening = _Screening(footage, screen.hear, limits=Limits())
    ring, script = Ring.create(footage.recording.video, 2), Script()
    with FrameReader(footage.path, footage.recording) as reader:
        filled = [ring.put(slot, reader.read(number)) for slot, number in enumerate((4, 9))]
    screening._link._pipe, screening._link._ring = cast(Any, script), ring
    try:
        screening.turn(_Order(Kind.SHOW, 4), None)
        script.said = [Taken(1)]
        screening.turn(_Order(Kind.SHOW, 9), None)
        script.said = [Pictured(1, Kind.SHOW, 4, filled[0]), Taken(2)]
        screening.turn(None, None)
        assert [p.number for p in screen.pictures] == [4]
        script.said = [Pictured(2, Kind.SHOW, 9, filled[1])]
        screening.turn(None, None)
        assert [p.number for p in screen.pictures] == [4, 9]
        assert [m for m in script.sent if isinstance(m, Freed)] == [Freed(0), Freed(1)]
    finally:
        screening.end()


def test_a_picture_of_playing_that_was_ended_is_not_shown(footage: Footage, screen: Screen) -> None:
    screening = _Screening(footage, screen.hear, limits=Limits())
    ring, script = Ring.create(footage.recording.video, 2), Script()
    with FrameReader(footage.path, footage.recording) as reader:
        filled = ring.put(0, reader.read(4))
    screening._link._pipe, screening._link._ring = cast(Any, script), ring
    try:
        screening.turn(_Order(Kind.PLAY, 4), None)
        script.said = [Taken(1), Pictured(1, Kind.PLAY, 4, filled)]
        screening.turn(_Order(Kind.SHOW, 20), None)
        assert screen.pictures == []
        assert Freed(0) in script.sent
    finally:
        screening.end()


@pytest.fixture
def long_footage(tmp_path: Path) -> Footage:
    """Footage in which any frame is far from its keyframe, but for the first."""
    return footage_of(make(tmp_path / "long.mp4", Clip(frames=FRAMES * 2, gop=FRAMES * 2, b_frames=2)))


@pytest.fixture
def proxy(long_footage: Footage, tmp_path: Path) -> Path:
    """A whole proxy of it."""
    folder = tmp_path / "proxy"
    folder.mkdir()
    list(make_parts(long_footage.path, long_footage.recording, folder=folder, parts=[0]))
    return folder


@pytest.fixture
def quick(long_footage: Footage, screen: Screen, proxy: Path) -> Iterator[Player]:
    player = Player(long_footage, screen.hear)
    player.draft_from(proxy)
    yield player
    player.close()


def whole(number: int) -> Callable[[Event], bool]:
    return lambda event: isinstance(event, Picture) and event.number == number and not event.draft


def test_a_draft_of_the_very_frame_comes_first_and_the_frame_when_the_cursor_rests(
    quick: Player, screen: Screen, long_footage: Footage
) -> None:
    quick.show(60)
    screen.wait(whole(60))
    assert [(p.number, p.draft) for p in screen.pictures] == [(60, True), (60, False)]
    assert [number_drawn(p) for p in screen.pictures] == [60, 60]
    assert {p.tick for p in screen.pictures} == {long_footage.recording.index.tick(60)}
    assert len({p.pixels.shape for p in screen.pictures}) == 1


def test_scrubbing_shows_drafts_and_ends_on_the_frame_itself(quick: Player, screen: Screen) -> None:
    quick.show(0)
    screen.wait(whole(0))
    for number in [*range(90, 30, -7), 50]:
        quick.show(number)
        time.sleep(0.02)
    screen.wait(whole(50))
    last = screen.pictures[-1]
    assert (last.number, last.draft) == (50, False)
    assert [number_drawn(p) for p in screen.pictures] == [p.number for p in screen.pictures]
    assert any(p.draft for p in screen.pictures)


def test_a_draft_is_covered_by_the_same_call_and_at_the_same_place(quick: Player, screen: Screen) -> None:
    quick.look(View(released=True, review=a_review(), profile=Profile(fill=(255, 0, 255))))
    quick.show(60)
    screen.wait(whole(60))
    draft, frame = screen.pictures
    assert (draft.draft, draft.released, frame.draft, frame.released) == (True, True, False, True)
    for picture in (draft, frame):
        inside = picture.pixels[150:200, 200:260, :3].astype(int)
        assert np.abs(inside - (255, 0, 255)).max() < 6
    assert np.abs(draft.pixels.astype(int) - frame.pixels).mean() < 4


def at_rest(screen: Screen) -> Picture:
    """The picture that stays, once nothing more comes, which must not be a draft."""
    for _ in range(60):
        before = len(screen.events)
        time.sleep(0.5)
        if len(screen.events) == before and not screen.pictures[-1].draft:
            return screen.pictures[-1]
    raise AssertionError(screen.told())


def test_playing_backwards_by_drafts_stops_on_the_frame_itself(quick: Player, screen: Screen) -> None:
    quick.play(80, speed=-1.0)
    screen.wait(lambda e: isinstance(e, Picture) and e.number <= 70)
    quick.stop()
    last = at_rest(screen)
    assert number_drawn(last) == last.number <= 70
    assert last.number == min(p.number for p in screen.pictures)


def test_playing_to_the_end_by_drafts_stops_on_the_frame_itself(quick: Player, screen: Screen) -> None:
    quick.play(40, speed=8.0)
    screen.wait(lambda e: isinstance(e, Stopped))
    last = screen.pictures[-1].number
    screen.wait(whole(last))
    assert [number_drawn(p) for p in screen.pictures] == [p.number for p in screen.pictures]


def test_playing_at_its_own_speed_shows_no_drafts(quick: Player, screen: Screen) -> None:
    quick.play(70)
    screen.wait(lambda e: isinstance(e, Stopped))
    assert not any(p.draft for p in screen.pictures)


def test_a_child_that_takes_the_place_of_another_has_the_drafts_too(quick: Player, screen: Screen) -> None:
    quick.show(60)
    screen.wait(whole(60))
    for child in decoders():
        child.kill()
    screen.wait(failed)
    before = len(screen.events)
    quick.show(30)
    screen.wait(whole(30), after=before)
    assert screen.pictures[-2].draft


def test_a_proxy_that_goes_away_or_is_damaged_is_done_without(quick: Player, screen: Screen, proxy: Path) -> None:
    next(proxy.iterdir()).write_bytes(b"no longer")
    quick.show(60)
    screen.wait(whole(60))
    quick.draft_from(None)
    quick.show(10)
    screen.wait(whole(10))
    assert not any(p.draft for p in screen.pictures)
    assert not any(isinstance(e, Failed) for e in screen.events)


def test_holding_the_key_that_steps_back_shows_every_frame(screen: Screen, long_footage: Footage) -> None:
    player = Player(long_footage, screen.hear)
    try:
        player.show(80)
        screen.wait(whole(80))
        for number in range(79, 10, -1):
            player.show(number)
            screen.wait(whole(number))
    finally:
        player.close()
    assert [number_drawn(p) for p in screen.pictures] == list(range(80, 10, -1))


def test_a_picture_made_before_its_time_is_not_shown_by_an_older_view(footage: Footage, screen: Screen) -> None:
    player = Player(footage, screen.hear)
    try:
        player.play(0)
        screen.wait(lambda e: isinstance(e, Picture) and e.number >= 5)
        player.look(View(released=True, review=a_review(), profile=Profile(fill=(255, 0, 255))))
        screen.wait(lambda e: isinstance(e, Picture) and e.released)
        screen.wait(lambda e: isinstance(e, Stopped))
    finally:
        player.close()
    kinds = [p.released for p in screen.pictures]
    assert kinds == sorted(kinds)
    for picture in screen.pictures:
        covered = np.abs(picture.pixels[155:195, 205:255, :3].astype(int) - (255, 0, 255)).max() < 6
        assert bool(covered) is picture.released
