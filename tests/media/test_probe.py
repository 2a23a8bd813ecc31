"""What is told of a recording, and the sentence for each file that cannot be used."""

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from reviewer.core.errors import FootageError
from reviewer.media.atoms import walk
from reviewer.media.index import COUNTED
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from tests.support.footage import Clip, Sound, join, make, truncate


def _patch(path: Path, kind: str, offset: int, data: bytes) -> None:
    box = next(box for box in walk(path) if box.kind == kind)
    with path.open("r+b") as file:
        file.seek(box.body + offset)
        file.write(data)


def _read_all(path: Path) -> None:
    with FrameReader(path, probe(path)) as reader:
        for _ in reader.frames():
            pass


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(FootageError, match=r"There is no file a\.mp4"):
        probe(tmp_path / "a.mp4")


def test_a_folder_is_said_to_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FootageError, match="is a folder"):
        probe(tmp_path)


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "a.mp4").write_bytes(b"")
    with pytest.raises(FootageError, match="is empty"):
        probe(tmp_path / "a.mp4")


@pytest.mark.parametrize(
    "text", ["Dear officer,\n" * 40, "#EXTM3U\nhttp-stream.ts\n", "ffconcat version 1.0\nfile a\n"]
)
def test_a_text_is_no_recording_and_names_no_other_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.mp4").write_text(text)
    with pytest.raises(FootageError, match="is not a recording"):
        probe(tmp_path / "a.mp4")


def test_a_recording_without_its_index_was_never_finished(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip())
    moov = next(box for box in walk(path) if box.kind == "moov")
    with path.open("r+b") as file:
        file.truncate(moov.body - 8)
    with pytest.raises(FootageError, match="never finished by the recorder"):
        probe(path)


def test_sound_alone_has_no_picture(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("aac", rate=48000, layout="mono")
        frame = av.AudioFrame(format="fltp", layout="mono", samples=1024)
        frame.planes[0].update(np.zeros(1024, np.float32).tobytes())
        frame.sample_rate = 48000
        out.mux(stream.encode(frame) + stream.encode(None))
    with pytest.raises(FootageError, match="sound but no picture"):
        probe(path)


def test_a_picture_of_no_length_has_no_frame(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip())
    for kind in ("stts", "stsz"):
        _patch(path, kind, 4 if kind == "stts" else 8, bytes(4))
    with pytest.raises(FootageError):
        probe(path)


@pytest.mark.parametrize("size", [(1, 1), (2, 480), (40000, 16)])
def test_absurd_sizes_are_refused_with_the_size(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "a.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("ffv1", rate=25)
        stream.width, stream.height, stream.pix_fmt = *size, "gray"
        out.mux(stream.encode(av.VideoFrame(*size, "gray")) + stream.encode(None))
    with pytest.raises(FootageError, match=f"{size[0]} x {size[1]}"):
        probe(path)


def test_a_time_base_of_nothing_is_refused(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip())
    _patch(path, "mdhd", 12, struct.pack(">I", 0))
    with pytest.raises(FootageError, match="time base of 0"):
        probe(path)


def test_a_change_of_size_midway_is_refused_with_the_time(tmp_path: Path) -> None:
    base = Fraction(1, 90000)
    first = make(tmp_path / "1.ts", Clip(time_base=base, frames=120, gop=60))
    second = make(tmp_path / "2.ts", Clip(time_base=base, size=(480, 360), frames=30, first=120 * 3000))
    path = join(tmp_path / "a.ts", first, second=second)
    with pytest.raises(FootageError, match=r"changes its picture size from 320 x 240 to 480 x 360 at 0:00:04\.0"):
        _read_all(path)


def test_time_stamps_that_jump_back_are_refused(tmp_path: Path) -> None:
    clip = Clip(time_base=Fraction(1, 90000), frames=20)
    path = join(tmp_path / "a.ts", make(tmp_path / "1.ts", clip), second=make(tmp_path / "2.ts", clip))
    with pytest.raises(FootageError, match="jump back at 0:00:00"):
        probe(path)


def test_frames_without_time_stamps_are_counted(tmp_path: Path) -> None:
    recording = probe(make(tmp_path / "a.h264", Clip(b_frames=2)))
    assert len(recording.index) == 30
    assert COUNTED in recording.notes


@pytest.mark.parametrize(("ending", "part"), [(".mp4", 0.6), (".mkv", 0.6), (".ts", 0.61), (".avi", 0.6)])
def test_a_recording_that_was_cut_off_works_and_says_so(tmp_path: Path, ending: str, part: float) -> None:
    container = {"movflags": "+faststart"} if ending == ".mp4" else {}
    codec = "mpeg4" if ending == ".avi" else "libx264"
    clip = Clip(frames=90, codec=codec, container=container, time_base=Fraction(1, 90000) if ending == ".ts" else None)
    recording = probe(truncate(make(tmp_path / f"a{ending}", clip), part))
    assert recording.truncated
    assert 20 < len(recording.index) < 90
    assert "stops before its own end" in recording.notes[0]


def test_a_whole_recording_is_not_said_to_be_cut(tmp_path: Path) -> None:
    for ending in (".mp4", ".mkv", ".avi", ".ts"):
        base = Fraction(1, 90000) if ending == ".ts" else None
        clip = Clip(time_base=base, sounds=(Sound(codec="mp2", duration=1.5),) if ending != ".mp4" else ())
        assert not probe(make(tmp_path / f"a{ending}", clip)).truncated


def test_everything_that_could_identify_is_named(tmp_path: Path) -> None:
    clip = Clip(
        metadata={"location": "+51.5-000.1/", "comment": "unit 42", "creation_time": "2024-05-01T10:00:00Z"},
        chapters=("Interview of J",),
        subtitles=("He said so",),
        data=b"N51.5W0.1",
    )
    recording = probe(make(tmp_path / "a.mp4", clip))
    values = {one.value for one in recording.identifiers}
    assert {"unit 42", "Interview of J"} <= values
    assert any("location" in one.name for one in recording.identifiers)
    assert any(one.name == "creation_time" for one in recording.identifiers)
    assert any("x264" in one.value for one in recording.identifiers)
    assert {other.kind for other in recording.others} == {"subtitle", "data"}


def test_what_the_streams_say_is_told(tmp_path: Path) -> None:
    clip = Clip(
        size=(240, 320),
        rotation=90,
        full_range=True,
        colour=(1, 1, 1),
        aspect=Fraction(4, 3),
        sounds=(Sound(start=0.5, duration=1.0, layout="stereo"),),
        ticks=(0, 100, 150, 400),
        time_base=Fraction(1, 1000),
    )
    recording = probe(make(tmp_path / "a.mp4", clip))
    video = recording.video
    assert (video.width, video.height, video.coded_width, video.coded_height) == (240, 320, 320, 240)
    assert (video.rotation, video.time_base, video.variable_rate) == (90, Fraction(1, 1000), True)
    assert (video.colour.matrix, video.colour.full) == (1, True)
    assert video.sample_aspect == Fraction(3, 4)
    assert list(recording.index.ticks) == [0, 100, 150, 400]
    assert (recording.sounds[0].channels, recording.sounds[0].layout) == (2, "stereo")
    assert recording.sounds[0].start == pytest.approx(0.5, abs=0.03)


def test_the_original_is_not_touched(tmp_path: Path) -> None:
    path = make(tmp_path / "a.mp4", Clip())
    before = path.read_bytes(), path.stat().st_mtime_ns
    path.chmod(0o444)
    probe(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
