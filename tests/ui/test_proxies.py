"""Proxies of the footage on show: begun by themselves, listed, stopped, and never a bother."""

import dataclasses
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer import app
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage, FootageId
from reviewer.media import proxy_plan
from reviewer.media.probe import probe
from reviewer.services.jobs import JobRunner, JobState, Progress
from reviewer.services.opened import OpenedCase
from reviewer.services.pictures import Picture
from reviewer.store.cases import PROXIES, Case
from reviewer.ui import proxies as module
from reviewer.ui.bridge import MainThread
from reviewer.ui.desk import Desk
from reviewer.ui.means import Means
from reviewer.ui.proxies import Proxies
from reviewer.ui.viewer.projector import Projector
from reviewer.ui.work import Entry, Work
from tests.support.footage import Clip, make, number_in

WAIT = 30_000
"""Milliseconds after which something that was waited for will not come any more."""


def footage_at(path: Path) -> Footage:
    name = path.stem * 64
    return Footage(id=FootageId(name), path=path, size=path.stat().st_size, sha256=name, recording=probe(path))


@pytest.fixture(scope="module")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> list[Footage]:
    folder = tmp_path_factory.mktemp("footage")
    return [footage_at(make(folder / f"{name}.mp4", Clip(frames=60, gop=60, b_frames=2))) for name in "ab"]


@dataclasses.dataclass
class Room:
    """The parts of the window that have to do with proxies."""

    desk: Desk
    projector: Projector
    work: Work
    pictures: list[Picture]
    proxies: Proxies


class Rooms:
    """Makes rooms, and closes them in good order."""

    def __init__(self) -> None:
        self.made: list[Room] = []

    def make(self, means: Means, case: OpenedCase) -> Room:
        main, desk = MainThread(), Desk()
        projector = Projector(main, means.player)
        work = Work(JobRunner(), main)
        pictures: list[Picture] = []
        projector.pictured.connect(pictures.append)
        desk.footage_changed.connect(lambda: projector.load(desk.footage))
        room = Room(desk, projector, work, pictures, Proxies(desk, projector, work=work, means=means))
        self.made.append(room)
        desk.put(case)
        return room

    def close(self) -> None:
        for room in self.made:
            room.work.close()
            room.projector.close()
            room.desk.clear()


@pytest.fixture
def rooms(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rooms]:
    monkeypatch.setattr(proxy_plan, "WAIT", 0)  # any footage is worth it
    monkeypatch.setattr(module, "PATIENCE", 10)
    rooms = Rooms()
    yield rooms
    rooms.close()
    qtbot.wait(10)


@pytest.fixture
def means() -> Means:
    return dataclasses.replace(app.real_means(), player=_without_sound)


def _without_sound(footage: Footage, listener: Callable[..., None]) -> object:
    from reviewer.services.playback import Player

    return Player(footage, listener)


@pytest.fixture
def case(tmp_path: Path) -> OpenedCase:
    return OpenedCase.create(tmp_path / "case", title="A case", actor="tester")


class Slow:
    """Makes nothing, and takes long over it."""

    def __init__(self) -> None:
        self.made: list[tuple[str, int]] = []

    def __call__(self, footage: Footage, place: Path, *, first: int) -> Generator[Progress, None, None]:
        self.made.append((footage.path.stem, first))
        while True:
            time.sleep(0.01)
            yield Progress(1, 100, "making small pictures")


def running(room: Room) -> bool:
    return room.proxies.entry is not None and room.proxies.entry.state is JobState.RUNNING


def test_the_proxy_of_the_footage_on_show_is_made_and_used(
    qtbot: QtBot, rooms: Rooms, means: Means, case: OpenedCase, recordings: list[Footage]
) -> None:
    room = rooms.make(means, case)
    heard: list[Entry] = []
    room.work.changed.connect(heard.append)
    room.desk.add(recordings[0])
    qtbot.waitUntil(lambda: bool(heard) and heard[-1].state is JobState.DONE, timeout=WAIT)
    assert "a.mp4" in heard[0].title
    assert room.proxies.entry is None
    assert room.work.entries == []
    assert list((case.work_folder / PROXIES).rglob("*.mp4"))
    room.pictures.clear()
    room.projector.seek(40)
    qtbot.waitUntil(lambda: bool(room.pictures) and not room.pictures[-1].draft, timeout=WAIT)
    assert [(p.number, number_in(p.pixels[..., 1])) for p in room.pictures] == [(40, 40)] * len(room.pictures)


def test_it_begins_at_the_place_on_show_and_keeps_nobody_waiting(
    qtbot: QtBot, rooms: Rooms, means: Means, case: OpenedCase, recordings: list[Footage]
) -> None:
    slow = Slow()
    room = rooms.make(dataclasses.replace(means, make_proxy=slow), case)
    room.desk.add(recordings[0])
    room.projector.seek(33)
    qtbot.waitUntil(lambda: running(room), timeout=WAIT)
    assert slow.made == [("a", 33)]
    assert not room.work.busy
    done: list[object] = []
    room.work.submit("analysis", _at_once(), done=done.append)
    qtbot.waitUntil(lambda: done == ["found"], timeout=WAIT)
    assert running(room)


def _at_once() -> Generator[Progress, None, str]:
    yield Progress(0, 1)
    return "found"


def test_other_footage_has_its_own_made_and_the_first_leaves_no_line(
    qtbot: QtBot, rooms: Rooms, means: Means, case: OpenedCase, recordings: list[Footage]
) -> None:
    slow = Slow()
    room = rooms.make(dataclasses.replace(means, make_proxy=slow), case)
    room.desk.add(recordings[0])
    qtbot.waitUntil(lambda: running(room), timeout=WAIT)
    first = room.proxies.entry
    room.desk.add(recordings[1])
    qtbot.waitUntil(lambda: running(room) and room.proxies.entry is not first, timeout=WAIT)
    assert [name for name, _ in slow.made] == ["a", "b"]
    assert room.work.entries == [room.proxies.entry]


def test_one_that_the_user_cancels_is_not_begun_again(
    qtbot: QtBot, rooms: Rooms, means: Means, case: OpenedCase, recordings: list[Footage]
) -> None:
    slow = Slow()
    room = rooms.make(dataclasses.replace(means, make_proxy=slow), case)
    room.desk.add(recordings[0])
    qtbot.waitUntil(lambda: running(room), timeout=WAIT)
    entry = room.proxies.entry
    assert entry is not None
    room.work.cancel(entry)
    qtbot.waitUntil(lambda: entry.over, timeout=WAIT)
    room.desk.show_footage(recordings[0])
    qtbot.wait(100)
    assert room.proxies.entry is None
    room.desk.add(recordings[1])
    qtbot.waitUntil(lambda: running(room), timeout=WAIT)
    assert [name for name, _ in slow.made] == ["a", "b"]


def test_one_that_fails_is_no_dialog(
    qtbot: QtBot, rooms: Rooms, means: Means, case: OpenedCase, recordings: list[Footage]
) -> None:
    def failing(_footage: Footage, _place: Path, **_given: int) -> Generator[Progress, None, None]:
        yield Progress(0, 1)
        raise FootageError("The work on it stopped unexpectedly.")

    room = rooms.make(dataclasses.replace(means, make_proxy=failing), case)
    told: list[object] = []
    room.work.failed.connect(told.append)
    states: list[JobState] = []
    room.work.changed.connect(lambda entry: states.append(entry.state))
    room.desk.add(recordings[0])
    qtbot.waitUntil(lambda: JobState.FAILED in states, timeout=WAIT)
    qtbot.wait(50)
    assert told == []
    assert room.proxies.entry is None


def test_a_case_that_can_only_be_read_gets_none_and_uses_what_is_there(
    qtbot: QtBot, rooms: Rooms, means: Means, tmp_path: Path, recordings: list[Footage]
) -> None:
    with Case.create(tmp_path / "case", title="A case", actor="tester") as made:
        OpenedCase(made).add(recordings[0])
    slow, asked = Slow(), []

    def place(footage: Footage, work: Path) -> Path:
        asked.append(footage.id)
        return work / PROXIES / "there"

    with Case.open(tmp_path / "case", actor="another"):
        reading = OpenedCase.open(tmp_path / "case", actor="tester")
        assert reading.read_only
        room = rooms.make(dataclasses.replace(means, make_proxy=slow, proxy_place=place), reading)
        qtbot.wait(150)
        assert asked
        assert slow.made == []
        assert room.proxies.entry is None


def test_footage_that_needs_none_gets_none(
    qtbot: QtBot,
    rooms: Rooms,
    means: Means,
    case: OpenedCase,
    recordings: list[Footage],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(proxy_plan, "WAIT", 10**12)
    room = rooms.make(means, case)
    room.desk.add(recordings[0])
    qtbot.wait(150)
    assert room.work.entries == []
    assert not (case.work_folder / PROXIES).exists()
