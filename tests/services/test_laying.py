"""How a region lies in every frame, as few keyframes: nothing of it is left out in between."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from reviewer.core.detection import Subject
from reviewer.core.footage import FrameIndex
from reviewer.core.geometry import Box
from reviewer.core.outline import Outline
from reviewer.core.region import Region, RegionId, Shape
from reviewer.core.timing import Tick
from reviewer.services.chasing import Laid
from reviewer.services.laying import keyframes_of

STEP, FRAMES = 512, 80
INDEX = FrameIndex(np.arange(FRAMES, dtype=np.int64) * STEP, np.ones(FRAMES, np.bool_), Tick(FRAMES * STEP))

BOXES = st.lists(
    st.tuples(st.floats(-50, 900), st.floats(-50, 500), st.floats(8, 200), st.floats(8, 200)), min_size=1, max_size=40
)


@given(BOXES, st.integers(0, 30), st.sets(st.integers(0, 60), max_size=3), st.floats(0, 0.4))
def test_boxes_with_their_room_are_covered_in_every_frame(
    boxes: list[tuple[float, float, float, float]], first: int, fixed: set[int], room: float
) -> None:
    path = {first + i: Laid(Box(*box), None, room) for i, box in enumerate(boxes)}
    keyframes = keyframes_of(path, INDEX, fixed=fixed)
    assert not {INDEX.tick(n) for n in fixed} & {k.tick for k in keyframes}
    if not keyframes:
        assert path.keys() <= fixed
        return
    region = Region(id=RegionId("r"), subject=Subject.FACE, span=INDEX.span, keyframes=keyframes)
    for number in path.keys() - fixed:
        wanted, box = path[number].box.grown(2 * room), region.box_at(INDEX.tick(number))
        assert box is not None
        assert box.shared(wanted) > 0.999 * wanted.area


def test_an_outline_goes_along_and_is_held_with_a_little_to_spare() -> None:
    def outline(number: int) -> Outline:
        turned = [(np.cos(a + number / 40), np.sin(a + number / 40)) for a in (0.3, 1.9, 3.4, 5.0, 5.9)]
        return Outline(tuple((300 + 4 * number + 60 * float(x), 200 + 40 * float(y)) for x, y in turned))

    path = {n: Laid(outline(n).box, outline(n), 0.0) for n in range(60)}
    keyframes = keyframes_of(path, INDEX, fixed=set())
    assert len(keyframes) < 30
    region = Region(id=RegionId("r"), subject=Subject.TEXT, span=INDEX.span, keyframes=keyframes, shape=Shape.POLYGON)
    for number in path:
        shape = region.outline_at(INDEX.tick(number))
        assert shape is not None
        middle = np.mean(outline(number).corners, axis=0)
        corners = middle + 0.93 * (np.array(outline(number).corners) - middle)
        assert shape.inside(corners[:, 0], corners[:, 1]).all()


def test_where_the_number_of_corners_changes_another_stretch_begins() -> None:
    triangle, square = Outline(((0, 0), (50, 0), (0, 50))), Outline.of(Box(0, 0, 50, 50))
    path = {n: Laid(o.box, o, 0.0) for n, o in enumerate([triangle] * 3 + [square] * 3)}
    keyframes = keyframes_of(path, INDEX, fixed=set())
    corners = {k.tick // STEP: len(k.outline.corners) for k in keyframes if k.outline}
    assert corners == {0: 3, 2: 3, 3: 4, 5: 4}
