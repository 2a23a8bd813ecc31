"""The recording of the demo: what it shows, what it sounds like, and what is left when it cannot be made."""

from pathlib import Path

import av
import numpy as np
import pytest

from reviewer.core import places
from reviewer.core.errors import DiskError, FootageError
from reviewer.media.demo_footage import RATE, SAMPLE_RATE, demo_steps, speech
from reviewer.media.demo_scene import HEIGHT, SECONDS, WIDTH, Scene


@pytest.fixture(scope="module")
def scene() -> Scene:
    with av.open(str(places.portrait())) as container:
        return Scene(next(container.decode(video=0)).to_ndarray(format="rgb24"))


def test_the_same_moment_always_looks_the_same_and_another_looks_different(scene: Scene) -> None:
    assert np.array_equal(scene.at(3.0), scene.at(3.0))
    assert np.abs(scene.at(3.0).astype(int) - scene.at(3.2)).mean() > 1


def test_the_person_enters_and_leaves_while_the_plate_stays_in_view(scene: Scene) -> None:
    def parts(time: float, red: int, green: int, blue: int) -> int:
        return int((np.abs(scene.at(time).astype(int) - (red, green, blue)).sum(2) < 60).sum())

    suit = [parts(time, 235, 95, 50) for time in (0.0, SECONDS / 2, SECONDS - 0.05)]
    plate = [parts(time, 240, 200, 30) for time in (0.0, SECONDS / 2, SECONDS - 0.05)]
    assert suit[1] > 4 * max(suit[0], suit[2])
    assert min(plate) > 1500


@pytest.mark.parametrize("time", [0.0, 0.7, 7.99])
def test_every_moment_fills_the_picture(scene: Scene, time: float) -> None:
    picture = scene.at(time)
    assert picture.shape == (HEIGHT, WIDTH, 3)
    assert picture.dtype == np.uint8


def test_a_part_of_the_recording_has_its_frames_and_as_much_sound(tmp_path: Path) -> None:
    target = tmp_path / "street.mp4"
    assert list(demo_steps(target, places.portrait(), start=50, end=60)) == list(range(1, 11))
    assert [p.name for p in tmp_path.iterdir()] == ["street.mp4"]
    with av.open(str(target)) as container:
        assert [(s.type, s.codec_context.name) for s in container.streams] == [("video", "h264"), ("audio", "aac")]
        frames = list(container.decode(video=0))
    assert [frame.time for frame in frames] == [number / RATE for number in range(10)]
    assert {(frame.width, frame.height) for frame in frames} == {(WIDTH, HEIGHT)}
    with av.open(str(target)) as container:
        heard = sum(frame.samples for frame in container.decode(audio=0))
    assert abs(heard - 10 * SAMPLE_RATE // RATE) <= 1024


def test_the_colours_of_the_recording_are_those_of_the_scene(scene: Scene, tmp_path: Path) -> None:
    for _ in demo_steps(tmp_path / "street.mp4", places.portrait(), start=75, end=77):
        pass
    with av.open(str(tmp_path / "street.mp4")) as container:
        frame = next(container.decode(video=0))
        assert (frame.colorspace, frame.color_range) == (1, 1)
        shown = frame.reformat(format="rgb24", src_colorspace="ITU709").to_ndarray()
    assert np.abs(shown.astype(int) - scene.at(3.0)).mean() < 5


def test_speech_swells_and_pauses_and_clicks_at_each_second() -> None:
    wave = speech(3 * SAMPLE_RATE)
    loud = np.abs(wave).reshape(-1, SAMPLE_RATE // 100).max(1)
    assert np.abs(wave).max() <= 1
    assert (loud > 0.1).mean() > 0.3
    assert (loud < 0.03).mean() > 0.1
    assert min(loud[100], loud[200]) > 0.3


def test_a_portrait_that_is_no_picture_is_named_and_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "face.png").write_text("no picture")
    with pytest.raises(FootageError, match=r"portrait face\.png"):
        list(demo_steps(tmp_path / "street.mp4", tmp_path / "face.png"))
    assert [p.name for p in tmp_path.iterdir()] == ["face.png"]


def test_a_recording_that_is_given_up_leaves_what_stood_there_before(tmp_path: Path) -> None:
    target = tmp_path / "street.mp4"
    target.write_text("earlier")
    steps = demo_steps(target, places.portrait())
    next(steps)
    steps.close()
    assert [p.name for p in tmp_path.iterdir()] == ["street.mp4"]
    assert target.read_text() == "earlier"


def test_a_folder_that_is_not_there_is_a_failure_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(DiskError, match=r"street\.mp4 cannot be written"):
        list(demo_steps(tmp_path / "none" / "street.mp4", places.portrait()))
