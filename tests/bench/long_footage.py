"""Ten minutes of 1080p with one keyframe in 250 frames, for the benches of seeking and playing."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import numpy as np
from av.video.frame import VideoFrame

from tests.bench.memory import lengthened

SIZE, RATE, GOP = (1920, 1080), Fraction(30), 250


def made(folder: Path, *, minutes: float, of: Path | None) -> Path:
    """Long footage in `folder`, from the pictures of `of` or from synthetic moving ones.

    Three groups of pictures are encoded and their packets repeated.
    """
    short, long = folder / "short.mp4", folder / "long.mp4"
    if not long.exists():
        _encode(short, islice(_from(of) if of else _drawn(), 3 * GOP))
        lengthened(short, long, minutes=minutes)
        short.unlink()
    return long


def _encode(path: Path, pictures: Iterator[VideoFrame]) -> None:
    with av.open(str(path), "w") as out:
        options = {"preset": "veryfast", "crf": "23", "sc_threshold": "0", "g": str(GOP), "keyint_min": str(GOP)}
        stream = out.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height = SIZE
        stream.pix_fmt = "yuv420p"
        for number, picture in enumerate(pictures):
            frame = picture.reformat(*SIZE, format="yuv420p")
            frame.pts, frame.time_base, frame.pict_type = number, 1 / RATE, 0
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _from(footage: Path) -> Iterator[VideoFrame]:
    """The pictures of a recording, over and over."""
    while True:
        with av.open(str(footage)) as container:
            yield from container.decode(video=0)


def _drawn() -> Iterator[VideoFrame]:
    """A rough, noisy ground that pans as a worn camera does, with things crossing it."""
    random = np.random.default_rng(1)
    width, height = SIZE
    coarse = random.integers(30, 220, (height // 24 + 40, width // 24 + 40, 3), np.uint8)
    ground = coarse.repeat(24, axis=0).repeat(24, axis=1)
    noise = random.integers(0, 12, (height + 64, width + 64, 3), np.uint8)
    number = 0
    while True:
        x, y = round(300 + 280 * np.sin(number / 47)), round(300 + 250 * np.cos(number / 61))
        dx, dy = random.integers(0, 64, 2)
        rgb = ground[y : y + height, x : x + width] + noise[dy : dy + height, dx : dx + width]
        for thing in range(8):
            left = (thing * 240 + number * (thing + 2)) % (width - 120)
            rgb[200 + thing * 90 : 290 + thing * 90, left : left + 120] = (thing * 30, 255 - thing * 30, 90)
        yield VideoFrame.from_ndarray(rgb, format="rgb24")
        number += 1
