"""Keyframes decoded alone: the right picture, upright, or none."""

from pathlib import Path

import numpy as np
import pytest

from reviewer.core.errors import FootageError
from reviewer.media.keyframes import KeyPictures
from reviewer.media.probe import probe
from tests.support.footage import Clip, corrupt, make, number_in


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.avi", "a.mov"])
@pytest.mark.parametrize("b_frames", [0, 2])
def test_every_keyframe_is_the_frame_that_the_index_says(tmp_path: Path, name: str, b_frames: int) -> None:
    path = make(tmp_path / name, Clip(frames=60, gop=12, b_frames=0 if name.endswith("avi") else b_frames))
    recording = probe(path)
    keys = np.flatnonzero(recording.index.keyframes).tolist()
    assert len(keys) >= 5
    with KeyPictures(path, recording) as pictures:
        for number in (*keys, keys[2], keys[0]):
            frame = pictures.read(number)
            assert frame is not None
            assert number_in(frame.luma) == number
            assert frame.tick == recording.index.tick(number)


def test_keyframes_stand_upright(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=24, size=(240, 320), rotation=90))
    with KeyPictures(path, probe(path)) as pictures:
        frame = pictures.read(12)
    assert frame is not None
    assert (frame.width, frame.height) == (240, 320)
    assert number_in(frame.luma) == 12


def test_what_cannot_be_had_alone_is_left_to_others(tmp_path: Path) -> None:
    plain = make(tmp_path / "a.mp4", Clip(frames=36))
    with KeyPictures(plain, probe(plain)) as pictures:
        assert pictures.read(5) is None  # no keyframe
        found = pictures.read(12)
        assert found is not None
        assert number_in(found.luma) == 12
    raw = make(tmp_path / "a.h264", Clip(frames=24))
    with KeyPictures(raw, probe(raw)) as pictures:
        assert pictures.read(12) is None  # its frames are counted, and cannot be entered


def test_a_damaged_keyframe_is_none_and_the_next_one_is_well(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=36))
    recording = probe(path)
    corrupt(path, {12})
    with KeyPictures(path, recording) as pictures:
        damaged, well = pictures.read(12), pictures.read(24)
    assert damaged is None
    assert well is not None
    assert number_in(well.luma) == 24


def test_a_file_that_is_gone_is_said_so(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip(frames=12))
    recording = probe(path)
    path.unlink()
    with pytest.raises(FootageError, match="no file"):
        KeyPictures(path, recording)
