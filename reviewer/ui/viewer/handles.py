"""What lies under the pointer: pure functions on boxes and outlines in pixels of the upright frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import dist

from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import RegionId, Shape
from reviewer.core.shapes import around_ellipse

STEM = 3.5
"""How far from the box the handle lies that turns it, in reaches of the pointer: clear of the handles on its edge."""

ROOM = 2.0
"""Reaches of the pointer between two corners, on the average, so that each can be taken hold of by itself."""


class Handle(Enum):
    """A place to take hold of a box: which edges move, across (-1 left, 1 right) and down (-1 top, 1 bottom)."""

    NORTH_WEST = (-1, -1)
    NORTH = (0, -1)
    NORTH_EAST = (1, -1)
    EAST = (1, 0)
    SOUTH_EAST = (1, 1)
    SOUTH = (0, 1)
    SOUTH_WEST = (-1, 1)
    WEST = (-1, 0)

    @property
    def across(self) -> int:
        """-1 moves the left edge, 1 the right one, 0 neither."""
        return int(self.value[0])

    @property
    def down(self) -> int:
        """-1 moves the top edge, 1 the bottom one, 0 neither."""
        return int(self.value[1])

    def at(self, box: Box) -> tuple[float, float]:
        """Where on `box` the handle sits."""
        return box.x + box.width * (self.across + 1) / 2, box.y + box.height * (self.down + 1) / 2


@dataclass(frozen=True, slots=True)
class Target:
    """What the pointer would take hold of: a handle of a region, a corner of its outline, what turns it, or its body.

    `corner` counts along the outline from 0; at most one of the three is given, and none of them means the body.
    """

    region: RegionId
    handle: Handle | None = None
    corner: int | None = None
    turns: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A region as it stands in the frame on show; of a polygon its outline too, which `box` is the hull of."""

    region: RegionId
    box: Box
    outline: Outline | None = None
    shape: Shape = Shape.RECTANGLE

    @property
    def edge(self) -> Outline | None:
        """The edge of what is hidden, None where that is the whole box."""
        if self.outline is None and self.shape is Shape.ELLIPSE:
            return around_ellipse(self.box)
        return self.outline

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether the point lies in what is hidden."""
        edge = self.edge
        return self.box.contains(*point) if edge is None else edge.contains(*point)


def target_at(
    point: tuple[float, float], shown: Sequence[Shown], *, selected: RegionId | None, reach: float
) -> Target | None:
    """What lies at `point`, in passes: what holds the selected region, its body, then the smallest region around.

    `reach` is how far from a handle the pointer may be, in pixels of the frame. Only the selected region has handles.
    """
    chosen = next((s for s in shown if s.region == selected), None)
    if chosen is not None:
        held = _held_at(point, chosen, reach=reach)
        if held is not None or chosen.holds(point):
            return held or Target(chosen.region)
    around = [s for s in shown if s.holds(point)]
    return Target(min(around, key=lambda s: s.box.area).region) if around else None


def handle_at(point: tuple[float, float], box: Box, *, reach: float) -> Handle | None:
    """The handle of `box` nearest to `point` within `reach`; None in its middle, so that small boxes can be moved."""
    margin_x, margin_y = min(reach, box.width / 4), min(reach, box.height / 4)
    middle = Box(box.x + margin_x, box.y + margin_y, box.width - 2 * margin_x, box.height - 2 * margin_y)
    if middle.contains(*point):
        return None

    def distance(handle: Handle) -> float:
        x, y = handle.at(box)
        return max(abs(point[0] - x), abs(point[1] - y))

    nearest = min(Handle, key=distance)
    return nearest if distance(nearest) <= reach else None


def turning_point(box: Box, *, reach: float) -> tuple[float, float]:
    """Where the handle that turns the box lies: above it, or at the top of the picture in it or below it."""
    across, stem = box.centre[0], STEM * reach
    if box.y >= stem:
        return across, box.y - stem
    inside = box.height >= 4 * stem
    return across, box.y + stem if inside else box.bottom + stem


def corners_of(shown: Shown, *, reach: float) -> Sequence[tuple[float, float]]:
    """The corners of a polygon that can be pulled one by one; none where they lie too close together for that."""
    if shown.outline is None:
        return ()
    corners = shown.outline.corners
    round_it = sum(dist(a, b) for a, b in zip(corners, (*corners[1:], corners[0]), strict=True))
    return corners if round_it >= ROOM * reach * len(corners) else ()


def _held_at(point: tuple[float, float], shown: Shown, *, reach: float) -> Target | None:
    corner = _corner_at(point, shown, reach=reach)
    if corner is not None:
        return Target(shown.region, corner=corner)
    if dist(point, turning_point(shown.box, reach=reach)) <= reach:
        return Target(shown.region, turns=True)
    handle = handle_at(point, shown.box, reach=reach)
    return None if handle is None else Target(shown.region, handle)


def _corner_at(point: tuple[float, float], shown: Shown, *, reach: float) -> int | None:
    corners = corners_of(shown, reach=reach)
    if not corners:
        return None
    near = min(reach, min(shown.box.width, shown.box.height) / 3)  # the middle of a small one can still be moved
    nearest = min(range(len(corners)), key=lambda i: dist(point, corners[i]))
    return nearest if dist(point, corners[nearest]) <= near else None
