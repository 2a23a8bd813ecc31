"""Footage, copies made with the real writer, and ways to break them, for the tests of the check."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviewer.core.detection import Detection, Subject
from reviewer.core.footage import Footage, FootageId
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.profile import Profile
from reviewer.core.region import Keyframe, Region, RegionId, Shape
from reviewer.core.review import Review, of
from reviewer.core.settings import Search
from reviewer.core.timing import Tick
from reviewer.effects.cover import cover
from reviewer.media.fingerprint import fingerprint
from reviewer.media.probe import probe
from reviewer.media.reader import FrameReader
from reviewer.media.silencing import Heard
from reviewer.media.writer import CopyWriter
from reviewer.services.check_pictures import PictureLook, PictureRequest, look_at_pictures
from reviewer.services.jobs import finished
from tests.support.footage import Clip, Sound, make

FACES = Search(frozenset({Subject.FACE}))

Spoil = Callable[[int, Frame, Frame], Frame]
"""Given a number, the original frame and the covered one: what is written instead."""


def textured(number: int, rgb: NDArray[np.uint8]) -> None:
    """A picture with detail everywhere, that pans two pixels a frame; the same for the same number."""
    height, width = rgb.shape[:2]
    noise = np.random.default_rng(3).integers(40, 216, (height // 4 + 2, width // 4 + 80, 3)).astype(np.uint8)
    large = noise.repeat(4, axis=0).repeat(4, axis=1)
    rgb[:] = large[:height, 2 * number : 2 * number + width]


CLIP = Clip(size=(320, 240), frames=24, sounds=(Sound(duration=0.8, tone=300.0),), paint=textured)


def taken_in(path: Path) -> Footage:
    """Footage as the intake makes it."""
    sha256 = fingerprint(path)
    return Footage(id=FootageId(sha256), path=path, size=path.stat().st_size, sha256=sha256, recording=probe(path))


def footage(folder: Path, clip: Clip = CLIP, *, name: str = "original.mp4") -> Footage:
    """Footage of `clip`, taken in."""
    return taken_in(make(folder / name, clip))


def decided(footage: Footage) -> Review:
    """A moving face in a rectangle, one in an ellipse with a mosaic, a small plate, a plate that lies aslant."""
    span = footage.recording.index.span
    scale = footage.recording.video.width / 320

    def region(name: str, box: Box, **fields: Any) -> Region:
        first = Box(*(v * scale for v in (box.x, box.y, box.width, box.height)))
        path = (Keyframe(span.start, first), Keyframe(span.end, first.moved(20 * scale, 8 * scale)))
        settings = {"subject": Subject.FACE} | fields
        return Region(id=RegionId(name), span=span, keyframes=path, **settings)

    def aslant(name: str, corners: tuple[tuple[float, float], ...]) -> Region:
        first = Outline(tuple((x * scale, y * scale) for x, y in corners))
        last = Outline(tuple((x + 20 * scale, y + 12 * scale) for x, y in first.corners[:3]) + first.corners[3:])
        path = (Keyframe.around(span.start, first), Keyframe.around(span.end, last))
        return Region(id=RegionId(name), subject=Subject.PLATE, span=span, keyframes=path, shape=Shape.POLYGON)

    return of(
        [
            region("a", Box(20, 130, 50, 64)),
            region("b", Box(180.5, 110.5, 60, 70), shape=Shape.ELLIPSE, effect="mosaic"),
            region("c", Box(100, 200, 26, 10), subject=Subject.PLATE),
            region("d", Box(200, 20, 40, 48), effect="blur"),
            aslant("e", ((100, 60), (160, 30), (166, 44), (106, 74))),
        ]
    )


def copied(original: Footage, target: Path, *, review: Review | None = None, spoil: Spoil | None = None) -> Path:
    """A copy of `original` with `review` covered, spoiled on the way where asked for."""
    review = decided(original) if review is None else review
    recording, profile = original.recording, Profile()
    with (
        FrameReader(original.path, recording) as reader,
        CopyWriter(target, original.path, recording=recording, sound=Heard(profile.sound)) as writer,
    ):
        for number, frame in enumerate(reader.frames()):
            done = cover(frame, review, profile=profile, colour=recording.video.colour)
            writer.write(spoil(number, frame, done) if spoil else done)
        writer.finish()
    return target


def looked(copy: Path, original: Footage | None, **changes: Any) -> PictureLook:
    """What the comparison of the pictures sees, without a child process."""
    request = PictureRequest(
        copy=copy,
        original=original,
        manifest=None,
        review=decided(original) if original else Review(),
        profile=Profile(),
        sounds=len(original.recording.sounds) if original else None,
    )
    look: PictureLook = finished(look_at_pictures(replace(request, **changes)))
    return look


def with_luma(frame: Frame, change: Callable[[NDArray[np.uint8]], None]) -> Frame:
    """The frame with its luma changed in place."""
    luma = frame.luma.copy()
    change(luma)
    return replace(frame, luma=luma)


class FakeLooker:
    """Finds a face at `box` in the pictures whose brightness at its middle exceeds `over`; `once`: in every other.

    The face has the `outline`, if any.
    """

    outline: Outline | None = None

    name = "fake"
    subject = Subject.FACE
    check_threshold = 0.3

    def __init__(self, box: Box, *, over: int = -1, score: float = 0.7, once: bool = False) -> None:
        self._box, self._over, self._score, self._once = box, over, score, once
        self.seen: list[Tick] = []

    def detect(self, frame: Frame, *, threshold: float) -> list[Detection]:
        """The find, with a score that rises by tick."""
        self.seen.append(frame.tick)
        across, down = self._box.centre
        if frame.luma[int(down), int(across)] <= self._over or (self._once and len(self.seen) % 2 == 0):
            return []
        score = min(0.99, self._score + 0.001 * len(self.seen))
        return [Detection(self.subject, self._box, score, self.name, self.outline)]

    def close(self) -> None:
        """Nothing to let go of."""


def nothing_found(search: Search) -> list[FakeLooker]:
    """A detector that finds nothing."""
    return [FakeLooker(Box(0, 0, 10, 10), over=255)]


def corner_found(search: Search) -> list[FakeLooker]:
    """A detector that finds something in a corner that no region covers."""
    return [FakeLooker(Box(270, 190, 40, 40))]


def none_at_all(search: Search) -> list[FakeLooker]:
    """No detector."""
    return []


def broken(search: Search) -> list[FakeLooker]:
    """Detectors that cannot be made."""
    raise RuntimeError("the weights are gone")
