"""Small footage made with PyAV, whose frames carry their own number in the picture.

The number is drawn as sixteen black or white cells in the top left quarter of the upright picture, twelve bits of
number and four of checksum, large enough to survive any codec used here. `number_in` reads it back, so a test
compares pictures by content and not by counting.

    path = make(tmp_path / "a.mp4", Clip(frames=60, sounds=(Sound(clicks=(0.5, 1.0)),)))
    [number_in(frame.luma) for frame in reader.frames()] == list(range(60))
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
from av.video.frame import PictureType
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
Painter = Callable[[int, Plane], None]

GRID = 4
BITS = 12


@dataclass(frozen=True, kw_only=True)
class Sound:
    """One sound stream: quiet, with a click of one millisecond at each of `clicks` (seconds on the footage's clock).

    It starts at `start` and lasts `duration` seconds; inside `gap` (start, end) no packets are written.
    """

    codec: str = "aac"
    rate: int = 48000
    layout: str = "mono"
    clicks: tuple[float, ...] = ()
    start: float = 0.0
    duration: float = 2.0
    gap: tuple[float, float] | None = None
    tone: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Clip:
    """How footage is made; `ticks` in units of `time_base` overrule `rate` and `first`.

    `rotation` is what players turn the picture by, in degrees clockwise: `size` is that of the upright picture.
    `paint(number, rgb)` may draw into the upright picture, an array of shape (height, width, 3), before the cells are.
    """

    size: tuple[int, int] = (320, 240)
    frames: int = 30
    rate: Fraction = Fraction(30)
    ticks: tuple[int, ...] | None = None
    time_base: Fraction | None = None
    first: int = 0
    codec: str = "libx264"
    pixel_format: str = "yuv420p"
    gop: int = 12
    b_frames: int = 0
    options: dict[str, str] = field(default_factory=dict)
    container: dict[str, str] = field(default_factory=dict)
    rotation: int = 0
    full_range: bool = False
    colour: tuple[int, int, int] = (2, 2, 2)
    aspect: Fraction | None = None
    interlaced: bool = False
    noise: int = 0
    sounds: tuple[Sound, ...] = ()
    sounds_first: bool = False
    metadata: dict[str, str] = field(default_factory=dict)
    stream_metadata: dict[str, str] = field(default_factory=dict)
    chapters: tuple[str, ...] = ()
    subtitles: tuple[str, ...] = ()
    data: bytes = b""
    paint: Painter | None = None

    @property
    def base(self) -> Fraction:
        """Seconds per tick."""
        return self.time_base or 1 / self.rate

    @property
    def all_ticks(self) -> tuple[int, ...]:
        """The tick of every frame."""
        if self.ticks is not None:
            return self.ticks
        step = 1 / self.rate / self.base
        return tuple(self.first + round(number * step) for number in range(self.frames))

    @property
    def seconds(self) -> float:
        """From the first frame to a usual step after the last."""
        ticks = self.all_ticks
        return float((ticks[-1] - ticks[0]) * self.base + 1 / self.rate)


def make(path: Path, clip: Clip = Clip()) -> Path:
    """Write `clip` to `path`, whose ending names the container, and return the path."""
    options = dict(clip.container)
    if path.suffix in {".mp4", ".mov", ".m4v"}:
        options.setdefault("video_track_timescale", str(clip.base.denominator))
        exact = math.lcm(clip.base.denominator, *(sound.rate for sound in clip.sounds))
        options.setdefault("movie_timescale", str(exact))
        if clip.metadata:
            options["movflags"] = options.get("movflags", "") + "+use_metadata_tags"
    if path.suffix == ".ts":
        options.setdefault("mpegts_copyts", "1")
    with av.open(str(path), "w", container_options=options) as out:
        out.metadata.update(clip.metadata)
        sounds = []
        if clip.sounds_first:
            sounds = [_add_sound(out, sound) for sound in clip.sounds]
        stream = _add_video(out, clip)
        if not clip.sounds_first:
            sounds = [_add_sound(out, sound) for sound in clip.sounds]
        extras = _add_extras(out, clip)
        if clip.chapters:
            out.set_chapters(_chapters(clip))
        _mux(out, [_video_packets(stream, clip), *(_sound_packets(*s) for s in sounds), *extras])
    return path


def number_in(luma: Plane) -> int:
    """The number drawn in an upright picture; raises ValueError where none can be read."""
    height, width = luma.shape
    bits = []
    for row in range(GRID):
        for column in range(GRID):
            across, down = width // (2 * GRID), height // (2 * GRID)
            y, x = row * down, column * across
            cell = luma[y + down // 4 : y + down - down // 4, x + across // 4 : x + across - across // 4]
            bits.append(int(cell.mean() > 126))
    number = sum(bit << at for at, bit in enumerate(bits[:BITS]))
    check = sum(bit << at for at, bit in enumerate(bits[BITS:]))
    if check != _check(number):
        raise ValueError("no frame number can be read in this picture")
    return number


def picture(number: int, clip: Clip) -> Plane:
    """The upright picture of frame `number` as RGB of shape (height, width, 3)."""
    width, height = clip.size
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    rgb = np.empty((height, width, 3), np.uint8)
    rgb[..., 0] = 60 + 80 * columns / width
    rgb[..., 1] = 60 + 80 * rows / height
    rgb[..., 2] = 90 + 30 * np.sin(columns / 23 + number / 7)
    side = max(2, min(width, height) // 6)
    x = width // 2 + (number * 3) % max(1, width // 2 - side)
    y = height // 2 + (number * 2) % max(1, height // 2 - side)
    rgb[y : y + side, x : x + side] = (200, 40, 60)
    if clip.noise:
        grain = np.random.default_rng(number).integers(-clip.noise, clip.noise + 1, rgb.shape)
        rgb = np.clip(rgb + grain, 0, 255).astype(np.uint8)
    if clip.paint is not None:
        clip.paint(number, rgb)
    _draw(number, rgb)
    return rgb


def truncate(path: Path, part: float) -> Path:
    """Cut the file off after `part` of its bytes, as a loss of power does."""
    with path.open("r+b") as file:
        file.truncate(int(path.stat().st_size * part))
    return path


def corrupt(path: Path, packets: set[int], *, kind: str = "video") -> Path:
    """Overwrite what lies in the packets of these numbers (in the order of the file) of the first stream of a kind."""
    with av.open(str(path)) as source:
        stream = next(s for s in source.streams if s.type == kind)
        places = [(p.pos, p.size) for p in source.demux(stream) if p.size and p.pos is not None]
    with path.open("r+b") as file:
        for number in packets:
            position, size = places[number]
            file.seek(position)
            file.write(b"\xff" * size)
    return path


def cut_by_copy(path: Path, target: Path, *, number: int) -> Path:
    """Copy the streams of `path` so that frame `number` comes first, hiding what it needs by an edit list."""
    with av.open(str(path)) as source, av.open(str(target), "w") as out:
        video = source.streams.video[0]
        origin = sorted(p.pts for p in source.demux(video) if p.size)[number]
        source.seek(origin, stream=video)
        copy = out.add_stream_from_template(video)
        for packet in source.demux(video):
            if packet.size == 0:
                continue
            packet.pts -= origin
            packet.dts -= origin
            packet.stream = copy
            out.mux(packet)
    return target


def join(path: Path, first: Path, *, second: Path) -> Path:
    """Write two recordings one after the other as they are, as some recorders do when their settings change."""
    path.write_bytes(first.read_bytes() + second.read_bytes())
    return path


def _draw(number: int, rgb: Plane) -> None:
    height, width = rgb.shape[:2]
    across, down = width // (2 * GRID), height // (2 * GRID)
    value = number | _check(number) << BITS
    for at in range(GRID * GRID):
        row, column = divmod(at, GRID)
        shade = 255 if value >> at & 1 else 0
        rgb[row * down : (row + 1) * down, column * across : (column + 1) * across] = shade


def _check(number: int) -> int:
    return (number ^ number >> 4 ^ number >> 8 ^ 0b1010) & 0b1111


def _add_video(out: Any, clip: Clip) -> Any:
    exact = {"sc_threshold": "0"} if clip.codec == "libx264" else {}  # keyframes every `gop` frames and nowhere else
    stream = out.add_stream(clip.codec, rate=clip.rate, options={**exact, **clip.options})
    turned = clip.rotation % 180 != 0
    stream.width, stream.height = clip.size[::-1] if turned else clip.size
    stream.pix_fmt = clip.pixel_format
    context = stream.codec_context
    context.time_base = clip.base
    stream.time_base = clip.base
    context.gop_size = clip.gop
    context.max_b_frames = clip.b_frames
    context.thread_count = 1
    context.color_primaries, context.color_trc, context.colorspace = clip.colour
    context.color_range = 2 if clip.full_range else 0
    if clip.aspect is not None:
        context.sample_aspect_ratio = clip.aspect
    if clip.interlaced:
        context.flags |= av.codec.context.Flags.interlaced_dct
    if clip.rotation:
        stream.set_display_rotation(-clip.rotation)
    stream.metadata.update(clip.stream_metadata)
    return stream


def _add_sound(out: Any, sound: Sound) -> tuple[Any, Sound]:
    stream = out.add_stream(sound.codec, rate=sound.rate, layout=sound.layout)
    stream.codec_context.time_base = Fraction(1, sound.rate)
    stream.time_base = Fraction(1, sound.rate)
    return stream, sound


def _add_extras(out: Any, clip: Clip) -> list[Iterator[Any]]:
    extras: list[Iterator[Any]] = []
    if clip.subtitles:
        extras.append(_text_packets(out.add_mux_stream("mov_text"), clip))
    if clip.data:
        extras.append(_data_packets(out.add_data_stream("bin_data"), clip))
    return extras


def _chapters(clip: Clip) -> list[Any]:
    step = int(clip.seconds * 1000 / len(clip.chapters))
    return [
        {
            "id": at,
            "start": at * step,
            "end": (at + 1) * step,
            "time_base": Fraction(1, 1000),
            "metadata": {"title": title},
        }
        for at, title in enumerate(clip.chapters)
    ]


def _text_packets(stream: Any, clip: Clip) -> Iterator[Any]:
    stream.time_base = Fraction(1, 1000)
    step = int(clip.seconds * 1000 / len(clip.subtitles))
    for at, text in enumerate(clip.subtitles):
        body = text.encode()
        yield _packet(stream, len(body).to_bytes(2, "big") + body, pts=at * step, duration=step)


def _data_packets(stream: Any, clip: Clip) -> Iterator[Any]:
    stream.time_base = Fraction(1, 1000)
    yield _packet(stream, clip.data, pts=0, duration=1000)


def _packet(stream: Any, body: bytes, *, pts: int, duration: int) -> Any:
    packet = av.Packet(body)
    packet.stream = stream
    packet.time_base = Fraction(1, 1000)
    packet.pts = packet.dts = pts
    packet.duration = duration
    return packet


def _video_packets(stream: Any, clip: Clip) -> Iterator[Any]:
    ticks = clip.all_ticks
    usual = round(1 / clip.rate / clip.base)
    steps = [b - a for a, b in pairwise(ticks)] + [usual]
    durations = dict(zip(ticks, steps, strict=True))
    for number, tick in enumerate(ticks):
        frame = _frame(number, clip)
        frame.pts, frame.time_base = tick, clip.base
        frame.pict_type = PictureType.NONE
        yield from _timed(stream.encode(frame), durations)
    yield from _timed(stream.encode(None), durations)


def _timed(packets: list[Any], durations: dict[int, int]) -> Iterator[Any]:
    for packet in packets:
        packet.duration = durations.get(packet.pts, packet.duration or 0)
        yield packet


def _frame(number: int, clip: Clip) -> Any:
    rgb = np.rot90(picture(number, clip), clip.rotation // 90)  # turned back, so that players turn it upright
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24")
    matrix = {1: 1, 9: 9}.get(clip.colour[2], 5)
    range_ = 2 if clip.full_range or clip.pixel_format.startswith("yuvj") else 1
    frame = frame.reformat(format=clip.pixel_format, dst_colorspace=matrix, dst_color_range=range_)
    frame.color_range = 2 if clip.full_range else 0
    frame.colorspace, frame.color_primaries, frame.color_trc = clip.colour[2], clip.colour[0], clip.colour[1]
    return frame


def _sound_packets(stream: Any, sound: Sound) -> Iterator[Any]:
    samples = _wave(sound)
    layout, at = stream.codec_context.layout, 0
    size = 1024
    while at < len(samples):
        block = samples[at : at + size]
        frame = av.AudioFrame(format="fltp", layout=layout.name, samples=len(block))
        for plane in frame.planes:
            plane.update(block.tobytes())
        frame.sample_rate = sound.rate
        frame.pts = round(sound.start * sound.rate) + at
        frame.time_base = Fraction(1, sound.rate)
        yield from (p for p in _encode_sound(stream, frame) if not _in_gap(p, sound))
        at += size
    yield from (p for p in stream.encode(None) if not _in_gap(p, sound))


def _encode_sound(stream: Any, frame: Any) -> list[Any]:
    wanted = stream.codec_context.format.name
    if wanted == "fltp":
        return list(stream.encode(frame))
    resampler = av.AudioResampler(format=wanted, layout=frame.layout, rate=frame.sample_rate)
    return [packet for part in resampler.resample(frame) for packet in stream.encode(part)]


def _in_gap(packet: Any, sound: Sound) -> bool:
    return sound.gap is not None and sound.gap[0] <= float(packet.pts * packet.time_base) < sound.gap[1]


def _wave(sound: Sound) -> NDArray[np.float32]:
    count = round(sound.duration * sound.rate)
    wave = np.zeros(count, np.float32)
    if sound.tone:
        wave += 0.2 * np.sin(2 * np.pi * sound.tone * np.arange(count) / sound.rate).astype(np.float32)
    length = max(1, sound.rate // 1000)
    for click in sound.clicks:
        at = round((click - sound.start) * sound.rate)
        wave[at : at + length] = 0.9
    return wave


def _mux(out: Any, sources: list[Iterator[Any]]) -> None:
    """Write the packets of all streams in order of time."""
    waiting = [(source, next(source, None)) for source in sources]
    while waiting := [(source, packet) for source, packet in waiting if packet is not None]:
        at = min(range(len(waiting)), key=lambda i: _time_of(waiting[i][1]))
        source, packet = waiting[at]
        out.mux(packet)
        waiting[at] = (source, next(source, None))


def _time_of(packet: Any) -> Fraction:
    stamp = packet.dts if packet.dts is not None else packet.pts
    return Fraction(stamp or 0) * packet.time_base
