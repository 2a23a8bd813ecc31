"""How fast a copy is rendered beside FFmpeg transcoding the same footage with the same settings, and how alike it is.

    python tests/bench/render.py FOOTAGE [--regions 10] [--runs 3] [--quality balanced] [--ffmpeg /usr/bin/ffmpeg]

Runs both by turns, sound included, and prints frames a second of each run and the ratio of the medians. Then, over
every tenth frame, the PSNR of luma against the original: of ours and of the plain transcode, where no region lies.
By hand; machines differ, and on one that does other work as well only the ratio says anything.
"""

import argparse
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from reviewer.core.detection import Subject
from reviewer.core.footage import Footage, Recording
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile, Quality
from reviewer.core.region import Keyframe, Region, RegionId
from reviewer.core.review import Review, of
from reviewer.effects.cover import grid_of, patches
from reviewer.media.encoding import LONGEST_RUN, encoding_of
from reviewer.media.hardware import SOFTWARE, options_of
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.services.intake import take_in
from reviewer.services.jobs import finished
from reviewer.services.render import RenderRequest, render

EVERY = 10
"""Frames from one that is compared to the next."""

MARGIN = 24
"""Pixels around a region that are not compared: the encoder predicts across its edge."""


def moving(recording: Recording, count: int) -> Review:
    """So many regions all through the footage, each about a face's size, on its way from place to place."""
    index, chance = recording.index, np.random.default_rng(6)
    width, height = recording.video.width // 16, recording.video.height // 7
    regions = []
    for number in range(count):
        path = []
        for frame in range(0, len(index), 15):
            x = float(chance.uniform(0, recording.video.width - width))
            y = float(chance.uniform(0, recording.video.height - height))
            path.append(Keyframe(index.tick(frame), Box(x, y, width, height)))
        name = RegionId(f"region {number}")
        regions.append(Region(id=name, subject=Subject.FACE, span=index.span, keyframes=tuple(path)))
    return of(regions)


def transcode(program: str, footage: Path, *, target: Path, quality: Quality) -> float:
    """Seconds that FFmpeg takes for the same footage with the same settings."""
    encoding = encoding_of(quality)
    options = options_of(SOFTWARE, crf=encoding.crf, preset=encoding.preset)
    picture = "-c:v libx264 " + " ".join(f"-{name} {value}" for name, value in options.items()) + f" -g {LONGEST_RUN}"
    sound = "-c:a aac -b:a 192k -movflags +faststart"
    command = [program, "-v", "error", "-y", "-i", str(footage), *picture.split(), *sound.split(), str(target)]
    start = time.monotonic()
    subprocess.run(command, check=True)
    return time.monotonic() - start


def ours(footage: Footage, review: Review, *, target: Path, quality: Quality) -> float:
    """Seconds that our render takes, children and all."""
    request = RenderRequest(footage=footage, review=review, profile=Profile(quality=quality), target=target)
    start = time.monotonic()
    finished(render(request))
    return time.monotonic() - start


def outside(frame: Frame, review: Review) -> np.ndarray:
    """Which pixels of luma lie away from all regions."""
    away = np.ones(frame.luma.shape, np.bool_)
    for _, _, place in patches(review, frame.tick, grid=grid_of(frame)):
        top, left = max(0, place.top - MARGIN), max(0, place.left - MARGIN)
        away[top : place.bottom + MARGIN, left : place.right + MARGIN] = False
    return away


def likeness(footage: Footage, review: Review, *, copies: tuple[Path, ...]) -> list[float]:
    """PSNR of each copy's luma against the original outside of all regions, in decibels."""
    recordings = [probe(copy) for copy in copies]
    errors, count = np.zeros(len(copies)), 0
    with FrameReader(footage.path, footage.recording) as original:
        readers = [FrameReader(c, r).frames() for c, r in zip(copies, recordings, strict=True)]
        for number, frame in enumerate(original.frames()):
            shown = [next(reader) for reader in readers]
            if number % EVERY:
                continue
            away = outside(frame, review)
            count += int(away.sum())
            for at, other in enumerate(shown):
                apart = frame.luma.astype(np.int32) - other.luma
                errors[at] += float((apart[away] ** 2).sum())
    return [float(10 * np.log10(255.0**2 / (error / count))) for error in errors]


def main() -> None:
    """Time both by turns, compare them with the original, and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("footage", type=Path)
    parser.add_argument("--regions", type=int, default=10)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--quality", type=Quality, default=Quality.BALANCED)
    parser.add_argument("--ffmpeg", default="/usr/bin/ffmpeg")
    args = parser.parse_args()
    footage = finished(take_in(args.footage))
    review, frames = moving(footage.recording, args.regions), len(footage.recording.index)
    rates: dict[str, list[float]] = {"FFmpeg": [], "ours": []}
    with tempfile.TemporaryDirectory() as folder:
        plain, copy = Path(folder) / "plain.mp4", Path(folder) / "copy.mp4"
        for _ in range(args.runs):
            rates["FFmpeg"].append(frames / transcode(args.ffmpeg, args.footage, target=plain, quality=args.quality))
            copy.unlink(missing_ok=True)
            rates["ours"].append(frames / ours(footage, review, target=copy, quality=args.quality))
            print({name: round(told[-1], 2) for name, told in rates.items()}, flush=True)
        fps = {name: statistics.median(told) for name, told in rates.items()}
        print(f"median frames a second: {fps}; ours is {fps['ours'] / fps['FFmpeg']:.3f} of FFmpeg's")
        print(f"bytes: FFmpeg {plain.stat().st_size:,}, ours {copy.stat().st_size:,}")
        decibels = likeness(footage, review, copies=(plain, copy))
        print(f"PSNR outside regions: FFmpeg {decibels[0]:.2f} dB, ours {decibels[1]:.2f} dB")


if __name__ == "__main__":
    main()
