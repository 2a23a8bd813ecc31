"""Closer looks: where something is expected, in the frame itself or, for both directions of time, in the luma kept."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np

from reviewer.core.detection import Detection, Subject
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.timing import Tick
from reviewer.vision.material import Material, Seek
from reviewer.vision.trail import Place

SOUGHT_SIDE, SOUGHT_REACH = 160, 1.3
"""Side of the picture in which a face is looked for that flow has lost, and how many of its sizes away it may be."""

PLATE_SIDE, PLATE_REACH = 256, 1.0
"""The same for a plate, whose size is its width."""


class Closer(Protocol):
    """Looks for one subject where it is expected."""

    def detect_near(
        self, frame: Frame, place: Box, *, threshold: float, side: int = ..., reach: float = ...
    ) -> Detection | None:
        """The best find of at least `threshold` in and around a place seen `side` pixels wide; None without any.

        `reach` is how far away it may be, in sizes of the place.
        """


@dataclass(frozen=True, slots=True)
class Seeking:
    """How one subject that flow has lost is looked for: by whom, from which score on."""

    closer: Closer
    threshold: float


SIDES = {Subject.FACE: (SOUGHT_SIDE, SOUGHT_REACH), Subject.PLATE: (PLATE_SIDE, PLATE_REACH)}


def seeks(material: Material, seeking: Mapping[Subject, Seeking]) -> dict[Subject, Seek]:
    """How to look for what flow has lost in the luma that is kept: both directions of time see the same."""
    return {subject: _seek(material, how, sides=SIDES[subject]) for subject, how in seeking.items() if subject in SIDES}


def _seek(material: Material, how: Seeking, *, sides: tuple[int, float]) -> Seek:
    def seek(number: int, place: Place) -> Detection | None:
        luma = material.grey(number)
        half = np.full(((luma.shape[0] + 1) // 2, (luma.shape[1] + 1) // 2), 128, np.uint8)
        where = Box(*(float(v) for v in place * material.scale))
        frame, (side, reach) = Frame(Tick(number), luma, half, half), sides
        found = how.closer.detect_near(frame, where, threshold=how.threshold, side=side, reach=reach)
        return None if found is None else _in_the_frame(found, material.scale)

    return seek


def _in_the_frame(find: Detection, scale: float) -> Detection:
    """A find in the luma that is kept, in pixels of the frame."""
    box, outline = find.box, find.outline
    if outline is not None:
        outline = Outline(tuple((x / scale, y / scale) for x, y in outline.corners))
    return replace(find, box=Box(*(v / scale for v in (box.x, box.y, box.width, box.height))), outline=outline)
