"""Holding and following: the path hides everything that was painted."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.detection import Subject
from reviewer.core.edits import AddRegions
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Decision, Keyframe, KeyframeSource, Region, RegionId, Shape
from reviewer.core.shape_edits import Redraw
from reviewer.core.timing import Span, Tick
from reviewer.ui.viewer.gestures import Stage
from reviewer.ui.viewer.gestures_draw import Drawn
from reviewer.ui.viewer.gestures_paint import CLICKED, Paint, Painting
from reviewer.ui.viewer.handles import Shown
from tests.support.values import a_region

STAGE = Stage(Tick(30), 640, 480)
STEP = 3
"""Ticks from one frame to the next."""
DRAWN = Drawn(RegionId("new"), Subject.FACE, Span(Tick(30), Tick(900)))
points = st.lists(st.tuples(st.floats(0, 640), st.floats(0, 480)), min_size=1, max_size=40)


def painted(path: Sequence[tuple[float, float]], *, region: Region | None = None) -> Paint:
    """The pointer is at each of these places in a frame of its own."""
    box = Box(path[0][0] - 20, path[0][1] - 25, 40, 50)
    start = Shown(DRAWN.id, box)
    if region is not None:
        outline = region.outline_at(STAGE.tick)
        start = Shown(region.id, box, outline and outline.carried(outline.box, box), region.shape)
    painting = Painting(DRAWN, region, lambda tick: Tick(tick + STEP))
    gesture = Paint(painting, start, grip=path[0], stage=STAGE)
    gesture.move(*path[0])
    for number, point in enumerate(path[1:], 1):
        gesture.go_on(Tick(STAGE.tick + STEP * number))
        gesture.move(*point)
    return gesture


def region_of(gesture: Paint) -> Region:
    edit = gesture.edit()
    assert isinstance(edit, AddRegions)
    return edit.regions[0]


def holds(region: Region, tick: int, box: Box) -> bool:
    found = region.box_at(Tick(tick))
    assert found is not None
    return found.x <= box.x and found.y <= box.y and found.right >= box.right and found.bottom >= box.bottom


@given(points)
def test_every_painted_box_is_hidden_in_its_frame_and_only_frames_that_were_painted(
    path: list[tuple[float, float]],
) -> None:
    region = region_of(painted(path))
    assert region.span == Span(Tick(30), Tick(30 + STEP * len(path)))
    for number, (x, y) in enumerate(path):
        assert holds(region, 30 + STEP * number, Box(x - 20, y - 25, 40, 50))
    assert region.decision is Decision.CONFIRMED
    assert {k.source for k in region.keyframes} == {KeyframeSource.HAND}


def test_a_straight_walk_takes_few_keyframes() -> None:
    region = region_of(painted([(100 + 4 * n, 200 + n) for n in range(60)]))
    assert len(region.keyframes) <= 4


def test_all_places_of_the_pointer_during_one_frame_are_hidden_in_it() -> None:
    gesture = painted([(100, 100)])
    gesture.go_on(Tick(33))
    gesture.move(140, 100)
    gesture.move(160, 130)
    assert holds(region_of(gesture), 33, Box(80, 75, 100, 80))


def test_the_size_follows_the_wheel_from_this_frame_on_and_has_limits() -> None:
    gesture = painted([(200, 200), (200, 200)])
    gesture.resize(1.0)
    assert gesture.size == (80, 100)
    region = region_of(gesture)
    assert holds(region, 33, Box(160, 150, 80, 100))
    for by in (1.0,) * 12 + (-0.5,) * 30:
        gesture.resize(by)
        assert min(gesture.size) >= 4
        assert max(gesture.size) <= 4 * STAGE.height


def test_a_click_paints_nothing_and_says_so() -> None:
    start = Shown(DRAWN.id, Box(100, 100, 40, 50))
    gesture = Paint(Painting(DRAWN, None, lambda t: t), start, grip=(120, 125), stage=STAGE)
    assert gesture.edit() is None
    assert gesture.refusal == CLICKED


def there(shape: Shape = Shape.RECTANGLE) -> Region:
    boxes = {0: Box(0, 0, 40, 50), 36: Box(9, 9, 9, 9), 80: Box(1, 2, 3, 4)}
    path = tuple(Keyframe(Tick(tick), box) for tick, box in boxes.items())
    gaps = (Span(Tick(20), Tick(33)), Span(Tick(60), Tick(70)))
    return replace(a_region("r"), shape=shape, keyframes=path, gaps=gaps)


def test_painting_over_a_region_replaces_its_path_during_those_frames_and_covers_its_gaps_there() -> None:
    edit = painted([(100, 100), (110, 100), (120, 100)], region=there()).edit()
    assert isinstance(edit, Redraw)
    region = edit.region
    assert region.id == there().id
    assert region.span == there().span
    assert [k.tick for k in region.keyframes if k.tick not in Span(Tick(30), Tick(39))] == [0, 80]
    assert Tick(36) in [k.tick for k in region.keyframes]
    assert region.gaps == (Span(Tick(20), Tick(30)), Span(Tick(60), Tick(70)))
    for number in range(3):
        assert holds(region, 30 + STEP * number, Box(80 + 10 * number, 75, 40, 50))


def test_painting_beyond_the_end_of_a_region_makes_it_longer() -> None:
    edit = painted([(100, 100)] * 40, region=there()).edit()
    assert isinstance(edit, Redraw)
    assert edit.region.span == Span(Tick(0), Tick(150))


@pytest.mark.parametrize("shape", [Shape.ELLIPSE, Shape.POLYGON])
def test_what_is_no_rectangle_is_put_exactly_where_it_was_painted_in_every_frame(shape: Shape) -> None:
    region = replace(there(shape), gaps=())
    if shape is Shape.POLYGON:
        region = replace(region, keyframes=(Keyframe.around(Tick(0), Outline(((0, 0), (40, 10), (20, 50)))),))
    edit = painted([(100 + 7 * n * n, 100) for n in range(6)], region=region).edit()
    assert isinstance(edit, Redraw)
    boxes = [edit.region.box_at(Tick(30 + STEP * n)) for n in range(6)]
    assert [b and b.x for b in boxes] == pytest.approx([80 + 7 * n * n for n in range(6)])
    assert edit.region.shape is shape
