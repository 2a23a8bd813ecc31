"""Pictures as JPEG, for documents."""

from fractions import Fraction

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from numpy.typing import NDArray

QUALITY = 4
"""Quantiser of the encoder, from 2 (best) to 31: at 4 a face of 200 pixels takes about 10 kB."""


def jpeg(pixels: NDArray[np.uint8]) -> bytes:
    """A picture of shape (height, width, 4), blue, green, red and an unused byte, as a JPEG file in full range."""
    shown = VideoFrame.from_ndarray(np.ascontiguousarray(pixels[..., :3]), format="bgr24")
    picture = shown.reformat(format="yuvj420p", dst_color_range="JPEG", dst_colorspace="ITU601")
    picture.pts = 0
    context = av.CodecContext.create("mjpeg", "w")
    assert isinstance(context, VideoCodecContext)
    context.width, context.height, context.pix_fmt = picture.width, picture.height, "yuvj420p"
    context.time_base = Fraction(1, 25)
    context.options = {"qmin": str(QUALITY), "qmax": str(QUALITY), "flags": "+bitexact"}
    return b"".join(bytes(packet) for packet in (*context.encode(picture), *context.encode(None)))
