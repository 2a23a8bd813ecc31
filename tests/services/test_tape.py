"""Frames for segments: every number has one, and what neighbours share is decoded once."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reviewer.core.footage import Footage
from reviewer.core.frame import Frame
from reviewer.media.reader import FrameReader
from reviewer.services import tape as taping
from reviewer.services.tape import Tape
from reviewer.vision.scan import Segment
from tests.support.footage import Clip, corrupt, make, number_in
from tests.support.looked import footage_of

PLENTY = 1 << 30


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return footage_of(make(tmp_path_factory.mktemp("tape") / "a.mp4", Clip(frames=90, gop=30)))


class Counting(FrameReader):
    """Counts the frames that are taken from it."""

    taken = 0

    def frames(self, start: int = 0, stop: int | None = None) -> Iterator[Frame]:
        for frame in super().frames(start, stop):
            self.taken += 1
            yield frame


@contextmanager
def reading(footage: Footage, *, room: int = PLENTY) -> Iterator[tuple[Tape, Counting]]:
    with Counting(footage.path, footage.recording) as reader:
        yield Tape(reader, footage.recording.index, room=room), reader


def numbers(tape: Tape, segment: Segment) -> list[int]:
    assert not list(tape.wind(segment))
    return [number_in(frame.luma) for frame in tape.frames(segment)]


NEIGHBOURS = [
    Segment(a, b, 30.0, before=min(8, a), after=min(8, 89 - b)) for a, b in itertools.pairwise((0, 20, 50, 89))
]


def test_neighbouring_segments_are_given_all_their_frames_and_none_is_decoded_twice(footage: Footage) -> None:
    with reading(footage) as (tape, reader):
        for segment in NEIGHBOURS:
            wanted = range(segment.first - segment.before, segment.last + segment.after + 1)
            assert numbers(tape, segment) == list(wanted)
        assert reader.taken == 90


def test_without_room_frames_are_decoded_again_and_are_the_same(footage: Footage) -> None:
    with reading(footage, room=0) as (tape, reader):
        for segment in NEIGHBOURS:
            assert numbers(tape, segment)[0] == segment.first - segment.before
        assert reader.taken > 90


@pytest.mark.parametrize("order", [(2, 0, 1), (1, 1, 0), (0, 2, 1)])
def test_segments_may_come_in_any_order(footage: Footage, order: tuple[int, ...]) -> None:
    with reading(footage) as (tape, _):
        for segment in (NEIGHBOURS[n] for n in order):
            assert numbers(tape, segment) == list(
                range(segment.first - segment.before, segment.last + segment.after + 1)
            )


def test_a_segment_that_was_left_in_the_middle_does_not_confuse_the_next(footage: Footage) -> None:
    with reading(footage) as (tape, _):
        frames = tape.frames(NEIGHBOURS[0])
        for _ in range(15):
            next(frames)
        assert numbers(tape, NEIGHBOURS[1]) == list(range(12, 59))


def test_memory_holds_what_the_next_segment_shares_and_no_more(footage: Footage) -> None:
    with reading(footage) as (tape, _):
        most = 0
        for segment in NEIGHBOURS:
            for _ in tape.frames(segment):
                most = max(most, len(tape._kept))
        assert most <= 2 * 8 + 1


def test_a_frame_that_cannot_be_decoded_keeps_its_number(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=20, gop=1))
    whole = footage_of(path)
    corrupt(path, {5, 6, 9, 10})
    index = whole.recording.index
    with reading(whole) as (tape, _):
        first = list(tape.frames(Segment(0, 8, 30.0, before=0, after=3)))
        second = list(tape.frames(Segment(8, 19, 30.0, before=3, after=0)))
    assert [len(first), len(second)] == [12, 15]
    for start, frames in ((0, first), (5, second)):
        for number, frame in enumerate(frames, start):
            shown = index.number(frame.tick)
            assert shown == number or number in (5, 6, 9, 10)


def test_nothing_comes_of_a_segment_without_any_frame(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=20, gop=1))
    whole = footage_of(path)
    corrupt(path, set(range(10, 20)))
    with reading(whole) as (tape, _):
        tape._reader._lost = set(range(10, 20))
        assert not list(tape.frames(Segment(10, 19, 30.0)))


def test_a_long_way_without_a_keyframe_shows_signs_of_life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taping, "STRIDE", 10)
    monkeypatch.setattr(taping, "FAR", 30)
    far = footage_of(make(tmp_path / "far.mp4", Clip(frames=90, gop=500)))
    segments = [Segment(40, 60, 30.0, before=5, after=5), Segment(60, 89, 30.0, before=5, after=0)]
    with reading(far, room=0) as (tape, reader):
        assert len(list(tape.wind(segments[0]))) == 3
        assert [number_in(f.luma) for f in tape.frames(segments[0])] == list(range(35, 66))
        taken = reader.taken
        assert numbers(tape, segments[1]) == list(range(55, 90))
        assert reader.taken - taken == 24  # the others are kept, room or not: there is no way back but from the start
