"""What lies under the pointer: pure functions on boxes and outlines in pixels of the upright frame."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import RegionId


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
    """What the pointer would take hold of: a handle of a region, or with None its body."""

    region: RegionId
    handle: Handle | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """A region as it stands in the frame on show; of a polygon its outline too, which `box` is the hull of."""

    region: RegionId
    box: Box
    outline: Outline | None = None

    def holds(self, point: tuple[float, float]) -> bool:
        """Whether the point lies in what is hidden."""
        return self.box.contains(*point) if self.outline is None else self.outline.contains(*point)


def target_at(
    point: tuple[float, float], shown: Sequence[Shown], *, selected: RegionId | None, reach: float
) -> Target | None:
    """What lies at `point`, in passes: a handle of the selected region, its body, then the smallest region around.

    `reach` is how far from a handle the pointer may be, in pixels of the frame. Only the selected region has handles.
    """
    chosen = next((s for s in shown if s.region == selected), None)
    if chosen is not None:
        handle = handle_at(point, chosen.box, reach=reach)
        if handle is not None or chosen.holds(point):
            return Target(chosen.region, handle)
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
