"""Frames as pictures for a screen or a detector."""

from av.video.reformatter import VideoReformatter
from numpy import array, frombuffer, uint8
from numpy.typing import NDArray

from reviewer.core.footage import Colour
from reviewer.core.frame import Frame
from reviewer.media.planes import FULL, NARROW, picture_of, scaler_matrix


def bgr(frame: Frame, colour: Colour, *, size: tuple[int, int] | None = None) -> NDArray[uint8]:
    """The frame as blue, green, red: uint8 of shape (height, width, 3), scaled to `size` (width, height) if given."""
    return _converted(frame, colour, form="bgr24", size=size)


def bgra(frame: Frame, colour: Colour, *, size: tuple[int, int] | None = None) -> NDArray[uint8]:
    """Like `bgr` with a fourth, opaque channel: shape (height, width, 4), what 32-bit images on screen hold."""
    return _converted(frame, colour, form="bgra", size=size)


def _converted(frame: Frame, colour: Colour, *, form: str, size: tuple[int, int] | None) -> NDArray[uint8]:
    width, height = size or (frame.width, frame.height)
    matrix = scaler_matrix(colour, height=frame.height)
    shown = VideoReformatter().reformat(
        picture_of(frame),
        width,
        height,
        format=form,
        src_colorspace=matrix,
        dst_colorspace=matrix,
        src_color_range=FULL if colour.full else NARROW,
        dst_color_range=FULL,
    )
    plane = shown.planes[0]
    channels = len(form) if form == "bgra" else 3
    rows = frombuffer(memoryview(plane), uint8).reshape(height, plane.line_size)[:, : width * channels]
    return array(rows, copy=True).reshape(height, width, channels)
