"""What lies over the picture: which regions, where they stand in its frame, and how they are to be painted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from reviewer.core.outline import Corner
from reviewer.core.region import Decision, Region, RegionId
from reviewer.core.shapes import edge_of
from reviewer.core.timing import Tick
from reviewer.ui.viewer.gestures import shown_at
from reviewer.ui.viewer.handles import Shown, corners_of, turning_point
from reviewer.ui.viewer.outlines import Outline, paint_hidden, paint_outlines
from reviewer.ui.viewer.zoom import ZoomView

REACH = 8.0
"""Pixels of the screen from a handle within which the pointer takes hold of it."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What lies over the picture: the regions at its tick, their names, and which may be changed.

    `everything` are all regions of the review, by which a drag knows whether the one it pulls is still the same.
    """

    regions: tuple[Region, ...] = ()
    names: Mapping[RegionId, str] = field(default_factory=dict)
    selected: tuple[RegionId, ...] = ()
    editable: bool = False
    everything: Mapping[RegionId, Region] = field(default_factory=dict)

    @property
    def current(self) -> RegionId | None:
        """The one that bears the handles: the last that was selected, unless it is locked or nothing may be changed."""
        if not self.editable or not self.selected:
            return None
        region = self.region(self.selected[-1])
        return None if region is None or region.locked else region.id

    def region(self, wanted: RegionId) -> Region | None:
        """One region of this frame; None when it is not in it."""
        return next((r for r in self.regions if r.id == wanted), None)

    def placed(self, tick: Tick) -> list[tuple[Region, Shown]]:
        """Every region that is there at `tick`, and how it stands; in its gaps a region is not there."""
        placed = ((r, shown_at(r, tick)) for r in self.regions)
        return [(r, shown) for r, shown in placed if shown is not None]

    def description(self) -> str:
        """The names of the regions, for a screen reader."""
        names = ", ".join(self.names.get(r.id, "") for r in self.regions)
        return f"Regions in this frame: {names}" if names else "No regions in this frame"


def paint_overlay(painter: QPainter, overlay: Overlay, *, tick: Tick, moving: Sequence[Shown], view: ZoomView) -> None:
    """Paint the regions as they stand at `tick`, those that are `moving` where they are pulled to."""
    pulled = {s.region: s for s in moving}
    placed = [(r, pulled.pop(r.id, shown)) for r, shown in overlay.placed(tick)]
    hiding = [r for r in overlay.regions if r.inverse and r.hides]
    if hiding:
        left = [_polygon(s, view) for r, s in placed if r.inverse and r.hides]
        paint_hidden(painter, view.on_screen(view.item.boundingRect()), shown=left)
    outlines = [_outline(r, s, overlay=overlay, view=view) for r, s in placed]
    for new in pulled.values():
        outlines.append(
            Outline(RegionId(""), "", Decision.CONFIRMED, _box(new, view), selected=True, corners=_corners(new, view))
        )
    paint_outlines(painter, outlines)


def _outline(region: Region, shown: Shown, *, overlay: Overlay, view: ZoomView) -> Outline:
    handles = overlay.current == region.id
    reach = REACH / view.scale_now
    grips = corners_of(shown, reach=reach) if handles else ()
    return Outline(
        region.id,
        overlay.names.get(region.id, ""),
        region.decision,
        _box(shown, view),
        selected=region.id in overlay.selected,
        handles=handles,
        corners=_corners(shown, view),
        locked=region.locked,
        inverse=region.inverse,
        grips=tuple(_points(grips, view)),
        turn=_points([turning_point(shown.box, reach=reach)], view)[0] if handles else None,
    )


def _box(shown: Shown, view: ZoomView) -> QRectF:
    box = shown.box
    return view.on_screen(QRectF(QPointF(box.x, box.y), QPointF(box.right, box.bottom)))


def _corners(shown: Shown, view: ZoomView) -> QPolygonF | None:
    return None if shown.edge is None else _polygon(shown, view)


def _polygon(shown: Shown, view: ZoomView) -> QPolygonF:
    return QPolygonF(_points(edge_of(shown.box, shown.shape, outline=shown.outline).corners, view))


def _points(corners: Sequence[Corner], view: ZoomView) -> list[QPointF]:
    transform = view.viewportTransform()
    return [transform.map(QPointF(x, y)) for x, y in corners]
