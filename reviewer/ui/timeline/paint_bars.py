"""The bars of regions: only those that can be seen, and those too narrow to tell apart as one."""

from collections.abc import Iterator, Mapping

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPen

from reviewer.core.region import Decision, RegionId
from reviewer.ui.timeline.lanes import DECISIONS, Trait
from reviewer.ui.timeline.look import FILLS, Look
from reviewer.ui.timeline.paint_keyframes import paint_keyframes
from reviewer.ui.timeline.scene import BETWEEN, Scene
from reviewer.ui.timeline.visible import MERGED, Seen, seen

SIGNED = 22.0
"""Pixels of the narrowest bar that has signs in it."""

NAMED = 64.0
"""Pixels of the narrowest bar that has its name in it."""

INSIDES = {Qt.BrushStyle.NoBrush: 0.0, Qt.BrushStyle.SolidPattern: 0.75, Qt.BrushStyle.BDiagPattern: 0.24}
"""How much of its colour is on the ground inside a bar, below its pattern."""

DRAWN = (Decision.REJECTED, Decision.CONFIRMED, Decision.PROPOSED)
"""In this order, so that what is still to be decided lies on top."""


def paint_bars(painter: QPainter, scene: Scene, *, look: Look, names: Mapping[RegionId, str]) -> None:
    """The bars of every lane on show."""
    band = scene.lane_band
    painter.setClipRect(QRectF(0, band.top, scene.wide, band.height))
    _paint_grounds(painter, scene, look=look)
    shown = seen(scene)
    narrow = shown.right - shown.left < MERGED
    for decision in DRAWN:
        decided = scene.lanes.decisions[shown.at] == DECISIONS.index(decision)
        rects, wide = list(_merged(scene, shown.only(decided & narrow))), bars(scene, shown.only(decided & ~narrow))
        if decision is Decision.REJECTED:
            _paint_dotted(painter, wide, look=look)
        else:
            rects += wide
        _paint_rects(painter, rects, decision=decision, look=look)
    _paint_hands(painter, scene, shown=shown, look=look)
    _paint_gaps(painter, scene, shown=shown.only(~narrow), look=look)
    roomy = shown.only(shown.right - shown.left >= SIGNED)
    signed = roomy.only((scene.lanes.traits[roomy.at] & int(Trait.LOCKED | Trait.INVERSE)) > 0)
    for at, left, right in zip(signed.at.tolist(), signed.left.tolist(), signed.right.tolist(), strict=True):
        _paint_signs(painter, scene, at=at, ends=(left, right), look=look)
    if scene.row_height >= QFontMetricsF(painter.font()).height():
        _paint_names(painter, scene, shown=roomy, names=names)
    paint_keyframes(painter, scene, shown=roomy, look=look)
    painter.setClipping(False)


def bars(scene: Scene, shown: Seen) -> list[QRectF]:
    """Where bars lie, in pixels of the widget."""
    tall = scene.row_height - BETWEEN
    tops = scene.top_of(0) + shown.rows * scene.row_height
    columns = (shown.left, tops, shown.right - shown.left)
    return [QRectF(x, y, w, tall) for x, y, w in zip(*(c.tolist() for c in columns), strict=True)]


def _merged(scene: Scene, shown: Seen) -> Iterator[QRectF]:
    """One bar for each stretch of pixels in a lane that narrow bars cover."""
    tall = scene.row_height - BETWEEN
    for row in np.unique(shown.rows).tolist():
        part = shown.rows == row
        left = np.clip(np.floor(shown.left[part]), 0, scene.wide).astype(np.int64)
        right = np.clip(np.ceil(shown.right[part]), 1, scene.wide + 1).astype(np.int64)
        steps = np.zeros(int(scene.wide) + 4, np.int64)
        np.add.at(steps, left, 1)
        np.add.at(steps, right, -1)
        covered = np.diff(np.concatenate([[False], np.cumsum(steps) > 0, [False]]).astype(np.int8))
        begins, ends = np.flatnonzero(covered == 1), np.flatnonzero(covered == -1)
        top = scene.top_of(row)
        for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
            yield QRectF(begin, top, end - begin, tall)


def _paint_rects(painter: QPainter, rects: list[QRectF], *, decision: Decision, look: Look) -> None:
    """Hatched, solid or empty, with an edge: all of it as filled boxes, which is less work than lines."""
    colour, style, edge = look.decisions[decision], FILLS[decision], look.edge
    inner = [rect.adjusted(edge, edge, -edge, -edge) for rect in rects]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRects(rects)
    painter.setBrush(_mixed(look.ground, colour, part=INSIDES[style]))
    painter.drawRects(inner)
    if style not in (Qt.BrushStyle.NoBrush, Qt.BrushStyle.SolidPattern):
        painter.setBrush(QBrush(colour, style))
        painter.drawRects(inner)


def _paint_dotted(painter: QPainter, rects: list[QRectF], *, look: Look) -> None:
    """The rejected ones that are wide enough to show that their edge is no line."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look.decisions[Decision.REJECTED], look.edge, Qt.PenStyle.DotLine))
    painter.drawRects([rect.adjusted(0.5, 0.5, -0.5, -0.5) for rect in rects])


def _mixed(ground: QColor, colour: QColor, *, part: float) -> QColor:
    """So much of a colour over the ground."""
    pairs = zip(ground.getRgb()[:3], colour.getRgb()[:3], strict=True)  # type: ignore[index]
    return QColor(*(round(g + (c - g) * part) for g, c in pairs))


def _paint_hands(painter: QPainter, scene: Scene, *, shown: Seen, look: Look) -> None:
    """A thick line under what was drawn by hand."""
    drawn = shown.only((scene.lanes.traits[shown.at] & int(Trait.HAND)) > 0)
    bottoms = scene.top_of(0) + drawn.rows * scene.row_height + scene.row_height - BETWEEN - 3
    columns = zip(drawn.left.tolist(), bottoms.tolist(), (drawn.right - drawn.left).tolist(), strict=True)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.ink)
    painter.drawRects([QRectF(x, y, w, 3) for x, y, w in columns])


def _paint_grounds(painter: QPainter, scene: Scene, *, look: Look) -> None:
    """The lanes of people on a ground of their own, so that the eye follows them."""
    for heading in scene.lanes.headings:
        top = scene.top_of(heading.first) - BETWEEN / 2
        painter.fillRect(QRectF(0, top, scene.wide, heading.rows * scene.row_height - 1), look.band)


def _paint_gaps(painter: QPainter, scene: Scene, *, shown: Seen, look: Look) -> None:
    """Holes in the bar where its subject is outside, with a line through, so that one sees that it goes on."""
    gaps = shown.only((scene.lanes.traits[shown.at] & int(Trait.GAPS)) > 0)
    tall = scene.row_height - BETWEEN
    for at, row in zip(gaps.at.tolist(), gaps.rows.tolist(), strict=True):
        region = scene.lanes.regions[scene.lanes.ids[at]]
        top = scene.top_of(row)
        for gap in region.gaps:
            left, right = scene.scale.x_of(gap.start), scene.scale.x_of(gap.end)
            if right < 0 or left > scene.wide or right - left < 1.5:
                continue
            hole = QRectF(max(left, -50.0), top - 0.5, min(right, scene.wide + 50) - max(left, -50.0), tall + 1)
            painter.fillRect(hole, look.ground if region.person is None else look.band)
            painter.setPen(QPen(look.decisions[region.decision], 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(hole.left(), hole.center().y()), QPointF(hole.right(), hole.center().y()))


def _paint_signs(painter: QPainter, scene: Scene, *, at: int, ends: tuple[float, float], look: Look) -> None:
    """Signs at the right end, where there are any."""
    top, tall = scene.top_of(int(scene.lanes.rows[at])), scene.row_height - BETWEEN
    x = min(ends[1], scene.wide) - 12
    for trait, paint in ((Trait.LOCKED, _paint_padlock), (Trait.INVERSE, _paint_inverse)):
        if scene.lanes.traits[at] & int(trait) and x > max(ends[0], 0):
            painter.fillRect(QRectF(x - 1, top + 1, 11, tall - 2), look.ground)
            paint(painter, x=x, y=top + tall / 2, look=look)
            x -= 12


def _paint_padlock(painter: QPainter, *, x: float, y: float, look: Look) -> None:
    painter.setPen(QPen(look.ink, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(x + 2.5, y - 4.5, 4, 6), 2, 2)
    painter.fillRect(QRectF(x + 1, y - 0.5, 7, 5), look.ink)


def _paint_inverse(painter: QPainter, *, x: float, y: float, look: Look) -> None:
    """A filled square with a hole in it: all is hidden but that."""
    painter.fillRect(QRectF(x, y - 4.5, 9, 9), look.ink)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.ground)
    painter.drawEllipse(QRectF(x + 2, y - 2.5, 5, 5))


def _paint_names(painter: QPainter, scene: Scene, *, shown: Seen, names: Mapping[RegionId, str]) -> None:
    wide = shown.only(shown.right - shown.left >= NAMED)
    metrics = QFontMetricsF(painter.font())
    for at, left, right in zip(wide.at.tolist(), wide.left.tolist(), wide.right.tolist(), strict=True):
        start = max(left, scene.scale.gutter) + 8
        room = min(right - 28, scene.wide - 28, _next_gap(scene, at, x=start)) - start
        if room < NAMED / 2:
            continue
        text = metrics.elidedText(names.get(scene.lanes.ids[at], ""), Qt.TextElideMode.ElideRight, room)
        if text:
            top = scene.top_of(int(scene.lanes.rows[at]))
            place = QRectF(start, top + 1, metrics.horizontalAdvance(text) + 6, scene.row_height - BETWEEN - 2)
            painter.fillRect(place, QColor(15, 16, 19, 215))
            painter.setPen(QColor("#ffffff"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def _next_gap(scene: Scene, at: int, *, x: float) -> float:
    """Where the next hole in a bar begins after `x`, which a name must not hide; far away where there is none."""
    gaps = scene.lanes.regions[scene.lanes.ids[at]].gaps
    return next((scene.scale.x_of(g.start) - 6 for g in gaps if scene.scale.x_of(g.end) > x), 1e9)
