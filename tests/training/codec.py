"""Real compression: the picture as the last of a few frames of H.264 or MPEG-4, or as a JPEG."""

from fractions import Fraction

import av
import cv2
import numpy as np
from av.video.codeccontext import VideoCodecContext

from tests.training.glyphs import Picture

FRAMES = 3
"""Frames encoded for one picture: the kept one is the last, predicted from those before it."""


def video(frames: list[Picture], *, encoder: str, quality: int, preset: str = "ultrafast") -> Picture:
    """The last of the frames after coding and decoding; all have one size with even sides.

    `encoder` is "libx264", with `quality` its constant rate factor, or "mpeg4", with `quality` its quantiser.
    """
    high, wide = frames[0].shape[:2]
    coder = av.CodecContext.create(encoder, "w")
    reader = av.CodecContext.create("h264" if encoder == "libx264" else "mpeg4", "r")
    assert isinstance(coder, VideoCodecContext)
    assert isinstance(reader, VideoCodecContext)
    coder.width, coder.height, coder.pix_fmt = wide, high, "yuv420p"
    coder.time_base, coder.framerate = Fraction(1, 25), Fraction(25)
    # One thread: with more, the slices, and so the picture, would depend on the machine.
    coder.thread_count = reader.thread_count = 1
    if encoder == "libx264":
        coder.options = {"preset": preset, "crf": str(quality), "tune": "zerolatency", "threads": "1"}
    else:
        coder.options = {"qmin": str(quality), "qmax": str(quality)}
    decoded = []
    for number, picture in enumerate(frames):
        frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="bgr24")
        frame.pts = number
        for packet in coder.encode(frame):
            decoded += reader.decode(packet)
    for packet in coder.encode(None):
        decoded += reader.decode(packet)
    decoded += reader.decode(None)
    return np.asarray(decoded[-1].to_ndarray(format="bgr24"), np.uint8)


def jpeg(picture: Picture, quality: int) -> Picture:
    """The picture after JPEG coding."""
    _, coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)


def moved(picture: Picture, shift: tuple[float, float], *, grow: float) -> Picture:
    """The picture as it was a moment ago: shifted in pixels and enlarged about its middle."""
    high, wide = picture.shape[:2]
    matrix = np.array([[grow, 0, shift[0] + (1 - grow) * wide / 2], [0, grow, shift[1] + (1 - grow) * high / 2]])
    return np.asarray(
        cv2.warpAffine(picture, matrix, (wide, high), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101),
        np.uint8,
    )


def compressed(picture: Picture, before: list[Picture], *, rng: np.random.Generator) -> Picture:
    """The picture as a camera's file holds it: mostly video of a random quality, sometimes a JPEG, seldom neither."""
    draw = float(rng.random())
    if draw < 0.5:
        preset = "ultrafast" if rng.random() < 0.5 else "veryfast"
        return video([*before, picture], encoder="libx264", quality=int(rng.triangular(17, 26, 40)), preset=preset)
    if draw < 0.6:
        return video([*before, picture], encoder="mpeg4", quality=int(rng.integers(2, 13)))
    if draw < 0.88:
        return jpeg(picture, int(rng.integers(22, 96)))
    return picture
