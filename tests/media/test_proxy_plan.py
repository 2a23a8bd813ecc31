"""Which footage a proxy is made of, and what it depends on."""

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from reviewer.core.footage import Footage, FootageId, FrameIndex, Recording
from reviewer.core.timing import Tick
from reviewer.media.index import COUNTED
from reviewer.media.probe import probe
from reviewer.media.proxy_plan import PART, ProxyPlan, key_of, part_path, plan_of, small, worthwhile
from tests.support.footage import Clip, make


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    return probe(make(tmp_path_factory.mktemp("footage") / "a.mp4", Clip(frames=3)))


def shaped(recording: Recording, size: tuple[int, int], *, gap: int, frames: int = 1000) -> Recording:
    """A recording of that size with a keyframe in so many frames."""
    keys = np.arange(frames) % gap == 0
    index = FrameIndex(np.arange(frames, dtype=np.int64), keys, Tick(frames))
    video = dataclasses.replace(recording.video, width=size[0], height=size[1])
    return dataclasses.replace(recording, video=video, index=index)


@pytest.mark.parametrize(
    ("size", "gap", "wanted"),
    [
        ((1920, 1080), 30, False),
        ((1920, 1080), 45, False),
        ((1920, 1080), 60, True),
        ((1280, 720), 90, False),
        ((1280, 720), 250, True),
        ((640, 360), 250, False),
        ((3840, 2160), 1, True),
        ((1080, 1920), 250, True),
    ],
)
def test_a_proxy_is_for_footage_in_which_any_frame_takes_long(
    recording: Recording, size: tuple[int, int], gap: int, wanted: bool
) -> None:
    assert worthwhile(shaped(recording, size, gap=gap)) is wanted


def test_a_proxy_is_for_footage_that_cannot_be_sought_in(recording: Recording) -> None:
    short = shaped(recording, (640, 360), gap=10)
    assert not worthwhile(short)
    assert worthwhile(dataclasses.replace(short, container="mpegts"))
    assert worthwhile(dataclasses.replace(short, notes=(COUNTED,)))


def test_one_keyframe_for_all_counts_to_the_end(recording: Recording) -> None:
    assert worthwhile(shaped(recording, (1920, 1080), gap=10_000))


def test_small_pictures_are_even_and_keep_the_shape(recording: Recording) -> None:
    sizes = {(1920, 1080): (960, 540), (1080, 1920): (540, 960), (3840, 2160): (960, 540), (321, 241): (320, 240)}
    assert {size: small(shaped(recording, size, gap=1).video) for size in sizes} == sizes
    assert small(shaped(recording, (16384, 16), gap=1).video) == (960, 2)


def test_every_frame_has_one_place_in_one_part() -> None:
    plan = ProxyPlan((960, 540), 2 * PART + 7, PART)
    assert plan.parts == 3
    places = [plan.place(number) for number in range(plan.frames)]
    assert places == [(part, at) for part in range(3) for at in range(len(plan.numbers(part)))]
    assert [n for part in range(3) for n in plan.numbers(part)] == list(range(plan.frames))
    assert part_path(Path("x"), 2) != part_path(Path("x"), 1)


def test_the_key_is_of_the_footage_its_frames_and_how_proxies_are_made(
    recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    def footage(recording: Recording, sha256: str = "a" * 64) -> Footage:
        return Footage(id=FootageId(sha256), path=Path("x"), size=1, sha256=sha256, recording=recording)

    one = key_of(footage(recording))
    later = FrameIndex(recording.index.ticks + 1, recording.index.keyframes, Tick(recording.index.end + 1))
    assert key_of(footage(recording)) == one
    assert key_of(footage(recording, "b" * 64)) != one
    assert key_of(footage(dataclasses.replace(recording, index=later))) != one
    monkeypatch.setattr("reviewer.media.proxy_plan.CRF", 20)
    assert key_of(footage(recording)) != one
    assert plan_of(recording).frames == 3
