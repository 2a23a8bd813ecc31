"""What this program draws over pictures, as a number: parts that another version drew are not taken for its own."""

import hashlib
from dataclasses import replace
from itertools import product

import numpy as np

from reviewer.core.assembly import Card
from reviewer.core.detection import Subject
from reviewer.core.footage import VideoStream
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.profile import Profile
from reviewer.core.region import Keyframe, Region, RegionId, Shape
from reviewer.core.review import of
from reviewer.core.timing import Span, Tick
from reviewer.effects.card import card_frame
from reviewer.effects.catalogue import names
from reviewer.effects.finish import finished

WIDTH, HEIGHT = 192, 144
"""Pixels of the picture that is drawn over: enough for every shape and every letter to show."""

_CORNERS = Outline(((20.3, 18.7), (121.6, 31.2), (80.1, 110.9)))
_BOX = Box(20.3, 18.7, 101.3, 92.2)


def look_of(profile: Profile, video: VideoStream, *, cards: bool) -> str:
    """The SHA-256 of a small picture with every subject hidden by every effect in every shape, stamped; of a card too.

    Takes some hundredths of a second.
    """
    across, down = np.meshgrid(np.arange(WIDTH, dtype=np.uint8), np.arange(HEIGHT, dtype=np.uint8))
    luma = (across // 2 + down).astype(np.uint8)
    blue, red = luma[::2, ::2].copy(), luma[1::2, 1::2].copy()
    frame = Frame(Tick(50), luma, blue, red)
    sha256 = hashlib.sha256()
    bare = replace(profile, stamp=None)
    for subject, shape, effect, inverse in product(Subject, Shape, (None, *names()), (False, True)):
        keyframe = Keyframe.around(Tick(0), _CORNERS) if shape is Shape.POLYGON else Keyframe(Tick(0), _BOX)
        region = Region(
            id=RegionId("region"),
            subject=subject,
            span=Span(Tick(0), Tick(100)),
            keyframes=(keyframe,),
            shape=shape,
            effect=effect,
            inverse=inverse,
        )
        _add(sha256, finished(frame, of([region]), profile=bare, video=video))
    _add(sha256, finished(frame, of([]), profile=profile, video=video))
    if cards:
        card = Card(Span(Tick(0), Tick(50)), Tick(0), Tick(100))
        _add(sha256, card_frame(card, video=video, at=Tick(0)))
    return sha256.hexdigest()


def _add(sha256: "hashlib._Hash", frame: Frame) -> None:
    for plane in frame.planes:
        sha256.update(plane.tobytes())
