"""The child of the player, driven step by step: what it hears, what it sends, what it does when nothing is asked."""

import multiprocessing
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from reviewer.core.footage import Recording
from reviewer.media.probe import probe
from reviewer.services import decoding as module
from reviewer.services.decoding import Drafts, Ended, Freed, Kind, Pictured, Refused, Request, Taken, _Decoder
from reviewer.services.finder import Finder
from reviewer.services.ring import Ring
from tests.support.footage import Clip, corrupt, make, number_in

FRAMES = 120


class Child:
    """A child without a process, and what it says."""

    def __init__(self, path: Path, recording: Recording, *, slots: int = 6) -> None:
        ends: tuple[Connection, Connection] = multiprocessing.Pipe()
        self.pipe, self._theirs = ends
        self.ring = Ring.create(recording.video, slots)
        self.finder = Finder(path, recording)
        self.decoder = _Decoder(self._theirs, self.finder, index=recording.index, ring=self.ring)

    def hear(self, message: Request | Freed | Drafts) -> None:
        self.decoder._hear(message)

    def steps(self, count: int = 10_000) -> None:
        """So many steps, or all that there are to do."""
        for _ in range(count):
            if not self.decoder._busy:
                return
            self.decoder._step()

    def said(self) -> list[object]:
        said = []
        while self.pipe.poll():
            said.append(self.pipe.recv())
        return said

    def numbers(self, said: list[object]) -> list[int]:
        """What is drawn in the pictures that were sent, which must be what they are said to be."""
        sent = [m for m in said if isinstance(m, Pictured)]
        drawn = [number_in(self.ring.take(m.filled).luma) for m in sent]
        assert drawn == [m.number for m in sent]
        return drawn

    def close(self) -> None:
        self.finder.close()
        self.ring.close()
        self.pipe.close()
        self._theirs.close()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("footage") / "a.mp4", Clip(frames=FRAMES, gop=FRAMES, b_frames=2))


@pytest.fixture(scope="module")
def recording(path: Path) -> Recording:
    return probe(path)


@pytest.fixture
def child(path: Path, recording: Recording) -> Iterator[Child]:
    child = Child(path, recording)
    yield child
    child.close()


def test_a_request_is_taken_answered_and_ended(child: Child) -> None:
    child.hear(Request(1, Kind.SHOW, 60))
    child.steps()
    said = child.said()
    assert said[0] == Taken(1)
    assert child.numbers(said) == [60]
    assert said[-1] == Ended(1)


def test_a_request_that_is_left_shows_how_far_it_came(child: Child) -> None:
    child.hear(Request(1, Kind.SHOW, 100))
    child.steps(40)
    child.hear(Request(2, Kind.SHOW, 5))
    said = child.said()
    on_the_way = [m for m in said if isinstance(m, Pictured)]
    assert [(m.id, m.draft, m.last) for m in on_the_way] == [(1, True, False)]
    assert 20 < child.numbers(said)[0] < 100
    assert said[-1] == Taken(2)
    child.steps()
    assert child.numbers(child.said()) == [5]


@pytest.mark.parametrize("kind", [Kind.PLAY, Kind.GLIMPSE])
def test_what_is_not_looked_for_by_hand_is_left_without_a_picture(child: Child, kind: Kind) -> None:
    child.hear(Request(1, kind, 100))
    child.steps(40)
    child.hear(Request(2, Kind.STOP))
    assert child.said() == [Taken(1), Taken(2)]


def test_a_request_has_some_time_of_its_own_before_another_is_heard(
    child: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, seconds in ((100, 60.0), (90, 0.0)):
        monkeypatch.setattr(module, "PERSIST", seconds)
        child.pipe.send(Request(number, Kind.SHOW, number))
        child.pipe.send(Request(number + 1, Kind.SHOW, 3))
        said = until(child, Ended(number + 1))
        shown = [m.id for m in said if isinstance(m, Pictured) and not m.draft]
        assert shown == ([number, number + 1] if seconds else [number + 1])
        child.hear(Request(0, Kind.STOP))
        child.finder._kept.clear()
        child.said()


def until(child: Child, last: object) -> list[object]:
    """Let it run as it does in its process, until it has said the last thing."""
    said: list[object] = []
    decoder = child.decoder
    fill = decoder._fill

    def stop() -> None:
        raise EOFError

    decoder._fill = stop  # type: ignore[method-assign]
    patience = decoder._patience
    decoder._patience = lambda: 0.0 if decoder._shots is None else patience()  # type: ignore[method-assign]
    with pytest.raises(EOFError):
        decoder.run()
    decoder._fill, decoder._patience = fill, patience  # type: ignore[method-assign]
    said += child.said()
    assert said[-1] == last
    return said


def test_nothing_is_decoded_while_there_is_no_room(path: Path, recording: Recording) -> None:
    child = Child(path, recording, slots=2)
    child.hear(Request(1, Kind.PLAY, 0))
    child.steps()
    assert child.numbers(child.said()) == [0, 1]
    child.hear(Freed(0))
    child.steps()
    assert child.numbers(child.said()) == [2]
    child.close()


def test_a_draft_is_replaced_only_after_a_rest(child: Child, recording: Recording, tmp_path: Path) -> None:
    from reviewer.media.proxying import make_parts

    list(make_parts(child.finder._path, recording, folder=tmp_path, parts=[0]))
    child.hear(Drafts(tmp_path))
    child.hear(Request(1, Kind.SHOW, 100))
    child.decoder._step()
    draft = child.said()[-1]
    assert isinstance(draft, Pictured)
    assert (draft.draft, draft.last, draft.number) == (True, False, 100)
    assert 0 < (child.decoder._patience() or 0) <= module.REST
    child.steps()
    said = child.said()
    assert child.numbers(said) == [100]
    assert said[-1] == Ended(1)
    child.hear(Request(2, Kind.GLIMPSE, 30))
    assert child.decoder._patience() == 0
    child.steps()
    glimpse = next(m for m in child.said() if isinstance(m, Pictured))
    assert (glimpse.draft, glimpse.last, glimpse.number) == (True, True, 30)


def test_when_nothing_is_asked_the_frames_before_are_decoded_and_requests_go_first(child: Child) -> None:
    child.hear(Request(1, Kind.SHOW, 101))
    child.steps()
    assert child.decoder._filling is not None
    assert child.decoder._patience() == 0
    child.decoder._fill()
    child.hear(Request(3, Kind.SHOW, 102))
    assert child.decoder._filling is None
    child.steps()
    while child.decoder._filling is not None:
        child.decoder._fill()
    assert child.decoder._patience() is None
    child.said()
    for number in range(99, 20, -1):
        child.hear(Request(200 - number, Kind.SHOW, number))
        child.decoder._step()  # one step: nothing to decode
        sent = child.said()
        assert child.numbers(sent) == [number]
        child.hear(Freed(next(m for m in sent if isinstance(m, Pictured)).filled.slot))


@pytest.mark.parametrize(("second", "fills"), [(99, True), (98, True), (92, False), (101, False)])
def test_playing_backwards_has_frames_decoded_ahead_and_playing_fast_does_not(
    child: Child, second: int, fills: bool
) -> None:
    for number in (100, second):
        child.hear(Request(number, Kind.GLIMPSE, number))
        child.steps()
    assert (child.decoder._filling is not None) is fills


def test_a_frame_that_cannot_be_decoded_is_refused_and_the_child_lives_on(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=60, gop=10))
    recording = probe(path)
    corrupt(path, {25})
    child = Child(path, recording)
    child.hear(Request(1, Kind.SHOW, 25))
    child.steps()
    refused = child.said()[-1]
    assert isinstance(refused, Refused)
    assert "damaged" in str(refused.error)
    child.hear(Request(2, Kind.SHOW, 45))
    child.steps()
    assert child.numbers(child.said()) == [45]
    child.close()


@pytest.mark.logs("decoding failed")
def test_a_defect_is_told_and_the_child_lives_on(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_number: int) -> Iterator[None]:
        yield None
        raise ZeroDivisionError("by nought")

    monkeypatch.setattr(child.finder, "show", broken)
    child.hear(Request(1, Kind.SHOW, 25))
    child.steps()
    refused = child.said()[-1]
    assert isinstance(refused, Refused)
    assert "by nought" in str(refused.error)
    monkeypatch.undo()
    child.hear(Request(2, Kind.SHOW, 45))
    child.steps()
    assert child.numbers(child.said()) == [45]


def test_what_cannot_be_decoded_ahead_is_left(child: Child) -> None:
    def broken() -> Iterator[None]:
        yield
        raise OSError("gone")

    child.decoder._filling = broken()
    child.decoder._fill()
    child.decoder._fill()
    assert child.decoder._filling is None
    assert child.said() == []
