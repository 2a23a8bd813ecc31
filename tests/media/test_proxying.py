"""Proxies: the small frame n is frame n, whatever footage it is of, and a damaged part is done without."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from reviewer.core.errors import FootageError
from reviewer.core.footage import Recording
from reviewer.core.frame import Frame
from reviewer.media import proxy_plan, proxying
from reviewer.media.colour import Converter
from reviewer.media.probe import probe
from reviewer.media.proxying import DraftReader, make_parts
from reviewer.media.reader import FrameReader
from tests.support.footage import Clip, corrupt, cut_by_copy, make, number_in, truncate

STEP = 20
"""Frames in a part, so that short footage has several."""


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxy_plan, "PART", STEP)
    monkeypatch.setattr(proxy_plan, "LONG_SIDE", 160)


def proxied(path: Path) -> tuple[Recording, Path]:
    """The recording, and the folder with its whole proxy."""
    recording, folder = probe(path), path.with_name("proxy")
    folder.mkdir()
    parts = range(proxy_plan.plan_of(recording).parts)
    done = list(make_parts(path, recording, folder=folder, parts=parts))
    assert done == sorted(done)
    assert done[-1] == len(recording.index)
    return recording, folder


def is_small(frame: Frame, draft: Frame, recording: Recording) -> bool:
    """Whether the draft looks like the frame, made small."""
    small = Converter(recording.video.colour).scaled(frame, (draft.width, draft.height))
    apart = [np.abs(a.astype(int) - b).mean() for a, b in zip(small.planes, draft.planes, strict=True)]
    return draft.tick == frame.tick and max(apart) < 4


CLIPS = {
    "variable rate": (Clip(ticks=tuple(n * 40 + n * n for n in range(50)), time_base=Fraction(1, 1000)), ".mp4"),
    "29.97": (Clip(rate=Fraction(30000, 1001), time_base=Fraction(1, 30000), frames=45), ".mp4"),
    "B-frames": (Clip(frames=65, b_frames=3, gop=40), ".mp4"),
    "starts late": (Clip(frames=45, time_base=Fraction(1, 30000), first=25560), ".mp4"),
    "MPEG-TS": (Clip(frames=45, time_base=Fraction(1, 90000), first=115200, b_frames=2), ".ts"),
    "MKV": (Clip(frames=45, b_frames=2), ".mkv"),
    "AVI of H.264 with B-frames": (Clip(frames=45, b_frames=2), ".avi"),
    "turned": (Clip(frames=45, rotation=90, size=(240, 320)), ".mp4"),
    "10 bits": (Clip(frames=25, pixel_format="yuv420p10le"), ".mp4"),
    "full range": (Clip(frames=25, full_range=True, colour=(1, 1, 1)), ".mp4"),
    "odd": (Clip(frames=25, size=(321, 241), codec="mpeg4"), ".mp4"),
    "interlaced": (Clip(frames=25, interlaced=True), ".mp4"),
}


@pytest.mark.parametrize("name", CLIPS)
def test_the_small_frame_of_a_number_is_that_frame(name: str, tmp_path: Path) -> None:
    clip, ending = CLIPS[name]
    path = make(tmp_path / f"a{ending}", clip)
    recording, folder = proxied(path)
    drafts = DraftReader(folder, recording)
    with FrameReader(path, recording) as reader:
        frames = list(reader.frames())
    assert len(frames) == len(recording.index)
    for number in np.random.default_rng(3).permutation(len(frames)):
        draft = drafts.read(int(number))
        assert draft is not None
        assert number_in(draft.luma) == number_in(frames[number].luma)
        assert is_small(frames[number], draft, recording)
        assert (draft.interlaced, max(draft.width, draft.height)) == (recording.video.interlaced, 160)
    drafts.close()


def test_what_an_edit_list_hides_is_not_in_the_proxy_and_not_counted(tmp_path: Path) -> None:
    path = make(tmp_path / "whole.mp4", Clip(frames=60, b_frames=2, gop=24))
    recording, folder = proxied(cut_by_copy(path, tmp_path / "cut.mp4", number=31))
    assert len(recording.index) == 29
    drafts = DraftReader(folder, recording)
    read = [drafts.read(number) for number in range(29)]
    assert [number_in(draft.luma) for draft in read if draft is not None] == list(range(31, 60))
    drafts.close()


def test_a_truncated_file_has_the_frames_that_are_left(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=90, container={"movflags": "+faststart"}))
    truncate(path, 0.6)
    recording, folder = proxied(path)
    drafts = DraftReader(folder, recording)
    assert 30 < len(recording.index) < 80
    for number in range(len(recording.index) - 1):
        draft = drafts.read(number)
        assert draft is not None
        assert number_in(draft.luma) == number
    drafts.close()


def test_frames_that_cannot_be_decoded_are_left_out_and_move_no_other(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=60, gop=10))
    recording = probe(path)
    corrupt(path, {20, 47})
    folder = tmp_path / "proxy"
    folder.mkdir()
    list(make_parts(path, recording, folder=folder, parts=range(3)))
    drafts = DraftReader(folder, recording)
    assert drafts.read(20) is None  # the first of its part
    assert drafts.read(47) is None
    for number in (0, 19, 30, 39, 40, 46, 50, 59):
        draft = drafts.read(number)
        assert draft is not None
        assert number_in(draft.luma) == number
    drafts.close()


def test_parts_are_found_as_they_come_and_missed_when_they_are_not_there(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=60))
    recording = probe(path)
    drafts = DraftReader(tmp_path, recording)
    assert drafts.read(25) is None
    list(make_parts(path, recording, folder=tmp_path, parts=[1]))
    draft = drafts.read(25)
    assert draft is not None
    assert number_in(draft.luma) == 25
    assert drafts.read(5) is None
    assert drafts.read(45) is None
    drafts.close()


def test_no_more_files_are_held_open_than_need_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proxying, "OPEN", 2)
    recording, folder = proxied(make(tmp_path / "a.mp4", Clip(frames=80)))
    drafts = DraftReader(folder, recording)
    for number in (0, 79, 30, 50, 1, 78):
        draft = drafts.read(number)
        assert draft is not None
        assert number_in(draft.luma) == number
        assert len(drafts._parts) <= 2
    drafts.close()


@pytest.mark.parametrize("harm", ["cut", "nothing", "noise", "another size", "another clock", "sound"])
def test_a_part_that_is_damaged_or_not_ours_is_done_without(harm: str, tmp_path: Path) -> None:
    recording, folder = proxied(make(tmp_path / "a.mp4", Clip(frames=60)))
    part = proxy_plan.part_path(folder, 1)
    if harm == "cut":
        truncate(part, 0.5)
    elif harm == "another size":
        make(part, Clip(frames=STEP))
    elif harm == "another clock":
        make(part, Clip(frames=STEP, size=(160, 120), rate=Fraction(25)))
    else:
        part.write_bytes({"nothing": b"", "noise": b"\x99" * 5000, "sound": b"RIFF0000WAVEfmt "}[harm])
    drafts = DraftReader(folder, recording)
    assert drafts.read(25) is None
    assert drafts.read(25) is None
    first = drafts.read(5)
    assert first is not None
    assert number_in(first.luma) == 5
    drafts.close()


def test_a_part_that_is_left_unfinished_leaves_nothing(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=60))
    folder = tmp_path / "proxy"
    folder.mkdir()
    steps = make_parts(path, probe(path), folder=folder, parts=range(3))
    while next(steps) < STEP + 5:
        pass
    assert len(list(folder.iterdir())) == 2
    steps.close()  # type: ignore[attr-defined]
    assert [p.name for p in folder.iterdir()] == ["00000.mp4"]


def test_footage_that_is_gone_leaves_nothing_either(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip())
    recording = probe(path)
    path.unlink()
    folder = tmp_path / "proxy"
    folder.mkdir()
    with pytest.raises(FootageError):
        list(make_parts(path, recording, folder=folder, parts=[0]))
    assert list(folder.iterdir()) == []
