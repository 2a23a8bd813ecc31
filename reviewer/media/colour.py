"""Frames as pictures for a screen or a detector, and frames in another size."""

from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy import array, ascontiguousarray, frombuffer, full, uint8
from numpy.typing import NDArray

from reviewer.core.footage import Colour
from reviewer.core.frame import Frame
from reviewer.core.timing import Tick
from reviewer.media.planes import FULL, NARROW, picture_of, rows_of, scaler_matrix

WHOLE = 8
"""Pixels that the scaler writes at one time into four channels when it has nothing to scale: of a row that is not so
many times as wide it leaves the last ones as they were (yuv2rgb of libswscale 9, where rows are packed tightly)."""

THREADS = 1
"""Threads that convert one picture: a second one saves half a millisecond for 1080p (measured), and is work for a
processor that decodes the next picture meanwhile."""


def bgr(frame: Frame, colour: Colour, *, size: tuple[int, int] | None = None) -> NDArray[uint8]:
    """The frame as blue, green, red: uint8 of shape (height, width, 3), scaled to `size` (width, height) if given."""
    return Converter(colour).bgr(frame, size=size)


def bgra(frame: Frame, colour: Colour, *, size: tuple[int, int] | None = None) -> NDArray[uint8]:
    """Like `bgr` with a fourth, opaque channel: shape (height, width, 4), what 32-bit images on screen hold."""
    return Converter(colour).bgra(frame, size=size)


class Converter:
    """Converts one frame after the other; belongs to one thread.

    Setting a conversion up takes longer than doing it: ten times, for 1080p in its own size (measured).
    """

    def __init__(self, colour: Colour) -> None:
        self._colour = colour
        self._reformatter, self._scaler = VideoReformatter(), VideoReformatter()

    def bgr(self, frame: Frame, *, size: tuple[int, int] | None = None) -> NDArray[uint8]:
        """See the function `bgr`."""
        return self._converted(frame, form="bgr24", size=size)

    def bgra(self, frame: Frame, *, size: tuple[int, int] | None = None) -> NDArray[uint8]:
        """See the function `bgra`."""
        if size in (None, (frame.width, frame.height)) and frame.width % WHOLE:
            opaque = full((frame.height, frame.width, 4), 255, uint8)
            opaque[..., :3] = self.bgr(frame)
            return opaque
        return self._converted(frame, form="bgra", size=size)

    def scaled(self, frame: Frame, size: tuple[int, int]) -> Frame:
        """The frame in another size, width and height in pixels."""
        if (frame.width, frame.height) == size:
            return frame
        picture = self._scaler.reformat(picture_of(frame), *size, threads=THREADS)
        return frame_of(picture, frame.tick, interlaced=frame.interlaced)

    def _converted(self, frame: Frame, *, form: str, size: tuple[int, int] | None) -> NDArray[uint8]:
        width, height = size or (frame.width, frame.height)
        matrix = scaler_matrix(self._colour, height=frame.height)
        shown = self._reformatter.reformat(
            picture_of(frame),
            width,
            height,
            format=form,
            src_colorspace=matrix,
            dst_colorspace=matrix,
            src_color_range=FULL if self._colour.full else NARROW,
            dst_color_range=FULL,
            threads=THREADS,
        )
        plane = shown.planes[0]
        channels = len(form) if form == "bgra" else 3
        rows = frombuffer(memoryview(plane), uint8).reshape(height, plane.line_size)[:, : width * channels]
        # The plane is nobody else's, and lives as long as what is given back: it is copied only where rows have gaps.
        return ascontiguousarray(rows).reshape(height, width, channels)


def frame_of(picture: VideoFrame, tick: Tick, *, interlaced: bool = False) -> Frame:
    """An upright picture in yuv420p as the frame at `tick`, with planes of its own."""
    luma, blue, red = (array(rows_of(plane), order="C", copy=True) for plane in picture.planes)
    for plane in (luma, blue, red):
        plane.setflags(write=False)
    return Frame(tick, luma, blue, red, interlaced)
