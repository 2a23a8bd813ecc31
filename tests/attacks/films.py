"""Pictures with something to hide, covered and put through the encoder that copies are made with."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Subject
from reviewer.core.footage import Colour
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.profile import Profile
from reviewer.core.region import Decision, Keyframe, Region, RegionId
from reviewer.core.review import of
from reviewer.core.timing import Span, Tick
from reviewer.effects.cover import cover
from reviewer.media.encoding import USUAL, Encoding
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.media.writer import CopyWriter
from tests.support.footage import Clip, make

Picture = NDArray[np.uint8]
Covering = Callable[[Frame, Box, str], Frame]
"""Given a frame, the box of what is to be hidden in it and a region's id: the frame with that covered."""


@dataclass(frozen=True, eq=False)
class Film:
    """Pictures, RGB of one even size, and in each the box of what is to be hidden.

    Each is hidden by a region of its own, as in as many recordings; by one where they are of `one` recording.
    """

    pictures: Sequence[Picture]
    boxes: Sequence[Box]
    one: bool = False

    def through(self, covering: Covering, *, encoding: Encoding = USUAL) -> list[Frame]:
        """Every picture covered, encoded as in a copy, and decoded again."""
        height, width = self.pictures[0].shape[:2]
        with TemporaryDirectory() as made:
            source = make(Path(made) / "source.mp4", Clip(size=(width, height), frames=len(self.pictures)))
            copy, recording = Path(made) / "copy.mp4", probe(source)
            with CopyWriter(copy, source, recording=recording, encoding=encoding) as writer:
                for number, (rgb, box) in enumerate(zip(self.pictures, self.boxes, strict=True)):
                    region = "region" if self.one else f"region {number}"
                    writer.write(covering(framed(rgb, recording.index.tick(number)), box, region))
                writer.finish()
            with FrameReader(copy, probe(copy), threads=1) as reader:
                return list(reader.frames())


def framed(rgb: Picture, tick: int = 0) -> Frame:
    """A picture as a frame."""
    whole = av.VideoFrame.from_ndarray(np.ascontiguousarray(rgb), format="rgb24").reformat(format="yuv420p")
    y, u, v = (np.frombuffer(p, np.uint8).reshape(-1, p.line_size)[: p.height, : p.width].copy() for p in whole.planes)
    return Frame(Tick(tick), y, u[:, : (rgb.shape[1] + 1) // 2], v[:, : (rgb.shape[1] + 1) // 2])


@cache
def by_effect(name: str, *, subject: Subject = Subject.FACE) -> Covering:
    """Covers as a copy with this effect does."""

    def covering(frame: Frame, box: Box, region: str) -> Frame:
        hidden = Region(
            id=RegionId(region),
            subject=subject,
            span=Span(frame.tick, Tick(frame.tick + 1)),
            keyframes=(Keyframe(frame.tick, box),),
            decision=Decision.CONFIRMED,
        )
        return cover(frame, of([hidden]), profile=Profile(effect=name), colour=Colour())

    return covering


def uncovered(frame: Frame, box: Box, region: str) -> Frame:
    """Leaves everything in sight."""
    return frame


def inside(frame: Frame, box: Box) -> NDArray[np.float32]:
    """Luma and, as large as that, both chromas in a box of whole pixels: float32 of shape (3, rows, columns)."""
    rows, columns = slice(int(box.y), int(box.bottom)), slice(int(box.x), int(box.right))
    height, width = frame.luma.shape
    chroma = (p.repeat(2, 0).repeat(2, 1)[:height, :width] for p in (frame.blue, frame.red))
    return np.stack([p[rows, columns].astype(np.float32) for p in (frame.luma, *chroma)])
