"""Turning a region, and pulling one corner of it: both make a polygon of it, in every keyframe at once."""

from collections.abc import Iterable, Sequence
from math import atan2, degrees

from reviewer.core.edits import Edit
from reviewer.core.outline import Corner, Outline
from reviewer.core.region import Keyframe, KeyframeSource, Region, RegionId, Shape
from reviewer.core.shape_edits import Redraw
from reviewer.core.shapes import as_polygon, edge_of, middle_of, turned, with_outline
from reviewer.ui.viewer.gestures import STILL, Stage, shown_at, together
from reviewer.ui.viewer.handles import Shown

LEAST_TURN = 0.25
"""Degrees: less is a click on the handle."""

TURNED = "Turn region"


class Turn:
    """Turns a region about its middle as far as the pointer goes round it."""

    refusal = ""

    def __init__(self, region: Region, shown: Shown, *, grip: Corner, stage: Stage) -> None:
        self._region, self._id, self._grip, self._stage = region, shown.region, grip, stage
        self._outline = edge_of(shown.box, shown.shape, outline=shown.outline)
        self._degrees = 0.0

    @property
    def outline(self) -> Outline:
        """The edge as it is turned."""
        return turned(self._outline, self._degrees, aspect=self._stage.aspect)

    @property
    def shown(self) -> Sequence[Shown]:
        """The region as it is turned."""
        return [_polygon(self._id, self.outline)]

    def move(self, x: float, y: float) -> None:
        """Turn by the angle between where the drag began and the pointer, seen from the middle."""
        middle = middle_of(self._outline)
        angle = degrees(self._angle((x, y), middle) - self._angle(self._grip, middle))
        self._degrees = (angle + 180) % 360 - 180

    def edit(self) -> Edit | None:
        """The region as a polygon, turned at the tick on show."""
        if abs(self._degrees) < LEAST_TURN:
            return None
        return Redraw(with_outline(self._region, self.outline, tick=self._stage.tick), TURNED)

    def _angle(self, point: Corner, middle: Corner) -> float:
        return atan2(point[1] - middle[1], (point[0] - middle[0]) * self._stage.aspect)


class MoveCorner:
    """Pulls one corner of a polygon; the others stay."""

    refusal = ""

    def __init__(self, region: Region, shown: Shown, *, corner: int, stage: Stage) -> None:
        assert shown.outline is not None, "only a polygon has corners"
        self._region, self._id, self._corner, self._stage = region, shown.region, corner, stage
        self._start = self.outline = shown.outline

    @property
    def shown(self) -> Sequence[Shown]:
        """The polygon as it is pulled."""
        return [_polygon(self._id, self.outline)]

    def move(self, x: float, y: float) -> None:
        """Bring the corner to the pointer, in the picture."""
        corners = list(self._start.corners)
        corners[self._corner] = (min(max(x, 0.0), self._stage.width), min(max(y, 0.0), self._stage.height))
        self.outline = Outline(tuple(corners))

    def edit(self) -> Edit | None:
        """The polygon with the corner in its new place at the tick on show."""
        before, after = self._start.corners[self._corner], self.outline.corners[self._corner]
        if max(abs(before[0] - after[0]), abs(before[1] - after[1])) < STILL:
            return None
        # Counted as before: a corner that is pulled is the same corner in the keyframes around.
        own = Keyframe.around(self._stage.tick, self.outline, source=KeyframeSource.HAND)
        return Redraw(as_polygon(self._region).with_keyframe(own), "Pull corner")


def turn(regions: Iterable[Region], by: float, *, stage: Stage) -> Edit | None:
    """Turn regions clockwise by degrees, each about its own middle, at the tick on show; None when none is there."""
    edits = []
    for region in regions:
        shown = shown_at(region, stage.tick)
        if shown is not None:
            outline = turned(edge_of(shown.box, shown.shape, outline=shown.outline), by, aspect=stage.aspect)
            key = ("turn", region.id, stage.tick)
            edits.append(Redraw(with_outline(region, outline, tick=stage.tick), TURNED, merge_key=key))
    return together(edits, title="Turn")


def _polygon(region: RegionId, outline: Outline) -> Shown:
    return Shown(region, outline.box, outline, Shape.POLYGON)
