"""Whatever the mouse does on the timeline, a release commits one edit at most, and one that can be made."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject, QPointF, Qt

from reviewer.core.edits import Edit
from reviewer.core.marker import Marker, MarkerId
from reviewer.core.region import RegionId
from reviewer.core.review import Review
from reviewer.core.silence import SilenceId
from reviewer.ui.timeline.pointer import Pointer
from reviewer.ui.timeline.scene import Scene
from tests.support.timelines import INDEX, a_scene, bar, frames, quiet, tick

REVIEW = replace(
    Review()
    .silencing([quiet("q", (40, 60)), quiet("p", (100, 101))])
    .marking(Marker(MarkerId("m"), tick(70), "note"))
    .marking(Marker(MarkerId("n"), tick(299))),
    in_out=frames(20, 280),
    kept=(frames(15, 90), frames(95, 96), frames(150, 285)),
)
REGIONS = [
    bar("a", (0, 300), at=(0, 50, 299)),
    bar("b", (10, 40), at=(12, 20, 30)),
    bar("c", (40, 80), at=(60,)),
    replace(bar("d", (90, 150)), locked=True),
    bar("e", (200, 201)),
    bar("f", (150, 190), person="Anna"),
]
SCENE = replace(a_scene(REGIONS, review=REVIEW), selected=frozenset({RegionId("b")}))
NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier
SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
FOUND = {*INDEX.ticks.tolist(), INDEX.end}

points = st.tuples(st.floats(-50, 700), st.floats(-20, 230))
keys = st.sampled_from([NONE, ALT, SHIFT, CTRL, ALT | SHIFT])
scenes = st.builds(
    lambda steps, x, editable: replace(SCENE, scale=SCENE.scale.zoomed(1.5**steps, x=x), editable=editable),
    st.integers(0, 12),
    st.floats(0, 600),
    st.booleans(),
)


class Mouse:
    """A pointer over a scene, and what it said."""

    def __init__(self, scene: Scene) -> None:
        self._owner = QObject()
        self.pointer = Pointer(lambda: scene, lambda: tick(33), parent=self._owner)
        self.made: list[Edit] = []
        self.sought: list[int] = []
        self.picked: list[tuple[Any, ...]] = []
        self.pointer.made.connect(self.made.append)
        self.pointer.sought.connect(self.sought.append)
        self.pointer.picked.connect(self.picked.append)
        self.pointer.silences_picked.connect(self.picked.append)


def spans(review: Review) -> list[tuple[int, int]]:
    held = [r.span for r in review.regions.values()] + [s.span for s in review.silences.values()]
    held += [*review.kept, *([review.in_out] if review.in_out else [])]
    return [(s.start, s.end) for s in held]


@given(scenes, points, st.lists(points, max_size=4), keys, st.booleans())
def test_a_drag_from_anywhere_to_anywhere_ends_in_one_edit_at_most_that_keeps_all_in_the_footage(
    scene: Scene, start: tuple[float, float], way: list[tuple[float, float]], held: Qt.KeyboardModifier, armed: bool
) -> None:
    mouse = Mouse(scene)
    mouse.pointer.armed = armed
    mouse.pointer.press(QPointF(*start), held)
    for point in way:
        mouse.pointer.move(QPointF(*point), held)
    assert not mouse.made
    mouse.pointer.release(held)
    assert len(mouse.made) <= 1
    assert not mouse.pointer.busy
    assert all(INDEX.tick(0) <= t < INDEX.end for t in mouse.sought)
    assert scene.editable or not mouse.made
    for edit in mouse.made:
        after = edit.apply(scene.review)
        assert after != scene.review
        assert all(a < b and {a, b} <= FOUND for a, b in spans(after))
        assert {m.tick for m in after.markers.values()} <= set(INDEX.ticks.tolist())
        assert after.regions[RegionId("d")] == scene.review.regions[RegionId("d")]


@given(scenes, points, st.lists(points, min_size=1, max_size=3), keys)
def test_a_drag_that_is_forgotten_commits_nothing(
    scene: Scene, start: tuple[float, float], way: list[tuple[float, float]], held: Qt.KeyboardModifier
) -> None:
    mouse = Mouse(scene)
    mouse.pointer.press(QPointF(*start), held)
    mouse.pointer.move(QPointF(*way[0]), held)
    mouse.pointer.cancel()
    for point in way:
        mouse.pointer.move(QPointF(*point), held)
    mouse.pointer.release(held)
    assert not mouse.made
    assert mouse.pointer.preview is None


@given(scenes, points, keys)
def test_what_is_picked_is_there(scene: Scene, point: tuple[float, float], held: Qt.KeyboardModifier) -> None:
    mouse = Mouse(scene)
    mouse.pointer.press(QPointF(*point), held)
    mouse.pointer.release(held)
    there = {*scene.review.regions, *scene.review.silences}
    assert all(set(ids) <= there for ids in mouse.picked)
    assert SilenceId("q") in there
