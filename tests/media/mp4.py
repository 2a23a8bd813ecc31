"""A clean copy made with PyAV, and the tools to plant things in its boxes."""

import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.stream import AudioStream
from av.bitstream import BitStreamFilterContext
from av.container import OutputContainer
from av.video.stream import VideoStream

INSIDE = {b"moov": 0, b"trak": 0, b"edts": 0, b"mdia": 0, b"minf": 0, b"stbl": 0, b"udta": 0, b"meta": 4, b"stsd": 8}
INSIDE |= {b"avc1": 78, b"mp4a": 28}

Change = Callable[[bytes], bytes]


def clean(path: Path, *, sounds: int = 1, frames: int = 12, tidy: bool = True, faststart: bool = False) -> Path:
    """An MP4 as a copy is: nothing but pictures and sound; with `tidy` off it names its encoders."""
    options = {"empty_hdlr_name": "1", "write_tmcd": "0", "fflags": "+bitexact"}
    if faststart:
        options["movflags"] = "+faststart"
    with av.open(str(path), "w", options=options) as out:
        video = out.add_stream("libx264", rate=30, options={"preset": "ultrafast", "bf": "2"})
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        streams = [out.add_stream("aac", rate=48000, layout="mono") for _ in range(sounds)]
        for stream in streams:
            if tidy:
                stream.codec_context.flags |= av.codec.context.Flags.bitexact
        _pictures(out, video, frames=frames, tidy=tidy)
        for stream in streams:
            _sound(out, stream, frames=frames)
    return path


def _pictures(out: OutputContainer, video: VideoStream, *, frames: int, tidy: bool) -> None:
    rng = np.random.default_rng(1)
    plain = BitStreamFilterContext("filter_units=remove_types=6", video)
    for number in range(frames + 1):
        frame = None
        if number < frames:
            frame = av.VideoFrame.from_ndarray(rng.integers(0, 256, (48, 64, 3), np.uint8), format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 30)
        for packet in video.encode(frame):
            for kept in plain.filter(packet) if tidy else [packet]:
                out.mux(kept)


def _sound(out: OutputContainer, stream: AudioStream, *, frames: int) -> None:
    rng = np.random.default_rng(2)
    for number in range(frames + 1):
        sound = None
        if number < frames:
            noise = (rng.standard_normal((1, 1024)) * 0.1).astype(np.float32)
            sound = av.AudioFrame.from_ndarray(noise, format="fltp", layout="mono")
            sound.sample_rate, sound.pts = 48000, number * 1024
        for packet in stream.encode(sound):
            out.mux(packet)


def box(kind: str, contents: bytes = b"") -> bytes:
    """One box."""
    return struct.pack(">I4s", 8 + len(contents), kind.encode("latin-1")) + contents


def boxes(raw: bytes) -> list[tuple[bytes, bytes]]:
    """Type and contents of each box in `raw`."""
    found, at = [], 0
    while at < len(raw):
        size, kind = struct.unpack(">I4s", raw[at : at + 8])
        found.append((kind, raw[at + 8 : at + size]))
        at += size
    return found


def changed(raw: bytes, path: str, change: Change) -> bytes:
    """`raw` with the contents of the first box at `path` put through `change`; `name#2` is the second of a name."""
    head, _, rest = path.partition("/")
    name, _, which = head.partition("#")
    result, seen, done = b"", 0, False
    for kind, contents in boxes(raw):
        seen += kind == name.encode()
        if kind == name.encode() and seen == int(which or 1):
            skip = INSIDE.get(kind, 0)
            contents = contents[:skip] + changed(contents[skip:], rest, change) if rest else change(contents)
            done = True
        result += box(kind.decode("latin-1"), contents)
    if not done:
        raise KeyError(path)
    return result


def alter(file: Path, path: str, change: Change) -> Path:
    """Change the contents of a box in a file whose moov lies last, so that nothing else moves."""
    file.write_bytes(changed(file.read_bytes(), path, change))
    return file


def put(at: int, new: bytes) -> Change:
    """Overwrite bytes of a box's contents; `at` may count from the end."""

    def change(contents: bytes) -> bytes:
        raw = bytearray(contents)
        start = at % len(raw)
        raw[start : start + len(new)] = new
        return bytes(raw)

    return change


def add(new: bytes) -> Change:
    """Put bytes behind a box's contents."""
    return lambda contents: contents + new
