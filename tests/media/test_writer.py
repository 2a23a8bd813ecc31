"""Copies on disk: whole or not there, clean, in the original's colours, with its sound where it was."""

import errno
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from reviewer.core.errors import CheckError, DiskError, UsageError
from reviewer.core.footage import Recording
from reviewer.core.frame import Frame
from reviewer.core.profile import SoundPolicy
from reviewer.media import muxing as module
from reviewer.media.encoding import Coded
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.media.silencing import Heard
from reviewer.media.writer import CopyWriter
from tests.support.footage import Clip, Sound, corrupt, make
from tests.support.listening import clicks_in, loudness

PLANTED = (b"unit 42", b"Interview of J", b"He said so", b"N51.5W0.1", b"+51.5")
ENCODERS = (b"Lavf", b"Lavc", b"x264", b"Handler")


def copy(source: Path, target: Path, *, sound: SoundPolicy = SoundPolicy.KEEP) -> Recording:
    recording = probe(source)
    with (
        FrameReader(source, recording) as reader,
        CopyWriter(target, source, recording=recording, sound=Heard(sound)) as writer,
    ):
        for frame in reader.frames():
            writer.write(frame)
        writer.finish()
    return recording


def _write(target: Path, source: Path, *, frames: tuple[Frame, ...]) -> None:
    with CopyWriter(target, source, recording=probe(source)) as writer:
        for frame in frames:
            writer.write(frame)


def test_nothing_of_the_container_but_its_structure_is_copied(tmp_path: Path) -> None:
    clip = Clip(
        metadata={"location": "+51.5-000.1/", "comment": "unit 42", "creation_time": "2024-05-01T10:00:00Z"},
        chapters=("Interview of J",),
        subtitles=("He said so",),
        data=b"N51.5W0.1",
        sounds=(Sound(clicks=(0.5,)),),
    )
    source = make(tmp_path / "a.mp4", clip)
    assert all(text in source.read_bytes() for text in PLANTED)
    copy(source, tmp_path / "b.mp4")
    data = (tmp_path / "b.mp4").read_bytes()
    assert [text for text in PLANTED + ENCODERS if text in data] == []
    with av.open(str(tmp_path / "b.mp4")) as container:
        assert set(container.metadata) == {"major_brand", "minor_version", "compatible_brands"}
        assert [stream.type for stream in container.streams] == ["video", "audio"]
        assert container.chapters() == []
        assert all(not list(frame.side_data) for frame in container.decode(video=0))
    assert data.index(b"moov") < data.index(b"mdat")


@pytest.mark.parametrize(
    "clip",
    [
        Clip(full_range=True, colour=(1, 1, 1)),
        Clip(colour=(9, 16, 9), pixel_format="yuv420p10le"),
        Clip(aspect=Fraction(16, 11)),
        Clip(aspect=Fraction(16, 11), rotation=90),
        Clip(interlaced=True),
        Clip(colour=(5, 6, 5)),
    ],
)
def test_colours_aspect_and_interlacing_are_the_originals(tmp_path: Path, clip: Clip) -> None:
    recording = copy(make(tmp_path / "a.mp4", clip), tmp_path / "b.mp4")
    video = probe(tmp_path / "b.mp4").video
    wanted = recording.video
    assert (video.colour, video.sample_aspect, video.interlaced) == (
        wanted.colour,
        wanted.sample_aspect,
        wanted.interlaced,
    )
    assert (video.width, video.height, video.rotation) == (wanted.width, wanted.height, 0)


def test_the_last_frame_is_shown_as_long(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", Clip(ticks=(0, 100, 150, 900), time_base=Fraction(1, 1000), rate=Fraction(4)))
    recording = copy(source, tmp_path / "b.mp4")
    assert probe(tmp_path / "b.mp4").index.end == recording.index.end == 1150


SOUNDS = {
    "from zero": Sound(clicks=(0.3, 0.9), duration=1.2),
    "half a second late": Sound(start=0.5, clicks=(0.75, 1.4), duration=1.1),
    "with a gap": Sound(clicks=(0.3, 1.5), duration=2.0, gap=(0.6, 1.1)),
    "stereo at 44100": Sound(rate=44100, layout="stereo", clicks=(0.3, 0.9), duration=1.2),
    "longer than the picture": Sound(clicks=(0.3, 2.7), duration=3.0),
    "8000 a second": Sound(rate=8000, clicks=(0.3, 0.9), duration=1.2),
}


@pytest.mark.parametrize("name", SOUNDS)
@pytest.mark.parametrize("ending", [".mp4", ".mkv"])
def test_sound_stays_where_it_was_beside_the_picture(tmp_path: Path, name: str, ending: str) -> None:
    sound = SOUNDS[name]
    source = make(tmp_path / f"a{ending}", Clip(frames=40, sounds=(sound,)))
    copy(source, tmp_path / "b.mp4")
    within = 0.002 + 1 / sound.rate
    assert clicks_in(tmp_path / "b.mp4") == pytest.approx(list(sound.clicks), abs=within)
    _, begin, end = loudness(source)
    _, copied_begin, copied_end = loudness(tmp_path / "b.mp4")
    block = 2048 / sound.rate
    assert copied_begin == pytest.approx(begin, abs=block)
    assert copied_end == pytest.approx(end, abs=block)


def test_a_picture_later_than_its_sound_stays_later(tmp_path: Path) -> None:
    sound = Sound(clicks=(0.3, 1.5), duration=2.0)
    source = make(tmp_path / "a.mp4", Clip(time_base=Fraction(1, 30000), first=25560, sounds=(sound,)))
    recording = copy(source, tmp_path / "b.mp4")
    assert clicks_in(tmp_path / "b.mp4") == pytest.approx([0.3, 1.5], abs=0.002)
    assert probe(tmp_path / "b.mp4").index.ticks[0] == recording.index.ticks[0]


def test_silent_sound_has_the_same_streams_and_length_and_not_one_sample(tmp_path: Path) -> None:
    sounds = (Sound(clicks=(0.5,), tone=440.0), Sound(clicks=(0.2,), rate=44100, layout="stereo", duration=1.5))
    source = make(tmp_path / "a.mp4", Clip(sounds=sounds))
    copy(source, tmp_path / "b.mp4", sound=SoundPolicy.SILENT)
    for stream in range(2):
        peak, _, end = loudness(tmp_path / "b.mp4", stream=stream)
        assert peak == 0
        assert end == pytest.approx(loudness(source, stream=stream)[2], abs=0.03)


def test_no_sound_leaves_the_picture_alone(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", Clip(sounds=(Sound(),)))
    copy(source, tmp_path / "b.mp4", sound=SoundPolicy.NONE)
    assert probe(tmp_path / "b.mp4").sounds == ()


def test_damaged_sound_becomes_silence_of_the_same_length(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", Clip(sounds=(Sound(clicks=(0.2, 1.7), tone=440.0),)))
    whole = loudness(source)[2]
    corrupt(source, {30, 31, 32, 33}, kind="audio")
    recording = probe(source)
    with (
        FrameReader(source, recording) as reader,
        CopyWriter(tmp_path / "b.mp4", source, recording=recording) as writer,
    ):
        for frame in reader.frames():
            writer.write(frame)
        writer.finish()
        assert writer.lost_sound >= 1
    assert loudness(tmp_path / "b.mp4")[2] == pytest.approx(whole, abs=0.03)
    clicks = clicks_in(tmp_path / "b.mp4", threshold=0.6)
    assert clicks[0] == pytest.approx(0.2, abs=0.002)
    assert clicks[-1] == pytest.approx(1.7, abs=0.002)


def test_leaving_without_finishing_leaves_nothing(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", Clip(sounds=(Sound(),)))
    recording = probe(source)
    with (
        FrameReader(source, recording) as reader,
        CopyWriter(tmp_path / "b.mp4", source, recording=recording) as writer,
    ):
        writer.write(next(reader.frames()))
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_an_error_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", Clip())
    recording = probe(source)
    with FrameReader(source, recording) as reader:
        frame = reader.read(5)
    with pytest.raises(ValueError, match="comes after"):
        _write(tmp_path / "b.mp4", source, frames=(frame, frame))
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_the_original_is_never_replaced(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", Clip())
    before = source.read_bytes()
    with pytest.raises(UsageError, match="replace the original"):
        copy(source, source)
    assert source.read_bytes() == before


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", Clip())
    with pytest.raises(DiskError, match="no folder"):
        copy(source, tmp_path / "none" / "b.mp4")


def test_a_target_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", Clip())
    (tmp_path / "b.mp4").mkdir()
    with pytest.raises(DiskError, match="is a folder"):
        copy(source, tmp_path / "b.mp4")


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = make(tmp_path / "a.mp4", Clip())

    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module.SoundCopier, "finish", full)
    with pytest.raises(DiskError, match="no room left"):
        copy(source, tmp_path / "b.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_a_device_that_is_full_gives_the_same_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = make(tmp_path / "a.mp4", Clip(noise=40))
    partial = tmp_path / ".b.partial"
    partial.symlink_to("/dev/full")
    monkeypatch.setattr(module.files, "beside", lambda _target: partial)
    with pytest.raises(DiskError, match="no room left"):
        copy(source, tmp_path / "b.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_a_copy_that_reads_back_otherwise_is_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = make(tmp_path / "a.mp4", Clip())
    packet_of = module.CopyMuxer._packet

    def late(muxer: module.CopyMuxer, coded: Coded) -> Any:
        packet = packet_of(muxer, coded)
        packet.pts, packet.dts = packet.pts * 2, packet.dts * 2
        return packet

    monkeypatch.setattr(module.CopyMuxer, "_packet", late)
    with pytest.raises(CheckError, match="does not read back"):
        copy(source, tmp_path / "b.mp4")
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp4"]


def test_pixels_come_through_within_what_the_encoder_loses(tmp_path: Path) -> None:
    source = make(tmp_path / "a.mp4", Clip(full_range=True, colour=(1, 1, 1), frames=6))
    recording = copy(source, tmp_path / "b.mp4")
    copied = probe(tmp_path / "b.mp4")
    with FrameReader(source, recording) as one, FrameReader(tmp_path / "b.mp4", copied) as other:
        for before, after in zip(one.frames(), other.frames(), strict=True):
            for a, b in zip(before.planes, after.planes, strict=True):
                assert np.abs(a.astype(int) - b.astype(int)).mean() < 2
