"""Whether an encoder serves for copies, found out by having it encode a few pictures and reading them back."""

from fractions import Fraction
from typing import Any

import av
import numpy as np
from av.codec.context import CodecContext
from av.packet import Packet

from reviewer.core.frame import Frame, Plane
from reviewer.core.timing import Tick
from reviewer.media.encoding import SLICES, Coded, Coding, EncoderError, FrameEncoder
from reviewer.media.user_data import units_of

PICTURES = 12
"""Pictures that an encoder is tried with: enough for one that holds some back to show what it gives."""

LEAST_LIKENESS = 30.0
"""PSNR in decibels of luma that a trial must reach: smooth pictures have far more, wrong strides and colours less."""

ALLOWED = SLICES | {6}
"""Kinds of NAL unit that a picture may hold: slices, and messages that are nobody's data."""


def try_out(coding: Coding) -> None:
    """Encode a few pictures; raises EncoderError, which says why the encoder does not serve."""
    name = coding.encoding.encoder
    if coding.fields or coding.pixels != "yuv420p":
        raise EncoderError(f"The encoder {name} is not used for interlaced pictures or for odd sizes.")
    frames = [_picture(number, coding) for number in range(PICTURES)]
    encoder = FrameEncoder(coding)
    coded = [c for frame in frames for c in encoder.take(frame)]
    coded += encoder.rest()
    if [c.tick for c in coded] != [frame.tick for frame in frames]:
        raise EncoderError(f"The encoder {name} gives {len(coded)} pictures for {len(frames)}.")
    if not coded[0].key:
        raise EncoderError(f"The encoder {name} begins with a picture that needs others.")
    if any({unit[0] & 31 for unit in units_of(c.data)} - ALLOWED for c in coded):
        raise EncoderError(f"The encoder {name} adds what a copy may not hold.")
    _compare(coded, frames, sets=encoder.sets, name=name)


def _compare(coded: list[Coded], frames: list[Frame], *, sets: bytes, name: str) -> None:
    """Decode what was encoded; raises EncoderError when it is not what was given."""
    decoder: Any = CodecContext.create("h264", "r")
    decoder.extradata = sets
    pictures: list[Any] = []
    try:
        for number, one in enumerate(coded):
            packet: Any = Packet(one.data)
            packet.pts = packet.dts = number
            packet.time_base = Fraction(1, 25)
            pictures += decoder.decode(packet)
        pictures += decoder.decode(None)
    except (av.error.FFmpegError, ValueError) as error:
        raise EncoderError(f"What the encoder {name} gives cannot be decoded.") from error
    if len(pictures) != len(frames):
        raise EncoderError(f"What the encoder {name} gives decodes to {len(pictures)} pictures of {len(frames)}.")
    for picture, frame in zip(pictures, frames, strict=True):
        shown = picture.to_ndarray(format="yuv420p")[: frame.height]
        if shown.shape != frame.luma.shape or _likeness(shown, frame.luma) < LEAST_LIKENESS:
            raise EncoderError(f"What the encoder {name} gives does not look like what it was given.")


def _likeness(one: Plane, other: Plane) -> float:
    error = float(np.mean((one.astype(np.float32) - other.astype(np.float32)) ** 2))
    return float(10 * np.log10(255.0**2 / max(error, 1e-9)))


def _picture(number: int, coding: Coding) -> Frame:
    """A smooth picture that moves a little from one to the next."""
    width, height = coding.video.width, coding.video.height
    across = np.sin(np.arange(width) / 40 + number / 5)[None, :]
    down = np.cos(np.arange(height) / 30 - number / 7)[:, None]
    luma = np.asarray(120 + 60 * across * down, np.uint8)
    half = (height + 1) // 2, (width + 1) // 2
    blue, red = (np.full(half, tone + number, np.uint8) for tone in (100, 140))
    step = max(1, round(Fraction(1, 25) / coding.video.time_base))
    return Frame(Tick(number * step), luma, blue, red)
