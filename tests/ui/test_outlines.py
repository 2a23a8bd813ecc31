"""What regions look like over the picture."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from reviewer.core.region import Decision, RegionId
from reviewer.ui.viewer.outlines import INK, Outline, paint_band, paint_brush, paint_hidden, paint_outlines

CORNERS = [(40, 120), (60, 60), (260, 120), (240, 180)]
BOX = QRectF(40, 60, 220, 120)
POLYGON = QPolygonF([QPointF(x, y) for x, y in CORNERS])


def painted(outline: Outline, qapp: object) -> QImage:
    image = QImage(320, 240, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    painter = QPainter(image)
    paint_outlines(painter, [outline])
    painter.end()
    return image


def drawn(image: QImage, x: int, y: int) -> bool:
    """Whether anything is painted within two pixels of a place."""
    return any(image.pixelColor(x + dx, y + dy) != QColor("#808080") for dx in range(-2, 3) for dy in range(-2, 3))


@pytest.mark.parametrize("decision", list(Decision))
def test_a_polygon_is_drawn_by_its_corners_and_not_by_its_box(decision: Decision, qapp: object) -> None:
    image = painted(Outline(RegionId("r"), "", decision, BOX, corners=POLYGON), qapp)
    assert all(drawn(image, x, y) for x, y in CORNERS)
    assert not drawn(image, 250, 70)
    assert not drawn(image, 50, 170) or decision is Decision.REJECTED


def test_a_region_without_corners_is_drawn_by_its_box(qapp: object) -> None:
    image = painted(Outline(RegionId("r"), "", Decision.CONFIRMED, BOX), qapp)
    assert drawn(image, 260, 60)
    assert drawn(image, 40, 180)


def test_a_polygon_with_handles_shows_the_box_that_they_belong_to(qapp: object) -> None:
    outline = Outline(RegionId("r"), "", Decision.CONFIRMED, BOX, selected=True, handles=True, corners=POLYGON)
    image = painted(outline, qapp)
    assert drawn(image, 260, 60)
    assert drawn(image, 200, 60)


def differing(one: QImage, other: QImage, area: QRectF) -> int:
    """How many pixels of the area are not the same in both."""
    xs, ys = range(int(area.left()), int(area.right())), range(int(area.top()), int(area.bottom()))
    return sum(one.pixel(x, y) != other.pixel(x, y) for x in xs for y in ys)


@pytest.mark.parametrize("selected", [False, True])
def test_a_locked_region_bears_a_sign_beside_its_name(selected: bool, qapp: object) -> None:
    outlines = [
        Outline(RegionId("r"), "Face 1", Decision.CONFIRMED, BOX, selected=selected, locked=locked)
        for locked in (False, True)
    ]
    plain, locked = (painted(outline, qapp) for outline in outlines)
    assert differing(plain, locked, QRectF(40, 30, 200, 28)) > 40
    assert differing(plain, locked, BOX.adjusted(5, 5, -5, -5)) == 0


def test_a_region_that_hides_all_but_itself_says_so_and_what_it_hides_is_hatched(qapp: object) -> None:
    image = QImage(320, 240, QImage.Format.Format_RGB32)
    image.fill(QColor("#808080"))
    bare = image.copy()
    painter = QPainter(image)
    paint_hidden(painter, QRectF(0, 0, 320, 240), shown=[POLYGON, QPolygonF(QRectF(5, 5, 20, 20))])
    painter.end()
    assert differing(image, bare, QRectF(70, 200, 200, 30)) > 500
    assert differing(image, bare, QRectF(120, 110, 60, 20)) == 0
    assert differing(image, bare, QRectF(8, 8, 14, 14)) == 0
    whole = QImage(bare)
    painter = QPainter(whole)
    paint_hidden(painter, QRectF(0, 0, 320, 240), shown=[])
    painter.end()
    assert differing(whole, bare, QRectF(120, 110, 60, 20)) > 50


def test_corners_and_what_turns_are_painted_where_they_can_be_taken_hold_of(qapp: object) -> None:
    grips = tuple(QPointF(x, y) for x, y in CORNERS)
    with_handles = Outline(
        RegionId("r"),
        "",
        Decision.CONFIRMED,
        BOX,
        selected=True,
        handles=True,
        corners=POLYGON,
        grips=grips,
        turn=QPointF(150, 30),
    )
    image = painted(with_handles, qapp)
    assert drawn(image, 150, 30)
    assert drawn(image, 150, 45)
    for x, y in CORNERS:
        assert image.pixelColor(x, y) == INK


def test_brush_and_band_are_painted_as_rectangles(qapp: object) -> None:
    for paint in (paint_brush, paint_band):
        image = QImage(320, 240, QImage.Format.Format_RGB32)
        image.fill(QColor("#808080"))
        painter = QPainter(image)
        paint(painter, BOX)
        painter.end()
        assert drawn(image, 40, 100)
        assert drawn(image, 150, 180)
        assert not drawn(image, 20, 20)
