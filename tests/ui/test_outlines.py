"""What regions look like over the picture."""

import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPolygonF

from reviewer.core.region import Decision, RegionId
from reviewer.ui.viewer.outlines import Outline, paint_outlines

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
