"""Every kind of footage that is known to break tools: the copy has the same frames at the same times, by content."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.media.writer import CopyWriter
from tests.support.footage import Clip, Sound, cut_by_copy, make, number_in, truncate

X265 = {"x265-params": "log-level=none"}
OPEN_GOP = {"x264-params": "open-gop=1:scenecut=0", "flags": "-cgop"}
CLICK = Sound(clicks=(0.25, 0.75), duration=1.0)


@dataclass(frozen=True)
class Hard:
    """A clip, the ending that names its container, and what is done to the file afterwards."""

    clip: Clip
    ending: str = ".mp4"
    cut_to: float | None = None
    cut_at: int | None = None


HARD = {
    "variable rate": Hard(Clip(ticks=tuple(n * 40 + n * n for n in range(40)), time_base=Fraction(1, 1000))),
    "29.97": Hard(Clip(rate=Fraction(30000, 1001), time_base=Fraction(1, 30000), frames=45)),
    "numerator of 1001": Hard(Clip(rate=Fraction(30000, 1001), codec="mpeg4"), ".avi"),
    "B-frames": Hard(Clip(frames=48, b_frames=3)),
    "open GOP": Hard(Clip(frames=60, b_frames=2, gop=15, options=OPEN_GOP)),
    "edit list": Hard(Clip(frames=60, b_frames=2, gop=24), cut_at=31),
    "picture later than sound": Hard(Clip(time_base=Fraction(1, 30000), first=25560, sounds=(CLICK,))),
    "sound ends early": Hard(Clip(frames=45, sounds=(Sound(duration=0.6, clicks=(0.25,)),))),
    "sound ends late": Hard(Clip(frames=15, sounds=(Sound(duration=2.0, clicks=(0.25, 1.5)),))),
    "sound starts late": Hard(Clip(frames=45, sounds=(Sound(start=0.7, duration=0.6, clicks=(1.0,)),))),
    "sound first": Hard(Clip(sounds=(CLICK,), sounds_first=True)),
    "two sounds": Hard(Clip(sounds=(CLICK, Sound(rate=44100, layout="stereo", clicks=(0.5,), duration=1.0)))),
    "turned 90": Hard(Clip(rotation=90)),
    "turned 180": Hard(Clip(rotation=180)),
    "turned 270": Hard(Clip(rotation=270)),
    "853x480": Hard(Clip(size=(853, 480), codec="mpeg4", frames=8)),
    "1919x1079": Hard(Clip(size=(1919, 1079), codec="mjpeg", pixel_format="yuvj420p", frames=3), ".mkv"),
    "odd and turned": Hard(Clip(size=(240, 321), codec="mpeg4", rotation=90, frames=8)),
    "10 bits": Hard(Clip(pixel_format="yuv420p10le")),
    "HEVC": Hard(Clip(codec="libx265", options=X265, b_frames=3)),
    "HEVC 10 bits": Hard(Clip(codec="libx265", options=X265, pixel_format="yuv420p10le"), ".mkv"),
    "full range": Hard(Clip(full_range=True, colour=(1, 1, 1))),
    "MPEG-TS at 1.28 s": Hard(
        Clip(time_base=Fraction(1, 90000), first=115200, b_frames=2, sounds=(Sound(start=1.28, clicks=(1.5,)),)), ".ts"
    ),
    "MKV": Hard(Clip(b_frames=2, sounds=(CLICK,)), ".mkv"),
    "MKV without losses": Hard(Clip(codec="ffv1", gop=1, frames=10), ".mkv"),
    "AVI": Hard(Clip(codec="mpeg4", sounds=(Sound(codec="pcm_s16le", clicks=(0.25,), duration=1.0),)), ".avi"),
    "AVI of H.264 with B-frames": Hard(Clip(b_frames=2), ".avi"),
    "MJPEG": Hard(Clip(codec="mjpeg", pixel_format="yuvj420p"), ".avi"),
    "ProRes": Hard(Clip(codec="prores_ks", pixel_format="yuv422p10le", frames=10), ".mov"),
    "interlaced": Hard(Clip(interlaced=True)),
    "interlaced with 486 lines": Hard(Clip(size=(720, 486), codec="mpeg2video", interlaced=True, frames=8), ".ts"),
    "truncated MP4 in fragments": Hard(
        Clip(frames=90, container={"movflags": "+frag_keyframe+empty_moov"}, gop=10), cut_to=0.6
    ),
    "truncated MKV": Hard(Clip(frames=90, gop=10), ".mkv", cut_to=0.6),
    "truncated MPEG-TS": Hard(Clip(frames=90, time_base=Fraction(1, 90000), b_frames=2), ".ts", cut_to=0.6),
    "truncated AVI": Hard(Clip(frames=90, codec="mpeg4"), ".avi", cut_to=0.6),
    "truncated MP4 with its index in front": Hard(Clip(frames=90, container={"movflags": "+faststart"}), cut_to=0.6),
    "very fine time base": Hard(
        Clip(frames=12, time_base=Fraction(1, 10_000_000), container={"movie_timescale": "1000"})
    ),
}


@pytest.fixture(params=HARD, ids=str)
def case(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def hard(case: str, tmp_path: Path) -> Path:
    return _made(HARD[case], tmp_path)


def _made(case: Hard, tmp_path: Path) -> Path:
    path = make(tmp_path / f"original{case.ending}", case.clip)
    if case.cut_at is not None:
        path = cut_by_copy(path, tmp_path / f"cut{case.ending}", number=case.cut_at)
    if case.cut_to is not None:
        truncate(path, case.cut_to)
    return path


def test_a_copy_has_the_same_frames_at_the_same_times(case: str, hard: Path, tmp_path: Path) -> None:
    recording = probe(hard)
    with (
        FrameReader(hard, recording) as reader,
        CopyWriter(tmp_path / "copy.mp4", hard, recording=recording) as writer,
    ):
        for frame in reader.frames():
            writer.write(frame)
        writer.finish()
    original = _decoded(hard, recording.video.rotation)
    assert _decoded(tmp_path / "copy.mp4", 0) == original
    assert [time for time, _ in original] == [int(t) * recording.video.time_base for t in recording.index.ticks]
    numbers = [number for _, number in original]
    if "truncated" not in case:
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    assert numbers[:-1] == list(range(numbers[0], numbers[0] + len(numbers) - 1))  # a cut may spoil the last one


def test_any_frame_read_alone_is_the_one_read_in_turn(hard: Path) -> None:
    recording = probe(hard)
    with FrameReader(hard, recording) as reader:
        in_turn = {frame.tick: frame.luma.tobytes() for frame in reader.frames()}
    assert sorted(in_turn) == [int(t) for t in recording.index.ticks]
    order = np.random.default_rng(7).permutation(len(recording.index))[:12]
    with FrameReader(hard, recording) as reader:
        for number in order:
            frame = reader.read(int(number))
            assert frame.tick == recording.index.tick(int(number))
            assert frame.luma.tobytes() == in_turn[frame.tick]


def _number(luma: np.ndarray) -> int:
    try:
        return number_in(luma)
    except ValueError:
        return -1


def _decoded(path: Path, rotation: int) -> list[tuple[Fraction, int]]:
    """Time and drawn number of every frame, in the order of showing, by PyAV alone.

    AVI with B-frames has stamps that its decoder gives out of order: in order they belong to the pictures in order.
    """
    times, numbers = [], []
    with av.open(str(path)) as container:
        for packet in container.demux(container.streams.video[0]):
            try:
                frames = packet.decode()
            except av.error.InvalidDataError:
                continue  # the last packet of a cut file
            for frame in frames:
                assert frame.pts is not None
                luma = np.rot90(frame.reformat(format="gray").to_ndarray(), -(rotation // 90))
                times.append(frame.pts * frame.time_base)
                numbers.append(_number(luma))
    return list(zip(sorted(times), numbers, strict=True))
