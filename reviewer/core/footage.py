"""What a recording is: its fingerprint, its streams, the tick of every frame, and what could identify."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import NewType

import numpy as np
from numpy.typing import NDArray

from reviewer.core.timing import Span, Tick, seconds

FootageId = NewType("FootageId", str)

_ZERO = Tick(0)


@dataclass(frozen=True, slots=True)
class Colour:
    """How numbers become light: code points of ITU-T H.273, 2 where the footage does not say; `full` is 0-255 range."""

    primaries: int = 2
    transfer: int = 2
    matrix: int = 2
    full: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoStream:
    """The picture of a recording.

    `width` and `height` are those of the upright frame; the coded ones are before rotation, which is in
    degrees clockwise (0, 90, 180, 270). `time_base` is seconds per tick. `start` is the tick of the first picture, from
    which the times count that people are told: those of a broadcast stream begin anywhere.
    """

    index: int
    codec: str
    coded_width: int
    coded_height: int
    width: int
    height: int
    rotation: int
    time_base: Fraction
    pixel_format: str
    bits: int
    colour: Colour
    sample_aspect: Fraction
    interlaced: bool
    variable_rate: bool
    start: Tick = _ZERO

    def told(self, tick: Tick) -> float:
        """Seconds from the first picture to `tick`: the time that players show; 0 before it."""
        return max(0.0, seconds(Tick(tick - self.start), self.time_base))


@dataclass(frozen=True, slots=True, kw_only=True)
class AudioStream:
    """One sound stream; `start` is its first sample's time in seconds on the footage's clock."""

    index: int
    codec: str
    sample_rate: int
    channels: int
    layout: str
    start: float
    duration: float


@dataclass(frozen=True, slots=True)
class OtherStream:
    """A stream that is neither picture nor sound: data, subtitle, attachment, timecode; never copied."""

    index: int
    kind: str
    codec: str


@dataclass(frozen=True, slots=True)
class Identifier:
    """Something in the file that could identify a person, place, device or time, and is not copied."""

    where: str
    name: str
    value: str


@dataclass(frozen=True, slots=True, eq=False)
class FrameIndex:
    """The tick of every displayed frame in order: int64 `ticks`, strictly rising, and which are keyframes.

    `end` is the tick at which the last frame stops being shown.
    """

    ticks: NDArray[np.int64]
    keyframes: NDArray[np.bool_]
    end: Tick

    def __len__(self) -> int:
        return len(self.ticks)

    @property
    def span(self) -> Span:
        """From the first frame to the end of the last."""
        return Span(self.tick(0), self.end)

    def tick(self, number: int) -> Tick:
        """The tick of the frame `number`, counted from 0."""
        return Tick(int(self.ticks[number]))

    def number(self, tick: Tick) -> int:
        """The frame on show at `tick`; the first one before the footage starts, the last one after it ends."""
        return min(max(int(np.searchsorted(self.ticks, tick, side="right")) - 1, 0), len(self) - 1)

    def after(self, number: int) -> Tick:
        """The tick at which the frame `number` stops being shown."""
        return self.tick(number + 1) if number + 1 < len(self) else self.end


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recording:
    """What a file holds, as far as it can be told without judging its pictures.

    `notes` are sentences for the officer: what is unusual and what is done about it. `truncated` says
    that the file stops before its own end.
    """

    container: str
    video: VideoStream
    sounds: tuple[AudioStream, ...]
    others: tuple[OtherStream, ...]
    identifiers: tuple[Identifier, ...]
    index: FrameIndex
    truncated: bool = False
    notes: tuple[str, ...] = ()

    @property
    def duration(self) -> float:
        """Seconds from the first frame to the end of the last."""
        return seconds(Tick(self.index.end - self.index.tick(0)), self.video.time_base)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Footage:
    """One original, where it lies, and the fingerprint by which it is known again."""

    id: FootageId
    path: Path
    size: int
    sha256: str
    recording: Recording
