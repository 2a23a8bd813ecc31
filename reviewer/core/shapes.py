"""Shapes as outlines: what boxes and ellipses become when they are turned, and how corners keep in step over time."""

from dataclasses import replace
from math import cos, hypot, pi, radians, sin

from reviewer.core.geometry import Box
from reviewer.core.outline import Corner, Outline
from reviewer.core.region import Keyframe, KeyframeSource, Region, Shape
from reviewer.core.timing import Tick

ROUND = 32
"""Corners of the polygon that an ellipse becomes; it goes round the ellipse and is a third of a hundredth larger."""


def around_ellipse(box: Box) -> Outline:
    """The polygon whose edges touch the ellipse in `box` from outside; its hull is the box."""
    x, y = box.centre
    out = 1 / cos(pi / ROUND)
    angles = ((k + 0.5) * 2 * pi / ROUND for k in range(ROUND))
    return Outline(tuple((x + out * box.width / 2 * cos(a), y + out * box.height / 2 * sin(a)) for a in angles))


def edge_of(box: Box, shape: Shape, *, outline: Outline | None = None) -> Outline:
    """The edge of what a region of this shape hides of its box."""
    if outline is not None:
        return outline
    return around_ellipse(box) if shape is Shape.ELLIPSE else Outline.of(box)


def middle_of(outline: Outline) -> Corner:
    """The mean of the corners, which turning leaves where it is."""
    count = len(outline.corners)
    return sum(x for x, _ in outline.corners) / count, sum(y for _, y in outline.corners) / count


def turned(outline: Outline, degrees: float, *, aspect: float = 1.0) -> Outline:
    """The outline turned clockwise about its middle, as it looks where a pixel is `aspect` times as wide as high."""
    x, y = middle_of(outline)
    across, down = cos(radians(degrees)), sin(radians(degrees))

    def moved(corner: Corner) -> Corner:
        right, low = (corner[0] - x) * aspect, corner[1] - y
        return x + (right * across - low * down) / aspect, y + right * down + low * across

    return Outline(tuple(moved(c) for c in outline.corners))


def as_polygon(region: Region) -> Region:
    """The same region as a polygon: every keyframe has an outline, of a rectangle's or an ellipse's equally many.

    Between two of them the corners run where the edge ran before. Keyframes of a polygon without an outline stay
    so beside others than quadrilaterals: nothing says which corner becomes which, and the hull of both is hidden.
    """
    if region.shape is Shape.POLYGON and any(k.outline and len(k.outline.corners) != 4 for k in region.keyframes):
        return region
    path = tuple(
        Keyframe.around(k.tick, edge_of(k.box, region.shape, outline=k.outline), source=k.source)
        for k in region.keyframes
    )
    return replace(region, shape=Shape.POLYGON, keyframes=path)


def with_outline(region: Region, outline: Outline, *, tick: Tick) -> Region:
    """The region as a polygon that has this outline at `tick`, set by hand; its corners keep step with those around.

    Corners turned by more than half of what lies between two of them would cross over on their way from one keyframe
    to the next and hide less there; they are counted from another corner then, which changes no shape.
    """
    polygon = as_polygon(region)
    before = [k.outline for k in polygon.keyframes if k.tick < tick][-1:]
    after = [k.outline for k in polygon.keyframes if k.tick > tick][:1]
    beside = [o for o in (*before, *after) if o is not None and len(o.corners) == len(outline.corners)]
    return polygon.with_keyframe(Keyframe.around(tick, _in_step(outline, beside), source=KeyframeSource.HAND))


def _in_step(outline: Outline, beside: list[Outline]) -> Outline:
    """The outline counted from the corner with which its corners lie nearest to those of the outlines beside it."""
    if not beside:
        return outline
    wanted = [_about_middle(o) for o in beside]
    own = _about_middle(outline)

    def apart(shift: int) -> float:
        counted = (*own[shift:], *own[:shift])
        return sum(hypot(a - c, b - d) ** 2 for other in wanted for (a, b), (c, d) in zip(counted, other, strict=True))

    # The count as it is wins a draw, so that what was not turned is left alone.
    best = min(range(len(own)), key=lambda shift: (round(apart(shift), 6), shift))
    return Outline((*outline.corners[best:], *outline.corners[:best]))


def _about_middle(outline: Outline) -> tuple[Corner, ...]:
    x, y = middle_of(outline)
    return tuple((a - x, b - y) for a, b in outline.corners)
