"""Frames: exact, upright, safe to keep, and not stopped by damage."""

import dataclasses
from itertools import islice
from pathlib import Path

import numpy as np
import pytest

from reviewer.core.errors import FootageError
from reviewer.media import reader as module
from reviewer.media.kept_pictures import KeptPictures
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from tests.support.footage import Clip, corrupt, make, number_in


def test_frames_are_upright_read_only_and_their_own(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(rotation=270, size=(240, 320)))
    with FrameReader(path, probe(path)) as reader:
        frames = list(reader.frames())
    assert [number_in(frame.luma) for frame in frames] == list(range(30))
    first = frames[0]
    assert (first.luma.shape, first.blue.shape, first.red.shape) == ((320, 240), (160, 120), (160, 120))
    assert all(not plane.flags.writeable and plane.flags.c_contiguous for plane in first.planes)


def test_odd_sizes_round_chroma_up(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(size=(321, 241), codec="mpeg4", frames=3))
    with FrameReader(path, probe(path)) as reader:
        frame = reader.read(2)
    assert (frame.luma.shape, frame.blue.shape, frame.red.shape) == ((241, 321), (121, 161), (121, 161))


def test_a_part_of_the_frames_can_be_asked_for_and_left(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=60, b_frames=2))
    with FrameReader(path, probe(path)) as reader:
        assert [number_in(f.luma) for f in reader.frames(17, 23)] == list(range(17, 23))
        steps = reader.frames(40)
        assert number_in(next(steps).luma) == 40
        steps.close()
        assert number_in(reader.read(3).luma) == 3


def test_reading_elsewhere_does_not_disturb_frames_on_the_way(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=60, b_frames=2))
    seen = []
    with FrameReader(path, probe(path)) as reader:
        for frame in reader.frames(5, 30):
            seen.append(number_in(frame.luma))
            assert number_in(reader.read((frame.tick * 7) % 60).luma) == (frame.tick * 7) % 60
    assert seen == list(range(5, 30))


def test_stepping_back_decodes_nothing_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=60, gop=30))
    with FrameReader(path, probe(path)) as reader:
        assert number_in(reader.read(29).luma) == 29
        monkeypatch.setattr(module.Decoder, "seek", None)
        monkeypatch.setattr(module.Decoder, "rewind", None)
        assert [number_in(reader.read(n).luma) for n in range(28, -1, -1)] == list(range(28, -1, -1))


def test_isolated_corrupt_packets_are_skipped_and_counted(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=90, gop=10))
    recording = probe(path)
    corrupt(path, {25, 47})
    with FrameReader(path, recording) as reader:
        frames = list(reader.frames())
        assert reader.corrupt == 2
        assert len(frames) == 88
        assert recording.index.ticks[25] not in {frame.tick for frame in frames}
        group = np.cumsum(recording.index.keyframes)
        clean = [f for f in frames if group[f.tick] not in {group[25], group[47]}]
        assert len(clean) > 60
        assert [number_in(f.luma) for f in clean] == [f.tick for f in clean]
        with pytest.raises(FootageError, match=r"0:00:00\.833 .* damaged"):
            reader.read(25)
        assert number_in(reader.read(60).luma) == 60


def test_footage_that_is_nothing_but_damage_is_given_up(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=300, size=(160, 120)))
    recording = probe(path)
    corrupt(path, set(range(5, 300)))
    with FrameReader(path, recording) as reader, pytest.raises(FootageError, match="too damaged"):
        list(reader.frames())


@pytest.mark.parametrize("number", [-1, 30])
def test_a_number_outside_the_index_is_a_defect(tmp_path: Path, number: int) -> None:
    path = make(tmp_path / "a.mp4", Clip())
    with FrameReader(path, probe(path)) as reader, pytest.raises(IndexError):
        reader.read(number)


def test_ten_bits_keep_matrix_and_range(tmp_path: Path) -> None:
    def white(_number: int, rgb: np.ndarray) -> None:
        rgb[:] = 255

    for full, level in ((False, 235), (True, 255)):
        clip = Clip(pixel_format="yuv420p10le", full_range=full, colour=(1, 1, 1), frames=2, paint=white)
        path = make(tmp_path / f"{full}.mp4", clip)
        with FrameReader(path, probe(path)) as reader:
            frame = reader.read(0)
        assert abs(int(frame.luma[200, 200]) - level) <= 2


@pytest.mark.parametrize("height", [240, 242, 486])
def test_the_two_moments_of_an_interlaced_picture_do_not_mix_their_colours(tmp_path: Path, height: int) -> None:
    def paint(_number: int, rgb: np.ndarray) -> None:
        rgb[0::2] = (230, 20, 20)
        rgb[1::2] = (20, 20, 230)

    clip = Clip(
        size=(320, height), codec="prores_ks", pixel_format="yuv422p10le", interlaced=True, frames=2, paint=paint
    )
    path = make(tmp_path / "a.mov", clip)
    recording = probe(path)
    assert recording.video.interlaced
    with FrameReader(path, recording) as reader:
        frame = reader.read(1)
    assert frame.interlaced
    assert frame.red.shape == ((height + 1) // 2, 160)
    red = frame.red[height // 4 + 2 :, 90:].astype(int)
    assert (red[0::2] > 190).mean() > 0.95 or (red[1::2] > 190).mean() > 0.95
    assert abs(red[0::2].mean() - red[1::2].mean()) > 60


def test_a_reader_says_how_far_a_frame_is(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=90, gop=30))
    recording = probe(path)
    with FrameReader(path, recording) as reader:
        assert [reader.run_up(n) for n in (0, 29, 30, 75)] == [0, 29, 0, 15]
        assert reader.ahead(20) == 20
        assert len(list(reader.frames(5, 10))) == 5
        assert reader.ahead(20) == 10  # onward from frame 10
        assert reader.ahead(75) == 15  # from the keyframe before it
        assert reader.ahead(4) == 4  # back, and on from the first one
    counted = dataclasses.replace(recording, notes=(module.COUNTED,))
    with FrameReader(path, counted) as reader:
        assert reader.run_up(75) == 75
        assert reader.ahead(75) == 75


def test_the_way_to_a_frame_can_be_left_at_any_step_and_every_frame_is_still_itself(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=240, b_frames=3, gop=240, size=(160, 120)))
    dice = np.random.default_rng(11)
    with FrameReader(path, probe(path)) as reader:
        for number in dice.integers(0, 240, 60):
            most = dice.integers(1, 150)
            for frame in islice(reader.steps(int(number)), most):  # on to another before this one is there
                if frame is not None:
                    assert number_in(frame.luma) == number


def test_what_no_other_picture_needs_is_left_out_on_a_long_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=240, b_frames=3, gop=240, size=(160, 120)))
    recording = probe(path)
    with FrameReader(path, recording) as reader:
        seen = [reader.passing() for frame in reader.steps(200) if frame is None]
        shown = [number_in(frame.luma) for frame in seen if frame is not None]
        assert shown == sorted(shown)
        assert len(shown) < 190
        assert shown[-module.BEHIND :] == list(range(200 - module.BEHIND, 200))
        monkeypatch.setattr(module.Decoder, "seek", None)
        monkeypatch.setattr(module.Decoder, "rewind", None)
        assert [number_in(reader.read(n).luma) for n in range(199, 199 - module.BEHIND, -1)]
        assert [number_in(f.luma) for f in reader.frames(201, 240)] == list(range(201, 240))
    with FrameReader(path, recording) as reader:
        assert number_in(next(reader.frames(150)).luma) == 150  # for playing: nothing before it is kept
        assert not reader.holds(149)


def test_frames_are_kept_for_another_reader_of_the_same_footage(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=60, b_frames=2, gop=30))
    recording, kept = probe(path), KeptPictures(10**9)
    with FrameReader(path, recording, kept=kept) as front, FrameReader(path, recording, kept=kept) as back:
        assert number_in(front.read(45).luma) == 45
        assert not front.holds(20)
        list(back.keep(15, 30))
        assert all(front.holds(number) for number in range(15, 46))
        assert front.ahead(46) == 0
        assert [number_in(front.read(n).luma) for n in range(45, 14, -1)] == list(range(45, 14, -1))
        assert front.ahead(46) == 0  # still where it was
