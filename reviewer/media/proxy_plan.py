"""What a proxy of footage is: a small copy of its picture in parts, each a file, frame by frame the same numbers."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from reviewer.core.footage import Footage, Recording, VideoStream
from reviewer.media.index import COUNTED, CUT_CONTAINERS

FORM = 1
"""Raised when proxies are made in another way, so that those made before are made anew."""

LONG_SIDE = 960
"""Pixels of the longer side: half of 1080p, enough to find a place by; an hour takes about 0.4 GB."""

PART = 1800
"""Frames in one file: a minute or so, so that a proxy serves long before it is whole, and is gone on with."""

GOP = 15
"""Frames between keyframes, so that any frame is some ten small pictures away: 5 to 15 ms (measured)."""

PRESET, CRF = "superfast", 30
"""How hard x264 works: a minute of a walk through a street takes 7 MB. Ultrafast takes a sixth less time, for files
three times as large that look no better (measured)."""

WAIT = 45 * 1920 * 1080
"""Pixels from one keyframe to the next from which getting at a frame takes so long that it is felt: a fifth second."""

LARGE = 1920 * 1088
"""Pixels of a picture from which decoding in passing is too slow to step and scrub by, however many keyframes."""


@dataclass(frozen=True, slots=True)
class ProxyPlan:
    """Where the frames of a recording lie in its proxy: `size` is the width and height of the small pictures.

    `step` is the number of frames in each part but the last.
    """

    size: tuple[int, int]
    frames: int
    step: int

    @property
    def parts(self) -> int:
        """How many files a whole proxy has."""
        return -(-self.frames // self.step)

    def place(self, number: int) -> tuple[int, int]:
        """The part that a frame lies in, and its number in that part."""
        return divmod(number, self.step)

    def numbers(self, part: int) -> range:
        """The frames in a part."""
        return range(part * self.step, min((part + 1) * self.step, self.frames))


def plan_of(recording: Recording) -> ProxyPlan:
    """How a proxy of `recording` is laid out."""
    return ProxyPlan(small(recording.video), len(recording.index), PART)


def part_path(folder: Path, part: int) -> Path:
    """The file of a part, whether it is there or not."""
    return folder / f"{part:05d}.mp4"


def small(video: VideoStream) -> tuple[int, int]:
    """Width and height of the small picture: even, and never larger than the footage's own."""
    scale = min(1.0, LONG_SIDE / max(video.width, video.height))
    return max(2, round(video.width * scale / 2) * 2), max(2, round(video.height * scale / 2) * 2)


def key_of(footage: Footage) -> str:
    """A digest over everything that a proxy depends on: the footage, the frames that are told apart, how it is made."""
    ticks = hashlib.sha256(footage.recording.index.ticks.tobytes()).hexdigest()
    depends = [FORM, footage.sha256, ticks, small(footage.recording.video), PART, GOP, PRESET, CRF]
    return hashlib.sha256(json.dumps(depends).encode()).hexdigest()


def worthwhile(recording: Recording) -> bool:
    """Whether getting at any one frame takes long enough that a proxy is felt."""
    pixels = recording.video.width * recording.video.height
    return (
        pixels > LARGE
        or recording.container in CUT_CONTAINERS
        or COUNTED in recording.notes
        or pixels * _farthest(recording) > WAIT
    )


def _farthest(recording: Recording) -> int:
    """The most frames from one keyframe to the next."""
    index = recording.index
    keys = [int(n) for n in index.keyframes.nonzero()[0]]
    return max(end - start for start, end in zip([0, *keys], [*keys, len(index)], strict=True))
