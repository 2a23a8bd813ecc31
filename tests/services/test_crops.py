"""Crops: what a region hides, cut out of the very frame, in the order that was asked for."""

import dataclasses
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from reviewer.core.errors import FootageError
from reviewer.core.footage import Footage, FootageId
from reviewer.core.geometry import Box
from reviewer.core.region import RegionId
from reviewer.media.probe import probe
from reviewer.services.crops import Crops
from reviewer.services.pictures import Failed
from reviewer.services.sights import Crop, CropEvent, Cropped, Moment, Sight
from tests.support.footage import Clip, Plane, corrupt, join, make


def shade(number: int, rgb: Plane) -> None:
    """The lower right quarter tells the frame by its red and the column by its green."""
    height, width = rgb.shape[:2]
    rgb[height // 2 :, width // 2 :, 0] = 40 + number * 4
    rgb[height // 2 :, width // 2 :, 1] = 60 if number % 2 else 200
    rgb[height // 2 :, width // 2 :, 2] = 90


CLIP = Clip(frames=48, paint=shade)
PLACE = Box(200, 150, 60, 60)


class Ear:
    """Remembers what a source of crops says, and waits for it."""

    def __init__(self) -> None:
        self.events: list[CropEvent] = []
        self._more = threading.Condition()

    def hear(self, event: CropEvent) -> None:
        with self._more:
            self.events.append(event)
            self._more.notify_all()

    def wait(self, wanted: Callable[[], bool]) -> None:
        with self._more:
            assert self._more.wait_for(wanted, 30), self.events

    @property
    def crops(self) -> list[Crop]:
        return [c for e in self.events if isinstance(e, Cropped) for c in e.crops]

    @property
    def missing(self) -> list[Sight]:
        return [s for e in self.events if isinstance(e, Cropped) for s in e.missing]


def footage_of(path: Path) -> Footage:
    return Footage(id=FootageId(path.name), path=path, size=path.stat().st_size, sha256="a" * 64, recording=probe(path))


def sight(number: int, *, box: Box = PLACE, name: str = "r", moment: Moment = Moment.BEST) -> Sight:
    return Sight(RegionId(name), moment, number, box)


def red(crop: Crop) -> int:
    return round(float(crop.pixels[..., 2].mean()))


@pytest.fixture(scope="module")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Footage:
    return footage_of(make(tmp_path_factory.mktemp("crops") / "a é.mp4", CLIP))


@pytest.fixture
def ear() -> Ear:
    return Ear()


@pytest.fixture
def crops(ear: Ear) -> Iterator[Crops]:
    crops = Crops(ear.hear)
    yield crops
    crops.close()


def test_each_crop_is_cut_from_its_own_frame(crops: Crops, ear: Ear, footage: Footage) -> None:
    crops.wanted(footage, [[sight(n) for n in (40, 3, 17, 3)]])
    ear.wait(lambda: len(ear.crops) == 4)
    for crop in ear.crops:
        assert red(crop) == pytest.approx(40 + crop.sight.number * 4, abs=10)
        assert crop.tick == footage.recording.index.tick(crop.sight.number)
        assert crop.pixels.shape == (60, 60, 4)


def test_group_after_group_and_in_each_the_order_of_time(crops: Crops, ear: Ear, footage: Footage) -> None:
    crops.wanted(footage, [[sight(30), sight(20)], [sight(5), sight(45), sight(1)]])
    ear.wait(lambda: len(ear.crops) == 5)
    assert [c.sight.number for c in ear.crops] == [20, 30, 1, 5, 45]


def test_what_shares_a_frame_arrives_together(crops: Crops, ear: Ear, footage: Footage) -> None:
    crops.wanted(footage, [[sight(n, name=name) for name in "abc" for n in (7, 9)]])
    ear.wait(lambda: len(ear.crops) == 6)
    assert [(c.sight.number, c.sight.region) for c in ear.crops] == [(n, r) for n in (7, 9) for r in "abc"]


def test_what_is_large_is_made_small_and_what_is_small_stays_as_it_is(crops: Crops, ear: Ear, footage: Footage) -> None:
    crops.wanted(footage, [[sight(0, box=Box(0, 0, 240, 240)), sight(1, box=Box(10, 10, 40, 40))]])
    ear.wait(lambda: len(ear.crops) == 2)
    assert [c.pixels.shape for c in ear.crops] == [(128, 128, 4), (40, 40, 4)]


@pytest.mark.parametrize("box", [Box(-50, -50, 60, 60), Box(310, 230, 60, 60), Box(319, 239, 1, 1), Box(0, 0, 0, 0)])
def test_a_box_at_the_edge_or_beyond_gives_some_picture(crops: Crops, ear: Ear, footage: Footage, box: Box) -> None:
    crops.wanted(footage, [[sight(0, box=box)]])
    ear.wait(lambda: len(ear.crops) == 1)
    assert min(ear.crops[0].pixels.shape) >= 1


def test_the_newest_wish_counts(crops: Crops, ear: Ear, footage: Footage) -> None:
    for start in range(20):
        crops.wanted(footage, [[sight(n) for n in range(start, 48)]])
    crops.wanted(footage, [[sight(47)]])
    ear.wait(lambda: any(c.sight.number == 47 for c in ear.crops))
    assert len(ear.crops) < 48


def test_a_frame_that_cannot_be_decoded_is_missing_and_the_others_come(crops: Crops, ear: Ear, tmp_path: Path) -> None:
    path = make(tmp_path / "b.mp4", CLIP)
    footage = footage_of(path)
    corrupt(path, set(range(12, 24)))
    crops.wanted(footage, [[sight(n) for n in (5, 14, 30)]])
    ear.wait(lambda: len(ear.crops) + len(ear.missing) == 3)
    assert [s.number for s in ear.missing] == [14]


def test_pixels_that_are_not_square_are_made_so(crops: Crops, ear: Ear, tmp_path: Path) -> None:
    path = make(tmp_path / "b.mp4", CLIP)
    wide = footage_of(path)
    video = dataclasses.replace(wide.recording.video, sample_aspect=wide.recording.video.sample_aspect * 2)
    wide = dataclasses.replace(wide, recording=dataclasses.replace(wide.recording, video=video))
    crops.wanted(wide, [[sight(0, box=Box(40, 40, 64, 64))]])
    ear.wait(lambda: len(ear.crops) == 1)
    assert ear.crops[0].pixels.shape == (64, 128, 4)


def test_footage_that_is_gone_is_said_so(crops: Crops, ear: Ear, tmp_path: Path) -> None:
    path = make(tmp_path / "b.mp4", CLIP)
    gone = footage_of(path)
    path.unlink()
    crops.wanted(gone, [[sight(0)], [sight(1)]])
    ear.wait(lambda: bool(ear.events))
    (failed,) = ear.events
    assert isinstance(failed, Failed)
    assert isinstance(failed.error, FootageError)


def test_colours_are_those_of_the_footage(crops: Crops, ear: Ear, footage: Footage) -> None:
    crops.wanted(footage, [[sight(1)]])
    ear.wait(lambda: len(ear.crops) == 1)
    blue, green, red_ = (float(v) for v in np.median(ear.crops[0].pixels[..., :3].reshape(-1, 3), axis=0))
    assert (red_, green, blue) == pytest.approx((44, 60, 90), abs=12)


def test_pictures_of_another_size_are_missing_and_the_others_come(crops: Crops, ear: Ear, tmp_path: Path) -> None:
    one = make(tmp_path / "a.ts", CLIP)
    other = make(tmp_path / "b.ts", Clip(frames=24, size=(480, 360), first=48))
    both = footage_of(join(tmp_path / "c.ts", one, second=other))
    assert len(both.recording.index) == 72
    crops.wanted(both, [[sight(n) for n in (2, 7, 60)], [sight(30)]])
    ear.wait(lambda: len(ear.crops) + len(ear.missing) == 4)
    assert [s.number for s in ear.missing] == [60]
