"""Pictures and regions for the tests of effects."""

import numpy as np

from reviewer.core.detection import Subject
from reviewer.core.footage import Colour
from reviewer.core.frame import Frame
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.profile import Profile
from reviewer.core.region import Decision, Keyframe, Region, RegionId, Shape
from reviewer.core.review import of
from reviewer.core.timing import Span, Tick
from reviewer.effects.cover import cover

COLOUR = Colour()


def picture(width: int, height: int, *, seed: int = 0, interlaced: bool = False) -> Frame:
    """Noise in all three planes: no two pixels agree by chance for long, so every change shows."""
    rng = np.random.default_rng(seed)
    chroma = ((height + 1) // 2, (width + 1) // 2)
    planes = [rng.integers(0, 256, shape, np.uint8) for shape in ((height, width), chroma, chroma)]
    for plane in planes:
        plane.setflags(write=False)
    return Frame(Tick(0), *planes, interlaced)


def region(
    box: Box,
    *,
    name: str = "r1",
    subject: Subject = Subject.FACE,
    shape: Shape = Shape.RECTANGLE,
    effect: str | None = None,
    decision: Decision = Decision.PROPOSED,
) -> Region:
    """A region that keeps `box` from tick 0 to 100; as a polygon it is a quadrilateral that lies aslant in it."""
    keyframe = Keyframe(Tick(0), box)
    if shape is Shape.POLYGON:
        parts = ((0.2, 0.0), (1.0, 0.3), (0.8, 1.0), (0.0, 0.6))
        slanted = Outline(tuple((box.x + a * box.width, box.y + b * box.height) for a, b in parts))
        keyframe = Keyframe.around(Tick(0), slanted)
    return Region(
        id=RegionId(name),
        subject=subject,
        span=Span(Tick(0), Tick(100)),
        keyframes=(keyframe,),
        shape=shape,
        effect=effect,
        decision=decision,
    )


def covered(frame: Frame, *regions: Region, effect: str = "solid", fill: tuple[int, int, int] = (0, 0, 0)) -> Frame:
    """`frame` with the regions covered."""
    return cover(frame, of(regions), profile=Profile(effect=effect, fill=fill), colour=COLOUR)


def same(a: Frame, b: Frame) -> bool:
    """Whether two frames hold the same numbers."""
    return all(np.array_equal(x, y) for x, y in zip(a.planes, b.planes, strict=True))
