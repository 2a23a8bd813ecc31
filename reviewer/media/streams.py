"""The picture stream of a recording, described."""

from fractions import Fraction
from pathlib import Path

from av.video.frame import VideoFrame
from av.video.stream import VideoStream as PictureStream

from reviewer.core.colour import UNKNOWN, default_matrix
from reviewer.core.errors import FootageError
from reviewer.core.footage import Colour, VideoStream
from reviewer.core.timing import Tick, clock, seconds
from reviewer.media.opening import KEPT
from reviewer.media.planes import FULL

SMALLEST, LARGEST = 16, 16384
"""Pixels a side that are worked with: H.264 codes blocks of 16, and level 6.2 ends near 16384."""

GBR = 0
"""The H.273 matrix code point of pictures in red, green and blue."""

PROGRESSIVE = 1
BOTTOM_FIRST = frozenset({3, 5})
"""What FFmpeg calls frames of one moment, and those whose lower rows come first (AVFieldOrder of libavcodec)."""


def describe(stream: PictureStream, first: VideoFrame, *, variable: bool) -> VideoStream:
    """The picture stream as its container and its first decoded picture tell it."""
    context = stream.codec_context
    rotation = _rotation(first)
    turned = rotation % 180 != 0
    width, height = (first.height, first.width) if turned else (first.width, first.height)
    aspect = Fraction(stream.sample_aspect_ratio or 0) or Fraction(1)
    interlaced = first.interlaced_frame or context.field_order > PROGRESSIVE
    return VideoStream(
        index=stream.index,
        codec=context.codec.canonical_name,
        coded_width=first.width,
        coded_height=first.height,
        width=width,
        height=height,
        rotation=rotation,
        time_base=Fraction(stream.time_base or 0),
        pixel_format=first.format.name,
        bits=max(c.bits for c in first.format.components),
        colour=_colour(first, height=height),
        sample_aspect=1 / aspect if turned else aspect,
        interlaced=interlaced and not turned,
        variable_rate=variable,
    )


def bottom_first(stream: PictureStream) -> bool:
    """Whether the lower rows of an interlaced picture are shown before the upper ones."""
    return stream.codec_context.field_order in BOTTOM_FIRST


def same_size(path: Path, picture: VideoFrame, *, size: tuple[int, int], base: Fraction | None) -> None:
    """Raise FootageError, naming the time, when the picture is not of `size` (width, height)."""
    if (picture.width, picture.height) == size:
        return
    at = clock(seconds(Tick(picture.pts), base)) if picture.pts is not None and base else "some point"
    raise FootageError(
        f"{path.name} changes its picture size from {size[0]} x {size[1]} to {picture.width} x {picture.height} "
        f"at {at}.",
        "Split the recording there and open the parts one by one. " + KEPT,
    )


def _rotation(picture: VideoFrame) -> int:
    """Degrees clockwise to the nearest quarter turn; FFmpeg gives them counterclockwise."""
    return round(-picture.rotation / 90) % 4 * 90


def _colour(picture: VideoFrame, *, height: int) -> Colour:
    """The colour of frames made from such pictures: red, green and blue ones become luma and chroma first."""
    full = picture.color_range == FULL or picture.format.name.startswith("yuvj")
    primaries, transfer = int(picture.color_primaries), int(picture.color_trc)
    if picture.format.is_rgb or picture.colorspace == GBR:
        return Colour(primaries, transfer, default_matrix(Colour(), height=height), full=False)
    return Colour(primaries or UNKNOWN, transfer or UNKNOWN, int(picture.colorspace), full)
