"""Which regions lie over the picture, and how."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from reviewer.core.geometry import Box
from reviewer.core.region import Decision, Keyframe, Region, RegionId, Shape
from reviewer.core.timing import Span, Tick
from reviewer.services.pictures import Picture
from reviewer.ui.viewer.overlay import Overlay
from reviewer.ui.viewer.view import PictureView
from tests.support.values import a_region

TICK = Tick(50)
GREY = QColor(100, 100, 100)


def there(name: str = "r", *, gap: bool = False, **changes: object) -> Region:
    path = (Keyframe(Tick(0), Box(60, 60, 100, 60)),)
    gaps = (Span(Tick(40), Tick(60)),) if gap else ()
    return replace(a_region(name), keyframes=path, gaps=gaps, decision=Decision.CONFIRMED, **changes)  # type: ignore[arg-type]


@pytest.fixture
def view(qtbot: QtBot) -> PictureView:
    view = PictureView()
    qtbot.addWidget(view)
    view.resize(QSize(320, 200) + QSize(24, 24))
    view.show()
    view.open((320, 200), aspect=1.0)
    view.show_picture(Picture(0, TICK, np.full((200, 320, 4), 100, np.uint8), False))
    return view


def laid(view: PictureView, *regions: Region, **more: object) -> QImage:
    everything = {r.id: r for r in regions}
    view.lay(Overlay(regions, {}, everything=everything, **more))  # type: ignore[arg-type]
    return view.grab().toImage()


def marked(view: PictureView, image: QImage, box: Box) -> int:
    """How many pixels in a box of the footage are not those of the picture."""
    left, right = view.mapFromScene(box.x, box.y), view.mapFromScene(box.right, box.bottom)
    xs, ys = range(left.x(), right.x()), range(left.y(), right.y())
    return sum(image.pixelColor(x, y) != GREY for x in xs for y in ys)


ALL, INSIDE, CORNER = Box(50, 40, 130, 100), Box(90, 75, 40, 30), Box(61, 62, 5, 4)
FAR = Box(200, 120, 80, 60)


def test_a_region_is_painted_where_it_is_and_not_in_its_gap(view: PictureView) -> None:
    assert marked(view, laid(view, there()), ALL) > 200
    assert marked(view, laid(view, there(gap=True)), ALL) == 0


def test_an_ellipse_leaves_the_corners_of_its_box_free(view: PictureView) -> None:
    ellipse = Box(66, 64, 6, 4)
    assert marked(view, laid(view, there(shape=Shape.ELLIPSE)), ellipse) == 0
    assert marked(view, laid(view, there(shape=Shape.ELLIPSE)), ALL) > 200


def test_what_a_region_hides_that_shows_only_itself_is_hatched_and_in_its_gap_all_is(view: PictureView) -> None:
    image = laid(view, there(inverse=True))
    assert marked(view, image, FAR) > 300
    assert marked(view, image, INSIDE) == 0
    image = laid(view, there(inverse=True, gap=True))
    assert marked(view, image, FAR) > 300
    assert marked(view, image, INSIDE) > 50
    rejected = replace(there(inverse=True), decision=Decision.REJECTED)
    assert marked(view, laid(view, rejected), FAR) == 0


def test_the_last_selected_region_bears_the_handles_unless_it_is_locked_or_nothing_may_be_changed() -> None:
    regions = (there("a"), there("b", locked=True))
    a, b = (r.id for r in regions)
    assert Overlay(regions, {}, (b, a), editable=True).current == a
    assert Overlay(regions, {}, (a, b), editable=True).current is None
    assert Overlay(regions, {}, (b, a)).current is None
    assert Overlay(regions, {}, (RegionId("gone"),), editable=True).current is None


def test_the_regions_of_the_frame_are_told_to_a_screen_reader(view: PictureView) -> None:
    view.lay(Overlay((there(),), {RegionId("r"): "Face 1"}))
    assert "Face 1" in view.accessibleDescription()
    view.lay(Overlay())
    assert view.accessibleDescription() == "No regions in this frame"
