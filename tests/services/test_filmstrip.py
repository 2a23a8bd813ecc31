"""The filmstrip: each thumbnail shows the frame of its tick, the newest wish counts, and nothing stays behind."""

import threading
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage, FootageId
from reviewer.core.timing import Span, Tick
from reviewer.media.probe import probe
from reviewer.services.filmstrip import Arrived, FilmEvent, Filmstrip, Thumbnail, fitting, planned
from reviewer.services.pictures import Failed
from tests.support.footage import Clip, corrupt, join, make, number_in


class Ear:
    """Remembers what a filmstrip says, and waits for it."""

    def __init__(self) -> None:
        self.events: list[FilmEvent] = []
        self._more = threading.Condition()

    def hear(self, event: FilmEvent) -> None:
        with self._more:
            self.events.append(event)
            self._more.notify_all()

    def wait(self, wanted: Callable[[], bool]) -> None:
        with self._more:
            assert self._more.wait_for(wanted, 30), self.events

    @property
    def thumbnails(self) -> list[Thumbnail]:
        return [t for e in self.events if isinstance(e, Arrived) for t in e.thumbnails]

    @property
    def failures(self) -> list[Exception]:
        return [e.error for e in self.events if isinstance(e, Failed)]


def footage_of(path: Path) -> Footage:
    return Footage(id=FootageId(path.name), path=path, size=path.stat().st_size, sha256="a" * 64, recording=probe(path))


def drawn(thumbnail: Thumbnail) -> int:
    return number_in(thumbnail.pixels[:, :, 1])


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return footage_of(make(tmp_path_factory.mktemp("film") / "a é.mp4", Clip(frames=96, gop=12, b_frames=2)))


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def strip(ear: Ear) -> Iterator[Filmstrip]:
    strip = Filmstrip(ear.hear, size=(192, 108))
    yield strip
    strip.close()


def test_thumbnails_of_the_whole_footage_are_its_keyframes(strip: Filmstrip, ear: Ear, footage: Footage) -> None:
    strip.show(footage)
    strip.wanted(footage.recording.index.span, 8)
    ear.wait(lambda: len(ear.thumbnails) == 8)
    assert sorted(drawn(t) for t in ear.thumbnails) == list(range(0, 96, 12))
    for thumbnail in ear.thumbnails:
        assert thumbnail.number == drawn(thumbnail)
        assert thumbnail.tick == footage.recording.index.tick(thumbnail.number)
        assert thumbnail.pixels.shape == (108, 144, 4)
    index = footage.recording.index
    assert [t.number for t in strip.between(Span(index.tick(12), index.tick(37)))] == [12, 24, 36]
    near = strip.near(index.tick(40))
    assert near is not None
    assert near.number == 36


def test_closer_up_there_are_frames_between_the_keyframes(strip: Filmstrip, ear: Ear, footage: Footage) -> None:
    index = footage.recording.index
    strip.show(footage)
    strip.wanted(Span(index.tick(24), index.tick(36)), 4)
    ear.wait(lambda: len(ear.thumbnails) >= 5)
    numbers = [t.number for t in ear.thumbnails]
    assert set(numbers) >= {24, 27, 30, 33}
    assert all(t.number == drawn(t) for t in ear.thumbnails)
    assert 27 not in numbers[:2]  # keyframes come first


def test_what_is_there_is_not_made_again(strip: Filmstrip, ear: Ear, footage: Footage) -> None:
    index = footage.recording.index
    strip.show(footage)
    strip.wanted(index.span, 8)
    ear.wait(lambda: len(ear.thumbnails) == 8)
    strip.wanted(index.span, 8)
    strip.wanted(Span(index.tick(0), index.tick(24)), 4)
    ear.wait(lambda: len(ear.thumbnails) > 8)
    assert len({t.number for t in ear.thumbnails}) == len(ear.thumbnails)


def test_the_newest_wish_counts(strip: Filmstrip, ear: Ear, footage: Footage) -> None:
    index = footage.recording.index
    strip.show(footage)
    for number in range(0, 84, 2):
        strip.wanted(Span(index.tick(number), index.tick(number + 12)), 12)
    ear.wait(lambda: {t.number for t in ear.thumbnails} >= set(range(84, 94)))
    assert len(ear.thumbnails) < 96


def test_memory_is_bounded_and_what_was_wanted_last_stays(ear: Ear, footage: Footage) -> None:
    index = footage.recording.index
    strip = Filmstrip(ear.hear, size=(96, 54), room=4 * 54 * 72 * 4)
    try:
        strip.show(footage)
        strip.wanted(index.span, 8)
        ear.wait(lambda: len(ear.thumbnails) == 8)
        assert len(strip.between(index.span)) == 4
        strip.wanted(Span(index.tick(84), index.end), 1)
        ear.wait(lambda: any(t.number == 84 for t in strip.between(index.span)))
    finally:
        strip.close()


def test_another_footage_forgets_the_one_before(strip: Filmstrip, ear: Ear, footage: Footage, tmp_path: Path) -> None:
    other = footage_of(make(tmp_path / "b.mp4", Clip(frames=24, size=(240, 320), rotation=90)))
    strip.show(footage)
    strip.wanted(footage.recording.index.span, 8)
    strip.show(other)
    assert strip.near(Tick(0)) is None
    strip.wanted(other.recording.index.span, 2)
    ear.wait(lambda: any(isinstance(e, Arrived) and e.footage is other for e in ear.events))
    assert all(t.pixels.shape == (108, 81, 4) for t in strip.between(other.recording.index.span))
    assert strip.near(Tick(0)) is not None
    strip.show(None)
    strip.wanted(other.recording.index.span, 2)
    assert strip.near(Tick(0)) is None


def test_frames_that_cannot_be_decoded_are_left_out(strip: Filmstrip, ear: Ear, tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=48))
    footage = footage_of(path)
    corrupt(path, set(range(12, 24)))
    strip.show(footage)
    strip.wanted(footage.recording.index.span, 4)
    ear.wait(lambda: {t.number for t in ear.thumbnails} >= {0, 24, 36})
    assert all(drawn(t) == t.number for t in ear.thumbnails)
    assert not ear.failures


def test_where_the_picture_changes_its_size_there_are_thumbnails_of_the_rest(
    strip: Filmstrip, ear: Ear, tmp_path: Path
) -> None:
    one = make(tmp_path / "a.ts", Clip(frames=48))
    other = make(tmp_path / "b.ts", Clip(frames=24, size=(480, 360), first=48))
    both = footage_of(join(tmp_path / "c.ts", one, second=other))
    strip.show(both)
    strip.wanted(both.recording.index.span, 12)
    ear.wait(lambda: len({t.number for t in ear.thumbnails}) >= 6)
    assert all(drawn(t) == t.number < 48 for t in ear.thumbnails)
    assert not ear.failures


def test_footage_whose_frames_are_counted_has_thumbnails_too(strip: Filmstrip, ear: Ear, tmp_path: Path) -> None:
    footage = footage_of(make(tmp_path / "a.h264", Clip(frames=24)))
    strip.show(footage)
    strip.wanted(footage.recording.index.span, 4)
    ear.wait(lambda: len(ear.thumbnails) == 4)
    assert sorted(drawn(t) for t in ear.thumbnails) == [0, 6, 12, 18]


def test_footage_that_is_gone_is_said_so_and_the_next_one_is_well(
    strip: Filmstrip, ear: Ear, footage: Footage, tmp_path: Path
) -> None:
    path = make(tmp_path / "b.mp4", Clip(frames=12))
    gone = footage_of(path)
    path.unlink()
    strip.show(gone)
    strip.wanted(gone.recording.index.span, 4)
    ear.wait(lambda: bool(ear.failures))
    assert isinstance(ear.failures[0], FootageError)
    strip.show(footage)
    strip.wanted(footage.recording.index.span, 2)
    ear.wait(lambda: bool(ear.thumbnails))


def test_closing_ends_the_child_at_once(ear: Ear, footage: Footage) -> None:
    strip = Filmstrip(ear.hear)
    strip.show(footage)
    strip.wanted(footage.recording.index.span, 96)
    ear.wait(lambda: bool(ear.events))
    strip.close()
    told = len(ear.events)
    strip.close()
    time.sleep(0.1)
    assert len(ear.events) == told


def test_no_wish_is_too_odd(footage: Footage) -> None:
    index, recording = footage.recording.index, footage.recording
    assert planned(recording, Span(Tick(5), Tick(5)), count=4) == []
    assert planned(recording, Span(Tick(-500), Tick(-1)), count=4) == []
    assert planned(recording, index.span, count=0) == []
    assert sorted(set(planned(recording, index.span, count=400))) == list(range(96))
    assert planned(recording, Span(index.tick(95), index.end), count=400)


def test_places_stay_when_the_span_moves(tmp_path: Path) -> None:
    clip = Clip(frames=512, size=(64, 64), gop=8, rate=Fraction(25))
    recording = probe(make(tmp_path / "a.mp4", clip))
    index = recording.index
    here = planned(recording, Span(index.tick(100), index.tick(228)), count=16)
    there = planned(recording, Span(index.tick(103), index.tick(231)), count=16)
    assert len(set(here) & set(there)) >= 14


def test_what_fits_is_whole_and_keeps_its_shape() -> None:
    assert fitting(1920, 1080, size=(96, 54)) == (96, 54)
    assert fitting(1080, 1920, size=(96, 54)) == (30, 54)
    assert fitting(16384, 16, size=(96, 54)) == (96, 1)
