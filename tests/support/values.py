"""Small core values to test with."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import numpy as np

from reviewer.core.analysis import Appraisal
from reviewer.core.detection import Origin, Subject, Track, TrackId
from reviewer.core.doubt import Doubt, DoubtKind
from reviewer.core.footage import (
    AudioStream,
    Colour,
    Footage,
    FootageId,
    FrameIndex,
    Identifier,
    OtherStream,
    Recording,
    VideoStream,
)
from reviewer.core.geometry import Box
from reviewer.core.region import Keyframe, Region, RegionId
from reviewer.core.sample import Look, Sample
from reviewer.core.timing import Span, Tick

SOMEWHERE = Path("/recordings/bodyworn 1.mp4").absolute()
"""Where no file lies."""


def a_region(name: str, *, ticks: Sequence[int] = (0, 10), track: str | None = None) -> Region:
    """A face from tick 0 to 100 whose box at the n-th of `ticks` lies n pixels to the right."""
    path = tuple(Keyframe(Tick(tick), Box(number, 0, 5, 5)) for number, tick in enumerate(ticks))
    followed = None if track is None else TrackId(track)
    return Region(
        id=RegionId(name), subject=Subject.FACE, span=Span(Tick(0), Tick(100)), keyframes=path, track=followed
    )


def a_track(name: str, *, frames: int = 3) -> Track:
    """A plate that moves one pixel a frame, detected in its first frame and followed from there."""
    boxes = np.array([(number, 2, 30.5, 10.25) for number in range(frames)], dtype=np.float32)
    origins = np.array([Origin.DETECTED] + [Origin.FOLLOWED] * (frames - 1), dtype=np.uint8)
    scores = np.linspace(1, 0.5, frames, dtype=np.float32)
    ticks = np.arange(frames, dtype=np.int64) * 3003
    return Track(TrackId(name), Subject.PLATE, ticks, boxes, origins, scores, Tick(frames * 3003))


def a_recording(*, frames: int = 4) -> Recording:
    """A recording in which no field has the value that a careless reader would put there."""
    return Recording(
        container="mov,mp4",
        video=VideoStream(
            index=1,
            codec="h264",
            coded_width=1920,
            coded_height=1088,
            width=1080,
            height=1920,
            rotation=90,
            time_base=Fraction(1, 90000),
            pixel_format="yuv420p",
            bits=8,
            colour=Colour(1, 13, 6, True),
            sample_aspect=Fraction(4, 3),
            interlaced=True,
            variable_rate=True,
        ),
        sounds=(
            AudioStream(
                index=0, codec="aac", sample_rate=48000, channels=2, layout="stereo", start=-0.021, duration=1.3
            ),
        ),
        others=(OtherStream(2, "data", "bin_data"),),
        identifiers=(Identifier("format", "location", "+51.5-000.1/"), Identifier("stream 2", "handler_name", "GoPro")),
        index=FrameIndex(
            np.arange(frames, dtype=np.int64) * 3003 - 6006, np.arange(frames) % 2 == 0, Tick(frames * 3003 - 6006)
        ),
        truncated=True,
        notes=("The recording stops before its end.",),
    )


def a_footage(name: str = "f1", *, path: Path = SOMEWHERE, frames: int = 4) -> Footage:
    """Footage with a fingerprint made from its name."""
    return Footage(
        id=FootageId(name), path=path, size=123456, sha256=name.ljust(64, "0"), recording=a_recording(frames=frames)
    )


def a_sample() -> Sample:
    """Two looks for faces at two frames; the first found something in the first frame, the second in the second."""
    return Sample(
        looks=(Look(Subject.FACE, "one look"), Look(Subject.FACE, "another look")),
        ticks=np.array([0, 3003], np.int64),
        frames=np.array([0, 1], np.int32),
        found_by=np.array([0, 1], np.uint8),
        boxes=np.array([(10, 20, 30, 40), (12, 20, 30, 40)], np.float32),
        scores=np.array([0.75, 0.5], np.float32),
    )


def an_appraisal() -> Appraisal:
    """One doubt with a place and one without, a risk for each of four frames, and a sample."""
    placed = Doubt(
        DoubtKind.VANISHED,
        Span(Tick(3003), Tick(6006)),
        Tick(3003),
        0.1,
        Subject.PLATE,
        Box(1.5, 2, 3, 4.25),
        TrackId("t"),
    )
    anywhere = Doubt(DoubtKind.DARK, Span(Tick(-6006), Tick(6006)), Tick(0), 0.25)
    return Appraisal((anywhere, placed), np.array([0.25, 0.25, 0.3, 0.0], np.float32), a_sample())
