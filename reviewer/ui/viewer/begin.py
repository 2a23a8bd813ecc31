"""Which gesture a press begins: by what lies under the pointer, what is selected, and the tool in hand."""

from reviewer.core.geometry import Box
from reviewer.core.outline import Corner
from reviewer.core.region import Region, RegionId, Shape
from reviewer.ui.viewer.gestures import Gesture, Move, Resize, Stage
from reviewer.ui.viewer.gestures_draw import Armed, Draw, DrawLasso, DrawPolygon, Tool
from reviewer.ui.viewer.gestures_paint import Paint, Painting
from reviewer.ui.viewer.gestures_turn import MoveCorner, Turn
from reviewer.ui.viewer.handles import Shown, Target
from reviewer.ui.viewer.overlay import Overlay

BRUSH = 0.1, 1.25
"""Width of what is painted at first, in parts of the picture's height, and its height in widths: a head nearby."""


def pull(target: Target, overlay: Overlay, *, grip: Corner, stage: Stage) -> tuple[Gesture | None, tuple[Region, ...]]:
    """The gesture that pulls what the pointer took hold of, and the regions it changes; None of a locked region.

    The body of one of several selected regions carries all of them, but for those that are locked.
    """
    placed = {r.id: (r, s) for r, s in overlay.placed(stage.tick)}
    if target.region not in placed or placed[target.region][0].locked:
        return None, ()
    region, shown = placed[target.region]
    if target.turns:
        return Turn(region, shown, grip=grip, stage=stage), (region,)
    if target.corner is not None:
        return MoveCorner(region, shown, corner=target.corner, stage=stage), (region,)
    if target.handle is not None:
        return Resize(shown, handle=target.handle, stage=stage), (region,)
    along = _along(placed, overlay, but=region.id)
    return Move(shown, grip=grip, stage=stage, others=[s for _, s in along]), (region, *(r for r, _ in along))


def draw(armed: Armed, *, grip: Corner, stage: Stage) -> Gesture:
    """The gesture of a tool that draws; painting has one of its own."""
    drawn = armed.drawn(stage.tick)
    match armed.tool:
        case Tool.POLYGON:
            return DrawPolygon(drawn, grip, stage=stage)
        case Tool.LASSO:
            return DrawLasso(drawn, grip, stage=stage)
        case _:
            shape = Shape.ELLIPSE if armed.tool is Tool.ELLIPSE else Shape.RECTANGLE
            return Draw(drawn, grip, stage=stage, shape=shape)


def paint(
    armed: Armed, overlay: Overlay, *, grip: Corner, stage: Stage, brush: tuple[float, float]
) -> tuple[Paint | None, tuple[Region, ...]]:
    """The gesture that paints: the selected region when it was pressed on, else a new one; None of a locked one."""
    drawn = armed.drawn(stage.tick)
    chosen = overlay.selected[-1:]
    for region, shown in overlay.placed(stage.tick):
        if (region.id,) == chosen and shown.holds(grip):
            if region.locked:
                return None, ()
            return Paint(Painting(drawn, region, armed.ends), shown, grip=grip, stage=stage), (region,)
    start = Shown(drawn.id, brush_at(grip, brush))
    return Paint(Painting(drawn, None, armed.ends), start, grip=grip, stage=stage), ()


def brush_at(point: Corner, brush: tuple[float, float]) -> Box:
    """The box of a brush of this width and height about `point`."""
    return Box(point[0] - brush[0] / 2, point[1] - brush[1] / 2, *brush)


def first_brush(height: float, aspect: float) -> tuple[float, float]:
    """The brush for a picture that is `height` pixels high."""
    return height * BRUSH[0] / aspect, height * BRUSH[0] * BRUSH[1]


def _along(
    placed: dict[RegionId, tuple[Region, Shown]], overlay: Overlay, *, but: RegionId
) -> list[tuple[Region, Shown]]:
    if but not in overlay.selected:
        return []
    others = (placed[i] for i in overlay.selected if i != but and i in placed)
    return [(r, s) for r, s in others if not r.locked]
