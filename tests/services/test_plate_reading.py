"""Reading the plates of tracks over real footage files, in real child processes."""

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from reviewer.core.detection import Origin, Subject, Track, TrackId
from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage
from reviewer.core.geometry import Box
from reviewer.core.reading import Spelling
from reviewer.core.timing import Tick
from reviewer.services import plate_reading
from reviewer.services.looking import Source
from reviewer.services.plate_reading import MOST, NEIGHBOURS, Look, looks_at, read_in, read_plates
from reviewer.vision.plate_reader import PlateReader
from tests.support.footage import Clip, corrupt, make
from tests.support.looked import footage_of, result_of

SIZE, FRAMES = (640, 360), 50
PLATES = {"AB12CDE": Box(40, 270, 150, 34), "KLM4567": Box(330, 200, 140, 32)}
"""What is written, and where in the first frame; it moves two pixels to the right a frame."""


def place(text: str, number: int) -> Box:
    return PLATES[text].moved(2 * number, 0)


def paint(number: int, rgb: NDArray[np.uint8]) -> None:
    rgb[:] = 90
    for text in PLATES:
        box = place(text, number)
        x, y, right, bottom = (int(v) for v in (box.x, box.y, box.right, box.bottom))
        cv2.rectangle(rgb, (x, y), (right, bottom), (245, 245, 245), -1)
        cv2.putText(rgb, text, (x + 8, bottom - 9), cv2.FONT_HERSHEY_DUPLEX, 0.85, (10, 10, 10), 2, cv2.LINE_AA)


@pytest.fixture(scope="module")
def passing(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    path = tmp_path_factory.mktemp("footage") / "passing.mp4"
    return footage_of(make(path, Clip(size=SIZE, frames=FRAMES, paint=paint)))


def track_of(footage: Footage, text: str, *, subject: Subject = Subject.PLATE) -> Track:
    """A track that holds the plate with that text in every frame."""
    index = footage.recording.index
    boxes = [place(text, number) for number in range(len(index))]
    return Track(
        TrackId(f"{subject}-{list(PLATES).index(text)}"),
        subject,
        index.ticks.copy(),
        np.array([(b.x, b.y, b.width, b.height) for b in boxes], np.float32),
        np.full(len(index), Origin.DETECTED, np.uint8),
        np.full(len(index), 0.9, np.float32),
        index.end,
    )


def told(tracks: tuple[Track, ...]) -> list[tuple[str, str | None]]:
    return [(t.id, t.reading.text if t.reading else None) for t in tracks]


def test_plates_are_read_and_all_else_comes_back_as_it_was(passing: Footage) -> None:
    face = track_of(passing, "AB12CDE", subject=Subject.FACE)
    tracks = (track_of(passing, "KLM4567"), face, track_of(passing, "AB12CDE"))
    first, second, third = result_of(read_plates(passing, tracks, workers=2))
    assert told((first, second, third)) == [("plate-1", "KLM4567"), ("face-0", None), ("plate-0", "AB12CDE")]
    assert second is face
    assert first.reading.pattern == "brazil"
    assert third.reading.pattern == "uk-current"
    assert min(first.reading.score, third.reading.score) > 0.8
    assert first.boxes is tracks[0].boxes


def test_the_number_of_workers_changes_nothing(passing: Footage) -> None:
    tracks = (track_of(passing, "KLM4567"), track_of(passing, "AB12CDE"))
    one, two = (result_of(read_plates(passing, tracks, workers=n)) for n in (1, 2))
    assert [t.reading for t in one] == [t.reading for t in two]


def test_without_plates_no_process_is_started(passing: Footage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plate_reading, "in_children", None)
    tracks = (track_of(passing, "AB12CDE", subject=Subject.FACE),)
    assert result_of(read_plates(passing, tracks)) == tracks
    assert result_of(read_plates(passing, ())) == ()


def test_a_plate_with_nothing_on_it_has_no_reading_even_if_it_had_one(passing: Footage) -> None:
    read = track_of(passing, "AB12CDE")
    empty = replace(read, boxes=np.tile(np.array([300, 20, 100, 30], np.float32), (FRAMES, 1)))
    (first,) = result_of(read_plates(passing, (read,)))
    (second,) = result_of(read_plates(passing, (replace(empty, reading=first.reading),)))
    assert first.reading is not None
    assert second.reading is None


def test_frames_that_cannot_be_decoded_are_passed_over(tmp_path: Path) -> None:
    path = make(tmp_path / "hurt.mp4", Clip(size=SIZE, frames=FRAMES, paint=paint))
    whole = footage_of(path)
    track = track_of(whole, "AB12CDE")
    hurt = replace(whole, path=corrupt(path, {20, 21, 22}))
    (read,) = result_of(read_plates(hurt, (track,)))
    assert told((read,)) == [("plate-0", "AB12CDE")]


def test_footage_that_is_gone_is_named(passing: Footage, tmp_path: Path) -> None:
    gone = replace(passing, path=tmp_path / "gone.mp4")
    with pytest.raises(FootageError, match=r"gone\.mp4"):
        result_of(read_plates(gone, (track_of(passing, "AB12CDE"),)))


def test_a_stop_leaves_no_process(passing: Footage) -> None:
    job = read_plates(passing, (track_of(passing, "AB12CDE"),))
    next(job)
    job.close()


def looked(track: Track, footage: Footage) -> list[int]:
    """The middle frame of each look."""
    looks = looks_at(track, footage.recording, number=0)
    return [look.boxes[len(look.boxes) // 2][0] for look in looks]


def test_looks_are_few_and_spread_over_the_track(passing: Footage) -> None:
    looks = looks_at(track_of(passing, "AB12CDE"), passing.recording, number=3)
    assert 3 <= len(looks) <= MOST
    assert {look.track for look in looks} == {3}
    assert all(1 <= len(look.boxes) <= 2 * NEIGHBOURS + 1 for look in looks)
    frames = [look.boxes[0][0] for look in looks]
    assert frames == sorted(set(frames))


def test_a_long_track_is_looked_at_no_more_than_so_often(tmp_path: Path) -> None:
    footage = footage_of(make(tmp_path / "long.mp4", Clip(frames=300)))
    index = footage.recording.index
    boxes = np.tile(np.array([100, 100, 80, 20], np.float32), (300, 1))
    origins, scores = np.zeros(300, np.uint8), np.ones(300, np.float32)
    track = Track(TrackId("t"), Subject.PLATE, index.ticks.copy(), boxes, origins, scores, index.end)
    assert len(looked(track, footage)) == MOST


def test_the_largest_frames_are_looked_at(passing: Footage) -> None:
    track = track_of(passing, "AB12CDE")
    heights = np.where(np.arange(FRAMES) < 30, 8, 34)
    boxes = np.column_stack([track.boxes[:, :3], heights]).astype(np.float32)
    assert min(looked(replace(track, boxes=boxes), passing)) >= 30


def test_what_was_detected_is_looked_at_before_what_was_bridged(passing: Footage) -> None:
    track = track_of(passing, "AB12CDE")
    origins = np.where(np.arange(FRAMES) < 35, Origin.BRIDGED, Origin.DETECTED).astype(np.uint8)
    assert min(looked(replace(track, origins=origins), passing)) >= 35


def test_a_plate_that_is_cut_by_the_edge_is_looked_at_only_when_it_is_nowhere_whole(passing: Footage) -> None:
    track = track_of(passing, "AB12CDE")
    entering = track.boxes.copy()
    entering[:25, 0] = 0
    assert min(looked(replace(track, boxes=entering), passing)) >= 25
    entering[:, 0] = 0
    assert looked(replace(track, boxes=entering), passing)


def test_a_track_of_one_frame_is_looked_at_once(passing: Footage) -> None:
    whole = track_of(passing, "AB12CDE")
    one = Track(
        whole.id, whole.subject, whole.ticks[7:8], whole.boxes[7:8], whole.origins[7:8], whole.scores[7:8], Tick(8)
    )
    (look,) = looks_at(one, passing.recording, number=0)
    assert [number for number, _ in look.boxes] == [7]
    (read,) = result_of(read_plates(passing, (one,)))
    assert told((read,)) == [("plate-0", "AB12CDE")]


def test_a_plate_that_is_read_the_same_three_times_is_looked_at_no_more(
    passing: Footage, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Box] = []

    def spell(_self: PlateReader, _picture: object, box: Box) -> Spelling:
        read.append(box)
        return Spelling("AB12CDE", (0.95,) * 7)

    monkeypatch.setattr(PlateReader, "spell", spell)
    looks = tuple(Look(0, ((number, place("AB12CDE", number)),)) for number in range(0, 40, 5))
    (found,) = result_of(read_in(Source(passing.path, passing.recording), (looks,)))
    assert len(read) == plate_reading.ENOUGH
    assert found is not None
    assert found.text == "AB12CDE"


def test_boxes_outside_the_picture_are_passed_over(passing: Footage) -> None:
    looks = (Look(0, ((3, Box(700, 400, 50, 20)),)), Look(0, ((5, Box(-90, -40, 50, 20)),)))
    assert result_of(read_in(Source(passing.path, passing.recording), (looks,))) == [None]
