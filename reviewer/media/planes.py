"""Pictures as PyAV holds them, turned into upright frames and back."""

import av
import numpy as np
from av.video.frame import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from reviewer.core.colour import default_matrix
from reviewer.core.footage import Colour, VideoStream
from reviewer.core.frame import Frame, Plane
from reviewer.core.timing import Tick

PLAIN = frozenset({"yuv420p", "yuvj420p"})
"""Formats whose planes are a frame's as they stand."""

SPREAD = frozenset({"yuv444p", "yuvj444p"})
"""Formats with chroma at every pixel, as copies with an odd side are stored. The scaler stretches the chroma of such
sizes to the picture's width, so that colours move by up to two pixels to the right or down; halving them does not."""

_SCALER_MATRIX = {1: 1, 4: 4, 5: 5, 6: 5, 7: 7, 9: 9, 10: 9}
"""What the scaler calls the matrices of H.273 (SWS_CS_ constants of libswscale)."""

NARROW, FULL = 1, 2
"""What FFmpeg calls the two ranges (AVCOL_RANGE_ constants of libavutil)."""


def scaler_matrix(colour: Colour, *, height: int) -> int:
    """The scaler's name for the matrix of `colour` in a picture of `height` lines."""
    return _SCALER_MATRIX[default_matrix(colour, height=height)]


class FrameMaker:
    """Turns decoded pictures of one video stream into frames.

    With `lent` a frame's arrays are the picture's own memory where that can be: they live as long as it is needed, and
    the decoder, which goes on predicting from it, does not write into it again. Nobody else may, so they are read-only.
    """

    def __init__(self, video: VideoStream, *, lent: bool = False) -> None:
        self._video = video
        self._lent = lent
        self._reformatter = VideoReformatter()

    def frame(self, picture: VideoFrame, *, tick: Tick) -> Frame:
        """The upright frame at `tick`; unless lent its arrays are copies, so that they keep no decoder's memory."""
        interlaced = picture.interlaced_frame and self._video.rotation % 180 == 0
        if picture.format.name in PLAIN:
            planes = [rows_of(plane) for plane in picture.planes]
        elif picture.interlaced_frame:
            planes = self._woven(picture)
        elif picture.format.name in SPREAD and (picture.width % 2 or picture.height % 2):
            luma, blue, red = (rows_of(plane) for plane in picture.planes)
            planes = [luma, _halved(blue), _halved(red)]
        else:
            planes = [rows_of(plane) for plane in self._plain(picture).planes]
        upright = _lent if self._lent else _upright
        luma, blue, red = (upright(plane, self._video.rotation) for plane in planes)
        return Frame(tick, luma, blue, red, interlaced)

    def _woven(self, picture: VideoFrame) -> list[Plane]:
        """The planes of an interlaced picture, each half converted alone so that their colours do not mix."""
        upper, lower = (self._plain(_field(picture, parity)) for parity in (0, 1))
        planes = []
        for one, other in zip(upper.planes, lower.planes, strict=True):
            woven = np.empty((one.height + other.height, one.width), np.uint8)
            woven[0::2][: one.height], woven[1::2][: other.height] = rows_of(one), rows_of(other)
            planes.append(woven)
        half = (picture.height + 1) // 2
        return [planes[0], planes[1][:half], planes[2][:half]]

    def _plain(self, picture: VideoFrame) -> VideoFrame:
        """The picture in 8 bits and 4:2:0, its matrix and range as they are."""
        matrix = scaler_matrix(self._video.colour, height=self._video.height)
        given = FULL if self._video.colour.full or picture.format.is_rgb else NARROW
        return self._reformatter.reformat(
            picture,
            format="yuv420p",
            src_colorspace=matrix,
            dst_colorspace=matrix,
            src_color_range=given,
            dst_color_range=FULL if self._video.colour.full else NARROW,
        )


def fill_planes(picture: VideoFrame, planes: tuple[Plane, Plane, Plane]) -> None:
    """Copy `planes` into a new picture of an 8-bit planar format with planes of the same sizes."""
    for plane, array in zip(picture.planes, planes, strict=True):
        rows_of(plane)[:] = array


def picture_of(frame: Frame) -> VideoFrame:
    """The frame as a new PyAV picture in yuv420p."""
    picture = VideoFrame(frame.width, frame.height, "yuv420p")
    fill_planes(picture, frame.planes)
    return picture


def _field(picture: VideoFrame, parity: int) -> VideoFrame:
    """Every other row of a picture, from row `parity` on."""
    field = VideoFrame(picture.width, (picture.height + 1 - parity) // 2, picture.format.name)
    for source, target in zip(picture.planes, field.planes, strict=True):
        given = np.frombuffer(memoryview(source), np.uint8).reshape(source.height, source.line_size)[parity::2]
        rows = np.frombuffer(memoryview(target), np.uint8).reshape(target.height, target.line_size)
        height, width = min(len(given), len(rows)), min(source.line_size, target.line_size)
        rows[:height, :width] = given[:height, :width]
        rows[height:] = rows[height - 1] if height else 0
    return field


def rows_of(plane: av.video.plane.VideoPlane) -> Plane:
    """The pixels of an 8-bit plane, as long as its picture lives and is not changed."""
    return np.frombuffer(memoryview(plane), np.uint8).reshape(plane.height, plane.line_size)[:, : plane.width]


def _halved(chroma: Plane) -> Plane:
    """The mean of every two by two samples; at an edge that leaves half a pair, of those that are there."""
    height, width = chroma.shape
    even = np.pad(chroma, ((0, height % 2), (0, width % 2)), mode="edge").astype(np.uint16)
    fours = even[0::2, 0::2] + even[0::2, 1::2] + even[1::2, 0::2] + even[1::2, 1::2]
    return ((fours + 2) // 4).astype(np.uint8)


def _lent(rows: Plane, rotation: int) -> Plane:
    view = np.rot90(rows, -(rotation // 90))
    view.setflags(write=False)
    return view


def _upright(rows: Plane, rotation: int) -> NDArray[np.uint8]:
    copy: NDArray[np.uint8] = np.array(np.rot90(rows, -(rotation // 90)), order="C", copy=True)
    copy.setflags(write=False)
    return copy
